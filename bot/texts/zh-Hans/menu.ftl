# Descriptions in Telegram's command menu.

menu-start = 开始
menu-my = 我的反映
menu-help = 怎么用
menu-lang = 语言 / 語言 / Language
menu-privacy = 隐私与删除
menu-wall = 回音壁：附近办好的事
menu-meet = 约见代表
menu-todo = 等我处理的事
menu-invite = 邀请工作人员
menu-cancel = 取消正在问的事
