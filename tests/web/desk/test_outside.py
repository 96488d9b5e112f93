"""A review decided by a body outside: entered from its paper by the office that answered, clocks included."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Act, Attachment, Matter
from huiyin.cases.queries import follow
from huiyin.cases.queries.matter import opened
from huiyin.cases.services import answers, letters, past
from huiyin.foundation import audit
from huiyin.registers.queries.papers import lacks_of
from tests.agency import actor, as_staff, petition
from tests.cases.test_reviewing import decide, government, under_review
from tests.web.page import sound
from tests.web.world import PNG

pytestmark = pytest.mark.usefixtures("agency")
DAY = timedelta(days=1)
GOVERNMENT = "青岚市人民政府"


def answered(office: str = "ql-hrss", *, asked: bool = True) -> tuple[int, int]:
    """A matter of the city office, answered and served; the government that reviews it has no account."""
    done = petition(office=office, received_on=today() - 60 * DAY)
    fields = {"accepted": {"path": 6}, "opinion_issued": {"result": "reject"}, "served": {"how": "hand"}}
    for kind, ago in {"accepted": 50, "opinion_issued": 30, "served": 29}.items():
        on = today() - ago * DAY
        past.enter(done.matter, kind, on=on, by=actor("head", office), at=now(), fields=fields[kind])
    if asked:
        answers.ask_review(done.petition, reason="少算了四年。", at=now() - 20 * DAY)
    return done.matter, done.petition


def sent(client: Client, matter: int, *, scan: bool = True, **typed: str) -> Any:
    form = {
        "body": GOVERNMENT,
        "number": "青政信复〔2026〕3号",
        "result": "maintain",
        "day": (today() - 5 * DAY).isoformat(),
        "version": str(Matter.objects.get(pk=matter).version),
        **typed,
    }
    files = {"files": SimpleUploadedFile("决定.png", PNG)} if scan else {}
    return client.post(reverse("desk:outside", args=[matter]), {**form, **files})


def limit(matter: int, duty: str) -> date | None:
    view = opened(actor("head"), matter, at=now())
    return next((d.due for d in view.deadlines if d.duty == duty), None)


@pytest.mark.parametrize("role", ["registrar", "handler"])
def test_the_office_that_answered_enters_what_the_government_decided(client: Client, role: str) -> None:
    matter, asked = answered()
    page = sound(as_staff(client, role).get(reverse("desk:matter", args=[matter])))
    assert "由青岚市人民政府决定，它在本系统没有账号" in page.text_content()
    address = reverse("desk:outside", args=[matter])
    assert page.xpath(f"//a[@href='{address}']")
    assert sound(client.get(address)).xpath("//input[@name='body']/@value") == [GOVERNMENT]
    reached = today() - 3 * DAY
    assert sent(client, matter, reached_on=reached.isoformat()).status_code == 302
    decided = Act.objects.get(matter=matter, kind="review_decided")
    assert decided.fields == {"result": "maintain", "body": GOVERNMENT, "number": "青政信复〔2026〕3号"}
    assert (decided.day, decided.office.code, decided.by_id) == (
        today() - 5 * DAY,
        "ql-gov",
        actor(role).staff,
    )
    assert Attachment.objects.filter(matter=matter).count() == 1
    assert Matter.objects.get(pk=matter).stage == "reviewed"
    deadlines = {d.duty: d for d in opened(actor("head"), matter, at=now()).deadlines}
    assert deadlines["decide_review"].state == "met"
    assert deadlines["ask_rereview"].unrolled == reached + 30 * DAY
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    assert "系统以外的机关作出，按收到的文书登记" in page.text_content()
    assert f"登记：{actor(role).name}" in page.text_content()
    assert "青政信复〔2026〕3号" in page.text_content()
    assert {e.action for e in audit.entries()} >= {"review.entered", "act.review_decided"}
    step = [s for s in follow.progress(asked, today=today()).steps if s.kind == "review_decided"]
    assert [s.office for s in step] == [GOVERNMENT]


def test_the_day_it_reached_the_petitioner_can_be_entered_later_and_starts_the_next_limit(
    client: Client,
) -> None:
    matter, _asked = answered()
    as_staff(client, "registrar")
    assert sent(client, matter).status_code == 302
    assert limit(matter, "ask_rereview") is None
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    assert "还不知道决定哪天送到信访人" in page.text_content()
    address, version = reverse("desk:outside", args=[matter]), Matter.objects.get(pk=matter).version
    early = (today() - 9 * DAY).isoformat()
    for wrong in ("", early):
        refused = client.post(address, {"do": "reached", "reached_on": wrong, "version": str(version)})
        assert refused.status_code == 422
        assert sound(refused).xpath("//*[@id='id_reached_on_error']")
    on = (today() - 2 * DAY).isoformat()
    assert (
        client.post(address, {"do": "reached", "reached_on": on, "version": str(version)}).status_code == 302
    )
    assert limit(matter, "ask_rereview") is not None
    assert "还不知道决定" not in sound(client.get(reverse("desk:matter", args=[matter]))).text_content()


def test_a_request_that_went_past_this_office_is_recorded_with_its_day(client: Client) -> None:
    matter, _petition = answered(asked=False)
    as_staff(client, "handler")
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    assert "登记外单位的复查决定" in page.text_content()
    refused = sent(client, matter)
    assert sound(refused).xpath("//*[@id='id_asked_on_error']")
    asked = today() - 15 * DAY
    assert sent(client, matter, asked_on=asked.isoformat()).status_code == 302
    acts = list(Act.objects.filter(matter=matter).values_list("kind", "day"))[-2:]
    assert acts == [("review_asked", asked), ("review_decided", today() - 5 * DAY)]


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    matter, _asked = answered()
    as_staff(client, "registrar")
    late = (today() + DAY).isoformat()
    for field, typed in (
        ("body", {"body": " "}),
        ("number", {"number": ""}),
        ("result", {"result": "won"}),
        ("day", {"day": late}),
        ("day", {"day": (today() - 40 * DAY).isoformat()}),
        ("reached_on", {"reached_on": (today() - 10 * DAY).isoformat()}),
    ):
        refused = sent(client, matter, **typed)
        assert refused.status_code == 422, field
        page = sound(refused)
        assert page.xpath(f"//*[@id='id_{field}_error']"), field
    refused = sent(client, matter, scan=False)
    page = sound(refused)
    assert page.xpath("//*[@id='id_files_error']")
    assert page.xpath("//input[@name='number']/@value") == ["青政信复〔2026〕3号"]
    assert page.xpath("//input[@name='result'][@checked]/@value") == ["maintain"]
    assert not Act.objects.filter(matter=matter, kind="review_decided").exists()


def test_where_somebody_here_decides_nothing_is_entered_for_them(client: Client) -> None:
    matter, _asked = under_review()  # of a county, which the city's own reviewer decides
    as_staff(client, "head", "lp-hrss")
    address = reverse("desk:outside", args=[matter])
    assert not sound(client.get(reverse("desk:matter", args=[matter]))).xpath(f"//a[@href='{address}']")
    assert client.get(address).status_code == 403
    assert sent(client, matter).status_code == 403
    mine, _asked = answered()
    government()
    assert sent(as_staff(client, "registrar"), mine).status_code == 403


def test_a_re_examination_outside_ends_the_ladder_after_a_review_here(client: Client) -> None:
    matter, asked = under_review()
    review = decide(matter, "review_decided", actor("reviewer"))
    letters.serve(review.pk, how="hand", day=today(), receipt="本人签收", by=actor("reviewer"), at=now())
    answers.ask_review(asked, reason="", at=now())
    as_staff(client, "head", "lp-hrss")
    page = sound(client.get(reverse("desk:matter", args=[matter])))
    assert "正在等系统以外的机关作出复核决定" in page.text_content()
    day = today().isoformat()
    assert sent(client, matter, day=day, reached_on=day).status_code == 302
    final = Matter.objects.select_related("office").get(pk=matter)
    assert (final.stage, final.active) == ("final", False)
    assert not [m for m in lacks_of(final, at=now()) if "rereview_opinion" in str(m.params)]


def test_leaders_and_other_offices_enter_nothing(client: Client) -> None:
    matter, _asked = answered()
    for role, office, status in (("leader", "ql-hrss", 403), ("registrar", "fd-hrss", 404)):
        as_staff(client, role, office)
        assert client.get(reverse("desk:outside", args=[matter])).status_code == status
        assert sent(client, matter).status_code in {403, 404}
