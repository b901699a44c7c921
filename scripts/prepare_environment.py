"""Make the project's own environment in .venv and install requirements files into it.

``python -m scripts.prepare_environment .venv/app.stamp requirements.txt`` is what ``make run`` calls. It needs nothing
but Python 3.11 and a way to reach a package index. The stamp tells what was installed, so that a second call with the
same files returns at once; two calls at the same time wait for each other.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path

from scripts.debian import install_packages

try:
    import fcntl
except ImportError:
    fcntl = None

VENV = Path(__file__).resolve().parent.parent / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEEDED = (3, 11)


def main(arguments: Sequence[str]) -> int:
    """Install the requirements files that follow the stamp's name; return the exit status."""
    if sys.version_info < NEEDED:
        return _refuse("Chancery needs Python 3.11 or later.", "Name one with: make BASE_PYTHON=python3.12 ...")
    stamp, files = Path(arguments[0]), [Path(name) for name in arguments[1:]]
    digest = _digest(files)
    with _only_one():
        if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
            stamp.touch()
            return 0
        if not _works(PYTHON) and not _create():
            return _refuse(
                "No virtual environment could be made.", "Install python3-venv or virtualenv, then try again."
            )
        print(f"Installing {' and '.join(str(file) for file in files)} into .venv ...", flush=True)
        status = subprocess.run([PYTHON, "-m", "pip", *_pip_install(files)], check=False).returncode
        if status:
            return _refuse("The packages could not be installed.", "Read pip's words above, then try again.")
        stamp.write_text(digest, encoding="utf-8")
    return 0


def _pip_install(files: Sequence[Path]) -> list[str]:
    named = [word for file in files for word in ("--requirement", str(file))]
    return ["install", "-qq", "--disable-pip-version-check", "--no-input", *named]


def _digest(files: Sequence[Path]) -> str:
    """Return a hash of the Python version and of what the files ask for."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _works(python: Path) -> bool:
    """Tell whether an environment is there, recent enough and whole: one cut short while it was made has no pip."""
    probe = f"import pip, sys; sys.exit(sys.version_info < {NEEDED})"
    try:
        return subprocess.run([python, "-c", probe], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _create() -> bool:
    """Make the environment by the first way that works on this machine."""
    for way in (_by_venv, _by_virtualenv, _by_virtualenv_from_index, _by_venv_from_debian):
        shutil.rmtree(VENV, ignore_errors=True)
        if way() and _works(PYTHON):
            return True
    return False


def _by_venv() -> bool:
    return _run(sys.executable, "-m", "venv", str(VENV))


def _by_virtualenv() -> bool:
    return _run(sys.executable, "-m", "virtualenv", "--quiet", str(VENV))


def _by_virtualenv_from_index() -> bool:
    """Fetch virtualenv for this one use: Debian's python3 has pip without venv on some machines."""
    with tempfile.TemporaryDirectory() as folder:
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--target", folder, "virtualenv")
        if not _run(*pip):
            return False
        found = {**os.environ, "PYTHONPATH": folder}
        return _run(sys.executable, "-m", "virtualenv", "--quiet", str(VENV), environment=found)


def _by_venv_from_debian() -> bool:
    """Fetch the venv module, which Debian and Ubuntu ship apart from Python."""
    return install_packages("python3-venv") and _by_venv()


def _run(*command: str, environment: dict[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(command, check=False, capture_output=True, env=environment, stdin=subprocess.DEVNULL)
    except OSError:
        return False
    return done.returncode == 0


@contextlib.contextmanager
def _only_one() -> Generator[None]:
    """Hold a lock on the project's folder that another ``make`` waits for; Windows, which has none, goes on without."""
    if fcntl is None:
        yield
        return
    folder = os.open(VENV.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _refuse(what: str, remedy: str) -> int:
    print(f"{what} {remedy}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
