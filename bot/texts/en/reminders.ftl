# Reminders of the clocks (model.md C7, C8) and the one-line forms of everything that may come in a
# digest: line-<text id>, with the same variables. rung-<n> fits everyone who gets it,
# rung-<n>-<audience> is said better to that one. Variables: number short category place unit due;
# `left` in rung-3: "" or {"$text": "left-workdays", "data": {"n": 1}} of names.ftl.

late-note = (The system was down; this reminder comes late.)

rung-1 = 🟡 { $short } { $category }: { $unit } has not taken it in time. Please take it now.
rung-1-head = 🟡 { $short } { $category }: your unit has not taken it in time, please see to it.
rung-2 = 🔵 { $short } { $category }: half of the time is gone, no progress yet. Please write one line. Answer due { $due }.
rung-3 = 🟡 { $short } { $category }: { $left ->
        [none] the limit is near
       *[other] { $left } left
    }. Answer due { $due }.
rung-3-deputy = 🟡 { $short } { $category }: the limit is near. { $unit } should answer by { $due }.
rung-4 = 🟡 { $short } { $category }: due today. Answer due { $due }.
rung-4-deputy = 🟡 { $short } { $category }: due today. { $unit } should answer by { $due }.
rung-5 = 🔴 { $short } { $category } is overdue (due { $due }). Resident and deputy have been told. Please answer now.
rung-5-deputy = 🔴 { $short } { $category } is overdue: { $unit } should have answered by { $due }. The resident has been told and the unit urged.
rung-5-resident = 🔴 { $short } { $category } is overdue: { $unit } has not answered by { $due }. We have urged them and told your deputy. You hear as soon as there is an answer.
rung-6 = 🔴 { $short } { $category } is 1 working day overdue (due { $due }). An urging notice is on record.
rung-7 = 🔴 { $short } { $category } is 3 working days overdue (due { $due }). It is on the follow list.
rung-8 = 🔴 { $short } { $category } is 5 working days overdue (due { $due }). It is on the problem list.
rung-9 = 🔴 { $short } { $category } is 10 working days overdue (due { $due }). There will be a formal talk.

rung-e-5 = ‼ { $short } { $category }: 5 minutes, and nobody has taken over!
rung-e-15 = ‼ { $short } { $category }: 15 minutes, and nobody has taken over! The head in charge has been told.
rung-e-30 = ‼ { $short } { $category }: 30 minutes, and nobody has taken over!
rung-e-60 = ‼ { $short } { $category }: 1 hour, and nobody has taken over! The chief has been told.
rung-e-120 = ‼ { $short } { $category }: 2 hours, and nobody has taken over! The chief must act now.

remind-info = { $short } still needs a detail from you (where is it?). One sentence is enough. Without it, it is closed for now in 24 hours.
remind-confirm = { $short } { $category } is not confirmed yet. Please have a look.
remind-dispatch = { $short } { $category } is not assigned yet. Please decide soon.
remind-dispatch-sealed_officer = Sealed { $short } has not been passed on yet. Please see to it soon.
remind-return = { $short } { $category }: the return is not decided yet. Please decide soon.
remind-contact = 🟡 { $short } { $category }: time to contact the resident. Tap “Ask resident” or “Contacted”.
remind-rate = { $short } { $category } was answered. Please rate it when you have a moment.
remind-emergency = ‼ **Nobody has taken over yet**: { $short } { $category } · { $place ->
        [none] place not known yet
       *[other] { $place }
    }
remind-rate-deputy = { $short } { $category } was answered. Please rate it.

## Digest

digest =
    { $count ->
        [one] { $count } thing to look at:
       *[other] { $count } things to look at:
    }
    { $lines }
digest-more = … and { $n } more, send /todo to see them

line-rung-1 = 🟡 { $short } { $category }: not taken
line-rung-1-head = 🟡 { $short } { $category }: not taken
line-rung-2 = 🔵 { $short } { $category }: half the time gone, no progress
line-rung-3 = 🟡 { $short } { $category }: { $left ->
        [none] limit near
       *[other] { $left } left
    }
line-rung-3-deputy = 🟡 { $short } { $category }: limit near
line-rung-4 = 🟡 { $short } { $category }: due today
line-rung-4-deputy = 🟡 { $short } { $category }: due today
line-rung-5 = 🔴 { $short } { $category }: overdue
line-rung-5-deputy = 🔴 { $short } { $category }: overdue, urged
line-rung-5-resident = 🔴 { $short } { $category }: overdue, we have urged them
line-rung-6 = 🔴 { $short } { $category }: 1 working day overdue
line-rung-7 = 🔴 { $short } { $category }: 3 working days overdue
line-rung-8 = 🔴 { $short } { $category }: 5 working days overdue
line-rung-9 = 🔴 { $short } { $category }: 10 working days overdue
line-rung-e-5 = ‼ { $short } { $category }: 5 minutes, not taken over
line-rung-e-15 = ‼ { $short } { $category }: 15 minutes, not taken over
line-rung-e-30 = ‼ { $short } { $category }: 30 minutes, not taken over
line-rung-e-60 = ‼ { $short } { $category }: 1 hour, not taken over
line-rung-e-120 = ‼ { $short } { $category }: 2 hours, not taken over
line-remind-info = { $short }: a detail is missing
line-remind-confirm = { $short } { $category }: to confirm
line-remind-dispatch = { $short } { $category }: to assign
line-remind-dispatch-sealed_officer = Sealed { $short }: to pass on
line-remind-return = { $short } { $category }: return to decide
line-remind-contact = 🟡 { $short } { $category }: contact the resident
line-remind-rate = { $short } { $category }: please rate
line-remind-emergency = ‼ { $short } { $category }: not taken over
line-remind-rate-deputy = { $short } { $category }: please rate

line-submit-resident = { $short }: registered
line-route-deputy = { $short } { $category }: please confirm
line-to_station-station = { $short }: please confirm
line-seal-sealed_officer = Sealed { $short }: please pass on
line-ask_info-resident = { $short }: something is missing
line-route_urgent-deputy = { $short } { $category }: urgent, please confirm now
line-route_urgent-dispatcher = { $short } { $category }: urgent, please assign within 1 hour
line-dispatch_urgent-resident = { $short } { $category }: urgent, with { $unit }
line-dispatch_urgent-clerk = { $short } { $category }: urgent, please take it now
line-dispatch_urgent-deputy = { $short } { $category }: urgent, with { $unit }
line-insufficient-resident = { $short }: details missing, closed for now
line-answer-resident = { $short }: your question was answered
line-raise_alarm-resident = ‼ { $short }: the duty officer is alerted
line-raise_alarm-duty_officer = ‼ { $short } { $category }: emergency, please take over
line-raise_alarm-clerk = ‼ { $short } { $category }: emergency, please act
line-raise_alarm-sealed_officer = ‼ Sealed { $short }: urgent, please follow
line-raise_alarm-deputy = ‼ { $short } { $category }: emergency, the duty officer has it
line-take_alarm-resident = { $short }: { $unit } has taken over
line-take_alarm-deputy = { $short }: { $unit } has taken over
line-hand_over-resident = { $short }: handed to { $handed_to }
line-false_alarm-resident = { $short }: no emergency, goes on as normal
line-false_alarm-dispatcher = { $short } { $category }: no emergency, please assign
line-ask_more-resident = { $short }: please add: { $text }
line-call_stand_in-stand_in = { $short } { $category }: please stand in and confirm
line-pass_on-deputy = { $short } { $category }: went on as first sorted
line-propose_refusal-resident = { $short }: has to go another way
line-seal-resident = { $short }: handled as sealed
line-forward-deputy = { $short }: a resident wants you to know
line-forward-station = { $short }: a resident wants the deputies to know
line-propose_refusal-dispatcher = { $short } { $category }: accept or not?
line-propose_merge-dispatcher = { $short } { $category }: merge or not?
line-merge-resident = { $short }: merged with the same matter
line-refuse-resident = { $short }: not accepted
line-object-dispatcher = { $short } { $category }: objection to decide
line-dispatch-resident = { $short } { $category }: with { $unit }
line-dispatch-clerk = { $short } { $category }: assigned, please take it
line-return-dispatcher = { $short } { $category }: { $unit } asks to return it
line-redispatch-resident = { $short } { $category }: now with { $unit }
line-redispatch-clerk = { $short } { $category }: moved to you, please take it
line-designate-clerk = { $short } { $category }: designated, please take it
line-take-resident = { $short } { $category }: taken by { $unit }
line-ask_resident-resident = { $short }: the unit asks: { $text }
line-answer_unit-clerk = { $short }: the resident has answered
line-progress-resident = { $short } { $category }: news
line-reply-reviewer = { $short } { $category }: reply to review
line-return_reply-clerk = { $short } { $category }: reply came back
line-release-resident = { $short } { $category }: answered, please rate
line-release_unreviewed-resident = { $short } { $category }: answered, please rate
line-release-deputy = { $short } { $category }: answered, please rate
line-release_unreviewed-deputy = { $short } { $category }: answered, please rate
line-close_satisfied-resident = { $short } { $category }: closed
line-close_unrated-resident = { $short } { $category }: closed
line-redo-resident = { $short } { $category }: done again (round { $round })
line-redo-resident-deputy = { $short } { $category }: done again (round { $round })
line-redo-deputy = { $short } { $category }: done again (round { $round })
line-redo-clerk = { $short } { $category }: to be done again (round { $round })
line-redo-head = { $short } { $category }: to be done again (round { $round })
line-withdraw-deputy = { $short } { $category }: withdrawn
line-withdraw-clerk = { $short } { $category }: withdrawn
line-add-deputy = { $short } { $category }: more was added
line-add-clerk = { $short } { $category }: more was added
line-add-reviewer = { $short } { $category }: more was added
line-add-duty_officer = ‼ { $short } { $category }: more was added
line-follower_add-deputy = { $short } { $category }: somebody else added more
line-follower_add-clerk = { $short } { $category }: somebody else added more
line-follower_add-reviewer = { $short } { $category }: somebody else added more
line-follower_add-duty_officer = ‼ { $short } { $category }: somebody else added more
line-change_place-duty_officer = ‼ { $short }: place { $place }
line-change_place-clerk = ‼ { $short }: place { $place }
line-change_place-deputy = { $short } { $category }: now at { $place }
line-urge-clerk = { $short } { $category }: urged, please write progress
line-urge-head = { $short } { $category }: urged, please see to it
line-visit-resident = { $short } { $category }: your deputy went to look
