"""Which letter answers a claim: a complaint or report has its own notice, other statutory paths have not."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.cases.services import letters, work
from tests.agency import actor, as_staff
from tests.cases.test_letters import accept, drafted, signed_opinion, sorted_matter
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
NOTICE = "投诉（举报）处理情况告知书"


def answer(client: Client, path: int) -> str:
    """Draft the answer to a claim accepted on a path, by the page; return what the page says."""
    matter = sorted_matter()
    work.sort(matter, work.Sorting("claim", "W1", path, ""), version=None, by=actor("registrar"), at=now())
    accepted = drafted(matter, "accepted", path=str(path))
    letters.sign(accepted.pk, version=1, by=actor("registrar"), at=now())
    letter = drafted(matter, "answered", role="handler")
    page = sound(as_staff(client, "handler").get(reverse("desk:letter", args=[letter.pk])))
    return str(page.text_content())


def test_a_request_to_investigate_or_to_perform_a_duty_gets_its_notice(client: Client) -> None:
    assert NOTICE in answer(client, 5)


@pytest.mark.parametrize("path", [1, 2, 3, 4])
def test_an_answer_on_another_statutory_path_bears_no_title_of_complaints(client: Client, path: int) -> None:
    said = answer(client, path)
    assert NOTICE not in said
    assert "答复函" in said
    assert "您的事项适用的法定途径是“第" in said


def test_only_an_answer_says_that_the_time_for_a_remedy_runs_from_its_service(client: Client) -> None:
    matter = sorted_matter()
    accept(matter)
    extension = drafted(matter, "extended", role="handler", days="10", reason="案情复杂")
    letters.sign(extension.pk, version=1, by=actor("head"), at=now())
    page = sound(as_staff(client, "handler").get(reverse("desk:letter", args=[extension.pk])))
    assert "救济的期限才开始计算" not in page.text_content()
    assert "信访事项（编号：" in page.text_content() and "），我单位正在办理。" in page.text_content()
    opinion = reverse("desk:letter", args=[signed_opinion(matter).pk])
    assert "救济的期限才开始计算" in sound(client.get(opinion)).text_content()
    assert sound(client.get(opinion)).xpath("//nav//a[@aria-current]"), "the rail says where one is"
