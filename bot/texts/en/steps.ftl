# What a step of the order's path (domain/workflow.py) says. Names: <action>-<audience> for whom
# it is told loudly, action-<action> the button, did-<action> the line in the card's time line,
# done-<action> the actor's own confirmation. Variables, all of them always given ("" selects
# [none]): number short category place unit deputy due round text reason class handed_to matter,
# and of the pack's safety words head body.

## Told: intake and danger

submit-resident = Received and registered: **{ $number }**. I will tell you when something happens. To add photos or details, just send them.
route-deputy = **Confirm** { $number }
    “{ $matter }”
    { $category ->
        [none] not sorted yet
       *[other] { $category }
    } · { $place }
    { $due ->
        [none] Please confirm soon.
       *[other] Please confirm by { $due }.
    }
to_station-station = **Confirm** { $number }
    “{ $matter }”
    The matter or the place is not certain. Please look before you confirm.
seal-sealed_officer = **Sealed** { $number }. Only you and the duty officer can see it. Please open it and pass it on as the law says.
route_urgent-deputy = **Urgent: confirm** { $number }
    “{ $matter }”
    { $category ->
        [none] not sorted yet
       *[other] { $category }
    } · { $place }
    This needs an answer within 24 hours. Please confirm now.
route_urgent-dispatcher = **Urgent: assign** { $number }
    “{ $matter }”
    { $category ->
        [none] not sorted yet
       *[other] { $category }
    } · { $place }
    The sorting was not sure enough to send it straight on. Please assign it within 1 hour.
ask_info-resident = { $short } still needs something: { $text ->
        [none] where is it, and what is it? One sentence is enough, or send the location.
       *[other] { $text }
    }
dispatch_urgent-resident = Your report ({ $category }) is urgent. Your deputy knows as well, and it went straight to **{ $unit }**{ $due ->
        [none] .
       *[other] , who will answer by { $due }.
    }
dispatch_urgent-clerk = **Urgent** { $number } { $category } · { $place }
    “{ $matter }”
    Please take it now.
dispatch_urgent-deputy = **Urgent** { $short } { $category } · { $place } went straight to { $unit }. You can urge them or go and look.
insufficient-resident = { $short } is closed for now because details are missing. Send one sentence (where is it?) within 30 days and it goes on under the same number.
answer-resident =
    About your question { $short }: { $text }
    Is that clear? If it is a matter to be handled rather than a question, please tap below.
raise_alarm-resident =
    { $head ->
        [none] **Get to safety first**, away from the danger. If someone is hurt or trapped, call **110**, **119** or **120** now.
       *[other] **{ $head }** { $body }
    }
    Registered for you: **{ $number }**. We have alerted the duty officer{ $unit ->
        [none] {""}
       *[other] {" "}and { $unit }
    }.{ $place ->
        [none] {"\u000A"}Which building are you in? Send the location or just type it.
       *[other] {""}
    }
raise_alarm-duty_officer =
    ‼ **Emergency** { $short } { $category ->
        [none] {""}
       *[other] { $category } ·
    } { $place ->
        [none] place not known yet
       *[other] { $place }
    }
    “{ $matter }”
    Please take over now.
raise_alarm-clerk =
    ‼ **Emergency** { $short } { $category ->
        [none] {""}
       *[other] { $category } ·
    } { $place ->
        [none] place not known yet
       *[other] { $place }
    }
    “{ $matter }”
    Please act now, do not wait to be assigned.
raise_alarm-sealed_officer = ‼ **Sealed, urgent** { $short }. The duty officer has it; please follow it and record the hand-over.
raise_alarm-deputy = ‼ { $short } { $place ->
        [none] place not known yet
       *[other] { $place }
    }: an emergency, now with the duty officer{ $unit ->
        [none] {""}
       *[other] {" "}and { $unit }
    }. You need not confirm; this is for your information.
take_alarm-resident = **{ $unit }** has taken over: { $text }
    Please stay where it is safe.
take_alarm-deputy = { $short } { $unit } has taken over: { $text }
hand_over-resident = { $short } was handed to **{ $handed_to }**, who handle it by law; our part ends here. Tell me if anything changes. If you are in danger, call 110 or 119.
false_alarm-resident = The duty officer checked: { $short } is no emergency at the moment. It goes on as a normal report, counted from when you sent it. Thank you for telling us in time.
false_alarm-dispatcher =
    { $number } is no longer an emergency: { $reason }
    “{ $matter }”
    Please assign it.

## Told: sorting, refusal, dispatch

ask_more-resident =
    One more thing we need to know: { $text }
    Just reply to this message.
call_stand_in-stand_in = **Confirm** { $number } (please stand in)
    “{ $matter }”
    { $category ->
        [none] not sorted yet
       *[other] { $category }
    } · { $place }
pass_on-deputy = { $short } went on as first sorted. You can still follow, urge and rate it.
propose_refusal-resident =
    Registered: **{ $number }**. { $reason ->
        [none] This may not be for us; staff will decide and I will tell you.
       *[other] { $reason }
    }
    Shall I pass your words on to your deputy for information?
forward-deputy = **For your information** { $number }
    “{ $matter }”
    The resident wants you to know; it goes another lawful way and needs no confirmation.
forward-station = **For information** { $number }
    “{ $matter }”
    The resident wants the deputies to know; it goes another lawful way and needs no confirmation.
propose_refusal-dispatcher = **Please decide: accept or not** { $number }
    “{ $matter }”
    Proposed not to accept{ $reason ->
        [none] .
       *[other] : { $reason }
    }
refuse-resident =
    { $short } cannot be accepted{ $reason ->
        [none] .
       *[other] : { $reason }
    }
    If you disagree, you can object once within 7 days; someone else will look at it again.
object-dispatcher = **The resident objects** { $number }
    “{ $matter }”
    Please decide again. Whoever decided before may not decide now.
propose_merge-dispatcher = **Please decide: merge or not** { $number }
    “{ $matter }”
    Proposed to be one with { $text }. You can look at that one first.
merge-resident = { $short } is the same as another report that is being handled, so both are followed together. Your number stays. I will tell you of any progress; please rate it at the end as well.
dispatch-resident = Your report ({ $category }) went to **{ $unit }**{ $due ->
        [none] .
       *[other] , who will answer by { $due }.
    }
dispatch-clerk = **Assigned** { $number } { $category } · { $place }
    “{ $matter }”
    Please take it first.
return-dispatcher = **Return** { $number } { $category } · { $place }
    { $unit } asks to give it back: { $reason }
    Please decide within 1 working day.
redispatch-resident = Your report ({ $category }) is now with **{ $unit }**{ $due ->
        [none] .
       *[other] , who will answer by { $due }.
    }
redispatch-clerk = **Assigned (moved to you)** { $number } { $category } · { $place }
    “{ $matter }”
    Please take it first.
designate-clerk = **Designated** { $number } { $category } · { $place }
    { $unit } is to handle it and cannot return it: { $reason }
    Please take it.

## Told: handling, reply, rating

take-resident = { $unit } has taken it: { $text }
ask_resident-resident =
    The unit asks: { $text }
    Just reply to this message.
answer_unit-clerk = The resident answers { $short }: { $text }
progress-resident = In progress: { $text }
reply-reviewer = **Review the reply** { $number }
    { $unit } (class { $class }): { $text }
return_reply-clerk =
    The reply to { $short } came back: { $reason }
    Please mend it and submit again. The limit stays{ $due ->
        [none] .
       *[other] : answer by { $due }.
    }
release-resident =
    { $class ->
        [A] Done: { $text }
       *[other] Answer: { $text }
    }

    { $class ->
        [A] Please rate two things. Only you see it; nobody else can before both sides have rated:
       *[other] Please rate this answer. Only you see it; nobody else can before both sides have rated:
    }
release_unreviewed-resident =
    { $class ->
        [A] Done (reply not reviewed): { $text }
       *[other] Answer (not reviewed): { $text }
    }

    { $class ->
        [A] Please rate two things. Only you see it; nobody else can before both sides have rated:
       *[other] Please rate this answer. Only you see it; nobody else can before both sides have rated:
    }
release-deputy =
    { $short } was answered: { $text }

    { $class ->
        [A] Please rate the **reply** and the **result** (the resident's rating stays hidden until both have rated).
       *[other] Please rate the **reply** (the resident's rating stays hidden until both have rated).
    }
release_unreviewed-deputy =
    { $short } was answered (not reviewed): { $text }

    { $class ->
        [A] Please rate the **reply** and the **result** (the resident's rating stays hidden until both have rated).
       *[other] Please rate the **reply** (the resident's rating stays hidden until both have rated).
    }
close_satisfied-resident = { $short } is closed. Thank you for telling us. If it comes back, just send another message.
close_unrated-resident = The time to rate { $short } is over, so it is closed. If it is not solved or comes back, just send another message.
redo-resident = Your opinion went back to { $unit } to be **done again (round { $round })** by someone else{ $due ->
        [none] .
       *[other] , with a new answer by { $due }.
    }
# The resident was satisfied, the deputy was not (C8: the resident is told why).
redo-resident-deputy = Your deputy finds that this is not done yet. It went back to { $unit } to be **done again (round { $round })** by someone else{ $due ->
        [none] .
       *[other] , with a new answer by { $due }.
    }
redo-deputy = { $short } was rated “not satisfied” and went back to { $unit } to be **done again (round { $round })**{ $due ->
        [none] .
       *[other] , answer by { $due }.
    }
redo-clerk = **To be done again (round { $round })** { $number } { $category } · { $place }
    { $reason ->
        [none] The rating was “not satisfied”.
       *[other] What is still wrong: { $reason }
    }
    Someone else must handle it and contact the resident within 4 working hours; the head in charge submits the reply{ $due ->
        [none] .
       *[other] , by { $due }.
    }
redo-head = **To be done again (round { $round })** { $number } { $category } · { $place }
    Please name another handler; you submit the reply{ $due ->
        [none] .
       *[other] , by { $due }.
    }

## Told: anywhere

withdraw-deputy = { $short } was withdrawn by the resident. Nothing more to do.
withdraw-clerk = { $short } was withdrawn by the resident. Nothing more to do.
add-deputy = { $short } has more: { $text ->
        [none] new photos
       *[other] { $text }
    }
add-clerk = { $short } has more: { $text ->
        [none] new photos
       *[other] { $text }
    }
add-reviewer = { $short } has more, please look while reviewing: { $text ->
        [none] new photos
       *[other] { $text }
    }
add-duty_officer = ‼ { $short } has more: { $text ->
        [none] new photos
       *[other] { $text }
    }
follower_add-deputy = { $short } has more from somebody else who reported it: { $text ->
        [none] a new photo
       *[other] { $text }
    }
follower_add-clerk = { $short } has more from somebody else who reported it: { $text ->
        [none] a new photo
       *[other] { $text }
    }
follower_add-reviewer = { $short } has more from somebody else who reported it, please look at it while reviewing: { $text ->
        [none] a new photo
       *[other] { $text }
    }
follower_add-duty_officer = ‼ { $short } has more from somebody else who reported it: { $text ->
        [none] a new photo
       *[other] { $text }
    }
change_place-duty_officer = ‼ { $short } place: **{ $place }**
change_place-clerk = ‼ { $short } place: **{ $place }**
change_place-deputy = { $short } is now at **{ $place }**
urge-clerk = **Urged** { $short } { $category } · { $place }: someone asks how it is going. Please write one line of progress.
urge-head = **Urged** { $short } { $category } · { $place }: someone asks how it is going. Please see to it.
visit-resident = Your deputy{ $deputy ->
        [none] {""}
       *[other] {" "}{ $deputy }
    } went to look: { $text }

## Buttons

action-submit = Submit
action-ask_info = Ask for details
action-route = To the deputy
action-route_urgent = Urgent, to deputy
action-to_station = To the station
action-seal = Seal
action-raise_alarm = Emergency
action-take_alarm = I take over
action-hand_over = Handed over
action-false_alarm = False alarm
action-insufficient = Close for now
action-reopen = Go on
action-confirm = Confirm
action-ask_more = Ask for more
action-call_stand_in = Call stand-in
action-pass_on = Pass on
action-propose_refusal = Not for us
action-refuse = Agree: not for us
action-keep = Accept anyway
action-forward = Pass on
action-object = I object
action-dispatch = Assign
action-dispatch_urgent = Assign as urgent
action-take = Take
action-return = Return
action-redispatch = Move to another
action-designate = Designate
action-contact = Contacted
action-ask_resident = Ask resident
action-answer_unit = Answer
action-progress = Write progress
action-reply = Submit reply
action-return_reply = Send back
action-release = Release
action-release_unreviewed = Release as it is
action-close_satisfied = Close
action-close_unrated = Close
action-redo = Do again
action-withdraw = Withdraw
action-leave = Stop following
action-add = Add photo or text
action-change_category = Change matter
action-change_place = Change place
action-change_unit = Change unit
action-urge = Urge
action-visit = Go and look
action-join = Me too
action-lift_out = Not the same
action-propose_merge = Merge
action-merge = Agree: merge
action-keep_apart = Keep apart
action-follower_add = More from another
action-answer = Answer it
action-still_file = Please handle it

## Time line

did-submit = Registered
did-ask_info = Asked the resident for details
did-route = Sent to the deputy
did-route_urgent = Urgent, sent to deputy and dispatcher
did-to_station = Sent to the station
did-seal = Sealed
did-raise_alarm = Emergency, duty officer alerted
did-take_alarm = Taken over{ $text ->
        [none] {""}
       *[other] : { $text }
    }
did-hand_over = Handed over{ $handed_to ->
        [none] {""}
       *[other] {" "}to { $handed_to }
    }
did-false_alarm = Checked: no emergency
did-insufficient = Details missing, closed for now
did-reopen = Details came, goes on
did-confirm = Confirmed
did-ask_more = Asked the resident{ $text ->
        [none] {""}
       *[other] : { $text }
    }
did-call_stand_in = Stand-in deputy called
did-pass_on = Went on as first sorted
did-propose_refusal = Proposed not to accept, to be decided
did-refuse = Not accepted
did-keep = Accepted
did-forward = Passed on to the deputy for information
did-object = The resident objected
did-dispatch = Assigned
did-dispatch_urgent = Assigned as urgent
did-take = Taken by the unit{ $text ->
        [none] {""}
       *[other] : { $text }
    }
did-return = The unit asks to give it back
did-redispatch = Moved to another unit
did-designate = A unit was designated
did-contact = The unit contacted the resident
did-ask_resident = The unit asked{ $text ->
        [none] {""}
       *[other] : { $text }
    }
did-answer_unit = The resident answered{ $text ->
        [none] {""}
       *[other] : { $text }
    }
did-progress = Progress{ $text ->
        [none] {""}
       *[other] : { $text }
    }
did-reply = Reply submitted, to be reviewed
did-return_reply = Reply sent back
did-release = Reply delivered, rating open
did-release_unreviewed = Reply delivered (not reviewed), rating open
did-close_satisfied = Rating over, closed
did-close_unrated = Nobody rated, closed
did-redo = Sent back to be done again (round { $round })
did-withdraw = Withdrawn by the resident
did-leave = The resident stopped following, work goes on
did-add = Added{ $text ->
        [none] {" "}photos
       *[other] : { $text }
    }
did-change_category = Matter changed to { $category }
did-change_place = Place changed to { $place }
did-change_unit = Unit changed to { $unit }
did-urge = Urged
did-visit = The deputy went to look{ $text ->
        [none] {""}
       *[other] : { $text }
    }
did-join = Resident joined the same matter
did-lift_out = Not the same, handled by itself
did-propose_merge = Proposed to be merged, waiting for a decision
did-merge = Merged with the same matter
did-keep_apart = Decided to keep apart
did-follower_add = Somebody who follows it added more
did-answer = The station answered the question
did-still_file = The resident wants it handled


## What the actor is told

done-submit = Registered as { $number }.
done-raise_alarm = Now an emergency. The duty officer is being alerted.
done-take_alarm = You have taken over. The resident has your plan.
done-hand_over = Noted: handed to { $handed_to }. Closed.
done-false_alarm = No longer an emergency. It goes on as a normal report.
done-reopen = All right, { $short } goes on.
done-confirm = { $unit ->
        [none] Confirmed.
       *[other] Confirmed and assigned to { $unit }.
    }
done-ask_more = Passed on to the resident. I will tell you the answer.
done-propose_refusal = Sent to the dispatcher to decide.
done-refuse = Not accepted. The resident has the reason and the way to go.
done-keep = Accepted. Please assign it.
done-forward = All right, passed on to your deputy for information.
done-object = Your objection is noted. Someone else looks at it and you hear within 1 working day.
done-dispatch = Assigned to { $unit }.
done-dispatch_urgent = Assigned to { $unit } as urgent.
done-take = Taken.
done-return = Return asked for. The limit runs on until it is decided.
done-redispatch = Moved to { $unit }.
done-designate = { $unit } is designated.
done-contact = Contact noted.
done-ask_resident = Passed on to the resident, without your name.
done-answer_unit = Passed on to the unit, thank you.
done-progress = Sent to the resident.
done-reply = Submitted. The station reviews it now.
done-return_reply = Sent back to the unit.
done-release = Released. Resident and deputy have the reply.
done-withdraw = { $short } is withdrawn.
done-leave = All right, you will not be disturbed again.
done-add = Added to { $short }.
done-change_category = The matter is now { $category }.
done-change_place = The place is now { $place }.
done-change_unit = The unit is now { $unit }.
done-urge = Urged. The unit hears of it now.
done-visit = Noted. The resident will read it.
done-join = Joined; your number is { $short }.
done-lift_out = { $short } goes on by itself.
done-propose_merge = Noted. A dispatcher decides whether to merge.
done-merge = Merged. The resident will hear of it.
done-keep_apart = All right, { $short } is handled by itself.
done-answer = Answered and closed.
done-still_file = All right, { $short } goes on.
