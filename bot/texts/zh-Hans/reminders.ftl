# Reminders of the clocks (model.md C7, C8) and the one-line forms of everything that may come in a
# digest: line-<text id>, with the same variables. rung-<n> fits everyone who gets it,
# rung-<n>-<audience> is said better to that one. Variables: number short category place unit due;
# `left` in rung-3: "" or {"$text": "left-workdays", "data": {"n": 1}} of names.ftl.

late-note = （系统中断，这条提醒迟发了。）

rung-1 = 🟡 { $short } { $category } { $unit }还没有领单，领单时限已过，请马上领单。
rung-1-head = 🟡 { $short } { $category } 您单位还没有领单，领单时限已过，请督促。
rung-2 = 🔵 { $short } { $category } 时限过半，还没有写进展。请写一句进展，{ $due }前要答复。
rung-3 = 🟡 { $short } { $category } { $left ->
        [none] 快到时限了
       *[other] 还剩{ $left }
    }，{ $due }前要答复。
rung-3-deputy = 🟡 { $short } { $category } 快到时限了，{ $unit }应在{ $due }前答复。
rung-4 = 🟡 { $short } { $category } 今天到期，{ $due }前要答复。
rung-4-deputy = 🟡 { $short } { $category } 今天到期，{ $unit }应在{ $due }前答复。
rung-5 = 🔴 { $short } { $category } 已超时（时限{ $due }）。已告知居民和网格代表，请马上答复。
rung-5-deputy = 🔴 { $short } { $category } 已超时，{ $unit }应在{ $due }前答复。已告知居民并催办。
rung-5-resident = 🔴 { $short } { $category } 已超时，{ $unit }没有在{ $due }前答复。我们已催办，也告诉了网格代表，有答复马上通知您。
rung-6 = 🔴 { $short } { $category } 超时1个工作日（时限{ $due }），已记入催办单。
rung-7 = 🔴 { $short } { $category } 超时3个工作日（时限{ $due }），已列入跟踪督办。
rung-8 = 🔴 { $short } { $category } 超时5个工作日（时限{ $due }），已列入问题清单。
rung-9 = 🔴 { $short } { $category } 超时10个工作日（时限{ $due }），将进行约谈。

rung-e-5 = ‼ { $short } { $category } 已过5分钟，还没有人接手！
rung-e-15 = ‼ { $short } { $category } 已过15分钟，还没有人接手！已通知分管领导。
rung-e-30 = ‼ { $short } { $category } 已过30分钟，还没有人接手！
rung-e-60 = ‼ { $short } { $category } 已过1小时，还没有人接手！已通知主要领导。
rung-e-120 = ‼ { $short } { $category } 已过2小时，还没有人接手！请主要领导马上安排。

remind-info = { $short } 还等您补充一点信息（比如在哪里）。一句话就行，24小时内没有补充会先暂时办结。
remind-confirm = { $short } { $category } 还没有定单，请看一下。
remind-dispatch = { $short } { $category } 还没有派单，请尽快决定。
remind-dispatch-sealed_officer = 密件 { $short } 还没有移送，请尽快处理。
remind-return = { $short } { $category } 的退单申请还没有决定，请尽快决定。
remind-contact = 🟡 { $short } { $category } 该联系居民了，点“问居民”或“已联系居民”。
remind-rate = { $short } { $category } 已答复。方便时请您评一评。
remind-emergency = ‼ **还没有人接手**：{ $short } { $category } · { $place ->
        [none] 地点待补充
       *[other] { $place }
    }
remind-rate-deputy = { $short } { $category } 已答复，请您评价。

## Digest

digest =
    有{ $count }件事请您看一下：
    { $lines }
digest-more = ……还有{ $n }件，发送 /todo 查看

line-rung-1 = 🟡 { $short } { $category }：未领单
line-rung-1-head = 🟡 { $short } { $category }：未领单
line-rung-2 = 🔵 { $short } { $category }：时限过半，无进展
line-rung-3 = 🟡 { $short } { $category }：{ $left ->
        [none] 快到时限
       *[other] 还剩{ $left }
    }
line-rung-3-deputy = 🟡 { $short } { $category }：快到时限
line-rung-4 = 🟡 { $short } { $category }：今天到期
line-rung-4-deputy = 🟡 { $short } { $category }：今天到期
line-rung-5 = 🔴 { $short } { $category }：已超时
line-rung-5-deputy = 🔴 { $short } { $category }：已超时，已催办
line-rung-5-resident = 🔴 { $short } { $category }：已超时，我们已催办
line-rung-6 = 🔴 { $short } { $category }：超时1个工作日
line-rung-7 = 🔴 { $short } { $category }：超时3个工作日
line-rung-8 = 🔴 { $short } { $category }：超时5个工作日
line-rung-9 = 🔴 { $short } { $category }：超时10个工作日
line-rung-e-5 = ‼ { $short } { $category }：5分钟无人接手
line-rung-e-15 = ‼ { $short } { $category }：15分钟无人接手
line-rung-e-30 = ‼ { $short } { $category }：30分钟无人接手
line-rung-e-60 = ‼ { $short } { $category }：1小时无人接手
line-rung-e-120 = ‼ { $short } { $category }：2小时无人接手
line-remind-info = { $short }：等您补充信息
line-remind-confirm = { $short } { $category }：待定单
line-remind-dispatch = { $short } { $category }：待派单
line-remind-dispatch-sealed_officer = 密件 { $short }：待移送
line-remind-return = { $short } { $category }：退单待决定
line-remind-contact = 🟡 { $short } { $category }：该联系居民了
line-remind-rate = { $short } { $category }：请您评价
line-remind-emergency = ‼ { $short } { $category }：还没有人接手
line-remind-rate-deputy = { $short } { $category }：请您评价

line-submit-resident = { $short }：已登记
line-route-deputy = { $short } { $category }：请定单
line-to_station-station = { $short }：请联络站定单
line-seal-sealed_officer = 密件 { $short }：请移送
line-ask_info-resident = { $short }：还差一点信息
line-route_urgent-deputy = { $short } { $category }：急件，请马上定单
line-route_urgent-dispatcher = { $short } { $category }：急件，请在1小时内派单
line-dispatch_urgent-resident = { $short } { $category }：急件，已交{ $unit }
line-dispatch_urgent-clerk = { $short } { $category }：急件，请马上领单
line-dispatch_urgent-deputy = { $short } { $category }：急件，已派{ $unit }
line-insufficient-resident = { $short }：信息不足，暂时办结
line-answer-resident = { $short }：您问的有答复了
line-raise_alarm-resident = ‼ { $short }：已通知值班员
line-raise_alarm-duty_officer = ‼ { $short } { $category }：紧急，请接手
line-raise_alarm-clerk = ‼ { $short } { $category }：紧急，请处置
line-raise_alarm-sealed_officer = ‼ 密件 { $short }：紧急，请跟进
line-raise_alarm-deputy = ‼ { $short } { $category }：紧急，值班员已收到
line-take_alarm-resident = { $short }：{ $unit }已接手
line-take_alarm-deputy = { $short }：{ $unit }已接手
line-hand_over-resident = { $short }：已转交 { $handed_to }
line-false_alarm-resident = { $short }：已解除紧急，转为一般办理
line-false_alarm-dispatcher = { $short } { $category }：已解除紧急，请派单
line-ask_more-resident = { $short }：请您补充：{ $text }
line-call_stand_in-stand_in = { $short } { $category }：请替班定单
line-pass_on-deputy = { $short } { $category }：已按判断交办
line-propose_refusal-resident = { $short }：要走别的途径
line-seal-resident = { $short }：按密件办理
line-forward-deputy = { $short }：居民请您了解情况
line-forward-station = { $short }：居民请代表了解情况
line-propose_refusal-dispatcher = { $short } { $category }：请决定是否受理
line-propose_merge-dispatcher = { $short } { $category }：请决定是否合并
line-merge-resident = { $short }：和另一件合并办理
line-refuse-resident = { $short }：不在受理范围
line-object-dispatcher = { $short } { $category }：居民有异议，请决定
line-dispatch-resident = { $short } { $category }：已交{ $unit }
line-dispatch-clerk = { $short } { $category }：派单，请领单
line-return-dispatcher = { $short } { $category }：{ $unit }申请退单
line-redispatch-resident = { $short } { $category }：改由{ $unit }办理
line-redispatch-clerk = { $short } { $category }：改派，请领单
line-designate-clerk = { $short } { $category }：指定办理，请领单
line-take-resident = { $short } { $category }：{ $unit }已领单
line-ask_resident-resident = { $short }：承办单位问：{ $text }
line-answer_unit-clerk = { $short }：居民已回答
line-progress-resident = { $short } { $category }：有新进展
line-reply-reviewer = { $short } { $category }：请审核答复
line-return_reply-clerk = { $short } { $category }：答复退回补充
line-release-resident = { $short } { $category }：已答复，请您评价
line-release_unreviewed-resident = { $short } { $category }：已答复，请您评价
line-release-deputy = { $short } { $category }：已答复，请您评价
line-release_unreviewed-deputy = { $short } { $category }：已答复，请您评价
line-close_satisfied-resident = { $short } { $category }：已办结
line-close_unrated-resident = { $short } { $category }：已办结
line-redo-resident = { $short } { $category }：重办（第{ $round }轮）
line-redo-resident-deputy = { $short } { $category }：重办（第{ $round }轮）
line-redo-deputy = { $short } { $category }：重办（第{ $round }轮）
line-redo-clerk = { $short } { $category }：重办（第{ $round }轮）
line-redo-head = { $short } { $category }：重办（第{ $round }轮）
line-withdraw-deputy = { $short } { $category }：居民已撤回
line-withdraw-clerk = { $short } { $category }：居民已撤回
line-add-deputy = { $short } { $category }：有补充
line-add-clerk = { $short } { $category }：有补充
line-add-reviewer = { $short } { $category }：有补充
line-add-duty_officer = ‼ { $short } { $category }：有补充
line-follower_add-deputy = { $short } { $category }：另一位反映人有补充
line-follower_add-clerk = { $short } { $category }：另一位反映人有补充
line-follower_add-reviewer = { $short } { $category }：另一位反映人有补充
line-follower_add-duty_officer = ‼ { $short } { $category }：另一位反映人有补充
line-change_place-duty_officer = ‼ { $short }：地点 { $place }
line-change_place-clerk = ‼ { $short }：地点 { $place }
line-change_place-deputy = { $short } { $category }：地点改为{ $place }
line-urge-clerk = { $short } { $category }：被催办，请写进展
line-urge-head = { $short } { $category }：被催办，请督促
line-visit-resident = { $short } { $category }：代表到现场看过了
