"""Receipts, letters, progress and the matter page tell of the clocks that run beside a petition."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases import letters as words
from huiyin.cases.models import Act, Letter, Matter, Petition
from huiyin.cases.queries import receipts
from huiyin.cases.services import corrections, letters, work
from huiyin.cases.services.work import Sorting
from tests.agency import actor, as_staff, petition
from tests.people import PENSION
from tests.registers.told import signed, sorted_matter
from tests.web.page import sound
from tests.web.portal.visit import filled, follows, said, sent

pytestmark = pytest.mark.usefixtures("agency")
HEAD = ("head", "lp-hrss")
KEEP = "请留好这份写有日期"


def draft(kind: str, on_path: int, act: str, **facts: str) -> str:
    done = petition(received_on=today() - timedelta(days=3))
    by = actor("registrar")
    work.sort(done.matter, Sorting("claim", kind, on_path, "970121"), version=None, by=by, at=now())
    key = letters.draft(done.matter, act, facts, version=None, by=by, at=now())
    letter = Letter.objects.get(pk=key)
    return words.content_of(letter, Matter.objects.get(pk=done.matter))["limits"]


def test_a_notice_that_leads_to_arbitration_says_what_its_day_proves() -> None:
    said = draft("L2", 2, "guided", path="2", to="云岭县仲裁委", procedure="申请仲裁")
    received = today() - timedelta(days=3)
    assert f"{received.year}年{received.month}月{received.day}日" in said
    assert "重新计算" in said and "不会延长申请行政复议" in said and "不必等信访结果" in said


def test_the_acceptance_of_a_path_five_claim_tells_of_it_and_that_of_path_six_does_not() -> None:
    assert "劳动保障监察" in draft("W1", 5, "accepted", path="5")
    assert draft("S3", 6, "accepted", path="6") == ""


def test_a_notice_without_the_clause_can_still_be_signed() -> None:
    done = petition(received_on=today() - timedelta(days=3))
    by = actor("registrar")
    work.sort(done.matter, Sorting("claim", "S3", 6, "970121"), version=None, by=by, at=now())
    key = letters.draft(done.matter, "accepted", {"path": "6"}, version=None, by=by, at=now())
    letters.sign(key, version=1, by=by, at=now())
    assert Letter.objects.get(pk=key).number


def test_both_receipts_tell_what_runs_on(client: Client) -> None:
    page = sound(sent(client))
    assert KEEP in page.text_content()
    assert page.xpath(f"//main//a[@href='{reverse('portal:remedies')}']")
    done = petition()
    as_staff(client, "registrar")
    assert KEEP in sound(client.get(reverse("desk:receipt", args=[done.petition]))).text_content()


def test_receipt_and_progress_tell_of_every_clock_the_form_told_of_and_take_none_away(client: Client) -> None:
    filled(client, text=PENSION)
    form = said(client.get(reverse("portal:step", args=[3])))
    receipt = said(client.post(reverse("portal:send"), follow=True))
    code = receipts.receipt(Petition.objects.get().pk, today=today()).code
    progress = said(follows(Client(), code))
    for page in (form, receipt, progress):
        assert "行政复议" in page
    for page in (receipt, progress):
        assert "劳动保障监察" in page, "a guess takes nothing away"


def test_progress_shows_the_other_procedure_and_whether_it_took_the_matter_up(client: Client) -> None:
    matter, code = _guided()
    page = sound(follows(client, code)).text_content()
    assert "我们还没有收到柳坪县仲裁委受理的消息" in page
    assert "不会延长申请行政复议" in page and KEEP not in page  # a page is no paper to keep
    corrections.accepted_elsewhere(matter, _place(matter), today(), on=today(), by=actor(*HEAD), at=now())
    page = sound(follows(client, code)).text_content()
    assert "柳坪县仲裁委已于" in page
    assert "《劳动争议调解仲裁法》第四十三条" in page


def test_the_matter_page_shows_it_to_the_officer_too(client: Client) -> None:
    matter, _ = _guided()
    as_staff(client, *HEAD)
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    assert "还没有柳坪县仲裁委受理的记录" in page.text_content()
    corrections.accepted_elsewhere(matter, _place(matter), today(), on=today(), by=actor(*HEAD), at=now())
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    assert "第四十三条" in page.text_content()


def _guided() -> tuple[int, str]:
    matter, contact = sorted_matter(path=2)
    signed(matter, "guided", actor(*HEAD), path="2", to="柳坪县仲裁委", procedure="申请仲裁")
    return matter, receipts.receipt(contact, today=today()).code


def _place(matter: int) -> int:
    return Act.objects.get(matter=matter, kind="guided").position - 1
