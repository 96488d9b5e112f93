"""An empty installation: the administrator is led to the first petition by forms."""

import shlex
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from huiyin.base.clock import now
from huiyin.cli.main import app
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


def filled_in(page: Any) -> dict[str, Any]:
    """What the form of an office holds, as a browser sends it."""
    form = page.xpath("//form[@id='id_form']")[0]
    return {
        name: said
        for name, said in form.form_values()
        if name not in {"csrfmiddlewaretoken", "parent", "superior"}
    }


def carry_out(command: str) -> None:
    """What the operator does with a command that a page prints."""
    done = CliRunner().invoke(app, shlex.split(command)[1:], catch_exceptions=False)
    assert done.exit_code == 0, done.output


def only_head(client: Client, *roles: str) -> int:
    signed_in(client)
    key, _once = services.enrol(
        "fuzeren", name="蒋", title="", office="office", roles=["head", *roles], password="x", at=now()
    )
    return key


def test_where_nobody_could_confirm_the_page_prints_a_command_that_works(client: Client) -> None:
    head = only_head(client)
    page = sound(client.get(reverse("desk:administration")))
    printed = page.xpath("//div[contains(@class, 'notice')]//code")[0].text_content()
    asked = {"do": "add", "office": queries.offices()[0].id, "role": "accusation-officer"}
    refused = client.post(reverse("desk:staff_account", args=[head]), asked)
    assert refused.status_code == 403
    assert "huiyin staff add fuzeren2 --name" in sound(refused).text_content()
    carry_out(printed)
    assert client.post(reverse("desk:staff_account", args=[head]), asked).status_code == 302
    assert agency.set_up().accusations


def test_the_last_who_can_confirm_neither_leaves_nor_loses_the_post(client: Client) -> None:
    head = only_head(client)
    page = sound(client.get(reverse("desk:staff_leave", args=[head])))
    assert not page.xpath("//button[@value='leave']") and "fuzeren2" in page.text_content()
    refused = client.post(reverse("desk:staff_leave", args=[head]), {"do": "leave"})
    assert refused.status_code == 403 and "huiyin staff add" in sound(refused).text_content()
    post = Staff.objects.get(pk=head).posts.get().pk
    taken = client.post(reverse("desk:staff_account", args=[head]), {"do": "take", "post": post})
    assert taken.status_code == 403
    warned = sound(client.get(reverse("desk:staff_account", args=[head])))
    assert "只有这个人能确认" in warned.text_content()
    carry_out(page.xpath("//div[contains(@class, 'notice')]//code")[0].text_content())
    assert client.post(reverse("desk:staff_leave", args=[head]), {"do": "leave"}).status_code == 302
    assert not Staff.objects.get(pk=head).is_active


def test_the_first_account_needs_no_office() -> None:
    _key, once = services.enrol("first", name="甲", title="", office="", roles=["administrator"], at=now())
    assert once and queries.intake_office().code == "office"


def test_an_empty_installation_leads_step_by_step(client: Client) -> None:
    signed_in(client)
    page = sound(client.get(reverse("desk:administration")))
    assert page.xpath("//ol/li[@aria-current='step']//a/@href") == [reverse("desk:areas")]
    assert "huiyin staff add" in page.text_content()
    assert page.xpath("string(//*[@class='tag'])") == "人社信访", "nobody named the agency yet"
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
    page = sound(client.get(reverse("desk:administration")))
    form = page.xpath("//ol/li[@aria-current='step']//a/@href")[0]
    assert form == f"{reverse('desk:office_new')}?reviews={first}"  # nobody stands above the office yet
    typed = filled_in(sound(client.get(form)))
    assert typed["name"] == "青岚市人民政府" and typed["kind"] == "government" and "fields" not in typed
    for _ in range(2):
        assert client.post(reverse("desk:office_new"), typed).status_code == 302
    assert queries.office(first).superior_name == "青岚市人民政府"
    assert agency.set_up().reviewed and len(queries.offices()) == 2
    carry_out(sound(client.get(reverse("desk:administration"))).xpath("//main//ol//code")[0].text_content())
    assert not agency.set_up().handles  # a head alone works on nothing day by day
    opened = {"login": "wang", "name": "王", "office": first, "roles": ["registrar", "handler"]}
    made = client.post(reverse("desk:staff"), opened)
    assert made.status_code == 200 and sound(made).xpath("//main//code")
    asked = " ".join(
        sound(client.get(reverse("desk:administration"))).xpath("//main//ol")[0].text_content().split()
    )
    assert asked.count("等负责人登录后在“双人确认”里点确认") == 2
    assert "现在还没有人能确认" not in asked, "what is done needs no words"
    head = queries.actor_by_login("fuzeren")
    for request in two_persons.to_confirm(head, at=now()):
        accounts.decide(request.id, True, by=head, at=now())
    assert agency.set_up().ready
    done = sound(client.get(reverse("desk:administration")))
    assert not done.xpath("//ol/li[@aria-current='step']")
    assert "没有人专办" not in done.text_content()  # the printed command named the head for it
    assert "可以收信访件了" in done.text_content()
    assert done.xpath(f"//main//a[text()='http://testserver{reverse('portal:home')}']")
    for _ in range(2):
        assert client.post(reverse("desk:administration")).status_code == 302
    assert "可以收信访件了" not in sound(client.get(reverse("desk:administration"))).text_content()
    assert Staff.objects.filter(posts__role="registrar").exists()


def test_an_administrator_begins_at_administration_also_after_the_first_password(client: Client) -> None:
    _key, once = services.enrol("first", name="甲", title="", office="", roles=["administrator"], at=now())
    signed = client.post(reverse("desk:sign_in"), {"login": "first", "password": once})
    assert signed["Location"] == reverse("desk:todo")
    assert client.get(signed["Location"])["Location"] == reverse("desk:password")
    new = {"old": once, "new": "qing-lan-2027-hui", "again": "qing-lan-2027-hui"}
    changed = client.post(reverse("desk:password"), new, follow=True)
    assert changed.redirect_chain[-1][0] == reverse("desk:administration")


def test_a_wrong_address_keeps_the_menu_of_who_works_there(client: Client) -> None:
    signed_in(client)
    wrong = f"{reverse('desk:administration')}nowhere/"
    inside = client.get(wrong)
    assert inside.status_code == 404
    assert sound(inside).xpath(f"//nav//a[@href='{reverse('desk:administration')}']")
    missing = client.get(reverse("desk:office", args=[9999]))
    assert missing.status_code == 404 and sound(missing).xpath("//nav[@class='rail-nav']")
    client.logout()
    assert not sound(client.get(wrong)).xpath("//nav[@class='rail-nav']")
