"""Put the scripts and the styles of each map together in one file: st_folium asks for files one by one.

python -m scripts.bundle_static

The parts stay beside the bundle and are what is edited; a test holds the bundle against them. Styles come first, each
as a statement that adds it to the page, so that whatever a script draws is styled from the start.
"""

from __future__ import annotations

import json
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
PARTS = {
    "map.js": (
        "vendor/leaflet/leaflet.css",
        "vendor/leaflet.markercluster/MarkerCluster.css",
        "vendor/leaflet.fullscreen/Control.FullScreen.css",
        "atlas/atlas.css",
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
    "places.js": (
        "vendor/leaflet/leaflet.css",
        "vendor/leaflet.fullscreen/Control.FullScreen.css",
        "atlas/atlas.css",
        "vendor/leaflet-geoman-free/leaflet-geoman.css",
        "atlas/places.css",
        "vendor/leaflet/leaflet.js",
        "vendor/leaflet.fullscreen/Control.FullScreen.umd.js",
        "atlas/glyphs.js",
        "atlas/basemap.js",
        "vendor/leaflet-geoman-free/leaflet-geoman.min.js",
        "atlas/names.js",
        "atlas/places.js",
    ),
}
"""The parts of each bundle, in the order in which they need each other."""


def bundle(name: str) -> str:
    """Return the text of a bundle, each part under its name; a map of the source that is not served is not named."""
    texts = (f"/* {part} */\n{_read(part)}\n" for part in PARTS[name])
    return "".join(text.replace("//# sourceMappingURL=", "// source map: ") for text in texts)


def _read(part: str) -> str:
    text = (STATIC / part).read_text(encoding="utf-8").strip()
    if not part.endswith(".css"):
        return text
    # An address in a style is meant from its file; here it is read from the page, which lies elsewhere.
    content = f'{json.dumps(text)}.replaceAll("../vendor/", new URL("../vendor/", document.currentScript.src))'
    return f'document.head.append(Object.assign(document.createElement("style"), {{ textContent: {content} }}));'


def main() -> None:
    """Write the bundles."""
    for name in PARTS:
        (STATIC / "bundle" / name).write_text(bundle(name), encoding="utf-8")


if __name__ == "__main__":
    main()
