# For those who hold an office (dialogues.md 7 to 11): welcome and help by role, lists, invites.

welcome-deputy =
    Welcome, deputy! New reports from your grid come here.
    Have a look and tap **[Confirm]**. If the matter or the unit is wrong, one tap changes it.
    /todo what waits for you　/help help
welcome-station =
    Welcome! Confirming, reviewing and visitors' reports of the station are all here.
    /todo what waits for you　/help help
welcome-dispatcher =
    Welcome! Assigning, returns, and whether to accept: you decide it here.
    /todo what waits for you　/help help
welcome-clerk =
    Welcome! What is assigned to your unit comes here: take it, write progress, ask the resident, submit the reply.
    Residents see plan and progress, not your name.
    /todo what waits for you　/help help
welcome-handler =
    Welcome! What you are to handle comes here: write progress, ask the resident, submit the reply.
    /todo what waits for you　/help help
welcome-head =
    Welcome! I remind you of what your unit has not taken, what is near its limit, overdue or to be done again. From round 2 on you submit the reply.
    /todo what waits for you　/help help
welcome-chief =
    Welcome! I tell you what is long overdue in your unit, and emergencies nobody has taken.
    /todo what waits for you　/help help
welcome-reviewer =
    Welcome! Replies go to residents after you have seen them. After 1 working day they go out marked “not reviewed”.
    /todo what waits for you　/help help
welcome-duty_officer =
    Welcome! Emergencies come here at once, day and night. Please set this chat to **sound on**.
    /todo open emergencies　/help help
welcome-sealed_officer =
    Welcome! Only you can see sealed cases. Please pass them on as the law says and record it.
    /todo sealed cases waiting　/help help
welcome-privacy_officer =
    Welcome! Residents' requests to erase and the access records are yours.
    /help help
welcome-admin =
    Welcome! Invite staff with /invite. Each link works once, for 7 days.
    /help help

help-deputy =
    • **Confirm**: check matter, place and unit; one tap sends it on. After 4 working hours your stand-in is asked.
    • **Ask for more**: I ask the resident, without names.
    • **Not for us**: you propose, the dispatcher decides.
    • **Urge, Go and look**: any time.
    • **Rate**: the reply and the result; the resident's rating stays hidden until both have rated.
    • To do /todo　By number: send the last five digits
    • Your own matter: just send one sentence
help-station =
    • **Confirm**: what is uncertain comes to the station.
    • **Add, Change matter, Change place**: buttons on the card.
    • To do /todo　By number: send the last five digits
help-dispatcher =
    • **Assign**: once matter, place and unit are known.
    • **Returns**: move it, or designate the same unit; after two returns only designate.
    • **Accept or not**: two persons; whoever proposed may not decide.
    • To do /todo　By number: send the last five digits
help-clerk =
    • **Take**: one sentence of plan, passed on as it is.
    • **Return**: within 1 working day, once per unit, with a reason and the right unit.
    • **Write progress, Ask resident**: one sentence, without your name.
    • **Submit reply**: choose the result, write the reply, add proof. The station reviews it.
    • To do /todo　By number: send the last five digits
help-handler =
    • **Write progress, Ask resident**: one sentence, without your name.
    • **Submit reply**: choose the result, write the reply, add proof.
    • To do /todo　By number: send the last five digits
help-head =
    • I remind you of what is not taken, near its limit or overdue.
    • **Submit reply**: from round 2 on, you do it.
    • To do /todo　By number: send the last five digits
help-chief =
    • I tell you what is long overdue, and emergencies nobody has taken.
    • **Submit reply**: you can do it too.
    • To do /todo　By number: send the last five digits
help-reviewer =
    • **Release**: the reply is to the point, has proof and no personal data.
    • **Send back**: tap a reason or write a sentence.
    • After 1 working day it goes out marked “not reviewed”.
    • To do /todo　By number: send the last five digits
help-duty_officer =
    • **I take over**: when the unit has agreed to act; write one sentence of plan.
    • **Handed over**: to 110, 119 or 120; write who took it and when.
    • **False alarm**: give the reason; it goes on as a normal report.
    • To do /todo　By number: send the last five digits
help-sealed_officer =
    • **Handed over**: after passing it on by law; write the body, who took it and when.
    • To do /todo　By number: send the last five digits
help-privacy_officer =
    • Residents ask for erasure in /privacy; it must be done within 15 working days.
    • Access records are kept 12 months.
help-admin =
    • /invite invites staff: choose role and scope, I give you a link.
    • A link works once, for 7 days. Send it to that person only.
    • Administrators do not see reports.

## Lists

todo-head = **Waiting for you** ({ $count }, most urgent first)
todo-none = Nothing is waiting for you.

## The deputy rates

visited-yes = I went to look
visited-no = I did not go
visited-saved = Noted.

## Invites

invite-who = Invite whom? Choose a role.
invite-scope = For which grid, station or unit? Write its code or name.
invite-made =
    Invitation ready: **{ $role }**{ $scope ->
        [none] {""}
       *[other] {" "}({ $scope })
    }
    { $link }
    It works once, until { $due }. Send it to that person only.
invite-welcome = Hello, you have joined as **{ $role }**{ $scope ->
        [none] {""}
       *[other] {" "}({ $scope })
    }.
invite-bad = This invitation was used already, is out of date or incomplete. Please ask the administrator for a new one.
invite-already = You have this role already, no need to join again.
invite-unknown-scope = No such grid, station or unit. Please check the code or name.
