# What a conversation asks before a step (the `asks` of a row): ask-<action>-<field>, with
# ready answers as buttons: choice-reason-<action>-<key>. None has variables.

ask-take-plan = 誰來辦？什麼安排？（一句話，會原樣告訴居民）
ask-take_alarm-plan = 誰去處置？多久能到？（一句話，會原樣告訴居民）
ask-hand_over-handed_to = 轉給了誰？點一項，或者寫明單位、接手人和時間。
ask-false_alarm-reason = 為什麼不是緊急情況？點一項，或者寫一句話。
ask-ask_more-text = 想請居民補充什麼？（一句話，會原樣轉給居民）
ask-propose_refusal-refusal = 屬於哪一種情況？
ask-propose_refusal-reason = 請寫一句理由。調度員決定後，居民會看到。
ask-return-unit = 您認為應當由哪個單位辦？
ask-return-reason = 為什麼退單？點一項，或者寫明職責依據（一兩句話）。
ask-redispatch-unit = 改派給哪個單位？
ask-designate-reason = 為什麼指定這個單位？（一句話，承辦單位會看到）
ask-keep-reason = 為什麼仍然受理？點一項，或者寫一句話。
ask-contact-text = 怎麼聯絡的？說了什麼？（一句話，只作記錄）
ask-ask_resident-text = 想問居民什麼？（一句話，會原樣轉給居民，不帶您的姓名）
ask-answer_unit-text = 請寫您的回答，我轉給承辦單位。
ask-progress-text = 現在辦到哪一步了？（一句話，會原樣告訴居民）
ask-reply-result_class = 結果是哪一類？
ask-reply-text = 請寫給居民的答覆：做了什麼，結果怎樣。不要寫個人姓名、電話和門牌。
ask-reply-proof = 請發一張照片作為佐證，或寫明佐證是什麼（A類必須有）。
ask-reply-ground = 暫不具備條件的法律依據或具體原因是什麼？（C類必須有）
ask-return_reply-reason = 哪裡要補充？點一項，或者寫一句話。
ask-add-text = 請直接發照片或文字，我來補充進去。
ask-change_category-category = 是哪一類問題？點一項，或者輸入幾個字找一找。
ask-change_place-place = 在什麼地方？寫小區、樓號或路名，也可以傳送位置。
ask-change_unit-unit = 交給哪個單位？點一項，或者輸入幾個字找一找。
ask-visit-text = 現場看到了什麼？（一句話，居民會看到）
ask-answer-text = 請寫給居民的答覆。（一兩句話，會原樣發給居民；說明去哪裡、帶什麼、找誰）
ask-propose_merge-main = 和哪一件是同一件事？點一項，或者打它的號碼（後五位）。

choice-reason-return_reply-off_point = 答非所問
choice-reason-return_reply-no_proof = 沒有佐證
choice-reason-return_reply-personal = 含個人資訊
choice-reason-return-not_ours = 不是本單位職責
choice-reason-return-wrong_place = 不在管轄範圍
choice-reason-return-wrong_category = 類別不對
choice-reason-false_alarm-no_danger = 核實沒有危險
choice-reason-false_alarm-over = 危險已經排除
choice-reason-false_alarm-mistake = 誤發或測試
choice-reason-keep-in_scope = 屬於受理範圍
choice-reason-keep-partly = 有一部分可以辦
choice-reason-designate-duty = 職責規定明確
choice-reason-designate-nearest = 由屬地牽頭
choice-other = 其他

category-none-found = 沒找到這一類，換個詞試試，或者點下面的大類。
unit-none-found = 沒找到這個單位，換個詞試試。
main-none-found = 沒有這個號碼，請核對後五位。
