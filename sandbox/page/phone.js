// One person's phone: header, messages, composer, and what lies over them.

import { api } from "./api.js";
import { avatar, fullName, h, iconButton } from "./dom.js";
import { Composer } from "./composer.js";
import { alertOver, menuOver, showPlace, viewPhotos } from "./sheets.js";
import { t } from "./texts.js";
import { Thread } from "./thread.js";
import { timeOfDay } from "./time.js";

const TOAST_MS = 4000;
const PRESS_MS = 20_000; // a button stops turning even if the bot never answers
const TYPING_MS = 5000; // as long as Telegram shows one sendChatAction
const HOLD_MS = 500;

export class Phone {
  #hub;
  #id;
  #seq = 0;
  #syncing = false;
  #again = false;
  #pressed = new Map(); // "message_id data" → callback_query_id or ""
  #early = new Set(); // answers that overtook the answer to the press itself
  #typingTimer;
  #clockTicks;
  #first = true;

  /** acts: close(id), back() */
  constructor(hub, person, acts) {
    this.#hub = hub;
    this.#id = person.id;
    const name = fullName(person);
    this.node = h("section", { class: "phone", "aria-label": t("phoneOf", { name }), dataset: { id: person.id } });
    this.thread = new Thread(name, this.#threadActs());
    this.composer = new Composer(person.id, {
      node: this.node, act: (p) => this.#act(p), say: (text) => this.#say(text),
      toast: (text) => this.toast(text), lastOwnText: () => this.thread.lastOwnText(),
    });
    this.#build(person, name, acts);
    this.#clockTicks = () => { this.statusTime.textContent = timeOfDay(hub.now()); };
    hub.addEventListener("clock", this.#clockTicks);
    this.#clockTicks();
    this.personChanged();
    this.sync();
  }

  #build(person, name, acts) {
    this.statusTime = h("span");
    this.noteLine = h("small", {}, person.note);
    this.toasts = h("div", { class: "toasts", role: "status" });
    this.more = iconButton("more", t("more"), () => this.#moreMenu(), { "aria-haspopup": "menu" });
    this.startPanel = h("div", { class: "start-panel", hidden: true },
      h("div", { class: "start-card" }, h("b", {}, t("emptyChat")), h("p", {}, t("emptyChatNote"))),
      h("button", { type: "button", class: "primary", onclick: () => this.#say("/start") }, t("start")));
    this.blockedPanel = h("footer", { class: "blocked", hidden: true }, h("p", {}, t("blockedNote")),
      h("button", { type: "button", class: "primary", onclick: () => this.#block(false) }, t("unblock")));
    this.node.append(
      h("div", { class: "status-bar", "aria-hidden": "true" }, this.statusTime,
        h("span", { class: "signal" }, h("i"), h("i"), h("i"), h("i")), h("span", { class: "battery" }, h("i"))),
      h("header", { class: "phone-head" },
        iconButton("back", t("back"), () => acts.back(), { class: "icon-button only-narrow" }),
        avatar(person),
        h("div", { class: "who" }, h("h2", {}, name), this.noteLine),
        this.more,
        iconButton("close", t("closePhone", { name }), () => acts.close(this.#id), { class: "icon-button only-wide" })),
      h("div", { class: "chat" }, this.thread.node, this.startPanel, this.toasts),
      this.composer.node, this.blockedPanel);
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => this.composer.drop(event));
    this.#listenForHold();
  }

  #threadActs() {
    return {
      say: (text) => this.#say(text),
      press: (message, button) => this.#press(message, button),
      waiting: (messageId, data) => this.#pressed.has(`${messageId} ${data}`),
      enlarge: (message) => viewPhotos(this.#photos(), message),
      showPlace: (latitude, longitude) => this.#act(showPlace(this.node, latitude, longitude)),
      menu: (event, message) => this.#messageMenu(event, message),
      reply: (event, message) => {
        if (event.target.closest("button, a")) return;
        getSelection()?.removeAllRanges();
        this.composer.reply(message);
      },
    };
  }

  #photos() {
    return [...this.thread.messages.values()].filter((m) => m.photo && !m.deleted)
      .sort((a, b) => a.message_id - b.message_id);
  }

  focus() {
    this.node.scrollIntoView({ behavior: "smooth", inline: "nearest", block: "nearest" });
    this.composer.focus();
  }

  remove() {
    this.#hub.removeEventListener("clock", this.#clockTicks);
    this.thread.remove();
    this.node.remove();
  }

  // --- what the sandbox says

  /** Ask for what is new; calls that come meanwhile make one more round. */
  async sync() {
    this.#again = true;
    if (this.#syncing) return;
    this.#syncing = true;
    try {
      while (this.#again) {
        this.#again = false;
        this.#take(await api.chat(this.#id, this.#seq));
      }
    } catch {
      // The hub notices that the sandbox is away and calls again when it is back.
    } finally {
      this.#syncing = false;
    }
  }

  #take({ seq, messages, toasts, menu, actions }) {
    if (seq < this.#seq) { // started anew with an empty state
      this.#seq = 0;
      this.thread.clear();
      this.#again = true;
      return;
    }
    this.#seq = seq;
    for (const { callback_query_id: id, text, show_alert: alert } of toasts) this.#answered(id, text, alert);
    if (messages.length) this.thread.apply(messages);
    this.#typing(actions.length > 0);
    this.composer.setCommands(menu);
    this.composer.setKeys(this.thread.replyKeyboard());
    this.#first = false;
    this.startPanel.hidden = this.thread.messages.size > 0;
    this.node.classList.add("filled");
  }

  #typing(on) {
    clearTimeout(this.#typingTimer);
    this.thread.setTyping(on);
    if (on) this.#typingTimer = setTimeout(() => this.thread.setTyping(false), TYPING_MS);
  }

  personChanged() {
    const person = this.#hub.person(this.#id);
    if (!person) return;
    this.noteLine.textContent = person.note;
    this.node.classList.toggle("is-blocked", person.blocked);
    this.blockedPanel.hidden = !person.blocked;
    this.composer.node.hidden = person.blocked;
  }

  // --- what the person does

  async #act(promise) {
    try {
      return await promise;
    } catch (error) {
      this.toast(t("failed", { why: error.message }));
      return null;
    }
  }

  #say(text) {
    return this.#act(api.say(this.#id, text));
  }

  async #block(blocked) {
    await this.#act(api.block(this.#id, blocked));
    await this.#hub.refreshPeople();
  }

  async #press(message, button) {
    if (button.url) return void window.open(button.url, "_blank", "noopener");
    if (button.copy_text) return void this.#copy(button.copy_text.text);
    if (button.callback_data === undefined) return;
    const key = `${message.message_id} ${button.callback_data}`;
    if (this.#pressed.has(key)) return;
    this.#pressed.set(key, "");
    this.thread.render();
    setTimeout(() => this.#release(key), PRESS_MS);
    const pressed = await this.#act(api.press(this.#id, message.message_id, button.callback_data));
    if (pressed === null) this.#release(key);
    else if (this.#early.delete(pressed.callback_query_id)) this.#release(key);
    else if (this.#pressed.has(key)) this.#pressed.set(key, pressed.callback_query_id);
  }

  #release(key) {
    if (this.#pressed.delete(key)) this.thread.render();
  }

  #answered(queryId, text, alert) {
    const key = [...this.#pressed].find(([, id]) => id === queryId)?.[0];
    if (key) this.#release(key);
    else this.#early.add(queryId);
    if (!text || this.#first) return;
    if (alert) alertOver(this.node, text);
    else this.toast(text);
  }

  toast(text) {
    const node = h("div", { class: "toast" }, text);
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST_MS);
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.toast(t("copied"));
    } catch (error) {
      this.toast(t("failed", { why: error.message }));
    }
  }

  // --- menus

  #messageMenu(event, message) {
    event.preventDefault();
    const text = message.text ?? message.caption;
    const items = [{ icon: "reply", label: t("reply"), act: () => this.composer.reply(message) }];
    if (message.out && message.text) items.push({ icon: "edit", label: t("edit"), act: () => this.composer.edit(message) });
    if (text) items.push({ icon: "copy", label: t("copy"), act: () => this.#copy(text) });
    const byKey = event.clientX === 0 && event.clientY === 0;
    menuOver(this.node, items, byKey ? event.currentTarget.firstChild : { x: event.clientX, y: event.clientY });
  }

  /** iOS has no contextmenu event: hold a bubble half a second. Enter on a bubble does the same. */
  #listenForHold() {
    let timer;
    const stop = () => clearTimeout(timer);
    const open = (row, x, y) =>
      row.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: x, clientY: y }));
    const { scroller } = this.thread;
    scroller.addEventListener("touchstart", (event) => {
      const row = event.target.closest(".row[data-message]");
      const { clientX, clientY } = event.touches[0];
      stop();
      if (row && !this.node.querySelector(".cover")) timer = setTimeout(() => open(row, clientX, clientY), HOLD_MS);
    }, { passive: true });
    for (const type of ["touchend", "touchmove", "touchcancel", "contextmenu"]) {
      scroller.addEventListener(type, stop, { passive: true });
    }
    scroller.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches(".row[data-message]")) open(event.target, 0, 0);
    });
  }

  #moreMenu() {
    const { blocked } = this.#hub.person(this.#id);
    menuOver(this.node, [
      { icon: "block", label: t(blocked ? "unblock" : "block"), danger: !blocked, act: () => this.#act(this.#block(!blocked)) },
    ], this.more);
  }
}
