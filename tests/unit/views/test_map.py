"""The folium map: nothing from elsewhere, nothing compiled, a base that stays."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import folium
import pytest
import streamlit_folium
from jinja2 import Environment

from chancery.views.map import STATIC, RecordLayer, Tiles, make_base_map, make_feature_group
from chancery.views.map_features import build_features
from tests.unit.views.rows import BAKU, make_rows

STATIC_FOLDER = Path(__file__).resolve().parents[3] / "static"

PAYLOADS = [
    "{{7*7}}",
    "{{cycler.__init__.__globals__}}",
    "{% for",
    "{# note",
    "${alert(1)}",
    "`back`\\tick\\",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "map_0 map_div feature_group_feature_group_0",
    "{{ 'name' }}",
    "maps/abc/ alert(coords);",
    "\u2028\u2029\u202e\x00\U0001f5fa",
    "Xankəndi Ханкенди ў İı",
]


class Sent(Exception):
    """What st_folium hands to the browser."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        self.arguments = arguments


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that shows a map as the page does and returns what reaches the browser."""

    def refuse(**arguments: Any) -> None:
        raise Sent(arguments)

    monkeypatch.setattr(streamlit_folium, "_component_func", refuse)

    def show(base: folium.Map, group: folium.FeatureGroup) -> dict[str, Any]:
        with pytest.raises(Sent) as sent:
            streamlit_folium.st_folium(
                base, feature_group_to_add=group, returned_objects=["last_active_drawing"], key="m"
            )
        return sent.value.arguments

    return show


def read_payload(script: str) -> dict[str, Any]:
    """Return what the script hands to the atlas, as JavaScript reads it: JSON is a part of JavaScript."""
    found = re.search(r"Chancery\.draw\(\w+, (.*)\);\s", script)
    assert found
    return json.loads(found[1])


def spoil(text: str) -> Any:
    return build_features(
        make_rows({"record_id": text, "title": text, "date_text": text, "place_id": text, "place_name": text} | {
            "name_in_source": text, "country_code": text, "sector": text, "kind": text, "status": text
        })
    )  # fmt: skip


@pytest.mark.parametrize("text", PAYLOADS)
def test_every_text_reaches_the_browser_as_it_is(show: Any, text: str) -> None:
    sent = show(make_base_map(), make_feature_group(spoil(text), selected=text, theme="light"))
    payload = read_payload(sent["feature_group"])
    [record], [point] = payload["features"]["records"], payload["features"]["points"]
    assert [record["id"], record["title"], record["date"], payload["selected"]] == [text] * 4
    assert [point["id"], point["name"], point["country_code"], point["mentions"][0]["name_in_source"]] == [text] * 4


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_second_rendering_changes_nothing(show: Any, text: str) -> None:
    script = show(make_base_map(), make_feature_group(spoil(text), selected=None, theme="dark"))["feature_group"]
    assert Environment(autoescape=True).from_string(script).render() == script.removesuffix("\n")
    assert "`" not in script
    assert "${" not in script
    assert "</" not in script


def test_the_base_is_the_same_whatever_is_kept_selected_or_themed(show: Any) -> None:
    rows = [make_rows({"record_id": name}) for name in ("a_1", "a_2", "{{7*7}}")]
    shown = [
        show(make_base_map(), make_feature_group(build_features(frame), selected=selected, theme=theme))
        for frame, selected, theme in zip(rows, (None, "a_1", "b"), ("light", "dark", "light"), strict=True)
    ]
    assert len({sent["key"] for sent in shown}) == len({sent["script"] for sent in shown}) == 1
    assert len({sent["feature_group"] for sent in shown}) == 3


def test_ids_that_differ_only_after_an_underscore_are_other_features(show: Any) -> None:
    groups = [
        make_feature_group(build_features(make_rows({"record_id": name})), selected=None, theme="light")
        for name in ("visit_1", "visit_2")
    ]
    one, other = (read_payload(show(make_base_map(), group)["feature_group"]) for group in groups)
    assert one["revision"] != other["revision"]


def test_the_selection_alone_leaves_the_revision(show: Any) -> None:
    features = build_features(make_rows({}))
    payloads = [
        read_payload(show(make_base_map(), make_feature_group(features, selected=one, theme="light"))["feature_group"])
        for one in (None, "a-visit")
    ]
    assert payloads[0]["revision"] == payloads[1]["revision"]


def test_scripts_and_styles_are_files_of_ours(show: Any) -> None:
    sent = show(make_base_map(), make_feature_group(build_features(make_rows({})), selected=None, theme="light"))
    for link in [*sent["js_links"], *sent["css_links"]]:
        assert link.startswith(STATIC)
        assert (STATIC_FOLDER / link.removeprefix(STATIC)).is_file()
    assert "://" not in sent["header"]
    assert "user-scalable" not in sent["header"]


def test_folium_alone_would_ask_other_hosts() -> None:
    """The test above can fail: this is what it keeps out."""
    assert any("://" in link for _, link in folium.Map().default_js)


def test_no_tiles_are_asked_for_when_the_address_is_empty(show: Any) -> None:
    base = make_base_map(Tiles.from_environment({"CHANCERY_TILES_URL": ""}))
    assert '"tiles":null' in show(base, folium.FeatureGroup().add_child(RecordLayer("{}")))["script"]


def test_the_environment_names_other_tiles(show: Any) -> None:
    tiles = Tiles.from_environment(
        {"CHANCERY_TILES_URL": "http://127.0.0.1:9/{z}/{x}/{y}.png", "CHANCERY_TILES_MIN_ZOOM": "3"}
    )
    assert (tiles.url, tiles.min_zoom) == ("http://127.0.0.1:9/{z}/{x}/{y}.png", 3)
    script = show(make_base_map(tiles), folium.FeatureGroup().add_child(RecordLayer("{}")))["script"]
    assert "{z}" not in script
    settings = json.loads(re.search(r'Chancery\.open\("map_div", (.*)\);', script)[1])  # type: ignore[index]
    assert settings["tiles"]["url"] == tiles.url


def test_a_curated_atlas_is_a_small_message(show: Any) -> None:
    rows = make_rows(
        *(
            {"record_id": f"2024-05-17-a-visit-of-note-{n}", "title": "A title of usual length, " * 3}
            for n in range(130)
        )
    )
    sent = show(make_base_map(), make_feature_group(build_features(rows), selected=None, theme="light"))
    assert len(sent["feature_group"]) < 60_000
    assert BAKU["place_name"] in sent["feature_group"]
