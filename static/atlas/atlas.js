// The atlas map: opened once, given features, theme and selection as often as they change.
//
//   Chancery.open(element, settings)  makes the Leaflet map; called by the base map's script.
//   Chancery.draw(group, payload)     shows what is kept; called by the feature group's script. Clicks leave as `click`
//                                     events of that group, which st_folium reports to the page.
//
// The view is the reader's: it moves by itself only when the records on the map change and the reader has not moved it, or
// when a record that is out of sight is selected elsewhere on the page.
"use strict";

(() => {
  const { html, Basemap, Key, PALETTES, awaitHeight } = window.Chancery;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let atlas = null;

  class Atlas {
    constructor(element, settings) {
      this.settings = settings;
      this.element = document.getElementById(element);
      this.element.classList.add("chancery");
      this.map = L.map(element, {
        center: settings.start.center,
        zoom: settings.start.zoom,
        minZoom: 2,
        maxZoom: 18,
        zoomSnap: 0.25,
        zoomDelta: 1,
        wheelPxPerZoomLevel: 120,
        worldCopyJump: true,
        zoomControl: false,
        attributionControl: false,
        fadeAnimation: !calm,
        zoomAnimation: !calm,
        markerZoomAnimation: !calm,
        inertia: !calm,
      });
      this.hidden = new Set();
      this.features = null;
      this.revision = null;
      this.selected = null;
      this.theme = null;
      this.moved = false;
      this.makePanes();
      this.basemap = new Basemap(this.map, settings);
      this.renderer = L.svg({ pane: "routes", padding: 0.5 });
      this.tip = L.tooltip({ direction: "top", className: "hint", opacity: 1 });
      this.key = new Key(settings, (kind, shown) => this.showKind(kind, shown));
      this.makeControls();
      this.watchReader();
      this.laidOut = awaitHeight(this.map).then(() => this.key.open(this.map.getSize().x >= Key.NARROW));
      const drawn = new Promise((resolve) => (this.tellDrawn = resolve));
      this.basemap.load(drawn).then(() => this.features && this.rebuild());
    }

    makePanes() {
      for (const [name, order] of [["areas", 350], ["routes", 450]]) {
        this.map.createPane(name).style.zIndex = order;
      }
      this.map.createPane("names").style.zIndex = 580;
      this.map.on("zoomstart", () => {
        this.map.getPane("names").style.opacity = 0; // names do not scale with the ground
      });
      this.map.on("moveend", () => this.features && this.writeNames());
      this.map.on("resize", () => this.features && !this.moved && this.laidOut.then(() => this.fit()));
    }

    makeControls() {
      const { map } = this;
      L.control.attribution({ prefix: false, position: "bottomleft" }).addTo(map);
      L.control.zoom({ position: "topleft" }).addTo(map);
      new L.Control.FullScreen({ position: "topleft", title: "Full screen", titleCancel: "Leave full screen" }).addTo(map);
      const fit = L.control({ position: "topleft" });
      fit.onAdd = () => this.makeFitButton();
      fit.addTo(map);
      L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 90 }).addTo(map);
      this.notes = new Map();
      this.note = html("p", "map-note");
      this.note.setAttribute("role", "status");
      this.note.hidden = true;
      this.element.append(this.note);
      this.key.addTo(map);
      this.basemap.onNote = (text) => this.say("tiles", text);
      this.basemap.onChange = () => this.features && this.writeNames();
    }

    makeFitButton() {
      const { svg } = window.Chancery;
      const button = html("button", "map-button");
      button.type = "button";
      button.title = "Fit to what is kept";
      button.setAttribute("aria-label", button.title);
      const sign = svg("svg", { viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true" });
      sign.append(
        svg("path", { d: "M2 6V2h4M12 2h4v4M16 12v4h-4M6 16H2v-4", class: "stroke" }),
        svg("circle", { cx: 9, cy: 9, r: 2.2, class: "fill" }),
      );
      button.append(sign);
      button.addEventListener("click", () => {
        this.moved = false;
        this.fit();
      });
      L.DomEvent.disableClickPropagation(button);
      return html("div", "leaflet-bar", button);
    }

    /** Remember that the reader has moved the map; what this script moves is not the reader's doing. */
    watchReader() {
      const mark = () => {
        this.moved = true;
      };
      this.map.on("dragstart", mark);
      for (const type of ["wheel", "dblclick", "touchmove"]) this.element.addEventListener(type, mark, { passive: true });
      this.element.addEventListener("keydown", (event) => /^(Arrow|[+=_-])/.test(event.key) && mark());
      // Leaflet's buttons keep their clicks to themselves: listen on the way down.
      this.element.querySelector(".leaflet-control-zoom").addEventListener("click", mark, { capture: true });
    }

    /** Show a quiet note, one for each subject; an empty text takes the subject's note away. */
    say(subject, text) {
      this.notes.set(subject, text);
      this.note.textContent = [...this.notes.values()].filter(Boolean).join(". ");
      this.note.hidden = !this.note.textContent;
    }

    draw(group, payload) {
      this.group = group;
      this.setTheme(this.pageTheme ?? payload.theme);
      const changed = payload.revision !== this.revision;
      const chosen = payload.selected !== this.selected;
      let fits = false;
      if (changed) {
        this.revision = payload.revision;
        this.features = payload.features;
        this.selected = payload.selected;
        this.map.closePopup();
        this.rebuild();
        fits = !this.moved || !this.map.getBounds().intersects(this.boundsOf(() => true));
      } else if (chosen) this.select(payload.selected, { show: false });
      // Only now is it known how much of the map the key covers. What is fitted to shows the selected record too.
      this.laidOut.then(() => {
        if (fits) this.fit();
        else if (chosen) this.select(payload.selected, { show: true });
        requestAnimationFrame(() => setTimeout(this.tellDrawn)); // the records first, then the ground under them
      });
    }

    setTheme(theme) {
      if (theme === this.theme) return;
      this.theme = theme;
      this.element.dataset.theme = theme;
      document.documentElement.style.colorScheme = theme;
      for (const [name, colour] of Object.entries(PALETTES[theme])) this.element.style.setProperty(`--${name}`, colour);
      this.basemap.paint(PALETTES[theme]);
    }

    showKind(kind, shown) {
      if (shown) this.hidden.delete(kind);
      else this.hidden.add(kind);
      this.map.closePopup();
      this.rebuild();
    }

    /** Take everything off the map and draw what is kept and shown. */
    rebuild() {
      const { features, map } = this;
      const { makePoint, makeClusters, makeArea, makeLeg, makeCell } = window.Chancery;
      this.layers?.forEach((layer) => layer.remove());
      this.closeHint();
      const context = {
        map, calm, settings: this.settings, basemap: this.basemap, renderer: this.renderer, places: features.points,
        handlers: {
          select: (record) => this.report(record),
          list: (at, place, mentions, note) => this.list(at, place, mentions, note),
          hint: (element, at, offset, content) => this.hint(element, at, offset, content),
          hintContent: (lines) => this.hintContent(lines),
          mark: (element, records) => this.markSelected(element, records),
        },
      };
      this.basemap.emphasise(this.findCountries());
      const visible = (mentions) =>
        mentions
          .map((mention) => ({ record: features.records[mention.record], name_in_source: mention.name_in_source }))
          .filter(({ record }) => !this.hidden.has(record.kind));
      const kept = (items, make) =>
        items.map((item) => [item, visible(item.mentions)]).filter(([, there]) => there.length).map(([item, there]) => make(context, item, there));

      this.points = kept(features.points, makePoint);
      this.areas = kept(features.areas, makeArea);
      this.legs = features.legs
        .map((leg) => [leg, leg.records.map((index) => features.records[index]).filter((record) => !this.hidden.has(record.kind))])
        .filter(([, records]) => records.length)
        .map(([leg, records]) => makeLeg(context, leg, records));
      this.clusters = makeClusters(context).on("animationend", () => this.writeNames());
      this.clusters.addLayers([...this.points, ...this.areas, ...features.cells.map((cell) => makeCell(context, cell))]);
      this.layers = [...this.areas.map(({ surface }) => surface), ...this.legs.map(({ layer }) => layer), this.clusters];
      this.layers.forEach((layer) => layer.addTo(map));
      this.addSoftFill();
      this.key.count(features.records, features.cells.length > 0);
      this.markAll();
      this.writeNames();
      this.say(
        "grouped",
        features.cells.length
          ? `${features.record_count.toLocaleString("en")} records are too many to draw one by one: grouped by area`
          : "",
      );
    }

    /** The countries that the records are about: those with at least a tenth of what there is to see. */
    findCountries() {
      const counts = new Map();
      for (const { country_code, mentions } of [...this.features.points, ...this.features.areas]) {
        counts.set(country_code, (counts.get(country_code) ?? 0) + mentions.length);
      }
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return [...counts].filter(([, count]) => count >= total / 10).map(([code]) => code);
    }

    /** The gradient that makes the edge of a region soft. It lives in the SVG of the pane that the regions are drawn in. */
    addSoftFill() {
      const { svg } = window.Chancery;
      const root = this.map.getPane("areas").querySelector("svg");
      if (!root || root.querySelector("#chancery-soft")) return;
      const gradient = svg("radialGradient", { id: "chancery-soft" });
      for (const [offset, opacity] of [[0, 0.34], [0.55, 0.26], [1, 0]]) {
        gradient.append(svg("stop", { offset, class: "soft-stop", "stop-opacity": opacity }));
      }
      root.prepend(svg("defs", {}, gradient));
    }

    /** Name what stands on the map, each cluster by the busiest place in it, and the ground between; once a frame. */
    writeNames() {
      this.namesDue ??= requestAnimationFrame(() => {
        this.namesDue = null;
        const view = this.map.getBounds().pad(0.05);
        const captions = new Map();
        for (const marker of [...this.points, ...this.areas]) {
          const sign = this.clusters.getVisibleParent(marker);
          if (!sign?.getElement() || !view.contains(sign.getLatLng())) continue;
          const weight = marker.place.whole_country ? 0 : marker.records.length;
          if (!(captions.get(sign)?.weight >= weight)) captions.set(sign, { name: marker.place.name, weight });
        }
        window.Chancery.writeNames(this.map, captions, this.basemap.labelsIn(view), this.frame());
        this.map.getPane("names").style.opacity = 1;
      });
    }

    /** What of the map the key leaves free, as layer points. */
    frame() {
      const { width, height } = this.key.cover();
      const free = this.map.getSize().subtract([width, height]);
      return L.bounds(this.map.containerPointToLayerPoint([0, 0]), this.map.containerPointToLayerPoint(free));
    }

    /** Show all that is kept, clear of the key. */
    fit() {
      let bounds = this.boundsOf(() => true);
      if (!bounds.isValid() || !this.hasRoom()) return; // a map that is still being laid out is fitted when it has its size
      // One place is shown with its surroundings, one area whole; several that are close to each other are shown apart.
      const isOne = bounds.getSouthWest().equals(bounds.getNorthEast());
      if (isOne && this.areas.length) bounds = this.areas[0].surface.getBounds();
      const maxZoom = isOne ? 9 : 11;
      this.map.fitBounds(bounds, { ...this.margins(), maxZoom, animate: !calm && this.fitted === true });
      this.fitted = true;
    }

    /** Tell whether anything is left of the map between its margins; without that, Leaflet fits to the closest zoom. */
    hasRoom() {
      const { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] } = this.margins();
      const size = this.map.getSize();
      return size.x > left + right && size.y > top + bottom;
    }

    margins() {
      const { width, height } = this.key.cover();
      const foot = this.key.body.hidden ? 64 : 44; // the closed key's button stands above the credits
      return { paddingTopLeft: [54, 34], paddingBottomRight: [width + 34, height + foot] };
    }

    boundsOf(wanted) {
      const bounds = L.latLngBounds([]);
      for (const marker of [...this.points, ...this.areas]) if (marker.records.some(wanted)) bounds.extend(marker.getLatLng());
      for (const cell of this.features.cells) bounds.extend([cell.latitude, cell.longitude]);
      return bounds;
    }

    /** Mark a record as selected and, if the page chose it, bring it into view. */
    select(id, { show }) {
      this.selected = id;
      this.markAll();
      this.clusters.refreshClusters();
      if (!show || !id) return;
      const bounds = this.boundsOf((record) => record.id === id);
      if (!bounds.isValid()) return;
      const inner = this.innerBounds();
      if (inner.contains(bounds)) return;
      this.map.fitBounds(bounds, { ...this.margins(), maxZoom: Math.max(this.map.getZoom(), 6), animate: !calm });
    }

    innerBounds() {
      const { paddingTopLeft, paddingBottomRight } = this.margins();
      const { map } = this;
      const size = map.getSize();
      return L.latLngBounds(
        map.containerPointToLatLng([paddingTopLeft[0] - 24, size.y - paddingBottomRight[1]]),
        map.containerPointToLatLng([size.x - 12, paddingTopLeft[1] - 24]),
      );
    }

    markAll() {
      const chosen = this.features.records.some((record) => record.id === this.selected) && this.selected;
      this.element.classList.toggle("has-selection", Boolean(chosen));
      for (const marker of [...this.points, ...this.areas]) {
        this.markSelected(marker.getElement()?.firstElementChild, marker.records);
      }
      for (const area of this.areas) {
        area.surface.eachLayer ? area.surface.eachLayer((part) => this.markPath(part, area.records)) : this.markPath(area.surface, area.records);
      }
      for (const leg of this.legs) {
        for (const part of leg.parts) this.markPath(part, leg.records);
        this.markSelected(leg.arrow.getElement(), leg.records);
      }
      for (const button of this.element.querySelectorAll(".listed")) {
        button.setAttribute("aria-current", String(button.dataset.record === this.selected));
      }
    }

    markPath(path, records) {
      this.markSelected(path.getElement(), records);
      if (path.options.pane === "routes" && records.some((record) => record.id === this.selected)) path.bringToFront();
    }

    markSelected(element, records) {
      if (!element) return;
      const chosen = records.some((record) => record.id === this.selected);
      element.classList.toggle("is-selected", chosen);
      for (const sign of element.querySelectorAll("[data-record]")) {
        sign.classList.toggle("is-selected", sign.dataset.record === this.selected);
      }
    }

    /** Tell the page which record was clicked. The number sets a second click on the same record apart from the first. */
    report(record) {
      this.select(record.id, { show: false });
      this.closeHint();
      const feature = {
        type: "Feature",
        properties: { record_id: record.id, click: Date.now() },
        geometry: null,
      };
      this.group.fire("click", { layer: { toGeoJSON: () => feature } });
      this.sendNow(feature);
    }

    /**
     * Send a click at once. st_folium gathers what happens for 250 ms before it reports; a click on a record is a whole
     * sentence. Noting the value as sent keeps st_folium from sending it a second time.
     */
    sendNow(feature) {
      const state = window.__GLOBAL_DATA__;
      if (!window.Streamlit || !state) return;
      state.previous_data = { last_active_drawing: feature };
      window.Streamlit.setComponentValue(state.previous_data);
    }

    /** Open the list of the records at one place, each a button. */
    list(at, place, mentions, note = "") {
      this.closeHint();
      const { drawGlyph } = window.Chancery;
      const printed = [...new Set(mentions.map((mention) => mention.name_in_source))].filter((name) => name && name !== place.name);
      const head = html("header", "list-head", html("strong", "", place.name), html("span", "", ` ${mentions.length}`));
      if (note) head.append(html("p", "", note));
      if (printed.length) head.append(html("p", "", `printed as ${printed.join(", ")}`));
      const items = mentions.map(({ record }) => {
        const button = html("button", "listed", drawGlyph(record, this.settings, 18));
        button.type = "button";
        button.dataset.record = record.id;
        button.setAttribute("aria-current", String(record.id === this.selected));
        button.append(html("span", "listed-title", record.title), html("span", "listed-date", record.date));
        button.addEventListener("click", () => this.report(record));
        return html("li", "", button);
      });
      const content = html("div", "list", head, html("ul", "", ...items));
      const { width, height } = this.key.cover();
      const size = this.map.getSize();
      L.popup({
        className: "list-popup",
        minWidth: 230,
        maxWidth: Math.min(310, size.x - width - 70),
        maxHeight: Math.min(260, size.y - height - 90),
        autoPanPaddingTopLeft: [46, 10],
        autoPanPaddingBottomRight: [width + 12, height + 12],
      })
        .setLatLng(at)
        .setContent(content)
        .openOn(this.map);
      content.querySelector("button").focus({ preventScroll: true });
    }

    hint(element, at, [rise], content) {
      const open = () => {
        this.tip.setLatLng(at).setContent(this.hintContent(content()));
        this.tip.options.offset = L.point(0, rise + 6);
        this.tip.addTo(this.map);
      };
      element.addEventListener("pointerenter", open);
      element.addEventListener("focus", open);
      element.addEventListener("pointerleave", () => this.closeHint());
      element.addEventListener("blur", () => this.closeHint());
    }

    hintContent([title, detail]) {
      return html("div", "", html("strong", "", title), ...(detail ? [html("span", "", detail)] : []));
    }

    closeHint() {
      this.tip.remove();
    }
  }

  window.Chancery.open = (element, settings) => {
    atlas = new Atlas(element, settings);
    window.Chancery.atlas = atlas;
    if (window.Streamlit) listenToPage(window.Streamlit);
    return atlas.map;
  };

  /** Follow the page's theme, which can change without a rerun, and catch up with what came before this script was there. */
  function listenToPage(streamlit) {
    streamlit.events.addEventListener(streamlit.RENDER_EVENT, (event) => {
      atlas.pageTheme = event.detail.theme?.base ?? atlas.pageTheme;
      if (atlas.pageTheme) atlas.setTheme(atlas.pageTheme);
    });
    // While scripts were loading, st_folium may have been handed newer features and dropped them: have them sent again.
    setTimeout(() => streamlit.setComponentReady(), 0);
  }

  window.Chancery.draw = (group, payload) => atlas.draw(group, payload);
})();
