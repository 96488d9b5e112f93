"""A whole installation of its own: its home, its keys, its database, and `huiyin` run in it."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import tables

PASSPHRASE = "a passphrase for tests"
ROWS = 12


class Site:
    """An installation on the database of this test run, apart from the tests' own."""

    def __init__(self, home: Path, url: str = "") -> None:
        self.home, self.url, self.migrated = home, url, False
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("HUIYIN_")}
        self.environment.pop("DATABASE_URL", None)
        self.environment |= {"HUIYIN_HOME": str(home), "HUIYIN_PASSPHRASE": PASSPHRASE}
        if url:
            self.environment["DATABASE_URL"] = url

    @property
    def database(self) -> str:
        """Return the name of its database on the server."""
        return self.url.partition("?")[0].rpartition("/")[2]

    def start(self, *arguments: str, **more: Any) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "huiyin.cli.main", *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, env=self.environment, **{**pipes, **more})

    def run(self, *arguments: str) -> tuple[int, Any, str]:
        process = self.start(*arguments)
        out, err = process.communicate()
        lines = out.strip().splitlines()
        return process.returncode, json.loads(lines[-1]) if lines and lines[-1][:1] == "{" else out, err

    def done(self, *arguments: str) -> Any:
        code, out, err = self.run(*arguments)
        assert code == 0, err
        return out

    def python(self, code: str) -> str:
        begin = (
            "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiyin.foundation.settings'; "
            "django.setup()\n"
        )
        command = [sys.executable, "-c", begin + code]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def set_up(self) -> "Site":
        """Put the tables there."""
        if self.url:
            _anew(
                os.environ["DATABASE_URL"], self.database, like=tables.on_server(os.environ["DATABASE_URL"])
            )
        else:
            tables.copy_into(self.home)
        self.migrated = True
        return self

    def filled(self, rows: int = ROWS, *, name: str = "p") -> "Site":
        """Bring in some petitions with their answers."""
        self.home.mkdir(parents=True, exist_ok=True)
        table = self.home.parent / f"{name}.csv"
        lines = [f"{name}{n},工地欠我第{n}个月工资,2019-03-01,已责令支付,2019-04-01" for n in range(rows)]
        table.write_text("编号,内容,留言时间,答复,答复时间\n" + "\n".join(lines), encoding="utf-8")
        if not self.migrated:
            self.set_up()
        self.done("import", str(table), "--source", name, "--json")
        return self

    def numbers(self) -> list[str]:
        return self.python(
            "from huiyin.cases.models import Petition; "
            "print('\\n'.join(Petition.objects.order_by('id').values_list('number', flat=True)))"
        ).splitlines()

    def words(self) -> str:
        return self.python(
            "from huiyin.cases.models import Petition; from huiyin.cases import persons\n"
            "for p in Petition.objects.select_related('person'): print(persons.words_of(p).text)"
        )


@contextmanager
def site(home: Path, *, like: Site | None = None) -> Iterator[Site]:
    """Give an installation on SQLite, or on a database of its own of the server the tests run on.

    Empty, or a copy of another one with all that lies in it.
    """
    if like:
        shutil.copytree(like.home, home)
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield _as(Site(home), like)
        return
    import psycopg

    name = f"huiyin_{secrets.token_hex(6)}"
    _anew(url, name, like=like.database if like else "template1")
    try:
        yield _as(Site(home, tables.beside(url, name)), like)
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _anew(url: str, name: str, *, like: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {like}")


def _as(copy: Site, like: Site | None) -> Site:
    copy.migrated = like is not None and like.migrated
    return copy
