### Cards, digests and what else the sender lays out itself. Short: a card has about eight lines.

## First line, by what the receiver is to do

card-title-registered = Received, registered as **{ $number }**
card-title-order = **{ $number }**{ $round ->
    [1] {""}
   *[other] {" "}· round { $round }
}
card-title-handle = **{ $number }**{ $round ->
    [1] {""}
   *[other] {" "}· round { $round }
}
card-title-confirm = **Confirm** { $number }
card-title-dispatch = **Dispatched to you** { $number }
card-title-assign = **To dispatch** { $number }
card-title-return = **Return to decide** { $number }
card-title-refusal = **Refusal to decide** { $number }
card-title-merge = **Merge or not** { $number }
card-title-review = **Reply to review** { $number }
card-title-sealed = **Sealed** { $number }
card-title-emergency = **‼ Emergency** { $short }
card-title-rate = **Please rate** { $number }

## What and where

card-what = { $category ->
    [none] Not sorted yet
   *[other] { $category }
} · { $place ->
    [none] place missing
   *[other] { $place }
}{ $photos ->
    [0] {""}
    [one] {" "}· 1 photo
   *[other] {" "}· { $photos } photos
}
card-judged = Sorted as { $category ->
    [none] nothing yet
   *[other] { $category }
}{ $words ->
    [none] {""}
   *[other] {" "}(words: { $words })
} → { $unit ->
    [none] nobody yet
   *[other] { $unit }
}{ $limit ->
    [none] {""}
   *[other] {" "}· { $limit }
}
card-word-join = {", "}

## How it stands: the state, then the next date

card-stands = { $state }{ $due ->
    [none] {""}
   *[other] ; { $due }
}.
card-state-draft = Not sent yet
card-state-submitted = Being sorted
card-state-needs-info = Waiting for the resident's answer
card-state-needs-info-resident = One thing is missing: { $question }
card-ask-place = where it is: an estate or road of this district, or where you live if there is no one place (you can send the location)
card-ask-which = Which of these? Tap one, or send the location.
card-ask-here = Is it here? Tap it; if not, write an estate or road, or send the location.
card-ask-what = what it is about (one sentence)
card-ask-kind = Which kind is it? Tap one, so that it goes to the right department
card-state-emergency = **Emergency under way**, the duty officer knows
card-state-confirming = { $deputy ->
    [none] With the deputies' station
   *[other] With the deputy { $deputy }
}
card-state-ready = About to be dispatched
card-state-dispatched = Given to **{ $unit }**
card-state-return-review = { $unit } wants to return it; being decided
card-state-handling = **{ $unit }** is working on it{ $round ->
    [1] {""}
   *[other] {" "}(round { $round })
}
card-state-reply-review = { $unit } has replied; under review
card-state-replied = Answered
card-state-replied-resident = Answered, please rate
card-state-confirming-deputy = Please confirm
card-state-confirming-station = Please confirm
card-state-ready-dispatcher = Please decide
card-state-return-review-dispatcher = { $unit } wants to return it, please decide
card-state-dispatched-clerk = Please take it
card-state-reply-review-reviewer = { $unit } has replied, please review
card-state-replied-deputy = Answered, please rate
card-state-closed = Closed
card-state-closed-satisfied = Settled
card-state-closed-unrated = Settled
card-state-closed-withdrawn = Withdrawn
card-state-closed-not-accepted = Not for us, as explained
card-state-closed-transferred = Handed over to the responsible office
card-state-closed-insufficient = Closed for lack of information; one more sentence reopens it
card-state-closed-merged = joined with the same matter
card-state-closed-answered = Answered
card-others = Reported by { $count } more, who follow it.
card-merge-into = Proposed to be one with { $main }

## The next date, by whose clock runs

card-due-by = by { $due }
card-due-sort = sorted by { $due }
card-due-info = please answer by { $due }
card-due-confirm = confirmed by { $due }
card-due-dispatch = dispatched by { $due }
card-due-take-reply = by { $due }; reply by { $reply }
card-due-take = to be taken by { $due }
card-due-contact = first contact by { $due }
card-due-reply = reply by { $due }
card-due-return = decided by { $due }
card-due-review = reviewed by { $due }
card-due-rate = open for rating by { $due }
card-due-emergency = dealt with by { $due }

## What people wrote

card-plan = Plan: { $plan }
card-progress = Progress: { $progress }
card-unit-asks = The department asks: { $question }
card-reply = Reply{ $class ->
    [A] {" "}(A, solved)
    [B] {" "}(B, planned)
    [C] {" "}(C, conditions lacking)
    [D] {" "}(D, for reference)
   *[none] {""}
}: { $reply }

## The time line; did-<action> is in steps.ftl

card-timeline = { $at } { $did }

## Several at once

card-line = { $short } { $category ->
    [none] not sorted yet
   *[other] { $category }
} · { $state }
card-missed =
    { $count ->
        [one] One matter has moved meanwhile:
       *[other] { $count } matters have moved meanwhile:
    }
    { $lines }
card-line-button = { $short } { $label }
card-send-location = Send location
