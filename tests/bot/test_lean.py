"""aiogram's models built on first use are the same as those built at its import."""

import json
import subprocess
import sys

PROGRAM = """
import json, sys
from bot.lean import import_aiogram

def play():
    from aiogram import methods, types
    from aiogram.methods import Response
    from aiogram.types import Update, User
    person = {"id": 1, "is_bot": False, "first_name": "L"}
    chat = {"id": 1, "type": "private", "first_name": "L"}
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9, "new_field": 1}]
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person, "photo": photo,
               "reply_to_message": {"message_id": 2, "date": 1, "chat": chat, "text": "x"}}
    query = {"id": "1", "from": person, "chat_instance": "1", "data": "x", "message": message}
    rows = types.InlineKeyboardMarkup(
        inline_keyboard=[[types.InlineKeyboardButton(text="a", callback_data="b")]]
    )
    bold = types.MessageEntity(type="bold", offset=0, length=1)
    made = [
        Update.model_validate({"update_id": 1, "message": message}),
        Update.model_validate({"update_id": 2, "callback_query": query}),
        Response[User].model_validate({"ok": True, "result": person}),
        methods.SendMessage(chat_id=1, text="x", entities=[bold], reply_markup=rows),
        methods.EditMessageText(chat_id=1, message_id=2, text="x", reply_markup=rows),
        methods.SendMediaGroup(chat_id=1, media=[types.InputMediaPhoto(media="a")]),
        methods.SetMyCommands(commands=[types.BotCommand(command="a", description="b")]),
    ]
    return [repr(one) for one in made]

def unbuilt():
    from aiogram import types
    models = (getattr(types, name) for name in types.__all__)
    return sum(not getattr(model, "__pydantic_complete__", True) for model in models)

if sys.argv[1] == "lean":
    import_aiogram()
    import_aiogram()
print(json.dumps([play(), unbuilt() > 200]))
"""


HTTPX = """
import sys
from bot.lean import import_httpx
import_httpx()
import_httpx()
import httpx
print(httpx.Client.__name__, "rich" in sys.modules, "httpx._main" in sys.modules)
"""


def spoken(how: str) -> list[object]:
    command = [sys.executable, "-c", PROGRAM, how]
    found = subprocess.run(command, capture_output=True, check=True)
    return list(json.loads(found.stdout))


def test_models_are_built_on_first_use_and_the_same():
    lean, whole = spoken("lean"), spoken("whole")
    assert lean[0] == whole[0]
    assert (lean[1], whole[1]) == (True, False)


def test_httpx_comes_without_its_command_line():
    found = subprocess.run([sys.executable, "-c", HTTPX], capture_output=True, check=True)
    assert found.stdout.split() == [b"Client", b"False", b"False"]
