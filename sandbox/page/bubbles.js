// One bubble: what was said, by whom, when, in answer to what, with the buttons under it.

import { h, icon } from "./dom.js";
import { rich } from "./entities.js";
import { album, excerpt, kindOf, media } from "./media.js";
import { t } from "./texts.js";
import { timeOfDay } from "./time.js";

const textOf = (message) => message.text ?? message.caption;
const BARE = new Set(["photo", "location", "venue", "sticker"]); // the time stands on the picture

function quote(message, acts) {
  const said = message.reply_to_message;
  if (!said) return null;
  const known = acts.find(said.message_id) ?? said;
  const gone = known.deleted;
  const who = known.out ?? !known.from?.is_bot ? t("you") : t("bot");
  return h("button", {
    type: "button", class: "quote", onclick: () => acts.jump(said.message_id),
  }, h("b", {}, who), h("span", {}, gone ? t("gone") : message.quote?.text ?? excerpt(known)));
}

function meta(message) {
  return h("span", { class: "meta" },
    message.edited && h("i", {}, t("edited")),
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, timeOfDay(message.date * 1000)),
    message.out && icon("tick"));
}

function body(message, acts) {
  const text = textOf(message);
  const entities = message.entities ?? message.caption_entities;
  if (!text) return meta(message);
  return h("div", { class: "text", dir: "auto" }, ...rich(text, entities, acts), meta(message));
}

/** A button's mark at its corner tells that it leaves the chat. */
function inlineButton(button, message, acts) {
  const waits = button.callback_data !== undefined && acts.waiting(message.message_id, button.callback_data);
  return h("button", {
    type: "button", class: waits ? "key waiting" : "key", "aria-busy": waits ? "true" : null,
    onclick: () => acts.press(message, button),
  }, h("span", {}, button.text), (button.url || button.web_app) && icon("link"));
}

const keyboard = (message, acts) => message.reply_markup?.inline_keyboard?.length > 0 &&
  h("div", { class: "keys" }, ...message.reply_markup.inline_keyboard.map((buttons) =>
    h("div", { class: "keys-row" }, ...buttons.map((b) => inlineButton(b, message, acts)))));

/**
 * group: the messages of one album, or a single one. place: {first, last} within a run of one side.
 * acts: say, press, waiting, enlarge, showPlace, jump, find, menu, reply.
 */
export function bubble(group, place, acts) {
  const message = group.find(textOf) ?? group[0];
  const kind = kindOf(message);
  const classes = ["row", message.out ? "out" : "in", `kind-${kind}`];
  if (place.first) classes.push("first");
  if (place.last) classes.push("last");
  if (!textOf(message) && BARE.has(kind)) classes.push("bare");
  const content = group.length > 1 ? album(group, acts) : media(message, acts);
  const keys = keyboard(message, acts);
  return h("div", {
    class: classes.join(" "), tabindex: -1, dataset: { message: message.message_id },
    oncontextmenu: (event) => acts.menu(event, message),
    ondblclick: (event) => acts.reply(event, message),
  }, h("div", { class: keys ? "bubble with-keys" : "bubble" }, quote(message, acts), content, body(message, acts)), keys);
}
