// The key: what the signs mean, and which kinds are shown. A column beside the map's records; on small maps a button.
"use strict";

(() => {
  const { html, svg, glyph, ring } = window.Chancery;
  const STATES = [["planned", "planned"], ["ongoing", "under way"], ["completed", "held, done"], ["cancelled", "cancelled"]];

  /** A Leaflet control with the key; `onToggle(kind, shown)` is called when a kind is switched. */
  class Key {
    static NARROW = 560; // pixels of map width below which the key starts closed

    constructor(settings, onToggle) {
      this.settings = settings;
      this.onToggle = onToggle;
      this.counts = new Map();
      this.switches = new Map();
      this.element = html("section", "key");
      this.element.setAttribute("aria-label", "Key and layers");
      L.DomEvent.disableClickPropagation(this.element).disableScrollPropagation(this.element);
      this.body = html("div", "key-body");
      this.body.id = "chancery-key";
      this.body.append(this.makeKinds(), this.makeColours(), this.makeStates(), this.makeMarks());
      this.handle = html("button", "key-handle");
      this.handle.type = "button";
      this.handle.setAttribute("aria-controls", this.body.id);
      this.handle.addEventListener("click", () => this.open(this.body.hidden));
      this.element.append(html("header", "key-head", html("span", "key-title", "Shown on the map"), this.handle), this.body);
    }

    addTo(map) {
      this.map = map;
      map.getContainer().append(this.element);
      this.open(true);
    }

    open(wanted) {
      this.body.hidden = !wanted;
      this.covered = null;
      this.handle.setAttribute("aria-expanded", String(wanted));
      this.handle.setAttribute("aria-label", wanted ? "Hide the key" : "Show the key");
      this.handle.textContent = wanted ? "×" : "Key";
      this.element.classList.toggle("is-open", wanted);
    }

    /** How much of the map the key covers; measured when it is opened or closed or the map has another size. */
    cover() {
      const size = this.map.getSize();
      if (!this.covered?.of.equals(size)) this.covered = { of: size, ...this.measure() };
      return this.covered;
    }

    /** What the open key takes at the right side of the map or, as a sheet, at its foot; pixels. */
    measure() {
      if (this.body.hidden) return { width: 0, height: 0 };
      const { offsetWidth, offsetHeight, parentElement } = this.element;
      return offsetWidth < parentElement.offsetWidth / 2 ? { width: offsetWidth, height: 0 } : { width: 0, height: offsetHeight };
    }

    /** Say how many records of each kind are kept; a kind with none is greyed, not taken away. Cells cannot be switched. */
    count(records, grouped) {
      for (const kind of this.settings.kinds) {
        const count = records.filter((record) => record.kind === kind.code).length;
        const { label, number, box } = this.switches.get(kind.code);
        number.textContent = grouped ? "" : String(count);
        box.disabled = grouped;
        label.classList.toggle("is-empty", count === 0);
      }
    }

    makeKinds() {
      const row = html("fieldset", "key-row key-kinds", html("legend", "", "Shown"));
      for (const kind of this.settings.kinds) {
        const box = html("input");
        box.type = "checkbox";
        box.checked = true;
        box.value = kind.code;
        box.addEventListener("change", () => this.onToggle(kind.code, box.checked));
        const number = html("span", "key-number");
        const sign = glyph({ kind: kind.code, status: "held", colour: "var(--sign)" }, 17);
        const label = html("label", "key-kind", box, sign, html("span", "", kind.label.replace(/ event$/, "")), number);
        this.switches.set(kind.code, { label, number, box });
        row.append(label);
      }
      return row;
    }

    makeColours() {
      const row = html("div", "key-row key-colours");
      for (const group of this.settings.groups) {
        const swatch = html("span", "swatch");
        swatch.style.background = group.colour;
        row.append(html("span", "key-item", swatch, group.label));
      }
      return row;
    }

    makeStates() {
      const row = html("div", "key-row key-states");
      for (const [status, text] of STATES) {
        row.append(html("span", "key-item", glyph({ kind: "project", status, colour: "var(--sign)" }, 17), text));
      }
      return row;
    }

    makeMarks() {
      const row = html("div", "key-row key-marks");
      const item = (sign, text) => row.append(html("span", "key-item", sign, text));
      item(this.line("route-travelled"), "visit");
      item(this.line("route-planned"), "planned visit");
      item(this.sampleRing("place"), "several records at a place");
      item(this.sampleRing("cluster"), "several places: click to part");
      item(html("span", "swatch-area"), "only the area is known");
      return row;
    }

    line(className) {
      const root = svg("svg", { viewBox: "0 0 30 10", width: 30, height: 10, class: "key-line", "aria-hidden": "true" });
      root.append(
        svg("path", { d: "M1 7Q15 0 29 7", class: `route ${className}`, "stroke-width": 1.6, fill: "none" }),
        svg("path", { d: "M14 0.4L20 3.6L14 6.8z", class: "arrow" }),
      );
      return root;
    }

    sampleRing(manner) {
      const colours = this.settings.groups;
      const element = ring([{ colour: colours[0].colour, count: 3 }, { colour: colours[1].colour, count: 2 }], manner);
      element.setAttribute("width", 20);
      element.setAttribute("height", 20);
      return element;
    }
  }

  Object.assign(window.Chancery, { Key });
})();
