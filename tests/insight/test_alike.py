"""Like matters that ended unlike are named as files to read together, to who may open both sides."""

from pathlib import Path

from huiyin.base.clock import today
from huiyin.insight import shown
from huiyin.insight.alike import alike
from huiyin.insight.expressions import Chosen
from huiyin.insight.shown import PUBLISHED, Sight
from tests.agency import actor, office_id
from tests.insight.invented import Case, bring_up_invented
from tests.insight.scene import came

BARE = Sight(None, hides=False)


def unlike(each: int = 9) -> list[Case]:
    """Register like matters at two county offices; one supports what the other rejects."""
    cases = []
    for office, outcome in (("lp-hrss", "support"), ("fd-hrss", "reject")):
        for n in range(each):
            done = came(
                100 * len(office) + n + 50 * (outcome == "reject"),
                office=office,
                by=actor("registrar", office),
            )
            cases.append(Case(done.matter, today(), office=office_id(office), outcome=outcome))
    return cases


def test_like_matters_that_two_offices_end_unlike_are_to_be_read_together(home: Path) -> None:
    cases = unlike()
    bring_up_invented(home, cases)
    found = alike(actor("leader"), Chosen(), BARE, home=home)
    assert (found.compared, found.alone, found.undecided) == (18, 0, 0)
    [first] = found.groups
    assert (first.kind, first.many, first.ended_so, len(first.files)) == ("W1", 18, 9, 18)
    assert {file.outcome for file in first.begin} == {"support", "reject"}
    assert first.chance < 0.01
    assert not hasattr(first, "office")


def test_other_kinds_paths_and_joint_petitions_are_not_alike_and_withdrawn_is_no_decision(home: Path) -> None:
    cases = [
        Case(1, today(), kind="W1", office=1, outcome="support"),
        Case(2, today(), kind="P1", office=2, outcome="reject"),
        Case(3, today(), kind="W1", office=2, outcome="reject", path=4),
        Case(4, today(), kind="W1", office=2, outcome="withdrawn"),
        Case(5, today(), kind="", office=2, outcome="support"),
        Case(6, today(), kind="W1", office=2),
    ]
    bring_up_invented(home, cases)
    found = alike(actor("leader"), Chosen(), BARE, home=home)
    assert (found.compared, found.alone, found.undecided) == (0, 3, 1)
    assert (found.groups, found.spreads) == ([], [])


def test_who_may_open_one_side_only_is_shown_no_group(home: Path) -> None:
    bring_up_invented(home, unlike())
    head = actor("head", "lp-hrss")
    own = alike(head, Chosen(), shown.sight(head), home=home)
    assert (own.compared, own.alone) == (0, 9)
    assert alike(head, Chosen(), BARE, home=home).groups == [], "not even where all is reckoned with"


def test_who_sees_aggregates_is_shown_numbers_of_five_and_more_and_no_file(home: Path) -> None:
    bring_up_invented(home, unlike())
    analyst = actor("analyst")
    found = alike(analyst, Chosen(), PUBLISHED, home=home)
    assert (found.compared, found.groups) == (18, ())
    few = [Case(n, today(), office=n % 2 + 1, outcome="support", person=8) for n in range(1, 9)]
    bring_up_invented(home, few)
    assert alike(analyst, Chosen(), PUBLISHED, home=home).compared is None
