"""Acts in, state out: appended, never edited, refused where the law refuses an office, indexed."""

import random
from datetime import timedelta

import pytest
from django.db import Error, transaction

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, Refused
from huiyin.cases import spine
from huiyin.cases.models import Act, Matter
from huiyin.cases.services import past, rebuild, work
from huiyin.cases.services.work import Sorting
from huiyin.foundation.wording import say
from huiyin.law.acts import KINDS
from huiyin.orgs.rules import PETITIONER
from tests.agency import actor, petition

pytestmark = pytest.mark.usefixtures("agency")


def append(matter: int, kind: str, **fields: object) -> Act:
    with transaction.atomic():
        return spine.append(spine.locked(matter), kind, on=today(), by=actor("head"), at=now(), fields=fields)


def test_the_index_follows_the_acts() -> None:
    done = petition(received_on=today() - timedelta(days=3))
    append(done.matter, "accepted", path=6)
    matter = Matter.objects.get(pk=done.matter)
    assert (matter.stage, matter.next_duty, matter.active) == ("accepted", "conclude", True)
    assert matter.next_due is not None
    assert matter.next_due >= today() + timedelta(days=60)


def test_a_new_unlawful_act_of_the_office_is_refused_and_nothing_is_written() -> None:
    done = petition()
    with pytest.raises(NotAllowed) as refusal:
        append(done.matter, "opinion_issued", result="support")
    assert refusal.value.message.code.startswith("law.")
    assert Act.objects.filter(matter=done.matter).count() == 1


def test_the_same_step_taken_in_the_past_is_recorded_and_flagged() -> None:
    done = petition(received_on=today() - timedelta(days=9))
    past.enter(
        done.matter, "opinion_issued", on=today(), by=actor("head"), at=now(), fields={"result": "explain"}
    )
    matter = Matter.objects.get(pk=done.matter)
    assert matter.stage == "opinion"
    assert matter.flaws >= 1


def test_what_a_petitioner_does_is_always_taken_in() -> None:
    done = petition()
    with transaction.atomic():
        spine.append(spine.locked(done.matter), "review_asked", on=today(), by=PETITIONER, at=now())
    assert Act.objects.filter(matter=done.matter, kind="review_asked").exists()


def test_an_act_on_record_is_never_edited_not_even_by_sql() -> None:
    done = petition()
    act = Act.objects.get(matter=done.matter)
    act.day = today() - timedelta(days=1)
    with pytest.raises(Refused):
        act.save()
    with pytest.raises(Error, match="never edited"), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(day=act.day)


@pytest.mark.parametrize(("days", "code"), [(1, "cases.act_in_future"), (-30, "cases.act_before_last")])
def test_an_act_lies_between_the_last_one_and_today(days: int, code: str) -> None:
    done = petition(received_on=today() - timedelta(days=2))
    with pytest.raises(Invalid) as refusal, transaction.atomic():
        spine.append(
            spine.locked(done.matter),
            "accepted",
            on=today() + timedelta(days=days),
            by=actor("head"),
            at=now(),
        )
    assert refusal.value.message.code == code


def test_the_second_of_two_officers_is_told_and_loses_nothing() -> None:
    done = petition()
    version = Matter.objects.get(pk=done.matter).version
    registrar = actor("registrar")
    work.sort(done.matter, Sorting("claim", "W1", 6, "970121"), version=version, by=registrar, at=now())
    with pytest.raises(Conflict):
        work.sort(done.matter, Sorting("claim", "P1", 4, ""), version=version, by=registrar, at=now())
    assert Matter.objects.get(pk=done.matter).kind == "W1"


def accepted_on_path(path: int) -> int:
    """A matter that nobody sorted, whose acceptance told the petitioner a path."""
    done = petition()
    past.enter(done.matter, "accepted", on=today(), by=actor("head"), at=now(), fields={"path": path})
    return done.matter


def test_sorting_cannot_change_the_path_that_an_acceptance_told() -> None:
    key, registrar = accepted_on_path(6), actor("registrar")
    with pytest.raises(Invalid) as refusal:
        work.sort(key, Sorting("claim", "W1", 5, ""), version=None, by=registrar, at=now())
    assert refusal.value.field == "path" and "更正" in say(refusal.value.message)
    work.sort(key, Sorting("claim", "W1", 5, "", usual=True), version=None, by=registrar, at=now())
    assert Matter.objects.get(pk=key).path == 6


def test_an_accusation_found_after_the_acceptance_is_still_held_back() -> None:
    key = accepted_on_path(6)
    work.sort(key, Sorting("accusation", "B2", None, ""), version=None, by=actor("head"), at=now())
    assert Matter.objects.get(pk=key).restricted


def test_rebuild_finds_a_changed_index_and_mends_it() -> None:
    done = petition()
    Matter.objects.filter(pk=done.matter).update(stage="final", next_due=None)
    assert dict(rebuild.differing(mend=False))[done.number] == ["stage", "next_due"]
    list(rebuild.differing(mend=True))
    assert not any(names for _, names in rebuild.differing(mend=False))
    assert Matter.objects.get(pk=done.matter).stage == "registered"


def test_the_index_does_not_change_while_nothing_happens() -> None:
    done = petition(received_on=today() - timedelta(days=40))
    assert not any(names for _, names in rebuild.differing(mend=False))
    assert Matter.objects.get(pk=done.matter).next_due < today()


@pytest.mark.parametrize("seed", range(6))
def test_what_was_indexed_act_by_act_is_what_a_rebuild_finds(seed: int) -> None:
    choose, begun = random.Random(seed), today() - timedelta(days=300)
    key, day = petition(received_on=begun).matter, begun
    fields = {"accepted": {"path": 6}, "extended": {"days": 20}, "review_decided": {"result": "revoke"}}
    for _ in range(14):
        kind = choose.choice(sorted(set(KINDS) - {"corrected"}))
        with transaction.atomic():
            spine.append(
                spine.locked(key),
                kind,
                on=day,
                by=actor("head"),
                at=now(),
                fields=fields.get(kind, {}),
                as_it_happened=True,
            )
        day += timedelta(days=choose.randrange(20))
        assert not any(names for _, names in rebuild.differing(mend=False))
