# Descriptions in Telegram's command menu.

menu-start = Start
menu-my = My reports
menu-help = How it works
menu-lang = Language / 语言 / 語言
menu-privacy = Privacy and erasure
menu-wall = Echo wall: what was settled nearby
menu-meet = Meet your deputy
menu-todo = What waits for me
menu-invite = Invite staff
menu-cancel = Cancel the open question
