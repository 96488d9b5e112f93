"""Ticking matters on a list, looking through what would happen, doing it, seeing what came of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import today
from huiyin.cases.models import Batch, Matter, Task
from huiyin.web.desk.batches import choosing
from tests.agency import as_staff, office_id, petition, staff_id
from tests.people import WAGES
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def many(n: int = 3) -> list[int]:
    return [petition(f"{WAGES}第{k}次").matter for k in range(n)]


def choose(client: Client, what: str, keys: list[int], **more: str) -> Any:
    form = {"what": what, "pick": keys, "list": "matters", "query": "", **more}
    return client.post(reverse("desk:choose_batch"), form)


def ticked(page: Any) -> list[str]:
    return [str(value) for value in page.xpath("//input[@name='item' and @checked]/@value")]


@pytest.mark.parametrize("name", ["todo", "matters"])
def test_matters_are_ticked_on_the_list_and_belong_to_the_form_below_it(client: Client, name: str) -> None:
    keys = many()
    page = sound(as_staff(client, "registrar").get(reverse(f"desk:{name}")))
    boxes = page.xpath("//input[@name='pick']")
    assert {int(box.get("value")) for box in boxes} == set(keys)
    assert {box.get("form") for box in boxes} == {"batch"} and page.xpath("//form[@id='batch']")
    offered = page.xpath("//select[@id='id_what']/option/@value")
    assert offered == ["", "give", "task", "hand", "sort", "print"]


def test_who_only_looks_may_print_and_nothing_else(client: Client) -> None:
    keys = many(1)
    page = sound(as_staff(client, "leader").get(reverse("desk:matters")))
    assert page.xpath("//select[@id='id_what']/option/@value") == ["", "print"]
    answer = choose(client, "give", keys)
    assert "请选择要对选中的事项做什么" in client.get(answer["Location"]).content.decode()
    assert not Batch.objects.exists()


def test_from_the_ticks_to_the_result(client: Client) -> None:
    keys = many()
    as_staff(client, "registrar")
    address = choose(client, "give", keys[:2])["Location"]
    asked = sound(client.get(address))
    assert "选中 2 件" in asked.text_content() and not ticked(asked)
    refused = client.post(address, {"do": "look"})
    assert refused.status_code == 422 and sound(refused).xpath("//*[@id='id_to_error']")
    assert client.post(address, {"do": "look", "to": f"staff:{staff_id('luchuan')}"}).status_code == 302
    looked = sound(client.get(address))
    assert "可以办 2 件" in looked.text_content() and "陆川" in looked.text_content()
    [first, _second] = ticked(looked)
    client.post(address, {"do": "begin", "item": [first]})
    done = sound(client.get(address))
    assert "办好 1 件" in done.text_content() and "您没有选 1 件" in done.text_content()
    assert Matter.objects.filter(handler=staff_id("luchuan")).count() == 1
    client.post(address, {"do": "begin", "item": [first]})  # pressed twice
    assert Matter.objects.filter(handler=staff_id("luchuan")).count() == 1


def test_a_task_for_each_keeps_what_was_typed_when_something_is_missing(client: Client) -> None:
    keys = many(2)
    as_staff(client, "registrar")
    address = choose(client, "task", keys)["Location"]
    typed = {"do": "look", "to": f"office:{office_id('ql-jc')}", "words": "请逐件核实考勤", "due": ""}
    refused = client.post(address, typed)
    page = sound(refused)
    assert refused.status_code == 422 and page.xpath("//*[@id='id_due_error']")
    assert page.xpath("//textarea[@name='words']")[0].text.strip() == "请逐件核实考勤"
    client.post(address, {**typed, "due": today().isoformat()})
    client.post(address, {"do": "begin", "item": ticked(sound(client.get(address)))})
    assert Task.objects.count() == 2


def test_all_that_the_list_holds_and_not_only_this_page(client: Client, monkeypatch: Any) -> None:
    from huiyin.cases.queries import lists

    keys = many(5)
    petition(channel="visit", by=_registrar())
    sizes = lists.newest.__kwdefaults__ or {}
    monkeypatch.setattr(lists.newest, "__kwdefaults__", {**sizes, "size": 2})
    as_staff(client, "registrar")
    page = sound(client.get(reverse("desk:matters"), {"channel": "web"}))
    assert page.xpath("//input[@name='all']")
    [query] = page.xpath("//form[@id='batch']/input[@name='query']/@value")
    address = choose(client, "give", [], all="1", query=query)["Location"]
    assert "选中 5 件" in sound(client.get(address)).text_content()
    assert len(keys) == 5


def _registrar() -> Any:
    from tests.agency import actor

    return actor("registrar")


def test_all_of_a_part_of_the_to_do_list(client: Client) -> None:
    many(2)
    as_staff(client, "registrar")
    page = sound(client.get(reverse("desk:todo"), {"show": "unsorted"}))
    [query] = page.xpath("//form[@id='batch']/input[@name='query']/@value")
    address = choose(client, "give", [], all="1", query=query, list="todo")["Location"]
    assert "选中 2 件" in sound(client.get(address)).text_content()
    answer = choose(client, "give", [], all="1", query="show=overdue&whose=mine", list="todo")
    assert "还没有选事项" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"what": "give"}, "还没有选事项"),
        ({"what": ""}, "请选择要对选中的事项做什么"),
        ({"what": "accepted", "pick": ["1"]}, "请选择要对选中的事项做什么"),
        ({"what": "give", "pick": ["x", "-1", "9" * 40]}, "还没有选事项"),
        ({"what": "print"}, "还没有选事项"),
    ],
)
def test_what_cannot_be_is_said_on_the_list_which_stays_as_it_was(
    client: Client, sent: dict[str, Any], said: str
) -> None:
    many(1)
    as_staff(client, "registrar")
    form = {"list": "matters", "query": "channel=web", **sent}
    answer = client.post(reverse("desk:choose_batch"), form)
    assert answer["Location"] == f"{reverse('desk:matters')}?channel=web"
    assert said in client.get(answer["Location"]).content.decode()


def test_too_many_to_print_are_refused_and_a_few_are_printed_in_the_order_chosen(
    client: Client, monkeypatch: Any
) -> None:
    keys = many(3)
    as_staff(client, "registrar")
    page = sound(choose(client, "print", [keys[2], keys[0]]))
    numbers = [str(td.text) for td in page.xpath("//tbody/tr/td[1]")]
    assert numbers == [Matter.objects.get(pk=key).number for key in (keys[2], keys[0])]
    assert "周大勇" not in page.text_content()
    monkeypatch.setattr(choosing, "PRINTED", 2)
    answer = choose(client, "print", keys)
    assert "一次最多办 2 件" in client.get(answer["Location"]).content.decode()


def test_a_batch_let_go_changes_nothing(client: Client) -> None:
    keys = many(1)
    as_staff(client, "registrar")
    address = choose(client, "give", keys)["Location"]
    assert client.post(address, {"do": "drop"}).status_code == 302
    assert client.get(address).status_code == 404 and not Batch.objects.exists()


def test_nobody_opens_another_officers_batch(client: Client) -> None:
    address = choose(as_staff(client, "registrar"), "give", many(1))["Location"]
    for role in ("handler", "head", "leader"):
        as_staff(client, role)
        assert client.get(address).status_code == 404
        assert client.post(address, {"do": "begin"}).status_code == 404


def test_a_large_batch_goes_on_in_the_background_and_says_how_far_it_is(
    client: Client, monkeypatch: Any
) -> None:
    from huiyin.cases.services import carrying

    monkeypatch.setattr(carrying.carry_on, "__kwdefaults__", {"most": 2})
    keys = many(5)
    as_staff(client, "registrar")
    address = choose(client, "give", keys)["Location"]
    client.post(address, {"do": "look", "to": f"staff:{staff_id('luchuan')}"})
    client.post(address, {"do": "begin", "item": ticked(sound(client.get(address)))})
    page = sound(client.get(address))
    assert "还有 3 件在等" in page.text_content()
    [progress] = page.xpath("//progress")
    assert (progress.get("value"), progress.get("max")) == ("2", "5")
    assert page.xpath("//*[@data-progress]/@hx-get") == [address]
    from huiyin.base.clock import now

    carrying.carry(at=now())
    assert "办好 5 件" in sound(client.get(address)).text_content()
    notices = sound(client.get(reverse("desk:notices")))
    assert notices.xpath(f"//a[@href='{address}']") and "办好 5 件" in notices.text_content()
