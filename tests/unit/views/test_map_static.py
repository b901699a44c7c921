"""The vendored files are the pinned ones, and nothing that is served asks another host."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from scripts.bundle_static import PARTS, STATIC, bundle
from scripts.vendor_static import VENDOR, find_differences

ATLAS = STATIC / "atlas"


def test_vendored_files_are_the_pinned_ones() -> None:
    assert find_differences(VENDOR) == []


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    copy = shutil.copytree(VENDOR, tmp_path / "vendor")
    (copy / "leaflet" / "leaflet.js").write_text("changed", encoding="utf-8")
    (copy / "leaflet" / "LICENSE").unlink()
    (copy / "leaflet" / "more.js").write_text("", encoding="utf-8")
    assert find_differences(copy) == [
        "leaflet/LICENSE: missing",
        "leaflet/leaflet.js: changed",
        "leaflet/more.js: not listed",
    ]


@pytest.mark.parametrize("name", PARTS)
def test_a_bundle_is_its_parts_put_together(name: str) -> None:
    """After a change of a part: make generated."""
    assert (STATIC / "bundle" / name).read_text(encoding="utf-8") == bundle(name)


def test_every_part_of_the_map_is_in_a_bundle() -> None:
    bundled = {part for parts in PARTS.values() for part in parts}
    assert {f"atlas/{path.name}" for path in ATLAS.iterdir()} <= bundled


@pytest.mark.parametrize("path", sorted(ATLAS.iterdir()), ids=lambda path: path.name)
def test_what_the_map_serves_parses_no_markup_and_names_no_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    without_namespace = text.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://", without_namespace)
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text)
