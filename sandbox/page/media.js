// What a message may carry besides text: photos, albums, files, voice, locations.

import { api } from "./api.js";
import { fullName, h, icon } from "./dom.js";
import { miniMap } from "./map.js";
import { t } from "./texts.js";

const WIDEST = 272;
const TALLEST = 340;

/** The kind of a message's content, by the first of Telegram's fields that it has. */
const KINDS = ["photo", "location", "venue", "voice", "video", "video_note", "animation", "audio", "sticker", "document", "contact"];
export const kindOf = (message) => KINDS.find((kind) => message[kind]) ?? "text";

const NAMES = {
  photo: "photo", location: "location", venue: "location", voice: "voice", video: "video", video_note: "video",
  animation: "video", audio: "audio", sticker: "sticker", document: "document", contact: "contact",
};

/** One line that stands for the message in a quote. */
export function excerpt(message) {
  const text = message.text ?? message.caption;
  if (text) return text.replace(/\s+/g, " ").slice(0, 120);
  const kind = kindOf(message);
  if (kind === "sticker") return message.sticker.emoji ?? t("sticker");
  return t(NAMES[kind] ?? "unknownKind");
}

/** The last line of the picker, where the sandbox writes [photo] for a photo without words. */
export function kindWords(text) {
  const kind = /^\[(\w+)\]$/.exec(text)?.[1];
  return NAMES[kind] ? t(NAMES[kind]) : text;
}

const largest = (sizes) => sizes.reduce((a, b) => (a.width * a.height >= b.width * b.height ? a : b));
export const photoUrl = (message) => api.fileUrl(largest(message.photo).file_id);

function photo(message, acts) {
  const { width, height } = largest(message.photo);
  const scale = Math.min(WIDEST / width, TALLEST / height, 1.6);
  const [w, tall] = [Math.max(140, Math.round(width * scale)), Math.max(90, Math.round(height * scale))];
  return h("button", {
    type: "button", class: "photo", "aria-label": t("openPhoto"), onclick: () => acts.enlarge(message),
    style: { width: `${w}px`, "aspect-ratio": `${w} / ${tall}` },
  }, h("img", { src: photoUrl(message), alt: t("photoAlt"), loading: "lazy", draggable: "false" }));
}

/** The photos of one album as one grid. */
export function album(messages, acts) {
  return h("div", { class: "album", dataset: { n: Math.min(messages.length, 5) } },
    ...messages.map((message) => h("button", {
      type: "button", class: "photo", "aria-label": t("openPhoto"), onclick: () => acts.enlarge(message),
      dataset: { part: message.message_id },
    }, h("img", { src: photoUrl(message), alt: t("photoAlt"), loading: "lazy", draggable: "false" }))));
}

function location({ latitude, longitude }, acts) {
  return h("button", {
    type: "button", class: "place", "aria-label": t("location"), onclick: () => acts.showPlace(latitude, longitude),
  }, miniMap(latitude, longitude));
}

function sizeOf(file) {
  return file.file_size ? t("size", { n: Math.max(1, Math.round(file.file_size / 1024)).toLocaleString() }) : "";
}

const row = (name, title, note, href) =>
  h(href ? "a" : "div", { class: "file", href, download: href && "" },
    h("span", { class: "file-icon" }, icon(name)),
    h("span", { class: "file-text" }, h("b", {}, title), h("small", {}, note)));

/** Bars of a voice message: drawn from its id, since the sandbox keeps no wave form. */
function wave(seed) {
  const heights = Array.from({ length: 26 }, (_, i) => 22 + 78 * Math.abs(Math.sin(i * i + seed) * Math.cos(i / 4)));
  return h("span", { class: "wave", "aria-hidden": "true" },
    ...heights.map((percent) => h("i", { style: { height: `${percent}%` } })));
}

function voice(message) {
  const seconds = message.voice.duration ?? 0;
  const length = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return h("div", { class: "file" },
    h("span", { class: "file-icon" }, icon("voice")),
    h("span", { class: "file-text", "aria-label": t("voice") }, wave(message.message_id), h("small", {}, length)));
}

/** The element for what `message` carries, or null for plain text. */
export function media(message, acts) {
  const kind = kindOf(message);
  const body = message[kind];
  switch (kind) {
    case "photo": return photo(message, acts);
    case "location": return location(body, acts);
    case "venue": return location(body.location, acts);
    case "voice": return voice(message);
    case "sticker": return h("div", { class: "sticker", role: "img", "aria-label": t("sticker") }, body.emoji ?? "🙂");
    case "contact": return row("person", fullName(body), body.phone_number);
    case "document": return row("file", body.file_name ?? t("document"), sizeOf(body), api.fileUrl(body.file_id));
    case "video": case "animation": case "video_note": return row("video", t("video"), sizeOf(body));
    case "audio": return row("voice", body.title ?? body.file_name ?? t("audio"), sizeOf(body));
    default: return null;
  }
}
