// The ground under the records: embedded land, water, borders and names, and online tiles over it while they can be reached.
"use strict";

(() => {
  const { html } = window.Chancery;

  // Quiet as a newspaper's locator map. The canvas of the basemap cannot read CSS, so the colours live here and are handed
  // to the style sheet as variables.
  const PALETTES = {
    light: {
      paper: "#fffefb", ink: "#1f2326", muted: "#63645f", hairline: "#d6d0c4", accent: "#0f5e73", focus: "#0f5e73",
      sea: "#d8e2e6", land: "#eee9df", emphasis: "#f8f5ee", region: "#ddd6c8", border: "#b8b0a0", river: "#c3d3da", label: "#8a8272", "water-label": "#8199a5",
      soft: "#57503f", route: "#3a4044", sign: "#4a4f52",
    },
    dark: {
      paper: "#1d2125", ink: "#e8e5de", muted: "#a5a8a6", hairline: "#3b4247", accent: "#7cc6d5", focus: "#7cc6d5",
      sea: "#12181d", land: "#23282c", emphasis: "#2d3338", region: "#3a4146", border: "#4c5358", river: "#1b242b", label: "#878c8c", "water-label": "#51636e",
      soft: "#cfc8b8", route: "#c3c6c4", sign: "#c3c6c4",
    },
  };

  const LAYERS = ["countries", "areas", "lakes", "rivers", "labels"];
  // The zoom from which a name is written, by kind and rank (0 is what a map of the world would name).
  const NAMED_FROM = {
    country: [2.5, 3.75, 5, 6],
    water: [2, 3.75, 4.75, 5.5, 6.5],
    capital: [3, 4.75, 5.5, 6.5],
    city: [4, 5, 5.75, 6.75, 7.75, 8.75],
  };

  /** Embedded countries, first-order areas, water and names, each fetched once; online tiles over them. */
  class Basemap {
    constructor(map, settings) {
      this.map = map;
      this.settings = settings;
      this.outlines = new Map();
      this.labels = [];
      this.emphasised = "";
      this.onNote = () => {};
      this.onChange = () => {};
      map.createPane("land").style.zIndex = 150;
      this.renderer = L.canvas({ pane: "land", padding: 0.5 });
      if (settings.tiles) this.addTiles(settings.tiles);
    }

    /**
     * Fetch, wait until the records are drawn, and draw. What cannot be fetched is left out: records are drawn on bare
     * ground rather than not at all.
     */
    async load(drawn) {
      const fetched = LAYERS.map((name) => this.fetchLayer(name));
      await drawn;
      const [countries, areas, lakes, rivers, labels] = await Promise.all(fetched);
      for (const feature of countries.features) {
        if (feature.properties.code) this.outlines.set(feature.properties.code, feature);
      }
      const options = { pane: "land", renderer: this.renderer, interactive: false };
      this.land = L.geoJSON(countries, options).addTo(this.map);
      this.areas = L.geoJSON(areas, options).addTo(this.map);
      this.streams = L.geoJSON(rivers, options).addTo(this.map);
      this.water = L.geoJSON(lakes, options).addTo(this.map);
      this.labels = labels.features
        .map(({ properties: { name, kind, rank }, geometry: { coordinates: [longitude, latitude] } }) => ({
          name, kind, rank, at: L.latLng(latitude, longitude), from: NAMED_FROM[kind]?.[rank] ?? Infinity,
        }))
        .sort((a, b) => a.from - b.from);
      this.map.attributionControl.addAttribution("Borders: Natural Earth (de facto)");
      if (this.palette) this.paint(this.palette);
    }

    async fetchLayer(name) {
      try {
        const response = await fetch(`${this.settings.static}basemap/${name}.geojson`);
        if (response.ok) return await response.json();
      } catch (error) {
        console.info(`The basemap's ${name} could not be read: ${error.message}`);
      }
      return { type: "FeatureCollection", features: [] };
    }

    outlineOf(code) {
      return this.outlines.get(code) ?? null;
    }

    /** The names that this zoom has room for, most prominent first; none over tiles, which bring their own. */
    labelsIn(view) {
      if (this.tilesShown) return [];
      const zoom = this.map.getZoom();
      return this.labels.filter(({ from, at }) => from <= zoom && view.contains(at));
    }

    paint(palette) {
      this.palette = palette;
      this.map.getContainer().style.background = palette.sea;
      this.paintLand();
      this.areas?.setStyle({ color: palette.region, weight: 0.8 });
      this.water?.setStyle({ fillColor: palette.sea, fillOpacity: 1, stroke: false });
      this.streams?.setStyle({ color: palette.river, weight: 0.9 });
    }

    /** Lift the countries that the records are about a shade above the others. */
    emphasise(codes) {
      const emphasised = codes.sort().join();
      if (emphasised === this.emphasised) return;
      this.emphasised = emphasised;
      if (this.palette) this.paintLand();
    }

    paintLand() {
      const codes = new Set(this.emphasised.split(","));
      const { land, emphasis, border } = this.palette;
      this.land?.setStyle(({ properties }) => ({
        fillColor: properties.code && codes.has(properties.code) ? emphasis : land,
        fillOpacity: 1,
        color: border,
        weight: 0.8,
      }));
    }

    addTiles(tiles) {
      this.credit = makeCredit(tiles);
      this.tiles = L.tileLayer(tiles.url, { minZoom: tiles.min_zoom, maxZoom: tiles.max_zoom, className: "online-tiles" });
      let failures = 0; // in a row
      this.tiles.on("tileload", () => {
        failures = 0;
        this.markTiles(true);
      });
      this.tiles.on("tileerror", () => {
        failures += 1;
        if (this.tilesShown && failures < 4) return; // one gap in a map that is there
        this.tiles.remove();
        this.markTiles(false);
        this.onNote("Online map tiles are not reachable; showing the embedded map");
      });
      window.addEventListener("online", () => {
        this.onNote("");
        this.tiles.addTo(this.map);
      });
      this.tiles.addTo(this.map);
      this.map.on("zoomend", () => this.map.getZoom() < tiles.min_zoom && this.markTiles(false));
    }

    markTiles(shown) {
      if (shown === this.tilesShown) return;
      this.tilesShown = shown;
      const { attributionControl } = this.map;
      if (shown) attributionControl.addAttribution(this.credit);
      else attributionControl.removeAttribution(this.credit);
      this.onChange();
    }
  }

  /** Who made the tiles, as the markup that Leaflet wants; the text goes through a node, so that it stays text. */
  function makeCredit(tiles) {
    const credit = html("a", "", tiles.attribution);
    if (/^https?:/.test(tiles.attribution_url)) credit.href = tiles.attribution_url;
    return credit.outerHTML;
  }

  /** Wait until the frame has its height, which st_folium gives it after the map is made. */
  async function awaitHeight(map) {
    const started = performance.now();
    while (map.getContainer().clientHeight < 50 && performance.now() - started < 5000) {
      await new Promise((resolve) => setTimeout(resolve, 16));
    }
    map.invalidateSize(false);
  }

  Object.assign(window.Chancery, { Basemap, PALETTES, awaitHeight });
})();
