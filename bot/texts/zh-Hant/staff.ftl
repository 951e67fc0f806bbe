# For those who hold an office (dialogues.md 7 to 11): welcome and help by role, lists, invites.

welcome-deputy =
    代表您好！您的網格有新反映，我會送到這裡。
    看一眼，點 **[定單]** 就可以；類別、部門不對，點一下就能改。
    /todo 等您處理的事　/help 幫助
welcome-station =
    您好！聯絡站的定單、審核和來訪登記都在這裡。
    /todo 等您處理的事　/help 幫助
welcome-dispatcher =
    您好！派單、退單、是否受理，都在這裡決定。
    /todo 等您處理的事　/help 幫助
welcome-clerk =
    您好！派給您單位的事會送到這裡：領單、寫進展、問居民、提交答覆。
    居民看得到安排和進展，看不到您的姓名。
    /todo 等您處理的事　/help 幫助
welcome-handler =
    您好！交給您辦的事會送到這裡：寫進展、問居民、提交答覆。
    /todo 等您處理的事　/help 幫助
welcome-head =
    您好！您單位沒領、快到期、超時和重辦的事，我會提醒您。第2輪起的答覆由您提交。
    /todo 等您處理的事　/help 幫助
welcome-chief =
    您好！您單位嚴重超時和無人接手的緊急情況，我會告訴您。
    /todo 等您處理的事　/help 幫助
welcome-reviewer =
    您好！承辦單位的答覆，您看過才發給居民。1個工作日沒審，會標明「未經審核」發出。
    /todo 等您處理的事　/help 幫助
welcome-duty_officer =
    您好！緊急情況會馬上送到這裡，不分晝夜。請把這個聊天設為**有聲提醒**。
    /todo 正在處理的緊急情況　/help 幫助
welcome-sealed_officer =
    您好！密件只有您能看到，請依法移送並記下移送情況。
    /todo 等您處理的密件　/help 幫助
welcome-privacy_officer =
    您好！居民的刪除要求和查看記錄由您負責。
    /help 幫助
welcome-admin =
    您好！您可以用 /invite 邀請工作人員，每個連結只能用一次，7天有效。
    /help 幫助

help-deputy =
    • **定單**：核對類別、地點、部門，點一下就派出去。4個工作小時沒有定單，會請替班代表看。
    • **要更多資訊**：我替您問居民，不透露姓名。
    • **不屬受理範圍**：您提出，調度員決定。
    • **催辦、去現場看看**：隨時可以點。
    • **評價**：辦結後評答覆和落實，居民的評價雙方評完前看不到。
    • 待辦 /todo　按號碼查：直接發後五位
    • 反映您自己的事：直接發一句話
help-station =
    • **定單**：拿不準的反映由聯絡站看。
    • **補充、改類別、改地點**：點卡片上的按鈕。
    • 待辦 /todo　按號碼查：直接發後五位
help-dispatcher =
    • **派單**：類別、地點、部門齊了就能派。
    • **退單**：改派，或指定原單位辦理；退過兩次只能指定。
    • **是否受理**：兩人制，提出的人不能決定。
    • 待辦 /todo　按號碼查：直接發後五位
help-clerk =
    • **領單**：寫一句安排，會原樣告訴居民。
    • **退單**：派單後1個工作日內，每單位一次，寫明理由和建議單位。
    • **寫進展、問居民**：一句話就可以，不顯示您的姓名。
    • **提交答覆**：選結果類別，寫答覆，附佐證。聯絡站審核後發給居民。
    • 待辦 /todo　按號碼查：直接發後五位
help-handler =
    • **寫進展、問居民**：一句話就可以，不顯示您的姓名。
    • **提交答覆**：選結果類別，寫答覆，附佐證。
    • 待辦 /todo　按號碼查：直接發後五位
help-head =
    • 沒領、快到期、超時的事，我會提醒您。
    • **提交答覆**：第2輪起由您提交。
    • 待辦 /todo　按號碼查：直接發後五位
help-chief =
    • 嚴重超時和無人接手的緊急情況，我會告訴您。
    • **提交答覆**：您也可以提交。
    • 待辦 /todo　按號碼查：直接發後五位
help-reviewer =
    • **放行**：答覆對題、有佐證、沒有個人資訊。
    • **退回補充**：點一項理由，或寫一句話。
    • 1個工作日沒審，系統會標明「未經審核」發出。
    • 待辦 /todo　按號碼查：直接發後五位
help-duty_officer =
    • **我已接手**：單位口頭答應處置後點，寫一句安排。
    • **已轉交**：轉給110、119、120，寫明接手人和時間。
    • **誤報**：寫明原因，轉為一般辦理。
    • 待辦 /todo　按號碼查：直接發後五位
help-sealed_officer =
    • **已轉交**：依法移送後點，寫明單位、接手人和時間。
    • 待辦 /todo　按號碼查：直接發後五位
help-privacy_officer =
    • 居民在 /privacy 裡提出刪除，15個工作日內處理完。
    • 查看記錄保存12個月。
help-admin =
    • /invite 邀請工作人員：選身份和範圍，我給您一個連結。
    • 連結只能用一次，7天有效，請單獨發給本人。
    • 管理員看不到反映的內容。

## Lists

todo-head = **等您處理**（{ $count }件，最急的在前）
todo-none = 現在沒有等您處理的事。
todo-line = { $short } { $category } · { $status }
todo-line-due = { $short } { $category } · { $status } · { $due }前
waits-confirm = 待定單
waits-dispatch = 待派單
waits-refusal = 待決定是否受理
waits-return = 退單待決定
waits-take = 待領單
waits-reply = 待答覆
waits-review = 待審核
waits-rate = 待評價
waits-alarm = ‼ 待接手
waits-sealed = 待移送

## The deputy rates

rate-deputy-ask =
    { $short } 已答覆。您去現場看過嗎？
    { $class ->
        [A] 看過沒看過都可以評。請對**答覆**和**落實**分別評價（居民的評價在雙方都評完前看不到）。
       *[other] 看過沒看過都可以評。請對**答覆**作出評價（居民的評價在雙方都評完前看不到）。
    }
visited-yes = 現場看過
visited-no = 沒去現場
visited-saved = 已記下。

## Invites

invite-who = 邀請哪一種身份？
invite-scope = 哪個網格、聯絡站或單位？寫代碼或名稱。
invite-made =
    邀請已生成：**{ $role }**{ $scope ->
        [none] {""}
       *[other] （{ $scope }）
    }
    { $link }
    只能用一次，{ $due }前有效，請單獨發給本人。
invite-welcome = 您好，您已加入：**{ $role }**{ $scope ->
        [none] {""}
       *[other] （{ $scope }）
    }。
invite-bad = 這個邀請連結已經用過、過期或者不完整，請向管理員再要一個。
invite-already = 您已經有這個身份了，不用再加入。
invite-unknown-scope = 沒有找到這個網格、站或單位，請核對代碼或名稱。
