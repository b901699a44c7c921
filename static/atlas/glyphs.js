// The signs of the map: a shape for each kind, a fill for each state, a colour for each group of sectors.
//
// Everything is built as SVG nodes; no text of a record is ever parsed as markup. Colours come from the settings (records)
// or from CSS variables (paper, ink), so that one set of signs serves both themes.
"use strict";

window.Chancery = {};

(() => {
  const SVG = "http://www.w3.org/2000/svg";

  // Drawn in a box from -12 to 12. Seven outlines that stay apart at 16 pixels and without colour.
  const SHAPES = {
    visit: "M-7.6 0a7.6 7.6 0 1 0 15.2 0a7.6 7.6 0 1 0 -15.2 0z",
    meeting: "M-6.7 -6.7h13.4v13.4h-13.4z",
    agreement: "M0 -9.2L9.2 0L0 9.2L-9.2 0z",
    project: "M0 -8.6L9 7H-9z",
    culture: "M0 -9.4L2.7 -3.1L9.4 -2.6L4.2 1.8L5.9 8.4L0 4.8L-5.9 8.4L-4.2 1.8L-9.4 -2.6L-2.7 -3.1z",
    sport: "M-8.6 -4.6H8.6A8.6 9.6 0 0 1 -8.6 -4.6z",
    other: "M-2.8 -8h5.6v5.2h5.2v5.6h-5.2v5.2h-5.6v-5.2h-5.2v-5.6h5.2z",
  };
  const CHEVRON = "M-2 -3.6L2 0L-2 3.6"; // inside the circle of a visit: someone went somewhere

  /** Make an SVG element with attributes and children. */
  function svg(tag, attributes = {}, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** Make an HTML element with a class and children; strings become text. */
  function html(tag, className = "", ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  }

  /**
   * Draw the sign of one record.
   *
   * Filled: held or completed. Lower half filled: under way. Hollow: planned. Hollow and struck through: cancelled.
   */
  function glyph({ kind, colour, status }, size = 20) {
    const outline = SHAPES[kind] ?? SHAPES.other;
    const filled = status === "held" || status === "completed";
    const root = svg("svg", { viewBox: "-12 -12 24 24", width: size, height: size, class: "glyph", "aria-hidden": "true" });
    root.append(
      svg("path", { d: outline, class: "glyph-halo" }),
      svg("path", { d: outline, class: "glyph-shape", fill: filled ? colour : "var(--paper)", stroke: colour }),
    );
    if (status === "ongoing") {
      const half = svg("svg", { x: -12, y: 0.6, width: 24, height: 11.4, viewBox: "-12 0.6 24 11.4" });
      half.append(svg("path", { d: outline, fill: colour }));
      root.append(half, svg("path", { d: outline, class: "glyph-shape", fill: "none", stroke: colour }));
    }
    if (kind === "visit") {
      root.append(svg("path", { d: CHEVRON, class: "glyph-chevron", stroke: filled ? "#fff" : colour }));
    }
    if (status === "cancelled") {
      root.append(
        svg("path", { d: "M-10 10L10 -10", class: "glyph-strike-halo" }),
        svg("path", { d: "M-10 10L10 -10", class: "glyph-strike", stroke: colour }),
      );
    }
    return root;
  }

  /** The radius of the ring around a number, pixels. */
  function radiusOf(total) {
    return Math.min(20, 9.5 + 1.4 * Math.log2(total + 1));
  }

  /** The width of a whole ring, pixels: known before it is drawn. */
  function measureRing(total, manner) {
    return 2 * (radiusOf(total) + (manner === "cluster" ? 4 : 2));
  }

  /**
   * Draw a number in a ring whose arcs are the shares of the colour groups.
   *
   * @param {{colour: string, count: number}[]} shares
   * @param {"place"|"cluster"} manner one place, or several places under one ring
   */
  function ring(shares, manner) {
    const total = shares.reduce((sum, share) => sum + share.count, 0);
    const radius = radiusOf(total);
    const size = measureRing(total, manner);
    const reach = size / 2;
    const root = svg("svg", { viewBox: `${-reach} ${-reach} ${size} ${size}`, width: size, height: size, "aria-hidden": "true" });
    if (manner === "cluster") root.append(svg("circle", { r: radius + 2.6, class: "ring-outer" }));
    root.append(svg("circle", { r: radius, class: `ring-paper ring-${manner}` }));
    const middle = radius - 2.6;
    const length = 2 * Math.PI * middle;
    let done = 0;
    for (const share of shares) {
      const arc = (share.count / total) * length;
      const gap = shares.length > 1 ? Math.min(1.4, arc / 3) : 0;
      root.append(
        svg("circle", {
          r: middle,
          class: "ring-arc",
          stroke: share.colour,
          "stroke-dasharray": `${arc - gap} ${length - arc + gap}`,
          "stroke-dashoffset": -done,
          transform: "rotate(-90)",
        }),
      );
      done += arc;
    }
    const label = svg("text", { class: "ring-count", y: "0.35em", "font-size": total > 999 ? 10 : 12 });
    label.textContent = total > 9999 ? `${Math.round(total / 1000)}k` : String(total);
    root.append(label);
    return root;
  }

  Object.assign(window.Chancery, { svg, html, glyph, ring, measureRing });
})();
