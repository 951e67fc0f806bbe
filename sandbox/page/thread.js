// The list of messages of one phone: keyed, so that an unchanged bubble keeps its element.

import { bubble } from "./bubbles.js";
import { calm, h, iconButton } from "./dom.js";
import { excerpt } from "./media.js";
import { t } from "./texts.js";
import { dayKey, dayLabel } from "./time.js";

const RUN_SECONDS = 600; // messages of one side closer than this stand together
const NEAR = 80; // px from the end that still counts as reading the newest

export class Thread {
  messages = new Map();
  #acts;
  #rows = new Map(); // key → {node, signature}
  #fresh = 0; // messages that came while the reader was further up
  #filled = false;
  #sticks = true; // the newest is in view and stays there
  #lastTop = 0;
  #count = h("span", { class: "badge", hidden: true });
  #observer = new ResizeObserver(() => this.#sticks && this.toEnd(false));
  #typing = h("div", { class: "row in last typing", hidden: true },
    h("div", { class: "bubble", role: "status", "aria-label": t("typing") }, h("i"), h("i"), h("i")));

  constructor(name, acts) {
    this.#acts = { ...acts, find: (id) => this.messages.get(id), jump: (id) => this.jump(id) };
    this.list = h("div", { class: "list" });
    this.scroller = h("div", {
      class: "scroller", role: "log", "aria-label": t("chatOf", { name }), tabindex: 0,
    }, this.list, this.#typing);
    this.down = iconButton("down", t("newMessages"), () => this.toEnd(true), { class: "icon-button to-end", hidden: true });
    this.down.append(this.#count);
    this.node = h("div", { class: "thread" }, this.scroller, this.down);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.scroller.addEventListener("keydown", (event) => this.#walk(event));
    this.#observer.observe(this.scroller);
    this.#observer.observe(this.list);
  }

  remove() {
    this.#observer.disconnect();
  }

  /** Take messages as the sandbox gives them; a known id replaces the old. */
  apply(messages) {
    const news = messages.filter((m) => !this.messages.has(m.message_id) && !m.deleted);
    for (const message of messages) this.messages.set(message.message_id, message);
    this.render();
    if (news.some((m) => m.out)) this.#sticks = true;
    if (this.#sticks) this.toEnd(this.#filled && news.length < 5);
    else this.#fresh += news.length;
    this.#filled = true;
    this.#badge();
  }

  clear() {
    this.messages.clear();
    this.#filled = false;
    this.render();
  }

  setTyping(on) {
    this.#typing.hidden = !on;
    if (on && this.#sticks) this.toEnd(true);
  }

  /** The newest message the person wrote and may still edit. */
  lastOwnText() {
    return this.#sorted().reverse().find((m) => m.out && m.text);
  }

  /** The reply keyboard in force: of the newest message of the bot that gave or took one. */
  replyKeyboard() {
    const markups = this.#sorted().map((m) => m.reply_markup);
    const last = markups.findLast((m) => m?.keyboard || m?.remove_keyboard);
    return last?.keyboard ? last : null;
  }

  #sorted() {
    return [...this.messages.values()].filter((m) => !m.deleted).sort((a, b) => a.message_id - b.message_id);
  }

  /** Albums as one group each, everything else alone. */
  #groups() {
    const groups = [];
    for (const message of this.#sorted()) {
      const last = groups.at(-1);
      if (message.media_group_id && message.photo && last?.[0].media_group_id === message.media_group_id) last.push(message);
      else groups.push([message]);
    }
    return groups;
  }

  render() {
    const groups = this.#groups();
    const wanted = new Map();
    groups.forEach((group, i) => {
      const [before, after] = [groups[i - 1]?.[0], groups[i + 1]?.[0]];
      const day = dayKey(group[0].date * 1000);
      const together = (a, b) => a && b && a.out === b.out && Math.abs(a.date - b.date) < RUN_SECONDS &&
        dayKey(a.date * 1000) === dayKey(b.date * 1000);
      if (!before || dayKey(before.date * 1000) !== day) wanted.set(day, this.#day(group[0].date * 1000));
      const place = { first: !together(before, group[0]), last: !together(group[0], after) };
      wanted.set(`m${group[0].message_id}`, this.#bubble(group, place));
    });
    this.#place(wanted);
  }

  #day(ms) {
    return { signature: "", build: () => h("div", { class: "day" }, h("span", {}, dayLabel(ms))) };
  }

  #bubble(group, place) {
    const replied = group[0].reply_to_message;
    const quoted = replied && this.messages.get(replied.message_id);
    const buttons = (group[0].reply_markup?.inline_keyboard ?? []).flat();
    const waiting = buttons.map((b) => this.#acts.waiting(group[0].message_id, b.callback_data));
    const signature = JSON.stringify([group, place, quoted && [excerpt(quoted), quoted.deleted], waiting]);
    return { signature, build: () => bubble(group, place, this.#acts) };
  }

  #place(wanted) {
    for (const [key, row] of this.#rows) {
      if (wanted.has(key)) continue;
      row.node.remove();
      this.#rows.delete(key);
    }
    let at = this.list.firstChild;
    for (const [key, { signature, build }] of wanted) {
      const old = this.#rows.get(key);
      if (old?.signature !== signature) {
        const node = build();
        if (this.#filled) node.classList.add(old ? "changed" : "fresh");
        if (old) {
          if (at === old.node) at = node;
          const key = [...old.node.querySelectorAll("button")].indexOf(document.activeElement);
          old.node.replaceWith(node);
          if (key >= 0) (node.querySelectorAll("button")[key] ?? node).focus();
        }
        this.#rows.set(key, { node, signature });
      }
      const { node } = this.#rows.get(key);
      if (node === at) at = at.nextSibling;
      else this.list.insertBefore(node, at);
    }
  }

  jump(id) {
    const key = [...this.#rows.keys()].find((k) => k === `m${id}`);
    const node = key ? this.#rows.get(key).node : this.list.querySelector(`[data-part="${id}"]`)?.closest(".row");
    if (!node) return;
    this.#sticks = false;
    node.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
    node.focus({ preventScroll: true });
  }

  toEnd(smooth) {
    this.#sticks = true;
    this.#fresh = 0;
    this.#badge();
    const behavior = smooth && !calm.matches ? "smooth" : "auto";
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const left = scrollHeight - scrollTop - clientHeight;
    if (left < NEAR) {
      this.#sticks = true;
      this.#fresh = 0;
    } else if (scrollTop < this.#lastTop) {
      this.#sticks = false; // only a person scrolls up
    }
    this.#lastTop = scrollTop;
    this.#badge(left);
  }

  #badge(left = 0) {
    this.down.hidden = this.#sticks && left < NEAR * 4;
    this.#count.hidden = this.#fresh === 0;
    this.#count.textContent = this.#fresh;
  }

  /** Arrow keys go from bubble to bubble. */
  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const onRow = document.activeElement === this.scroller || document.activeElement.classList.contains("row");
    if (!step || !onRow) return;
    const rows = [...this.list.querySelectorAll(".row")];
    const at = rows.indexOf(document.activeElement);
    const next = at < 0 ? rows.at(-1) : rows[at + step];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
    event.preventDefault();
  }
}
