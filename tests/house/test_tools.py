"""The tools of development do what they say: nothing is left out silently, and nothing is left behind."""

import re
from pathlib import Path

import psycopg
import pytest
from tools import installed, machine, postgres
from tools.test import Part, must_have_everything, summary

from tests.house.files import ROOT

LEFT_OUT = [Part("tests on SQLite", "ok"), Part("tests on PostgreSQL", "LEFT OUT", words="no PostgreSQL")]


def test_a_part_left_out_is_shown_but_forgiven_on_a_small_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("HUIYIN_REQUIRE_ALL", raising=False)
    assert summary(LEFT_OUT) == 0
    shown = capsys.readouterr().out
    assert "LEFT OUT  tests on PostgreSQL" in shown
    assert shown.strip().endswith("Passed, but not everything was run.")


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("HUIYIN_REQUIRE_ALL", "1")])
def test_nothing_may_be_left_out_where_everything_is_required(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv(name, value)
    assert must_have_everything()
    assert summary(LEFT_OUT) == 1


def test_one_failed_part_fails_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert summary([Part("check: lint", "ok"), Part("tests on SQLite", "FAILED")]) == 1
    assert summary([Part("check: lint", "ok")]) == 0


def test_what_is_missing_is_said_with_the_command_that_brings_it() -> None:
    words = machine.how_to_get(list(machine.NEEDS))
    assert "sudo apt-get install postgresql chromium fonts-noto-cjk fontconfig" in words
    assert "LEFT OUT: the tests in a real browser" in words


def test_the_private_postgresql_is_gone_even_when_the_tests_break() -> None:
    programs = postgres.server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine; `make test` says how to get it")
    with pytest.raises(ZeroDivisionError), postgres.private_server(programs) as url:
        with psycopg.connect(url) as connection:
            found = connection.execute("SHOW data_directory").fetchone()
        assert found is not None
        folder = Path(found[0]).parent
        raise ZeroDivisionError
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_constraints_are_the_locked_versions_without_checksums() -> None:
    lines = installed.constraints().splitlines()
    assert any(re.fullmatch(r"django==5\.2\.\d+", line) for line in lines)
    assert not [line for line in lines if "hash" in line or line.endswith("\\")]


def test_every_daily_job_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    explained = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert {"demo", "test", "check", "serve", "docs", "bench", "lock", "clean"} <= phony
    assert explained == phony
