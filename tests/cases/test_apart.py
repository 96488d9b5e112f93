"""A petition that accuses and claims: the claim is registered by itself, the accusation stays apart."""

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases.models import Matter, Petition
from huiyin.cases.queries.scope import visible
from huiyin.cases.services import apart
from tests.agency import actor, petition

pytestmark = pytest.mark.usefixtures("agency")

CLAIM = "我在青岚市的工地做了五个月，工资两万三千元一直没有发，请求帮我追回。"
MIXED = f"{CLAIM}监察队的经办人收了包工头的红包，每次检查前都给他报信，请查处这个人。"


def test_the_claim_is_handled_by_the_office_and_the_accusation_is_seen_by_the_named_officer_only() -> None:
    mixed = petition(MIXED)
    assert Matter.objects.get(pk=mixed.matter).restricted
    done = apart.register_claim(mixed.matter, title="", text=CLAIM, by=actor("accusation-officer"), at=now())
    claim = Matter.objects.get(pk=done.matter)
    assert not claim.restricted
    seen = visible(actor("registrar"))
    assert seen.filter(pk=done.matter).exists()
    assert not seen.filter(pk=mixed.matter).exists()
    kept = Petition.objects.get(pk=done.petition)
    assert kept.received_on == today()
    assert kept.person_id != Petition.objects.get(pk=mixed.petition).person_id


def test_doing_it_again_gives_the_same_receipt() -> None:
    mixed, officer = petition(MIXED), actor("accusation-officer")
    first = apart.register_claim(mixed.matter, title="", text=CLAIM, by=officer, at=now())
    again = apart.register_claim(mixed.matter, title="", text=CLAIM, by=officer, at=now())
    assert (again.number, again.code, again.again) == (first.number, first.code, True)


def test_words_that_still_accuse_are_refused_and_nothing_is_written() -> None:
    mixed = petition(MIXED)
    with pytest.raises(Invalid) as refused:
        apart.register_claim(mixed.matter, title="", text=MIXED, by=actor("accusation-officer"), at=now())
    assert refused.value.field == "text"
    assert Matter.objects.count() == 1


def test_an_ordinary_matter_has_nothing_to_be_taken_apart() -> None:
    with pytest.raises(NotAllowed):
        apart.register_claim(petition().matter, title="", text=CLAIM, by=actor("registrar"), at=now())


def test_who_is_not_named_for_accusations_finds_none() -> None:
    mixed = petition(MIXED)
    with pytest.raises((NotAllowed, NotFound)):
        apart.register_claim(mixed.matter, title="", text=CLAIM, by=actor("registrar"), at=now())
