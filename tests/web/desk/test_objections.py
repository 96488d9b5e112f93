"""An objection on the pages: who may make one, and what follows once it was upheld."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Matter
from huiyin.cases.services import letters, work
from tests.agency import actor, as_staff, petition
from tests.cases.test_letters import drafted, sorted_matter
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def transferred() -> int:
    """A matter of the city office that was transferred to the county."""
    matter = sorted_matter()
    letter = drafted(matter, "transferred", to="lp-hrss", reason="属柳坪县职权")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    return matter


def objected() -> int:
    """A matter that the county sent back to the city, with its reasons."""
    matter = transferred()
    objection = drafted(matter, "objected", office="lp-hrss", reason="该工程由市级部门监管")
    letters.sign(objection.pk, version=1, by=actor("head", "lp-hrss"), at=now())
    return matter


def shown(client: Client, matter: int) -> tuple[list[str], str]:
    """Return the steps a page offers, and everything it says."""
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    steps = page.xpath(f"//a[contains(@href, '/matters/{matter}/steps/')]/@href")
    return [address.rstrip("/").rsplit("/", 1)[1] for address in steps], page.text_content()


def test_the_office_it_was_sent_to_may_object(client: Client) -> None:
    steps, _said = shown(as_staff(client, "head", "lp-hrss"), transferred())
    assert "objected" in steps


def test_an_objection_is_not_offered_again_while_the_sender_looks_into_it(client: Client) -> None:
    steps, said = shown(as_staff(client, "head", "lp-hrss"), objected())
    assert "objected" not in steps
    assert "已经提出异议，正在等转送、交办单位核实（《信访工作条例》第二十三条）" in said


def test_whoever_upheld_an_objection_may_accept_tell_or_transfer_but_not_object(client: Client) -> None:
    matter = objected()
    as_staff(client, "registrar")
    work.take(matter, "objection_upheld", {}, on=today(), version=None, by=actor("registrar"), at=now())
    steps, said = shown(client, matter)
    assert {"accepted", "told", "transferred"} <= set(steps)
    assert not {"objected", "objection_upheld"} & set(steps)
    assert "该事项由本单位转出，因同意对方的异议而退回" in said
    sent = {"reason": "也不归我们管。", "version": str(Matter.objects.get(pk=matter).version)}
    response = client.post(reverse("desk:step", args=[matter, "objected"]), sent)
    assert response.status_code == 403
    assert "也不归我们管。" in response.content.decode()


def test_what_came_back_and_is_not_ours_is_told_and_not_objected_to(client: Client) -> None:
    matter = objected()
    work.take(matter, "objection_upheld", {}, on=today(), version=None, by=actor("registrar"), at=now())
    work.sort(matter, work.Sorting("claim", "N1", 6, ""), version=None, by=actor("registrar"), at=now())
    page = sound(as_staff(client, "registrar").get(reverse("desk:matter", args=[matter])))
    proposed = page.xpath("//*[@id='sorting']")[0].text_content()
    assert "转送、交办来的，应当在" not in proposed


def test_that_a_sender_outside_agreed_is_entered_by_the_office_that_objected(client: Client) -> None:
    by = actor("registrar")
    matter = petition(channel="transferred", by=by, office="ql-hrss").matter
    work.sort(matter, work.Sorting("claim", "W1", 6, ""), version=None, by=by, at=now())
    steps, _said = shown(as_staff(client, "registrar"), matter)
    assert "objected" in steps
    assert "objection_upheld" not in steps
    letter = drafted(matter, "objected", reason="属医疗保障部门职权")
    letters.revise(letter.pk, {"addressee": "青岚市信访局", "to": "青岚市信访局"}, version=1, by=by, at=now())
    letters.sign(letter.pk, version=2, by=actor("head"), at=now())
    form = reverse("desk:step", args=[matter, "objection_upheld"])
    assert "转来的单位不在本系统" in sound(client.get(form)).text_content()
    version = str(Matter.objects.get(pk=matter).version)
    assert client.post(form, {"version": version, "day": today().isoformat()}).status_code == 302
    settled = Matter.objects.get(pk=matter)
    assert (settled.stage, settled.active) == ("objected", False)
    steps, said = shown(client, matter)
    assert not {"objected", "objection_upheld"} & set(steps)
    assert "转送、交办单位已经同意异议" in said


def test_what_goes_to_a_body_without_staff_here_stays_in_sight_of_the_sender(client: Client) -> None:
    matter = sorted_matter()
    as_staff(client, "registrar")
    form = sound(client.get(reverse("desk:step", args=[matter, "transferred"])))
    (last,) = form.xpath("//select[@name='to']/option[last()]")
    assert last.get("value") == "ql-gov"
    assert "不在本系统办理，另送材料" in last.text
    letter = drafted(matter, "transferred", to="ql-gov", reason="属市政府职权")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    moved = Matter.objects.select_related("office").get(pk=matter)
    assert (moved.office.code, moved.stage, moved.active) == ("ql-hrss", "transferred", False)
    steps, _said = shown(client, matter)
    assert "objected" not in steps
    assert "transferred" in steps, "it can be passed on again when that body gives it back"
