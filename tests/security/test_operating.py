"""Running an installation: invented accounts stay out of production, tables cannot carry formulas."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.base.errors import NotAllowed
from huiyin.base.messages import Message
from huiyin.cases.services.history import Tally
from huiyin.cli import demo, import_file, site
from huiyin.jobs.timetable import TIMETABLE
from huiyin.orgs import services
from huiyin.orgs.models import Staff
from tests.agency import CITY, petition


@pytest.mark.django_db
def test_the_invented_accounts_are_never_made_in_production(settings: object) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed, match="not_in_production"):
        demo.show(serve_it=False, port=8000, browser=False)
    assert not Staff.objects.exists()


@pytest.mark.django_db
def test_production_does_not_serve_the_records_of_a_demo(settings: object) -> None:
    services.set_up(CITY, demo=True)
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed, match="not_in_production"):
        site.serve(host="127.0.0.1", port=0)


def test_a_misspelt_mode_is_refused_instead_of_running_with_the_lock_off(tmp_path: Path) -> None:
    env = {**os.environ, "HUIYIN_MODE": "prod", "HUIYIN_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "import huiyin.foundation.settings"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "HUIYIN_MODE" in done.stderr


def test_what_another_system_wrote_is_no_formula_in_the_file_of_rejected_rows(tmp_path: Path) -> None:
    tally = Tally()
    begin = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "7"]
    tally.refusals = [(n, text, Message("import.no_day")) for n, text in enumerate(begin)]
    import_file._write_errors(tmp_path / "errors.csv", tally, "zh")
    with (tmp_path / "errors.csv").open(encoding="utf-8-sig", newline="") as file:
        kept = [row[1] for row in list(csv.reader(file))[1:]]
    assert kept == [*(f"'{text}" for text in begin[:-1]), "7"]


@pytest.mark.usefixtures("agency")
def test_what_browsers_followed_is_forgotten_when_it_has_run_out(client: Client) -> None:
    client.post(reverse("portal:follow"), {"code": petition().code})
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=now())
    for job in TIMETABLE:
        job.run(now())
    assert not Session.objects.exists()
