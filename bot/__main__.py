"""The command line: `minsheng …`, for operators. Each command imports what it needs, so that
`minsheng classify` starts without a bot."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.keeping import keeping_all

with keeping_all():
    from bot.settings import Settings, SettingsError, prepare_data_dir, read_settings

if TYPE_CHECKING:
    from bot.demo import Demo
    from bot.nlp.understand import Knowledge, Understander
    from service.corrections import Lesson

Command = Callable[[argparse.Namespace], int]
PACKS = Path(__file__).parent.parent / "districts"


def main(arguments: list[str] | None = None) -> int:
    """0 when it went well, 1 for findings, 2 with one sentence when it could not be done."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except SettingsError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return 130


def _refuse(sentence: str) -> int:
    print(f"minsheng: {sentence}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="minsheng", description="A bot for grassroots matters.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(
        name: str, command: Command, words: str, group: Any = commands
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = group.add_parser(name, help=words, description=words)
        made.set_defaults(command=command)
        return made

    run = add("run", run_bot, "run the bot against Telegram")
    run.add_argument("--roles", default="", help="some of inbox,push,clock,web; default all")
    add("up", up, "without a token: run against a local Telegram with the demo district")
    district = commands.add_parser("district", help="check or load a district pack")
    packs = district.add_subparsers(required=True, metavar="COMMAND")
    for name, command, words in (
        ("check", check_district, "name file, row and field of each fault"),
        ("load", load_district, "load a pack; loading it twice changes nothing"),
    ):
        add(name, command, words, packs).add_argument("path", type=Path)
    admin = commands.add_parser("admin", help="the district's administrators")
    admins = admin.add_subparsers(required=True, metavar="COMMAND")
    add("invite", invite, "make a link for an administrator", admins).set_defaults(
        role="admin", scope=""
    )
    guest = add("invite", invite, "make a link for a role in a grid, station or unit")
    guest.add_argument("role")
    guest.add_argument("scope", nargs="?", default="")
    add("classify", classify, "JSON lines on standard input, JSON lines out")
    teach = add("train", train, "learn words from labelled messages (JSON lines, .gz too)")
    teach.add_argument("labelled", type=Path, nargs="*")
    teach.add_argument("--from-corrections", action="store_true", help="what staff corrected")
    teach.add_argument("--out", type=Path, required=True, help="the weight file to write")
    judge = add("evaluate", evaluate, "how often labelled messages are understood")
    judge.add_argument("labelled", type=Path, nargs="*")
    judge.add_argument(
        "--from-corrections", action="store_true", help="with --folds: how far they would help"
    )
    by = judge.add_mutually_exclusive_group(required=True)
    by.add_argument("--model", type=Path, help="a weight file that has not seen the messages")
    by.add_argument("--folds", type=int, help="train on the others of so many parts, all views")
    by.add_argument("--classes", action="store_true", help="as classify, by lexicon/labels.csv")
    judge.add_argument("--view", choices=("full", "subject", "text"), default="full")
    judge.add_argument("--traditional", action="store_true", help="rewrite the messages first")
    judge.add_argument("--json", action="store_true")
    add("corrections", corrections, "what was kept of corrections, as JSON lines for train")
    add("explain", explain, "every step of understanding a text").add_argument("text")
    again = add("clusters", clusters, "what came up again and again in a week")
    again.add_argument("--week", required=True, help="as 2026-W47, from Monday to Sunday")
    again.add_argument("--least", type=int, default=2, help="orders of a cluster; default 2")
    add("check", check, "verify what must hold in the database; read-only")
    aside = add("dead", dead, "list updates that were put aside")
    aside.add_argument("--again", action="store_true", help="handle them again, after a mend")
    schema = commands.add_parser("db", help="the database's schema")
    schemas = schema.add_subparsers(required=True, metavar="COMMAND")
    add("upgrade", upgrade_schema, "bring the schema to the newest revision", schemas)
    revision = add("revision", write_revision, "write a migration from the models", schemas)
    revision.add_argument("message")
    return parser


# --- running --------------------------------------------------------------------------------


def run_bot(options: argparse.Namespace) -> int:
    settings = read_settings()
    _configure_logs(settings, settings.log_level)
    asyncio.run(_serve(settings, tuple(filter(None, options.roles.split(",")))))
    return 0


def up(_: argparse.Namespace) -> int:
    settings = read_settings()
    if settings.bot_token is not None:
        _configure_logs(settings, settings.log_level)
        asyncio.run(_serve(settings))
        return 0
    from bot.demo import demo

    quiet = settings.log_level if "log_level" in settings.model_fields_set else "WARNING"
    _configure_logs(settings, quiet)
    prepare_data_dir(settings)
    with demo(settings, PACKS / settings.district) as town:
        asyncio.run(_play(town))
    return 0


async def _serve(settings: Settings, roles: tuple[str, ...] = ()) -> None:
    """Until SIGTERM or Ctrl-C."""
    from bot.lean import import_aiogram, import_httpx

    with keeping_all():
        import_aiogram()
        import_httpx()
        from bot.app import ROLES, build

    app = build(settings, roles=roles or ROLES)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, app.stopping.set)
    await app.run(alone=True)


async def _play(town: "Demo") -> None:
    from bot.opening import opened

    await _load(town.settings, PACKS / town.settings.district)
    async with opened(town.settings) as (_, district):
        await asyncio.to_thread(town.wake_up, district.calendar)
    print(f"Phones: {town.page}  (Ctrl-C stops)", flush=True)
    await _serve(town.settings)


def _configure_logs(settings: Settings, level: str) -> None:
    from bot.logs import configure

    try:
        configure(level)
    except ValueError:
        raise SettingsError(f"MINSHENG_LOG_LEVEL is no level: {settings.log_level}.") from None


# --- the district and its people ------------------------------------------------------------


def check_district(options: argparse.Namespace) -> int:
    from service.loading import check_district as faults_of

    faults = faults_of(options.path)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def load_district(options: argparse.Namespace) -> int:
    from service.pack import PackError

    try:
        print(asyncio.run(_load(read_settings(), options.path)))
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


async def _load(settings: Settings, path: Path) -> object:
    from bot.clocks import SystemClock
    from bot.opening import prepare_database
    from service.loading import load_district as load
    from storage.database import Database

    await prepare_database(settings)
    database = Database(settings.database)
    try:
        now = SystemClock().now()
        return await load(database, path, now, loopback=settings.telegram_is_local)
    finally:
        await database.close()


def invite(options: argparse.Namespace) -> int:
    from bot.texts.speech import Speech
    from domain.errors import Refused

    try:
        print(asyncio.run(_invite(read_settings(), options.role, options.scope)))
    except Refused as refusal:
        return _refuse(Speech().word("en", refusal.text_id, **refusal.data))
    return 0


async def _invite(settings: Settings, role: str, scope: str) -> str:
    """A link for one person. Raises Refused for a scope that the district does not have."""
    from bot.clocks import SystemClock
    from bot.opening import opened
    from domain.roles import SCOPE_OF_ROLE, Role
    from service.people import make_invite
    from storage.database import unit_of_work

    roles = [known.value for known in SCOPE_OF_ROLE]
    if role not in roles:
        raise SettingsError(f"there is no role {role}; known: {', '.join(roles)}.")
    name = await _bot_name(settings)
    async with opened(settings) as (database, district):
        now = SystemClock().now()
        token = await unit_of_work(
            database, lambda session: make_invite(session, district, Role(role), scope, now=now)
        )
    return f"https://t.me/{name}?start={token}"


async def _bot_name(settings: Settings) -> str:
    """Raises SettingsError when Telegram does not say it."""
    import aiohttp

    address = f"{settings.telegram_api}/bot{settings.token}/getMe"
    try:
        async with aiohttp.ClientSession() as http, http.get(address) as answer:
            return str((await answer.json())["result"]["username"])
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
        raise SettingsError("Telegram does not say who this MINSHENG_BOT_TOKEN is.") from None


# --- tools ----------------------------------------------------------------------------------


def classify(_: argparse.Namespace) -> int:
    from bot.nlp.classify_cli import classify_lines

    return classify_lines(_understander(), sys.stdin.buffer, sys.stdout, sys.stderr)


def explain(options: argparse.Namespace) -> int:
    from bot.nlp.explain import explain as lines_of

    for line in lines_of(_understander(), options.text):
        print(line)
    return 0


def _understander() -> "Understander":
    """What the district's pack knows, with its own weights. Raises SettingsError."""
    from bot.understanding import understander_of

    return understander_of(_knowledge(), read_settings())


def _knowledge() -> "Knowledge":
    from service.knowledge import knowledge_of
    from service.offline import district_of_pack
    from service.pack import PackError, read_pack

    try:
        return knowledge_of(district_of_pack(read_pack(PACKS / read_settings().district)))
    except PackError as error:
        raise SettingsError(str(error)) from None


def train(options: argparse.Namespace) -> int:
    from bot.nlp.learn_cli import read_rows, taught, train_rows

    if options.from_corrections == bool(options.labelled):
        return _refuse("Name files of labelled messages, or --from-corrections, not both.")
    try:
        if options.from_corrections:
            lessons = asyncio.run(_lessons(read_settings()))
            train_rows(taught(lessons), options.out, sys.stdout)
            return 0
        rows, bad = read_rows(options.labelled, sys.stderr)
        train_rows(rows, options.out, sys.stdout)
    except (ValueError, OSError) as error:
        return _refuse(str(error))
    return 1 if bad else 0


async def _lessons(settings: Settings) -> "Sequence[Lesson]":
    from bot.opening import opened
    from service.corrections import lessons

    async with opened(settings) as (database, district), database.reading() as session:
        return await lessons(session, district)


def corrections(_: argparse.Namespace) -> int:
    from bot.nlp.learn_cli import lesson_json

    for lesson in asyncio.run(_lessons(read_settings())):
        print(lesson_json(lesson.words, lesson.before, lesson.after, lesson.version, lesson.day))
    return 0


def evaluate(options: argparse.Namespace) -> int:
    from bot.nlp import learn_cli
    from bot.nlp.weights import WeightsError, load_weights

    if options.from_corrections:
        return _evaluate_corrections(options)
    rows, bad = learn_cli.read_rows(options.labelled, sys.stderr)
    try:
        if options.folds:
            for view, judged in learn_cli.judge_unseen(rows, options.folds).items():
                print(f"# {view}")
                learn_cli.report(judged, sys.stdout, as_json=options.json)
            return 1 if bad else 0
        if options.classes:
            judged = learn_cli.judge_classes(rows, _understander(), options.view)
        else:
            judged = learn_cli.judge_rows(
                rows, load_weights(options.model), options.view, traditional=options.traditional
            )
        learn_cli.report(judged, sys.stdout, as_json=options.json)
    except (WeightsError, ValueError, OSError) as error:
        return _refuse(str(error))
    return 1 if bad else 0


def _evaluate_corrections(options: argparse.Namespace) -> int:
    """Two reports on what staff decided: as classify now, and with weights of the other folds."""
    from bot.nlp import learn_cli

    if not options.folds or options.labelled:
        return _refuse("--from-corrections goes with --folds and without files.")
    lessons = asyncio.run(_lessons(read_settings()))
    try:
        rows = learn_cli.taught(lessons)
        for name, judged in learn_cli.judge_taught(rows, _knowledge(), options.folds).items():
            print(f"# {name}")
            learn_cli.report(judged, sys.stdout, as_json=options.json)
    except ValueError as error:
        return _refuse(str(error))
    return 0


def clusters(options: argparse.Namespace) -> int:
    from bot.clusters_cli import lines_of

    try:
        for line in asyncio.run(lines_of(read_settings(), options.week, options.least)):
            print(line)
    except ValueError:
        return _refuse(f"--week {options.week}: not a week of the calendar, as 2026-W47.")
    return 0


def check(_: argparse.Namespace) -> int:
    return asyncio.run(_check(read_settings()))


async def _check(settings: Settings) -> int:
    from sqlalchemy.exc import SQLAlchemyError

    from bot.clocks import OffsetClock, SystemClock
    from bot.opening import unusable
    from service.invariants import violations
    from storage.database import Database

    clock = OffsetClock(settings.clock_url) if settings.clock_url else SystemClock()
    database = Database(settings.database)
    found = 0
    try:
        async for line in violations(database, settings.district, await clock.fresh()):
            found += 1
            print(line)
    except (SQLAlchemyError, OSError) as error:
        raise unusable(error) from None
    finally:
        await database.close()
        await clock.close()
    return 1 if found else 0


def dead(options: argparse.Namespace) -> int:
    return asyncio.run(_dead(read_settings(), again=options.again))


async def _dead(settings: Settings, *, again: bool) -> int:
    """A line for each: number, chat, tries, why. Never what people wrote."""
    from bot.opening import prepare_database
    from storage import inbox
    from storage.database import Database

    await prepare_database(settings)
    database = Database(settings.database)
    try:
        async with database.transaction() as session:
            for row in await inbox.dead(session, settings.bot_id):
                print(row.update_id, row.lane, row.tries, row.error, sep="\t")
                if again:
                    await inbox.replay(session, settings.bot_id, row.update_id)
    finally:
        await database.close()
    return 0


def upgrade_schema(_: argparse.Namespace) -> int:
    from bot.opening import prepare_database

    asyncio.run(prepare_database(read_settings()))
    return 0


def write_revision(options: argparse.Namespace) -> int:
    from storage.migrate import write_revision as write

    write(options.message)
    return 0


if __name__ == "__main__":
    sys.exit(main())
