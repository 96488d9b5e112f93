"""Which database a URL means."""

from pathlib import Path

import pytest

from huiyin.foundation.database import database

HOME = Path("/srv/huiyin")


def test_without_a_url_the_records_lie_in_the_home() -> None:
    chosen = database("", HOME)
    assert chosen["NAME"] == HOME / "huiyin.sqlite3"
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgres_url_is_taken_apart() -> None:
    chosen = database("postgres://hui:p%40ss@db:5433/yin?sslmode=require", HOME)
    assert (chosen["NAME"], chosen["USER"], chosen["PASSWORD"]) == ("yin", "hui", "p@ss")
    assert (chosen["HOST"], chosen["PORT"], chosen["OPTIONS"]["sslmode"]) == ("db", "5433", "require")


def test_what_an_operator_says_of_the_connection_stands() -> None:
    options = database("postgres://db/yin?options=-c%20jit%3Doff", HOME)["OPTIONS"]
    assert options["options"] == "-c jit=off"


def test_a_socket_folder_may_stand_in_the_query() -> None:
    assert database("postgres:///yin?host=%2Fvar%2Frun", HOME)["HOST"] == "/var/run"


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        database("mysql://x/y", HOME)
