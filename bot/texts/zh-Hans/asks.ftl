# What a conversation asks before a step (the `asks` of a row): ask-<action>-<field>, with
# ready answers as buttons: choice-reason-<action>-<key>. None has variables.

ask-take-plan = 谁来办？什么安排？（一句话，会原样告诉居民）
ask-take_alarm-plan = 谁去处置？多久能到？（一句话，会原样告诉居民）
ask-hand_over-handed_to = 转给了谁？点一项，或者写明单位、接手人和时间。
ask-false_alarm-reason = 为什么不是紧急情况？点一项，或者写一句话。
ask-ask_more-text = 想请居民补充什么？（一句话，会原样转给居民）
ask-propose_refusal-refusal = 属于哪一种情况？
ask-propose_refusal-reason = 请写一句理由。调度员决定后，居民会看到。
ask-return-unit = 您认为应当由哪个单位办？
ask-return-reason = 为什么退单？点一项，或者写明职责依据（一两句话）。
ask-redispatch-unit = 改派给哪个单位？
ask-designate-reason = 为什么指定这个单位？（一句话，承办单位会看到）
ask-keep-reason = 为什么仍然受理？点一项，或者写一句话。
ask-contact-text = 怎么联系的？说了什么？（一句话，只作记录）
ask-ask_resident-text = 想问居民什么？（一句话，会原样转给居民，不带您的姓名）
ask-answer_unit-text = 请写您的回答，我转给承办单位。
ask-progress-text = 现在办到哪一步了？（一句话，会原样告诉居民）
ask-reply-result_class = 结果是哪一类？
ask-reply-text = 请写给居民的答复：做了什么，结果怎样。不要写个人姓名、电话和门牌。
ask-reply-proof = 请发一张照片作为佐证，或写明佐证是什么（A类必须有）。
ask-reply-ground = 暂不具备条件的法律依据或具体原因是什么？（C类必须有）
ask-return_reply-reason = 哪里要补充？点一项，或者写一句话。
ask-add-text = 请直接发照片或文字，我来补充进去。
ask-change_category-category = 是哪一类问题？点一项，或者打几个字找一找。
ask-change_place-place = 在什么地方？写小区、楼号或路名，也可以发送位置。
ask-change_unit-unit = 交给哪个单位？点一项，或者打几个字找一找。
ask-visit-text = 现场看到了什么？（一句话，居民会看到）
ask-answer-text = 请写给居民的答复。（一两句话，会原样发给居民；说明去哪里、带什么、找谁）
ask-propose_merge-main = 和哪一件是同一件事？点一项，或者打它的号码（后五位）。

choice-reason-return_reply-off_point = 答非所问
choice-reason-return_reply-no_proof = 没有佐证
choice-reason-return_reply-personal = 含个人信息
choice-reason-return-not_ours = 不是本单位职责
choice-reason-return-wrong_place = 不在管辖范围
choice-reason-return-wrong_category = 类别不对
choice-reason-false_alarm-no_danger = 核实没有危险
choice-reason-false_alarm-over = 危险已经排除
choice-reason-false_alarm-mistake = 误发或测试
choice-reason-keep-in_scope = 属于受理范围
choice-reason-keep-partly = 有一部分可以办
choice-reason-designate-duty = 职责规定明确
choice-reason-designate-nearest = 由属地牵头
choice-other = 其他

category-none-found = 没找到这一类，换个词试试，或者点下面的大类。
unit-none-found = 没找到这个单位，换个词试试。
main-none-found = 没有这个号码，请核对后五位。
