// What opens over a phone or over the page: menus, alerts, the map, the photo viewer.

import { h, icon, iconButton } from "./dom.js";
import { photoUrl } from "./media.js";
import { BigMap, gridAt, gridWords, loadMap } from "./map.js";
import { t } from "./texts.js";

/** Cover `host` (a phone) with `node` until `close()`; the rest of the phone rests meanwhile. */
function cover(host, node, name) {
  const before = document.activeElement;
  const rest = [...host.children].filter((child) => !child.inert);
  const close = () => {
    layer.remove();
    rest.forEach((child) => { child.inert = false; });
    before?.focus?.();
  };
  const layer = h("div", {
    class: `cover cover-${name}`, role: "dialog", "aria-modal": "true",
    onkeydown: (event) => event.key === "Escape" && (event.stopPropagation(), close()),
    onclick: (event) => event.target === layer && close(),
  }, node);
  rest.forEach((child) => { child.inert = true; });
  host.append(layer);
  return close;
}

/** The dialog of answerCallbackQuery with show_alert. */
export function alertOver(host, text) {
  const ok = h("button", { type: "button", class: "primary", onclick: () => close() }, t("ok"));
  const close = cover(host, h("div", { class: "alert" }, h("p", {}, text), ok), "alert");
  ok.focus();
}

/** items: [{icon, label, act, danger}]; at: client coordinates, or an element to hang from. */
export function menuOver(host, items, at) {
  const buttons = items.map((item) => h("button", {
    type: "button", role: "menuitem", class: item.danger ? "danger" : null,
    onclick: () => { close(); item.act(); },
  }, icon(item.icon), h("span", {}, item.label)));
  const node = h("div", { class: "menu", role: "menu", onkeydown: (event) => walk(event, buttons) }, ...buttons);
  const close = cover(host, node, "menu");
  const frame = host.getBoundingClientRect();
  const from = at instanceof Element ? at.getBoundingClientRect() : { left: at.x, right: at.x, top: at.y, bottom: at.y };
  const [w, tall] = [node.offsetWidth, node.offsetHeight];
  const below = from.bottom + tall + 8 < frame.bottom;
  node.style.left = `${Math.min(Math.max(from.left - frame.left, 8), frame.width - w - 8)}px`;
  node.style.top = `${Math.max(8, (below ? from.bottom : from.top - tall) - frame.top)}px`;
  buttons[0].focus();
}

function walk(event, buttons) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const at = buttons.indexOf(document.activeElement);
  buttons[(at + step + buttons.length) % buttons.length].focus();
  event.preventDefault();
}

const head = (title, close) => h("header", { class: "sheet-head" }, h("h2", {}, title), iconButton("close", t("close"), close));

/** Show a point on the map of the grids. */
export async function showPlace(host, latitude, longitude) {
  const map = await loadMap();
  const [x, y] = map.toXY(longitude, latitude);
  const big = new BigMap(map);
  const [name, where] = gridWords(gridAt(map, x, y));
  const close = cover(host, h("div", { class: "sheet" },
    head(t("location"), () => close()), big.node,
    h("div", { class: "chosen-place" }, icon("pin"), h("p", {}, h("b", {}, name), h("small", {}, where)))), "sheet");
  big.mark(x, y, true);
}

/** Let the person choose a point; calls send(latitude, longitude). */
export async function pickPlace(host, send) {
  const map = await loadMap();
  let chosen = null;
  const name = h("b", {}, t("pickPoint"));
  const where = h("small");
  const button = h("button", {
    type: "button", class: "primary", disabled: true, onclick: () => { close(); send(chosen[1], chosen[0]); },
  }, t("sendThis"));
  const choose = (x, y) => {
    chosen = map.toLonLat(x, y);
    [name.textContent, where.textContent] = gridWords(gridAt(map, x, y));
    button.disabled = false;
  };
  const big = new BigMap(map, choose);
  const search = h("input", { type: "search", placeholder: t("findGrid"), "aria-label": t("findGrid"), oninput: () => list() });
  const names = h("div", { class: "grid-list" });
  const list = () => names.replaceChildren(...map.grids
    .filter((g) => `${g.name} ${g.community} ${g.street} ${g.code}`.includes(search.value.trim()))
    .map((g) => h("button", { type: "button", onclick: () => { big.mark(...g.middle, true); choose(...g.middle); } },
      h("b", {}, g.name), h("small", {}, gridWords(g)[1]))));
  list();
  const close = cover(host, h("div", { class: "sheet" },
    head(t("sendLocation"), () => close()), big.node,
    h("label", { class: "search" }, icon("search"), search), names,
    h("div", { class: "chosen-place", role: "status" }, icon("pin"), h("p", {}, name, where), button)), "sheet");
  host.querySelector(".sheet-head button").focus();
}

/** The photos of a chat, large, from `message` on. */
export function viewPhotos(messages, message) {
  let at = messages.findIndex((m) => m.message_id === message.message_id);
  const picture = h("img", { alt: t("photoAlt") });
  const caption = h("p");
  const count = h("span", { class: "viewer-count" });
  const go = (step) => {
    at = Math.min(Math.max(at + step, 0), messages.length - 1);
    picture.src = photoUrl(messages[at]);
    caption.textContent = messages[at].caption ?? "";
    count.textContent = `${at + 1} / ${messages.length}`;
    previous.disabled = at === 0;
    next.disabled = at === messages.length - 1;
  };
  const previous = iconButton("back", t("previous"), () => go(-1), { class: "icon-button previous" });
  const next = iconButton("right", t("next"), () => go(1), { class: "icon-button next" });
  const dialog = h("dialog", {
    class: "viewer", "aria-label": t("photo"), onclose: () => dialog.remove(),
    onclick: (event) => ["DIALOG", "FIGURE"].includes(event.target.tagName) && dialog.close(),
    onkeydown: (event) => go({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0),
  },
  h("header", {}, count, iconButton("close", t("close"), () => dialog.close())),
  previous, h("figure", {}, picture, caption), next);
  go(0);
  document.body.append(dialog);
  dialog.showModal();
}
