"""Photos, documents, albums: the same bytes back, ids that stay, sizes that are refused."""

import io
from pathlib import Path

import httpx
import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto

from sandbox.files import make_image
from tests.sandbox.people import LIN, TOKEN, WANG, Control

IMAGE = make_image(7, 800, 600)


async def test_an_uploaded_photo_comes_back_byte_for_byte(people: Control, bot: Bot) -> None:
    sent = await bot.send_photo(WANG, BufferedInputFile(IMAGE, "lampe.png"), caption="修好了")
    assert sent.photo
    assert [(size.width, size.height) for size in sent.photo] == [(320, 240), (800, 600)]
    assert sent.caption == "修好了"
    target = io.BytesIO()
    await bot.download(sent.photo[-1], target)
    assert target.getvalue() == IMAGE
    page = await people.http.get(f"/sandbox/files/{sent.photo[-1].file_id}")
    assert (page.content, page.headers["content-type"]) == (IMAGE, "image/png")


async def test_a_file_id_stays_the_same_for_everybody(people: Control, ptb: telegram.Bot) -> None:
    await people.post(f"people/{WANG}/photos", count=1, caption="坏的灯")
    update = (await ptb.get_updates())[0]
    assert update.message
    photo = update.message.photo[-1]
    relayed = await ptb.send_photo(LIN, photo.file_id)
    assert relayed.photo == update.message.photo
    content = await (await ptb.get_file(photo.file_id)).download_as_bytearray()
    assert len(content) == photo.file_size


async def test_documents_and_the_wrong_kind_of_file(ptb: telegram.Bot) -> None:
    data = bytes(range(256)) * 40
    sent = await ptb.send_document(WANG, data, filename="../报告 1.pdf", caption="附件")
    assert sent.document
    assert (sent.document.file_name, sent.document.file_size) == (".._报告 1.pdf", len(data))
    file = await ptb.get_file(sent.document)
    assert bytes(await file.download_as_bytearray()) == data
    with pytest.raises(
        telegram.error.BadRequest, match="Can't use file of type document as photo"
    ):
        await ptb.send_photo(WANG, sent.document.file_id)
    with pytest.raises(telegram.error.BadRequest, match="Wrong remote file identifier specified"):
        await ptb.send_document(WANG, "AgAC-unknown")
    with pytest.raises(telegram.error.BadRequest, match="Failed to get http url content"):
        await ptb.send_photo(WANG, "https://example.org/a.jpg")


async def test_albums_of_the_bot(people: Control, bot: Bot) -> None:
    known = await bot.send_photo(WANG, BufferedInputFile(IMAGE, "a.png"))
    assert known.photo
    album = await bot.send_media_group(
        WANG,
        [
            InputMediaPhoto(media=known.photo[-1].file_id, caption="前"),
            InputMediaPhoto(media=BufferedInputFile(IMAGE, "b.png")),
        ],
    )
    assert album[0].media_group_id == album[1].media_group_id is not None
    assert [message.caption for message in album] == ["前", None]
    with pytest.raises(TelegramBadRequest, match="document can't be mixed with other media types"):
        await bot.send_media_group(
            WANG,
            [
                InputMediaPhoto(media=known.photo[-1].file_id),
                InputMediaDocument(media=BufferedInputFile(b"x", "x.txt")),
            ],
        )
    eleven = [{"type": "photo", "media": known.photo[-1].file_id}] * 11
    for media, reason in (
        (None, 'Bad Request: parameter "media" is required'),
        ([], "Bad Request: there are no messages to send"),
        (eleven, "Bad Request: too many messages to send as an album"),
        (
            [{"type": "photo", "media": "attach://x"}],
            "Bad Request: can't parse InputMedia: media not found",
        ),
    ):
        params = {} if media is None else {"media": media}
        assert await people.error("sendMediaGroup", chat_id=WANG, **params) == reason
    assert len(await people.heard(WANG)) == 3


async def test_an_album_of_a_person_is_one_update_each(people: Control, bot: Bot) -> None:
    sent = await people.post(f"people/{WANG}/photos", count=3, caption="三张 #灯")
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert [message.message_id for message in messages] == sent["message_ids"]
    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["三张 #灯", None, None]
    assert [e.type for e in messages[0].caption_entities or []] == ["hashtag"]


async def test_uploads_of_people(people: Control, bot: Bot) -> None:
    files = [("files", ("a.png", IMAGE, "image/png")), ("files", ("b.png", IMAGE, "image/png"))]
    answer = await people.http.post(
        f"/sandbox/people/{WANG}/photos", files=files, data={"caption": "两张"}
    )
    assert len(answer.json()["message_ids"]) == 2
    answer = await people.http.post(
        f"/sandbox/people/{WANG}/files",
        files={"file": ("语音.ogg", b"OggS", "audio/ogg")},
        data={"kind": "voice"},
    )
    assert answer.status_code == 200
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert messages[0].photo
    assert messages[0].photo[-1].width == 800
    assert messages[2].voice
    assert (messages[2].voice.mime_type, messages[2].voice.file_size) == ("audio/ogg", 4)
    status, reason = await people.refused(f"people/{WANG}/files", kind="hologram")
    assert (status, reason.split(";")[0]) == (422, "There is no kind 'hologram'")


async def test_20_mb_is_the_end_of_downloads(people: Control, bot: Bot) -> None:
    huge = 25 * 1024 * 1024
    await people.post(f"people/{WANG}/files", kind="document", size=huge, name="big.zip")
    await people.post(f"people/{WANG}/files", kind="document", size=3_000_000, name="ok.zip")
    first, second = [update.message for update in await bot.get_updates()]
    assert first
    assert first.document
    assert first.document.file_size == huge
    with pytest.raises(TelegramBadRequest, match="Bad Request: file is too big"):
        await bot.get_file(first.document.file_id)
    assert second
    assert second.document
    target = io.BytesIO()
    await bot.download(second.document, target)
    assert len(target.getvalue()) == 3_000_000
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await bot.get_file("nonsense")


async def test_photos_above_10_mb_and_bodies_above_50_mb_are_refused(
    people: Control, bot: Bot
) -> None:
    big = BufferedInputFile(IMAGE + bytes(10 * 1024 * 1024), "big.png")
    with pytest.raises(TelegramBadRequest, match="is too big for a photo; the maximum size"):
        await bot.send_photo(WANG, big)
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await bot.send_document(WANG, BufferedInputFile(b"", "leer.txt"))
    assert await people.heard(WANG) == []


async def test_captions_are_edited_and_limited(people: Control, ptb: telegram.Bot) -> None:
    sent = await ptb.send_photo(WANG, IMAGE, caption="vorher")
    edited = await ptb.edit_message_caption(WANG, sent.message_id, caption="nachher")
    assert isinstance(edited, telegram.Message)
    assert (edited.caption, edited.photo) == ("nachher", sent.photo)
    with pytest.raises(telegram.error.BadRequest, match="Message caption is too long"):
        await ptb.edit_message_caption(WANG, sent.message_id, caption="长" * 1025)
    other = telegram.InputMediaPhoto(make_image(1, 10, 10), caption="neu")
    changed = await ptb.edit_message_media(other, WANG, sent.message_id)
    assert isinstance(changed, telegram.Message)
    assert (changed.photo[-1].width, changed.caption) == (10, "neu")
    copy = await ptb.copy_message(LIN, WANG, sent.message_id, caption="Kopie")
    assert (await people.chat(LIN))["messages"][0]["caption"] == "Kopie"
    assert copy.message_id


async def test_a_path_outside_the_files_is_not_found(people: Control, tmp_path: Path) -> None:
    assert (tmp_path / "sandbox" / "sandbox.sqlite").exists()
    for path in ("../sandbox.sqlite", "%2e%2e/sandbox.sqlite", "photos/none.jpg"):
        url = httpx.URL(f"{people.url}/file/bot{TOKEN}/").copy_with(
            raw_path=f"/file/bot{TOKEN}/{path}".encode()
        )
        assert (await people.http.get(url)).status_code == 404
