# ruff: noqa: RUF001, E501
"""Words that people, machines and attackers send. Nothing of it is danger, so that no alarm rings.

Much of it no client of Telegram would let through. Rows are long, signs look alike: on purpose.
"""

from itertools import chain

ZWSP, ZWNJ, ZWJ, WJ, BOM, SHY = "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"
RLO, LRO, PDF, RLE, LRE = "\u202e", "\u202d", "\u202c", "\u202b", "\u202a"
RLI, LRI, FSI, PDI, RLM, LRM, ALM = (
    "\u2067", "\u2066", "\u2068", "\u2069", "\u200f", "\u200e", "\u061c",
)  # fmt: skip
ACUTE, KEYCAP, VS16 = "\u0301", "\u20e3", "\ufe0f"

EMPTY = ("", " ", "\n", "\t \n", "\u00a0", "\u3000\u3000", "\r\n\r\n", "\u2003")

INVISIBLE = (
    ZWSP, ZWJ * 40, WJ, BOM, SHY * 3, RLM, RLO, PDF, RLI + PDI, "\u180e", "\u2062\u2063",
    VS16, "\u2800", "\u3164", "\U000e0001\U000e0041\U000e007f",
    "路" + ZWSP + "灯" + ZWSP + "坏" + ZWJ + "了", WJ.join("路灯坏了"), BOM + "路灯坏了",
)  # fmt: skip

SIZES = (
    "坏", "坏" * 200, "坏" * 4096, "坏" * 4097, "路灯不亮。" * 2000, "a" * 65536, "😀" * 2048,
    "😀" * 2049, "a" * 4095 + "😀", "x " * 20000, "\n" * 5000 + "路灯坏了", "0" * 65536,
    "9" * 5000, "路灯坏了" + " " * 60000 + "在哪", "-" * 5000, "(" * 3000, "[" * 3000 + "]" * 3000,
)  # fmt: skip

BROKEN = (
    "\x00", "路灯\x00坏了", "\x00" * 50, "\ud800", "\udfff", "路灯\ud83d坏了", "\udc00\ud800",
    "\ud83d\ude00", "坏\ufffe了", "\uffff\ufdd0", "\x01\x02\x03\x1b[31m红\x1b[0m", "\x07\x08\x7f",
    "\x85\x9b", "\u2028\u2029", "a\rb\r\nc", "\ufffd", "\U0010ffff", "\ue000\ue001", "\ue0000\ue001",
    "\ue0007\ue001**",
)  # fmt: skip

DIRECTIONS = (
    RLO + "了坏灯路", "路灯" + RLO + "cod.exe" + PDF, LRO + RLO * 10, RLI + "坏了", FSI + "谁",
    "مصباح الشارع مكسور", "הפנס ברחוב שבור", "路灯 " + RLM + "坏" + LRM + "了", ALM + "坏了",
    RLE + LRE + PDF, LRI * 100, "עברית 路灯 عربي", "\u0890坏", "कृपया बत्ती ठीक करें", "ไฟถนนเสีย",
)  # fmt: skip

TOWERS = (
    "路" + ACUTE * 300 + "灯", "Z" + "\u0300\u0301\u0302\u0303" * 200 + "algo", "e" + ACUTE,
    "a" + "\u0fb5\u0fb6" * 50, "\u0301开头", "क्षि" * 200, "각" * 30, "ﷺ" * 40, "n\u0303" * 1000,
    "\u1100\u1161\u11a8", "Å ≠ A\u030a", "ﬁ ½ ① Ⅷ", "\ufdfa" * 100,
)  # fmt: skip

EMOJI = (
    "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽" * 50, "🇨🇳🇨🇳", "🇨", "1" + VS16 + KEYCAP, "❤️‍🔥", "🚮🚮🚮", "🧑🏿‍🤝‍🧑🏻",
    "👩‍❤️‍💋‍👩" * 30, "💡坏了", "🫥🫠🪫", "☎️110?", "♻️♻️", "😀\u200d", ZWJ + "😀",
)  # fmt: skip

LOOKALIKES = (
    "路燈壞了", "ⅼаmр", "Ｒｏａｄ　ｌａｍｐ", "𝗅𝖺𝗆𝗉 𝕓𝕣𝕠𝕜𝕖𝕟", "аdmin", "раypal", "０１２３４５６７８９", "⒈⒉⒊",
    "ｱｲｳ ガガ", "〇一二三", "⽕⾞", "戶戸户", "黑⿊", "QT‑20261123‑00001", "QT-２０２６１１２３-００００１",
    "ＱＴ-20261123-00001",
)  # fmt: skip

MARKUP = (
    "<b>粗</b>", "<script>alert(1)</script>", "<a href='tg://user?id=1'>点</a>", "</b></i>", "<",
    "&lt;&amp;&#x202e;", "<![CDATA[x]]>", "<!-- -->", "*粗*", "_斜_*", "**没关上", "****", "***粗***",
    "`代码`", "```\n块\n```", "||藏||", "[字](http://x.example)", "[字](tg://resolve?domain=a)",
    "![图](x)", "\\_\\*\\[", "> 引", "# 题", "~~划~~", "__下划", "<tg-spoiler>藏</tg-spoiler>",
    "<tg-emoji emoji-id='1'>x</tg-emoji>",
)  # fmt: skip

CODE = (
    "'; DROP TABLE orders; --", "' OR '1'='1", "1; SELECT pg_sleep(9)", '"', "'", "\\", "\\0", "%",
    "%%s %s %d %n %x", "%(text)s", "{0} {1}", "{text}", "{{x}}", "{ $number }", "{ -brand }",
    "{ NUMBER(1) }", '{ "" }', "}", "{", "$text", "${HOME}", "$(reboot)", "`id`", "; rm -rf /",
    "| cat /etc/passwd", "&& echo 1", "../../../../etc/passwd", "..\\..\\boot.ini", "file:///etc",
    "C:\\CON", "NUL", "__proto__", "constructor", "null", "None", "undefined", "NaN", "Infinity",
    "-1", "1e309", "0x7f", "true", "[]", "{}", '{"$sent":1}', '{"$text":"card"}', '{"$when":"x"}',
    "$buttons", "!!python/object:os.system", "{{7*7}}", "<%= 7*7 %>", "#{7*7}", "${{7*7}}",
    "_LIKE_%_", "a'||'b", "\\u0000", "\\x00", "=cmd|' /C calc'!A0", "+1+1", "@SUM(1)",
)  # fmt: skip

TELEGRAM = (
    "/", "//", "/ ", "/cmd@bot", "/help@other_bot", "/my@", "/start", "/start@", "/start " + "x" * 64,
    "/start ../../x", "/start \x00", "/invite admin", "/invite", "/todo", "/lang zz", "/cancel",
    "/privacy", "/路灯坏了", "/HELP", "/help" * 500, "@all", "@admin 看看", "#路灯", "$USD", "tg://user?id=1",
    "tg://resolve?domain=x&start=y", "https://t.me/x?start=y", "t.me/joinchat/AAAA",
    "http://127.0.0.1/", "javascript:alert(1)", "mailto:a@b.c", "路灯坏了 /close_12 @all",
    "confirm|AAAAAAAAAAAAAAAAAAAAAA|0|", "QT-00000000-00000", "00000", "12345",
    "QT-20261123-99999999999999", "%%%-20261123-12345",
)  # fmt: skip

WORDS = tuple(
    dict.fromkeys(
        chain(
            EMPTY, INVISIBLE, SIZES, BROKEN, DIRECTIONS, TOWERS, EMOJI, LOOKALIKES, MARKUP, CODE,
            TELEGRAM,
        )
    )
)  # fmt: skip

# What a database may choke on; the rest comes to both of them in baskets.
FOR_BOTH = frozenset(chain(EMPTY, INVISIBLE, SIZES, BROKEN, DIRECTIONS, TOWERS, EMOJI))

FILE_NAMES = (
    "", ".", "..", "../../x.png", "..\\..\\x.png", "/etc/passwd", "a" * 255 + ".png", "灯" * 300,
    "a\x00b.png", "\ud800.png", "CON", "NUL.txt", "x.png" + RLO + "gpj.exe", " ", "a\nb.txt",
    "%s%n.png", "{x}.png", "<b>.html", "x" * 5000, "~/.ssh/id", "-rf", ";reboot;.png",
)  # fmt: skip
