// The timeline: a row for each kind, a dot for each period. Dragging filters to what was dragged over, a dot to its
// period; the arrow keys go from dot to dot, Enter takes one.

const SVG = "http://www.w3.org/2000/svg";
const DAY = 86_400_000;
const MARGIN = { right: 8, bottom: 20, label: 8 };
const RADIUS = [2.3, 7.2]; // of one record, and of the most
const STEPS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000]; // months between two ticks
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const charts = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  const element = parentElement.querySelector(".timeline");
  const known = charts.get(element) ?? new Chart(element);
  charts.set(element, known);
  known.show(data, (days) => setTriggerValue("brushed", days));
}

class Chart {
  constructor(element) {
    this.element = element;
    this.svg = make("svg", { role: "group", "aria-label": "Records by period and kind; uncertain dates are hollow" });
    this.hint = document.createElement("div");
    this.hint.className = "hint";
    this.hint.hidden = true;
    element.replaceChildren(this.svg, this.hint);
    this.svg.addEventListener("pointerdown", (event) => this.startBrush(event));
    this.svg.addEventListener("keydown", (event) => this.followKey(event));
    new ResizeObserver(() => this.data && this.draw()).observe(element);
  }

  show(data, report) {
    this.report = report;
    const shown = JSON.stringify(data);
    if (shown === this.shown) return;
    this.shown = shown;
    this.data = data;
    this.draw();
  }

  draw() {
    const { rows, dots, kept, height } = this.data;
    const focused = this.dots?.findIndex((dot) => dot.matches(":focus"));
    this.element.style.height = `${height}px`;
    const { width } = this.element.getBoundingClientRect();
    this.svg.replaceChildren();
    this.hint.hidden = true;
    this.dots = [];
    if (!dots.length || !width) return;
    this.rowHeight = (height - MARGIN.bottom - 4) / rows.length;
    this.bottom = height - MARGIN.bottom;
    const names = rows.map((name, row) => make("text", { x: 0, y: this.middleOf(row), "dominant-baseline": "central" }, name));
    this.svg.append(...names);
    this.left = Math.max(...names.map((name) => name.getBBox().width)) + MARGIN.label + RADIUS[1];
    this.right = width - MARGIN.right;
    this.first = Math.min(...dots.map((dot) => Date.parse(dot.start)));
    this.last = Math.max(...dots.map((dot) => Date.parse(dot.end))) + DAY;
    if (kept) this.svg.append(this.makeBand("band", this.place(Date.parse(kept[0])), this.place(Date.parse(kept[1]) + DAY)));
    rows.forEach((_, row) => this.svg.append(make("line", { class: "row", x1: this.left, x2: this.right, y1: this.middleOf(row), y2: this.middleOf(row) })));
    this.svg.append(...this.makeAxis());
    const most = Math.max(...dots.map((dot) => dot.count));
    this.dots = dots.map((dot, number) => this.makeDot(dot, number, most));
    this.svg.append(...[...this.dots].sort((one, other) => other.getAttribute("r") - one.getAttribute("r"))); // small ones in front
    this.enter(focused >= 0 && focused < dots.length ? focused : dots.length - 1, focused >= 0);
  }

  middleOf(row) {
    return 4 + (row + 0.5) * this.rowHeight;
  }

  place(moment) {
    return this.left + ((moment - this.first) / (this.last - this.first)) * (this.right - this.left);
  }

  dayAt(x) {
    const share = Math.min(Math.max((x - this.left) / (this.right - this.left), 0), 1);
    const moment = Math.min(this.first + share * (this.last - this.first), this.last - DAY);
    return new Date(moment).toISOString().slice(0, 10);
  }

  makeBand(name, from, to) {
    return make("rect", { class: name, x: Math.min(from, to), width: Math.abs(to - from), y: 0, height: this.bottom });
  }

  /** Ticks at round years, or at months where there are few years, as close as their names allow. */
  makeAxis() {
    const perMonth = ((this.right - this.left) / (this.last - this.first)) * DAY * 30.4;
    const step = STEPS.find((months) => months * perMonth >= (months < 12 ? 64 : 40)) ?? STEPS.at(-1);
    const parts = [make("line", { class: "axis", x1: this.left, x2: this.right, y1: this.bottom, y2: this.bottom })];
    const start = new Date(this.first);
    const month = start.getUTCFullYear() * 12 + start.getUTCMonth();
    for (let tick = Math.ceil(month / step) * step; ; tick += step) {
      const date = new Date(0);
      date.setUTCFullYear(Math.floor(tick / 12), tick % 12, 1);
      if (date > this.last) return parts;
      const x = this.place(Number(date));
      const year = String(Math.floor(tick / 12));
      const name = step < 12 ? `${MONTHS[tick % 12]} ${year}` : year;
      parts.push(make("line", { class: "tick", x1: x, x2: x, y1: 0, y2: this.bottom + 4 }));
      const anchor = x > this.right - 6 ? "end" : "middle";
      parts.push(make("text", { x, y: this.bottom + 15, "text-anchor": anchor }, name));
    }
  }

  makeDot({ row, start, end, certain, count, label }, number, most) {
    const share = most > 1 ? Math.sqrt((count - 1) / (most - 1)) : 0;
    const dot = make("circle", {
      class: certain ? "dot" : "dot uncertain",
      cx: this.place((Date.parse(start) + Date.parse(end) + DAY) / 2),
      cy: this.middleOf(row),
      r: RADIUS[0] + share * (RADIUS[1] - RADIUS[0]),
      role: "button",
      tabindex: -1,
      "aria-label": label,
    });
    for (const shows of ["pointerenter", "focus"]) dot.addEventListener(shows, () => this.showHint(dot, label));
    for (const hides of ["pointerleave", "blur"]) dot.addEventListener(hides, () => (this.hint.hidden = true));
    dot.addEventListener("click", () => this.take([start, end]));
    dot.dataset.number = number;
    return dot;
  }

  showHint(dot, label) {
    this.hint.textContent = label;
    this.hint.hidden = false;
    const [x, y] = [Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy"))];
    const { offsetWidth, offsetHeight } = this.hint;
    const left = Math.min(Math.max(x - offsetWidth / 2, 0), this.element.clientWidth - offsetWidth);
    this.hint.style.transform = `translate(${left}px, ${y - offsetHeight - 10}px)`;
  }

  take(days) {
    this.hint.hidden = true;
    this.report(days);
  }

  startBrush(event) {
    if (event.button || !this.dots.length) return;
    const box = this.svg.getBoundingClientRect();
    const from = event.clientX - box.left;
    if (from < this.left - RADIUS[1]) return;
    const brush = this.makeBand("brush", from, from);
    const ended = new AbortController();
    const follow = ({ clientX }) => {
      const to = Math.min(Math.max(clientX - box.left, this.left), this.right);
      brush.setAttribute("x", Math.min(from, to));
      brush.setAttribute("width", Math.abs(to - from));
      if (Math.abs(to - from) > 4 && !brush.isConnected) {
        this.svg.setPointerCapture(event.pointerId); // from now on it is no click on a dot
        this.svg.append(brush);
      }
    };
    const end = ({ type, clientX }) => {
      ended.abort();
      if (!brush.isConnected) return;
      brush.remove();
      if (type === "pointerup") this.take([this.dayAt(from), this.dayAt(clientX - box.left)]);
    };
    const { signal } = ended;
    this.svg.addEventListener("pointermove", follow, { signal });
    for (const type of ["pointerup", "pointercancel"]) this.svg.addEventListener(type, end, { signal });
    this.svg.ownerDocument.addEventListener("keydown", ({ key }) => key === "Escape" && end({ type: "escape" }), { signal });
  }

  followKey(event) {
    const number = this.dots.findIndex((dot) => dot === event.target);
    if (number < 0) return;
    if (event.key === "Enter" || event.key === " ") this.dots[number].dispatchEvent(new MouseEvent("click"));
    else if (/^Arrow/.test(event.key)) this.enter(this.nextTo(number, event.key), true);
    else return;
    event.preventDefault();
  }

  /** The dot that an arrow key leads to: along the row in time, else the nearest in time of the next row. */
  nextTo(number, key) {
    const here = this.data.dots[number];
    const away = (dot) => Date.parse(dot.start) - Date.parse(here.start);
    const sideways = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
    const order = (dot, other) => away(dot) || other - number; // a certain and an uncertain dot can share a period
    const wanted = this.data.dots
      .map((dot, other) => [other, dot])
      .filter(([other, dot]) => (sideways ? dot.row === here.row && order(dot, other) * sign > 0 : dot.row === here.row + sign))
      .sort(([one, a], [other, b]) => Math.abs(away(a)) - Math.abs(away(b)) || (one - other) * sign);
    return wanted[0]?.[0] ?? number;
  }

  /** Make a dot the one that Tab comes to. */
  enter(number, focus) {
    this.dots.forEach((dot, other) => dot.setAttribute("tabindex", other === number ? 0 : -1));
    if (focus) this.dots[number].focus({ preventScroll: true });
  }
}

function make(name, attributes, text = "") {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}
