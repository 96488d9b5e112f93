"""How far a post reaches in the office tree."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.orgs.rules import ROLES, PostHeld, branches, reach_of

TREE = branches({1: None, 2: 1, 3: 1, 4: 2})


def test_a_registrar_reads_and_acts_at_the_own_office_only() -> None:
    reach = reach_of([PostHeld("registrar", 1)], TREE)
    assert reach["matter.read"] == {1}
    assert reach["petition.register"] == {1}


def test_a_head_sees_the_branch_but_signs_only_at_the_own_office() -> None:
    reach = reach_of([PostHeld("head", 1)], TREE)
    assert reach["matter.read"] == {1, 2, 3, 4}
    assert reach["letter.sign"] == {1}


def test_an_analyst_counts_for_the_branch() -> None:
    assert reach_of([PostHeld("analyst", 2)], TREE)["aggregate.read"] == {2, 4}


def test_posts_at_two_offices_add_up() -> None:
    reach = reach_of([PostHeld("registrar", 3), PostHeld("registrar", 4)], TREE)
    assert reach["matter.read"] == {3, 4}


def test_administrators_auditors_and_analysts_reach_no_case_content() -> None:
    for role in ("administrator", "auditor", "analyst"):
        reach = reach_of([PostHeld(role, 1)], TREE)
        assert not [
            permission for permission in reach if permission.startswith(("matter.", "letter.", "person."))
        ]


def test_being_named_for_accusations_adds_sight_and_no_power() -> None:
    assert ROLES["accusation-officer"] == {"matter.read_restricted"}


@given(st.dictionaries(st.integers(1, 30), st.one_of(st.none(), st.integers(1, 30)), min_size=1))
def test_every_branch_holds_its_own_office_and_never_hangs_on_a_ring(parents: dict[int, int | None]) -> None:
    parents = {office: above if above in parents else None for office, above in parents.items()}
    below = branches(parents)
    assert all(office in members for office, members in below.items())
    for office, above in parents.items():
        if above is not None and above != office:
            assert office in below[above]
