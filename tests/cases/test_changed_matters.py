"""The database notes which matters changed, whoever writes and by whatever way."""

from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.cases.models import Changed, Feedback, Matter, Person, Petition, SameProposal
from huiyin.cases.queries import facts
from huiyin.cases.rules.same import Mark
from huiyin.cases.services import changes, past, same, work
from tests.agency import actor, petition, staff_id
from tests.people import PENSION, RETIREE, WORKER

pytestmark = pytest.mark.usefixtures("agency")


def _noted(matter: int, done: Any) -> int:
    """How many times a matter is noted as changed by something that is done."""
    Changed.objects.all().delete()
    done()
    return facts.changed().get(matter, 0)


def test_what_is_registered_is_noted_without_anybody_saying_so() -> None:
    made = petition()
    assert list(facts.changed()) == [made.matter]


def test_everything_that_figures_are_made_of_is_noted() -> None:
    made = petition()
    sorting = work.Sorting(nature="claim", kind="W1", path=6, division="970121")
    row = Petition.objects.get(pk=made.petition)
    other = petition(person=RETIREE)
    for done in (
        lambda: work.sort(made.matter, sorting, version=None, by=actor("registrar"), at=now()),
        lambda: past.enter(
            made.matter, "accepted", on=today(), by=actor("handler"), at=now(), fields={"path": 6}
        ),
        lambda: Feedback.objects.create(petition=row, petition_office=3, unit=1, at=now()),
        lambda: Feedback.objects.filter(petition=row).update(unit=2),
        lambda: Matter.objects.filter(pk=made.matter).update(joined_to=other.matter),
        lambda: Matter.objects.filter(pk=made.matter).update(restricted=True),
        lambda: Person.objects.filter(pk=row.person_id).update(phone_index=None),
        lambda: Petition.objects.filter(pk=made.petition).update(text_index=""),
    ):
        assert _noted(made.matter, done)


def test_what_is_found_to_say_what_another_says_is_noted_and_so_is_what_somebody_decides_of_it() -> None:
    one, other = petition(), petition(PENSION, person=RETIREE)
    text = [Mark("near-text", 90)]
    assert _noted(other.matter, lambda: same.propose(other.matter, {one.matter: text}, at=now()))
    more = [Mark("text", 100)]
    assert _noted(other.matter, lambda: same.propose(other.matter, {one.matter: more}, at=now()))
    proposals = SameProposal.objects.filter(matter=other.matter)
    assert _noted(other.matter, lambda: proposals.update(state="different"))
    assert _noted(other.matter, proposals.delete)


def test_a_petition_that_moves_changes_both_matters() -> None:
    one, other = petition(), petition(person=RETIREE)
    Changed.objects.all().delete()
    Petition.objects.filter(pk=one.petition).update(matter=other.matter)
    assert facts.changed().keys() == {one.matter, other.matter}


def test_who_handles_a_matter_is_in_no_figure_and_is_not_noted() -> None:
    made = petition()
    assert not _noted(
        made.matter, lambda: Matter.objects.filter(pk=made.matter).update(handler=staff_id("luchuan"))
    )


def test_a_matter_that_changed_again_meanwhile_stays_on_the_list() -> None:
    one, other = petition(), petition(person=RETIREE)
    looked_at = facts.changed()
    Matter.objects.filter(pk=other.matter).update(kind="W1")
    changes.settle(looked_at)
    assert facts.changed().keys() == {other.matter}
    assert one.matter in looked_at


def test_the_list_is_emptied_by_who_looks_at_every_matter() -> None:
    petition(person=WORKER)
    petition(person=RETIREE)
    assert changes.settle_all() == 2
    assert facts.waiting() == 0
