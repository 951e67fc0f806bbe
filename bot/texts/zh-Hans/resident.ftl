# The conversation with residents (dialogues.md 1 to 6, 12).

welcome-resident =
    您好，这里是“民声”，反映身边事的地方。
    路灯不亮、垃圾没人收、停水停电……**直接发一句话**就行，最好带上地点，也可以发照片、发位置。

    每件事都有号码，人大代表来定单，部门限时办理，办完请您打分。
    您的姓名和账号不会给办事的部门看。
    有生命危险请先拨打 110、119、120。

    /my 看我的反映　/help 帮助　/lang 語言 Language
help-resident =
    • **反映问题**：直接发一句话，最好带地点。
    • **补充**：回复那张卡片，或接着发照片、文字。
    • **查进度**：发 /my，或者发号码后五位。
    • **评价**：办结后点按钮，满意不满意都行。不满意会重办。
    • **撤回**：点卡片上的“撤回”。
    • 隐私 /privacy　语言 /lang　取消正在问的事 /cancel
    危险时请先拨打 110、119、120。
notice =
    第一次反映，请您知道：
    • 保存什么：您发来的文字、照片、位置和这个聊天账号。
    • 谁能看到：网格代表和承办单位只看到事情，看不到您是谁。
    • 保存多久：照片、语音90天；账号与反映的关联，办结180天后删除。
    继续使用表示同意（规则{ $version }版）。详情和删除：/privacy

## A report comes in

ack =
    收到，已登记 **{ $number }**
    { $category ->
        [none] 正在分类
       *[other] { $category }
    } · { $place ->
        [none] 地点待补充
       *[other] { $place }
    }
    { $deputy ->
        [none] 联络站将在1个工作日内定单。
       *[other] 网格代表 { $deputy } 将在1个工作日内定单。
    }
ask-place-again = 还是没找到这个地方。换个写法试试（小区名、路名加门牌），或者发送位置；找不到也没关系，联络站会接着办。
pick-place = { $place }
pick-last-place = 上次的地方：{ $place }
pick-place-numbers = { $place } { $last ->
        [none] { $first }号以后
       *[other] { $first }–{ $last }号
    }
pick-kind = { $category }
pick-kind-neither = 都不是
why-category = 为什么是“{ $category }”：您的话里有{ $words }。
place-set = 好的，地点是{ $place }。
place-outside = 这个位置不在本区。发一个本区的地点，或者写小区、路名。
to-station-said = 好的，{ $short } 已交联络站，工作人员看过会告诉您。
question-to-station = { $short } 是咨询，已交联络站，工作人员1个工作日内答复您。急着办，也可以打政务服务热线 12345。
seal-resident =
    收到，已登记 **{ $number }**。
    这件事按密件办理，只有专办人员能看到，不会给被反映的人和单位看。
added = 已补充到 { $short }{ $photos ->
        [0] {""}
       *[other] （照片{ $photos }张）
    }。
added-more = 收到，一并补充到 { $short }。还有的话接着发。
offer-add-or-new = 这是补充 { $short }{ $category ->
        [none] {""}
       *[other] （{ $category }）
    }，还是另外一件事？
button-add-to = 补充到 { $short }
button-new-report = 另报一件
voice-kept = 语音已保存到 { $short }，工作人员可以听。我还听不懂语音，麻烦您再打一句话，办得更快。
sticker = 谢谢！要反映问题，直接发一句话就行，最好带上地点。
photo-too-big = 这张照片太大了（最大20 MB）。请用“图片”而不是“文件”发送，或者换一张小一点的。
contact-not-kept = 不用发电话号码，我没有保存。要反映问题，直接发一句话就行。
edited-kept = 您的修改已记到 { $short }，原来的话也保留着。
empty = 我没有看到内容。直接发一句话就行，最好带上地点。
unknown-command = 没有这个命令。要反映问题，直接发一句话；发 /help 看我会做什么。
thanks-reply = 不客气，有事随时发来。
greeting = 您好！有什么事要反映，直接发一句话就行，最好带上地点。
rating-none = 现在没有等您评价的件。
advert-reply = 这里只办居民反映的事，广告不转发、不登记。
attack-reply = 我在听。哪里、出了什么事，写一句，我马上登记。
other-language = 我只看得懂中文。请用中文写一句，最好带上地点；也可以点下面，原样转给工作人员看。有危险请打 110、119、120。
button-pass-on = 原样转给工作人员
flood = 您发得有点快，我一条一条都收着，请稍等一下。
flood-dropped = 发得太快了，这一分钟里后面的消息我没有收下。请过一分钟再发，要紧的写成一句话。
many-this-hour = 谢谢您这么上心！这一小时已经报了{ $limit }件以上，每一件都登记了，不用重复发。
many-today = 今天已经报了{ $limit }件以上。后面的也都登记了，先由联络站工作人员看过再往下办，会慢一些。有危险的事不受影响，请马上发来。
update-dead = 抱歉，刚才那条消息我没能处理好，已通知工作人员。请您再发一遍，或换个说法。

## Danger

safety = **{ $head }** { $body }
emergency-which = 是哪一处？点一下，马上告诉值班员。
emergency-place-set = 收到，地点已告诉值班员：{ $place }。

## Looking up

my-head = **您反映的事**（最近有变化的在前，点开看进展）
my-none = 您还没有反映过问题。直接发一句话就可以，最好带上地点。
my-line = { $short } { $category } · { $status }
not-found = 没有找到这个号码。请核对一下，或者发 /my 看您反映过的事。
coming-soon-wall = 回音壁（附近办好的事）正在准备，开通后在这里就能看。
coming-soon-meet = 约见代表正在准备。现在可以在周五上午到就近的代表联络站当面谈。
lang-choose = 请选择语言 / 請選擇語言 / Choose a language
lang-set = 好的，以后用简体中文。

## Privacy

privacy = **您的信息**
    • 我们保存：您发来的文字、照片、语音、位置，和这个聊天账号。
    • 网格代表和承办单位只看到事情，看不到您是谁；公开内容不含姓名、门牌和原话。
    • 照片、语音和聊天原文保存90天；您与反映的关联在办结180天后删除；查看记录保存12个月。
    • 评价在双方都评完前，谁也看不到。

    您随时可以删除：您与已办结反映的关联会切断，文字里的个人信息会遮盖，号码只留一个空壳。
privacy-erase = 删除我的信息
erase-confirm = 确定删除吗？已办结的事不能再查，正在办的事会继续办，但不再通知您。这一步不能反悔。
erase-yes = 确定删除
erase-no = 不删
erase-done = 已收到您的删除要求，您与反映的关联已经切断，其余在15个工作日内处理完。以后有事，随时再发来。
erase-held = { $numbers } 的危险还没有排除，救助时可能要联系您，先保留到办结；其余反映与您的关联已经切断。办结后可以再来删除。
erase-kept = 不删，一切照旧。

## Withdrawing

withdraw-confirm = 确定撤回 { $short }{ $category ->
        [none] {""}
       *[other] （{ $category }）
    }吗？撤回后就不再办理了。
withdraw-yes = 确定撤回
withdraw-no = 不撤了
withdrawn = { $short } 已撤回。以后还有这个问题，直接再发一条就行。
not-withdraw = 好的，{ $short } 继续办。

## Rating

rate-reply = 答复
rate-delivery = 落实
rate-value-3 = 满意
rate-value-2 = 基本满意
rate-value-1 = 不满意
rate-value-3-chosen = ✓满意
rate-value-2-chosen = ✓基本
rate-value-1-chosen = ✓不满意
rate-hint-reply = 请点右边给“答复”打分：说清楚没有、及不及时、态度好不好。
rate-hint-delivery = 请点右边给“落实”打分：事情办成没有、管不管用。
rate-saved = 已记下，还差一项。
rate-thanks = 谢谢，您的评价已记下。
rate-why = 谢谢。还有哪里没解决？一句话就行，也可以直接跳过。
rate-redo-soon = 记下了。这件事会**重办**：评价一结束（最迟{ $due }）就退回承办单位，新的答复时间马上告诉您。
rate-free-text-confirm = “{ $text }”——这是评价吗？请点一下，免得我理解错：
skip = 跳过
skipped = 好的。

## Buttons and small answers

button-send-location = 发送位置
button-cancel = 取消
button-previous = 上一页
button-next = 下一页
old-button = 这个按钮已经过期了，卡片已更新，请看最新的按钮。
toast-ok = 好的
cancelled-question = 好的，不问了。
nothing-to-cancel = 现在没有在问您的事。
question-closed = 这个问题已经不用回答了。想说的话可以作为补充发来。
question-reminder = 还等您回答上面的问题；不想回答就点“取消”或发 /cancel。

## Not for us

forward-no = 不用了
not-forwarded = 好的。以后有别的事，随时发来。

## The same thing again (dialogue 4)

same-ask = 已登记 **{ $number }**。附近{ $hours }小时内已有 { $count } 人反映同一件事：**{ $place ->
        [none] {""}
       *[other] { $place }{" "}
    }{ $category }**{ $due ->
        [none] ，正在核实派办。
       *[other] ，**{ $unit }**正在办理，预计{ $due }前答复。
    }
    是同一件事吗？
same-yes = 我家也是，一起跟进
same-no = 不是同一件事
same-joined = 已加入，您的号码 **{ $number }**。有进展我会告诉您，办结后请您也评价。
same-alone = 好的，**{ $number }** 单独办理。

## Staff see that two are one (T8)

pick-main = { $short }（{ $count }人）{ $matter }
merge-look = 看另一件
