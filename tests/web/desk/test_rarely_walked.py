"""What a walk through rarely opened pages stumbled over: erasing, copies, webhooks, sessions, notices."""

import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict
from huiyin.cases.models import Erasure
from huiyin.cases.services import personal
from huiyin.cli.site import refuse_taken
from huiyin.exchange.models import Webhook
from huiyin.exchange.rules.scopes import EVENTS
from huiyin.foundation import keys, outbox
from huiyin.jobs.handlers import HANDLERS
from huiyin.orgs import notices
from huiyin.reception.services import service
from tests.agency import actor, as_staff, petition, staff_id
from tests.cases.test_letters import accept, signed_opinion, sorted_matter
from tests.cases.test_scope import ACCUSATION
from tests.exchange.world import connected
from tests.people import WORKER
from tests.personal.test_copy import answered, ask, unpacked
from tests.personal.test_erasure import concluded
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A home and keys of their own, so that noted erasures stay with the test."""
    settings.HUIYIN_HOME = tmp_path
    settings.KEYS = keys.load(tmp_path / "keys")
    return tmp_path


def proposed() -> Any:
    """An erasure that the head proposed."""
    done = concluded()
    personal.propose([done.petition], by=actor("head"), at=now())
    return done


@pytest.mark.usefixtures("home")
def test_who_can_confirm_nothing_is_not_offered_to(client: Client) -> None:
    proposed()
    page = sound(as_staff(client, "head").get(reverse("desk:personal")))
    assert "等另一位同事确认" in page.text_content()
    assert "确认清除所选" not in page.text_content()
    assert "确认清除所选" in sound(as_staff(client, "reviewer").get(reverse("desk:personal"))).text_content()


@pytest.mark.usefixtures("home")
def test_confirming_with_nothing_ticked_says_so(client: Client) -> None:
    proposed()
    response = as_staff(client, "reviewer").post(reverse("desk:personal_confirm"))
    assert response.status_code == 422
    assert "请先在列表里选择要清除的" in sound(response).text_content()


def test_the_page_of_copies_leads_to_the_look_up_by_number(client: Client) -> None:
    page = sound(as_staff(client, "registrar").get(reverse("desk:personal")))
    assert page.xpath(f"//main//a[@href='{reverse('desk:look_up')}']")


def test_a_copy_is_offered_where_it_can_be_given_and_elsewhere_it_is_said_who_gives_it(
    client: Client,
) -> None:
    done = petition(office="lp-hrss")
    as_staff(client, "head")
    page = sound(client.get(reverse("desk:personal"), {"number": done.number}))
    assert not page.xpath("//select[@name='proof']")
    assert "信息副本也由该单位提供" in page.text_content()
    mine = petition()
    assert sound(client.get(reverse("desk:personal"), {"number": mine.number})).xpath(
        "//select[@name='proof']"
    )


@pytest.mark.usefixtures("home")
def test_an_erased_matter_is_not_asked_to_be_sorted(client: Client) -> None:
    done = proposed()
    personal.confirm(Erasure.objects.get().pk, by=actor("reviewer"), at=now())
    page = sound(as_staff(client, "head").get(reverse("desk:matter", args=[done.matter])))
    said = page.text_content()
    assert "内容已按规定清除" in said
    assert "还没有分类" not in said and "系统的建议" not in said and "待分类" not in said


def test_the_copy_names_the_address_of_electronic_service(client: Client) -> None:
    matter = sorted_matter()
    accept(matter)
    letter = signed_opinion(matter).pk
    service.consent(letter, "19900001234", how="phone", since=today(), by=actor("handler"), at=now())
    done = answered()
    as_staff(client, "head")
    page, data = unpacked(ask(client, done.number))
    assert [c["address"] for c in data["consents"]] == ["19900001234"]
    assert "电子送达" in page and WORKER.phone in page


def test_an_address_is_told_once_and_a_test_says_where_to_look(client: Client, settings: Any) -> None:
    settings.WEBHOOK_PRIVATE = True
    address = reverse("desk:system", args=[connected()])
    as_staff(client, "administrator")
    form = {"do": "webhook", "url": "http://127.0.0.1:9/x", "events": EVENTS}
    assert client.post(address, form).status_code == 200
    again = client.post(address, form)
    assert again.status_code == 422
    assert "这个地址已经在推送" in sound(again).xpath("//*[@id='id_url_error']")[0].text_content()
    assert Webhook.objects.count() == 1
    sent = client.post(address, {"do": "ping", "id": str(Webhook.objects.get().pk)}, follow=True)
    page = sound(sent)
    assert "在推送记录里看有没有送达" in page.text_content()
    assert "http://127.0.0.1:9/x" in page.xpath("//table[caption='推送记录']")[0].text_content()
    (close,) = page.xpath("//button[@value='close']")
    assert close.xpath("ancestor::details"), "it is asked once more"


def test_whoever_was_signed_out_elsewhere_is_told_why(client: Client) -> None:
    door = reverse("desk:sign_in")
    assert "刚才还登录着的" not in sound(client.get(door)).text_content()
    client.cookies[site_settings.SESSION_COOKIE_NAME] = "ended"
    assert "刚才还登录着的" in sound(client.get(door)).text_content()


def test_a_notice_bears_the_moment_of_what_it_tells_of() -> None:
    came = now() - timedelta(days=9)
    petition(ACCUSATION, at=came, received_on=came.date())
    outbox.carry(HANDLERS, at=now())
    (notice,) = [n for n in notices.inbox(staff_id("mengran"))[0] if n.kind == "accusation"]
    assert notice.at == came


def test_a_port_that_somebody_listens_on_is_refused() -> None:
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        with pytest.raises(Conflict) as refusal:
            refuse_taken("127.0.0.1", port)
        assert refusal.value.message.params["port"] == port
    refuse_taken("127.0.0.1", port)
