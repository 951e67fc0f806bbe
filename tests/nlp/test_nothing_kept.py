"""What somebody wrote may be erased (model.md C12): the program remembers no message."""

import gc
import weakref
from functools import _lru_cache_wrapper
from uuid import uuid4

import pytest

from bot.nlp.similar import closest, elsewhere, likeness, vector, words_of
from bot.nlp.understand import Understander

MESSAGES = (
    "楼道里好大的煤气味，我是{}",
    "{}笑死了，路灯坏了，文昌路45号",
    "触电了 {} 快来",
    "{} 松涛里停水",
)


class Watched(str):
    """Words that somebody wrote."""


def caches() -> "list[_lru_cache_wrapper[object]]":
    """All that our own modules keep of what was asked before."""
    found = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
    return [one for one in found if str(one.__module__).startswith("bot.")]


@pytest.mark.parametrize("message", MESSAGES)
def test_no_cache_keeps_a_message(understander: Understander, message: str):
    """What is asked anew for each of twenty messages is of the message; it must be empty then."""
    understander.understand(message.format("someone"))
    understander.teachable(message.format("someone"))
    before = {id(one): one.cache_info().misses for one in caches()}
    assert before
    for _ in range(20):
        understander.understand(message.format(uuid4().hex))
        understander.teachable(message.format(uuid4().hex))
        vector(message.format(uuid4().hex))
    kept = [
        one.__qualname__
        for one in caches()
        if one.cache_info().misses - before.get(id(one), 0) > 10 and one.cache_info().currsize
    ]
    assert kept == []


def test_texts_that_were_compared_are_forgotten():
    one, other = Watched("松涛里停水 王小五"), Watched("松涛里没水 王小五")
    assert likeness(vector(one), vector(other)) > 0
    assert closest(one, [other], 1) == [0]
    assert words_of(one)
    assert not elsewhere(one, other)
    watched = [weakref.ref(one), weakref.ref(other)]
    del one, other
    gc.collect()
    assert [ref() for ref in watched] == [None, None]
