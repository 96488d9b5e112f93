"""The pages of topics: what gathers now, the matters of one, naming it."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.cases.models import Topic
from huiyin.cases.services import topics
from tests.agency import as_staff
from tests.cases.test_topics import gathering
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def _one() -> int:
    return Topic.objects.get().pk


def test_a_leader_sees_what_gathers_and_opens_its_matters(client: Client) -> None:
    gathering()
    topics.gather(at=now())
    as_staff(client, "leader")
    page = sound(client.get(reverse("desk:topics")))
    [link] = page.xpath("//main//a[contains(@class, 'headline')]")
    assert "青瓦窑厂" in link.text_content()
    said = page.text_content()
    assert "6 人" in said and "张0三" not in said
    there = sound(client.get(link.get("href")))
    assert len(there.xpath("//main//a[contains(@href, '/desk/matters/')]")) == 6


def test_nothing_yet_is_said_so(client: Client) -> None:
    assert "现在没有热点" in sound(as_staff(client, "leader").get(reverse("desk:topics"))).text_content()


def test_an_analyst_sees_numbers_without_links_to_matters(client: Client) -> None:
    gathering(office="ql-hrss")
    topics.gather(at=now())
    page = sound(as_staff(client, "analyst").get(reverse("desk:topics")))
    assert "青瓦窑厂" in page.text_content()
    assert not page.xpath("//main//a[contains(@href, '/matters/') or contains(@href, '/topics/1')]")
    assert client.get(reverse("desk:topic", args=[_one()])).status_code == 403


def test_a_name_is_given_and_one_that_cannot_be_stays_in_the_field(client: Client) -> None:
    gathering()
    topics.gather(at=now())
    as_staff(client, "leader")
    where = reverse("desk:topic", args=[_one()])
    wrong = client.post(where, {"do": "rename", "title": "电话19900001234"})
    page = sound(wrong)
    assert wrong.status_code == 422
    assert page.xpath("//input[@name='title']/@value") == ["电话19900001234"]
    assert "不能有电话" in page.text_content()
    client.post(where, {"do": "rename", "title": "青瓦窑厂欠薪一事"})
    assert "青瓦窑厂欠薪一事" in sound(client.get(reverse("desk:topics"))).text_content()


def test_said_not_to_be_one_matter_it_is_listed_no_more(client: Client) -> None:
    gathering()
    topics.gather(at=now())
    as_staff(client, "leader")
    done = client.post(reverse("desk:topic", args=[_one()]), {"do": "apart"}, follow=True)
    assert "不是同一回事" in sound(done).text_content()
    assert "青瓦窑厂" not in sound(client.get(reverse("desk:topics"))).text_content()


@pytest.mark.parametrize("role", ["registrar", "handler", "administrator", "auditor"])
def test_others_have_no_such_page(client: Client, role: str) -> None:
    assert as_staff(client, role).get(reverse("desk:topics")).status_code == 403
