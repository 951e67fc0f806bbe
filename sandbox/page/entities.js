// Telegram's text with entities as elements. Offsets count UTF-16 units, as JavaScript's strings do.

import { h } from "./dom.js";

const BOT_START = /^(?:https?:\/\/)?t\.me\/\w+\?start=([\w-]{1,64})$/i;

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

const withScheme = (url) => (/^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`);

/** A link; the bot's own deep link is sent as /start, since the sandbox is its Telegram. */
function link(url, acts, ...children) {
  const start = BOT_START.exec(url);
  if (start) return command(`/start ${start[1]}`, acts, ...children);
  const safe = /^(https?|tg|mailto|tel):/i.test(withScheme(url)) ? withScheme(url) : "#";
  return h("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

const command = (text, acts, ...children) =>
  h("button", { type: "button", class: "command", onclick: () => acts.say(text) }, ...children);

function element(entity, text, acts, children) {
  switch (entity.type) {
    case "bold": return h("strong", {}, ...children);
    case "italic": return h("em", {}, ...children);
    case "underline": return h("u", {}, ...children);
    case "strikethrough": return h("s", {}, ...children);
    case "code": return h("code", {}, ...children);
    case "pre": return h("pre", {}, h("code", {}, ...children));
    case "blockquote": return h("blockquote", {}, ...children);
    case "expandable_blockquote":
      return h("blockquote", { class: "folded", onclick: (e) => e.currentTarget.classList.toggle("folded") }, ...children);
    case "spoiler":
      return h("span", { class: "spoiler", onclick: (e) => e.currentTarget.classList.remove("spoiler") }, ...children);
    case "text_link": return link(entity.url, acts, ...children);
    case "url": return link(text, acts, ...children);
    case "email": return link(`mailto:${text}`, acts, ...children);
    case "phone_number": return link(`tel:${text.replace(/[^\d+]/g, "")}`, acts, ...children);
    case "bot_command": return command(text, acts, ...children);
    case "mention": case "hashtag": case "cashtag": case "text_mention":
      return h("span", { class: "mention" }, ...children);
    default: return h("span", {}, ...children);
  }
}

const NUMBER = /([A-Za-z0-9]{1,12}(?:-[A-Za-z0-9]{1,12}){1,3})/;

/** Plain text; a number such as QT-20261123-00017 is not broken at its hyphens. */
const plain = (text) => text.split(NUMBER).map((part, i) => (i % 2 ? h("span", { class: "whole" }, part) : part));

/** Nodes of `text` from `from` to `to`; `entities` are those inside, outermost first. */
function build(text, from, to, entities, acts) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    let next = i + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    if (entity.offset > at) nodes.push(...plain(text.slice(at, entity.offset)));
    const inner = build(text, entity.offset, end, entities.slice(i + 1, next), acts);
    nodes.push(element(entity, text.slice(entity.offset, end), acts, inner));
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end; // a block ends its own line
    i = next;
  }
  if (at < to) nodes.push(...plain(text.slice(at, to)));
  return nodes;
}

/** `acts.say(text)` is called for a tapped command. */
export function rich(text, entities = [], acts) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, sorted, acts);
}
