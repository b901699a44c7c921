"""The folium map: a base that never changes, and a feature group that carries the records.

The two travel separately because st_folium mounts a new map whenever the base's script changes and keeps the map, with
the view that the reader has moved it to, when only the feature group does. So the base holds what is the same for every
reader and every filter (vocabulary, colours, where the embedded basemap and the tiles are), and the group all the rest:
features, theme, selection. ``static/atlas`` draws both with Leaflet; see docs/decisions/map-drawing.md.

Every value on its way to folium passes `chancery.views.encoding.encode_json`. A folium map is changed by being shown:
make a new one for every showing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import folium
from branca.element import MacroElement
from folium.template import Template

from chancery.views.encoding import encode_json
from chancery.views.map_features import MapFeatures
from chancery.vocabulary import COLOUR_GROUPS, KINDS

if TYPE_CHECKING:  # the atlas page does without the map of the places, and without the store behind it
    from chancery.views.place_map import PlaceMap

Theme = Literal["light", "dark"]

STATIC = "../../app/static/"
"""Where the page of the st_folium component finds ``static/``: relative, so that it holds under any base path."""

SCRIPTS = (("atlas", f"{STATIC}bundle/map.js"),)
PLACE_SCRIPTS = (("places", f"{STATIC}bundle/places.js"),)
"""Leaflet, its plugins and the project's own scripts and styles in one file (``scripts/bundle_static.py``)."""

CLICK_PROPERTY = "last_active_drawing"
"""The one thing that st_folium is asked to report: nothing that panning or zooming changes."""

_START = (46.5, 39.0)
_START_ZOOM = 4


@dataclass(frozen=True, slots=True)
class Tiles:
    """Online tiles, laid over the embedded basemap from `min_zoom` on for as long as they can be reached.

    Attributes
    ----------
    url
        Address with ``{z}``, ``{x}`` and ``{y}``; empty for none.
    min_zoom
        Further out, the embedded basemap says all there is to say, and says it in one language.
    """

    url: str = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    attribution: str = "© OpenStreetMap contributors"
    attribution_url: str = "https://www.openstreetmap.org/copyright"
    min_zoom: int = 7
    max_zoom: int = 19

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Tiles:
        """Read ``CHANCERY_TILES_URL`` (empty: no tiles), and ``_ATTRIBUTION``, ``_ATTRIBUTION_URL``, ``_MIN_ZOOM``."""
        default = cls()
        return cls(
            url=environment.get("CHANCERY_TILES_URL", default.url),
            attribution=environment.get("CHANCERY_TILES_ATTRIBUTION", default.attribution),
            attribution_url=environment.get("CHANCERY_TILES_ATTRIBUTION_URL", default.attribution_url),
            min_zoom=int(environment.get("CHANCERY_TILES_MIN_ZOOM", default.min_zoom)),
        )


class AtlasMap(folium.Map):
    """A folium map without folium's header: no CDN, no Bootstrap, no viewport that forbids zooming."""

    _template = Template("""
        {% macro header(this, kwargs) %}{% endmacro %}
        {% macro html(this, kwargs) %}{% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = Chancery.{{ this.opener }}("{{ this.get_name() }}", {{ this.settings }});
        {% endmacro %}
    """)
    default_js: ClassVar = list(SCRIPTS)
    default_css: ClassVar = []
    opener = "open"

    def __init__(self, settings: str) -> None:
        super().__init__(location=_START, zoom_start=_START_ZOOM, tiles=None)  # pyright: ignore[reportUnknownMemberType]
        self.settings = settings


class PlacesMap(AtlasMap):
    """The same with the script of the places, and with what draws outlines."""

    default_js: ClassVar = list(PLACE_SCRIPTS)
    opener = "openPlaces"


class RecordLayer(MacroElement):
    """Hands the payload to the map's script, and lets clicks leave through the feature group that it is added to."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        Chancery.{{ this.drawer }}({{ this._parent.get_name() }}, {{ this.payload }});
        {% endmacro %}
    """)
    drawer = "draw"

    def __init__(self, payload: str) -> None:
        super().__init__()
        self._name = type(self).__name__
        self.payload = payload

    def render(self, **kwargs: Any) -> None:
        """Leave folium's own page, which nobody is shown, without the records: it would compile them as a template."""


class PlaceLayer(RecordLayer):
    """The same for the map of the places."""

    drawer = "drawPlaces"


def make_base_map(tiles: Tiles | None = None) -> folium.Map:
    """Make the map that records are drawn on; its script is the same at every call with the same tiles."""
    return AtlasMap(encode_json(_describe_settings(tiles or Tiles())))


def make_places_base(tiles: Tiles | None = None) -> folium.Map:
    """Make the map that places are settled on; its script is the same at every call with the same tiles."""
    return PlacesMap(encode_json(_describe_settings(tiles or Tiles())))


def make_feature_group(features: MapFeatures, *, selected: str | None, theme: Theme) -> folium.FeatureGroup:
    """Make the group that carries the records.

    Parameters
    ----------
    features
        What is kept, from `chancery.views.map_features.build_features`.
    selected
        Id of the record to emphasise; one that is not on the map emphasises nothing.
    theme
        Which of the two palettes to draw with.
    """
    return _make_group(RecordLayer, "records", features, {"selected": selected, "theme": theme})


def make_places_group(
    places: PlaceMap, *, can_pin: bool, can_draw: bool, asked: str, theme: Theme
) -> folium.FeatureGroup:
    """Make the group that carries the places.

    Parameters
    ----------
    can_pin, can_draw
        Whether a click on the ground means something, and whether an outline can be drawn.
    asked
        Changes when other candidates are shown: the map then goes where they are.
    theme
        Which of the two palettes to draw with.
    """
    return _make_group(
        PlaceLayer, "places", places, {"can_pin": can_pin, "can_draw": can_draw, "asked": asked, "theme": theme}
    )


def _make_group(
    layer: type[RecordLayer], name: str, features: MapFeatures | PlaceMap, state: Mapping[str, Any]
) -> folium.FeatureGroup:
    content = encode_json(features)
    revision = hashlib.sha256(content.encode()).hexdigest()[:16]
    head = encode_json({**state, "revision": revision})
    group = folium.FeatureGroup(name=name)
    group.add_child(layer(f'{head[:-1]},"features":{content}' + "}"))
    return group


def _describe_settings(tiles: Tiles) -> dict[str, Any]:
    return {
        "static": STATIC,
        "start": {"center": _START, "zoom": _START_ZOOM},
        "tiles": tiles if tiles.url else None,
        "kinds": [{"code": kind, "label": term.label} for kind, term in KINDS.items()],
        "groups": [{"label": group.label, "colour": group.colour} for group in COLOUR_GROUPS],
    }
