"""Processes of our own for tests that kill them. They fork from a server that has imported the
heavy libraries once, since importing aiogram alone takes more than a second."""

import asyncio
import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

KILLED = 9
"""The exit code of storage.crashpoints."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.bot.echo", "tests.chaos.warm"])


def start(work: Callable[..., Any], *arguments: Any) -> BaseProcess:
    """Run a function of a module in a process of its own; everything given must pickle."""
    process = _context.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


async def ended(process: BaseProcess) -> int:
    """Wait for its end; the exit code."""
    await asyncio.to_thread(process.join)
    assert process.exitcode is not None
    return process.exitcode
