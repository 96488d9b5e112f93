"""Several petitioners of one matter: nobody learns who the others are, nor reads letters of others."""

from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import NotFound
from huiyin.cases import letters as words
from huiyin.cases.models import Letter, Matter, Petition, Service
from huiyin.cases.queries import copy as copies
from huiyin.cases.queries import follow
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.services import letters
from tests.agency import actor, petition
from tests.cases.test_letters import drafted, sorted_matter
from tests.people import WORKER

pytestmark = pytest.mark.usefixtures("agency")
OTHER = PersonGiven(name="林秋月", phone="19900005678", address="青岚市枫渡县白石村7号")


def told() -> tuple[Petition, Petition, Letter]:
    """A matter that began with one person, to which another came later, and a letter to the first."""
    matter = sorted_matter()
    letter = drafted(matter, "accepted", path="6")
    letters.sign(letter.pk, version=letter.version, by=actor("registrar"), at=now())
    letters.serve(
        letter.pk, how="hand", day=today(), receipt=f"{WORKER.name}签收", by=actor("registrar"), at=now()
    )
    first = Petition.objects.get(matter=letter.matter)
    later = petition("我们是一个工地的，情况一样。", person=OTHER)
    Petition.objects.filter(pk=later.petition).update(matter=letter.matter)
    return first, Petition.objects.get(pk=later.petition), letter


def test_a_letter_to_one_is_not_read_by_who_came_to_the_matter_later() -> None:
    first, later, letter = told()
    assert follow.answer(first.pk, letter.pk, at=now()).addressee == WORKER.name
    with pytest.raises(NotFound):
        follow.answer(later.pk, letter.pk, at=now())
    assert [s.letter for s in follow.progress(later.pk, today=today()).steps if s.letter] == []
    assert WORKER.name not in str(copies.for_petitioner(later.pk, at=now()))


def test_the_same_person_coming_again_reads_on() -> None:
    first, _later, letter = told()
    again = petition("我再补充一点。", person=WORKER)
    Petition.objects.filter(pk=again.petition).update(matter=first.matter_id)
    assert follow.letter_for(again.petition, letter.pk, at=now()).pk == letter.pk


def test_an_answer_to_several_names_to_each_only_themselves() -> None:
    first, later, letter = told()
    text = f"{WORKER.name}（{WORKER.phone}）与{OTHER.name}所反映的情况属实。"
    matter = Matter.objects.get(pk=letter.matter_id)
    answer = Letter.objects.create(
        matter=matter, kind="opinion", act="opinion_issued", office_id=matter.office_id,
        number="青人社访处〔2026〕9号", drafted_by=letter.drafted_by,
        content_sealed=words.sealed(matter, {"addressee": WORKER.name, "facts": text}),
        signed_by=letter.drafted_by, signed_on=today(), changed=now(),
    )  # fmt: skip
    for one in (first, later):
        Service.objects.create(letter=answer, petition=one, how="hand", day=today(), entered=now())
    to_first, to_later = (_whole(follow.answer(p.pk, answer.pk, at=now())) for p in (first, later))
    assert WORKER.name in to_first and OTHER.name not in to_first
    assert OTHER.name in to_later and WORKER.name not in to_later and WORKER.phone not in to_later


def _whole(page: Any) -> str:
    return page.addressee + "".join(getattr(part, "text", "") for part in page.paragraphs)
