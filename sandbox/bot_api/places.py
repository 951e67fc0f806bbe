"""Messages without a file or a text: location, venue, contact."""

from typing import Any

from sandbox.bot_api.registry import Call, method
from sandbox.bot_api.sending import deliver
from sandbox.errors import bad_request


def _coordinates(call: Call) -> dict[str, float]:
    latitude, longitude = call.args.number("latitude"), call.args.number("longitude")
    if latitude is None or longitude is None:
        raise bad_request(f"{'latitude' if latitude is None else 'longitude'} is empty")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


@method("sendLocation")
def send_location(call: Call) -> dict[str, Any]:
    """bots/api#sendlocation"""
    return deliver(call, {"location": _coordinates(call)})[0]


@method("sendVenue")
def send_venue(call: Call) -> dict[str, Any]:
    """bots/api#sendvenue"""
    location = _coordinates(call)
    venue: dict[str, Any] = {"location": location}
    for name in ("title", "address"):
        venue[name] = call.args.text(name)
        if not venue[name]:
            raise bad_request(f"{name} is empty")
    return deliver(call, {"venue": venue, "location": location})[0]


@method("sendContact")
def send_contact(call: Call) -> dict[str, Any]:
    """bots/api#sendcontact"""
    contact: dict[str, Any] = {}
    for name in ("phone_number", "first_name"):
        contact[name] = call.args.text(name)
        if not contact[name]:
            raise bad_request(f"{name} is empty")
    if call.args.text("last_name"):
        contact["last_name"] = call.args.text("last_name")
    return deliver(call, {"contact": contact})[0]
