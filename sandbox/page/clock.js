// The sandbox's clock in the top bar, and the buttons that move it.

import { h, icon } from "./dom.js";
import { t } from "./texts.js";
import { dayAndTime, dayKey, dayLabel, nextWeekday, spanLabel, timeOfDay } from "./time.js";

const HOUR_SECONDS = 3600;

export class Clock {
  #hub;
  #day = h("span", { class: "clock-day" });
  #time = h("span", { class: "clock-time" });
  #ahead = h("span", { class: "clock-ahead" });
  #note = h("span", { class: "clock-note" });

  constructor(hub) {
    this.#hub = hub;
    const button = (name, label, move) => h("button", {
      type: "button", class: "jump", disabled: true, dataset: { jump: name.id }, onclick: () => this.#move(move()),
    }, icon(name.icon), h("span", {}, label));
    this.hour = button({ id: "hour", icon: "clock" }, t("plusHour"), () => ({ advance: HOUR_SECONDS }));
    this.workday = button({ id: "workday", icon: "sunrise" }, t("toWorkday"), () => ({ to: this.#nextWorkday() }));
    this.deadline = button({ id: "deadline", icon: "flag" }, t("toDeadline"), () => ({ to: hub.hints.next_deadline }));
    this.deadline.append(this.#note);
    this.node = h("div", { class: "clock" },
      h("div", { class: "clock-face", role: "timer", "aria-label": t("clock") },
        h("span", { class: "clock-now" }, this.#day, this.#time), this.#ahead),
      h("div", { class: "jumps" }, this.hour, this.workday, this.deadline));
    hub.addEventListener("clock", () => this.render());
    setInterval(() => this.render(), 1000);
  }

  #nextWorkday() {
    const hint = this.#hub.hints.next_working_day;
    const now = this.#hub.now();
    return hint && Date.parse(hint) > now ? hint : new Date(nextWeekday(now)).toISOString();
  }

  async #move(move) {
    const buttons = [this.hour, this.workday, this.deadline];
    buttons.forEach((b) => { b.disabled = true; });
    try {
      await this.#hub.moveClock(move);
    } finally {
      this.render();
    }
  }

  render() {
    const now = this.#hub.now();
    const { next_deadline: due, next_deadline_label: label } = this.#hub.hints;
    const dueMs = due ? Date.parse(due) : NaN;
    const ahead = spanLabel(this.#hub.offset);
    this.#day.textContent = dayLabel(now);
    this.#time.textContent = timeOfDay(now);
    this.#ahead.textContent = ahead ? t("ahead", { span: ahead }) : "";
    this.hour.disabled = false;
    this.workday.disabled = false;
    this.deadline.disabled = !(dueMs > now);
    this.workday.title = dayAndTime(Date.parse(this.#nextWorkday()));
    this.#note.textContent = this.deadline.disabled ? "" : dayKey(dueMs) === dayKey(now) ? timeOfDay(dueMs) : dayAndTime(dueMs);
    this.deadline.title = this.deadline.disabled
      ? t("noDeadline")
      : t("toDeadlineLabel", { label: label ?? t("toDeadline"), when: dayAndTime(dueMs) });
  }
}
