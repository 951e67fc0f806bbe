// What all phones share: who there is, which chats moved, what time it is, whether the sandbox answers.
// One long poll for the whole page: a browser opens only six connections to a host.

import { api } from "./api.js";

const WAIT_SECONDS = 25;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Hub extends EventTarget {
  people = [];
  online = true;
  #seq = 0;
  #clock = { offset: 0, hints: null };
  #skew = 0; // sandbox's time minus this browser's, ms
  #refreshing = null;

  person(id) {
    return this.people.find((p) => p.id === id);
  }

  /** The sandbox's time in ms. */
  now() {
    return Date.now() + this.#skew;
  }

  get offset() {
    return this.#clock.offset;
  }

  get hints() {
    return this.#clock.hints ?? {};
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Load once, then follow for ever; answers when people are known. */
  async begin() {
    await this.#reconnect();
    this.#follow();
    setInterval(() => this.refreshClock().catch(() => this.#lost()), 15_000);
  }

  async #reconnect() {
    for (let tries = 0; ; tries += 1) {
      try {
        this.#seq = (await api.events(0, 0)).seq;
        await Promise.all([this.refreshClock(), this.refreshPeople()]);
        this.#found();
        return;
      } catch {
        this.#lost();
        await pause(Math.min(400 * 1.5 ** tries, 4000));
      }
    }
  }

  async #follow() {
    for (;;) {
      try {
        const { seq, chats } = await api.events(this.#seq, WAIT_SECONDS);
        const fresh = seq < this.#seq; // the sandbox was started anew with an empty state
        this.#seq = seq;
        this.#found();
        if (fresh) this.#tell("all");
        else if (chats.length) this.#tell("chats", new Set(chats));
        this.#refreshSoon();
      } catch {
        this.#lost();
        await this.#reconnect();
        this.#tell("all");
      }
    }
  }

  #refreshSoon() {
    this.#refreshing ??= setTimeout(async () => {
      this.#refreshing = null;
      await Promise.all([this.refreshPeople(), this.refreshClock()]).catch(() => this.#lost());
    }, 250);
  }

  #lost() {
    if (this.online) this.#tell("online", (this.online = false));
  }

  #found() {
    if (!this.online) this.#tell("online", (this.online = true));
  }

  async refreshPeople() {
    this.people = await api.people();
    this.#tell("people");
  }

  async refreshClock() {
    this.#takeClock(await api.clock());
  }

  async moveClock(move) {
    this.#takeClock(await api.moveClock(move));
    await this.refreshClock();
  }

  #takeClock(clock) {
    if (!clock?.now) return;
    this.#clock = { ...this.#clock, ...clock };
    this.#skew = Date.parse(clock.now) - Date.now();
    this.#tell("clock");
  }
}
