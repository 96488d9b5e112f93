"""The database goes away and comes back under a site that runs; nothing typed is lost, nobody restarts it."""

import http.cookiejar
import json
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tools import postgres
from tools.postgres import free_port

from tests.faults.site import Site

pytestmark = pytest.mark.anywhere  # each asks the database it names, whichever the others run on

TEXT = "工地欠我工资两万元，请求追回。"


class Browser:
    """Somebody at the portal: keeps cookies, sends forms with their token."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        self.token = ""

    def get(self, path: str) -> tuple[int, str]:
        return self._send(path, None)

    def post(self, path: str, **form: str) -> tuple[int, str]:
        form["csrfmiddlewaretoken"] = self.token
        return self._send(path, urllib.parse.urlencode(form).encode())

    def _send(self, path: str, body: bytes | None) -> tuple[int, str]:
        try:
            with self.opener.open(self.root + path, body, timeout=60) as answer:
                status, page = answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                status, page = refused.code, refused.read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        self.token = found[1] if found else self.token
        return status, page


@contextmanager
def serving(here: Site) -> Iterator[Browser]:
    port = free_port()
    server = here.start(
        "serve", "--port", str(port), "--workers", "1", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    browser = Browser(port)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if browser.get("/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield browser
    finally:
        server.terminate()
        server.wait(timeout=30)


class Server:
    """A PostgreSQL server of this test's own, to be stopped and started."""

    def __init__(self, url: str, programs: Path) -> None:
        import psycopg

        with psycopg.connect(url) as open_:
            self.cluster = Path(str(open_.execute("SHOW data_directory").fetchone()[0]))  # type: ignore[index]
        self.url, self.programs = url, programs
        self.port = urllib.parse.urlsplit(url).port

    def _control(self, *arguments: str) -> None:
        command = [str(self.programs / "pg_ctl"), "-D", str(self.cluster), "-w", *arguments]
        with (self.cluster / "control.log").open("ab") as log:
            done = subprocess.run(
                postgres._as_server_user(command),
                stdout=log,
                stderr=log,
                cwd=self.cluster.parent,
                check=False,
            )
        assert done.returncode == 0

    def stop(self) -> None:
        self._control("-m", "immediate", "stop")

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.cluster.parent}"
        )
        self._control("-l", str(self.cluster / "server.log"), "-o", options, "start")


@pytest.fixture
def own_server() -> Iterator[Server]:
    programs = postgres.server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL here")
    with postgres.private_server(programs, durable=True) as url:  # stopped in the middle of its work
        yield Server(url, programs)


def test_postgresql_stopped_and_started_under_a_running_site(own_server: Server, tmp_path: Path) -> None:
    here = Site(tmp_path / "home", own_server.url)
    here.home.mkdir()
    here.done("migrate")
    here.python("from huiyin.orgs.services import ensure_intake_office; ensure_intake_office()")
    with serving(here) as browser:
        assert browser.get("/submit/1/")[0] == 200
        assert browser.post("/submit/1/", title="欠薪", text=TEXT)[0] == 200
        own_server.stop()
        status, page = browser.get("/healthz")
        assert (status, json.loads(page)["ok"]) == (503, False)
        longer = f"{TEXT}新添的一句，不能丢。"
        browser.get("/submit/1/")
        status, page = browser.post("/submit/1/", title="欠薪", text=longer)
        assert status == 503
        assert longer in page
        assert "暂时连不上" in page and "再送一次" in page
        own_server.start()
        assert browser.get("/healthz")[0] == 200
        status, page = browser.get("/submit/1/")
        assert status == 200
        assert TEXT in page, "what was saved before is still there"
        assert browser.post("/submit/1/", title="欠薪", text=longer)[0] == 200
        assert longer in browser.get("/submit/1/")[1]


@pytest.fixture
def locked(ready: Site) -> Site:
    """An installation on SQLite with a writer that never lets go, and a site that waits a second only."""
    if ready.url:
        pytest.skip("a file of SQLite is locked")
    return ready


CLIENT = """
import sqlite3
from django.conf import settings; settings.ALLOWED_HOSTS = ['testserver']
from django.db import connection
from django.test import Client
connection.settings_dict['OPTIONS']['timeout'] = 0.2
client = Client(raise_request_exception=False)
other = sqlite3.connect(settings.DATABASES['default']['NAME'], isolation_level=None)
form = {'title': '欠薪', 'text': '工地欠我工资两万元，请求追回。'}
"""


def test_sqlite_locked_by_another_process_and_let_go_again(locked: Site) -> None:
    said = locked.python(
        f"{CLIENT}\n"
        "other.execute('BEGIN EXCLUSIVE')\n"
        "busy = client.post('/submit/1/', form); page = busy.content.decode()\n"
        "print(busy.status_code, form['text'] in page, '使用的人很多' in page, busy.headers['Retry-After'])\n"
        "print(client.get('/submit/1/').status_code, client.get('/healthz').status_code)\n"
        "other.execute('ROLLBACK')\n"
        "print(client.post('/submit/1/', form).status_code)"
    ).splitlines()
    assert said == ["503 True True 10", "200 200", "302"], "reading goes on while another one writes"


def test_an_embedded_database_that_cannot_be_read_is_told_by_the_health_check(locked: Site) -> None:
    said = locked.python(
        f"{CLIENT}\n"
        "file = settings.DATABASES['default']['NAME']; away = file.with_name('away')\n"
        "connection.close(); other.close(); file.rename(away); file.mkdir()\n"
        "print(client.get('/healthz').status_code, client.get('/submit/1/').status_code)\n"
        "connection.close(); file.rmdir(); away.rename(file)\n"
        "print(client.get('/healthz').status_code, client.get('/submit/1/').status_code)"
    ).splitlines()
    assert said == ["503 503", "200 200"]


def test_what_opens_something_is_never_shown_again(locked: Site) -> None:
    said = locked.python(
        f"{CLIENT}\n"
        "other.execute('BEGIN EXCLUSIVE')\n"
        "page = client.post('/desk/sign-in/', {'login': 'heqing', 'password': 'lantern'}).content.decode()\n"
        "print('heqing' in page, 'lantern' in page)"
    )
    assert said == "True False"
