// The grids as SVG: a small map inside a bubble, and a map to choose a point on.

import { api } from "./api.js";
import { h, iconButton, svg } from "./dom.js";
import { t } from "./texts.js";

const WIDTH = 1000; // units across the whole district
const LABEL_PX = 11.5;
const CLOSEST = 14; // times larger than the whole

let loading;

/** The map, loaded once: {grids, width, height, toXY(lon, lat), toLonLat(x, y)}. */
export function loadMap() {
  loading ??= api.map().then(prepare).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

const ringsOf = ({ type, coordinates }) =>
  type === "MultiPolygon" ? coordinates.flat() : type === "Polygon" ? coordinates : [];

/** Equirectangular around the middle: straight enough for a district. */
function projection(points) {
  const [lons, lats] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const squeeze = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const scale = WIDTH / ((east - west) * squeeze || 1);
  return {
    width: WIDTH,
    height: (north - south) * scale || WIDTH,
    toXY: (lon, lat) => [(lon - west) * squeeze * scale, (north - lat) * scale],
    toLonLat: (x, y) => [west + x / (squeeze * scale), north - y / scale],
  };
}

function inRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

const inside = (point, rings) => rings.filter((ring) => inRing(point, ring)).length % 2 === 1;

/** The centre of a ring's area. */
function centre(ring) {
  let [area, x, y] = [0, 0, 0];
  ring.forEach(([xi, yi], i) => {
    const [xj, yj] = ring[(i + 1) % ring.length];
    const cross = xi * yj - xj * yi;
    area += cross;
    x += (xi + xj) * cross;
    y += (yi + yj) * cross;
  });
  return area ? [x / (3 * area), y / (3 * area)] : ring[0];
}

/** The centre, or for a bent grid the point of a raster inside it that is nearest to the centre. */
function middle(rings) {
  const goal = centre(rings[0]);
  if (inside(goal, rings)) return goal;
  const [xs, ys] = [rings[0].map((p) => p[0]), rings[0].map((p) => p[1])];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [w, tall] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const steps = Array.from({ length: 15 }, (_, i) => (i + 0.5) / 15);
  const raster = steps.flatMap((i) => steps.map((j) => [left + w * i, top + tall * j]));
  const far = ([x, y]) => Math.hypot(x - goal[0], y - goal[1]);
  return raster.filter((p) => inside(p, rings)).sort((a, b) => far(a) - far(b))[0] ?? goal;
}

function prepare(geo) {
  const features = geo.features.filter((f) => ringsOf(f.geometry).length);
  const map = projection(features.flatMap((f) => ringsOf(f.geometry).flat()));
  const streets = [...new Set(features.map((f) => f.properties.street))];
  const grids = features.map(({ properties, geometry }) => {
    const rings = ringsOf(geometry).map((ring) => ring.map(([lon, lat]) => map.toXY(lon, lat)));
    const xs = rings[0].map((p) => p[0]);
    return {
      ...properties, rings, middle: middle(rings), span: Math.max(...xs) - Math.min(...xs),
      tint: streets.indexOf(properties.street) % 6,
    };
  });
  return { ...map, grids };
}

export const gridAt = (map, x, y) => map.grids.find((grid) => inside([x, y], grid.rings));

export const gridWords = (grid) =>
  grid ? [grid.name, [grid.street, grid.community].filter(Boolean).join(" ")] : [t("outside"), ""];

const pathOf = (rings) => rings.map((ring) => `M${ring.map((p) => p.map((n) => n.toFixed(1)).join(" ")).join("L")}Z`).join("");

const shape = (grid) =>
  svg("path", { d: pathOf(grid.rings), class: `grid tint-${grid.tint}`, "fill-rule": "evenodd", "data-code": grid.code });

const pin = () => svg("g", { class: "pin" },
  svg("ellipse", { cx: 0, cy: 0, rx: 5, ry: 2, class: "pin-shadow" }),
  svg("path", { d: "M0 0C-3-8-11-12-11-21a11 11 0 0 1 22 0C11-12 3-8 0 0z" }),
  svg("circle", { cx: 0, cy: -21, r: 4.2 }));

const label = (grid) => svg("text", { x: grid.middle[0], y: grid.middle[1], class: "grid-name" }, grid.name);

function movePin(node, x, y, unitsPerPx) {
  node.setAttribute("transform", `translate(${x} ${y}) scale(${unitsPerPx})`);
}

/** The map of a location bubble, with the grid's name under it. */
export function miniMap(latitude, longitude) {
  const [w, tall, units] = [250, 140, 150];
  const picture = svg("svg", { class: "map", viewBox: `0 0 ${w} ${tall}`, "aria-hidden": "true" });
  const title = h("b");
  const node = h("span", { class: "mini-map" }, picture, h("span", { class: "mini-map-text" }, title));
  loadMap().then((map) => {
    const [x, y] = map.toXY(longitude, latitude);
    const unitsPerPx = units / w;
    picture.setAttribute("viewBox", `${x - units / 2} ${y - (units * tall) / w / 2 - 6 * unitsPerPx} ${units} ${(units * tall) / w}`);
    picture.style.setProperty("--u", unitsPerPx);
    const marker = pin();
    movePin(marker, x, y, unitsPerPx);
    picture.append(...map.grids.map(shape), ...map.grids.map(label), marker);
    title.textContent = gridWords(gridAt(map, x, y))[0];
  }).catch(() => { title.textContent = t("noMap"); });
  return node;
}

/** A map to look at and, with `onpick(x, y)`, to choose a point on. Drag, wheel, pinch, buttons. */
export class BigMap {
  #map;
  #box;
  #pointers = new Map();
  #moved = 0;
  #pin = pin();
  #at = null;
  #onpick;

  constructor(map, onpick) {
    this.#map = map;
    this.#onpick = onpick;
    this.labels = map.grids.map((grid) => [grid, label(grid)]);
    this.picture = svg("svg", { class: "map big", role: "img", "aria-label": t("mapOf"), preserveAspectRatio: "xMidYMid meet" },
      ...map.grids.map(shape), ...this.labels.map(([, node]) => node), this.#pin);
    this.#pin.style.display = "none";
    this.node = h("div", { class: "map-frame" }, this.picture,
      h("div", { class: "zoom" },
        iconButton("plus", t("zoomIn"), () => this.#zoom(1.6)),
        iconButton("minus", t("zoomOut"), () => this.#zoom(1 / 1.6))));
    this.#listen();
    new ResizeObserver(() => this.#draw()).observe(this.picture);
    this.#whole();
  }

  #whole() {
    const { width, height } = this.#map;
    const rim = width * 0.03;
    this.#box = { x: -rim, y: -rim, w: width + 2 * rim, h: height + 2 * rim };
  }

  get #unitsPerPx() {
    const { clientWidth, clientHeight } = this.picture;
    return Math.max(this.#box.w / (clientWidth || 300), this.#box.h / (clientHeight || 300));
  }

  #draw() {
    const { x, y, w, h: tall } = this.#box;
    const units = this.#unitsPerPx;
    this.picture.setAttribute("viewBox", `${x} ${y} ${w} ${tall}`);
    this.picture.style.setProperty("--u", units);
    for (const [grid, node] of this.labels) {
      node.classList.toggle("hidden", grid.name.length * LABEL_PX > grid.span / units);
    }
    if (this.#at) movePin(this.#pin, ...this.#at, units);
  }

  #zoom(times, [x, y] = this.#at ?? [this.#box.x + this.#box.w / 2, this.#box.y + this.#box.h / 2]) {
    const whole = this.#map.width * 1.06;
    const w = Math.min(Math.max(this.#box.w / times, whole / CLOSEST), whole * 1.3);
    const k = w / this.#box.w;
    this.#box = { x: x - (x - this.#box.x) * k, y: y - (y - this.#box.y) * k, w, h: this.#box.h * k };
    this.#draw();
  }

  #pan(dx, dy) {
    const { width, height } = this.#map;
    const clamp = (value, size, span) => Math.min(Math.max(value, -span / 2), size - span / 2);
    this.#box.x = clamp(this.#box.x - dx, width, this.#box.w);
    this.#box.y = clamp(this.#box.y - dy, height, this.#box.h);
    this.#draw();
  }

  #point(event) {
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.picture.getScreenCTM().inverse());
    return [p.x, p.y];
  }

  #listen() {
    const on = (type, act) => this.picture.addEventListener(type, act);
    on("pointerdown", (e) => {
      if (this.#pointers.size === 0) this.#moved = 0;
      this.#pointers.set(e.pointerId, [e.clientX, e.clientY]);
      this.picture.setPointerCapture(e.pointerId);
    });
    on("pointermove", (e) => this.#drag(e));
    on("pointerup", (e) => {
      const alone = this.#pointers.size === 1;
      this.#pointers.delete(e.pointerId);
      if (alone && this.#moved < 6) this.#pick(...this.#point(e));
    });
    on("pointercancel", (e) => this.#pointers.delete(e.pointerId));
    this.picture.addEventListener("wheel", (e) => {
      e.preventDefault();
      this.#zoom(e.deltaY < 0 ? 1.2 : 1 / 1.2, this.#point(e));
    }, { passive: false });
  }

  #drag(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const spread = () => {
      const [a, b] = [...this.#pointers.values()];
      return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
    };
    const [dx, dy, old] = [event.clientX - before[0], event.clientY - before[1], spread()];
    this.#pointers.set(event.pointerId, [event.clientX, event.clientY]);
    this.#moved += Math.hypot(dx, dy);
    if (old) this.#zoom(spread() / old, this.#point(event));
    else if (this.#moved >= 6) this.#pan(dx * this.#unitsPerPx, dy * this.#unitsPerPx);
  }

  #pick(x, y) {
    if (!this.#onpick) return;
    this.mark(x, y);
    this.#onpick(x, y);
  }

  /** Put the pin at a point; `close` also moves the map there. */
  mark(x, y, close = false) {
    this.#at = [x, y];
    this.#pin.style.display = "";
    const grid = gridAt(this.#map, x, y);
    for (const path of this.picture.querySelectorAll(".grid")) {
      path.classList.toggle("chosen", path.dataset.code === grid?.code);
    }
    if (close) {
      const k = Math.min(1, (this.#map.width * 0.3) / this.#box.w);
      const [w, tall] = [this.#box.w * k, this.#box.h * k];
      this.#box = { x: x - w / 2, y: y - tall / 2, w, h: tall };
    }
    this.#draw();
  }
}
