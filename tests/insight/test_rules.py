"""What makes sightings one finding, and what a finding suggests."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiyin.insight.rules import APART, VERDICTS, Episode, Seen, gathered, on_record, suggested

MONDAY = date(2026, 3, 2)


def _seen(week: int = 0, areas: tuple[str, ...] = ("970121",), **more: Any) -> Seen:
    since = MONDAY + timedelta(weeks=week)
    usual: dict[str, Any] = {
        "by": "surge",
        "level": "cell",
        "kind": "W1",
        "observed": 12,
        "usual": 1.5,
        "persons": 11,
        "persons_usual": 1.4,
        "people": True,
        "chance": 0.001,
    }
    return Seen(areas=areas, since=since, until=since + timedelta(days=6), **{**usual, **more})


def _one(*seen: Seen) -> Episode:
    [(key, episode)] = gathered([], seen)
    assert key == 0
    return episode


def test_sightings_near_in_time_with_a_common_area_are_one_finding() -> None:
    found = _one(_seen(0), _seen(1, by="scan", areas=("970121", "970122")), _seen(3))
    assert found.areas == ("970121", "970122")
    assert (found.since, found.until) == (MONDAY, MONDAY + timedelta(days=27))
    assert len(found.seen) == 3


def test_another_kind_another_area_or_a_time_far_off_is_another_finding() -> None:
    far = _seen(6)
    assert far.since - _seen(0).until > APART
    found = gathered([], [_seen(0), _seen(0, kind="P1"), _seen(0, areas=("970122",)), far])
    assert len(found) == 4


def test_everywhere_and_in_three_areas_are_the_same_but_one_area_is_not() -> None:
    everywhere = _seen(0, areas=(), level="kind")
    three = _seen(1, areas=("970121", "970122", "970123"), by="scan")
    assert _one(everywhere, three).areas == ()
    assert _one(three, _seen(2, areas=(), level="kind")).areas == ()
    assert len(gathered([], [everywhere, _seen(1)])) == 2
    assert _one(everywhere, _seen(0)).areas == (), "on the same days it is more in one area than in others"


def test_the_same_sighting_again_changes_nothing_and_a_corrected_one_takes_its_place() -> None:
    before = _one(_seen(0))
    assert gathered([(7, before)], [_seen(0)]) == []
    [(key, after)] = gathered([(7, before)], [_seen(0, observed=13)])
    assert (key, [one.observed for one in after.seen]) == (7, [13])


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30), st.sampled_from([(), ("1",), ("2",), ("1", "2", "3")]), st.sampled_from("WP")
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_sighting_is_in_a_finding_that_covers_it(
    given_: list[tuple[int, tuple[str, ...], str]],
) -> None:
    seen = [_seen(week, areas, kind=kind) for week, areas, kind in given_]
    found = [episode for _key, episode in gathered([], seen)]
    for one in seen:
        assert any(
            one in episode.seen and episode.since <= one.since and episode.until >= one.until
            for episode in found
        )


@given(st.floats(0, 1), st.booleans() | st.none(), st.lists(st.sampled_from(["short", "moved"]), unique=True))
def test_a_sighting_is_read_as_it_was_kept(chance: float, people: bool | None, unknown: list[str]) -> None:
    one = _seen(2, chance=chance, people=people, unknown=tuple(unknown))
    assert Seen.of(one.kept()) == one


def test_where_only_petitions_are_more_the_way_they_were_handled_is_looked_at_and_nobody_is_visited() -> None:
    said = suggested(_one(_seen(people=False)), persons=3, again=0.1, missed=None)
    assert [one.action for one in said] == ["process"]


def test_one_place_is_visited_and_what_is_everywhere_asks_for_the_rule() -> None:
    here = suggested(_one(_seen(kind="W1")), persons=9, again=0.0, missed=None)
    assert [one.action for one in here] == ["visit"]
    everywhere = suggested(_one(_seen(areas=(), kind="P1")), persons=9, again=0.0, missed=0.5)
    assert [one.action for one in everywhere] == ["process", "policy", "clinic"]
    assert everywhere[0].because == "missed"


@given(
    st.integers(0, 50), st.floats(0, 1) | st.none(), st.floats(0, 1) | st.none(), st.booleans() | st.none()
)
def test_something_is_always_suggested_and_nothing_twice(
    persons: int, again: float | None, missed: float | None, people: bool | None
) -> None:
    actions = [
        s.action for s in suggested(_one(_seen(people=people)), persons=persons, again=again, missed=missed)
    ]
    assert actions
    assert len(actions) == len(set(actions))


def test_the_record_counts_every_verdict_noughts_too() -> None:
    assert on_record(["real", "chance", "real"]) == {**dict.fromkeys(VERDICTS, 0), "real": 2, "chance": 1}
