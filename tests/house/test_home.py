"""Tests leave no trace and reach nobody."""

import socket
from pathlib import Path

import pytest
from django.conf import settings
from pytest_socket import SocketConnectBlockedError

from tests.conftest import HOME


def test_records_of_a_test_run_are_kept_in_a_home_of_its_own(repository: Path) -> None:
    assert HOME.resolve() == settings.HUIYIN_HOME
    assert not HOME.resolve().is_relative_to(repository)


def test_no_test_reaches_beyond_this_machine() -> None:
    with socket.socket() as connection, pytest.raises((SocketConnectBlockedError, UserWarning)):
        connection.connect(("192.0.2.1", 80))
