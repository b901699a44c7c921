// The ground under the records: embedded land, water, borders and names, and online tiles over it while they can be reached.
"use strict";

(() => {
  const { html } = window.Chancery;

  // Quiet as a newspaper's locator map. The canvas of the basemap cannot read CSS, so the colours live here and are handed
  // to the style sheet as variables.
  const PALETTES = {
    light: {
      paper: "#fffefb", ink: "#1f2326", muted: "#63645f", hairline: "#d6d0c4", accent: "#0f5e73", focus: "#0f5e73",
      sea: "#d8e2e6", land: "#f2eee6", border: "#bdb5a6", river: "#c3d3da", label: "#8a8272", "water-label": "#8199a5",
      soft: "#57503f", route: "#3a4044", sign: "#4a4f52",
    },
    dark: {
      paper: "#1d2125", ink: "#e8e5de", muted: "#a5a8a6", hairline: "#3b4247", accent: "#7cc6d5", focus: "#7cc6d5",
      sea: "#12181d", land: "#272c30", border: "#4c5358", river: "#1b242b", label: "#878c8c", "water-label": "#51636e",
      soft: "#cfc8b8", route: "#c3c6c4", sign: "#c3c6c4",
    },
  };

  const LAYERS = ["countries", "lakes", "rivers", "labels"];
  const ZOOM_OF_RANK = [0, 3, 4, 5, 6, 7]; // the zoom from which a name of that rank is written

  /** Embedded countries, water and names, fetched once; online tiles over them. */
  class Basemap {
    constructor(map, settings) {
      this.map = map;
      this.settings = settings;
      this.outlines = new Map();
      this.onNote = () => {};
      map.createPane("land").style.zIndex = 150;
      map.createPane("names").style.zIndex = 250;
      map.getPane("names").classList.add("names");
      this.renderer = L.canvas({ pane: "land", padding: 0.7 });
      this.names = L.layerGroup().addTo(map);
      map.on("zoomend", () => this.showNames());
      if (settings.tiles) this.addTiles(settings.tiles);
    }

    /** Fetch and draw. What cannot be fetched is left out: records are drawn on bare ground rather than not at all. */
    async load() {
      const fetched = await Promise.all(LAYERS.map((name) => this.fetchLayer(name)));
      [this.countries, this.lakes, this.rivers, this.labels] = fetched;
      for (const feature of this.countries?.features ?? []) {
        if (feature.properties.code) this.outlines.set(feature.properties.code, feature);
      }
      const options = { pane: "land", renderer: this.renderer, interactive: false };
      this.land = L.geoJSON(this.countries, { ...options, smoothFactor: 0.6 }).addTo(this.map);
      this.water = L.geoJSON(this.lakes, options).addTo(this.map);
      this.streams = L.geoJSON(this.rivers, options).addTo(this.map);
      this.map.attributionControl.addAttribution("Borders: Natural Earth (de facto)");
      if (this.palette) this.paint(this.palette);
      this.showNames();
    }

    async fetchLayer(name) {
      try {
        const response = await fetch(`${this.settings.static}basemap/${name}.geojson`);
        return response.ok ? await response.json() : null;
      } catch {
        return null;
      }
    }

    outlineOf(code) {
      return this.outlines.get(code) ?? null;
    }

    paint(palette) {
      this.palette = palette;
      this.map.getContainer().style.background = palette.sea;
      this.land?.setStyle({ fillColor: palette.land, fillOpacity: 1, color: palette.border, weight: 0.8 });
      this.water?.setStyle({ fillColor: palette.sea, fillOpacity: 1, stroke: false });
      this.streams?.setStyle({ color: palette.river, weight: 1, fill: false });
    }

    /** Write the names that this zoom has room for; none over tiles, which bring their own. */
    showNames() {
      this.names.clearLayers();
      const zoom = this.map.getZoom();
      this.map.getContainer().classList.toggle("is-close", zoom >= 6);
      if (this.tilesShown) return;
      for (const { properties, geometry } of this.labels?.features ?? []) {
        if (zoom < (ZOOM_OF_RANK[properties.rank] ?? 5)) continue;
        const [longitude, latitude] = geometry.coordinates;
        const icon = L.divIcon({ html: html("span", "", properties.name), className: `name name-${properties.kind}`, iconSize: [0, 0] });
        L.marker([latitude, longitude], { icon, pane: "names", interactive: false, keyboard: false }).addTo(this.names);
      }
    }

    addTiles(tiles) {
      const credit = html("a", "", tiles.attribution);
      credit.href = tiles.attribution_url;
      this.tiles = L.tileLayer(tiles.url, {
        minZoom: tiles.min_zoom,
        maxZoom: tiles.max_zoom,
        attribution: /^https?:/.test(tiles.attribution_url) ? credit.outerHTML : html("span", "", tiles.attribution).innerHTML,
        className: "online-tiles",
      });
      this.tiles.on("tileload", () => this.markTiles(true));
      this.tiles.on("tileerror", () => {
        this.tiles.remove();
        this.markTiles(false);
        this.onNote("Online map tiles are not reachable; showing the embedded map");
      });
      this.tiles.addTo(this.map);
      this.map.on("zoomend", () => this.map.getZoom() < tiles.min_zoom && this.markTiles(false));
    }

    markTiles(shown) {
      if (shown === this.tilesShown) return;
      this.tilesShown = shown;
      this.map.getContainer().classList.toggle("has-tiles", shown);
      this.showNames();
    }
  }

  Object.assign(window.Chancery, { Basemap, PALETTES });
})();
