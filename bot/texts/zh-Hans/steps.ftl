# What a step of the order's path (domain/workflow.py) says. Names: <action>-<audience> for whom
# it is told loudly, action-<action> the button, did-<action> the line in the card's time line,
# done-<action> the actor's own confirmation. Variables, all of them always given ("" selects
# [none]): number short category place unit deputy due round text reason class handed_to matter,
# and of the pack's safety words head body.

## Told: intake and danger

submit-resident = 收到，已登记 **{ $number }**。有进展我会告诉您；想补充照片或说明，直接发来就行。
route-deputy = **定单** { $number }
    “{ $matter }”
    { $category ->
        [none] 类别待定
       *[other] { $category }
    } · { $place }
    { $due ->
        [none] 请尽快定单。
       *[other] 请在{ $due }前定单。
    }
to_station-station = **定单** { $number }
    “{ $matter }”
    类别或地点还拿不准，请联络站看一下再定单。
seal-sealed_officer = **密件** { $number }。只有您和紧急值班员可以看到，请打开后依法移送。
route_urgent-deputy = **急件 · 定单** { $number }
    “{ $matter }”
    { $category ->
        [none] 类别待定
       *[other] { $category }
    } · { $place }
    这类事要在24小时内答复，请马上定单。
route_urgent-dispatcher = **急件 · 待派单** { $number }
    “{ $matter }”
    { $category ->
        [none] 类别待定
       *[other] { $category }
    } · { $place }
    判断的把握不够，没有直接派出，请在1小时内派单。
ask_info-resident = { $short } 还差一点：{ $text ->
        [none] 在哪里？是什么事？一句话就行，也可以发送位置。
       *[other] { $text }
    }
dispatch_urgent-resident = 您反映的{ $category }问题是急件，已直接交 **{ $unit }** 办理并告知网格代表{ $due ->
        [none] 。
       *[other] ，{ $due }前答复。
    }
dispatch_urgent-clerk = **急件** { $number } { $category } · { $place }
    “{ $matter }”
    请马上领单。
dispatch_urgent-deputy = **急件** { $short } { $category } · { $place } 已直接派给{ $unit }，您可以催办，也可以去现场看看。
insufficient-resident = { $short } 一直缺少必要的信息，先暂时办结。30天内补一句话（比如在哪里），马上接着办，号码不变。
answer-resident =
    关于您问的 { $short }：{ $text }
    这样就清楚了吗？不是问问而是要办的事，请点下面。
raise_alarm-resident =
    { $head ->
        [none] **先保证自己安全**，离开有危险的地方；有人受伤或被困，请马上拨打 **110**、**119** 或 **120**。
       *[other] **{ $head }** { $body }
    }
    已为您登记 **{ $number }** 并立刻通知值班员{ $unit ->
        [none] {""}
       *[other] 和{ $unit }
    }。{ $place ->
        [none] {"\u000A"}您在哪栋楼？发送位置，或直接打字。
       *[other] {""}
    }
raise_alarm-duty_officer =
    ‼ **紧急** { $short } { $category ->
        [none] {""}
       *[other] { $category } ·
    } { $place ->
        [none] 地点待补充
       *[other] { $place }
    }
    “{ $matter }”
    请马上接手。
raise_alarm-clerk =
    ‼ **紧急** { $short } { $category ->
        [none] {""}
       *[other] { $category } ·
    } { $place ->
        [none] 地点待补充
       *[other] { $place }
    }
    “{ $matter }”
    请马上处置，不必等派单。
raise_alarm-sealed_officer = ‼ **密件·紧急** { $short }。值班员已收到，请一起跟进，依法移送并记下。
raise_alarm-deputy = ‼ { $short } { $place ->
        [none] 地点待补充
       *[other] { $place }
    }：有紧急情况，值班员{ $unit ->
        [none] {""}
       *[other] 和{ $unit }
    }已经收到。不用您定单，请知悉。
take_alarm-resident = **{ $unit }** 已接手：{ $text }
    请留在安全的地方。
take_alarm-deputy = { $short } { $unit }已接手：{ $text }
hand_over-resident = { $short } 已转交 **{ $handed_to }** 依法处理，这里的办理到此结束。情况有变化随时告诉我；眼前有危险请直接拨打 110 或 119。
false_alarm-resident = 值班员核实，{ $short } 目前没有紧急危险，转为一般办理，时限从您反映时算起。谢谢您及时告诉我们。
false_alarm-dispatcher =
    { $number } 已解除紧急：{ $reason }
    “{ $matter }”
    请派单。

## Told: sorting, refusal, dispatch

ask_more-resident =
    还想请您补充一点：{ $text }
    直接回复本条即可。
call_stand_in-stand_in = **定单** { $number }（请您替一下）
    “{ $matter }”
    { $category ->
        [none] 类别待定
       *[other] { $category }
    } · { $place }
pass_on-deputy = { $short } 已按初步判断交办，您照样可以跟进、催办和评价。
propose_refusal-resident =
    已登记 **{ $number }**。{ $reason ->
        [none] 这件事可能不属受理范围，由工作人员决定后告诉您。
       *[other] { $reason }
    }
    需要我把您的意见转给代表作为了解情况吗？
forward-deputy = **供您了解** { $number }
    “{ $matter }”
    居民希望您知道这件事；它要走别的法定途径，不用您定单。
forward-station = **供了解** { $number }
    “{ $matter }”
    居民希望代表知道这件事；它要走别的法定途径，不用定单。
propose_refusal-dispatcher = **请决定：是否受理** { $number }
    “{ $matter }”
    建议不受理{ $reason ->
        [none] 。
       *[other] ：{ $reason }
    }
refuse-resident =
    { $short } 不在受理范围{ $reason ->
        [none] 。
       *[other] ：{ $reason }
    }
    您如果不同意，7天内可以提一次异议，由另一位工作人员重新看。
object-dispatcher = **居民有异议** { $number }
    “{ $matter }”
    请重新决定是否受理。原来作决定的人不能再决定。
propose_merge-dispatcher = **请决定：是否合并** { $number }
    “{ $matter }”
    建议并入 { $text }，两件都在您手里，可以先看一眼。
merge-resident = { $short } 和正在办的另一件是同一件事，已合并，一起跟进。您的号码不变，有进展我会告诉您，办结后请您也评价。
dispatch-resident = 您反映的{ $category }问题已交 **{ $unit }** 办理{ $due ->
        [none] 。
       *[other] ，{ $due }前答复。
    }
dispatch-clerk = **派单** { $number } { $category } · { $place }
    “{ $matter }”
    请先领单。
return-dispatcher = **退单** { $number } { $category } · { $place }
    { $unit }申请退单：{ $reason }
    请在1个工作日内决定。
redispatch-resident = 您反映的{ $category }问题改由 **{ $unit }** 办理{ $due ->
        [none] 。
       *[other] ，{ $due }前答复。
    }
redispatch-clerk = **派单（改派）** { $number } { $category } · { $place }
    “{ $matter }”
    请先领单。
designate-clerk = **指定办理** { $number } { $category } · { $place }
    由{ $unit }办理，不再退单：{ $reason }
    请领单。

## Told: handling, reply, rating

take-resident = { $unit }已领单：{ $text }
ask_resident-resident =
    承办单位问：{ $text }
    直接回复本条即可。
answer_unit-clerk = 居民答复 { $short }：{ $text }
progress-resident = 办理中：{ $text }
reply-reviewer = **审核答复** { $number }
    { $unit }（{ $class }类）：{ $text }
return_reply-clerk =
    { $short } 的答复被退回补充：{ $reason }
    请改好再交，时限照常计算{ $due ->
        [none] 。
       *[other] ，{ $due }前答复。
    }
release-resident =
    { $class ->
        [A] 已办结：{ $text }
       *[other] 已答复：{ $text }
    }

    { $class ->
        [A] 请您评两件事，只有您自己看得到，双方都评完前任何人都看不到：
       *[other] 请您评一评这次答复，只有您自己看得到，双方都评完前任何人都看不到：
    }
release_unreviewed-resident =
    { $class ->
        [A] 已办结（答复未经审核）：{ $text }
       *[other] 已答复（未经审核）：{ $text }
    }

    { $class ->
        [A] 请您评两件事，只有您自己看得到，双方都评完前任何人都看不到：
       *[other] 请您评一评这次答复，只有您自己看得到，双方都评完前任何人都看不到：
    }
release-deputy =
    { $short } 已答复：{ $text }

    { $class ->
        [A] 请对**答复**和**落实**分别评价（居民的评价在双方都评完前不可见）。
       *[other] 请对**答复**作出评价（居民的评价在双方都评完前不可见）。
    }
release_unreviewed-deputy =
    { $short } 已答复（未经审核）：{ $text }

    { $class ->
        [A] 请对**答复**和**落实**分别评价（居民的评价在双方都评完前不可见）。
       *[other] 请对**答复**作出评价（居民的评价在双方都评完前不可见）。
    }
close_satisfied-resident = { $short } 已办结。谢谢您反映；问题又出现的话，直接再发一条就行。
close_unrated-resident = { $short } 的评价时间已过，先办结了。问题没解决或者又出现，直接再发一条就行。
redo-resident = 您的意见已退回{ $unit }**重办（第{ $round }轮）**，换人办理{ $due ->
        [none] 。
       *[other] ，{ $due }前再答复。
    }
# The resident was satisfied, the deputy was not (C8: the resident is told why).
redo-resident-deputy = 网格代表认为这件事还没有办到位，已退回{ $unit }**重办（第{ $round }轮）**，换人办理{ $due ->
        [none] 。
       *[other] ，{ $due }前再答复。
    }
redo-deputy = { $short } 评价中有“不满意”，已退回{ $unit }**重办（第{ $round }轮）**{ $due ->
        [none] 。
       *[other] ，{ $due }前再答复。
    }
redo-clerk = **重办（第{ $round }轮）** { $number } { $category } · { $place }
    { $reason ->
        [none] 评价中有“不满意”。
       *[other] 不满意的地方：{ $reason }
    }
    请换人办理，4个工作小时内联系居民，答复由分管领导提交{ $due ->
        [none] 。
       *[other] ，{ $due }前再答复。
    }
redo-head = **重办（第{ $round }轮）** { $number } { $category } · { $place }
    请安排换人办理，答复由您提交{ $due ->
        [none] 。
       *[other] ，{ $due }前再答复。
    }

## Told: anywhere

withdraw-deputy = { $short } 居民已撤回，不用再办了。
withdraw-clerk = { $short } 居民已撤回，不用再办了。
add-deputy = { $short } 有补充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
add-clerk = { $short } 有补充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
add-reviewer = { $short } 有补充，审核时请看一下：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
add-duty_officer = ‼ { $short } 有补充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
follower_add-deputy = { $short } 同一件事另一位反映人补充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
follower_add-clerk = { $short } 同一件事另一位反映人补充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
follower_add-reviewer = { $short } 同一件事另一位反映人补充，审核时请看一下：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
follower_add-duty_officer = ‼ { $short } 同一件事另一位反映人补充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
change_place-duty_officer = ‼ { $short } 地点：**{ $place }**
change_place-clerk = ‼ { $short } 地点：**{ $place }**
change_place-deputy = { $short } 地点改为：**{ $place }**
urge-clerk = **催办** { $short } { $category } · { $place }：有人在问进展，请写一句进展。
urge-head = **催办** { $short } { $category } · { $place }：有人在问进展，请督促经办人。
visit-resident = 网格代表{ $deputy ->
        [none] {""}
       *[other] { $deputy }
    }到现场看过了：{ $text }

## Buttons

action-submit = 提交
action-ask_info = 请补充信息
action-route = 送代表定单
action-route_urgent = 急件送代表
action-to_station = 转联络站
action-seal = 按密件办理
action-raise_alarm = 转为紧急
action-take_alarm = 我已接手
action-hand_over = 已转交
action-false_alarm = 误报
action-insufficient = 暂时办结
action-reopen = 继续办理
action-confirm = 定单
action-ask_more = 要更多信息
action-call_stand_in = 请人替班
action-pass_on = 按判断交办
action-propose_refusal = 不属受理范围
action-refuse = 同意不受理
action-keep = 仍然受理
action-forward = 转达
action-object = 我有异议
action-dispatch = 派单
action-dispatch_urgent = 急件派单
action-take = 领单
action-return = 退单
action-redispatch = 改派
action-designate = 指定办理
action-contact = 已联系居民
action-ask_resident = 问居民
action-answer_unit = 回答
action-progress = 写进展
action-reply = 提交答复
action-return_reply = 退回补充
action-release = 放行
action-release_unreviewed = 直接放行
action-close_satisfied = 办结
action-close_unrated = 办结
action-redo = 重办
action-withdraw = 撤回
action-leave = 不再跟进
action-add = 补充照片或说明
action-change_category = 改类别
action-change_place = 改地点
action-change_unit = 改部门
action-urge = 催办
action-visit = 去现场看看
action-join = 一起跟进
action-lift_out = 不是同一件事
action-propose_merge = 合并
action-merge = 同意合并
action-keep_apart = 不合并
action-follower_add = 他人补充
action-answer = 答复咨询
action-still_file = 还是要办

## Time line

did-submit = 已登记
did-ask_info = 请居民补充信息
did-route = 送网格代表定单
did-route_urgent = 急件，送网格代表和调度员
did-to_station = 转联络站定单
did-seal = 按密件保护
did-raise_alarm = 转为紧急，通知值班员
did-take_alarm = 已接手处置{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-hand_over = 已转交{ $handed_to ->
        [none] {""}
       *[other] {" "}{ $handed_to }
    }
did-false_alarm = 核实后解除紧急
did-insufficient = 信息不足，暂时办结
did-reopen = 居民补充，继续办理
did-confirm = 已定单
did-ask_more = 请居民补充{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-call_stand_in = 请替班代表定单
did-pass_on = 按初步判断交办
did-propose_refusal = 建议不受理，等待决定
did-refuse = 决定不受理
did-keep = 决定受理
did-forward = 转给代表了解情况
did-object = 居民提出异议
did-dispatch = 已派单
did-dispatch_urgent = 急件，已派单
did-take = 承办单位领单{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-return = 承办单位申请退单
did-redispatch = 已改派
did-designate = 已指定承办单位
did-contact = 承办单位已联系居民
did-ask_resident = 承办单位提问{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-answer_unit = 居民回答{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-progress = 有进展{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-reply = 提交答复，等待审核
did-return_reply = 答复退回补充
did-release = 答复已送达，开始评价
did-release_unreviewed = 答复已送达（未经审核），开始评价
did-close_satisfied = 评价结束，办结
did-close_unrated = 无人评价，办结
did-redo = 退回重办（第{ $round }轮）
did-withdraw = 居民撤回
did-leave = 居民不再跟进，事情继续办
did-add = 补充{ $text ->
        [none] 了照片
       *[other] ：{ $text }
    }
did-change_category = 类别改为{ $category }
did-change_place = 地点改为{ $place }
did-change_unit = 部门改为{ $unit }
did-urge = 催办一次
did-visit = 代表到现场{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-join = 居民加入同一件事
did-lift_out = 不是同一件事，单独办理
did-propose_merge = 建议并入同一件事，等待决定
did-merge = 已并入同一件事
did-keep_apart = 决定不合并
did-follower_add = 一起跟进的人补充
did-answer = 联络站已答复咨询
did-still_file = 居民仍要办理


## What the actor is told

done-submit = 已登记 { $number }。
done-raise_alarm = 已转为紧急，值班员马上会收到。
done-take_alarm = 已接手，居民已收到您的安排。
done-hand_over = 已记下：转交 { $handed_to }，此件办结。
done-false_alarm = 已解除紧急，转为一般办理。
done-reopen = 好的，{ $short } 接着办。
done-confirm = { $unit ->
        [none] 已定单。
       *[other] 已定单并派给{ $unit }。
    }
done-ask_more = 已转给居民，有回答我会告诉您。
done-propose_refusal = 已报调度员决定。
done-refuse = 已决定不受理，居民已收到理由和办法。
done-keep = 已决定受理，请派单。
done-forward = 好的，已转给代表了解情况。
done-object = 已记下您的异议，由另一位工作人员重新看，1个工作日内告诉您。
done-dispatch = 已派给{ $unit }。
done-dispatch_urgent = 已按急件派给{ $unit }。
done-take = 已领单。
done-return = 已提交退单申请。决定之前时限照常计算。
done-redispatch = 已改派{ $unit }。
done-designate = 已指定{ $unit }办理。
done-contact = 已记下联系情况。
done-ask_resident = 已转给居民，对方不会看到您的姓名。
done-answer_unit = 已转给承办单位，谢谢您。
done-progress = 已发给居民。
done-reply = 已提交，等联络站审核。
done-return_reply = 已退回承办单位补充。
done-release = 已放行，居民和代表已收到答复。
done-withdraw = { $short } 已撤回。
done-leave = 好的，不再打扰您。
done-add = 已补充到 { $short }。
done-change_category = 类别已改为{ $category }。
done-change_place = 地点已改为{ $place }。
done-change_unit = 部门已改为{ $unit }。
done-urge = 已催办，承办单位马上会收到。
done-visit = 已记下，居民会收到。
done-join = 已加入，您的号码 { $short }。
done-lift_out = { $short } 已单独登记，接着办。
done-propose_merge = 已记下合并建议，由调度员确认。
done-merge = 已合并，居民会收到。
done-keep_apart = 好的，{ $short } 单独办理。
done-answer = 已答复居民，此件办结。
done-still_file = 好的，{ $short } 接着办。
