"""Cards, texts and digests as their receivers see them. decisions.md 10, 11, 13."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from sandbox.testing import Running
from service.district import DistrictData
from storage import notices
from storage.database import Database
from storage.models import Addition, Card, Order, Person, Reporter, RoleGrant
from storage.outbox import CARD, UNREACHABLE, enqueue, welcome_back
from tests.bot.mouth import (
    BOT_ID,
    DISTRICT,
    demo_district,
    fault,
    heard,
    rows,
    settle,
    silence,
    speaking,
    states,
)
from tests.bot.people import Phones
from tests.conftest import MORNING, MovableClock
from tests.service.orders import an_order

LIN, CHEN = 501, 601  # a resident and the deputy
GRID = "WT-02-01"


class Scene:
    """An order of Lin's that waits for deputy Chen."""

    def __init__(
        self, database: Database, district: DistrictData, phones: Phones, sandbox: Running
    ) -> None:
        self.database, self.district, self.phones, self.sandbox = (
            database,
            district,
            phones,
            sandbox,
        )
        self.clock = MovableClock(MORNING)
        self.order_id = UUID(int=0)

    async def open(self) -> None:
        for number in (LIN, CHEN):
            await self.phones.add(number)
            await self.phones.say(number, "/start")
            await settle(self.database, number, self.clock)
        self.order_id = await self.order()

    async def order(self) -> UUID:
        order = an_order(MORNING, status="confirming", grid=GRID, lead_unit=None)
        async with self.database.transaction() as session:
            session.add(order)
            await session.flush()
            session.add(
                Reporter(district_id=DISTRICT, order_id=order.id, person_id=UUID(int=LIN),
                         linked_at=MORNING)
            )  # fmt: skip
            grant = (DISTRICT, UUID(int=CHEN), "deputy", GRID)
            if await session.get(RoleGrant, grant) is None:
                session.add(
                    RoleGrant(district_id=DISTRICT, person_id=UUID(int=CHEN), role="deputy",
                              scope=GRID, standing="primary", granted_at=MORNING)
                )  # fmt: skip
        return order.id

    async def tell(self, number: int, text_id: str = CARD, **data: Any) -> int:
        async with self.database.transaction() as session:
            return await enqueue(
                session,
                district_id=DISTRICT,
                bot_id=BOT_ID,
                chat_id=number,
                person_id=UUID(int=number),
                order_id=self.order_id,
                kind="status",
                now=MORNING,
                text_id=text_id,
                data=data,
            )

    async def change(self, **fields: Any) -> None:
        async with self.database.transaction() as session:
            await session.execute(update(Order).where(Order.id == self.order_id).values(**fields))

    async def say_all(self) -> None:
        async with speaking(
            self.database, self.sandbox.url, district=self.district, clock=self.clock
        ):
            await silence(self.database)

    async def heard(self, number: int) -> list[str]:
        return await heard(self.phones, number)

    async def messages(self, number: int) -> list[dict[str, Any]]:
        answer = (await self.phones.http.get(f"/sandbox/people/{number}/chat")).json()
        said = [m for m in answer["messages"] if not m["out"]]
        return sorted(said, key=lambda message: message["message_id"])

    def requests(self, method: str) -> int:
        return sum(entry.method == method for entry in self.sandbox.world.log)


@pytest.fixture
async def scene(database, sandbox, phones) -> Scene:
    scene = Scene(database, await demo_district(database), phones, sandbox)
    await scene.open()
    return scene


async def test_a_card_is_one_message_that_is_repainted(scene: Scene):
    await scene.tell(LIN)
    await scene.say_all()
    await scene.change(status="ready")
    await scene.tell(LIN)
    await scene.say_all()
    (card,) = await scene.messages(LIN)
    assert "正在核定派单" in card["text"]
    async with scene.database.reading() as session:
        kept = (await session.scalars(select(Card))).one()
    assert (kept.chat_id, kept.message_id) == (LIN, card["message_id"])


async def test_a_card_that_shows_it_already_costs_no_request(scene: Scene):
    for _ in range(2):
        await scene.tell(LIN)
        await scene.say_all()
    assert scene.requests("editMessageText") == 0
    assert await states(scene.database) == ["sent", "sent"]
    assert len({row.message_id for row in await rows(scene.database)}) == 1


async def test_only_the_newest_of_several_repaints_is_made(scene: Scene):
    await scene.tell(LIN)
    await scene.say_all()
    await scene.change(status="ready")
    for _ in range(3):
        await scene.tell(LIN)
    await scene.say_all()
    assert await states(scene.database) == ["sent", "superseded", "superseded", "sent"]
    assert scene.requests("editMessageText") == 1


async def test_a_card_whose_message_is_gone_is_sent_anew(scene: Scene):
    await scene.tell(LIN)
    await scene.say_all()
    (old,) = await scene.messages(LIN)
    reason = "Bad Request: message to edit not found"
    await fault(scene.phones, "400", method="editMessageText", description=reason)
    await scene.change(status="ready")
    await scene.tell(LIN)
    await scene.say_all()
    new = (await scene.messages(LIN))[-1]
    assert new["message_id"] > old["message_id"]
    async with scene.database.reading() as session:
        assert (await session.scalars(select(Card.message_id))).one() == new["message_id"]


async def test_a_fresh_card_takes_the_buttons_from_the_old_one(scene: Scene):
    await scene.tell(CHEN)
    await scene.tell(CHEN, fresh=True)
    await scene.say_all()
    old, new = await scene.messages(CHEN)
    assert "reply_markup" not in old
    assert new["reply_markup"]["inline_keyboard"]


async def test_who_lost_the_right_to_see_it_is_not_told(scene: Scene):
    await scene.tell(CHEN)
    async with scene.database.transaction() as session:
        await session.execute(delete(RoleGrant))
    await scene.say_all()
    assert await scene.heard(CHEN) == []
    assert await states(scene.database) == ["cancelled"]


async def test_a_text_is_said_in_the_receivers_language(scene: Scene):
    await scene.change(lead_unit="CG")
    async with scene.database.transaction() as session:
        await session.execute(update(Person).values(language="en"))
    await scene.tell(LIN, "close_unrated-resident")
    await scene.say_all()
    (said,) = await scene.heard(LIN)
    assert said.isascii()


async def test_a_push_replies_to_the_card(scene: Scene):
    await scene.tell(LIN)
    await scene.tell(LIN, "close_unrated-resident", **{"$reply_to_card": True})
    await scene.say_all()
    card, push = await scene.messages(LIN)
    assert push["reply_to_message"]["message_id"] == card["message_id"]


async def test_the_photos_go_to_staff_before_the_card(scene: Scene):
    await keep(scene, await taken_photos(scene))
    await scene.tell(CHEN)
    await scene.say_all()
    *album, card = await scene.messages(CHEN)
    assert len(album) == 2
    assert len({message["media_group_id"] for message in album}) == 1
    assert "照片2张" in card["text"]


async def test_a_flood_after_the_photos_does_not_repeat_them(scene: Scene):
    await keep(scene, await taken_photos(scene))
    await fault(scene.phones, "429", method="sendMessage", chat_id=CHEN, retry_after=1)
    await scene.tell(CHEN)
    await scene.say_all()
    assert len(await scene.messages(CHEN)) == 3


async def test_a_photo_that_is_gone_does_not_hold_up_the_card(scene: Scene):
    await keep(scene, ["nothing-such"])
    await scene.tell(CHEN)
    await scene.say_all()
    (card,) = await scene.messages(CHEN)
    assert "照片1张" in card["text"]


async def taken_photos(scene: Scene) -> list[str]:
    """File ids of two photos that Lin has sent."""
    await scene.phones.post(f"people/{LIN}/photos", {"count": 2})
    answer = (await scene.phones.http.get(f"/sandbox/people/{LIN}/chat")).json()
    return [m["photo"][-1]["file_id"] for m in answer["messages"] if "photo" in m]


async def keep(scene: Scene, file_ids: list[str]) -> None:
    async with scene.database.transaction() as session:
        for number, file_id in enumerate(file_ids):
            session.add(
                Addition(
                    district_id=DISTRICT, id=UUID(int=900 + number), order_id=scene.order_id,
                    kind="photo", by_role="resident", file_id=file_id, at=MORNING,
                )
            )  # fmt: skip


async def notice(scene: Scene, order_id: UUID, number: int, text_id: str = "remind-confirm"):
    async with scene.database.transaction() as session:
        await notices.add(
            session,
            district_id=DISTRICT,
            person_id=UUID(int=number),
            order_id=order_id,
            text_id=text_id,
            data={},
            rank=2,
            card=False,
            not_before=MORNING,
            dedupe=f"{order_id}:{number}",
            now=MORNING,
        )


async def flush(scene: Scene, later: timedelta = timedelta()) -> int:
    async with scene.database.transaction() as session:
        now = MORNING + later
        return await notices.flush_due(session, now, district_id=DISTRICT, bot_id=BOT_ID)


async def test_one_notice_is_said_by_itself(scene: Scene):
    await notice(scene, scene.order_id, CHEN)
    await notice(scene, scene.order_id, CHEN)
    assert await flush(scene, -timedelta(minutes=1)) == 0
    assert await flush(scene) == 1
    assert await flush(scene) == 0
    await scene.say_all()
    (said,) = await scene.heard(CHEN)
    assert "还没有定单" in said


async def test_notices_that_fall_together_are_one_message_with_a_button_each(scene: Scene):
    others = [await scene.order() for _ in range(11)]
    for order_id in (scene.order_id, *others):
        await notice(scene, order_id, CHEN)
    assert await flush(scene) == 1
    await scene.say_all()
    (digest,) = await scene.messages(CHEN)
    assert digest["text"].startswith("有12件事")
    assert "还有2件" in digest["text"]
    assert len(digest["reply_markup"]["inline_keyboard"]) == 10


async def test_a_digest_leaves_out_what_may_no_longer_be_seen(scene: Scene):
    for order_id in (scene.order_id, await scene.order()):
        await notice(scene, order_id, CHEN)
    await flush(scene)
    await scene.change(grid="WT-02-02")
    await scene.say_all()
    (digest,) = await scene.messages(CHEN)
    assert digest["text"].startswith("有1件事")


async def test_who_comes_back_hears_what_was_missed(scene: Scene):
    async with scene.database.transaction() as session:
        await session.execute(
            update(Person).where(Person.chat_id == LIN).values(reachable=False, refused_at=MORNING)
        )
    for _ in range(2):
        await scene.tell(LIN)
    await scene.say_all()
    assert [row.error for row in await rows(scene.database)] == [UNREACHABLE] * 2
    async with scene.database.transaction() as session:
        lin = await session.get_one(Person, (DISTRICT, UUID(int=LIN)))
        assert lin.missed == 2
        assert await welcome_back(session, lin, bot_id=BOT_ID, now=MORNING)
    await scene.say_all()
    (said,) = await scene.heard(LIN)
    assert said.startswith("这段时间有1件事有了变化")
