"""The figures of benchmarks/README.md. Each starts its own sandbox and bots, takes a minute or
two, prints lines of a table, and asserts nothing: a figure is read by people, on a machine that
they know.
"""

import asyncio
import itertools
import os
import platform
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

from benchmarks.house import Child, House, house
from benchmarks.outcomes import spread
from benchmarks.phones import Phones

RATE = 5.0  # residents a second
RESIDENTS = 300
BURST = 300
ROUNDS = 3
FILLED = 500  # orders after which memory is looked at

# Invented, each with a place of the demo district and a class, so that every one is a new order.
REPORTS = (
    "文昌花园{n}栋楼下的路灯不亮",
    "文昌花园{n}栋门口垃圾桶满了没人清",
    "文昌花园{n}栋后面的下水道堵了",
    "文昌花园{n}栋边上有人半夜施工太吵",
    "文昌花园{n}栋前面的路面坑坑洼洼",
    "文昌花园{n}栋电梯这周坏了三次",
)


def reports() -> Iterator[str]:
    for number, words in zip(itertools.count(1), itertools.cycle(REPORTS), strict=False):
        yield words.format(n=number % 80 + 1)


def machine() -> str:
    """What the figures were measured on, in one line."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = [line.partition(":")[2].strip() for line in info.splitlines() if "model name" in line]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({models[0] if models else platform.machine()}),"
        f" {memory:.0f} GB, Python {platform.python_version()}, load before {load:.1f}"
    )


def echo(home: House) -> AbstractContextManager[Child]:
    """The bare aiogram bot against the same sandbox."""
    return home.child("echo", ["-m", "benchmarks.echo"])


@asynccontextmanager
async def town(home: House, *, residents: int) -> AsyncIterator[tuple[Phones, list[int]]]:
    """The phones of new people who have said nothing yet."""
    async with Phones(home.url) as phones:
        yield phones, [await phones.add(f"居民{number}") for number in range(residents)]


# --- acknowledgement ------------------------------------------------------------------------


async def acknowledge() -> None:
    """From the act of a resident to the bot's sendMessage into that chat, as the sandbox saw it;
    each a new resident with a new order, five a second, flood rules on."""
    with house() as home:
        for name, start in (("minsheng", home.bot), ("aiogram echo", partial(echo, home))):
            with start():
                seconds = await _paced(home)
            p50, p95, most = spread(seconds)
            print(
                f"acknowledge | {name} | SQLite, {RATE:.0f}/s, n={len(seconds)}"
                f" | p50 {p50:.0f} ms, p95 {p95:.0f} ms, max {most:.0f} ms"
            )


async def _paced(home: House) -> list[float]:
    """Seconds to the answer of each resident. The first few, who meet a cold bot, do not count."""
    cold = 10
    async with town(home, residents=RESIDENTS + cold) as (phones, people):
        await phones.until_polled()
        acts: dict[int, float] = {}

        async def act(person: int, words: str) -> None:
            acts[person] = await phones.say(person, words)

        begun = asyncio.get_running_loop().time()
        async with asyncio.TaskGroup() as group:
            for number, (person, words) in enumerate(zip(people, reports(), strict=False)):
                due = begun + number / RATE
                await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
                group.create_task(act(person, words))
        await phones.until_answered(people)
        return [phones.heard[person] - acts[person] for person in people[cold:]]


# --- throughput -----------------------------------------------------------------------------


async def throughput() -> None:
    """A backlog of new orders, worked off as fast as it goes; flood rules off."""
    for postgresql in (False, True):
        name = "PostgreSQL" if postgresql else "SQLite"
        with house(postgresql=postgresql) as home:
            with home.bot(rates=False) as bot:
                await _bursts(f"minsheng, {name}", home, bot)
            if postgresql:
                with echo(home) as bot:
                    await _bursts("aiogram echo", home, bot)


async def _bursts(name: str, home: House, bot: Child) -> None:
    found = [await _burst(home, bot) for _ in range(ROUNDS)]
    rates = [rate for rate, _ in found]
    cpu = statistics.median(cost for _, cost in found)
    print(
        f"throughput | {name} | {ROUNDS} × {BURST} waiting updates"
        f" | {statistics.median(rates):.0f}/s ({min(rates):.0f} to {max(rates):.0f}),"
        f" {cpu * 1000:.1f} ms of processor time each"
    )


async def _burst(home: House, bot: Child) -> tuple[float, float]:
    """(updates a second until everybody has an answer, processor seconds of the bot for each
    until it has nothing left to say). The bot is held while the updates are laid up."""
    async with town(home, residents=BURST) as (phones, people):
        await phones.until_polled()
        bot.pause()
        for person, words in zip(people, reports(), strict=False):
            await phones.say(person, words)
        used, begun = bot.cpu_seconds(), time.time()
        bot.go_on()
        await phones.until_answered(people)
        await phones.until_quiet()
        last = max(phones.heard[person] for person in people)
        return BURST / (last - begun), (bot.cpu_seconds() - used) / BURST


# --- start and memory -----------------------------------------------------------------------


async def start() -> None:
    """From the command to the first answer, a message waiting; database migrated and loaded."""
    with house() as home:
        for name, run in (("minsheng run", home.bot), ("aiogram echo", partial(echo, home))):
            found = [await _first_answer(home, run) for _ in range(ROUNDS)]
            shown = ", ".join(f"{seconds:.2f}" for seconds, _ in found)
            print(
                f"start | {name} | SQLite"
                f" | {statistics.median(seconds for seconds, _ in found):.2f} s ({shown}),"
                f" {statistics.median(cpu for _, cpu in found):.2f} s of processor time"
            )


async def _first_answer(
    home: House, run: Callable[[], AbstractContextManager[Child]]
) -> tuple[float, float]:
    """Seconds to the first answer, and the processor's seconds for it."""
    async with town(home, residents=1) as (phones, people):
        await phones.say(people[0], next(reports()))
        await phones.look()
        begun = time.time()
        with run() as bot:
            await phones.until_answered(people)
            used = bot.cpu_seconds()
        return phones.heard[people[0]] - begun, used


async def memory() -> None:
    """Resident memory of `minsheng run` (all roles, without the sandbox)."""
    with house() as home:
        for name, run in (
            ("minsheng run", partial(home.bot, rates=False)),
            ("aiogram echo", partial(echo, home)),
        ):
            with run() as bot:
                async with town(home, residents=FILLED) as (phones, people):
                    await phones.until_polled()
                    fresh, _ = bot.memory()
                    for person, words in zip(people, reports(), strict=False):
                        await phones.say(person, words)
                    await phones.until_answered(people)
                    await phones.until_quiet()
                    full, most = bot.memory()
            print(
                f"memory | {name} | SQLite, {FILLED} residents"
                f" | {fresh:.0f} MB after the start, {full:.0f} MB afterwards,"
                f" {most:.0f} MB at most"
            )


FIGURES: dict[str, Callable[[], Awaitable[None]]] = {
    "acknowledge": acknowledge,
    "throughput": throughput,
    "start": start,
    "memory": memory,
}


async def measure(names: Sequence[str]) -> None:
    """Print the machine, then one line for each figure."""
    print(machine())
    for name in names:
        await FIGURES[name]()
