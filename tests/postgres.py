"""A real PostgreSQL for the tests: own data folder, own socket, stopped at the end."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import psycopg

from scripts.ensure_postgres import NOBODY, find_programs, unprivileged

USER = "chancery"


class Server:
    """One cluster in a folder of its own, reached through a socket in it."""

    def __init__(self, programs: Path, home: Path, settings: str) -> None:
        self.programs = programs
        self.home = home
        self.settings = settings
        self._numbers = itertools.count(1)

    @classmethod
    def create(cls, programs: Path, settings: str) -> Server:
        """Make a cluster and start it with ``-c`` settings."""
        # A socket's path holds some hundred characters: pytest's own folders can be too deep.
        home = Path(tempfile.mkdtemp(prefix="chancery-pg-"))
        if os.geteuid() == 0:
            os.chown(home, NOBODY, NOBODY)
        server = cls(programs, home, settings)
        server._run(
            "initdb",
            "--pgdata",
            home / "cluster",
            f"--username={USER}",
            "--auth=trust",
            "--no-sync",
            "--locale=C",
            "--encoding=UTF8",
        )
        server.start()
        return server

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-k {self.home} -c listen_addresses='' -c shared_buffers=16MB -c max_connections=60 {self.settings}"
        log = self.home / "log"
        self._run("pg_ctl", "start", "--wait", "--pgdata", self.home / "cluster", "--log", log, "--options", options)

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: ``fast`` ends sessions, ``immediate`` is as good as pulling the plug."""
        self._run("pg_ctl", "stop", "--wait", "--pgdata", self.home / "cluster", "--mode", mode)

    def remove(self) -> None:
        """Stop the server, if it runs, and remove what it left."""
        subprocess.run(
            unprivileged([self.programs / "pg_ctl", "stop", "--pgdata", self.home / "cluster", "--mode", "immediate"]),
            check=False,
            capture_output=True,
            cwd="/",
        )
        shutil.rmtree(self.home, ignore_errors=True)

    def create_database(self, options: str = "") -> str:
        """Make an empty database and return its URL."""
        name = f"atlas_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        return f"postgresql://{USER}@/{name}?host={self.home}"

    def execute(self, statement: str) -> None:
        """Run a statement as the server's owner."""
        with psycopg.connect(host=str(self.home), user=USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = unprivileged([self.programs / program, *map(str, arguments)])
        # The server itself must not hold on to the pipes.
        with (self.home / "output").open("a+", encoding="utf-8") as output:
            done = subprocess.run(command, check=False, stdout=output, stderr=subprocess.STDOUT, cwd="/")
            output.seek(0)
            assert done.returncode == 0, output.read()


def create_server(settings: str = "") -> Server:
    """Make a server; its caller removes it."""
    programs = find_programs()
    assert programs, "no PostgreSQL: run python scripts/ensure_postgres.py .venv/postgres.path"
    return Server.create(programs, settings)


def create_owned(server: Server) -> str:
    """Make an empty database that belongs to a user without further rights, and return its URL as that user's."""
    server.execute("CREATE ROLE keeper LOGIN")
    return server.create_database("OWNER keeper").replace(f"{USER}@", "keeper@")


def take_ownership(server: Server, url: str) -> None:
    """Leave the user of a database nothing but to read it."""
    _execute_within(server, url, f"REASSIGN OWNED BY keeper TO {USER}")
    _execute_within(server, url, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO keeper")


def give_ownership_back(server: Server, url: str) -> None:
    """Let the user of a database write it again."""
    assert str(server.home) in url
    tables = "SELECT format('ALTER TABLE %I OWNER TO keeper', tablename) FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(url.replace("keeper@", f"{USER}@"), autocommit=True) as connection:
        for (statement,) in connection.execute(tables).fetchall():
            connection.execute(statement.encode())


def _execute_within(server: Server, url: str, statement: str) -> None:
    assert str(server.home) in url
    with psycopg.connect(url.replace("keeper@", f"{USER}@"), autocommit=True) as connection:
        connection.execute(statement.encode())


@cache
def shared_server() -> Server:
    """Return the server that all tests share, each with a database of its own.

    It does not wait for the disk: no test pulls the plug on this one.
    """
    server = create_server("-c fsync=off -c full_page_writes=off")
    atexit.register(server.remove)
    return server
