"""The administrator's pages about people: accounts, posts, names, leaving; no case content."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.cases.models import Matter
from huiyin.cases.services import work
from huiyin.orgs import notices
from huiyin.orgs.models import Change, Post, Staff
from huiyin.orgs.rules import ROLES
from tests.agency import actor, as_staff, office_id, petition, staff_id
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def post(client: Client, page: str, /, *args: Any, **typed: Any) -> Any:
    return client.post(reverse(f"desk:{page}", args=args), typed)


def test_the_administrator_opens_an_account_and_sees_no_case(client: Client) -> None:
    petition(title="不该看到的标题")
    as_staff(client, "administrator")
    asked = sound(client.get(reverse("desk:staff"), {"office": office_id("lp-hrss")}))
    chosen = asked.xpath("//form[@id='id_form']//select[@name='office']/option[@selected]/@value")
    assert chosen == [str(office_id("lp-hrss"))]
    refused = post(client, "staff", login="1x", name="新人", office=office_id("ql-hrss"), roles=["handler"])
    assert refused.status_code == 422
    made = post(client, "staff", login="xinren", name="新人", office=office_id("ql-hrss"), roles=["handler"])
    once = sound(made).xpath("//main//code")[0].text_content()
    assert Staff.objects.get(login="xinren").check_password(once)
    for address in (reverse("desk:office", args=[office_id("ql-hrss")]), made.request["PATH_INFO"]):
        assert "不该看到" not in client.get(address).content.decode()
    key = Staff.objects.get(login="xinren").pk
    sound(client.get(reverse("desk:staff_account", args=[key])))
    assert post(client, "staff_account", key, do="close").status_code == 302
    assert not Staff.objects.get(pk=key).is_active
    assert client.get(reverse("desk:matters")).status_code == 403


def test_the_administrator_changes_posts_but_not_the_last_administrator(client: Client) -> None:
    as_staff(client, "administrator")
    me, who = staff_id("guanli"), staff_id("heqing")
    added = post(client, "staff_account", who, do="add", office=office_id("ql-jc"), role="analyst")
    assert added.status_code == 302
    assert Post.objects.filter(staff_id=who).count() == 2
    taken = post(client, "staff_account", who, do="take", post=Post.objects.filter(staff_id=who).last().pk)
    assert taken.status_code == 302
    last = Post.objects.get(staff_id=me, role="administrator").pk
    assert post(client, "staff_account", me, do="take", post=last).status_code == 403
    assert post(client, "staff_account", me, do="close").status_code == 403
    assert post(client, "staff_account", who, do="add", office=0, role="boss").status_code == 422


def test_the_history_of_an_account_says_who_changed_what(client: Client) -> None:
    as_staff(client, "administrator")
    who = staff_id("heqing")
    renamed = post(client, "staff_account", who, do="rename", name="何青青", title="", seen=0, reason="笔误")
    assert renamed.status_code == 302
    post(client, "staff_account", who, do="add", office=office_id("ql-jc"), role="analyst")
    page = sound(client.get(reverse("desk:staff_account", args=[who])))
    words = page.text_content()
    assert "何青青" in words and "笔误" in words and "分析" in words
    back = page.xpath("//a[contains(@href, '?back=')]/@href")
    assert len(back) == 1  # a post is taken on its own button, a name goes back by the form
    filled = sound(client.get(back[0]))
    assert filled.xpath("//input[@name='name']/@value") == [Change.objects.first().before["name"]]


def test_two_administrators_do_not_overwrite_each_other_unseen(client: Client) -> None:
    as_staff(client, "administrator")
    who = staff_id("heqing")
    assert post(client, "staff_account", who, do="rename", name="甲", title="", seen=0).status_code == 302
    late = post(client, "staff_account", who, do="rename", name="乙", title="", seen=0)
    assert late.status_code == 409
    page = sound(late)
    assert page.xpath("//input[@name='name']/@value") == ["乙"]
    clash = page.xpath("//table//td[@data-label='现在']")[0].text_content()
    assert clash == "甲"
    meant = page.xpath("//input[@name='seen']/@value")[0]
    assert post(client, "staff_account", who, do="rename", name="乙", title="", seen=meant).status_code == 302
    assert Staff.objects.get(pk=who).name == "乙"


def test_closing_twice_is_one_change(client: Client) -> None:
    as_staff(client, "administrator")
    who = staff_id("heqing")
    for _ in range(2):
        assert post(client, "staff_account", who, do="close", reason="冒用").status_code == 302
    assert list(Change.objects.values_list("what", "reason")) == [("account.close", "冒用")]


def test_who_leaves_hands_over_first(client: Client) -> None:
    matter = petition(title="不该看到的标题").matter
    who = staff_id("luchuan")
    work.give_to(matter, who, version=Matter.objects.get(pk=matter).version, by=actor("registrar"), at=now())
    as_staff(client, "administrator")
    page = sound(client.get(reverse("desk:staff_leave", args=[who])))
    assert "承办的事项" in page.text_content()
    assert "不该看到" not in page.text_content()
    assert not page.xpath("//button[@value='leave']")
    refused = post(client, "staff_leave", who, do="leave")
    assert refused.status_code == 422 and "移交" in sound(refused).text_content()
    assert Staff.objects.get(pk=who).is_active
    for _ in range(2):
        assert post(client, "staff_leave", who, do="ask").status_code == 302
    head = actor("head").staff or 0
    told, _more = notices.inbox(head)
    assert [row.kind for row in told].count("work_left") == 1
    as_staff(client, "head")
    asked = sound(client.get(reverse("desk:notices")))
    assert asked.xpath(f"//a[@href='{reverse('desk:hand_over')}?giver={who}']")
    to = actor("registrar").staff
    assert post(client, "hand_over", giver=who, taker=to).status_code == 302
    as_staff(client, "administrator")
    assert post(client, "staff_leave", who, do="leave", reason="调离").status_code == 302
    assert not Staff.objects.get(pk=who).is_active


def test_a_role_that_may_do_nothing_yet_is_explained_but_not_offered(client: Client) -> None:
    as_staff(client, "administrator")
    offered = sound(client.get(reverse("desk:staff"))).xpath("//input[@name='roles']/@value")
    assert "handler" in offered and not {"expert", "partner", "care-worker"} & set(offered)
    assert "目前看不到任何内容" in sound(client.get(reverse("desk:roles"))).text_content()


def test_every_role_is_explained(client: Client) -> None:
    as_staff(client, "administrator")
    page = sound(client.get(reverse("desk:roles")))
    assert len(page.xpath("//tbody/tr")) == len(ROLES)
    assert "role_may." not in page.text_content()


def test_the_list_of_people_is_paged_and_narrowed(client: Client, django_assert_max_num_queries: Any) -> None:
    Staff.objects.bulk_create([Staff(login=f"p{n}", name=f"甲{n}") for n in range(60)])
    as_staff(client, "administrator")
    first = sound(client.get(reverse("desk:staff"), {"named": "甲"}))
    assert len(first.xpath("//tbody/tr")) == 50
    with django_assert_max_num_queries(12):
        second = sound(client.get(reverse("desk:staff") + first.xpath("//a[@rel='next']/@href")[0]))
    assert len(second.xpath("//tbody/tr")) == 10
    without = sound(client.get(reverse("desk:staff"), {"office": "none"}))
    assert "甲1" in without.text_content() and "luchuan" not in without.text_content()
