// The names on the map: places with records beside their signs, then countries, waters and towns where there is room.
"use strict";

(() => {
  const { html } = window.Chancery;
  // Height of a line and mean width of a letter, pixels: measuring each name would cost a layout.
  const METRICS = {
    caption: { line: 14, letter: 6.5 },
    country: { line: 13, letter: 8.4 },
    water: { line: 13, letter: 6 },
    capital: { line: 13, letter: 5.8 },
    city: { line: 13, letter: 5.8 },
  };
  const DOT = 3; // half the room of a town's dot, pixels

  /**
   * Write names: first the captions, heaviest first, then the labels in the order given. What would touch is left out.
   *
   * @param {L.Map} map with a pane "names"
   * @param {Map<L.Marker, {name: string, weight: number}>} captions by the sign that they stand beside
   * @param {{name: string, kind: string, at: L.LatLng}[]} labels of the ground
   * @param {L.Bounds} frame layer points within which a label has to lie as a whole
   */
  function writeNames(map, captions, labels, frame) {
    const boxes = new Map([...captions.keys()].map((marker) => [marker, boxOf(map, marker)]));
    const taken = [...boxes.values()];
    const written = [];
    const write = (box, kind, name) => {
      taken.push(box);
      const element = html("span", `name name-${kind}`, name);
      element.style.left = `${box.min.x}px`;
      element.style.top = `${box.min.y}px`;
      element.style.width = `${box.max.x - box.min.x}px`;
      written.push(element);
    };
    for (const [marker, { name }] of [...captions].sort(([, a], [, b]) => b.weight - a.weight)) {
      const box = findSide(boxes.get(marker), name, "caption", taken);
      if (box) write(box, "caption", name);
    }
    for (const { name, kind, at } of labels) {
      const point = map.latLngToLayerPoint(at);
      if (kind === "country" || kind === "water") {
        const half = L.point((METRICS[kind].letter * name.length) / 2, METRICS[kind].line / 2);
        const box = L.bounds(point.subtract(half), point.add(half));
        if (frame.contains(box) && !touches(box, taken)) write(box, kind, name);
        continue;
      }
      const dot = L.bounds(point.subtract([DOT, DOT]), point.add([DOT, DOT]));
      const box = !touches(dot, taken) && findSide(dot, name, kind, taken);
      if (!box || !frame.contains(box)) continue;
      write(box, kind, name);
      write(dot, "dot", "");
    }
    map.getPane("names").replaceChildren(...written);
  }

  function boxOf(map, marker) {
    const at = map.latLngToLayerPoint(marker.getLatLng());
    const reach = parseFloat(marker.getElement()?.style.width || 24) / 2 - 2; // signs are round, boxes are not
    return L.bounds(at.subtract([reach, reach]), at.add([reach, reach]));
  }

  function touches(box, taken) {
    return taken.some((other) => other.overlaps(box));
  }

  /** Try the sides of a sign, right and left first; `null` if none is free. */
  function findSide(sign, name, kind, taken) {
    const { line, letter } = METRICS[kind];
    const width = letter * name.length + 2;
    const { x, y } = sign.getCenter();
    const right = sign.max.x + 3;
    const left = sign.min.x - width - 3;
    const corners = [
      [right, y - line / 2], [left, y - line / 2], [x - width / 2, sign.max.y + 2], [x - width / 2, sign.min.y - line - 2],
      [right - 6, sign.max.y - 4], [left + 6, sign.max.y - 4], [right - 6, sign.min.y - line + 4], [left + 6, sign.min.y - line + 4],
    ];
    const sides = corners.map(([west, north]) => L.bounds([west, north], [west + width, north + line]));
    const others = taken.filter((box) => box !== sign); // the corners of a round sign are free
    return sides.find((side) => !touches(side, others)) ?? null;
  }

  Object.assign(window.Chancery, { writeNames });
})();
