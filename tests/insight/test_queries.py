"""The questions asked of the lake: sums are those of the records, and each figure leads to its matters."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings as kept

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed, Refused
from huiyin.cases.models import Matter, Recusal, SameProposal
from huiyin.cases.rules.recusals import REASONS
from huiyin.cases.services import answers, past
from huiyin.insight import queries, store
from huiyin.insight.cells import OPEN, Week, cells
from huiyin.insight.engines import spark
from huiyin.insight.expressions import Chosen
from tests.agency import actor, office_id, petition, staff_id
from tests.insight.scene import bring_up, came, somebody, sort


def _step(matter: int, kind: str, days_ago: int, role: str = "handler", **fields: Any) -> None:
    past.enter(matter, kind, on=today() - timedelta(days=days_ago), by=actor(role), at=now(), fields=fields)


def test_without_a_lake_it_is_said_what_to_do(home: Path) -> None:
    with pytest.raises(Refused) as refused:
        queries.contacts(home=home)
    assert refused.value.message.code == "insight.no_lake"


def test_where_a_file_is_gone_it_is_said_what_to_do(home: Path) -> None:
    came(1)
    bring_up(home)
    for file in (home / "lake" / "petition").rglob("*.parquet"):
        file.unlink()
    with pytest.raises(Refused) as refused:
        queries.contacts(home=home)
    assert refused.value.message.code == "insight.broken"


def test_an_answer_is_remembered_until_the_lake_changes_and_nobody_can_change_it(home: Path) -> None:
    came(1, kind="W1")
    bring_up(home)
    first = queries.contacts(home=home)
    assert queries.contacts(home=home)["petitions"] is first["petitions"]
    with pytest.raises(ValueError, match="read-only"):
        first["petitions"][0] = 5
    came(2, kind="W1")
    bring_up(home)
    assert queries.contacts(home=home)["petitions"].tolist() == [2]


def test_fifty_petitions_of_one_person_are_fifty_petitions_and_one_person(home: Path) -> None:
    for _ in range(5):
        came(1, kind="W1", person=somebody(1))
    came(2, kind="W1")
    bring_up(home)
    (row,) = queries.contacts(by=("kind",), home=home).rows()
    assert (row["petitions"], row["persons"]) == (6, 2)


def test_neighbours_who_sign_one_text_are_one_voice_until_somebody_tells_them_apart(home: Path) -> None:
    text = "我们小区二十三户的工资从去年八月起一直没有发，工地换了三个负责人，每次都说下个月，请查明。"
    for n in (1, 2):
        made = petition(text, received_on=today(), person=somebody(n))
        sort(made.matter, "W1")
    came(3, kind="W1")
    bring_up(home)
    (row,) = queries.contacts(by=("kind",), home=home).rows()
    assert (row["petitions"], row["persons"], row["voices"], row["echoes"]) == (3, 3, 2, 1)
    SameProposal.objects.update(state="different")
    bring_up(home, full=True)
    (row,) = queries.contacts(by=("kind",), home=home).rows()
    assert (row["voices"], row["echoes"]) == (3, 0)


def test_areas_fields_offices_and_days_narrow_what_is_counted(home: Path) -> None:
    came(1, kind="W1", days_ago=40)
    came(2, kind="P1", area="970122")
    bring_up(home)

    def count(**chosen: Any) -> int:
        return int(queries.contacts(Chosen(**chosen), home=home)["petitions"][0])

    assert count() == 2
    assert count(fields=("W",)) == count(kinds=("P1",)) == count(areas=("970122",)) == 1
    assert count(since=today() - timedelta(days=30)) == 1
    assert count(before=today() - timedelta(days=30)) == 1
    assert count(offices=frozenset({office_id("ql-hrss")})) == 2
    assert count(offices=frozenset({office_id("lp-hrss")})) == count(offices=frozenset()) == 0


def test_the_area_above_counts_those_in_it_and_each_person_once(home: Path) -> None:
    came(1, kind="W1", area="970121", person=somebody(1))
    came(2, kind="W1", area="970122", person=somebody(1))
    bring_up(home)
    assert queries.contacts(by=("above",), home=home).rows() == [
        {"above": "970100", "petitions": 2, "persons": 1, "voices": 1, "echoes": 0, "again": 0}
    ]


def test_rates_come_with_numerator_denominator_and_what_was_left_out(home: Path) -> None:
    made = [came(n, kind="W1", days_ago=20) for n in range(4)]
    for one in made[:3]:
        _step(one.matter, "accepted", 15, path=6)
        _step(one.matter, "opinion_issued", 5, "head", result="support")
    answers.rate(made[0].petition, petition_office=3, unit=1, comment="", at=now())
    Matter.objects.filter(pk=made[1].matter).update(provenance="imported")
    bring_up(home)
    (asked,) = queries.rateable(by=("kind",), home=home).rows()
    assert {n: asked[n] for n in ("concluded", "rated", "unrated", "imported", "anonymous")} == {
        **{"concluded": 3, "rated": 1, "unrated": 1, "imported": 1, "anonymous": 0}
    }
    (marks,) = queries.ratings(by=("area",), home=home).rows()
    assert (marks["petition_office_3"], marks["unit_1"], marks["unit_3"], marks["rated"]) == (1, 1, 0, 1)
    assert queries.endings(by=("kind",), home=home).rows() == [
        {"kind": "W1", "outcome": "support", "matters": 3}
    ]


def test_duties_are_met_late_overdue_or_no_part_of_the_share(home: Path) -> None:
    met, late, _overdue, _open = (came(n, kind="W1", days_ago=days) for n, days in enumerate((60, 60, 60, 2)))
    _step(met.matter, "accepted", 55, path=6)
    _step(late.matter, "accepted", 10, path=6)
    bring_up(home)
    (told,) = queries.duties(duty="tell", home=home).rows()
    assert {n: told[n] for n in ("due", "met", "late", "overdue", "open")} == {
        **{"due": 3, "met": 1, "late": 1, "overdue": 1, "open": 1}
    }


def test_open_matters_are_counted_by_age_on_any_day(home: Path) -> None:
    for n, days in enumerate((2, 20, 45, 100)):
        came(n, kind="W1", days_ago=days)
    ended = came(9, kind="W1", days_ago=100)
    _step(ended.matter, "declined", 50, ground="final")
    bring_up(home)
    (row,) = queries.open_by_age(home=home).rows()
    assert [row[n] for n in ("open", "to_15", "to_30", "to_60", "to_90", "older")] == [4, 1, 1, 1, 0, 1]
    (earlier,) = queries.open_by_age(on=today() - timedelta(days=60), home=home).rows()
    assert (earlier["open"], earlier["oldest"]) == (2, today() - timedelta(days=100))


def test_waits_are_of_steps_with_those_that_still_wait(home: Path) -> None:
    one, _other = came(1, kind="W1", days_ago=30), came(2, kind="W1", days_ago=30)
    _step(one.matter, "accepted", 26, path=6)
    bring_up(home)
    rows = {(r["step"], r["following"]): r for r in queries.waits(home=home).rows()}
    assert (rows["received", "accepted"]["times"], rows["received", "accepted"]["median"]) == (1, 4.0)
    assert (rows["received", ""]["times"], rows["received", ""]["open"]) == (1, 1)
    log = queries.events(home=home)
    assert log.log.matters == 2
    assert sorted(log.steps) == ["accepted", "received"]


def test_every_week_of_a_cell_has_a_number_or_it_is_said_why_not(home: Path) -> None:
    came(1, kind="W1", days_ago=35)
    came(2, kind="W1", days_ago=14)
    came(3, kind="P1", days_ago=0)
    bring_up(home)
    since = today() - timedelta(days=49)
    found = cells(since, measures=("petitions", "persons", OPEN), home=home)
    assert list(found.cells) == [("970121", "P1"), ("970121", "W1")]
    assert found.of["petitions"].shape == (2, 8)
    assert found.of["petitions"].sum(axis=1).tolist() == [1, 2]
    assert np.unique(np.diff(found.weeks)).tolist() == [timedelta(days=7)]
    assert found.known[:2].tolist() == [Week.BEFORE] * 2
    assert found.known[-1] == Week.UNFINISHED
    assert found.known[3] == found.known[4] == Week.SILENT
    assert np.isnan(found.series("petitions")[:, [0, 3, -1]]).all()
    assert found.of[OPEN][1].tolist() == [0, 0, 1, 1, 1, 2, 2, 2]
    areas, kinds, cube = found.cube("petitions")
    assert (areas, kinds, cube.shape) == (["970121"], ["P1", "W1"], (1, 2, 8))
    assert cells(since, level=("above", "field"), home=home).of["persons"].sum() == 3


def test_an_empty_agency_has_no_cell_and_no_week_that_counts(home: Path) -> None:
    bring_up(home)
    found = cells(home=home)
    assert (list(found.cells), found.series("petitions").shape) == ([], (0, 1))


def test_a_figure_leads_to_the_matters_the_actor_may_open_and_to_no_other(home: Path) -> None:
    mine, recused = came(1, kind="W1"), came(2, kind="W1")
    bring_up(home)
    handler = actor("handler")
    Recusal.objects.create(
        matter_id=recused.matter,
        staff_id=staff_id("luchuan"),
        reason=REASONS[0],
        by_id=handler.staff,
        at=now(),
    )
    cell = Chosen(areas=("970121",), kinds=("W1",))
    assert queries.behind(cell, after=0, limit=9, home=home) == [mine.matter, recused.matter]
    assert [row.id for row in queries.traced(actor("handler"), cell, home=home)] == [mine.matter]
    assert not queries.traced(actor("handler", "lp-hrss"), cell, home=home)
    with pytest.raises(NotAllowed):
        queries.traced(actor("analyst"), cell, home=home)


def test_where_spark_cannot_run_it_is_said_what_is_missing(
    home: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    bring_up(home)
    settings.HUIYIN_LAKE_ENGINE = "spark"
    monkeypatch.setattr(spark, "lacking", lambda: "pyspark")
    with pytest.raises(Refused) as refused:
        queries.contacts(home=home)
    assert (refused.value.message.code, refused.value.message.params) == (
        "insight.no_spark",
        {"package": "pyspark"},
    )
    monkeypatch.setattr(spark, "lacking", lambda: "java")
    with pytest.raises(Refused) as refused:
        queries.contacts(home=home)
    assert refused.value.message.code == "insight.no_java"


def test_java_that_is_named_and_is_not_there_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "_NEEDED", ())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert spark.lacking() == "java"
    monkeypatch.setattr(spark, "_NEEDED", ("no_such_package",))
    assert spark.lacking() == "no_such_package"


def test_questions_are_asked_of_this_installation_where_no_home_is_named(home: Path) -> None:
    came(1)
    bring_up(home)
    assert store.place() == kept.HUIYIN_HOME / "lake"
    assert queries.contacts()["petitions"].tolist() == [1]
    assert queries.as_of() == today()


def test_several_choices_in_one_question_are_answered_as_one_by_one(home: Path) -> None:
    for n in range(6):
        came(n % 4, days_ago=n, kind="W1" if n % 2 else "P1", area="970121" if n < 4 else "970122")
    bring_up(home)
    asked = [
        Chosen(since=today() - timedelta(days=3), kinds=("W1",)),
        Chosen(since=today() - timedelta(days=30), areas=("970122",)),
        Chosen(since=today() - timedelta(days=30), offices=frozenset()),
    ]
    named = ("petitions", "persons", "again")
    each = [queries.contacts(one, home=home).rows()[0] for one in asked]
    one_by_one = [{name: row[name] for name in named} for row in each]
    assert queries.several(asked, home=home) == one_by_one
    assert [row["petitions"] for row in one_by_one] == [2, 2, 0]
    assert queries.several([], home=home) == []
