# The conversation with residents (dialogues.md 1 to 6, 12).

welcome-resident =
    Hello, this is Minsheng, the place to report what is wrong near you.
    A street lamp is out, rubbish is not collected, the water is off: **just send one sentence**, best with the place. Photos and locations help too.

    Every report gets a number. A deputy confirms it, a department must answer in time, and you rate the result.
    The department does not see your name or account.
    If a life is in danger, call 110, 119 or 120 first.

    /my my reports　/help help　/lang 语言 語言
help-resident =
    • **Report**: just send one sentence, best with the place.
    • **Add**: reply to the card, or send more photos or text.
    • **Look up**: send /my, or the last five digits of a number.
    • **Rate**: tap a button when it is answered. If you are not satisfied, it is done again.
    • **Withdraw**: tap “Withdraw” on the card.
    • Privacy /privacy　Language /lang　Cancel a question /cancel
    In danger, call 110, 119 or 120 first.
notice =
    Your first report. Please know:
    • What is kept: the text, photos and locations you send, and this chat account.
    • Who sees it: the deputy and the unit see the matter, not who you are.
    • For how long: photos and voice 90 days; the link between you and a report until 180 days after it is closed.
    By going on you agree (rules, version { $version }). Details and erasure: /privacy

## A report comes in

ack =
    Received and registered: **{ $number }**
    { $category ->
        [none] being sorted
       *[other] { $category }
    } · { $place ->
        [none] place not known yet
       *[other] { $place }
    }
    { $deputy ->
        [none] The deputies' station confirms it within 1 working day.
       *[other] Your deputy { $deputy } confirms it within 1 working day.
    }
ask-place-again = I still cannot find that place. Try another way (estate, or road and number) or send the location. If not, the station will see to it.
pick-place = { $place }
pick-last-place = As last time: { $place }
pick-place-numbers = { $place } { $last ->
        [none] from no. { $first }
       *[other] no. { $first }–{ $last }
    }
pick-kind = { $category }
pick-kind-neither = Neither
why-category = Why “{ $category }”: your words include { $words }.
place-set = All right, the place is { $place }.
place-outside = That location is outside the district. Send one inside it, or write the estate or road.
to-station-said = All right, { $short } is with the deputies' station. They look at it and I tell you.
question-to-station = { $short } is a question; it is with the deputies’ station, whose staff answer within one working day. If it is urgent, you can also call the service hotline 12345.
seal-resident =
    Received and registered: **{ $number }**.
    It is sealed: only the officers in charge can see it, never the people or units it is about.
added = Added to { $short }{ $photos ->
        [0] {""}
        [one] {" "}({ $photos } photo)
       *[other] {" "}({ $photos } photos)
    }.
added-more = Received, added to { $short } as well. Send more if there is more.
offer-add-or-new = Does this belong to { $short }{ $category ->
        [none] {""}
       *[other] {" "}({ $category })
    }, or is it something else?
button-add-to = Add to { $short }
button-new-report = New report
voice-kept = Your voice message is kept with { $short } and staff can listen to it. I do not understand speech yet; one written sentence makes it faster.
sticker = Thank you! To report something, just send one sentence, best with the place.
photo-too-big = This photo is too big (20 MB at most). Please send it as a photo, not as a file, or a smaller one.
contact-not-kept = No phone number is needed and I did not keep it. To report something, just send one sentence.
edited-kept = Your change is noted with { $short }; what you wrote first is kept too.
empty = I see nothing in it. Just send one sentence, best with the place.
unknown-command = There is no such command. To report something, just send one sentence. /help shows what I can do.
thanks-reply = You are welcome. Write any time.
greeting = Hello! If something needs fixing, just send one sentence, best with the place.
rating-none = Nothing waits for your rating now.
advert-reply = This place is for matters of residents; advertisements are neither passed on nor filed.
attack-reply = I am listening. Tell me in one sentence where and what happened, and I file it at once.
other-language = I read Chinese only. Please send one sentence in Chinese, best with the place; or tap below, and people will read your words as they are. In danger call 110, 119 or 120.
button-pass-on = Pass it on as it is
flood = You are fast! I am taking your messages one by one, please wait a moment.
flood-dropped = That was too fast: I did not take your last messages of this minute. Please wait a minute and put what matters into one sentence.
many-this-hour = Thank you for caring! That is more than { $limit } reports within an hour. Each of them is registered, there is no need to send one twice.
many-today = That is more than { $limit } reports today. The rest are registered too, but station staff look at them first, so they take longer. Danger does not wait: please write at once.
update-dead = Sorry, I could not handle that message. Staff have been told. Please send it again or say it another way.

## Danger

safety = **{ $head }** { $body }
emergency-which = Which of these? One tap tells the duty officer.
emergency-place-set = Received. The duty officer knows the place: { $place }.

## Looking up

my-head = **What you reported** (latest change first; tap one to see it)
my-none = You have not reported anything yet. Just send one sentence, best with the place.
my-line = { $short } { $category } · { $status }
not-found = I cannot find that number. Please check it, or send /my to see your reports.
coming-soon-wall = The echo wall (what was settled nearby) is being prepared. You will find it here.
coming-soon-meet = Meeting a deputy by appointment is being prepared. You can go to your deputies' station on Friday morning.
lang-choose = 请选择语言 / 請選擇語言 / Choose a language
lang-set = All right, English from now on.

## Privacy

privacy = **Your data**
    • We keep: the text, photos, voice and locations you send, and this chat account.
    • Deputies and units see the matter, not who you are. What is published has no names, house numbers or original words.
    • Photos, voice and chat text are kept 90 days; the link between you and a report until 180 days after it is closed; access records 12 months.
    • Nobody sees your rating before both sides have rated.

    You can erase at any time: the link to your closed reports is cut, personal data in the text is masked, only the number stays.
privacy-erase = Erase my data
erase-confirm = Really erase? You can no longer look up closed reports. Open ones go on, but you will not be told. This cannot be undone.
erase-yes = Yes, erase
erase-no = Keep it
erase-done = Your request is received and the link between you and your reports is cut. The rest is done within 15 working days. You can write again any time.
erase-held = There is still danger in { $numbers }, and the helpers may have to reach you: it is kept until it is closed. Your link to all other reports is cut. You can erase the rest once it is closed.
erase-kept = Nothing erased.

## Withdrawing

withdraw-confirm = Really withdraw { $short }{ $category ->
        [none] {""}
       *[other] {" "}({ $category })
    }? It will not be handled any further.
withdraw-yes = Yes, withdraw
withdraw-no = No, go on
withdrawn = { $short } is withdrawn. If the problem comes back, just send another message.
not-withdraw = All right, { $short } goes on.

## Rating

rate-reply = Reply
rate-delivery = Result
rate-value-3 = Good
rate-value-2 = Fair
rate-value-1 = Poor
rate-value-3-chosen = ✓Good
rate-value-2-chosen = ✓Fair
rate-value-1-chosen = ✓Poor
rate-hint-reply = Rate the reply on the right: was it clear, in time, polite?
rate-hint-delivery = Rate the result on the right: was the work done, does it hold?
rate-saved = Noted, one more to go.
rate-thanks = Thank you, your rating is noted.
rate-why = Thank you. What is still wrong? One sentence is enough, or skip it.
rate-redo-soon = Noted. This will be **done again**: as soon as rating is over (at the latest { $due }) it goes back to the unit, and I tell you the new date.
rate-free-text-confirm = “{ $text }”: is that your rating? Please tap, so that I get it right:
skip = Skip
skipped = All right.

## Buttons and small answers

button-send-location = Send location
button-cancel = Cancel
button-previous = Previous
button-next = Next
old-button = This button is out of date. The card has been updated, please use its buttons.
toast-ok = OK
cancelled-question = All right, no more questions.
nothing-to-cancel = I am not asking you anything just now.
question-closed = This question no longer needs an answer. You can send it as an addition.
question-reminder = I am still waiting for your answer to the question above. To skip it, tap “Cancel” or send /cancel.

## Not for us

forward-no = No, thanks
not-forwarded = All right. Write any time about other things.

## The same thing again (dialogue 4)

same-ask = Registered **{ $number }**. In the last { $hours } hours { $count ->
        [1] one person near you has
       *[other] { $count } people near you have
    } reported the same: **{ $category }{ $place ->
        [none] {""}
       *[other] {" "}at { $place }
    }**{ $due ->
        [none] ; it is being checked and assigned.
       *[other] ; **{ $unit }** is on it, reply expected by { $due }.
    }
    Is yours the same?
same-yes = Me too, follow together
same-no = Not the same
same-joined = Joined. Your number is **{ $number }**. I will tell you of any progress; please rate it at the end as well.
same-alone = All right, **{ $number }** is handled by itself.

## Staff see that two are one (T8)

pick-main = { $short } ({ $count }) { $matter }
merge-look = Look at the other
