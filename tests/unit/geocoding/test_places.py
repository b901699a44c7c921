"""The index beneath: look-ups by name, id and position, scanning of text, and files that are not as they should be."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from chancery.errors import GazetteerUnavailable
from chancery.geocoding.names import FoldedText
from chancery.geocoding.places import PlaceIndex
from chancery.geocoding.storage import EMBEDDED


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    return PlaceIndex.embedded()


def names_of(index: PlaceIndex, numbers: tuple[int, ...]) -> set[str]:
    return {index.place(number).name for number in numbers}


def test_exact_and_folded_look_ups_are_apart(index: PlaceIndex) -> None:
    assert names_of(index, index.places_spelled("Şuşa")) == {"Shusha"}
    assert {"Shusha", "Sousse"} <= names_of(index, index.places_folded("Şuşa"))
    assert index.places_spelled("şuşa") == ()
    assert index.places_named("şuşa") == index.places_folded("Susa")


def test_scanning_gives_every_name_that_ends_with_a_word(index: PlaceIndex) -> None:
    text = "He flew to New York City and Bakuriani."
    found = [text[match.start : match.end] for match in index.spellings_at(text, text.index("New"))]
    assert found[-2:] == ["New York", "New York City"]
    at_baku = [text[match.start : match.end] for match in index.spellings_at(text, text.index("Baku"))]
    assert at_baku == ["Bakuriani"]


def test_scanning_a_folded_text_gives_offsets_of_the_original(index: PlaceIndex) -> None:
    text = "В ГОМЕЛЕ. XANKƏNDİ və Bakı"
    matches = index.foldings_at(FoldedText(text), text.index("XANK"))
    assert text[matches[-1].start : matches[-1].end] == "XANKƏNDİ"
    assert "Khankendi" in names_of(index, matches[-1].numbers)


@pytest.mark.parametrize(
    ("place_id", "name"),
    [
        ("147105", "Shusha"),
        ("AZ", "Azerbaijan"),
        ("AZ.03", "Aghdam District"),
        ("region:karabakh", "Karabakh"),
    ],
)
def test_places_are_found_by_id_and_by_code(index: PlaceIndex, place_id: str, name: str) -> None:
    assert index.find_id(place_id).name == name


@pytest.mark.parametrize("place_id", ["", "0", "-1", "999999999999", "XX", "²", "1.5"])
def test_an_unknown_id_is_none(index: PlaceIndex, place_id: str) -> None:
    assert index.find_id(place_id) is None


def test_containment_goes_from_district_to_country(index: PlaceIndex) -> None:
    nesvizh = index.find_id("624700")
    assert [area.name for area in index.containers_of(nesvizh)] == ["Nesvizh District", "Minsk Region", "Belarus"]
    assert index.containers_of(index.find_id("BY")) == ()


def test_names_are_sorted_by_script(index: PlaceIndex) -> None:
    scripts = index.names_by_script(index.find_id("146970"))
    assert {"Khankendi", "Stepanakert", "Xankəndi"} <= set(scripts["LATIN"])
    assert {"Ханкенди", "Степанакерт"} <= set(scripts["CYRILLIC"])
    assert "ARMENIAN" in scripts


def test_regions_of_several_countries_name_them_all(index: PlaceIndex) -> None:
    caucasus = index.find_id("region:south-caucasus")
    assert caucasus.country_code == ""
    assert set(caucasus.country_codes) == {"AZ", "AM", "GE"}


def test_junk_is_no_name(index: PlaceIndex) -> None:
    for name in ("GYD", "MSQ", "a ge da mu", "agadama", "B", "LW"):
        assert index.places_spelled(name) == (), name


def test_every_belarusian_and_azerbaijani_area_is_in_its_country(index: PlaceIndex) -> None:
    for code, least in (("AZ", 67), ("BY", 7)):
        areas = [index.find_id(f"{code}.{number:02}") for number in range(1, 72)]
        known = [area for area in areas if area is not None]
        assert len(known) >= least
        assert all(area.country_codes == (code,) and area.feature_code == "ADM1" for area in known)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for path in EMBEDDED.iterdir():
        if path.suffix != ".csv":
            shutil.copy(path, tmp_path)
    return tmp_path


def test_a_copy_opens(copy: Path) -> None:
    assert len(PlaceIndex.open(copy)) == len(PlaceIndex.embedded())


@pytest.mark.parametrize(
    "file", ["names.marisa", "folded.marisa", "codes.marisa", "tables.npz", "labels.json", "manifest.json"]
)
def test_a_missing_file_is_named_with_what_to_do(copy: Path, file: str) -> None:
    (copy / file).unlink()
    with pytest.raises(GazetteerUnavailable) as caught:
        PlaceIndex.open(copy)
    assert file in str(caught.value)
    assert "build_gazetteer.py" in caught.value.remedy


@pytest.mark.parametrize("file", ["names.marisa", "tables.npz", "labels.json"])
def test_a_damaged_file_is_refused(copy: Path, file: str) -> None:
    content = bytearray((copy / file).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (copy / file).write_bytes(content)
    with pytest.raises(GazetteerUnavailable, match="damaged"):
        PlaceIndex.open(copy)


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", "null"])
def test_an_unreadable_manifest_is_refused(copy: Path, text: str) -> None:
    (copy / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerUnavailable, match="manifest"):
        PlaceIndex.open(copy)


def test_another_format_is_refused(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    (copy / "manifest.json").write_text(json.dumps(manifest | {"format": 99}), encoding="utf-8")
    with pytest.raises(GazetteerUnavailable, match="format 99"):
        PlaceIndex.open(copy)


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("US.TX", 31.3, -99.3),
        ("AU.04", -22.5, 144.5),
        ("CA.08", 50.0, -86.0),
        ("US.AK", 64.2, -152.3),
        ("CN.20", 44.0, 113.9),
        ("US.TX.277", 33.67, -95.57),
    ],
)
def test_an_area_stands_in_its_middle(index: PlaceIndex, code: str, latitude: float, longitude: float) -> None:
    area = index.find_id(code)
    assert area.latitude == pytest.approx(latitude, abs=0.7)
    assert area.longitude == pytest.approx(longitude, abs=0.7)


def test_places_of_hand_stand_where_the_atlas_puts_them(index: PlaceIndex) -> None:
    with (EMBEDDED.parent / "places.csv").open(encoding="utf-8", newline="") as file:
        atlas = {row["place_id"]: row for row in csv.DictReader(file)}
    both = [place_id for place_id in atlas if not place_id.startswith("gn") and index.find_id(place_id)]
    assert {"az-gizil-kangarli", "az-sarijali"} <= set(both)
    for place_id in both:
        place, row = index.find_id(place_id), atlas[place_id]
        assert place.latitude == pytest.approx(float(row["latitude"]), abs=1e-4), place_id
        assert place.longitude == pytest.approx(float(row["longitude"]), abs=1e-4), place_id


@pytest.mark.parametrize(
    "name", ["Supsa", "Horgos", "Kulevi", "Khudaferin", "Torugart", "Ras Laffan", "Hodeidah", "NSW"]
)
def test_ports_crossings_and_villages_of_the_news_are_known(index: PlaceIndex, name: str) -> None:
    assert index.places_spelled(name)
