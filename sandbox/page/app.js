// The page: people at the left, phones at the right, the clock above. Which phones are open stands in
// the address (#1001,2001) so that links and screenshots work, and in localStorage.

import { Clock } from "./clock.js";
import { h, iconButton, memory, narrow } from "./dom.js";
import { Hub } from "./hub.js";
import { People } from "./people.js";
import { Phone } from "./phone.js";
import { chinese, t } from "./texts.js";

const hub = new Hub();
const phones = new Map();
const stage = h("main", { class: "stage" });
const people = new People(hub, { open, isOpen: (id) => phones.has(id) });
const clock = new Clock(hub);
const offline = h("div", { class: "offline", role: "status", hidden: true }, t("offline"));

function idsOfAddress() {
  const known = location.hash.slice(1).split(",").map(Number).filter((id) => hub.person(id));
  return [...new Set(known)];
}

function remember() {
  const ids = [...phones.keys()].join(",");
  if (!narrow.matches) memory.set("phones", ids);
  if (location.hash.slice(1) !== ids) history.replaceState(null, "", `#${ids}`);
}

/** Make the stage show exactly these people, keeping the phones that stay. */
function show(ids) {
  for (const [id, phone] of phones) {
    if (!ids.includes(id)) {
      phone.remove();
      phones.delete(id);
    }
  }
  for (const id of ids) {
    if (!phones.has(id)) phones.set(id, new Phone(hub, hub.person(id), { close, back }));
  }
  const order = new Map(ids.map((id) => [id, phones.get(id)]));
  phones.clear();
  for (const [id, phone] of order) phones.set(id, phone);
  const wanted = ids.length ? ids.map((id) => phones.get(id).node) : [welcome()];
  const same = stage.children.length === wanted.length && wanted.every((n, i) => stage.children[i] === n);
  if (!same) {
    for (const node of [...stage.children]) if (!wanted.includes(node)) node.remove();
    wanted.forEach((node, i) => stage.children[i] === node || stage.insertBefore(node, stage.children[i] ?? null));
  }
  document.body.dataset.view = ids.length ? "phone" : "people";
  stage.dataset.count = ids.length;
  people.render();
}

function open(id) {
  if (narrow.matches) {
    location.hash = `#${id}`; // a step of its own, so that the browser's back returns to the list
    return;
  }
  if (!phones.has(id)) show([...phones.keys(), id]);
  remember();
  phones.get(id).focus();
}

function close(id) {
  show([...phones.keys()].filter((other) => other !== id));
  remember();
}

function back() {
  location.hash = "";
}

/** A resident and one of each of the next two groups, of the same place where there is one. */
function firstThree() {
  const [first, ...others] = hub.people;
  const place = first?.note.split(/[\s·]/)[0];
  const groups = [...new Set(others.map((p) => p.group))].filter((group) => group !== first.group).slice(0, 2);
  const near = (group) => {
    const members = others.filter((p) => p.group === group);
    return members.find((p) => place && p.note.split(/[\s·、]+/).includes(place)) ?? members[0];
  };
  return [first, ...groups.map(near)].filter(Boolean).map((p) => p.id);
}

function welcome() {
  const begin = () => {
    show(firstThree());
    remember();
  };
  return h("div", { class: "welcome" },
    h("img", { src: "/static/icon.svg", alt: "", width: 72, height: 72 }),
    h("h2", {}, t("emptyTitle")),
    h("p", {}, t("emptyText")),
    h("button", { type: "button", class: "primary", onclick: begin }, t("emptyButton")));
}

function themeButton() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = (theme) => {
    document.documentElement.dataset.theme = theme ?? "";
    memory.set("theme", theme);
  };
  set(memory.get("theme"));
  return iconButton("moon", t("theme"), () => {
    const isDark = (document.documentElement.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
    set(isDark ? "light" : "dark");
  });
}

function peopleButton() {
  const set = (hidden) => {
    document.body.classList.toggle("no-people", hidden);
    memory.set("no-people", hidden ? "1" : "");
  };
  set(memory.get("no-people") === "1");
  return iconButton("panel", t("showPeople"),
    () => set(!document.body.classList.contains("no-people")), { class: "icon-button only-wide" });
}

document.documentElement.lang = chinese ? "zh-Hans" : "en";
document.title = `${t("brand")} · ${t("brandNote")}`;
document.body.append(
  h("header", { class: "topbar" },
    peopleButton(),
    h("div", { class: "brand" },
      h("img", { src: "/static/icon.svg", alt: "", width: 30, height: 30 }),
      h("h1", {}, t("brand"), h("small", {}, t("brandNote")))),
    clock.node,
    themeButton()),
  people.node, stage, offline);

hub.addEventListener("online", () => { offline.hidden = hub.online; });
hub.addEventListener("chats", ({ detail }) => {
  for (const [id, phone] of phones) if (detail.has(id)) phone.sync();
});
hub.addEventListener("all", () => { for (const phone of phones.values()) phone.sync(); });
hub.addEventListener("people", () => { for (const phone of phones.values()) phone.personChanged(); });
window.addEventListener("hashchange", () => show(idsOfAddress()));

await hub.begin();
const remembered = (memory.get("phones") ?? "").split(",").map(Number).filter((id) => hub.person(id));
show(location.hash.length > 1 ? idsOfAddress() : narrow.matches ? [] : remembered);
remember();
