# Names of things: dates, states, roles, classes. Short enough for a button where they are one.

language-zh-Hans = 简体中文
language-zh-Hant = 繁體中文
language-en = English

## Dates and spans

when-today = today { $time }
when-tomorrow = tomorrow { $time }
when-yesterday = yesterday { $time }
when-day = { $weekday } { $day } { $month }, { $time }
when-year = { $weekday } { $day } { $month } { $year }, { $time }
when-before = by { $when }
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
span-moment = less than a minute
span-minutes = { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
span-hours = { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }
span-days = { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
span-join = { " " }
left-minutes = { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
left-hours = { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }
left-working-hours = { $n ->
        [one] { $n } working hour
       *[other] { $n } working hours
    }
left-workdays = { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    }
left-days = { $n ->
        [one] { $n } day
       *[other] { $n } days
    }

## The order

status-draft = draft
status-submitted = registered
status-needs_info = waiting for details
status-emergency = emergency
status-confirming = waiting for the deputy
status-ready = waiting to be assigned
status-dispatched = waiting to be taken
status-return_review = return being decided
status-handling = being handled
status-reply_review = reply being reviewed
status-replied = answered, rating open
status-closed = closed
result-satisfied = settled
result-unrated = closed without rating
result-withdrawn = withdrawn
result-not_accepted = not accepted
result-transferred = passed on
result-insufficient = not enough details
result-merged = joined with the same matter
result-answered = question answered
limit-E2 = emergency, 2 hours
limit-U24 = urgent, 24 hours
limit-W1 = quick, 1 working day
limit-W3 = short, 3 working days
limit-W5 = general, 5 working days
limit-W15 = complex, 15 working days
limit-ST = limit set by law
limit-M3 = suggestion, 3 months
limit-M6 = suggestion, 6 months
limit-CX = promise
limit-TRANSFER = passed on by law
class-A = A Solved
class-C = C Not possible yet
class-D = D For reference

## Who

role-resident = resident
role-follower = neighbour
role-deputy = deputy
role-stand_in = stand-in deputy
role-station = station staff
role-dispatcher = dispatcher
role-clerk = unit intake desk
role-handler = unit handler
role-head = head in charge
role-chief = unit chief
role-reviewer = reply reviewer
role-duty_officer = duty officer
role-sealed_officer = sealed-case officer
role-privacy_officer = privacy officer
role-admin = administrator
role-system = system
handed_to-110 = 110 police
handed_to-119 = 119 fire and rescue
handed_to-120 = 120 ambulance
handed_to-12388 = Discipline organs
handed_to-police = Police
handed_to-petition = Petition office
handed_to-court = Court bodies
handed_to-other = Another body

## Why a report is not for the departments (model.md C4, T10)

refusal-R1 = Emergency services
refusal-R2 = Court, arbitration
refusal-R3 = Accusation
refusal-R4 = Petition running
refusal-R5 = Outside the area
refusal-R6 = Private or market
refusal-R7 = Already settled
refusal-R8 = Secret matter
refusal-R9 = No content, ad, test
