"""Libraries without what this program does not use of them. Each before anything imports it.

aiogram's import asks pydantic to build six hundred validators, of which we use a few dozen:
seconds of processor time and 110 MB (benchmarks/README.md). After `import_aiogram` each is built
when it is first used, and is then the same. httpx's import brings its command line, and with
that rich, where some other tool has installed it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel, ConfigDict

COMMAND_LINE = "httpx._main"
NAMES = "__pydantic_parent_namespace__"  # where pydantic looks for the names in annotations


def import_aiogram() -> None:
    """Does nothing when aiogram has been imported already."""
    if "aiogram" in sys.modules:
        return
    with _built_on_first_use():
        from aiogram import methods, types  # noqa: PLC0415
    names = getattr(types.Update, NAMES)
    for module in (types, methods):
        for name in module.__all__:
            model = getattr(module, name)
            if isinstance(model, type) and issubclass(model, BaseModel):
                setattr(model, NAMES, names)


def import_httpx() -> None:
    """Does nothing when httpx has been imported already."""
    if "httpx" in sys.modules:
        return
    modules: dict[str, Any] = sys.modules
    modules[COMMAND_LINE] = None  # there is none, as far as `import` knows
    import httpx  # noqa: F401, PLC0415

    del modules[COMMAND_LINE]


@contextmanager
def _built_on_first_use() -> Iterator[None]:
    """Models that are defined within wait for their first use; `model_rebuild` with names, by
    which aiogram builds them after its last import, only leaves them these names."""

    def remember(cls: type[BaseModel], *, _types_namespace: dict[str, Any]) -> None:
        setattr(cls, NAMES, _types_namespace)

    build, config = vars(BaseModel)["model_rebuild"], BaseModel.model_config
    BaseModel.model_config = ConfigDict(defer_build=True)
    setattr(BaseModel, "model_rebuild", classmethod(remember))  # noqa: B010 - mypy knows its type
    try:
        yield
    finally:
        BaseModel.model_config = config
        setattr(BaseModel, "model_rebuild", build)  # noqa: B010
