"""The lake is in step with the records, whatever happened to either, and no run leaves half of anything."""

import resource
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict
from huiyin.cases.models import Matter, Petition
from huiyin.cases.queries import facts
from huiyin.foundation import keys, outbox
from huiyin.foundation.faults import Fault, fault_of
from huiyin.foundation.whole import alone
from huiyin.insight import building, queries, store
from huiyin.insight.expressions import Chosen, kept_cells, named_cells
from huiyin.insight.refresh import refresh
from huiyin.insight.status import refresh_at_night, standing
from tests.insight.scene import bring_up, came, files, month, somebody, sort

OLD = 70  # days: surely in another month than today


def _counted(home: Path) -> dict[tuple[str, str], int]:
    rows = queries.contacts(by=("area", "kind"), home=home).rows()
    return {(row["area"], row["kind"]): row["petitions"] for row in rows}


def _state(home: Path) -> str:
    return standing(home, check=True).state


def test_an_empty_agency_has_a_whole_lake_without_a_row(home: Path) -> None:
    assert _state(home) == "missing"
    bring_up(home)
    assert _state(home) == "whole"
    assert queries.contacts(home=home).rows() == [
        dict.fromkeys(("petitions", "persons", "voices", "echoes", "again"), 0)
    ]
    assert len(queries.waits(home=home)) == 0


def test_the_lake_counts_what_the_records_hold(home: Path) -> None:
    for n in range(6):
        came(n, kind="W1" if n % 2 else "P1", days_ago=n * 20)
    bring_up(home)
    assert _counted(home) == {("970121", "W1"): 3, ("970121", "P1"): 3}
    assert sum(queries.received(home=home)["matters"]) == Matter.objects.count()
    assert _state(home) == "whole"
    assert facts.waiting() == 0


def test_a_second_run_writes_no_month_anew(home: Path) -> None:
    came(1, kind="W1", days_ago=OLD)
    bring_up(home)
    before = {name: at for name, at in files(home).items() if "month=" in name}
    bring_up(home)
    assert {name: at for name, at in files(home).items() if "month=" in name} == before


def test_only_the_months_of_changed_matters_are_written_anew(home: Path) -> None:
    came(1, kind="W1", days_ago=OLD)
    came(2, kind="W1")
    bring_up(home)
    before = files(home)
    came(3, kind="W1")
    bring_up(home)
    old = f"month={month(OLD):%Y-%m}"
    assert {name: at for name, at in files(home).items() if old in name} == {
        name: at for name, at in before.items() if old in name
    }
    assert _counted(home) == {("970121", "W1"): 3}


def test_a_kind_that_is_set_right_late_moves_its_old_weeks(home: Path) -> None:
    made = came(1, kind="W1", days_ago=OLD)
    bring_up(home)
    sort(made.matter, "P1", area="970122")
    assert _state(home) == "behind"
    bring_up(home)
    assert _counted(home) == {("970122", "P1"): 1}
    assert queries.ask(_first_kind(), home=home)["kind"].tolist() == ["P1"]


def _first_kind() -> Any:
    from huiyin.insight.expressions.chosen import table

    return table("cell_week").filter(table("cell_week").petitions > 0).select("kind").distinct()


def test_weeks_that_were_kept_are_what_they_would_be_anew(home: Path) -> None:
    made = [came(n, kind="W1" if n % 3 else "P1", days_ago=n * 9) for n in range(8)]
    bring_up(home, at=now() - timedelta(days=40))
    sort(made[3].matter, "I1", area="970122")
    sort(made[5].matter, "N1", nature="accusation")
    came(20, kind="W1", days_ago=30)
    bring_up(home)
    kept = queries.ask(kept_cells(("area", "kind")), home=home).rows()
    names = queries.ask(named_cells(("area", "kind")), home=home).rows()
    bring_up(home, full=True)
    assert kept == queries.ask(kept_cells(("area", "kind")), home=home).rows()
    assert names == queries.ask(named_cells(("area", "kind")), home=home).rows()
    assert sum(row["missed"] for row in kept) > 0, "no duty fell due meanwhile: nothing was tried"


def test_a_day_of_receipt_that_is_set_right_takes_the_matter_to_its_month(home: Path) -> None:
    made = came(1, kind="W1", days_ago=OLD)
    bring_up(home)
    right = today() - timedelta(days=3)
    Matter.objects.filter(pk=made.matter).update(received_on=right)
    Petition.objects.filter(pk=made.petition).update(received_on=right)
    bring_up(home)
    manifest = store.read(store.place(home))
    assert manifest is not None
    assert list(manifest.months) == [f"{month(3):%Y-%m}"]
    assert queries.contacts(Chosen(since=right), home=home)["petitions"].tolist() == [1]


def test_what_turns_out_to_be_an_accusation_leaves_every_figure(home: Path) -> None:
    made = came(1, kind="W1")
    came(2, kind="W1")
    bring_up(home)
    sort(made.matter, "N1", nature="accusation")
    bring_up(home)
    assert _counted(home) == {("970121", "W1"): 1}
    assert queries.waits(home=home)["times"].sum() == 1


def test_a_run_that_dies_leaves_the_lake_as_it_was_and_the_next_makes_good(home: Path) -> None:
    came(1, kind="W1")
    bring_up(home)
    came(2, kind="P1")
    steps = refresh(home, at=now())
    for step in steps:
        if step.stage == "reading":
            break
    left = home / "lake" / store.MAKING / "pieces"
    assert left.exists()
    (home / "lake").rename(home / "lake-as-it-died")  # a killed process tidies nothing up
    steps.close()
    (home / "lake-as-it-died").rename(home / "lake")
    assert _state(home) == "unfinished"
    assert _counted(home) == {("970121", "W1"): 1}
    assert "unfinished" in bring_up(home)[0].made_good
    assert _counted(home) == {("970121", "W1"): 1, ("970121", "P1"): 1}
    assert _state(home) == "whole"


def test_a_run_over_everything_that_is_stopped_goes_on_where_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "AT_ONCE", 2)
    monkeypatch.setattr("huiyin.insight.pieces._WRITTEN_AT_ONCE", 2)
    matters = [came(n, kind="W1", days_ago=n * 15).matter for n in range(6)]
    steps = refresh(home, at=now())
    assert _until(steps, 4) == [2, 4]
    steps.close()
    assert _state(home) == "unfinished"
    sort(matters[0], "P1")  # changed after it was read
    done = [step for step in bring_up(home) if step.stage == "reading"]
    assert done[0].done == 6, "it began from the first matter again"
    assert _counted(home) == {("970121", "W1"): 5, ("970121", "P1"): 1}
    assert _state(home) == "whole"


def _until(steps: Iterator[Any], done: int) -> list[int]:
    found: list[int] = []
    for step in steps:
        if step.stage == "reading":
            found.append(step.done)
            if step.done >= done:
                return found
    return found


def test_a_damaged_and_a_lost_file_are_found_told_and_written_anew(home: Path) -> None:
    came(1, kind="W1", days_ago=OLD)
    came(2, kind="W1")
    bring_up(home)
    (old,) = (home / "lake" / "petition" / f"month={month(OLD):%Y-%m}").iterdir()
    (new,) = (home / "lake" / "act" / f"month={today():%Y-%m}").iterdir()
    old.write_bytes(bytes(reversed(old.read_bytes())))
    new.unlink()
    found = standing(home, check=True)
    assert (found.state, list(found.broken)) == ("damaged", [f"{month(OLD):%Y-%m}", f"{today():%Y-%m}"])
    bring_up(home)
    assert _state(home) == "whole"
    assert _counted(home) == {("970121", "W1"): 2}


def test_a_full_disk_leaves_the_lake_as_it_was(home: Path) -> None:
    came(1, kind="W1", days_ago=OLD)
    bring_up(home)
    before = files(home)
    for n in range(40):
        came(100 + n, kind="P1", days_ago=OLD)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, hard))
    try:
        with pytest.raises(OSError, match=r"space|large") as full:
            bring_up(home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert fault_of(full.value) is Fault.FULL
    assert files(home) == before
    assert _counted(home) == {("970121", "W1"): 1}
    assert _state(home) == "behind"
    bring_up(home)
    assert _counted(home) == {("970121", "W1"): 1, ("970121", "P1"): 40}


def test_a_change_of_the_pseudonyms_key_writes_everything_anew(
    home: Path, tmp_path: Path, settings: Any
) -> None:
    came(1, kind="W1")
    bring_up(home)
    settings.KEYS = keys.Keys(_folder(tmp_path))
    assert _state(home) == "owed"
    assert bring_up(home)[0].made_good == ["pseudonyms"]
    assert _state(home) == "whole"


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "other-keys"
    folder.mkdir()
    return folder


def test_two_runs_are_never_at_it_together(home: Path) -> None:
    with alone(store.place(home), store.LOCK, wait=False) as mine:
        assert mine
        assert _state(home) == "being_written"
        with pytest.raises(Conflict):
            bring_up(home)


def test_days_are_local_days_wherever_the_machine_thinks_it_is(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = came(1, kind="W1", days_ago=OLD)
    day = Petition.objects.get(pk=made.petition).received_on
    for zone in ("America/New_York", "Pacific/Kiritimati", "Asia/Shanghai"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        bring_up(home, full=True)
        (row,) = queries.contacts(by=("day", "week", "month"), home=home).rows()
        assert row["day"] == day, zone
        assert row["week"] == day - timedelta(days=day.weekday()), zone
        assert row["month"] == day.replace(day=1), zone
    monkeypatch.undo()
    time.tzset()


def test_a_lake_of_a_night_is_not_made_again_by_day(home: Path) -> None:
    night = now().replace(hour=18)  # 02:00 in Shanghai
    came(1, kind="W1")
    assert refresh_at_night(home, at=night) == 1
    came(2, kind="W1")
    outbox.carry({}, at=night)
    assert refresh_at_night(home, at=night + timedelta(hours=8)) == 0
    assert refresh_at_night(home, at=night + timedelta(hours=24)) == 1
    assert refresh_at_night(home, at=night + timedelta(hours=25)) == 0
    assert _counted(home) == {("970121", "W1"): 2}


def test_at_night_the_lake_waits_until_what_came_in_was_compared_but_not_for_what_fails(home: Path) -> None:
    night = now().replace(hour=18)  # 02:00 in Shanghai

    def fails(_told: outbox.Told, _at: datetime) -> None:
        raise OSError

    came(1, kind="W1")
    assert refresh_at_night(home, at=night) == 1
    came(2, kind="W1")
    assert refresh_at_night(home, at=night + timedelta(hours=24)) == 0
    outbox.carry({"petition": [fails]}, at=night)
    assert refresh_at_night(home, at=night + timedelta(hours=24)) == 1
    came(3, kind="W1")
    assert refresh_at_night(home, at=night + timedelta(hours=51)) == 1, "older than a day it waits no longer"


def test_files_out_of_use_stay_for_one_run_and_no_longer(home: Path) -> None:
    came(1, kind="W1", person=somebody(1))
    bring_up(home)
    first = {name for name in files(home) if "month=" in name}
    for n in (2, 3):
        came(n, kind="W1")
        bring_up(home)
        assert bool(first & files(home).keys()) == (n == 2)
