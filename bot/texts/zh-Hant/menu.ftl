# Descriptions in Telegram's command menu.

menu-start = 開始
menu-my = 我的反映
menu-help = 怎麼用
menu-lang = 語言 / 语言 / Language
menu-privacy = 隱私與刪除
menu-wall = 回音壁：附近辦好的事
menu-meet = 約見代表
menu-todo = 等我處理的事
menu-invite = 邀請工作人員
menu-cancel = 取消正在問的事
