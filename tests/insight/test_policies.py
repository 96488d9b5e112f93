"""Changes of a rule: noted with their day, asked of what came in after them."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.insight import policies
from huiyin.insight.models import PolicyNote
from huiyin.insight.reckoning.changed import LOOKED_AT, after_changes
from huiyin.insight.reckoning.weeks import Table
from tests.agency import actor

MONDAY = date(2023, 1, 2)
CHANGED = MONDAY + timedelta(weeks=110, days=2)


def _note(kind: str = "W1", on: date = CHANGED, words: tuple[str, ...] = ()) -> int:
    return policies.note("减少证明材料", on, kind, words, by=actor("leader"), at=now())


def _table(weeks: int, *, after: float) -> Table:
    """Return 8 voices a week about W1 up to the change, and so many after it, beside 60 about P1."""
    chance = np.random.default_rng(4)
    cube = np.zeros((1, 2, weeks))
    cube[0, 0], cube[0, 1] = chance.poisson(60, weeks), chance.poisson(8, weeks)
    cube[0, 1, 110:] = chance.poisson(after, max(0, weeks - 110))
    named = [MONDAY + timedelta(weeks=n) for n in range(weeks)]
    return Table(["970121"], ["P1", "W1"], named, cube, cube, cube, np.zeros(weeks, np.int64))


@pytest.mark.usefixtures("agency")
def test_what_fell_after_a_change_is_seen_with_the_week_in_which_it_was(tmp_path: Path) -> None:
    key = str(_note())
    early = after_changes(_table(115, after=2), tmp_path, {})
    assert (early[key]["verdict"], early[key]["weeks"]) == ("", 5)
    found = after_changes(_table(145, after=2), tmp_path, early)[key]
    assert (found["verdict"], found["weeks"]) == ("fell", LOOKED_AT)
    assert 8 <= found["first"] <= 16
    assert found["counted"] < found["expected"]
    assert after_changes(_table(150, after=9), tmp_path, {key: found})[key] == found, "half a year is settled"


@pytest.mark.usefixtures("agency")
def test_where_nothing_changed_it_is_said_that_nothing_can_be_seen(tmp_path: Path) -> None:
    key = str(_note())
    found = after_changes(_table(140, after=8), tmp_path, {})[key]
    assert found["verdict"] == "not-detectable"
    assert 0 < found["least_fall"] < 1
    seldom = str(_note(kind="J1"))
    assert after_changes(_table(140, after=8), tmp_path, {})[seldom]["verdict"] == "unknown"


@pytest.mark.usefixtures("agency")
def test_without_an_index_no_words_are_found_and_nothing_is_claimed(tmp_path: Path) -> None:
    key = str(_note(words=("证明",)))
    with_words = _table(140, after=2)
    (tmp_path / "lake").mkdir()
    from tests.insight.scene import bring_up

    bring_up(tmp_path)
    assert after_changes(with_words, tmp_path, {})[key]["verdict"] == "unknown"


@pytest.mark.usefixtures("agency")
def test_only_who_may_judge_notes_a_change_and_only_one_that_begun() -> None:
    with pytest.raises(NotAllowed):
        policies.note("变了", CHANGED, "W1", (), by=actor("analyst"), at=now())
    for title, on, kind, words in (
        ("", CHANGED, "W1", ()),
        ("张三的电话 13912345678", CHANGED, "W1", ()),
        ("变了", today() + timedelta(days=1), "W1", ()),
        ("变了", CHANGED, "Ω", ()),
        ("变了", CHANGED, "W1", ("证",)),
    ):
        with pytest.raises(Invalid):
            policies.note(title, on, kind, words, by=actor("leader"), at=now())
    assert not PolicyNote.objects.exists()


@pytest.mark.usefixtures("agency")
def test_what_was_not_reckoned_yet_is_too_early_to_tell() -> None:
    _note()
    [one] = policies.followed(actor("leader"))
    assert (one.verdict, one.counted, one.told) == ("", None, None)
    assert one.known_from == MONDAY + timedelta(weeks=118)
