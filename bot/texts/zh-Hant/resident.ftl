# The conversation with residents (dialogues.md 1 to 6, 12).

welcome-resident =
    您好，這裡是「民聲」，反映身邊的事的地方。
    路燈不亮、垃圾沒人收、停水停電……**直接發一句話**就可以，最好附上地點，也可以發照片、發位置。

    每件事都有號碼，人大代表來定單，部門限時辦理，辦完請您評分。
    您的姓名和帳號不會給辦事的部門看。
    有生命危險請先撥打 110、119、120。

    /my 看我的反映　/help 幫助　/lang 语言 Language
help-resident =
    • **反映問題**：直接發一句話，最好帶地點。
    • **補充**：回覆那張卡片，或接著發照片、文字。
    • **查進度**：發 /my，或者發號碼後五位。
    • **評價**：辦結後點按鈕，滿意不滿意都行。不滿意會重辦。
    • **撤回**：點卡片上的「撤回」。
    • 隱私 /privacy　語言 /lang　取消正在問的事 /cancel
    危險時請先撥打 110、119、120。
notice =
    第一次反映，請您知道：
    • 保存什麼：您發來的文字、照片、位置和這個聊天帳號。
    • 誰能看到：網格代表和承辦單位只看到事情，看不到您是誰。
    • 保存多久：照片、語音90天；帳號與反映的關聯，辦結180天後刪除。
    繼續使用表示同意（規則{ $version }版）。詳情和刪除：/privacy

## A report comes in

ack =
    收到，已登記 **{ $number }**
    { $category ->
        [none] 正在分類
       *[other] { $category }
    } · { $place ->
        [none] 地點待補充
       *[other] { $place }
    }
    { $deputy ->
        [none] 聯絡站將在1個工作日內定單。
       *[other] 網格代表 { $deputy } 將在1個工作日內定單。
    }
ask-place-again = 還是沒找到這個地方。換個寫法試試（小區名、路名加門牌），或者傳送位置；找不到也沒關係，聯絡站會接著辦。
pick-place = { $place }
pick-last-place = 上次的地方：{ $place }
pick-place-numbers = { $place } { $last ->
        [none] { $first }號以後
       *[other] { $first }–{ $last }號
    }
pick-kind = { $category }
pick-kind-neither = 都不是
why-category = 為什麼是「{ $category }」：您的話裡有{ $words }。
place-set = 好的，地點是{ $place }。
place-outside = 這個位置不在本區。發一個本區的地點，或者寫小區、路名。
to-station-said = 好的，{ $short } 已交聯絡站，工作人員看過會告訴您。
question-to-station = { $short } 是諮詢，已交聯絡站，工作人員1個工作日內答覆您。急著辦，也可以打政務服務熱線 12345。
seal-resident =
    收到，已登記 **{ $number }**。
    這件事按密件辦理，只有專辦人員能看到，不會給被反映的人和單位看。
added = 已補充到 { $short }{ $photos ->
        [0] {""}
       *[other] （照片{ $photos }張）
    }。
added-more = 收到，一併補充到 { $short }。還有的話接著發。
offer-add-or-new = 這是補充 { $short }{ $category ->
        [none] {""}
       *[other] （{ $category }）
    }，還是另外一件事？
button-add-to = 補充到 { $short }
button-new-report = 另報一件
voice-kept = 語音已保存到 { $short }，工作人員可以聽。我還聽不懂語音，麻煩您再輸入一句話，辦得更快。
sticker = 謝謝！要反映問題，直接發一句話就可以，最好附上地點。
photo-too-big = 這張照片太大了（最大20 MB）。請用「圖片」而不是「檔案」傳送，或者換一張小一點的。
contact-not-kept = 不用發電話號碼，我沒有保存。要反映問題，直接發一句話就可以。
edited-kept = 您的修改已記到 { $short }，原來的話也保留著。
empty = 我沒有看到內容。直接發一句話就可以，最好附上地點。
unknown-command = 沒有這個指令。要反映問題，直接發一句話；發 /help 看我會做什麼。
thanks-reply = 不客氣，有事隨時發來。
greeting = 您好！有什麼事要反映，直接發一句話就可以，最好附上地點。
rating-none = 現在沒有等您評價的件。
advert-reply = 這裡只辦居民反映的事，廣告不轉發、不登記。
attack-reply = 我在聽。哪裡、出了什麼事，寫一句，我馬上登記。
other-language = 我只看得懂中文。請用中文寫一句，最好帶上地點；也可以點下面，原樣轉給工作人員看。有危險請打 110、119、120。
button-pass-on = 原樣轉給工作人員
flood = 您發得有點快，我一則一則都收著，請稍等一下。
flood-dropped = 發得太快了，這一分鐘裡後面的訊息我沒有收下。請過一分鐘再發，要緊的寫成一句話。
many-this-hour = 謝謝您這麼上心！這一小時已經報了{ $limit }件以上，每一件都登記了，不用重複發。
many-today = 今天已經報了{ $limit }件以上。後面的也都登記了，先由聯絡站工作人員看過再往下辦，會慢一些。有危險的事不受影響，請馬上發來。
update-dead = 抱歉，剛才那則訊息我沒能處理好，已通知工作人員。請您再發一遍，或換個說法。

## Danger

safety = **{ $head }** { $body }
emergency-which = 是哪一處？點一下，馬上告訴值班員。
emergency-place-set = 收到，地點已告訴值班員：{ $place }。

## Looking up

my-head = **您反映的事**（最近有變化的在前，點開看進展）
my-none = 您還沒有反映過問題。直接發一句話就可以，最好附上地點。
my-line = { $short } { $category } · { $status }
not-found = 沒有找到這個號碼。請核對一下，或者發 /my 看您反映過的事。
coming-soon-wall = 回音壁（附近辦好的事）正在準備，開通後在這裡就能看。
coming-soon-meet = 約見代表正在準備。現在可以在週五上午到就近的代表聯絡站當面談。
lang-choose = 请选择语言 / 請選擇語言 / Choose a language
lang-set = 好的，以後用繁體中文。

## Privacy

privacy = **您的資訊**
    • 我們保存：您發來的文字、照片、語音、位置，和這個聊天帳號。
    • 網格代表和承辦單位只看到事情，看不到您是誰；公開內容不含姓名、門牌和原話。
    • 照片、語音和聊天原文保存90天；您與反映的關聯在辦結180天後刪除；查看記錄保存12個月。
    • 評價在雙方都評完前，誰也看不到。

    您隨時可以刪除：您與已辦結反映的關聯會切斷，文字裡的個人資訊會遮蓋，號碼只留一個空殼。
privacy-erase = 刪除我的資訊
erase-confirm = 確定刪除嗎？已辦結的事不能再查，正在辦的事會繼續辦，但不再通知您。這一步不能反悔。
erase-yes = 確定刪除
erase-no = 不刪
erase-done = 已收到您的刪除要求，您與反映的關聯已經切斷，其餘在15個工作日內處理完。以後有事，隨時再發來。
erase-held = { $numbers } 的危險還沒有排除，救助時可能要聯絡您，先保留到辦結；其餘反映與您的關聯已經切斷。辦結後可以再來刪除。
erase-kept = 不刪，一切照舊。

## Withdrawing

withdraw-confirm = 確定撤回 { $short }{ $category ->
        [none] {""}
       *[other] （{ $category }）
    }嗎？撤回後就不再辦理了。
withdraw-yes = 確定撤回
withdraw-no = 不撤了
withdrawn = { $short } 已撤回。以後還有這個問題，直接再發一則就可以。
not-withdraw = 好的，{ $short } 繼續辦。

## Rating

rate-reply = 答覆
rate-delivery = 落實
rate-value-3 = 滿意
rate-value-2 = 基本滿意
rate-value-1 = 不滿意
rate-value-3-chosen = ✓滿意
rate-value-2-chosen = ✓基本
rate-value-1-chosen = ✓不滿意
rate-hint-reply = 請點右邊給「答覆」評分：說清楚沒有、及不及時、態度好不好。
rate-hint-delivery = 請點右邊給「落實」評分：事情辦成沒有、管不管用。
rate-saved = 已記下，還差一項。
rate-thanks = 謝謝，您的評價已記下。
rate-why = 謝謝。還有哪裡沒解決？一句話就可以，也可以直接跳過。
rate-redo-soon = 記下了。這件事會**重辦**：評價一結束（最遲{ $due }）就退回承辦單位，新的答覆時間馬上告訴您。
rate-free-text-confirm = 「{ $text }」——這是評價嗎？請點一下，免得我理解錯：
skip = 跳過
skipped = 好的。

## Buttons and small answers

button-send-location = 傳送位置
button-cancel = 取消
button-previous = 上一頁
button-next = 下一頁
old-button = 這個按鈕已經過期了，卡片已更新，請看最新的按鈕。
toast-ok = 好的
cancelled-question = 好的，不問了。
nothing-to-cancel = 現在沒有在問您的事。
question-closed = 這個問題已經不用回答了。想說的話可以作為補充發來。
question-reminder = 還等您回答上面的問題；不想回答就點「取消」或發 /cancel。

## Not for us

forward-no = 不用了
not-forwarded = 好的。以後有別的事，隨時發來。

## The same thing again (dialogue 4)

same-ask = 已登記 **{ $number }**。附近{ $hours }小時內已有 { $count } 人反映同一件事：**{ $place ->
        [none] {""}
       *[other] { $place }{" "}
    }{ $category }**{ $due ->
        [none] ，正在核實派辦。
       *[other] ，**{ $unit }**正在辦理，預計{ $due }前答覆。
    }
    是同一件事嗎？
same-yes = 我家也是，一起跟進
same-no = 不是同一件事
same-joined = 已加入，您的號碼 **{ $number }**。有進展我會告訴您，辦結後請您也評價。
same-alone = 好的，**{ $number }** 單獨辦理。

## Staff see that two are one (T8)

pick-main = { $short }（{ $count }人）{ $matter }
merge-look = 看另一件
