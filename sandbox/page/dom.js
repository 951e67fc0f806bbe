// Small helpers for building elements; no framework.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, children) {
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "dataset") Object.assign(node.dataset, value);
    else if (key === "style") for (const [k, v] of Object.entries(value)) node.style.setProperty(k, v);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

/** h("button", {class, onclick, "aria-label", …}, ...children) */
export const h = (tag, props = {}, ...children) => fill(document.createElement(tag), props, children);

export const svg = (tag, props = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), props, children);

const ICONS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  more: "M12 5.5h.01M12 12h.01M12 18.5h.01",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  send: "M4 12l16-8-5 16-3.5-6.5zM11.5 13.5L20 4",
  attach: "M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.6 1.6 0 0 1-2.3-2.3l7.6-7.6",
  menu: "M4 7h16M4 12h16M4 17h10",
  keyboard: "M5 5h4v4H5zM15 5h4v4h-4zM5 15h4v4H5zM15 15h4v4h-4z",
  photo: "M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v11a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 17.5zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9v.01",
  file: "M7 3.5h7l5 5V18a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 5 18V5.5a2 2 0 0 1 2-2zM14 3.5V8.5h5",
  pin: "M12 21.5s7-6.6 7-11.8A7 7 0 0 0 5 9.7c0 5.2 7 11.8 7 11.8zM12 12.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2z",
  voice: "M12 15a3.5 3.5 0 0 0 3.5-3.5v-4a3.5 3.5 0 0 0-7 0v4A3.5 3.5 0 0 0 12 15zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  sticker: "M12 20.5A8.5 8.5 0 1 1 20.5 12zM20.5 12a8.5 8.5 0 0 1-8.5 8.5V16a4 4 0 0 1 4-4zM9 9.5v.01M14.5 9.5v.01",
  video: "M4 7.5A1.5 1.5 0 0 1 5.5 6h8A1.5 1.5 0 0 1 15 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 4 16.5zM15 11l5.5-3.5v9L15 13",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  reply: "M10 6L4 12l6 6M4.5 12H14a6 6 0 0 1 6 6v1",
  edit: "M5 19l1-4.5L16.5 4l3.5 3.5L9.5 18zM14 6.5l3.5 3.5",
  copy: "M9 9h9.5v10.5H9zM5.5 15V4.5H15",
  down: "M6 9.5l6 6 6-6",
  right: "M9 5l7 7-7 7",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  moon: "M20 14.2A8.2 8.2 0 0 1 9.8 4 8.2 8.2 0 1 0 20 14.2z",
  panel: "M4 6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5zM9.5 5v14",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5l3.5 2",
  sunrise: "M3.5 18h17M7 14.5a5 5 0 0 1 10 0M12 4v3M4.8 8.3l2 2M19.2 8.3l-2 2",
  flag: "M6 21V4M6 4.5h11l-2.5 4L17 12.5H6",
  block: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM6 6l12 12",
  link: "M9 15l9-9M11 6h7v7",
};

export const icon = (name) =>
  svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));

/** A round button that shows only an icon; `label` is what a screen reader says. */
export const iconButton = (name, label, onclick, props = {}) =>
  h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...props }, icon(name));

const HAN = /^[\u3400-\u9fff]+$/;

/** 林晓梅 for a Chinese name, which says the family name first; else first and last name. */
export function fullName({ first_name: first = "", last_name: last = "" }) {
  return HAN.test(first) && HAN.test(last) ? last + first : `${first} ${last}`.trim();
}

/** A round picture with the first character of the name, in a colour of the person's own. */
export function avatar(person) {
  const letter = [...fullName(person)][0] ?? "?";
  const hue = (Number(person.id) * 67) % 360;
  return h("span", { class: "avatar", "aria-hidden": "true", style: { "--hue": hue } }, letter.toUpperCase());
}

export const calm = matchMedia("(prefers-reduced-motion: reduce)");
export const narrow = matchMedia("(max-width: 720px)");

/** localStorage that survives private windows and full disks by forgetting. */
export const memory = {
  get(key) {
    try { return localStorage.getItem(`minsheng.${key}`); } catch { return null; }
  },
  set(key, value) {
    try {
      if (value) localStorage.setItem(`minsheng.${key}`, value);
      else localStorage.removeItem(`minsheng.${key}`);
    } catch { /* nothing can be kept here, and nothing depends on it */ }
  },
};
