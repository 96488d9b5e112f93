"""An empty installation: the administrator is led to the first petition by forms."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.orgs import accounts, agency, queries, services, two_persons
from huiyin.orgs.models import Staff
from tests.web.page import sound

pytestmark = pytest.mark.django_db


def signed_in(client: Client) -> Client:
    """An administrator of an installation in which nothing else is set up."""
    services.enrol(
        "guanli", name="管理员", title="", office="", roles=["administrator"], password="x", at=now()
    )
    client.force_login(get_user_model().objects.get(login="guanli"))
    return client


def test_the_first_account_needs_no_office() -> None:
    _key, once = services.enrol("first", name="甲", title="", office="", roles=["administrator"], at=now())
    assert once and queries.intake_office().code == "office"


def test_an_empty_installation_leads_step_by_step(client: Client) -> None:
    signed_in(client)
    page = sound(client.get(reverse("desk:administration")))
    assert page.xpath("//ol/li[@aria-current='step']//a/@href") == [reverse("desk:areas")]
    assert "huiyin staff add" in page.text_content()
    area = {"code": "970100", "name": "青岚市", "parent": ""}
    assert client.post(reverse("desk:areas"), area).status_code == 302
    first = queries.offices()[0].id
    named = {"name": "青岚市", "division": "970100", "intake": first, "seen": 0}
    assert client.post(reverse("desk:agency"), named).status_code == 302
    office = {
        "name": "青岚市人社局",
        "short": "青人社",
        "kind": "hrss",
        "division": "970100",
        "fields": ["W"],
    }
    assert client.post(reverse("desk:office", args=[first]), {**office, "seen": 0}).status_code == 302
    stands = agency.set_up()
    assert (stands.named, stands.offices, stands.intake, stands.confirms) == (True, True, True, False)
    services.enrol(
        "jiang", name="蒋", title="", office="office", roles=["head"], password="x", at=now()
    )  # the operator
    opened = {"login": "wang", "name": "王", "office": first, "roles": ["registrar", "handler"]}
    made = client.post(reverse("desk:staff"), opened)
    assert made.status_code == 200 and sound(made).xpath("//main//code")
    head = queries.actor_by_login("jiang")
    for request in two_persons.to_confirm(head, at=now()):
        accounts.decide(request.id, True, by=head, at=now())
    assert agency.set_up().ready
    done = sound(client.get(reverse("desk:administration")))
    assert not done.xpath("//ol/li[@aria-current='step']")
    assert "检举控告" in done.text_content()
    assert Staff.objects.filter(posts__role="registrar").exists()
