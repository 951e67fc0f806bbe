### Cards, digests and what else the sender lays out itself. Short: a card has about eight lines.

## First line, by what the receiver is to do

card-title-registered = 收到，已登記 **{ $number }**
card-title-order = **{ $number }**{ $round ->
    [1] {""}
   *[other] {" "}· 第{ $round }輪
}
card-title-handle = **{ $number }**{ $round ->
    [1] {""}
   *[other] {" "}· 第{ $round }輪
}
card-title-confirm = **定單** { $number }
card-title-dispatch = **派單** { $number }
card-title-assign = **待派單** { $number }
card-title-return = **退單待核** { $number }
card-title-refusal = **不受理待核** { $number }
card-title-merge = **是否合併** { $number }
card-title-review = **審核答覆** { $number }
card-title-sealed = **密件** { $number }
card-title-emergency = **‼ 緊急** { $short }
card-title-rate = **請評價** { $number }

## What and where

card-what = { $category ->
    [none] 類別待定
   *[other] { $category }
} · { $place ->
    [none] 地點待補充
   *[other] { $place }
}{ $photos ->
    [0] {""}
   *[other] {" "}· 照片{ $photos }張
}
card-judged = 判斷：{ $category ->
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
card-state-draft = 還沒有提交
card-state-submitted = 正在分揀
card-state-needs-info = 等居民補充
card-state-needs-info-resident = 還差一句：{ $question }
card-ask-place = 在哪裡？寫本區的小區或路名，沒有具體地點就寫您住的小區（也可傳送位置）
card-ask-which = 是哪一處？點一下，或傳送位置
card-ask-here = 是這裡嗎？點一下；不是就寫小區或路名，或傳送位置
card-ask-what = 是什麼事（一句話就可以）
card-ask-kind = 是哪一類？點一下，我好交給對的單位
card-state-emergency = **緊急處置中**，值班員已收到
card-state-confirming = { $deputy ->
    [none] 已轉聯絡站
   *[other] 已轉網格代表 { $deputy }
}
card-state-ready = 正在核定派單
card-state-dispatched = 已交 **{ $unit }** 辦理
card-state-return-review = { $unit }提出退單，正在核定
card-state-handling = **{ $unit }** 辦理中{ $round ->
    [1] {""}
   *[other] （第{ $round }輪）
}
card-state-reply-review = { $unit }已提交答覆，正在審核
card-state-replied = 已答覆
card-state-replied-resident = 已答覆，請您評價
card-state-confirming-deputy = 請您定單
card-state-confirming-station = 請聯絡站定單
card-state-ready-dispatcher = 請您決定
card-state-return-review-dispatcher = { $unit }申請退單，請您決定
card-state-dispatched-clerk = 請領單
card-state-reply-review-reviewer = { $unit }已提交答覆，請您審核
card-state-replied-deputy = 已答覆，請您評價
card-state-closed = 已結束
card-state-closed-satisfied = 已辦結
card-state-closed-unrated = 已辦結
card-state-closed-withdrawn = 已撤回
card-state-closed-not-accepted = 不屬受理範圍，已說明
card-state-closed-transferred = 已移交有關部門
card-state-closed-insufficient = 資訊不足，已結束;補充一句即可重新辦理
card-state-closed-merged = 已併入同一件事
card-state-closed-answered = 已答覆
card-others = 同一件事另有 { $count } 人反映，一起跟進。
card-merge-into = 建議併入 { $main }

## The next date, by whose clock runs

card-due-by = { $due }前
card-due-sort = { $due }前分揀
card-due-info = 請在{ $due }前補充
card-due-confirm = { $due }前定單
card-due-dispatch = { $due }前派單
card-due-take-reply = { $due }前；{ $reply }前答覆
card-due-take = { $due }前領單
card-due-contact = { $due }前首次聯繫居民
card-due-reply = { $due }前答覆
card-due-return = { $due }前核定
card-due-review = { $due }前審核
card-due-rate = { $due }前雙方可評價
card-due-emergency = { $due }前處置

## What people wrote

card-plan = 安排：{ $plan }
card-progress = 進展：{ $progress }
card-unit-asks = 承辦單位問：{ $question }
card-reply = 答覆{ $class ->
    [A] （A 已解決）
    [B] （B 列入計劃）
    [C] （C 暫不具備條件）
    [D] （D 留作參考）
   *[none] {""}
}：{ $reply }

## The time line; did-<action> is in steps.ftl

card-timeline = { $at } { $did }

## Several at once

card-line = { $short } { $category ->
    [none] 類別待定
   *[other] { $category }
} · { $state }
card-missed =
    這段時間有{ $count }件事有了變化：
    { $lines }
card-line-button = { $short } { $label }
card-send-location = 發送位置
