"""Fetch the pinned browser libraries into ``static/vendor``, or check that those there are the pinned ones.

::

    python scripts/vendor_static.py            # fetch from the npm registry, through npm itself
    python scripts/vendor_static.py --check    # compare what is there with SHA256SUMS

Only the files that a browser loads and their licences are kept. To move to another version, change `LIBRARIES`, run the
script and review the change of ``SHA256SUMS``.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Library:
    """A package of the npm registry and the files of it that are served."""

    name: str
    version: str
    files: tuple[str, ...]


def name_font_files(font: str) -> tuple[str, ...]:
    """Return the licence and the upright files of a font for Latin and Cyrillic, extended letters included."""
    scripts = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
    return ("LICENSE", *(f"files/{font}-{script}-wght-normal.woff2" for script in scripts))


LIBRARIES = (
    Library("leaflet", "1.9.4", ("LICENSE", "dist/leaflet.js", "dist/leaflet.css")),
    Library(
        "leaflet.markercluster",
        "1.5.3",
        ("MIT-LICENCE.txt", "dist/leaflet.markercluster.js", "dist/MarkerCluster.css"),
    ),
    Library(
        "leaflet.fullscreen",
        "5.3.3",
        ("LICENSE.md", "dist/Control.FullScreen.umd.js", "dist/Control.FullScreen.css"),
    ),
    Library(
        "@geoman-io/leaflet-geoman-free",
        "2.20.2",
        ("LICENSE", "dist/leaflet-geoman.min.js", "dist/leaflet-geoman.css"),
    ),
    Library("@fontsource-variable/ibm-plex-sans", "5.3.0", name_font_files("ibm-plex-sans")),
    Library("@fontsource-variable/source-serif-4", "5.3.1", name_font_files("source-serif-4")),
)


def fetch_library(library: Library, folder: Path) -> None:
    """Unpack the wanted files of one library into a folder of its name, the scope left out."""
    with tempfile.TemporaryDirectory() as scratch:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{library.name}@{library.version}"],
            cwd=scratch,
            check=True,
            capture_output=True,
            text=True,
        )
        target = folder / library.name.rpartition("/")[2]
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(Path(scratch) / packed.stdout.split()[-1]) as archive:
            for name in library.files:
                member = archive.extractfile(f"package/{name}")
                if member is None:
                    raise SystemExit(f"{library.name}@{library.version} has no file {name}.")
                (target / Path(name).name).write_bytes(member.read())


def sum_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every vendored file, by its path within the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.parent != folder)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def read_sums(folder: Path) -> dict[str, str]:
    """Read ``SHA256SUMS``: a hash, two blanks and a path on each line."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def find_differences(folder: Path) -> list[str]:
    """Name each file that is missing, changed or not listed; empty when all is as pinned."""
    pinned, present = read_sums(folder), sum_files(folder)
    return [
        f"{path}: {'missing' if path not in present else 'not listed' if path not in pinned else 'changed'}"
        for path in sorted(pinned.keys() | present.keys())
        if pinned.get(path) != present.get(path)
    ]


def main() -> int:
    """Run the command line; the exit status is 1 when a check finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare with SHA256SUMS, fetch nothing")
    if parser.parse_args().check:
        differences = find_differences(VENDOR)
        sys.stderr.writelines(f"{line}\n" for line in differences)
        return 1 if differences else 0
    for library in LIBRARIES:
        fetch_library(library, VENDOR)
    sums = sum_files(VENDOR)
    (VENDOR / SUMS).write_text("".join(f"{digest}  {path}\n" for path, digest in sums.items()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
