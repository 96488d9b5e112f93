"""The tools of development do what they say: nothing is left out silently, and nothing is left behind."""

import os
import re
import sys
from pathlib import Path

import psycopg
import pytest
from tools import installed, machine, postgres, spark
from tools.test import Part, beside, must_have_everything, on_spark, summary

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


@pytest.mark.parametrize(
    ("java", "fetch", "said"), [(None, True, "no Java"), ("/usr/bin/java", False, "no pyspark")]
)
def test_without_spark_its_part_is_left_out_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, java: str | None, fetch: bool, said: str
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda _name: None if not fetch else "here")
    monkeypatch.setattr(spark.shutil, "which", lambda _name: java)
    with spark.on_its_way(fetch=fetch) as there, on_spark(there) as ended:
        part = ended()
    assert part.outcome == "LEFT OUT"
    assert part.words.startswith(said)


def test_what_cannot_be_fetched_is_said_and_its_folder_is_gone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda _name: None)
    monkeypatch.setattr(spark.shutil, "which", lambda _name: "/usr/bin/java")
    monkeypatch.setattr(spark, "packages", lambda: ["./no-such-package"])
    with spark.on_its_way(fetch=True) as there:
        lacking, folder = there()
    assert lacking == "pyspark could not be fetched"
    assert "no-such-package" in capsys.readouterr().err
    assert not folder.parent.exists()


def test_a_part_beside_the_others_shows_its_words_and_how_it_ended(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with beside(
        "two lines", [sys.executable, "-c", "print('one'); raise SystemExit(3)"], os.environ
    ) as ended:
        part = ended()
    assert (part.name, part.outcome) == ("two lines", "FAILED")
    assert "one\n" in capsys.readouterr().out
