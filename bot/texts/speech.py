"""Every word the bot says: Fluent texts in three languages, rendered for the receiver.

`**bold**` in a text becomes an entity. Data is never read as markup: a variable stands in the
pattern as a mark that is filled after the markup was parsed, so that braces, asterisks or tags
of a resident come out as they came in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentInt, FluentType
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.texts.said import Said, fill, mark

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo", "yue"})
_CHINESE = frozenset({"zh", "yue", "cn"})
_ENTRY = re.compile(r"^(-?[A-Za-z][\w-]*) *=", re.ASCII)
_DAYS = {-1: "when-yesterday", 0: "when-today", 1: "when-tomorrow"}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def language_of(client_code: str | None, chosen: str | None = None) -> str:
    """The language of a person: chosen by /lang, else by the Telegram client's code.

    Simplified Chinese where nothing is known, English for a language we do not have.
    """
    if chosen in LANGUAGES:
        return chosen
    parts = (client_code or "zh").lower().replace("_", "-").split("-")
    if parts[0] in _CHINESE:
        return "zh-Hant" if _TRADITIONAL.intersection(parts) else "zh-Hans"
    return "en"


class _Slot(FluentType):
    """A variable in a pattern: shown as its mark, compared in a selector by its value. Nothing
    to show (None, "", white space) selects [none]."""

    def __init__(self, index: int, text: str, key: str) -> None:
        self._mark = mark(index)
        self._key = key if text.strip() else "none"
        if text == "none":
            self._key = ""

    def format(self, locale: Locale) -> str:  # noqa: ARG002
        return self._mark

    def __eq__(self, other: object) -> bool:
        return self._key == other

    def __hash__(self) -> int:
        return hash(self._key)


class _References(Visitor):
    """Ids of the messages and terms that an entry refers to."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.ids.append(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        self.ids.append(f"-{node.id.name}")
        self.generic_visit(node)


class _Language:
    """The texts of one language. Files are cut into entries at once, which takes a few
    milliseconds; an entry is parsed when it is first said (all of them take half a second)."""

    def __init__(self, code: str, folder: Path) -> None:
        self.code = code
        self._parser = FluentParser(with_spans=False)
        self._bundle = FluentBundle([code], use_isolating=False)
        self._parsed: set[str] = set()
        self.sources: dict[str, str] = {}
        for path in sorted(folder.glob("*.ftl")):
            for text_id, source in _entries(path.read_text(encoding="utf-8")):
                if text_id in self.sources:
                    raise ValueError(f"{code}/{path.name}: {text_id} is there twice")
                self.sources[text_id] = source
        if not self.sources:
            raise ValueError(f"no texts for {code} in {folder}")

    def pattern(self, text_id: str, variables: Mapping[str, FluentType]) -> str:
        self._parse(text_id)
        message = self._bundle.get_message(text_id)
        if message.value is None:
            raise ValueError(f"{self.code}: {text_id} has no value")
        said, errors = self._bundle.format_pattern(message.value, dict(variables))
        if errors:
            raise ValueError(f"{self.code}: {text_id}: {errors[0]}")
        return str(said)

    def _parse(self, text_id: str) -> None:
        if text_id in self._parsed:
            return
        if text_id not in self.sources:
            raise KeyError(f"{self.code}: no text {text_id}")
        resource = self._parser.parse(self.sources[text_id])
        for entry in resource.body:
            if isinstance(entry, ast.Junk):
                fault = entry.annotations[0].message if entry.annotations else "not Fluent"
                raise ValueError(f"{self.code}: {text_id}: {fault}")  # noqa: TRY004 - a text, not a type
        self._bundle.add_resource(resource)
        self._parsed.add(text_id)
        references = _References()
        references.visit(resource)
        for other in references.ids:
            self._parse(other)


def _entries(source: str) -> Iterator[tuple[str, str]]:
    """Id (terms with their dash) and source of each entry; comments are left out."""
    text_id, lines = "", list[str]()
    for line in source.splitlines():
        entry = _ENTRY.match(line)
        if not entry and not line.startswith("#"):
            lines.append(line)
            continue
        if text_id:
            yield text_id, "\n".join(lines) + "\n"
        text_id, lines = (entry[1], [line]) if entry else ("", [])
    if text_id:
        yield text_id, "\n".join(lines) + "\n"


class Speech:
    """All texts. One object serves the whole process; it keeps no state of a conversation."""

    def __init__(self, folder: Path | None = None, zone: tzinfo | None = None) -> None:
        folder = folder or Path(__file__).parent
        self.zone = zone or ZoneInfo("Asia/Shanghai")
        self._languages = {code: _Language(code, folder / code) for code in LANGUAGES}

    def has(self, text_id: str) -> bool:
        """Whether the text exists in every language."""
        return all(text_id in language.sources for language in self._languages.values())

    def ids(self, language: str) -> tuple[str, ...]:
        """Ids of one language, in the order of the files."""
        return tuple(self._languages[language].sources)

    def say(
        self,
        language: str,
        text_id: str,
        data: Mapping[str, Any] | None = None,
        *,
        now: datetime | None = None,
    ) -> Said:
        """A text for a person. `data`: variable -> str, int, None (selects [none]), or
        {"$when": ISO moment, "before"?: true}, {"$span": seconds}, {"$text": id, "data"?: {…}}
        (also {"text_id": …, "data"}), or a list of these, one a line. Anything else, and names
        with a "$", is for others to read: no variable. With `now`, moments of yesterday to
        tomorrow are said so.

        Raises KeyError for an unknown language or id, ValueError for a missing variable.
        """
        fillings: list[Said] = []
        variables: dict[str, FluentType] = {}
        for name, value in (data or {}).items():
            if name.startswith("$"):
                continue
            if isinstance(value, int) and not isinstance(value, bool):
                variables[name] = FluentInt(value, useGrouping=False)  # else 1,234
                continue
            filling = self._filling(language, value, now)
            if filling is None:
                continue
            key = value if isinstance(value, str) else "other"
            variables[name] = _Slot(len(fillings), filling.text, key)
            fillings.append(filling)
        return fill(self._languages[language].pattern(text_id, variables), fillings)

    def word(self, language: str, text_id: str, /, **data: Any) -> str:
        """The same as plain text, for buttons and toasts."""
        return self.say(language, text_id, data).text

    def when(
        self,
        moment: datetime,
        language: str,
        now: datetime | None = None,
        tz: tzinfo | None = None,
        *,
        before: bool = False,
    ) -> str:
        """A moment as people say it: 11月27日(周五)18:00, 今天15:00; with another year than that
        of `now`, the year too. `before` says that it is a due date: …前. Raises ValueError for
        a moment without a zone."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a zone")
        tz = tz or self.zone
        local = moment.astimezone(tz)
        text_id = "when-day"
        if now is not None:
            today = now.astimezone(tz).date()
            other_year = "when-year" if local.year != today.year else text_id
            text_id = _DAYS.get((local.date() - today).days, other_year)
        said = self.word(
            language,
            text_id,
            year=local.year,
            month=self.word(language, f"month-{local.month}"),
            day=local.day,
            weekday=self.word(language, f"weekday-{local.isoweekday()}"),
            time=f"{local:%H:%M}",
        )
        return self.word(language, "when-before", when=said) if before else said

    def span(self, seconds: int, language: str) -> str:
        """A length of time in its two largest units: 1小时20分钟, 2天3小时, 5分钟."""
        if seconds < _MINUTE:
            return self.word(language, "span-moment")
        large, small, names = (
            (_DAY, _HOUR, ("span-days", "span-hours"))
            if seconds >= _DAY
            else (_HOUR, _MINUTE, ("span-hours", "span-minutes"))
        )
        counts = (seconds // large, seconds % large // small)
        words = [self.word(language, i, n=n) for i, n in zip(names, counts, strict=True) if n]
        return self.word(language, "span-join").join(words)

    def _filling(self, language: str, value: Any, now: datetime | None) -> Said | None:
        """What a value says, None if it is nothing that can be said."""
        if value is None:
            return Said("")
        if isinstance(value, str):
            return Said(value)
        if isinstance(value, Mapping):
            return self._nested(language, value, now)
        if not isinstance(value, Sequence):
            return None
        lines = [self._filling(language, line, now) for line in value]
        said = [line for line in lines if line is not None]
        return fill("\n".join(mark(index) for index in range(len(said))), said)

    def _nested(
        self, language: str, value: Mapping[str, Any], now: datetime | None
    ) -> Said | None:
        if "$when" in value:
            moment = datetime.fromisoformat(value["$when"])
            before = bool(value.get("before"))
            return Said(self.when(moment, language, now, before=before))
        if "$span" in value:
            return Said(self.span(int(value["$span"]), language))
        text_id = value.get("$text", value.get("text_id"))
        if not isinstance(text_id, str):
            return None
        return self.say(language, text_id, value.get("data"), now=now)
