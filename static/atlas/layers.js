// From features to Leaflet layers: places, clusters, routes, cells. What a click or the pointer does is handed in.
"use strict";

(() => {
  const { html, svg, glyph, ring, measureRing } = window.Chancery;
  const OFFSETS = { 1: [[0, 0]], 2: [[-10, 0], [10, 0]], 3: [[0, -10], [-11, 8], [11, 8]] }; // signs at one place, pixels
  const CURVATURE = 0.16; // how far a route's control point stands off, as a share of its length
  const STEPS = 32;

  /** Count records by colour group, in the order of the legend, leaving out what is absent. */
  function countShares(records, settings) {
    const counts = new Map();
    for (const record of records) counts.set(record.group, (counts.get(record.group) ?? 0) + 1);
    return [...counts].sort(([a], [b]) => a - b).map(([group, count]) => ({ colour: colourOf(group, settings), count }));
  }

  /** Add up the counts of several cells. */
  function addCells(markers, settings) {
    const counts = markers.reduce((sums, { cell }) => cell.groups.map((number, group) => number + (sums[group] ?? 0)), []);
    return counts.map((number, group) => ({ colour: colourOf(group, settings), count: number })).filter((share) => share.count);
  }

  function colourOf(group, settings) {
    return settings.groups[group]?.colour ?? "#77736b";
  }

  function drawGlyph(record, settings, size) {
    return glyph({ kind: record.kind, status: record.status, colour: colourOf(record.group, settings) }, size);
  }

  /** A button that does not fire when the map was dragged by it. */
  function mapButton(map, className, label, onPress) {
    const button = html("button", className);
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      const byPointer = event.detail > 0;
      if (!(byPointer && map.dragging.moved())) onPress();
    });
    return button;
  }

  function count(number, noun) {
    return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  }

  // Of thousands of places few are on screen at a time, the others are under a cluster: a sign is drawn when it is first shown.
  const LazyIcon = L.DivIcon.extend({
    createIcon(old) {
      this.options.html ??= this.options.build();
      this.options.onShow?.(this.options.html);
      return L.DivIcon.prototype.createIcon.call(this, old);
    },
  });

  /** An icon whose element is built when it is first shown; `onShow` is called with the element whenever it is. */
  function makeIcon(build, className, size, onShow) {
    return new LazyIcon({ build, onShow, html: null, className, iconSize: [size, size] });
  }

  function describe(record) {
    return [record.title, record.date].filter(Boolean).join(", ");
  }

  /** The marker of a place: up to three signs side by side, or a ring with their number. */
  function makePoint(context, point, mentions) {
    const at = L.latLng(point.latitude, point.longitude);
    const records = mentions.map((mention) => mention.record);
    const offsets = OFFSETS[records.length];
    const size = offsets ? (records.length === 1 ? 24 : 46) : measureRing(records.length, "place");
    const build = () => html("div", "signs", ...(offsets ? mentions.map(makeSign) : [makeCount()]));
    const icon = makeIcon(build, "place", size, (box) => context.handlers.mark(box, records));
    return Object.assign(L.marker(at, { icon, keyboard: false, interactive: false }), { place: point, records });

    function makeSign({ record, name_in_source }, index) {
      const { map, settings, handlers } = context;
      const [x, y] = offsets[index];
      const button = mapButton(map, "sign", describe(record), () => handlers.select(record));
      button.dataset.record = record.id;
      button.style.left = `${size / 2 + x - 12}px`;
      button.style.top = `${size / 2 + y - 12}px`;
      button.append(drawGlyph(record, settings, 20));
      handlers.hint(button, at, [-12 - Math.abs(y) / 2], () => [
        record.title,
        [record.date, name_in_source || point.name].filter(Boolean).join(" · "),
      ]);
      return button;
    }

    function makeCount() {
      const { map, settings, handlers } = context;
      const number = count(records.length, "record");
      const button = mapButton(map, "sign sign-ring", `${point.name}: ${number}`, () => handlers.list(at, point, mentions));
      button.append(ring(countShares(records, settings), "place"));
      handlers.hint(button, at, [-size / 2], () => [point.name, number]);
      return button;
    }
  }

  /** The ring of a cluster knows which records are under it. */
  function makeClusters(context) {
    const { settings, calm, handlers } = context;
    const clusters = L.markerClusterGroup({
      maxClusterRadius: 29,
      showCoverageOnHover: false,
      animate: !calm,
      spiderLegPolylineOptions: { className: "spider-leg", weight: 1 },
      iconCreateFunction(cluster) {
        const markers = cluster.getAllChildMarkers();
        const records = [...new Set(markers.flatMap((marker) => marker.records))];
        const shares = markers[0].cell ? addCells(markers, settings) : countShares(records, settings);
        const box = html("div", "signs");
        const names = markers.map((marker) => marker.place?.name).filter(Boolean);
        const shown = (names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names).join(", ");
        const total = shares.reduce((sum, share) => sum + share.count, 0);
        box.setAttribute("role", "img");
        box.setAttribute("aria-label", `${count(total, "record")}${shown && ` at ${shown}`}: come closer`);
        const size = measureRing(total, "cluster");
        box.append(ring(shares, "cluster"));
        handlers.hint(box, cluster.getLatLng(), [-size / 2], () => [
          `${count(total, "record")}${names.length ? ` at ${count(names.length, "place")}` : ""}`,
          shown || "Come closer to see them apart",
        ]);
        return makeIcon(() => box, "cluster", size, () => handlers.mark(box, records));
      },
    });
    return clusters;
  }

  /** Points of a gentle arc; it swings to the left of the way, so that there and back are two lines. */
  function bend(map, start, end) {
    const a = map.project(L.latLng(start), 0);
    const b = map.project(L.latLng(end), 0);
    const control = L.point((a.x + b.x) / 2 + (b.y - a.y) * CURVATURE, (a.y + b.y) / 2 - (b.x - a.x) * CURVATURE);
    return Array.from({ length: STEPS + 1 }, (_, step) => {
      const t = step / STEPS;
      const s = 1 - t;
      const x = s * s * a.x + 2 * s * t * control.x + t * t * b.x;
      const y = s * s * a.y + 2 * s * t * control.y + t * t * b.y;
      return map.unproject(L.point(x, y), 0);
    });
  }

  /** Where an arrowhead sits on the arc, and its angle: the projection is conformal, so it holds at every zoom. */
  function makeArrow(map, path, className) {
    const step = Math.round(STEPS * 0.58);
    const [before, after] = [path[step - 1], path[step + 1]].map((at) => map.project(at, 0));
    const angle = (Math.atan2(after.y - before.y, after.x - before.x) * 180) / Math.PI;
    const head = svg("svg", { viewBox: "-6 -6 12 12", width: 12, height: 12, class: className });
    head.append(svg("path", { d: "M-4 -4.4L5 0L-4 4.4L-1.8 0z", transform: `rotate(${angle})` }));
    return L.marker(path[step], { icon: makeIcon(() => head, "route-arrow", 12), keyboard: false, interactive: false, pane: "routes" });
  }

  /** A leg: the line, fading towards an end that is only an area, its arrowhead, and a broad unseen line to point at. */
  function makeLeg(context, leg, records) {
    const { map, handlers, renderer } = context;
    const path = bend(map, leg.start, leg.end);
    const from = leg.start_soft ? Math.round(STEPS * 0.3) : 0;
    const to = leg.end_soft ? Math.round(STEPS * 0.7) : STEPS;
    const weight = 1.1 + 0.5 * Math.log2(records.length);
    const line = (points, className) =>
      L.polyline(points, { pane: "routes", renderer, className: `route route-${leg.state} ${className}`, weight, interactive: false });
    const parts = [line(path.slice(from, to + 1), "")];
    if (from > 0) parts.push(line(path.slice(0, from + 1), "route-soft"));
    if (to < STEPS) parts.push(line(path.slice(to), "route-soft"));
    const target = L.polyline(path, { pane: "routes", renderer, className: "route-target", weight: 14 });
    const label = records.length === 1 ? records[0].title : `${count(records.length, "record")} along this way`;
    target.bindTooltip(() => handlers.hintContent([label, records.length === 1 ? records[0].date : "Click to list them"]), {
      sticky: true,
      className: "hint",
    });
    target.on("click", (event) => {
      L.DomEvent.stop(event);
      if (records.length === 1) handlers.select(records[0]);
      else handlers.list(event.latlng, { name: "Along this way" }, records.map((record) => ({ record, name_in_source: "" })));
    });
    const arrow = makeArrow(map, path, `arrow arrow-${leg.state}`);
    return { layer: L.layerGroup([...parts, target, arrow]), parts, arrow, records };
  }

  /** A cell of counts, for when there are too many records to send. */
  function makeCell(context, cell) {
    const at = L.latLng(cell.latitude, cell.longitude);
    const size = measureRing(cell.count, "cluster");
    const build = () => {
      const { map, settings, handlers } = context;
      const [south, west, north, east] = cell.bounds;
      const bounds = L.latLngBounds([south, west], [north, east]).pad(0.2);
      const number = count(cell.count, "record");
      const button = mapButton(map, "sign sign-ring", `${number}: come closer`, () => map.fitBounds(bounds));
      button.append(ring(addCells([{ cell }], settings), "cluster"));
      handlers.hint(button, at, [-size / 2], () => [number, "Narrow the filters to see each"]);
      return html("div", "signs", button);
    };
    const marker = L.marker(at, { icon: makeIcon(build, "place", size), keyboard: false, interactive: false });
    return Object.assign(marker, { cell, records: [] });
  }

  Object.assign(window.Chancery, { makePoint, makeClusters, makeLeg, makeCell, drawGlyph, mapButton, makeIcon, count });
})();
