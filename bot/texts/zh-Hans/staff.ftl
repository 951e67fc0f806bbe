# For those who hold an office (dialogues.md 7 to 11): welcome and help by role, lists, invites.

welcome-deputy =
    代表您好！您的网格有新反映，我会送到这里。
    看一眼，点 **[定单]** 就行；类别、部门不对，点一下就能改。
    /todo 等您处理的事　/help 帮助
welcome-station =
    您好！联络站的定单、审核和来访登记都在这里。
    /todo 等您处理的事　/help 帮助
welcome-dispatcher =
    您好！派单、退单、是否受理，都在这里决定。
    /todo 等您处理的事　/help 帮助
welcome-clerk =
    您好！派给您单位的事会送到这里：领单、写进展、问居民、提交答复。
    居民看得到安排和进展，看不到您的姓名。
    /todo 等您处理的事　/help 帮助
welcome-handler =
    您好！交给您办的事会送到这里：写进展、问居民、提交答复。
    /todo 等您处理的事　/help 帮助
welcome-head =
    您好！您单位没领、快到期、超时和重办的事，我会提醒您。第2轮起的答复由您提交。
    /todo 等您处理的事　/help 帮助
welcome-chief =
    您好！您单位严重超时和无人接手的紧急情况，我会告诉您。
    /todo 等您处理的事　/help 帮助
welcome-reviewer =
    您好！承办单位的答复，您看过才发给居民。1个工作日没审，会标明“未经审核”发出。
    /todo 等您处理的事　/help 帮助
welcome-duty_officer =
    您好！紧急情况会马上送到这里，不分昼夜。请把这个聊天设为**有声提醒**。
    /todo 正在处理的紧急情况　/help 帮助
welcome-sealed_officer =
    您好！密件只有您能看到，请依法移送并记下移送情况。
    /todo 等您处理的密件　/help 帮助
welcome-privacy_officer =
    您好！居民的删除要求和查看记录由您负责。
    /help 帮助
welcome-admin =
    您好！您可以用 /invite 邀请工作人员，每个链接只能用一次，7天有效。
    /help 帮助

help-deputy =
    • **定单**：核对类别、地点、部门，点一下就派出去。4个工作小时没有定单，会请替班代表看。
    • **要更多信息**：我替您问居民，不透露姓名。
    • **不属受理范围**：您提出，调度员决定。
    • **催办、去现场看看**：随时可以点。
    • **评价**：办结后评答复和落实，居民的评价双方评完前看不到。
    • 待办 /todo　按号码查：直接发后五位
    • 反映您自己的事：直接发一句话
help-station =
    • **定单**：拿不准的反映由联络站看。
    • **补充、改类别、改地点**：点卡片上的按钮。
    • 待办 /todo　按号码查：直接发后五位
help-dispatcher =
    • **派单**：类别、地点、部门齐了就能派。
    • **退单**：改派，或指定原单位办理；退过两次只能指定。
    • **是否受理**：两人制，提出的人不能决定。
    • 待办 /todo　按号码查：直接发后五位
help-clerk =
    • **领单**：写一句安排，会原样告诉居民。
    • **退单**：派单后1个工作日内，每单位一次，写明理由和建议单位。
    • **写进展、问居民**：一句话就行，不显示您的姓名。
    • **提交答复**：选结果类别，写答复，附佐证。联络站审核后发给居民。
    • 待办 /todo　按号码查：直接发后五位
help-handler =
    • **写进展、问居民**：一句话就行，不显示您的姓名。
    • **提交答复**：选结果类别，写答复，附佐证。
    • 待办 /todo　按号码查：直接发后五位
help-head =
    • 没领、快到期、超时的事，我会提醒您。
    • **提交答复**：第2轮起由您提交。
    • 待办 /todo　按号码查：直接发后五位
help-chief =
    • 严重超时和无人接手的紧急情况，我会告诉您。
    • **提交答复**：您也可以提交。
    • 待办 /todo　按号码查：直接发后五位
help-reviewer =
    • **放行**：答复对题、有佐证、没有个人信息。
    • **退回补充**：点一项理由，或写一句话。
    • 1个工作日没审，系统会标明“未经审核”发出。
    • 待办 /todo　按号码查：直接发后五位
help-duty_officer =
    • **我已接手**：单位口头答应处置后点，写一句安排。
    • **已转交**：转给110、119、120，写明接手人和时间。
    • **误报**：写明原因，转为一般办理。
    • 待办 /todo　按号码查：直接发后五位
help-sealed_officer =
    • **已转交**：依法移送后点，写明单位、接手人和时间。
    • 待办 /todo　按号码查：直接发后五位
help-privacy_officer =
    • 居民在 /privacy 里提出删除，15个工作日内处理完。
    • 查看记录保存12个月。
help-admin =
    • /invite 邀请工作人员：选身份和范围，我给您一个链接。
    • 链接只能用一次，7天有效，请单独发给本人。
    • 管理员看不到反映的内容。

## Lists

todo-head = **等您处理**（{ $count }件，最急的在前）
todo-none = 现在没有等您处理的事。
todo-line = { $short } { $category } · { $status }
todo-line-due = { $short } { $category } · { $status } · { $due }前
waits-confirm = 待定单
waits-dispatch = 待派单
waits-refusal = 待决定是否受理
waits-return = 退单待决定
waits-take = 待领单
waits-reply = 待答复
waits-review = 待审核
waits-rate = 待评价
waits-alarm = ‼ 待接手
waits-sealed = 待移送

## The deputy rates

rate-deputy-ask =
    { $short } 已答复。您去现场看过吗？
    { $class ->
        [A] 看过没看过都可以评。请对**答复**和**落实**分别评价（居民的评价在双方都评完前不可见）。
       *[other] 看过没看过都可以评。请对**答复**作出评价（居民的评价在双方都评完前不可见）。
    }
visited-yes = 现场看过
visited-no = 没去现场
visited-saved = 已记下。

## Invites

invite-who = 邀请哪一种身份？
invite-scope = 哪个网格、联络站或单位？写代码或名称。
invite-made =
    邀请已生成：**{ $role }**{ $scope ->
        [none] {""}
       *[other] （{ $scope }）
    }
    { $link }
    只能用一次，{ $due }前有效，请单独发给本人。
invite-welcome = 您好，您已加入：**{ $role }**{ $scope ->
        [none] {""}
       *[other] （{ $scope }）
    }。
invite-bad = 这个邀请链接已经用过、过期或者不完整，请向管理员再要一个。
invite-already = 您已经有这个身份了，不用再加入。
invite-unknown-scope = 没有找到这个网格、站或单位，请核对代码或名称。
