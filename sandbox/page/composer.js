// Where a person writes: text, photos, location, the reply keyboard, the bot's commands.

import { api } from "./api.js";
import { h, icon, iconButton, memory } from "./dom.js";
import { excerpt } from "./media.js";
import { menuOver, pickPlace } from "./sheets.js";
import { t } from "./texts.js";

const SAMPLE_PHONE = "+8613800000000";
const touch = matchMedia("(pointer: coarse)");

export class Composer {
  #id;
  #phone;
  #photos = []; // {file, url}
  #target = null; // {kind: "reply" | "edit", message}
  #commands = [];
  #busy = false;

  /** phone: {node, act(promise), toast(text)} */
  constructor(id, phone) {
    this.#id = id;
    this.#phone = phone;
    this.input = h("textarea", {
      rows: 1, placeholder: t("message"), "aria-label": t("message"), enterkeyhint: "send", autocomplete: "off",
      oninput: () => this.#typed(), onkeydown: (e) => this.#key(e), onpaste: (e) => this.#take(e.clipboardData.files, e),
    });
    this.input.value = memory.get(`draft.${id}`) ?? "";
    this.photoInput = this.#chooser("image/*", true, (files) => this.#addPhotos(files));
    this.fileInput = this.#chooser("", false, ([file]) => this.#phone.act(api.file(id, file, "document")));
    this.attach = iconButton("attach", t("attach"), () => this.#attachMenu());
    this.menuButton = h("button", {
      type: "button", class: "menu-button", hidden: true, "aria-expanded": "false", onclick: () => this.#toggleCommands(),
    }, icon("menu"), h("span", {}, t("menu")));
    this.keyboardButton = iconButton("keyboard", t("keyboard"), () => this.#toggleKeys(), { hidden: true });
    this.sendButton = iconButton("send", t("send"), () => this.send(), { class: "icon-button send" });
    this.banner = h("div", { class: "banner", hidden: true });
    this.tray = h("div", { class: "tray", hidden: true });
    this.commandList = h("div", { class: "command-list", hidden: true, "aria-label": t("commands") });
    this.keys = h("div", { class: "reply-keys", hidden: true });
    this.node = h("footer", { class: "composer" },
      this.commandList, this.banner, this.tray,
      h("div", { class: "composer-line" },
        this.menuButton, this.attach,
        h("div", { class: "field" }, this.input, this.keyboardButton), this.sendButton),
      this.keys, this.photoInput, this.fileInput);
    requestAnimationFrame(() => this.#typed());
  }

  #chooser(accept, multiple, take) {
    return h("input", {
      type: "file", accept, multiple, hidden: true, tabindex: -1,
      onchange: (event) => {
        take([...event.target.files]);
        event.target.value = "";
      },
    });
  }

  focus() {
    if (!touch.matches) this.input.focus({ preventScroll: true });
  }

  /** Text in the field, ready to send or empty. */
  #typed() {
    const { input } = this;
    input.style.height = "auto";
    if (input.scrollHeight) input.style.height = `${Math.min(input.scrollHeight, 140)}px`;
    memory.set(`draft.${this.#id}`, this.#target?.kind === "edit" ? "" : input.value);
    const ready = input.value.trim() !== "" || this.#photos.length > 0;
    this.node.classList.toggle("ready", ready);
    this.sendButton.disabled = !ready || this.#busy;
    input.placeholder = t(this.#photos.length ? "caption" : "message");
  }

  #key(event) {
    if (event.isComposing) return; // Enter that chooses a Chinese word
    if (event.key === "Enter" && !event.shiftKey && !touch.matches) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.#target) {
      this.#aim(null);
    } else if (event.key === "ArrowUp" && !this.input.value) {
      const own = this.#phone.lastOwnText();
      if (own) this.edit(own);
    }
  }

  async send() {
    const text = this.input.value.trim();
    if (this.#busy || (!text && !this.#photos.length)) return;
    this.#busy = true;
    this.#typed();
    try {
      await this.#post(text);
      this.#clear();
    } catch {
      this.#phone.toast(t("sendFailed"));
    } finally {
      this.#busy = false;
      this.#typed();
    }
  }

  #post(text) {
    const { kind, message } = this.#target ?? {};
    if (kind === "edit") return api.edit(this.#id, message.message_id, text);
    if (this.#photos.length) return api.photos(this.#id, this.#photos.map((p) => p.file), text);
    return api.say(this.#id, text, message?.message_id);
  }

  #clear() {
    this.input.value = "";
    this.#photos.forEach((p) => URL.revokeObjectURL(p.url));
    this.#photos = [];
    this.#showTray();
    this.#aim(null);
    this.#hideOnce();
  }

  // --- reply and edit

  reply(message) {
    this.#aim({ kind: "reply", message });
  }

  edit(message) {
    this.#aim({ kind: "edit", message });
    this.input.value = message.text;
    this.#typed();
  }

  #aim(target) {
    if (this.#target?.kind === "edit" && target?.kind !== "edit") this.input.value = "";
    this.#target = target;
    this.banner.hidden = !target;
    if (target) {
      const edits = target.kind === "edit";
      const who = target.message.out ? t("you") : t("bot");
      this.banner.replaceChildren(
        icon(edits ? "edit" : "reply"),
        h("p", {}, h("b", {}, edits ? t("editing") : t("replyTo", { name: who })), h("span", {}, excerpt(target.message))),
        iconButton("close", t(edits ? "cancelEdit" : "cancelReply"), () => this.#aim(null)));
      this.input.focus();
    }
    this.#typed();
  }

  // --- photos

  #take(files, event) {
    const images = [...files].filter((f) => f.type.startsWith("image/"));
    if (!images.length) return;
    event.preventDefault();
    this.#addPhotos(images);
  }

  /** Files dropped on the phone. */
  drop(event) {
    this.#take(event.dataTransfer.files, event);
  }

  #addPhotos(files) {
    this.#photos.push(...files.map((file) => ({ file, url: URL.createObjectURL(file) })));
    this.#photos.splice(10); // an album holds ten
    this.#showTray();
    this.#typed();
    this.focus();
  }

  #showTray() {
    this.tray.hidden = this.#photos.length === 0;
    this.tray.replaceChildren(...this.#photos.map((photo, i) =>
      h("div", { class: "tray-photo" }, h("img", { src: photo.url, alt: t("photoAlt") }),
        iconButton("close", t("removePhoto", { n: i + 1 }), () => {
          this.#photos.splice(i, 1);
          URL.revokeObjectURL(photo.url);
          this.#showTray();
          this.#typed();
        }))));
  }

  #attachMenu() {
    const sample = (kind) => () => this.#phone.act(api.sample(this.#id, kind));
    menuOver(this.#phone.node, [
      { icon: "photo", label: t("photo"), act: () => this.photoInput.click() },
      { icon: "pin", label: t("location"), act: () => this.pickLocation() },
      { icon: "file", label: t("file"), act: () => this.fileInput.click() },
      { icon: "voice", label: t("voice"), act: sample("voice") },
      { icon: "sticker", label: t("sticker"), act: sample("sticker") },
    ], this.attach);
  }

  pickLocation() {
    const send = (latitude, longitude) => {
      this.#phone.act(api.location(this.#id, latitude, longitude));
      this.#hideOnce();
    };
    this.#phone.act(pickPlace(this.#phone.node, send));
  }

  // --- the bot's commands

  /** commands: [{command, description}] of this chat's menu */
  setCommands(commands) {
    this.#commands = commands;
    this.menuButton.hidden = commands.length === 0;
    this.commandList.replaceChildren(...commands.map(({ command, description }) =>
      h("button", { type: "button", onclick: () => { this.#toggleCommands(false); this.#phone.say(`/${command}`); } },
        h("span", {}, description), h("code", {}, `/${command}`))));
  }

  #toggleCommands(open = this.commandList.hidden) {
    this.commandList.hidden = !open;
    this.menuButton.setAttribute("aria-expanded", String(open));
    if (open) this.commandList.querySelector("button")?.focus();
  }

  // --- reply keyboard

  /** markup: the newest ReplyKeyboardMarkup of the chat, or null where it was removed. */
  setKeys(markup) {
    const signature = JSON.stringify(markup ?? null);
    if (signature === this.keys.dataset.signature) return;
    this.keys.dataset.signature = signature;
    this.once = markup?.one_time_keyboard;
    this.keyboardButton.hidden = !markup;
    this.keys.hidden = !markup;
    this.keys.replaceChildren(...(markup?.keyboard ?? []).map((buttons) =>
      h("div", { class: "keys-row" }, ...buttons.map((b) => this.#replyKey(typeof b === "string" ? { text: b } : b)))));
  }

  #replyKey(button) {
    const act = button.request_location ? () => this.pickLocation()
      : button.request_contact ? () => { this.#phone.act(api.contact(this.#id, SAMPLE_PHONE)); this.#hideOnce(); }
        : () => { this.#phone.say(button.text); this.#hideOnce(); };
    return h("button", { type: "button", onclick: act },
      button.request_location && icon("pin"), button.request_contact && icon("person"), h("span", {}, button.text));
  }

  #hideOnce() {
    if (this.once) this.keys.hidden = true;
  }

  #toggleKeys() {
    this.keys.hidden = !this.keys.hidden;
  }
}
