"""How many processes serve the site."""

import pytest

from huiyin.cli import site


@pytest.mark.parametrize(("said", "workers"), [("3", 3), ("", 4), ("0", 4), ("many", 4)])
def test_a_host_may_say_how_many_processes_serve(
    monkeypatch: pytest.MonkeyPatch, said: str, workers: int
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setenv("WEB_CONCURRENCY", said)
    assert site.usual_workers() == workers
