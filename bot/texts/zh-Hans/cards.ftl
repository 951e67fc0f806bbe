### Cards, digests and what else the sender lays out itself. Short: a card has about eight lines.

## First line, by what the receiver is to do

card-title-registered = 收到，已登记 **{ $number }**
card-title-order = **{ $number }**{ $round ->
    [1] {""}
   *[other] {" "}· 第{ $round }轮
}
card-title-handle = **{ $number }**{ $round ->
    [1] {""}
   *[other] {" "}· 第{ $round }轮
}
card-title-confirm = **定单** { $number }
card-title-dispatch = **派单** { $number }
card-title-assign = **待派单** { $number }
card-title-return = **退单待核** { $number }
card-title-refusal = **不受理待核** { $number }
card-title-merge = **是否合并** { $number }
card-title-review = **审核答复** { $number }
card-title-sealed = **密件** { $number }
card-title-emergency = **‼ 紧急** { $short }
card-title-rate = **请评价** { $number }

## What and where

card-what = { $category ->
    [none] 类别待定
   *[other] { $category }
} · { $place ->
    [none] 地点待补充
   *[other] { $place }
}{ $photos ->
    [0] {""}
   *[other] {" "}· 照片{ $photos }张
}
card-judged = 判断：{ $category ->
    [none] 未定
   *[other] { $category }
}{ $words ->
    [none] {""}
   *[other] （命中：{ $words }）
} → { $unit ->
    [none] 未定
   *[other] { $unit }
}{ $limit ->
    [none] {""}
   *[other] {" "}· { $limit }
}
card-word-join = 、

## How it stands: the state, then the next date

card-stands = { $state }{ $due ->
    [none] {""}
   *[other] ，{ $due }
}。
card-state-draft = 还没有提交
card-state-submitted = 正在分拣
card-state-needs-info = 等居民补充
card-state-needs-info-resident = 还差一句：{ $question }
card-ask-place = 在哪里？写本区的小区或路名，没有具体地点就写您住的小区（也可发送位置）
card-ask-which = 是哪一处？点一下，或发送位置
card-ask-here = 是这里吗？点一下；不是就写小区或路名，或发送位置
card-ask-what = 是什么事（一句话就行）
card-ask-kind = 是哪一类？点一下，我好交给对的单位
card-state-emergency = **紧急处置中**，值班员已收到
card-state-confirming = { $deputy ->
    [none] 已转联络站
   *[other] 已转网格代表 { $deputy }
}
card-state-ready = 正在核定派单
card-state-dispatched = 已交 **{ $unit }** 办理
card-state-return-review = { $unit }提出退单，正在核定
card-state-handling = **{ $unit }** 办理中{ $round ->
    [1] {""}
   *[other] （第{ $round }轮）
}
card-state-reply-review = { $unit }已提交答复，正在审核
card-state-replied = 已答复
card-state-replied-resident = 已答复，请您评价
card-state-confirming-deputy = 请您定单
card-state-confirming-station = 请联络站定单
card-state-ready-dispatcher = 请您决定
card-state-return-review-dispatcher = { $unit }申请退单，请您决定
card-state-dispatched-clerk = 请领单
card-state-reply-review-reviewer = { $unit }已提交答复，请您审核
card-state-replied-deputy = 已答复，请您评价
card-state-closed = 已结束
card-state-closed-satisfied = 已办结
card-state-closed-unrated = 已办结
card-state-closed-withdrawn = 已撤回
card-state-closed-not-accepted = 不属受理范围，已说明
card-state-closed-transferred = 已移交有关部门
card-state-closed-insufficient = 信息不足，已结束；补充一句即可重新办理
card-state-closed-merged = 已并入同一件事
card-state-closed-answered = 已答复
card-others = 同一件事另有 { $count } 人反映，一起跟进。
card-merge-into = 建议并入 { $main }

## The next date, by whose clock runs

card-due-by = { $due }前
card-due-sort = { $due }前分拣
card-due-info = 请在{ $due }前补充
card-due-confirm = { $due }前定单
card-due-dispatch = { $due }前派单
card-due-take-reply = { $due }前；{ $reply }前答复
card-due-take = { $due }前领单
card-due-contact = { $due }前首次联系居民
card-due-reply = { $due }前答复
card-due-return = { $due }前核定
card-due-review = { $due }前审核
card-due-rate = { $due }前双方可评价
card-due-emergency = { $due }前处置

## What people wrote

card-plan = 安排：{ $plan }
card-progress = 进展：{ $progress }
card-unit-asks = 承办单位问：{ $question }
card-reply = 答复{ $class ->
    [A] （A 已解决）
    [B] （B 列入计划）
    [C] （C 暂不具备条件）
    [D] （D 留作参考）
   *[none] {""}
}：{ $reply }

## The time line; did-<action> is in steps.ftl

card-timeline = { $at } { $did }

## Several at once

card-line = { $short } { $category ->
    [none] 类别待定
   *[other] { $category }
} · { $state }
card-missed =
    这段时间有{ $count }件事有了变化：
    { $lines }
card-line-button = { $short } { $label }
card-send-location = 发送位置
