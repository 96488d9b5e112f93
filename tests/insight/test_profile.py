"""The profile of a problem: of a kind, never of a person; what the records do not know is not guessed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed, Refused
from huiyin.cases.services import past
from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.profile import Profile, Share, profile
from huiyin.insight.queries import Counted
from tests.agency import actor
from tests.insight.scene import bring_up, came, somebody

YEAR = Chosen(since=today() - timedelta(weeks=52), kinds=("W1",))


def _step(matter: int, kind: str, days_ago: int, role: str = "handler", **fields: Any) -> None:
    past.enter(matter, kind, on=today() - timedelta(days=days_ago), by=actor(role), at=now(), fields=fields)


def _ended(n: int, result: str, area: str = "970121") -> None:
    matter = came(n, days_ago=50, kind="W1", area=area).matter
    _step(matter, "accepted", 45, path=6)
    _step(matter, "opinion_issued", 20, result=result)


def _of(home: Path, role: str = "leader", chosen: Chosen = YEAR) -> Profile:
    return profile(actor(role), chosen, home=home)


def test_under_five_persons_there_is_no_profile_whoever_asks(home: Path) -> None:
    for _ in range(30):
        came(1, kind="W1", person=somebody(1))
    for n in range(2, 5):
        came(n, kind="W1")
    bring_up(home)
    for role in ("leader", "head", "analyst"):
        with pytest.raises(Refused) as refused:
            _of(home, role)
        assert refused.value.message.code == "insight.profile.too_few"
    came(5, kind="W1")
    bring_up(home)
    assert _of(home).petitions == 34


def test_a_profile_is_of_one_kind(home: Path) -> None:
    came(1, kind="W1")
    bring_up(home)
    for chosen in (Chosen(), Chosen(fields=("W",)), Chosen(kinds=("W1", "P1"))):
        with pytest.raises(Refused) as refused:
            _of(home, chosen=chosen)
        assert refused.value.message.code == "insight.profile.no_kind"
    with pytest.raises(NotAllowed):
        _of(home, "auditor")


def test_it_says_where_how_on_which_path_and_how_it_ended(home: Path) -> None:
    for n in range(3):
        _ended(n, "support")
    _ended(3, "explain")
    _ended(4, "reject", area="970122")
    came(5, kind="W1", channel="visit", days_ago=2)
    came(6, kind="P1")
    bring_up(home)
    found = _of(home)
    assert (found.petitions, found.persons, found.open) == (6, 6, 1)
    assert {(one.code, one.number) for one in found.areas} == {("970121", 5), ("970122", 1)}
    assert sum(one.number or 0 for one in found.channels) == 6
    assert {(one.code, one.number) for one in found.paths} == {("6", 6)}
    assert {(one.code, one.number) for one in found.outcomes} == {
        ("support", 3),
        ("explain", 1),
        ("reject", 1),
    }
    assert found.gap.beyond == Share(2, 5)
    assert found.gap.corrected is None, "nothing was reviewed, so nothing is known"
    [wait] = [one for one in found.waits if one.step == "accepted"]
    assert (wait.following, wait.times, wait.median) == ("opinion_issued", 5, 25)


def test_its_numbers_lead_to_their_matters(home: Path) -> None:
    for n in range(5):
        _ended(n, "support" if n else "reject")
    bring_up(home)
    leader = actor("leader")

    def count(of: str, which: str) -> int:
        return len(queries.traced(leader, YEAR, counted=Counted(of, which, on=today()), home=home))

    assert [count("ended", "support"), count("ended", "reject"), count("ended", "")] == [4, 1, 5]
    assert [count("paths", "6"), count("paths", "2"), count("paths", "x")] == [5, 0, 0]
    assert [count("contacts", "web"), count("contacts", "")] == [5, 5]
    assert count("due", "conclude") == 5


def test_an_analyst_sees_no_small_number_in_it(home: Path) -> None:
    for n in range(7):
        _ended(n, "support" if n < 6 else "reject", area="970121" if n < 6 else "970122")
    bring_up(home)
    found = _of(home, "analyst")
    assert (found.petitions, found.hides) == (7, True)
    assert {one.number for one in found.areas} == {None}, "one hidden alone would follow from the total"
    assert {one.number for one in found.outcomes} == {None}
    assert found.gap.beyond is None
    assert found.first is None and found.oldest is None
