// Records known only to a country or a region: a tint, an outline or a soft disc, and a badge, never a pin.
"use strict";

(() => {
  const { html, drawGlyph, mapButton, makeIcon, count } = window.Chancery;
  const STEPS = 10; // of the lattice on which a badge looks for room
  const lattices = new WeakMap(); // by outline: the borders of a country do not change

  /** The badge of an area, which lists what is known to be somewhere in it; its `surface` is tinted land or a soft disc. */
  function makeArea(context, area, mentions) {
    const { map, settings, handlers, basemap } = context;
    const label = L.latLng(area.latitude, area.longitude);
    const records = mentions.map((mention) => mention.record);
    const drawn = area.outline ? { type: "Feature", properties: {}, geometry: area.outline } : null;
    const outline = drawn ?? (area.whole_country ? basemap.outlineOf(area.country_code) : null);
    const at = findRoom(map, area, outline, context.places);
    const surface = outline
      ? L.geoJSON(outline, { pane: "areas", interactive: false, style: { className: drawn ? "area-drawn" : "area-country", weight: 1 } })
      : L.circle(label, {
          pane: "areas",
          radius: area.radius_km * 1000,
          interactive: false,
          className: "area-region",
          stroke: false,
          fillColor: "url(#chancery-soft)",
        });
    const open = () => handlers.list(at, area, mentions, area.whole_country ? "Somewhere in the country" : "Somewhere in the area");
    const button = mapButton(map, "badge", `${area.name}: ${count(records.length, "record")}, exact place unknown`, open);
    if (records.length === 1) button.append(drawGlyph(records[0], settings, 16));
    else button.append(html("span", "badge-count", String(records.length)));
    handlers.hint(button, at, [-14], () => [
      records.length === 1 ? records[0].title : count(records.length, "record"),
      `somewhere in ${area.name}`,
    ]);
    const box = html("div", "signs", button);
    const icon = makeIcon(() => box, "area-badge", 26, () => handlers.mark(box, records));
    return Object.assign(L.marker(at, { icon, keyboard: false, interactive: false }), { place: area, surface, records });
  }

  /**
   * Find a spot in an area for its badge: as far as can be from the places in it, since it stands for none of them.
   *
   * Of the spots of a lattice it takes the one whose nearest place is furthest off, less a little for every step away from
   * the label point.
   */
  function findRoom(map, area, outline, places) {
    const label = L.latLng(area.latitude, area.longitude);
    const middle = map.project(label, 0);
    const taken = places.map((place) => map.project([place.latitude, place.longitude], 0));
    let best = { spot: label, score: -Infinity };
    for (const spot of listSpots(area, outline, label)) {
      const at = map.project(spot, 0);
      const nearest = Math.min(...taken.map((place) => place.distanceTo(at)), 1e3);
      const score = nearest - 0.25 * middle.distanceTo(at);
      if (score > best.score) best = { spot, score };
    }
    return best.spot;
  }

  /** The spots of a lattice that lie in an area. */
  function listSpots(area, outline, label) {
    if (!outline) return lattice(label.toBounds(area.radius_km * 1000));
    if (!lattices.has(outline)) { // a drawn outline comes anew with each message, and is small
      const { type, coordinates } = outline.geometry;
      const rings = (type === "MultiPolygon" ? coordinates : [coordinates]).map((polygon) => polygon[0]);
      const spots = lattice(L.geoJSON(outline).getBounds().pad(-0.1));
      lattices.set(outline, spots.filter(({ lat, lng }) => rings.some((ring) => isInside(ring, lng, lat))));
    }
    return lattices.get(outline);
  }

  function lattice(bounds) {
    const { lat: south, lng: west } = bounds.getSouthWest();
    const { lat: north, lng: east } = bounds.getNorthEast();
    return Array.from({ length: (STEPS + 1) ** 2 }, (_, number) => {
      const row = Math.floor(number / (STEPS + 1));
      const column = number % (STEPS + 1);
      return L.latLng(south + ((north - south) * row) / STEPS, west + ((east - west) * column) / STEPS);
    });
  }

  /** Tell whether a position is inside a ring (even-odd rule; GeoJSON order, longitude first). */
  function isInside(ring, longitude, latitude) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > latitude !== yj > latitude && longitude < ((xj - xi) * (latitude - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
  }

  Object.assign(window.Chancery, { makeArea });
})();
