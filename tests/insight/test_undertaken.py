"""What is undertaken on a finding: who may, what it needs, what becomes of it, and what came in after it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.insight import found
from huiyin.insight.expressions import Chosen
from huiyin.insight.models import Undertaking, UndertakingEntry
from huiyin.insight.rules import Episode, Seen
from huiyin.insight.shown import PUBLISHED, Sight, series
from huiyin.insight.undertaken import queries, services
from huiyin.insight.undertaken.after import after
from huiyin.insight.undertaken.rules import Planned, Told
from huiyin.stats.effect import Verdict
from tests.agency import actor, office_id
from tests.insight.invented import bring_up_invented
from tests.insight.scene import bring_up, came, finding_of
from tests.insight.test_followed import on_monday, weekly

SOON = today() + timedelta(days=7)
BARE = Sight(None, hides=False)


@pytest.fixture
def finding(home: Path) -> int:
    """A finding behind which six persons of the county office stand."""
    for n in range(6):
        came(n, kind="W1", office="lp-hrss", by=actor("registrar", "lp-hrss"))
    bring_up(home)
    return finding_of()


def _plan(finding: int, who: str = "", *, due: date = SOON, sort: str = "visit", words: str = "") -> int:
    by = actor("leader")
    given = Planned(sort, words, who or f"staff:{by.staff}", due)
    return services.plan(finding, given, by=by, at=now())


def _waiting(role: str, office: str = "ql-hrss", on: date | None = None) -> list[bool]:
    return [one.overdue for one in queries.waiting(actor(role, office), today=on or today())]


def _done(day: date | None = None, cause: str = "窑厂停工", words: str = "已补发") -> Told:
    return Told("done", day or today(), cause, words)


def test_what_is_given_to_an_office_falls_to_its_head_until_it_is_done_and_each_entry_stays(
    finding: int,
) -> None:
    key = _plan(finding, f"office:{office_id('lp-hrss')}")
    head = actor("head", "lp-hrss")
    assert _waiting("head", "lp-hrss") == [False]
    assert _waiting("head", "lp-hrss", SOON + timedelta(days=1)) == [True]
    assert _waiting("handler", "lp-hrss") == _waiting("head", "fd-hrss") == _waiting("leader") == []
    later = SOON + timedelta(days=9)
    services.tell(key, Told("moved", later, words="等县里开会"), by=head, at=now())
    assert _waiting("head", "lp-hrss", SOON + timedelta(days=1)) == [False]
    services.tell(key, _done(), by=head, at=now())
    assert _waiting("head", "lp-hrss") == []
    [row] = queries.of_finding(head, finding, today=today())
    assert [one.sort for one in row.entries] == ["planned", "moved", "done"]
    assert row.done is not None
    assert (row.state, row.due, row.done.cause, row.done.words) == ("done", later, "窑厂停工", "已补发")


def test_told_again_the_last_counts_and_what_was_told_before_stays(finding: int) -> None:
    key, by = _plan(finding), actor("leader")
    services.tell(key, _done(), by=by, at=now())
    services.tell(key, _done(words="还差两家"), by=by, at=now())
    row, seen = queries.one(by, key, today=today())
    assert seen and row.done is not None and row.done.words == "还差两家"
    assert [one.words for one in row.entries if one.sort == "done"] == ["已补发", "还差两家"]
    with pytest.raises(Conflict):
        services.tell(key, Told("dropped", words="不用了"), by=by, at=now())


def test_pressed_twice_it_is_on_record_once(finding: int) -> None:
    assert _plan(finding) == _plan(finding)
    key, by = Undertaking.objects.get().pk, actor("leader")
    for _press in range(2):
        services.tell(key, _done(), by=by, at=now())
    assert UndertakingEntry.objects.filter(sort="done").count() == 1
    assert _plan(finding, sort="policy") != key


@pytest.mark.parametrize(("role", "office"), [("analyst", "ql-hrss"), ("registrar", "lp-hrss")])
def test_others_undertake_nothing(finding: int, role: str, office: str) -> None:
    by = actor(role, office)
    with pytest.raises(NotAllowed):
        services.plan(finding, Planned("visit", "", f"staff:{by.staff}", SOON), by=by, at=now())


def test_who_does_not_see_a_finding_undertakes_nothing_on_it_and_reads_nothing_of_it(finding: int) -> None:
    key, elsewhere = _plan(finding), actor("head", "fd-hrss")
    with pytest.raises(NotFound):
        services.plan(finding, Planned("visit", "", f"staff:{elsewhere.staff}", SOON), by=elsewhere, at=now())
    with pytest.raises(NotFound):
        queries.one(elsewhere, key, today=today())
    with pytest.raises(NotFound):
        services.tell(key, _done(), by=elsewhere, at=now())
    assert queries.planned(elsewhere, today=today()) == []
    assert [one.id for one in queries.planned(actor("leader"), today=today())] == [key]
    assert queries.one(actor("analyst"), key, today=today())[1], "who sees the finding reads it"
    with pytest.raises(NotFound):
        services.tell(key, _done(), by=actor("analyst"), at=now())
    with pytest.raises(NotFound):
        queries.one(actor("handler", "lp-hrss"), key, today=today())


def test_whoever_it_is_given_to_reads_and_tells_it_without_seeing_the_finding(finding: int) -> None:
    key = _plan(finding, f"office:{office_id('fd-hrss')}")
    head = actor("head", "fd-hrss")
    row, seen = queries.one(head, key, today=today())
    assert row.mine and not seen
    with pytest.raises(NotFound):
        found.standing(head, finding)
    services.tell(key, _done(), by=head, at=now())


def test_it_is_given_only_to_offices_in_reach_that_somebody_answers_for(finding: int) -> None:
    offered = {code for code, _name, _office in queries.undertakers(actor("head", "lp-hrss"))}
    assert f"office:{office_id('lp-hrss')}" in offered
    assert f"office:{office_id('ql-hrss')}" not in offered
    with pytest.raises(Invalid) as refused:
        _plan(finding, f"office:{office_id('ql-gov')}")
    assert refused.value.field == "who"


def test_everything_that_is_lacking_is_said_at_once_and_nobody_is_named_in_it(finding: int) -> None:
    with pytest.raises(Invalid) as refused:
        services.plan(finding, Planned("other", "", "staff:0", None), by=actor("leader"), at=now())
    assert [refused.value.field, *(one.field for one in refused.value.also)] == ["words", "due", "who"]
    for told, field in (
        (Told("done", today() + timedelta(days=1), "有", "有"), "done_on"),
        (Told("done", today(), "", "有"), "cause"),
        (Told("done", today(), "有", "打19900001234问过"), "outcome"),
        (Told("moved", today() - timedelta(days=1), words="有"), "due"),
        (Told("dropped", words=" "), "dropped_why"),
        (Told("done", today(), "字" * 201, "有"), "cause"),
    ):
        with pytest.raises(Invalid) as wrong:
            services.tell(_plan(finding), told, by=actor("leader"), at=now())
        assert wrong.value.field == field
    assert set(Undertaking.objects.values_list("state", flat=True)) == {"planned"}


def _surge(rate_after: int) -> list[int]:
    return [4] * 45 + [20] * 3 + [rate_after] * 12


def _episode() -> Episode:
    since = on_monday(15)
    until = since + timedelta(days=20)
    seen = Seen("surge", "kind", (), "P1", since, until, 60, 4.0, 60, 4.0, people=True, chance=0.001)
    return Episode("P1", (), since, until, (seen,))


@pytest.mark.parametrize(("rate", "verdict"), [(4, Verdict.NOT_DETECTABLE), (20, Verdict.ROSE)])
def test_what_came_after_is_set_beside_the_weeks_before_the_finding_and_not_beside_the_finding(
    home: Path, rate: int, verdict: Verdict
) -> None:
    from itertools import count

    keys = count(1)
    bring_up_invented(home, [*weekly("P1", _surge(rate), keys), *weekly("W1", [20] * 60, keys)])
    one = _episode()
    around = Chosen(one.since - timedelta(weeks=26), one.until + timedelta(weeks=26), kinds=("P1",))
    course = series(around, BARE, home=home)
    came_after = after(one, on_monday(12), course, BARE, home=home)
    assert came_after is not None and came_after.effect is not None
    assert [(s.name, s.weeks, s.petitions) for s in came_after.spans] == [
        ("before", 26, 4.0),
        ("during", 3, 20.0),
        ("after", 11, float(rate)),
    ]
    assert came_after.effect.verdict is verdict, "to be as before is no fall"
    amid = after(one, one.since, course, BARE, home=home)
    assert amid is not None and [s.weeks for s in amid.spans] == [26, 1, 14], "no week counts for two"
    early = after(one, on_monday(5), course, BARE, home=home)
    assert early is not None and early.early and early.effect is None
    hidden = after(one, on_monday(12), series(around, PUBLISHED, home=home), PUBLISHED, home=home)
    assert hidden is None or all(s.petitions is None for s in hidden.spans if s.name == "before")
