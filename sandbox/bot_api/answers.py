"""Short-lived signs: answers to buttons, "typing"."""

from sandbox.bot_api.recipient import writable
from sandbox.bot_api.registry import Call, method
from sandbox.errors import bad_request
from sandbox.updates import CALLBACK_LIFE

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ACTION_SECONDS = 5.0  # bots/api#sendchataction
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
}  # fmt: skip


@method("answerCallbackQuery")
def answer_callback(call: Call) -> bool:
    """bots/api#answercallbackquery; once, within 150 real seconds (telegram.md)."""
    identity = call.args.text("callback_query_id")
    row = call.world.store.row("SELECT chat_id, asked FROM callbacks WHERE id=?", identity)
    if row is None or call.world.clock.real() - row[1] > CALLBACK_LIFE:
        raise bad_request(TOO_OLD)
    text = call.args.text("text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    call.world.store.run("DELETE FROM callbacks WHERE id=?", identity)
    alert, url = call.args.flag("show_alert"), call.args.text("url")
    call.world.chats.toast(row[0], identity, text, alert=alert, url=url)
    return True


@method("sendChatAction")
def send_action(call: Call) -> bool:
    """bots/api#sendchataction"""
    chat = writable(call)
    action = call.args.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.actions[chat["id"]] = (action, call.world.clock.real() + ACTION_SECONDS)
    call.world.chats.next_seq(chat["id"])
    return True
