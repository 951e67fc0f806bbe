"""How fast the sender may speak. telegram.md, "Limits"."""

import pytest

from bot.push.rates import Limits, Rates

PUSH, ANSWER = 3, 1
LI, GROUP = 501, -501


def test_a_private_chat_gets_a_burst_then_one_a_second():
    rates = Rates(Limits(chat_burst=3), 0.0)
    for _ in range(3):
        assert rates.dry_lanes(0.0) == []
        rates.took(LI, ANSWER, 0.0)
    assert rates.dry_lanes(0.0) == [LI]
    assert rates.dry_lanes(0.99) == [LI]
    assert rates.dry_lanes(1.0) == []


def test_a_group_gets_no_more_than_twenty_in_any_minute():
    rates = Rates(Limits(), 0.0)
    for number in range(20):
        assert rates.dry_lanes(number) == []
        rates.took(GROUP, PUSH, float(number))
    assert rates.dry_lanes(59.9) == [GROUP]
    assert rates.dry_lanes(60.0) == []
    rates.took(GROUP, PUSH, 60.0)
    assert rates.dry_lanes(60.0) == [GROUP]


def test_pushes_share_a_rate_that_answers_do_not_use():
    rates = Rates(Limits(per_second=10, burst=1), 0.0)
    for chat in range(1, 30):
        rates.took(chat, ANSWER, 0.0)
    assert rates.pushes_wait(0.0) == 0
    rates.took(LI, PUSH, 0.0)
    assert rates.pushes_wait(0.0) == pytest.approx(0.1)


def test_a_flood_halves_the_rate_and_time_gives_it_back():
    rates = Rates(Limits(per_second=20, recovery=1), 0.0)
    rates.flooded(0.0)
    assert rates.pushes_per_second == 10
    rates.flooded(0.0)
    assert rates.pushes_per_second == 5
    rates.pushes_wait(3.0)
    assert rates.pushes_per_second == 8
    rates.pushes_wait(100.0)
    assert rates.pushes_per_second == 20


def test_it_never_falls_silent():
    rates = Rates(Limits(per_second=20, slowest=2), 0.0)
    for _ in range(10):
        rates.flooded(0.0)
    assert rates.pushes_per_second == 2


def test_it_forgets_chats_that_have_nothing_to_wait_for():
    rates = Rates(Limits(chat_burst=1), 0.0)
    for chat in range(1, 6_000):
        rates.took(chat, ANSWER, 0.0)
    assert len(rates.dry_lanes(0.0)) == 5_999
    assert rates.dry_lanes(10.0) == []
    assert not rates._lanes


def test_without_limits_nothing_waits():
    rates = Rates(None, 0.0)
    for _ in range(100):
        rates.took(LI, PUSH, 0.0)
    rates.flooded(0.0)
    assert rates.dry_lanes(0.0) == []
    assert rates.pushes_wait(0.0) == 0
