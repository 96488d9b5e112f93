"""A private PostgreSQL server for one test run, made in a temporary folder and removed afterwards."""

import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# Nothing here has to outlive the test run, so durability is given up for speed.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def server_programs() -> Path | None:
    """Return the folder holding initdb and pg_ctl of the newest PostgreSQL on this machine, or None."""
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))])
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).resolve().parent if elsewhere else None


def _as_server_user(command: list[str]) -> list[str]:
    # PostgreSQL refuses to run as root.
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def private_server(programs: Path, *, durable: bool = False) -> Iterator[str]:
    """Start a server on a free loopback port, yield its DATABASE_URL, and stop it whatever happens.

    With `durable` it keeps what it was told through a power cut, as a real one does: for measuring.
    """
    folder = Path(tempfile.mkdtemp(prefix="huiyin-postgres-"))
    try:
        password = secrets.token_hex(16)
        (folder / "password").write_text(password, encoding="ascii")
        if os.geteuid() == 0:
            server_user = pwd.getpwnam("postgres")
            for path in (folder, folder / "password"):
                os.chown(path, server_user.pw_uid, server_user.pw_gid)
        port = free_port()
        _initialise(programs, folder)
        try:
            _start(programs, folder, port, {} if durable else FAST)
            yield f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
        finally:
            stop = [str(programs / "pg_ctl"), "-D", str(folder / "cluster"), "-m", "immediate", "-w", "stop"]
            subprocess.run(_as_server_user(stop), capture_output=True, cwd=folder, check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Path, folder: Path) -> None:
    command = [str(programs / "initdb"), "-D", str(folder / "cluster"), "-U", "postgres", "-E", "UTF8"]
    command += ["--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={folder / 'password'}", "--no-sync"]
    _run(command, folder)


def _start(programs: Path, folder: Path, port: int, more: Mapping[str, str]) -> None:
    options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder), **more}
    settings = f"-p {port} " + " ".join(f"-c {name}={value}" for name, value in options.items())
    log = folder / "cluster" / "server.log"
    command = [
        str(programs / "pg_ctl"),
        "-D",
        str(folder / "cluster"),
        "-l",
        str(log),
        "-o",
        settings,
        "-w",
        "start",
    ]
    _run(command, folder)


def _run(command: list[str], folder: Path) -> None:
    # No pipes here: the server would inherit them and the call would never see their end.
    with (folder / "log").open("w+b") as log:
        done = subprocess.run(_as_server_user(command), stdout=log, stderr=log, cwd=folder, check=False)
        if done.returncode:
            log.seek(0)
            raise RuntimeError(f"{command[0]} failed:\n{log.read().decode(errors='replace')}")
