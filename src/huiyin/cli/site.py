"""Database and web server for `huiyin migrate`, `serve` and `demo`."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from pkgutil import iter_modules

from django.conf import settings
from django.core.management import call_command

from huiyin.base.errors import Conflict, NotAllowed
from huiyin.orgs import queries as orgs

# Python runs one thread of a process at a time: a second process serves more than a second thread, and two
# threads of one process spend a tenth of the processor time in taking turns (four callers, two cores).
THREADS = 1
LEAST, MOST = 4, 8


def migrate() -> None:
    """Bring the database to this version's tables."""
    call_command("migrate", interactive=False, verbosity=0)


def waiting_migrations() -> int:
    """Return how many steps the database lacks to be at this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def up_to_date() -> bool:
    """Return whether the database has taken every step there is, without working any of them out."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    there_are = {
        (app.label, step.name)
        for app in apps.get_app_configs()
        for step in iter_modules([str(Path(app.path) / "migrations")])
    }
    return there_are <= MigrationRecorder(connection).applied_migrations().keys()


def embedded() -> bool:
    """Return whether the records lie in the embedded SQLite file."""
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


def ready() -> None:
    """Make the embedded database usable without a further command; a server's is migrated on purpose."""
    if embedded() and not up_to_date():
        migrate()


def refuse_in_production() -> None:
    """Keep the invented agency out of production: everybody knows the password of its accounts."""
    if settings.PRODUCTION:
        raise NotAllowed("demo.not_in_production")


def refuse_taken(host: str, port: int) -> None:
    """Refuse a port that something else listens on: servers may share one, and each would answer in turn."""
    family, _kind, _protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(address)
        except OSError as taken:
            raise Conflict("site.port_taken", host=host, port=port) from taken


@contextmanager
def worker_beside() -> Iterator[None]:
    """Run a worker beside the server, and stop it with the server."""
    process = subprocess.Popen([sys.executable, "-m", "huiyin.cli.main", "worker"])
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def addresses(host: str, port: int) -> str:
    """Return where portal and workbench open; of a server that listens everywhere, on this machine."""
    with suppress(ValueError):  # a name is what it is
        ip = ip_address(host)
        host = ("::1" if ip.version == 6 else "127.0.0.1") if ip.is_unspecified else host  # noqa: PLR2004
        host = f"[{host}]" if ip.version == 6 else host  # noqa: PLR2004
    return f"群众门户 portal: http://{host}:{port}/    工作台 workbench: http://{host}:{port}/desk/"


def usual_workers() -> int:
    """Return how many processes serve: as WEB_CONCURRENCY says, else two a core, at least four."""
    wanted = os.environ.get("WEB_CONCURRENCY", "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    return min(MOST, max(LEAST, 2 * (os.cpu_count() or 1)))


def serve(*, host: str, port: int, workers: int = 0, tell: Callable[[str], None] | None = None) -> None:
    """Serve the site until it is stopped, by two processes a core (at least four) unless told otherwise.

    WEB_CONCURRENCY, which many hosts set, tells so, too. Once it listens, somebody is told where it opens.
    """
    refuse_taken(host, port)
    ready()
    if orgs.agency().demo:
        refuse_in_production()
    from granian.constants import Interfaces
    from granian.server import Server

    server = Server(
        "huiyin.foundation.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or usual_workers(),
        blocking_threads=THREADS,
        log_access=False,
    )
    if tell:
        server.on_startup(partial(tell, addresses(host, port)))
    server.serve()
