// The map of the places: those of the atlas, the candidates of the geocoders, and where the open place is to go.
//
//   Chancery.openPlaces(element, settings)  makes the Leaflet map; called by the base map's script.
//   Chancery.drawPlaces(group, payload)     shows what the page says; called by the feature group's script.
//
// What the reader does leaves as a `click` event of that group: {event, value}. A click on the ground pins the open place,
// a click on a place opens it, a click on a candidate chooses it, and an outline that was drawn is reported as a whole.
"use strict";

(() => {
  const { html, svg, Basemap, PALETTES, awaitHeight } = window.Chancery;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const OUTLINE = { className: "outline-draft", weight: 2, dashArray: "5 4" };
  let places = null;

  class Places {
    constructor(element, settings) {
      this.element = document.getElementById(element);
      this.element.classList.add("chancery", "chancery-places");
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
        doubleClickZoom: false, // its first click would pin
        fadeAnimation: !calm,
        zoomAnimation: !calm,
        markerZoomAnimation: !calm,
        inertia: !calm,
      });
      this.payload = null;
      this.layers = L.layerGroup().addTo(this.map);
      this.map.createPane("areas").style.zIndex = 350;
      this.map.createPane("names").style.zIndex = 580;
      this.map.on("zoomstart", () => {
        this.map.getPane("names").style.opacity = 0;
      });
      this.map.on("moveend", () => this.payload && this.writeNames());
      this.basemap = new Basemap(this.map, settings);
      this.tip = L.tooltip({ direction: "top", className: "hint", opacity: 1 });
      this.makeControls();
      this.map.on("click", (event) => this.pin(event.latlng));
      this.map.on("pm:create", ({ layer }) => this.finishDrawing(layer));
      this.map.on("pm:drawend", () => this.markDrawing(false));
      this.laidOut = awaitHeight(this.map);
      this.basemap.load().then(() => this.payload && this.writeNames());
    }

    makeControls() {
      const { map } = this;
      L.control.attribution({ prefix: false, position: "bottomleft" }).addTo(map);
      L.control.zoom({ position: "topleft" }).addTo(map);
      new L.Control.FullScreen({ position: "topleft", title: "Full screen", titleCancel: "Leave full screen" }).addTo(map);
      const tools = L.control({ position: "topleft" });
      tools.onAdd = () => {
        this.fitButton = this.makeButton("Show all candidates and the place", "M2 6V2h4M12 2h4v4M16 12v4h-4M6 16H2v-4", () => this.fit(true), svg("circle", { cx: 9, cy: 9, r: 2.2, class: "fill" }));
        this.drawButton = this.makeButton("Draw the outline of the area", "M3 13L6 4l8 2 1 8zM3 13l-1 2M15 14l1 2", () => this.toggleDrawing());
        return html("div", "leaflet-bar", this.fitButton, this.drawButton);
      };
      tools.addTo(map);
      L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 90 }).addTo(map);
      this.notes = new Map();
      this.note = html("p", "map-note");
      this.note.setAttribute("role", "status");
      this.note.hidden = true;
      this.element.append(this.note);
      this.basemap.onNote = (text) => this.say("tiles", text);
      this.basemap.onChange = () => this.payload && this.writeNames();
    }

    makeButton(title, path, onPress, ...more) {
      const button = html("button", "map-button");
      button.type = "button";
      button.title = title;
      button.setAttribute("aria-label", title);
      const sign = svg("svg", { viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true" });
      sign.append(svg("path", { d: path, class: "stroke" }), ...more);
      button.append(sign);
      button.addEventListener("click", onPress);
      L.DomEvent.disableClickPropagation(button);
      return button;
    }

    /** Show a quiet note, one for each subject; an empty text takes the subject's note away. */
    say(subject, text) {
      this.notes.set(subject, text);
      this.note.textContent = [...this.notes.values()].filter(Boolean).join(". ");
      this.note.hidden = !this.note.textContent;
    }

    draw(group, payload) {
      const before = this.payload;
      this.group = group;
      this.payload = payload;
      this.setTheme(this.pageTheme ?? payload.theme);
      if (before?.revision === payload.revision) return;
      this.provisional = null;
      this.rebuild();
      const looksElsewhere = before?.features.open !== payload.features.open || before?.asked !== payload.asked;
      this.laidOut.then(() => (looksElsewhere ? this.fit(Boolean(before)) : this.bringIntoView()));
    }

    setTheme(theme) {
      if (theme === this.theme) return;
      this.theme = theme;
      this.element.dataset.theme = theme;
      document.documentElement.style.colorScheme = theme;
      for (const [name, colour] of Object.entries(PALETTES[theme])) this.element.style.setProperty(`--${name}`, colour);
      this.basemap.paint(PALETTES[theme]);
    }

    /** The place that is open, as the atlas has it. */
    get open() {
      return this.payload.features.spots.find((spot) => spot.id === this.payload.features.open) ?? null;
    }

    rebuild() {
      const { features, can_pin, can_draw } = this.payload;
      this.layers.clearLayers();
      this.tip.remove();
      this.element.classList.toggle("can-pin", can_pin);
      this.drawButton.hidden = !can_draw;
      this.basemap.emphasise(this.findCountries());
      this.captions = new Map();
      for (const spot of features.spots) this.addSpot(spot);
      for (const candidate of features.candidates) this.addCandidate(candidate);
      if (features.draft) this.addDraft(features.draft);
      this.writeNames();
    }

    /** The countries that the atlas is about: those with at least a tenth of what there is. */
    findCountries() {
      const counts = new Map();
      for (const { country_code, records } of this.payload.features.spots) {
        counts.set(country_code, (counts.get(country_code) ?? 0) + records);
      }
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return [...counts].filter(([code, count]) => code && count >= total / 10).map(([code]) => code);
    }

    addSpot(spot) {
      const isOpen = spot.id === this.payload.features.open;
      const at = L.latLng(spot.latitude, spot.longitude);
      const moved = isOpen && this.payload.features.draft;
      if (isOpen) this.addReach(spot, moved ? "reach reach-before" : "reach");
      const button = html("button", `spot${isOpen ? " is-open" : ""}${moved ? " is-left" : ""}`);
      button.type = "button";
      const count = `${spot.records} record${spot.records === 1 ? "" : "s"}`;
      button.setAttribute("aria-label", `${spot.name}: ${count}${isOpen ? ", open" : ""}`);
      button.dataset.place = spot.id;
      if (isOpen) button.setAttribute("aria-current", "true");
      const marker = this.addMarker(at, button, isOpen ? 26 : 12, () => [spot.name, moved ? "where it is now" : count], isOpen ? 500 : 0);
      button.addEventListener("click", (event) => this.press(event, "place", spot.id));
      if (!moved) this.captions.set(marker, { name: spot.name, weight: isOpen ? 1e6 : spot.records });
    }

    addCandidate(candidate) {
      const at = L.latLng(candidate.latitude, candidate.longitude);
      const chosen = candidate.number === this.payload.features.chosen;
      const button = html("button", `candidate${chosen ? " is-chosen" : ""}`, String(candidate.number));
      button.type = "button";
      button.setAttribute("aria-label", `Candidate ${candidate.number}: ${candidate.name}`);
      button.setAttribute("aria-pressed", String(chosen));
      button.dataset.candidate = candidate.number;
      if (chosen && candidate.radius_km) this.addReach(candidate, "reach");
      this.addMarker(at, button, 24, () => [candidate.name, candidate.detail], 700 - candidate.number + (chosen ? 100 : 0));
      button.addEventListener("click", (event) => this.press(event, "candidate", candidate.number));
    }

    /** Where the open place is to go, with a line from where it is. */
    addDraft(draft) {
      const at = L.latLng(draft.latitude, draft.longitude);
      const { open } = this;
      if (open) {
        L.polyline([[open.latitude, open.longitude], at], { className: "draft-way", weight: 1.5, interactive: false }).addTo(this.layers);
      }
      if (draft.outline) this.addOutline(draft.outline);
      else if (draft.radius_km) this.addReach(draft, "reach");
      // A candidate that was chosen keeps its number to be read.
      this.addMarker(at, makePin(), 34, null, this.payload.features.chosen ? 600 : 900);
    }

    addReach(spot, className) {
      if (spot.outline) {
        L.geoJSON(spot.outline, { pane: "areas", interactive: false, style: { className: `outline ${className}`, weight: 1.5 } }).addTo(this.layers);
      } else if (spot.radius_km) {
        L.circle([spot.latitude, spot.longitude], { pane: "areas", radius: spot.radius_km * 1000, interactive: false, className, weight: 1 }).addTo(this.layers);
      }
    }

    /** The outline that is to be saved: its corners can be moved. */
    addOutline(geometry) {
      const outline = L.geoJSON(geometry, { style: OUTLINE });
      outline.addTo(this.layers);
      if (!this.payload.can_draw) return;
      outline.eachLayer((layer) => {
        layer.pm.enable({ allowSelfIntersection: false, hideMiddleMarkers: false });
        layer.on("pm:edit", () => this.report("area", layer.toGeoJSON(5).geometry));
      });
    }

    addMarker(at, content, size, hint, zIndexOffset) {
      const box = html("div", "signs", content);
      const icon = L.divIcon({ html: box, className: "place-sign", iconSize: [size, size] });
      const marker = L.marker(at, { icon, keyboard: false, interactive: false, zIndexOffset, pmIgnore: true }).addTo(this.layers);
      if (hint) {
        const show = () => {
          const [title, detail] = hint();
          this.tip.setLatLng(at).setContent(html("div", "", html("strong", "", title), html("span", "", detail)));
          this.tip.options.offset = L.point(0, 6 - size / 2);
          this.tip.addTo(this.map);
        };
        content.addEventListener("pointerenter", show);
        content.addEventListener("focus", show);
        content.addEventListener("pointerleave", () => this.tip.remove());
        content.addEventListener("blur", () => this.tip.remove());
      }
      return marker;
    }

    /** Pass a click on a sign on, unless the map was dragged by it, or an outline is being drawn through it. */
    press(event, name, value) {
      event.stopPropagation();
      const byPointer = event.detail > 0;
      if ((byPointer && this.map.dragging.moved()) || this.isDrawing()) return;
      this.report(name, value);
      if (byPointer) this.giveFocusBack();
    }

    /** Show at once where the ground was clicked, and tell the page. */
    pin(latlng) {
      if (!this.payload?.can_pin || this.isDrawing()) return;
      const { lat, lng } = latlng.wrap();
      this.provisional?.remove();
      this.provisional = this.addMarker(latlng, makePin(), 34, null, 900);
      this.report("pin", [Number(lat.toFixed(5)), Number(lng.toFixed(5))]);
      this.giveFocusBack();
    }

    /** Let the page have the keyboard again after a click on its map: its keys go on to the next, and accept. */
    giveFocusBack() {
      document.activeElement?.blur();
      window.parent.focus();
    }

    isDrawing() {
      return this.map.pm?.globalDrawModeEnabled() ?? false;
    }

    toggleDrawing() {
      if (this.isDrawing()) {
        this.map.pm.disableDraw();
        return;
      }
      this.map.pm.enableDraw("Polygon", {
        allowSelfIntersection: false,
        finishOn: "dblclick",
        tooltips: false,
        snappable: false,
        templineStyle: OUTLINE,
        hintlineStyle: OUTLINE,
        pathOptions: OUTLINE,
      });
      this.markDrawing(true);
    }

    markDrawing(on) {
      this.drawButton.setAttribute("aria-pressed", String(on));
      this.element.classList.toggle("is-drawing", on);
      this.say("drawing", on ? "Click the corners of the area; click the first again, or twice, to finish" : "");
    }

    finishDrawing(layer) {
      const { geometry } = layer.toGeoJSON(5);
      layer.remove();
      this.addOutline(geometry);
      this.report("area", geometry);
    }

    /** Tell the page what was done; the number sets the same thing done twice apart. st_folium would wait 250 ms. */
    report(name, value) {
      const feature = { type: "Feature", properties: { event: name, value, click: Date.now() }, geometry: null };
      this.group.fire("click", { layer: { toGeoJSON: () => feature } });
      const state = window.__GLOBAL_DATA__;
      if (!window.Streamlit || !state) return;
      state.previous_data = { last_active_drawing: feature };
      window.Streamlit.setComponentValue(state.previous_data);
    }

    /** What there is to look at: the open place, where it is to go, the candidates; without them all places. */
    focus() {
      const { features } = this.payload;
      const bounds = L.latLngBounds([]);
      for (const spot of [this.open, features.draft, ...features.candidates].filter(Boolean)) {
        bounds.extend([spot.latitude, spot.longitude]);
        if (spot.outline) bounds.extend(L.geoJSON(spot.outline).getBounds());
        else if (spot.radius_km) bounds.extend(L.latLng(spot.latitude, spot.longitude).toBounds(spot.radius_km * 2000));
      }
      if (bounds.isValid()) return bounds;
      for (const spot of features.spots) bounds.extend([spot.latitude, spot.longitude]);
      return bounds;
    }

    fit(animate) {
      const bounds = this.focus();
      if (!bounds.isValid()) return;
      this.map.fitBounds(bounds, { paddingTopLeft: [54, 44], paddingBottomRight: [34, 44], maxZoom: 10, animate: animate && !calm });
      this.fitted = true;
    }

    bringIntoView() {
      const bounds = this.focus();
      if (bounds.isValid() && this.payload.features.draft && !this.map.getBounds().contains(bounds)) this.fit(true);
    }

    writeNames() {
      this.namesDue ??= requestAnimationFrame(() => {
        this.namesDue = null;
        const view = this.map.getBounds().pad(0.05);
        const captions = new Map([...this.captions].filter(([marker]) => view.contains(marker.getLatLng())));
        const size = this.map.getSize();
        const frame = L.bounds(this.map.containerPointToLayerPoint([0, 0]), this.map.containerPointToLayerPoint(size));
        window.Chancery.writeNames(this.map, captions, this.basemap.labelsIn(view), frame);
        this.map.getPane("names").style.opacity = 1;
      });
    }
  }

  function makePin() {
    const pin = svg("svg", { viewBox: "-17 -17 34 34", width: 34, height: 34, class: "pin", "aria-hidden": "true" });
    pin.append(
      svg("circle", { r: 12, class: "pin-halo" }),
      svg("circle", { r: 12, class: "pin-ring" }),
      svg("path", { d: "M0 -16V-7M0 16V7M-16 0H-7M16 0H7", class: "pin-ring" }),
      svg("circle", { r: 2.4, class: "pin-dot" }),
    );
    return pin;
  }

  window.Chancery.openPlaces = (element, settings) => {
    places = new Places(element, settings);
    window.Chancery.places = places;
    if (window.Streamlit) listenToPage(window.Streamlit);
    return places.map;
  };

  /** Follow the page's theme, which can change without a rerun, and catch up with what came before this script was there. */
  function listenToPage(streamlit) {
    streamlit.events.addEventListener(streamlit.RENDER_EVENT, (event) => {
      places.pageTheme = event.detail.theme?.base ?? places.pageTheme;
      if (places.pageTheme) places.setTheme(places.pageTheme);
    });
    setTimeout(() => streamlit.setComponentReady(), 0);
  }

  window.Chancery.drawPlaces = (group, payload) => places.draw(group, payload);
})();
