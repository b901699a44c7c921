"""Packages of Debian's or Ubuntu's own, for a machine that lacks a part and where we may install it."""

from __future__ import annotations

import os
import shutil
import subprocess


def install_packages(*names: str) -> bool:
    """Install packages as root with apt-get; ``False`` where that cannot be done, without a word."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", *names])
    print(f"Installing {' and '.join(names)} with apt-get ...", flush=True)
    status = 1
    for command in commands:
        # An update that misses one of several lists still lets most packages be installed.
        status = subprocess.run(
            command, env=environment, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ).returncode
    return status == 0
