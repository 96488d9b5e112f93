"""What is undertaken on a finding: on its page, in the to-do list, on the home of insight, in a brief."""

import io
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from docx import Document

from huiyin.base.clock import now, today
from huiyin.insight.brief.periods import containing
from huiyin.insight.models import Reckoned, Undertaking
from tests.agency import actor, as_staff, office_id
from tests.insight.scene import bring_up, came, finding_of
from tests.web.page import sound

pytestmark = [pytest.mark.anywhere, pytest.mark.usefixtures("agency")]
WORDS = "约窑厂和工友当面谈一次"


@pytest.fixture
def where() -> Iterator[str]:
    """The page of a finding behind which six persons of the county office stand."""
    home: Path = settings.HUIYIN_HOME
    shutil.rmtree(home / "lake", ignore_errors=True)
    for n in range(6):
        came(n, kind="W1", office="lp-hrss", by=actor("registrar", "lp-hrss"))
    bring_up(home)
    yield reverse("desk:insight_finding", args=[finding_of()])
    shutil.rmtree(home / "lake", ignore_errors=True)


def _typed(**more: Any) -> dict[str, Any]:
    soon = (today() + timedelta(days=7)).isoformat()
    who = f"office:{office_id('lp-hrss')}"
    return {"do": "undertake", "sort": "visit", "words": WORDS, "who": who, "due": soon, **more}


def _made(client: Client, where: str, **more: Any) -> str:
    as_staff(client, "leader")
    assert client.post(where, _typed(**more)).status_code == 302
    return reverse("desk:insight_undertaking", args=[Undertaking.objects.latest("pk").pk])


def test_the_form_offers_what_is_suggested_first_and_keeps_what_was_typed(client: Client, where: str) -> None:
    page = sound(as_staff(client, "leader").get(where))
    assert page.xpath("//input[@name='sort']/@value")[0] == "visit"
    wrong = client.post(where, _typed(due="", who=""))
    assert wrong.status_code == 422
    tree = sound(wrong)
    assert WORDS in tree.xpath("string(//textarea[@name='words'])")
    assert tree.xpath("//input[@name='sort'][@checked]/@value") == ["visit"]
    for field in ("due", "who"):
        assert tree.xpath(f"//*[@id='id_{field}_error']"), field
    assert tree.xpath("//details[@open]//textarea[@name='words']"), "what needs mending is in sight"
    assert not Undertaking.objects.exists()


def test_it_stands_in_the_list_of_who_undertook_it_until_it_is_told_what_came_of_it(
    client: Client, where: str
) -> None:
    at = _made(client, where)
    todo = reverse("desk:todo")
    assert at not in client.get(todo).content.decode(), "who gave it away has it in no list"
    as_staff(client, "head", "lp-hrss")
    assert sound(client.get(todo)).xpath(f"//a[@href='{at}']")
    page = sound(client.get(at))
    assert WORDS in page.text_content()
    wrong = client.post(
        at, {"do": "done", "done_on": today().isoformat(), "cause": "窑厂停工", "outcome": ""}
    )
    assert wrong.status_code == 422
    assert "窑厂停工" in sound(wrong).xpath("string(//textarea[@name='cause'])")
    told = {"do": "done", "done_on": today().isoformat(), "cause": "窑厂停工", "outcome": "工资已补发"}
    assert client.post(at, told).status_code == 302
    assert at not in client.get(todo).content.decode()
    said = sound(as_staff(client, "analyst").get(where)).text_content()
    assert "窑厂停工" in said and "工资已补发" in said
    assert "还太早" in said and "不是证明" in said


def test_what_is_overdue_is_said_so_in_the_list_and_on_the_home_of_insight(
    client: Client, where: str
) -> None:
    late = (today() - timedelta(days=3)).isoformat()
    at = _made(client, where, due=late, who=f"staff:{actor('leader').staff}")
    for page in (reverse("desk:todo"), reverse("desk:insight")):
        [link] = sound(client.get(page)).xpath(f"//li[a[@href='{at}']][.//time]")
        assert "已超 3 天" in link.text_content()
    elsewhere = sound(as_staff(client, "head", "fd-hrss").get(reverse("desk:insight")))
    assert not elsewhere.xpath(f"//a[@href='{at}']")


def test_put_off_and_given_up_stay_on_the_record_with_why(client: Client, where: str) -> None:
    at = _made(client, where)
    later = (today() + timedelta(days=20)).isoformat()
    client.post(at, {"do": "moved", "due": later, "moved_why": "等县里开会"})
    client.post(at, {"do": "dropped", "dropped_why": "厂里已经解决"})
    page = sound(client.get(at))
    assert "等县里开会" in page.text_content() and "厂里已经解决" in page.text_content()
    assert not page.xpath("//main//textarea")
    assert client.post(at, {"do": "moved", "due": later, "moved_why": "再来"}).status_code == 409
    assert client.post(at, {"do": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("role", "office"), [("head", "fd-hrss"), ("handler", "lp-hrss"), ("auditor", "ql-hrss")]
)
def test_others_do_not_get_in(client: Client, where: str, role: str, office: str) -> None:
    at = _made(client, where)
    as_staff(client, role, office)
    assert client.get(at).status_code in {403, 404}
    assert client.post(at, {"do": "dropped", "dropped_why": "有"}).status_code in {403, 404}
    assert Undertaking.objects.get().state == "planned"


def test_a_brief_tells_what_was_undertaken_on_findings_of_its_period_with_its_source(
    client: Client, where: str
) -> None:
    Reckoned.objects.create(step="surges", week=today(), generation=1, version=1, at=now(), said={})
    at = _made(client, where)
    told = {"do": "done", "done_on": today().isoformat(), "cause": "窑厂停工", "outcome": "工资已补发"}
    client.post(at, told)
    year = containing("year", today()).code
    asked = {"sort": "yearly", "year": year, "report_form": "docx"}
    word = Document(io.BytesIO(client.post(reverse("desk:insight_brief"), asked).content))
    [line] = [p.text for p in word.paragraphs if "窑厂停工" in p.text]
    assert "下访" in line and WORDS in line and "工资已补发〔" in line and "不是证明" in line
    assert any(at in row.cells[3].text for row in word.tables[-1].rows)
    assert "尚未登记针对某条提示" not in "".join(p.text for p in word.paragraphs)
