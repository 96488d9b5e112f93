"""A request for review whose reviewing body works elsewhere: somebody here has it to do, and passes it on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases import telling
from huiyin.cases.models import Matter, ReviewForwarded
from huiyin.cases.queries import follow
from huiyin.foundation import audit
from huiyin.foundation.outbox import Told
from huiyin.orgs import notices
from huiyin.web.portal.progress import shown
from tests.agency import actor, as_staff
from tests.cases.test_reviewing import government, under_review
from tests.web.desk.test_outside import GOVERNMENT, answered
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def passed_on(client: Client, matter: int, **typed: str) -> Any:
    usual = {"do": "forwarded", "to": GOVERNMENT, "how": "post", "forwarded_on": today().isoformat()}
    version = str(Matter.objects.get(pk=matter).version)
    return client.post(reverse("desk:outside", args=[matter]), {**usual, "version": version, **typed})


def stage(petition: int) -> str:
    return shown(follow.progress(petition, today=today()), readable=False, today=today()).stage


def test_handler_and_head_have_it_to_do_until_it_is_passed_on(client: Client) -> None:
    matter, asked = answered()
    Matter.objects.filter(pk=matter).update(handler=actor("handler").staff)
    address = reverse("desk:outside", args=[matter])
    for role in ("handler", "head"):
        page = sound(as_staff(client, role).get(reverse("desk:todo")))
        assert page.xpath(f"//a[@href='{address}'][contains(., '把申请转送{GOVERNMENT}')]")
    assert f"正在转送{GOVERNMENT}" in stage(asked)
    page = sound(as_staff(client, "handler").get(reverse("desk:matter", args=[matter])))
    assert "少算了四年。" in page.text_content()
    assert "提出请求的最后一天是" in page.text_content()
    assert "申请是在这里提出的，请把它转送过去" in page.text_content()
    assert passed_on(client, matter).status_code == 302
    done = ReviewForwarded.objects.get(matter=matter)
    assert (done.body, done.how, done.day, done.by_id) == (
        GOVERNMENT,
        "post",
        today(),
        actor("handler").staff,
    )
    assert "已于" in stage(asked) and f"转送{GOVERNMENT}" in stage(asked)
    assert "把申请转送" not in sound(client.get(reverse("desk:todo"))).text_content()
    assert "review.forwarded" in {e.action for e in audit.entries()}
    assert passed_on(client, matter).status_code == 409


def test_a_day_before_the_request_and_no_way_are_said_at_their_fields(client: Client) -> None:
    matter, _asked = answered()
    as_staff(client, "handler")
    early = passed_on(client, matter, forwarded_on=(today() - timedelta(days=40)).isoformat())
    assert early.status_code == 422
    assert sound(early).xpath("//*[@id='id_forwarded_on_error']")
    assert sound(passed_on(client, matter, how="")).xpath("//*[contains(@id, 'how_error')]")
    assert not ReviewForwarded.objects.exists()


def test_nothing_is_passed_on_where_the_reviewing_body_works_here(client: Client) -> None:
    matter, asked = under_review()
    page = sound(as_staff(client, "head", "lp-hrss").get(reverse("desk:todo")))
    assert "把申请转送" not in page.text_content()
    assert passed_on(client, matter).status_code == 403
    assert "上一级单位正在审查" in stage(asked)
    page = sound(as_staff(client, "reviewer").get(reverse("desk:matter", args=[matter])))
    assert "少算了四年。" in page.text_content()


def test_only_those_of_the_office_that_answered_have_it_to_do(client: Client) -> None:
    answered()
    page = sound(as_staff(client, "head", "lp-hrss").get(reverse("desk:todo")))
    assert "把申请转送" not in page.text_content()


@pytest.mark.parametrize("works_here", [False, True])
def test_the_request_is_told_to_who_carries_it_further(works_here: bool) -> None:
    reviewer = government() if works_here else None
    matter, _asked = answered()
    Matter.objects.filter(pk=matter).update(handler=actor("handler").staff)
    act = {"act": "review_asked", "position": 5}
    telling.act_taken(Told(1, "act", f"matter:{matter}", act, now()), now())
    kinds = {
        role: [row.kind for row in notices.inbox(actor(role).staff or 0)[0]] for role in ("handler", "head")
    }
    if reviewer:
        assert [row.kind for row in notices.inbox(reviewer.staff or 0)[0]] == ["review_asked"]
        assert kinds == {"handler": [], "head": []}
    else:
        assert kinds == {"handler": ["review_to_forward"], "head": ["review_to_forward"]}
