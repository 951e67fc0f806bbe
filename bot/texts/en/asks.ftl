# What a conversation asks before a step (the `asks` of a row): ask-<action>-<field>, with
# ready answers as buttons: choice-reason-<action>-<key>. None has variables.

ask-take-plan = Who will do it, and when? (one sentence, the resident reads it as it is)
ask-take_alarm-plan = Who is going, and how soon? (one sentence, the resident reads it as it is)
ask-hand_over-handed_to = Handed to whom? Tap one, or write the body, who took it and when.
ask-false_alarm-reason = Why is it no emergency? Tap one or write a sentence.
ask-ask_more-text = What should the resident add? (one sentence, passed on as it is)
ask-propose_refusal-refusal = Which case is it?
ask-propose_refusal-reason = Please give the reason in one sentence. The resident sees it once the dispatcher has decided.
ask-return-unit = Which unit should handle it?
ask-return-reason = Why do you return it? Tap one, or write who is responsible by which rule.
ask-redispatch-unit = Which unit should it go to?
ask-designate-reason = Why this unit? (one sentence, the unit will see it)
ask-keep-reason = Why accept it? Tap one or write a sentence.
ask-contact-text = How did you reach the resident, and what was said? (one sentence, for the record)
ask-ask_resident-text = What do you want to ask? (one sentence, passed on as it is, without your name)
ask-answer_unit-text = Please write your answer. I pass it on to the unit.
ask-progress-text = How far is it? (one sentence, the resident reads it as it is)
ask-reply-result_class = Which kind of result is it?
ask-reply-text = Please write the reply to the resident: what was done and what came of it. No names, phone or house numbers.
ask-reply-proof = Please send a photo as proof, or say what the proof is (needed for class A).
ask-reply-ground = What is the legal ground or the cause? (needed for class C)
ask-return_reply-reason = What is missing? Tap one or write a sentence.
ask-add-text = Just send photos or text and I add them.
ask-change_category-category = What kind of matter is it? Tap one, or type a word to search.
ask-change_place-place = Where is it? Write the estate, building or road, or send the location.
ask-change_unit-unit = Which unit? Tap one, or type a word to search.
ask-visit-text = What did you see there? (one sentence, the resident will read it)
ask-answer-text = Please write the answer to the resident. (a sentence or two, sent as it is: where to go, what to bring, whom to see)
ask-propose_merge-main = Which one is it the same as? Tap one, or type its number (last five digits).

choice-reason-return_reply-off_point = Off the point
choice-reason-return_reply-no_proof = No proof
choice-reason-return_reply-personal = Personal data
choice-reason-return-not_ours = Not our duty
choice-reason-return-wrong_place = Not our area
choice-reason-return-wrong_category = Wrong matter
choice-reason-false_alarm-no_danger = Checked: no danger
choice-reason-false_alarm-over = Danger is over
choice-reason-false_alarm-mistake = Mistake or test
choice-reason-keep-in_scope = It is for us
choice-reason-keep-partly = Partly for us
choice-reason-designate-duty = Clear by the rules
choice-reason-designate-nearest = The local one leads
choice-other = Other

category-none-found = Nothing found. Try another word, or tap one of the groups below.
unit-none-found = No such unit found. Try another word.
main-none-found = There is no such number. Please check the last five digits.
