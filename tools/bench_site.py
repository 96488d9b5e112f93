"""The site under load for `make bench`: registering, lists, pages over a large store, on either database."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from random import Random

from tools import postgres
from tools.callers import together
from tools.timing import line

ROOT = Path(__file__).resolve().parent.parent
PORT = postgres.free_port()  # a site that somebody else serves here must not answer
CALLERS = 4
_FIRST_TURN = 60  # seconds: a worker does its hourly and daily work once when it starts
HUIYIN = [sys.executable, "-m", "huiyin.cli.main"]
# Who opens the lists: a registrar of the city, one of a county, and a leader who sees every office.
READERS = ("zhouhui", "pengxiang", "shenguohua")


def measure(store: int, database: str, texts: Sequence[str]) -> None:
    """Set up an agency of so many matters in a database and print what its site can do."""
    programs = postgres.server_programs() if database == "postgresql" else None
    server = postgres.private_server(programs, durable=True) if programs else nullcontext("")
    with server as url, tempfile.TemporaryDirectory(prefix="huiyin-bench-") as home:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("HUIYIN_")}
        environment |= {"HUIYIN_HOME": home, "HUIYIN_MODE": "demo", "PYTHONPATH": str(ROOT / "src")}
        if url:
            environment["DATABASE_URL"] = url
        print(f"\n{database}, durable commit, a store of about {store:,} matters")
        _fill(store, environment)
        _bare(environment)
        for _ in range(3):
            with _served(environment):
                pass
        with _served(environment), _worker(environment):
            _create(texts, environment)
            for reader in READERS:
                _read(reader, environment)


def _fill(store: int, environment: dict[str, str]) -> None:
    begun = time.perf_counter()
    subprocess.run([*HUIYIN, "migrate"], env=environment, check=True, capture_output=True)
    subprocess.run([*HUIYIN, "demo", "--no-serve"], env=environment, check=True, capture_output=True)
    print(f"{'huiyin demo ready':<58}{time.perf_counter() - begun:>10.1f} s")
    counted = _ask(environment, "from huiyin.cases.services.rebuild import matters; print(matters())")
    scale = max(1, round(store / int(counted)))
    if scale > 1:
        begun = time.perf_counter()
        command = [*HUIYIN, "demo", "--no-serve", "--scale", str(scale)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        print(f"{f'multiplied by {scale}':<58}{time.perf_counter() - begun:>10.1f} s")
    _ask(environment, _CARRIED)
    if environment.get("DATABASE_URL"):
        _ask(environment, "from django.db import connection as c; c.cursor().execute('VACUUM ANALYZE')")
    else:
        _ask(environment, "from django.db import connection as c; c.cursor().execute('ANALYZE')")


def _waiting(environment: dict[str, str]) -> int:
    return int(_ask(environment, "from huiyin.foundation.outbox import waiting; print(waiting())"))


def _ask(environment: dict[str, str], code: str) -> str:
    """Return what a few lines print that are run in an installation."""
    begin = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiyin.foundation.settings'; "
    done = subprocess.run(
        [sys.executable, "-c", f"{begin}django.setup(); {code}"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def _bare(environment: dict[str, str]) -> None:
    """Print how long one row takes that is only inserted and committed, for comparison in the same run."""
    code = (
        "import time; from django.db import connection as c; u = c.cursor(); "
        "u.execute('CREATE TABLE bare (id integer, said text)'); spent = []\n"
        "for n in range(500):\n"
        "    begun = time.perf_counter(); u.execute('INSERT INTO bare VALUES (%s, %s)', [n, 'x' * 400]); "
        "spent.append((time.perf_counter() - begun) * 1000)\n"
        "u.execute('DROP TABLE bare'); print(*spent)"
    )
    line("one bare insert with its commit", [float(ms) for ms in _ask(environment, code).split()])


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[None]:
    """Serve the site; print how long it took from the command to the first answer."""
    begun = time.perf_counter()
    site = subprocess.Popen(
        [*HUIYIN, "serve", "--port", str(PORT)],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers():
            time.sleep(0.02)
        print(f"{'cold start to the first answer':<58}{time.perf_counter() - begun:>10.2f} s")
        yield
    finally:
        os.killpg(site.pid, signal.SIGTERM)
        site.wait()


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004
    except OSError:
        return False


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[None]:
    worker = subprocess.Popen([*HUIYIN, "worker"], env=environment, stderr=subprocess.DEVNULL)
    time.sleep(_FIRST_TURN)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def _create(texts: Sequence[str], environment: dict[str, str]) -> None:
    """Register petitions by API from several callers, then wait until the worker has looked for near ones."""
    job = {
        "port": PORT,
        "method": "POST",
        "path": "/api/v1/petitions",
        "body": {},
        "texts": list(texts),
        "headers": {"Content-Type": "application/json"},
    }
    together({**job, "times": 50}, CALLERS)  # warm
    spent, seconds = together({**job, "times": 500}, CALLERS)
    line(f"register over HTTP, {CALLERS} callers, worker beside", spent, seconds)
    while _waiting(environment):
        time.sleep(0.2)
    line("from registering until compared with texts nearly the same", _compared(len(spent), environment))


def _compared(newest: int, environment: dict[str, str]) -> list[float]:
    """Return how many ms after it was registered each of the newest petitions had been compared."""
    code = (
        "from huiyin.foundation.models import Event; rows = Event.objects.filter(kind='petition')"
        f".order_by('-id')[:{newest}]; print(*((e.done_at - e.at).total_seconds() * 1000 for e in rows))"
    )
    return [float(ms) for ms in _ask(environment, code).split()]


def _read(reader: str, environment: dict[str, str]) -> None:
    """Open lists and matters as somebody who is signed in."""
    cookie, *ids = _ask(environment, _SIGNED_IN.format(reader=reader)).split()
    headers = {"Cookie": f"sessionid={cookie}"}
    picked = Random(5).sample(ids, min(100, len(ids)))  # noqa: S311 - which pages to open
    queries = _ask(environment, _COUNTED.format(reader=reader, matter=picked[0])).split()
    lists = (("to-do list", ["/desk/"] * 60), ("list of 50", ["/desk/matters/"] * 60))
    pages = (*lists, ("matter page", [f"/desk/matters/{matter}/" for matter in picked]))
    for (name, paths), asked in zip(pages, queries, strict=True):
        job = {"port": PORT, "method": "GET", "paths": paths, "body": None, "headers": headers}
        spent, _seconds = together(job, 1)
        line(f"{name} for {reader}, {asked} queries", spent[10:])


# The store is at rest before anything is measured.
_CARRIED = """
from huiyin.base.clock import now; from huiyin.foundation import outbox
from huiyin.jobs.handlers import HANDLERS
while outbox.carry(HANDLERS, at=now()): pass
"""
_SIGNED_IN = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import get_user_model, SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from huiyin.base.clock import today; from huiyin.cases.queries import lists; from huiyin.orgs import queries
user = get_user_model().objects.get(login='{reader}')
session = SessionStore(); session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = 'huiyin.orgs.sign_in.StaffBackend'
session[HASH_SESSION_KEY] = user.get_session_auth_hash(); session.save()
ids, after, actor = [], '', queries.actor(user.pk)
for _ in range(4):
    page = lists.newest(actor, wanted=lists.Wanted(), today=today(), after=after); after = page.after
    ids += [row.id for row in page.rows]
    if not after: break
print(session.session_key, *ids)
"""
_COUNTED = """
from django.test import Client; from django.test.utils import CaptureQueriesContext
from django.db import connection; from django.contrib.auth import get_user_model
client = Client(SERVER_NAME='localhost'); client.force_login(get_user_model().objects.get(login='{reader}'))
for path in ('/desk/', '/desk/matters/', '/desk/matters/{matter}/'):
    client.get(path)
    with CaptureQueriesContext(connection) as seen: client.get(path)
    print(len(seen))
"""
