# What a step of the order's path (domain/workflow.py) says. Names: <action>-<audience> for whom
# it is told loudly, action-<action> the button, did-<action> the line in the card's time line,
# done-<action> the actor's own confirmation. Variables, all of them always given ("" selects
# [none]): number short category place unit deputy due round text reason class handed_to matter,
# and of the pack's safety words head body.

## Told: intake and danger

submit-resident = 收到，已登記 **{ $number }**。有進展我會告訴您；想補充照片或說明，直接發來就可以。
route-deputy = **定單** { $number }
    「{ $matter }」
    { $category ->
        [none] 類別待定
       *[other] { $category }
    } · { $place }
    { $due ->
        [none] 請儘快定單。
       *[other] 請在{ $due }前定單。
    }
to_station-station = **定單** { $number }
    「{ $matter }」
    類別或地點還拿不準，請聯絡站看一下再定單。
seal-sealed_officer = **密件** { $number }。只有您和緊急值班員可以看到，請打開後依法移送。
route_urgent-deputy = **急件 · 定單** { $number }
    「{ $matter }」
    { $category ->
        [none] 類別待定
       *[other] { $category }
    } · { $place }
    這類事要在24小時內答覆，請馬上定單。
route_urgent-dispatcher = **急件 · 待派單** { $number }
    「{ $matter }」
    { $category ->
        [none] 類別待定
       *[other] { $category }
    } · { $place }
    判斷的把握不夠，沒有直接派出，請在1小時內派單。
ask_info-resident = { $short } 還差一點：{ $text ->
        [none] 在哪裡？是什麼事？一句話就可以，也可以傳送位置。
       *[other] { $text }
    }
dispatch_urgent-resident = 您反映的{ $category }問題是急件，已直接交 **{ $unit }** 辦理並告知網格代表{ $due ->
        [none] 。
       *[other] ，{ $due }前答覆。
    }
dispatch_urgent-clerk = **急件** { $number } { $category } · { $place }
    「{ $matter }」
    請馬上領單。
dispatch_urgent-deputy = **急件** { $short } { $category } · { $place } 已直接派給{ $unit }，您可以催辦，也可以去現場看看。
insufficient-resident = { $short } 一直缺少必要的資訊，先暫時辦結。30天內補一句話（比如在哪裡），馬上接著辦，號碼不變。
answer-resident =
    關於您問的 { $short }：{ $text }
    這樣就清楚了嗎？不是問問而是要辦的事，請點下面。
raise_alarm-resident =
    { $head ->
        [none] **先保證自己安全**，離開有危險的地方；有人受傷或被困，請馬上撥打 **110**、**119** 或 **120**。
       *[other] **{ $head }** { $body }
    }
    已為您登記 **{ $number }** 並立刻通知值班員{ $unit ->
        [none] {""}
       *[other] 和{ $unit }
    }。{ $place ->
        [none] {"\u000A"}您在哪棟樓？傳送位置，或直接輸入。
       *[other] {""}
    }
raise_alarm-duty_officer =
    ‼ **緊急** { $short } { $category ->
        [none] {""}
       *[other] { $category } ·
    } { $place ->
        [none] 地點待補充
       *[other] { $place }
    }
    「{ $matter }」
    請馬上接手。
raise_alarm-clerk =
    ‼ **緊急** { $short } { $category ->
        [none] {""}
       *[other] { $category } ·
    } { $place ->
        [none] 地點待補充
       *[other] { $place }
    }
    「{ $matter }」
    請馬上處置，不必等派單。
raise_alarm-sealed_officer = ‼ **密件·緊急** { $short }。值班員已收到，請一起跟進，依法移送並記下。
raise_alarm-deputy = ‼ { $short } { $place ->
        [none] 地點待補充
       *[other] { $place }
    }：有緊急情況，值班員{ $unit ->
        [none] {""}
       *[other] 和{ $unit }
    }已經收到。不用您定單，請知悉。
take_alarm-resident = **{ $unit }** 已接手：{ $text }
    請留在安全的地方。
take_alarm-deputy = { $short } { $unit }已接手：{ $text }
hand_over-resident = { $short } 已轉交 **{ $handed_to }** 依法處理，這裡的辦理到此結束。情況有變化隨時告訴我；眼前有危險請直接撥打 110 或 119。
false_alarm-resident = 值班員核實，{ $short } 目前沒有緊急危險，轉為一般辦理，時限從您反映時算起。謝謝您及時告訴我們。
false_alarm-dispatcher =
    { $number } 已解除緊急：{ $reason }
    「{ $matter }」
    請派單。

## Told: sorting, refusal, dispatch

ask_more-resident =
    還想請您補充一點：{ $text }
    直接回複這則訊息即可。
call_stand_in-stand_in = **定單** { $number }（請您替一下）
    「{ $matter }」
    { $category ->
        [none] 類別待定
       *[other] { $category }
    } · { $place }
pass_on-deputy = { $short } 已按初步判斷交辦，您照樣可以跟進、催辦和評價。
propose_refusal-resident =
    已登記 **{ $number }**。{ $reason ->
        [none] 這件事可能不屬受理範圍，由工作人員決定後告訴您。
       *[other] { $reason }
    }
    需要我把您的意見轉給代表作為了解情況嗎？
forward-deputy = **供您了解** { $number }
    “{ $matter }”
    居民希望您知道這件事；它要走別的法定途徑，不用您定單。
forward-station = **供了解** { $number }
    “{ $matter }”
    居民希望代表知道這件事；它要走別的法定途徑，不用定單。
propose_refusal-dispatcher = **請決定：是否受理** { $number }
    「{ $matter }」
    建議不受理{ $reason ->
        [none] 。
       *[other] ：{ $reason }
    }
refuse-resident =
    { $short } 不在受理範圍{ $reason ->
        [none] 。
       *[other] ：{ $reason }
    }
    您如果不同意，7天內可以提一次異議，由另一位工作人員重新看。
object-dispatcher = **居民有異議** { $number }
    「{ $matter }」
    請重新決定是否受理。原來作決定的人不能再決定。
propose_merge-dispatcher = **請決定：是否合併** { $number }
    「{ $matter }」
    建議併入 { $text }，兩件都在您手裡，可以先看一眼。
merge-resident = { $short } 和正在辦的另一件是同一件事，已合併，一起跟進。您的號碼不變，有進展我會告訴您，辦結後請您也評價。
dispatch-resident = 您反映的{ $category }問題已交 **{ $unit }** 辦理{ $due ->
        [none] 。
       *[other] ，{ $due }前答覆。
    }
dispatch-clerk = **派單** { $number } { $category } · { $place }
    「{ $matter }」
    請先領單。
return-dispatcher = **退單** { $number } { $category } · { $place }
    { $unit }申請退單：{ $reason }
    請在1個工作日內決定。
redispatch-resident = 您反映的{ $category }問題改由 **{ $unit }** 辦理{ $due ->
        [none] 。
       *[other] ，{ $due }前答覆。
    }
redispatch-clerk = **派單（改派）** { $number } { $category } · { $place }
    「{ $matter }」
    請先領單。
designate-clerk = **指定辦理** { $number } { $category } · { $place }
    由{ $unit }辦理，不再退單：{ $reason }
    請領單。

## Told: handling, reply, rating

take-resident = { $unit }已領單：{ $text }
ask_resident-resident =
    承辦單位問：{ $text }
    直接回複這則訊息即可。
answer_unit-clerk = 居民答覆 { $short }：{ $text }
progress-resident = 辦理中：{ $text }
reply-reviewer = **審核答覆** { $number }
    { $unit }（{ $class }類）：{ $text }
return_reply-clerk =
    { $short } 的答覆被退回補充：{ $reason }
    請改好再交，時限照常計算{ $due ->
        [none] 。
       *[other] ，{ $due }前答覆。
    }
release-resident =
    { $class ->
        [A] 已辦結：{ $text }
       *[other] 已答覆：{ $text }
    }

    { $class ->
        [A] 請您評兩件事，只有您自己看得到，雙方都評完前任何人都看不到：
       *[other] 請您評一評這次答覆，只有您自己看得到，雙方都評完前任何人都看不到：
    }
release_unreviewed-resident =
    { $class ->
        [A] 已辦結（答覆未經審核）：{ $text }
       *[other] 已答覆（未經審核）：{ $text }
    }

    { $class ->
        [A] 請您評兩件事，只有您自己看得到，雙方都評完前任何人都看不到：
       *[other] 請您評一評這次答覆，只有您自己看得到，雙方都評完前任何人都看不到：
    }
release-deputy =
    { $short } 已答覆：{ $text }

    { $class ->
        [A] 請對**答覆**和**落實**分別評價（居民的評價在雙方都評完前看不到）。
       *[other] 請對**答覆**作出評價（居民的評價在雙方都評完前看不到）。
    }
release_unreviewed-deputy =
    { $short } 已答覆（未經審核）：{ $text }

    { $class ->
        [A] 請對**答覆**和**落實**分別評價（居民的評價在雙方都評完前看不到）。
       *[other] 請對**答覆**作出評價（居民的評價在雙方都評完前看不到）。
    }
close_satisfied-resident = { $short } 已辦結。謝謝您反映；問題又出現的話，直接再發一則就可以。
close_unrated-resident = { $short } 的評價時間已過，先辦結了。問題沒解決或者又出現，直接再發一則就可以。
redo-resident = 您的意見已退回{ $unit }**重辦（第{ $round }輪）**，換人辦理{ $due ->
        [none] 。
       *[other] ，{ $due }前再答覆。
    }
# The resident was satisfied, the deputy was not (C8: the resident is told why).
redo-resident-deputy = 網格代表認為這件事還沒有辦到位，已退回{ $unit }**重辦（第{ $round }輪）**，換人辦理{ $due ->
        [none] 。
       *[other] ，{ $due }前再答覆。
    }
redo-deputy = { $short } 評價中有「不滿意」，已退回{ $unit }**重辦（第{ $round }輪）**{ $due ->
        [none] 。
       *[other] ，{ $due }前再答覆。
    }
redo-clerk = **重辦（第{ $round }輪）** { $number } { $category } · { $place }
    { $reason ->
        [none] 評價中有「不滿意」。
       *[other] 不滿意的地方：{ $reason }
    }
    請換人辦理，4個工作小時內聯絡居民，答覆由分管領導提交{ $due ->
        [none] 。
       *[other] ，{ $due }前再答覆。
    }
redo-head = **重辦（第{ $round }輪）** { $number } { $category } · { $place }
    請安排換人辦理，答覆由您提交{ $due ->
        [none] 。
       *[other] ，{ $due }前再答覆。
    }

## Told: anywhere

withdraw-deputy = { $short } 居民已撤回，不用再辦了。
withdraw-clerk = { $short } 居民已撤回，不用再辦了。
add-deputy = { $short } 有補充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
add-clerk = { $short } 有補充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
add-reviewer = { $short } 有補充，審核時請看一下：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
add-duty_officer = ‼ { $short } 有補充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
follower_add-deputy = { $short } 同一件事另一位反映人補充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
follower_add-clerk = { $short } 同一件事另一位反映人補充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
follower_add-reviewer = { $short } 同一件事另一位反映人補充，審核時請看一下：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
follower_add-duty_officer = ‼ { $short } 同一件事另一位反映人補充：{ $text ->
        [none] 新照片
       *[other] { $text }
    }
change_place-duty_officer = ‼ { $short } 地點：**{ $place }**
change_place-clerk = ‼ { $short } 地點：**{ $place }**
change_place-deputy = { $short } 地點改為：**{ $place }**
urge-clerk = **催辦** { $short } { $category } · { $place }：有人在問進展，請寫一句進展。
urge-head = **催辦** { $short } { $category } · { $place }：有人在問進展，請督促經辦人。
visit-resident = 網格代表{ $deputy ->
        [none] {""}
       *[other] { $deputy }
    }到現場看過了：{ $text }

## Buttons

action-submit = 提交
action-ask_info = 請補充資訊
action-route = 送代表定單
action-route_urgent = 急件送代表
action-to_station = 轉聯絡站
action-seal = 按密件辦理
action-raise_alarm = 轉為緊急
action-take_alarm = 我已接手
action-hand_over = 已轉交
action-false_alarm = 誤報
action-insufficient = 暫時辦結
action-reopen = 繼續辦理
action-confirm = 定單
action-ask_more = 要更多資訊
action-call_stand_in = 請人替班
action-pass_on = 按判斷交辦
action-propose_refusal = 不屬受理範圍
action-refuse = 同意不受理
action-keep = 仍然受理
action-forward = 轉達
action-object = 我有異議
action-dispatch = 派單
action-dispatch_urgent = 急件派單
action-take = 領單
action-return = 退單
action-redispatch = 改派
action-designate = 指定辦理
action-contact = 已聯絡居民
action-ask_resident = 問居民
action-answer_unit = 回答
action-progress = 寫進展
action-reply = 提交答覆
action-return_reply = 退回補充
action-release = 放行
action-release_unreviewed = 直接放行
action-close_satisfied = 辦結
action-close_unrated = 辦結
action-redo = 重辦
action-withdraw = 撤回
action-leave = 不再跟進
action-add = 補充照片或說明
action-change_category = 改類別
action-change_place = 改地點
action-change_unit = 改部門
action-urge = 催辦
action-visit = 去現場看看
action-join = 一起跟進
action-lift_out = 不是同一件事
action-propose_merge = 合併
action-merge = 同意合併
action-keep_apart = 不合併
action-follower_add = 他人補充
action-answer = 答覆諮詢
action-still_file = 還是要辦

## Time line

did-submit = 已登記
did-ask_info = 請居民補充資訊
did-route = 送網格代表定單
did-route_urgent = 急件，送網格代表和調度員
did-to_station = 轉聯絡站定單
did-seal = 按密件保護
did-raise_alarm = 轉為緊急，通知值班員
did-take_alarm = 已接手處置{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-hand_over = 已轉交{ $handed_to ->
        [none] {""}
       *[other] {" "}{ $handed_to }
    }
did-false_alarm = 核實後解除緊急
did-insufficient = 資訊不足，暫時辦結
did-reopen = 居民補充，繼續辦理
did-confirm = 已定單
did-ask_more = 請居民補充{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-call_stand_in = 請替班代表定單
did-pass_on = 按初步判斷交辦
did-propose_refusal = 建議不受理，等待決定
did-refuse = 決定不受理
did-keep = 決定受理
did-forward = 轉給代表了解情況
did-object = 居民提出異議
did-dispatch = 已派單
did-dispatch_urgent = 急件，已派單
did-take = 承辦單位領單{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-return = 承辦單位申請退單
did-redispatch = 已改派
did-designate = 已指定承辦單位
did-contact = 承辦單位已聯絡居民
did-ask_resident = 承辦單位提問{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-answer_unit = 居民回答{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-progress = 有進展{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-reply = 提交答覆，等待審核
did-return_reply = 答覆退回補充
did-release = 答覆已送達，開始評價
did-release_unreviewed = 答覆已送達（未經審核），開始評價
did-close_satisfied = 評價結束，辦結
did-close_unrated = 無人評價，辦結
did-redo = 退回重辦（第{ $round }輪）
did-withdraw = 居民撤回
did-leave = 居民不再跟進，事情繼續辦
did-add = 補充{ $text ->
        [none] 了照片
       *[other] ：{ $text }
    }
did-change_category = 類別改為{ $category }
did-change_place = 地點改為{ $place }
did-change_unit = 部門改為{ $unit }
did-urge = 催辦一次
did-visit = 代表到現場{ $text ->
        [none] {""}
       *[other] ：{ $text }
    }
did-join = 居民加入同一件事
did-lift_out = 不是同一件事，單獨辦理
did-propose_merge = 建議併入同一件事，等待決定
did-merge = 已併入同一件事
did-keep_apart = 決定不合併
did-follower_add = 一起跟進的人補充
did-answer = 聯絡站已答覆諮詢
did-still_file = 居民仍要辦理


## What the actor is told

done-submit = 已登記 { $number }。
done-raise_alarm = 已轉為緊急，值班員馬上會收到。
done-take_alarm = 已接手，居民已收到您的安排。
done-hand_over = 已記下：轉交 { $handed_to }，此件辦結。
done-false_alarm = 已解除緊急，轉為一般辦理。
done-reopen = 好的，{ $short } 接著辦。
done-confirm = { $unit ->
        [none] 已定單。
       *[other] 已定單並派給{ $unit }。
    }
done-ask_more = 已轉給居民，有回答我會告訴您。
done-propose_refusal = 已報調度員決定。
done-refuse = 已決定不受理，居民已收到理由和辦法。
done-keep = 已決定受理，請派單。
done-forward = 好的，已轉給代表了解情況。
done-object = 已記下您的異議，由另一位工作人員重新看，1個工作日內告訴您。
done-dispatch = 已派給{ $unit }。
done-dispatch_urgent = 已按急件派給{ $unit }。
done-take = 已領單。
done-return = 已提交退單申請。決定之前時限照常計算。
done-redispatch = 已改派{ $unit }。
done-designate = 已指定{ $unit }辦理。
done-contact = 已記下聯絡情況。
done-ask_resident = 已轉給居民，對方不會看到您的姓名。
done-answer_unit = 已轉給承辦單位，謝謝您。
done-progress = 已發給居民。
done-reply = 已提交，等聯絡站審核。
done-return_reply = 已退回承辦單位補充。
done-release = 已放行，居民和代表已收到答覆。
done-withdraw = { $short } 已撤回。
done-leave = 好的，不再打擾您。
done-add = 已補充到 { $short }。
done-change_category = 類別已改為{ $category }。
done-change_place = 地點已改為{ $place }。
done-change_unit = 部門已改為{ $unit }。
done-urge = 已催辦，承辦單位馬上會收到。
done-visit = 已記下，居民會收到。
done-join = 已加入，您的號碼 { $short }。
done-lift_out = { $short } 已單獨登記，接著辦。
done-propose_merge = 已記下合併建議，由調度員確認。
done-merge = 已合併，居民會收到。
done-keep_apart = 好的，{ $short } 單獨辦理。
done-answer = 已答覆居民，此件辦結。
done-still_file = 好的，{ $short } 接著辦。
