"""Two windows, a page too old: nothing typed is lost, and nothing is written over unseen."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Draft
from tests.web.page import read, sound
from tests.web.portal.visit import fill, said, value

pytestmark = pytest.mark.usefixtures("agency")


def seen(client: Client, number: int) -> str:
    page = read(client.get(reverse("portal:step", args=[number])))
    return str(page.xpath("//input[@name='seen']/@value")[0])


def test_what_another_window_wrote_is_shown_and_not_written_over_unseen(client: Client) -> None:
    older = seen(client, 1)
    fill(client, 1, text="第一个窗口写的话。", title="", seen=older)
    response = fill(client, 1, text="第二个窗口写的话。", title="", seen=older)
    assert response.status_code == 409
    page = sound(response)
    assert "第一个窗口写的话。" in page.get_element_by_id("other").text_content()
    assert value(response, "text").strip() == "第二个窗口写的话。"
    assert value(client.get(reverse("portal:step", args=[1])), "text").strip() == "第一个窗口写的话。"
    mark = page.xpath("//input[@name='seen']/@value")[0]
    assert fill(client, 1, text="第二个窗口写的话。", title="", seen=mark).status_code == 302
    assert value(client.get(reverse("portal:step", args=[1])), "text").strip() == "第二个窗口写的话。"


def test_a_second_press_with_the_same_words_is_no_quarrel(client: Client) -> None:
    older = seen(client, 1)
    assert fill(client, 1, seen=older).status_code == 302
    assert fill(client, 1, seen=older).status_code == 302


def test_windows_on_different_pages_do_not_disturb_each_other(client: Client) -> None:
    first, third = seen(client, 1), seen(client, 3)
    assert fill(client, 1, seen=first).status_code == 302
    assert fill(client, 3, seen=third).status_code == 302


def test_what_was_filled_into_an_empty_page_meanwhile_is_only_asked_about_where_it_says_something(
    client: Client,
) -> None:
    older = seen(client, 2)
    fill(client, 2, place="", place_words="", employer="", seen=older)
    assert fill(client, 2, seen=older).status_code == 302


def old_page(client: Client, name: str, typed: dict[str, str], *args: int) -> object:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict.post(reverse(name, args=args), typed)


def test_a_page_too_old_hands_back_what_was_typed_and_can_be_sent_again(client: Client) -> None:
    response = old_page(client, "portal:step", {"text": "写了半个小时的话。", "title": "", "do": "back"}, 1)
    assert response.status_code == 403  # type: ignore[attr-defined]
    page = sound(response)  # type: ignore[arg-type]
    form = page.xpath("//main//form[@method='post']")[0]
    assert form.get("action") == reverse("portal:step", args=[1])
    assert form.xpath(".//textarea[@name='text']")[0].text.strip() == "写了半个小时的话。"
    assert form.xpath(".//input[@name='csrfmiddlewaretoken']")
    assert form.xpath(".//button[@type='submit']")
    assert not form.xpath(".//*[@name='do']")
    assert not Draft.objects.exists()


def test_a_review_asked_for_on_a_page_too_old_can_be_copied_but_is_not_one_press_away(client: Client) -> None:
    response = old_page(client, "portal:ask_review", {"reason": "利息没有算。"})
    page = sound(response)  # type: ignore[arg-type]
    assert "利息没有算。" in page.text_content()
    assert not page.xpath("//main//button[@type='submit']")


def test_a_page_of_the_workbench_too_old_shows_nothing_of_what_was_typed(client: Client) -> None:
    response = old_page(client, "desk:sign_in", {"text": "秘密的话", "login": "x"})
    assert "秘密的话" not in said(response)


def test_a_page_that_may_be_spoken_into_allows_the_microphone_and_no_other_does(client: Client) -> None:
    allowed = {n: client.get(reverse("portal:step", args=[n]))["Permissions-Policy"] for n in (1, 2, 3, 4)}
    assert [n for n, policy in allowed.items() if "microphone=(self)" in policy] == [1, 3]
    page = read(client.get(reverse("portal:step", args=[1])))
    box = page.xpath("//*[@data-voice='id_text']")[0]
    assert box.get("hidden") is not None and "浏览器的生产厂商" in box.text_content()
