# Reminders of the clocks (model.md C7, C8) and the one-line forms of everything that may come in a
# digest: line-<text id>, with the same variables. rung-<n> fits everyone who gets it,
# rung-<n>-<audience> is said better to that one. Variables: number short category place unit due;
# `left` in rung-3: "" or {"$text": "left-workdays", "data": {"n": 1}} of names.ftl.

late-note = （系統中斷，這則提醒遲發了。）

rung-1 = 🟡 { $short } { $category } { $unit }還沒有領單，領單時限已過，請馬上領單。
rung-1-head = 🟡 { $short } { $category } 您單位還沒有領單，領單時限已過，請督促。
rung-2 = 🔵 { $short } { $category } 時限過半，還沒有寫進展。請寫一句進展，{ $due }前要答覆。
rung-3 = 🟡 { $short } { $category } { $left ->
        [none] 快到時限了
       *[other] 還剩{ $left }
    }，{ $due }前要答覆。
rung-3-deputy = 🟡 { $short } { $category } 快到時限了，{ $unit }應在{ $due }前答覆。
rung-4 = 🟡 { $short } { $category } 今天到期，{ $due }前要答覆。
rung-4-deputy = 🟡 { $short } { $category } 今天到期，{ $unit }應在{ $due }前答覆。
rung-5 = 🔴 { $short } { $category } 已超時（時限{ $due }）。已告知居民和網格代表，請馬上答覆。
rung-5-deputy = 🔴 { $short } { $category } 已超時，{ $unit }應在{ $due }前答覆。已告知居民並催辦。
rung-5-resident = 🔴 { $short } { $category } 已超時，{ $unit }沒有在{ $due }前答覆。我們已催辦，也告訴了網格代表，有答覆馬上通知您。
rung-6 = 🔴 { $short } { $category } 超時1個工作日（時限{ $due }），已記入催辦單。
rung-7 = 🔴 { $short } { $category } 超時3個工作日（時限{ $due }），已列入跟蹤督辦。
rung-8 = 🔴 { $short } { $category } 超時5個工作日（時限{ $due }），已列入問題清單。
rung-9 = 🔴 { $short } { $category } 超時10個工作日（時限{ $due }），將進行約談。

rung-e-5 = ‼ { $short } { $category } 已過5分鐘，還沒有人接手！
rung-e-15 = ‼ { $short } { $category } 已過15分鐘，還沒有人接手！已通知分管領導。
rung-e-30 = ‼ { $short } { $category } 已過30分鐘，還沒有人接手！
rung-e-60 = ‼ { $short } { $category } 已過1小時，還沒有人接手！已通知主要領導。
rung-e-120 = ‼ { $short } { $category } 已過2小時，還沒有人接手！請主要領導馬上安排。

remind-info = { $short } 還等您補充一點資訊（比如在哪裡）。一句話就可以，24小時內沒有補充會先暫時辦結。
remind-confirm = { $short } { $category } 還沒有定單，請看一下。
remind-dispatch = { $short } { $category } 還沒有派單，請儘快決定。
remind-dispatch-sealed_officer = 密件 { $short } 還沒有移送，請儘快處理。
remind-return = { $short } { $category } 的退單申請還沒有決定，請儘快決定。
remind-contact = 🟡 { $short } { $category } 該聯絡居民了，點「問居民」或「已聯絡居民」。
remind-rate = { $short } { $category } 已答覆。方便時請您評一評。
remind-emergency = ‼ **還沒有人接手**：{ $short } { $category } · { $place ->
        [none] 地點待補充
       *[other] { $place }
    }
remind-rate-deputy = { $short } { $category } 已答覆，請您評價。

## Digest

digest =
    有{ $count }件事請您看一下：
    { $lines }
digest-more = ……還有{ $n }件，傳送 /todo 查看

line-rung-1 = 🟡 { $short } { $category }：未領單
line-rung-1-head = 🟡 { $short } { $category }：未領單
line-rung-2 = 🔵 { $short } { $category }：時限過半，無進展
line-rung-3 = 🟡 { $short } { $category }：{ $left ->
        [none] 快到時限
       *[other] 還剩{ $left }
    }
line-rung-3-deputy = 🟡 { $short } { $category }：快到時限
line-rung-4 = 🟡 { $short } { $category }：今天到期
line-rung-4-deputy = 🟡 { $short } { $category }：今天到期
line-rung-5 = 🔴 { $short } { $category }：已超時
line-rung-5-deputy = 🔴 { $short } { $category }：已超時，已催辦
line-rung-5-resident = 🔴 { $short } { $category }：已超時，我們已催辦
line-rung-6 = 🔴 { $short } { $category }：超時1個工作日
line-rung-7 = 🔴 { $short } { $category }：超時3個工作日
line-rung-8 = 🔴 { $short } { $category }：超時5個工作日
line-rung-9 = 🔴 { $short } { $category }：超時10個工作日
line-rung-e-5 = ‼ { $short } { $category }：5分鐘無人接手
line-rung-e-15 = ‼ { $short } { $category }：15分鐘無人接手
line-rung-e-30 = ‼ { $short } { $category }：30分鐘無人接手
line-rung-e-60 = ‼ { $short } { $category }：1小時無人接手
line-rung-e-120 = ‼ { $short } { $category }：2小時無人接手
line-remind-info = { $short }：等您補充資訊
line-remind-confirm = { $short } { $category }：待定單
line-remind-dispatch = { $short } { $category }：待派單
line-remind-dispatch-sealed_officer = 密件 { $short }：待移送
line-remind-return = { $short } { $category }：退單待決定
line-remind-contact = 🟡 { $short } { $category }：該聯絡居民了
line-remind-rate = { $short } { $category }：請您評價
line-remind-emergency = ‼ { $short } { $category }：還沒有人接手
line-remind-rate-deputy = { $short } { $category }：請您評價

line-submit-resident = { $short }：已登記
line-route-deputy = { $short } { $category }：請定單
line-to_station-station = { $short }：請聯絡站定單
line-seal-sealed_officer = 密件 { $short }：請移送
line-ask_info-resident = { $short }：還差一點資訊
line-route_urgent-deputy = { $short } { $category }：急件，請馬上定單
line-route_urgent-dispatcher = { $short } { $category }：急件，請在1小時內派單
line-dispatch_urgent-resident = { $short } { $category }：急件，已交{ $unit }
line-dispatch_urgent-clerk = { $short } { $category }：急件，請馬上領單
line-dispatch_urgent-deputy = { $short } { $category }：急件，已派{ $unit }
line-insufficient-resident = { $short }：資訊不足，暫時辦結
line-answer-resident = { $short }：您問的有答覆了
line-raise_alarm-resident = ‼ { $short }：已通知值班員
line-raise_alarm-duty_officer = ‼ { $short } { $category }：緊急，請接手
line-raise_alarm-clerk = ‼ { $short } { $category }：緊急，請處置
line-raise_alarm-sealed_officer = ‼ 密件 { $short }：緊急，請跟進
line-raise_alarm-deputy = ‼ { $short } { $category }：緊急，值班員已收到
line-take_alarm-resident = { $short }：{ $unit }已接手
line-take_alarm-deputy = { $short }：{ $unit }已接手
line-hand_over-resident = { $short }：已轉交 { $handed_to }
line-false_alarm-resident = { $short }：已解除緊急，轉為一般辦理
line-false_alarm-dispatcher = { $short } { $category }：已解除緊急，請派單
line-ask_more-resident = { $short }：請您補充：{ $text }
line-call_stand_in-stand_in = { $short } { $category }：請替班定單
line-pass_on-deputy = { $short } { $category }：已按判斷交辦
line-propose_refusal-resident = { $short }：要走別的途徑
line-seal-resident = { $short }：按密件辦理
line-forward-deputy = { $short }：居民請您了解情況
line-forward-station = { $short }：居民請代表了解情況
line-propose_refusal-dispatcher = { $short } { $category }：請決定是否受理
line-propose_merge-dispatcher = { $short } { $category }：請決定是否合併
line-merge-resident = { $short }：和另一件合併辦理
line-refuse-resident = { $short }：不在受理範圍
line-object-dispatcher = { $short } { $category }：居民有異議，請決定
line-dispatch-resident = { $short } { $category }：已交{ $unit }
line-dispatch-clerk = { $short } { $category }：派單，請領單
line-return-dispatcher = { $short } { $category }：{ $unit }申請退單
line-redispatch-resident = { $short } { $category }：改由{ $unit }辦理
line-redispatch-clerk = { $short } { $category }：改派，請領單
line-designate-clerk = { $short } { $category }：指定辦理，請領單
line-take-resident = { $short } { $category }：{ $unit }已領單
line-ask_resident-resident = { $short }：承辦單位問：{ $text }
line-answer_unit-clerk = { $short }：居民已回答
line-progress-resident = { $short } { $category }：有新進展
line-reply-reviewer = { $short } { $category }：請審核答覆
line-return_reply-clerk = { $short } { $category }：答覆退回補充
line-release-resident = { $short } { $category }：已答覆，請您評價
line-release_unreviewed-resident = { $short } { $category }：已答覆，請您評價
line-release-deputy = { $short } { $category }：已答覆，請您評價
line-release_unreviewed-deputy = { $short } { $category }：已答覆，請您評價
line-close_satisfied-resident = { $short } { $category }：已辦結
line-close_unrated-resident = { $short } { $category }：已辦結
line-redo-resident = { $short } { $category }：重辦（第{ $round }輪）
line-redo-resident-deputy = { $short } { $category }：重辦（第{ $round }輪）
line-redo-deputy = { $short } { $category }：重辦（第{ $round }輪）
line-redo-clerk = { $short } { $category }：重辦（第{ $round }輪）
line-redo-head = { $short } { $category }：重辦（第{ $round }輪）
line-withdraw-deputy = { $short } { $category }：居民已撤回
line-withdraw-clerk = { $short } { $category }：居民已撤回
line-add-deputy = { $short } { $category }：有補充
line-add-clerk = { $short } { $category }：有補充
line-add-reviewer = { $short } { $category }：有補充
line-add-duty_officer = ‼ { $short } { $category }：有補充
line-follower_add-deputy = { $short } { $category }：另一位反映人有補充
line-follower_add-clerk = { $short } { $category }：另一位反映人有補充
line-follower_add-reviewer = { $short } { $category }：另一位反映人有補充
line-follower_add-duty_officer = ‼ { $short } { $category }：另一位反映人有補充
line-change_place-duty_officer = ‼ { $short }：地點 { $place }
line-change_place-clerk = ‼ { $short }：地點 { $place }
line-change_place-deputy = { $short } { $category }：地點改為{ $place }
line-urge-clerk = { $short } { $category }：被催辦，請寫進展
line-urge-head = { $short } { $category }：被催辦，請督促
line-visit-resident = { $short } { $category }：代表到現場看過了
