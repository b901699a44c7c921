"""Find a Chromium for the browser tests, or install one.

``python -m scripts.ensure_browser .venv/browser.path`` is what ``make test`` calls; it writes the path of a browser
that was seen to draw a page. In order: one named in ``CHANCERY_BROWSER``; the one that Playwright installs for itself,
where its download can be had; one that the system has; Debian's or Ubuntu's package, for root.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from scripts.debian import install_packages

RECORD = Path(__file__).resolve().parent.parent / ".venv" / "browser.path"
# The build without a window comes first: the others draw one that nobody sees, which is a quarter of their work.
SYSTEM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SYSTEM_PATHS = ("/usr/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
DOWNLOAD_SECONDS = 300
CONNECT_MILLISECONDS = "5000"

# What keeps Chromium from calling home, so that a test's own requests are all there are.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def chromium_arguments() -> list[str]:
    """Return the switches to start Chromium with: root has no sandbox of Chromium's to run in."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, *(["--no-sandbox", "--disable-dev-shm-usage"] if as_root else [])]


def find_browser() -> Path | None:
    """Return the browser that was recorded, or else the first of those there are; ``None`` when there is none."""
    recorded = [Path(RECORD.read_text(encoding="utf-8").strip())] if RECORD.exists() else []
    return next((path for path in chain(recorded, _candidates()) if path.is_file()), None)


def main(arguments: Sequence[str]) -> int:
    """Write the path of a browser that works to the named file; return the exit status."""
    if not _driver_runs() and not (install_packages("libatomic1") and _driver_runs()):
        print(
            "Playwright's driver does not start; it needs the library libatomic (Debian: libatomic1).", file=sys.stderr
        )
        return 1
    for install in (_install_by_playwright, _install_from_debian):
        install()
        for path in _candidates():
            if path.is_file() and _draws(path):
                Path(arguments[0]).write_text(f"{path}\n", encoding="utf-8")
                print(f"Browser for the tests: {path}")
                return 0
    print("No Chromium was found for the browser tests. Install one, or name it in CHANCERY_BROWSER.", file=sys.stderr)
    return 1


def _driver_runs() -> bool:
    """Tell whether Playwright's own Node.js starts: on a minimal system it lacks a library."""
    return (
        subprocess.run([sys.executable, "-m", "playwright", "--version"], check=False, capture_output=True).returncode
        == 0
    )


def _named() -> Path | None:
    name = os.environ.get("CHANCERY_BROWSER")
    return Path(name) if name else None


def _candidates() -> Iterator[Path]:
    """Yield where a Chromium may be, the preferred one first."""
    named = _named()
    if named:
        yield named
        return
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    yield from _headless_shells(own)
    yield own
    for name in SYSTEM_NAMES:
        found = shutil.which(name)
        if found:
            yield Path(found)
    yield from map(Path, SYSTEM_PATHS)


def _headless_shells(own: Path) -> list[Path]:
    """Return Playwright's builds without a window, which lie beside its full Chromium and share its number."""
    chromium = next((folder for folder in own.parents if folder.name.startswith("chromium-")), None)
    if chromium is None:
        return []
    shell = chromium.name.replace("chromium-", "chromium_headless_shell-")
    names = {"headless_shell", "chrome-headless-shell", "headless_shell.exe", "chrome-headless-shell.exe"}
    return [path for path in (chromium.parent / shell).glob("*/*") if path.name in names]


def _draws(path: Path) -> bool:
    """Tell whether the browser starts and draws a page: one that lacks a system library is there and does not."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=chromium_arguments(), timeout=60_000)
            page = browser.new_page()
            page.set_content("<title>drawn</title>")
            drawn = page.title() == "drawn"
            browser.close()
    except PlaywrightError:
        return False
    return drawn


def _install_by_playwright() -> None:
    """Let Playwright download its build; a network that refuses or hangs ends it early, and that is no fault."""
    if _named():
        return
    environment = {**os.environ, "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": CONNECT_MILLISECONDS}
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    print("Asking for Playwright's own Chromium ...", flush=True)
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(DOWNLOAD_SECONDS)
    except subprocess.TimeoutExpired:
        # The download runs in a process of its own below this one: the whole group has to go.
        _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _install_from_debian() -> None:
    if not _named() and not install_packages("chromium-headless-shell"):
        install_packages("chromium")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
