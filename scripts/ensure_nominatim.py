"""Build a Nominatim with a few towns in it for the tests of the online geocoders, once.

``python scripts/ensure_nominatim.py`` is what ``make test-nominatim`` calls. It takes Nominatim from PyPI, and
PostgreSQL, PostGIS, osm2pgsql and SpatiaLite from Debian or Ubuntu (installing them where it is root), imports the
small file of tests/nominatim/osm_extract.py into a database of its own, and turns that into an SQLite file, which is
all that is kept: the tests serve it on loopback. What was built lies in a cache folder by the hash of what it was made
from (``CHANCERY_NOMINATIM`` names another), so that a second call returns at once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.nominatim.osm_extract import COUNTRIES, PLACES, write_extract  # noqa: E402 - needs the path above

REQUIREMENTS = ROOT / "tests" / "nominatim" / "requirements.txt"
MADE_FROM = (Path(__file__), ROOT / "tests" / "nominatim" / "osm_extract.py", REQUIREMENTS, PLACES, COUNTRIES)
COMMAND_SECONDS = 240

# What it takes from the system: a file that shows that it is there, as a pattern, and its package.
SYSTEM = (
    ("/usr/lib/postgresql/*/bin/initdb", "postgresql"),
    ("/usr/share/postgresql/*/extension/postgis.control", "postgis"),
    ("/usr/bin/osm2pgsql", "osm2pgsql"),
    ("/usr/lib/*/mod_spatialite.so", "libsqlite3-mod-spatialite"),
    ("/usr/lib/python3/dist-packages/icu/__init__.py", "python3-icu"),
)
LOADS_EXTENSIONS = "import sqlite3, sys; sys.exit(not hasattr(sqlite3.Connection, 'enable_load_extension'))"

# The database lives for one import: nothing of it has to survive a power cut.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=''", "max_wal_size=2GB")


class CannotBuild(Exception):
    """What is missing, and how to get it."""


@dataclass(frozen=True)
class Nominatim:
    """A Nominatim that was built: the database and the environment that serves it."""

    folder: Path

    @property
    def database(self) -> Path:
        """The places, in SQLite."""
        return self.folder / "places.sqlite"

    @property
    def program(self) -> Path:
        """Nominatim's command."""
        return self.folder / "environment" / "bin" / "nominatim"

    @property
    def is_built(self) -> bool:
        """Whether both are there, whole."""
        return (self.folder / "built").exists() and self.database.exists() and self.program.exists()

    def environment(self) -> dict[str, str]:
        """Return the environment to run the command in."""
        return {**os.environ, "NOMINATIM_DATABASE_DSN": f"sqlite:dbname={self.database}"}

    def command(self, port: int) -> list[str]:
        """Return the command that serves it on loopback."""
        project = self.folder / "project"
        return [str(self.program), "serve", "--project-dir", str(project), "--server", f"127.0.0.1:{port}"]


def find_nominatim() -> Nominatim | None:
    """Return what was built from the files as they are, if it was."""
    nominatim = Nominatim(_folder())
    return nominatim if nominatim.is_built else None


def main() -> int:
    """Build it unless it is there; return the exit status."""
    started = time.monotonic()
    nominatim = Nominatim(_folder())
    if nominatim.is_built:
        print(f"Nominatim for the tests: {nominatim.folder}")
        return 0
    nominatim.folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(nominatim.folder.with_suffix(".lock")):
            if not nominatim.is_built:  # by another run that this one waited for
                build(nominatim)
    except CannotBuild as error:
        print(f"No Nominatim could be built: {error}", file=sys.stderr)
        return 1
    print(f"Nominatim for the tests: {nominatim.folder}, built in {time.monotonic() - started:.0f} s")
    return 0


def build(nominatim: Nominatim) -> None:
    """Make the environment and the database.

    Raises
    ------
    CannotBuild
        If something of the system is missing, or a step fails.
    """
    _ensure_system_packages()
    shutil.rmtree(nominatim.folder, ignore_errors=True)
    (nominatim.folder / "project").mkdir(parents=True)
    print("Installing Nominatim ...", flush=True)
    _make_environment(nominatim.program.parent.parent)
    print("Importing ...", flush=True)
    extract = nominatim.folder / "extract.osm"
    write_extract(extract)
    with _database() as socket_folder:
        environment = {
            "NOMINATIM_DATABASE_DSN": f"pgsql:dbname=nominatim;host={socket_folder};user=postgres",
            "NOMINATIM_DATABASE_WEBUSER": "postgres",
            "NOMINATIM_IMPORT_STYLE": "full",
        }
        project = ("--project-dir", str(nominatim.folder / "project"))
        once = ("--offline", "--no-updates", "--no-partitions", "--threads", "2")
        _run(str(nominatim.program), "import", *project, "--osm-file", str(extract), *once, environment=environment)
        _run(str(nominatim.program), "convert", *project, "--output", str(nominatim.database), environment=environment)
    (nominatim.folder / "built").touch()


def _folder() -> Path:
    named = os.environ.get("CHANCERY_NOMINATIM")
    if named:
        return Path(named)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in MADE_FROM if path.exists())).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "chancery-tests" / f"nominatim-{digest}"


def _ensure_system_packages() -> None:
    missing = [package for pattern, package in SYSTEM if not _there(pattern)]
    if not missing:
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise CannotBuild(f"{', '.join(missing)} is missing. Install it from Debian or Ubuntu, as root.")
    print(f"Installing {', '.join(missing)} from the system's packages ...", flush=True)
    # The one database of this script is started by it; Debian's own need not be made and started.
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    install = ("apt-get", "install", "--yes", "--no-install-recommends")
    _run("apt-get", "update", environment=quiet)
    if "postgresql" in missing:
        _run(*install, "postgresql-common", environment=quiet)
        settings = Path("/etc/postgresql-common/createcluster.conf")
        if settings.exists() and "create_main_cluster = false" not in settings.read_text(encoding="utf-8"):
            with settings.open("a", encoding="utf-8") as file:
                file.write("\ncreate_main_cluster = false\n")
        _run(*install, "postgresql", environment=quiet)
    version = _newest_postgresql().name
    names = {"postgis": (f"postgresql-{version}-postgis-3", f"postgresql-{version}-postgis-3-scripts")}
    wanted = [name for package in missing for name in names.get(package, (package,))]
    _run(*install, *wanted, environment=quiet)


def _make_environment(folder: Path) -> None:
    """Make it from an interpreter whose SQLite can load SpatiaLite, which not every build of Python can."""
    named = (sys.executable, "/usr/bin/python3", *(shutil.which(f"python3.{minor}") for minor in (14, 13, 12, 11)))
    able = [
        python for python in named if python and Path(python).exists() and _succeeds(python, "-c", LOADS_EXTENSIONS)
    ]
    if not able:
        raise CannotBuild("No Python here can load extensions into SQLite. Debian's python3 can.")
    # One that has PyICU need not compile it.
    with_icu = [python for python in able if _succeeds(python, "-c", "import icu")]
    chosen = (with_icu or able)[0]
    uv = (sys.executable, "-m", "uv")
    _run(*uv, "venv", "--quiet", "--system-site-packages", "--python", chosen, str(folder))
    install = (*uv, "pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), "--no-deps")
    _run(*install, "--requirements", str(REQUIREMENTS), *([] if with_icu else ["pyicu"]))


@contextmanager
def _database() -> Generator[Path]:
    """Run a PostgreSQL that nobody else sees, on a socket in a folder that is removed in the end."""
    programs = _newest_postgresql() / "bin"
    folder = Path(tempfile.mkdtemp(prefix="nominatim-"))  # a short path: sockets have no room for a long one
    user: tuple[str, ...] = ()
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        shutil.chown(folder, "postgres")
        folder.chmod(0o711)
        user = ("runuser", "-u", "postgres", "--")
    data = ("-D", str(folder / "data"))
    try:
        initialise = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync")
        _run(*user, str(programs / "initdb"), *data, *initialise, folder=folder)
        options = " ".join(f"-c {setting}" for setting in (*HASTY, f"unix_socket_directories={folder}"))
        start = ("--wait", "--log", str(folder / "log"), "--options", options, "start")
        _run(*user, str(programs / "pg_ctl"), *data, *start, folder=folder)
        yield folder
    finally:
        stop = (*user, str(programs / "pg_ctl"), *data, "--mode=immediate", "stop")
        subprocess.run(stop, check=False, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


def _newest_postgresql() -> Path:
    folders = [path.parent.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not folders:
        raise CannotBuild("PostgreSQL is missing. Install postgresql.")
    return max(folders, key=lambda folder: float(folder.name))


def _there(pattern: str) -> bool:
    return any(Path("/").glob(pattern.lstrip("/")))


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _run(*command: str, folder: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
    """Run a step; its words are shown if it fails.

    They go through a file, not a pipe: the database that a step starts would keep a pipe open.
    """
    with tempfile.TemporaryFile() as log:
        try:
            done = subprocess.run(
                command,
                check=False,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                timeout=COMMAND_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotBuild(f"{' '.join(command[:3])} failed: {error}") from error
        if done.returncode:
            log.seek(0)
            words = log.read().decode(errors="replace")[-2000:]
            raise CannotBuild(f"{' '.join(command[:3])} failed:\n{words}")


if __name__ == "__main__":
    sys.exit(main())
