"""A possible accusation reaches neither the accused nor an office where nobody may see it."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed
from huiyin.cases.models import Letter, Matter
from huiyin.cases.services import letters, work
from huiyin.orgs import services
from tests.agency import actor, office_id, petition
from tests.people import PASSWORD

pytestmark = pytest.mark.usefixtures("agency")
ACCUSED = "举报柳坪县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"


@pytest.fixture(autouse=True)
def named_at_the_county(agency: None) -> None:
    for login, office in (("qingyu", "lp-hrss"), ("songke", "ql-jc")):
        services.add_staff(
            login, name="青屿", title="", office=office, roles=["accusation-officer"], password=PASSWORD
        )


def accusation(text: str = ACCUSED) -> int:
    done = petition(text, received_on=today() - timedelta(days=2))
    work.sort(
        done.matter, work.Sorting("accusation", "B2", None, ""), version=None, by=actor("head"), at=now()
    )
    return done.matter


def transferred(matter: int, to: str) -> int:
    facts = {"to": to, "reason": "属地管理"}
    return letters.draft(matter, "transferred", facts, version=None, by=actor("head"), at=now())


def test_it_is_not_transferred_to_the_office_it_accuses_even_under_its_short_name() -> None:
    matter = accusation()
    with pytest.raises(NotAllowed) as refusal:
        transferred(matter, "lp-hrss")
    assert refusal.value.message.code == "cases.never_to_the_accused"
    assert Matter.objects.get(pk=matter).office_id == office_id("ql-hrss")


def test_a_draft_from_before_it_was_known_as_an_accusation_is_not_signed_towards_the_accused() -> None:
    done = petition(ACCUSED, received_on=today() - timedelta(days=2))
    Matter.objects.filter(pk=done.matter).update(restricted=False, nature="claim")
    letter = transferred(done.matter, "lp-hrss")
    Matter.objects.filter(pk=done.matter).update(restricted=True, nature="accusation")
    with pytest.raises(NotAllowed) as refusal:
        letters.sign(letter, version=1, by=actor("head"), at=now())
    assert refusal.value.message.code == "cases.never_to_the_accused"


def test_it_is_not_transferred_to_an_office_where_nobody_is_named_to_see_it() -> None:
    matter = accusation()
    with pytest.raises(NotAllowed) as refusal:
        transferred(matter, "fd-hrss")
    assert refusal.value.message.code == "cases.nobody_named_there"
    assert not Letter.objects.exists()


def test_within_the_authority_it_goes_only_to_a_unit_that_is_not_accused() -> None:
    matter = accusation("举报青岚市劳动保障监察支队队长收受红包，请纪检监察部门查处。")
    version = Matter.objects.get(pk=matter).version
    with pytest.raises(NotAllowed) as refusal:
        work.hand_to_unit(matter, office_id("ql-jc"), version=version, by=actor("head"), at=now())
    assert refusal.value.message.code == "cases.never_to_the_accused"
    other = accusation("举报某学校校长收受红包，请纪检监察部门查处。")
    version = Matter.objects.get(pk=other).version
    work.hand_to_unit(other, office_id("ql-jc"), version=version, by=actor("head"), at=now())
    assert Matter.objects.get(pk=other).office_id == office_id("ql-jc")
