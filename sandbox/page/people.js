// The people picker: by group, searchable, with the last message and how many are unread.

import { avatar, fullName, h, icon, iconButton } from "./dom.js";
import { api } from "./api.js";
import { kindWords } from "./media.js";
import { languages, t } from "./texts.js";
import { dayKey, shortWhen } from "./time.js";

const haystack = (p) => [fullName(p), p.username, p.group, p.note, p.id].join(" ").toLowerCase();

export class People {
  #hub;
  #acts;
  #day = ""; // what the dates beside the names were written for
  #rows = new Map(); // id → {node, signature}
  #list = h("div", { class: "people-list" });
  #count = h("p", { class: "people-note" });
  #search = h("input", {
    type: "search", placeholder: t("search"), "aria-label": t("search"), autocomplete: "off", enterkeyhint: "search",
  });

  /** acts: open(id), isOpen(id) */
  constructor(hub, acts) {
    this.#hub = hub;
    this.#acts = acts;
    this.#search.addEventListener("input", () => this.render());
    this.#list.addEventListener("keydown", (event) => this.#walk(event));
    this.node = h("nav", { class: "people", "aria-label": t("people") },
      h("div", { class: "people-head" },
        h("div", {}, h("h2", {}, t("people")), this.#count),
        iconButton("plus", t("addPerson"), () => this.#addPerson())),
      h("label", { class: "search" }, icon("search"), this.#search),
      this.#list);
    hub.addEventListener("people", () => this.render());
    hub.addEventListener("clock", () => dayKey(hub.now()) !== this.#day && this.render());
  }

  render() {
    this.#day = dayKey(this.#hub.now());
    const query = this.#search.value.trim().toLowerCase();
    const found = this.#hub.people.filter((p) => haystack(p).includes(query));
    const groups = new Map();
    for (const person of found) {
      const group = person.group || t("otherGroup");
      groups.set(group, [...(groups.get(group) ?? []), person]);
    }
    this.#count.textContent = t("peopleNote", { n: this.#hub.people.length });
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    this.#list.replaceChildren(...[...groups].map(([name, members]) =>
      h("section", {},
        h("h3", {}, name, h("span", {}, members.length)),
        h("ul", {}, ...members.map((p) => h("li", {}, this.#row(p)))))));
    if (!found.length) this.#list.append(h("p", { class: "nobody" }, t("nobody", { q: this.#search.value.trim() })));
    if (focused) this.#rows.get(Number(focused))?.node.focus();
  }

  #row(person) {
    const open = this.#acts.isOpen(person.id);
    const unread = open ? 0 : person.unread;
    const signature = JSON.stringify([person, open, unread, dayKey(this.#hub.now())]);
    const old = this.#rows.get(person.id);
    if (old?.signature === signature) return old.node;
    const node = h("button", {
      type: "button", class: "person", "aria-pressed": String(open), dataset: { id: person.id },
      onclick: () => this.#acts.open(person.id),
    },
    avatar(person),
    h("span", { class: "person-text" },
      h("span", { class: "person-line" },
        h("span", { class: "person-name" }, fullName(person)),
        person.last && h("time", {}, shortWhen(person.last.date * 1000, this.#hub.now()))),
      h("span", { class: "person-note" }, person.note),
      (person.last || unread > 0) && h("span", { class: "person-line" },
        h("span", { class: "person-last" }, kindWords(person.last?.text ?? "")),
        unread > 0 && h("span", { class: "badge" }, unread > 99 ? "99+" : unread))));
    this.#rows.set(person.id, { node, signature });
    return node;
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const rows = [...this.#list.querySelectorAll(".person")];
    rows[rows.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  }

  #addPerson() {
    const name = h("input", { name: "name", required: true, maxlength: 64, autocomplete: "off" });
    const note = h("input", { name: "note", maxlength: 64, autocomplete: "off" });
    const language = h("select", {}, ...languages.map(([code, label]) => h("option", { value: code }, label)));
    const dialog = h("dialog", { class: "form", "aria-label": t("newPerson"), onclose: () => dialog.remove() },
      h("form", { method: "dialog", onsubmit: () => this.#create(name.value, note.value, language.value) },
        h("h2", {}, t("newPerson")),
        h("label", {}, t("name"), name), h("label", {}, t("note"), note), h("label", {}, t("language"), language),
        h("div", { class: "form-buttons" },
          h("button", { type: "button", onclick: () => dialog.close() }, t("cancel")),
          h("button", { class: "primary" }, t("add")))));
    document.body.append(dialog);
    dialog.showModal();
  }

  async #create(name, note, language) {
    const person = await api.addPerson({ first_name: name.trim(), note, language_code: language });
    await this.#hub.refreshPeople();
    this.#acts.open(person.id);
  }
}
