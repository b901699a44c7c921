"""Put the scripts and the styles of the map together, each kind in one file: st_folium asks for files one by one.

python -m scripts.bundle_static

The parts stay beside the bundle and are what is edited; a test holds the bundle against them.
"""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
PARTS = {
    "map.js": (
        "vendor/leaflet/leaflet.js",
        "vendor/leaflet.markercluster/leaflet.markercluster.js",
        "vendor/leaflet.fullscreen/Control.FullScreen.umd.js",
        "atlas/glyphs.js",
        "atlas/basemap.js",
        "atlas/layers.js",
        "atlas/areas.js",
        "atlas/names.js",
        "atlas/key.js",
        "atlas/atlas.js",
    ),
    "map.css": (
        "vendor/leaflet/leaflet.css",
        "vendor/leaflet.markercluster/MarkerCluster.css",
        "vendor/leaflet.fullscreen/Control.FullScreen.css",
        "atlas/atlas.css",
    ),
}
"""The parts of each bundle, in the order in which they need each other."""


def bundle(name: str) -> str:
    """Return the text of a bundle, each part under its name; a map of the source that is not served is not named."""
    texts = (f"/* {part} */\n{(STATIC / part).read_text(encoding='utf-8').strip()}\n" for part in PARTS[name])
    return "".join(text.replace("//# sourceMappingURL=", "// source map: ") for text in texts)


def main() -> None:
    """Write the bundles."""
    for name in PARTS:
        (STATIC / "bundle" / name).write_text(bundle(name), encoding="utf-8")


if __name__ == "__main__":
    main()
