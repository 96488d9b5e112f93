"""The search page and the panel of similar cases: found, marked, narrowed, plain when there is nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.services import answers, indexing, letters
from huiyin.foundation import keys
from tests.agency import actor, as_staff, petition
from tests.cases.test_reviewing import decide, government, under_review
from tests.people import PENSION, RETIREE
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
ACCUSED = "我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。"
LIKE = "工地老板拖欠我三万元工资，在柳坪县河口镇讨要多次。请求帮我追回工资。"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.HUIYIN_HOME = tmp_path
    settings.KEYS = keys.load(tmp_path / "keys")
    yield tmp_path


def indexed(home: Path) -> None:
    indexing.keep_up(home, at=now())


def searched(client: Client, **asked: str) -> Any:
    return sound(client.get(reverse("desk:search"), asked))


def test_one_field_in_the_header_of_every_page_leads_to_the_results(client: Client, home: Path) -> None:
    done = petition()
    indexed(home)
    page = sound(as_staff(client, "registrar").get(reverse("desk:todo")))
    (form,) = page.xpath("//form[@role='search' and contains(@class,'finder')]")
    assert form.get("action") == reverse("desk:search") and form.get("method") == "post"
    sent = client.post(form.get("action"), {form.xpath(".//input[@type='search']/@name")[0]: "包工头"})
    results = sound(client.get(sent["Location"]))
    assert results.xpath(f"//a[@href='{reverse('desk:matter', args=[done.matter])}']")
    assert "包工头" in results.xpath("//mark/text()")


def test_the_field_is_not_there_for_who_may_read_no_case(client: Client) -> None:
    page = sound(as_staff(client, "auditor").get(reverse("desk:audit")))
    assert not page.xpath("//form[contains(@class,'finder')]")
    assert client.get(reverse("desk:search"), {"q": "工资"}).status_code == 403


def test_each_empty_answer_says_why(client: Client, home: Path) -> None:
    petition()
    indexed(home)
    as_staff(client, "registrar")
    assert "输入词语开始查找" in searched(client).text_content()
    assert "请至少输入两个字" in searched(client, q="工").text_content()
    assert "没有找到" in searched(client, q="鲸鱼搁浅").text_content()
    assert "检索库" not in searched(client, q="工资").text_content()


def test_without_an_index_it_says_that_only_numbers_are_looked_through(client: Client) -> None:
    done = petition(title="霁泷苑欠薪")
    page = searched(as_staff(client, "registrar"), q="霁泷苑")
    assert "只能按编号和标题查找" in page.text_content()
    assert page.xpath(f"//a[@href='{reverse('desk:matter', args=[done.matter])}']")


def test_odd_filters_are_left_out_and_typed_words_stay(client: Client, home: Path) -> None:
    petition()
    indexed(home)
    as_staff(client, "registrar")
    asked = {"q": "工资", "kind": "ZZ", "stage": "never", "office": "999999", "since": "soon", "page": "-3"}
    page = searched(client, **asked)
    assert page.xpath("//input[@name='q']/@value") == ["工资"]
    assert page.xpath("//ol//li")


def test_pages_of_results_follow_each_other(client: Client, home: Path) -> None:
    for number in range(23):
        petition(f"第{number}批工资没有发，请求追回。")
    indexed(home)
    as_staff(client, "registrar")
    first, second = searched(client, q="工资"), searched(client, q="工资", page="2")
    assert first.xpath("//a[@rel='next']") and not second.xpath("//a[@rel='next']")
    both = first.xpath("//ol//a/@href") + second.xpath("//ol//a/@href")
    assert len(both) == len(set(both)) == 23


def test_the_matter_page_lists_similar_cases_with_reasons(client: Client, home: Path) -> None:
    one, other = petition(), petition(LIKE, person=RETIREE)
    indexed(home)
    page = sound(as_staff(client, "registrar").get(reverse("desk:matter", args=[one.matter])))
    said = page.text_content()
    assert "相似事项" in said and "诉求相近" in said
    assert page.xpath(f"//a[@href='{reverse('desk:matter', args=[other.matter])}']")


def test_without_an_index_the_panel_is_left_out(client: Client) -> None:
    one = petition()
    petition(LIKE, person=RETIREE)
    page = sound(as_staff(client, "registrar").get(reverse("desk:matter", args=[one.matter])))
    assert "相似事项" not in page.text_content()


def test_a_possible_accusation_shows_in_no_result_and_has_no_panel(client: Client, home: Path) -> None:
    done, other = petition(ACCUSED), petition("局长张某某收受贿赂的说法从哪里来的，请求说明。")
    indexed(home)
    as_staff(client, "accusation-officer")
    here = reverse("desk:matter", args=[done.matter])
    assert here not in searched(client, q="收受贿赂").xpath("//a/@href")
    assert "相似事项" not in sound(client.get(here)).text_content()
    answer = sound(client.post(reverse("desk:search_similar"), {"text": ACCUSED}))
    assert here not in answer.xpath("//a/@href")
    assert other.matter != done.matter


def test_a_text_finds_similar_cases_without_standing_in_the_address(client: Client, home: Path) -> None:
    done = petition()
    petition(PENSION, person=RETIREE)
    indexed(home)
    as_staff(client, "registrar")
    empty = client.post(reverse("desk:search_similar"), {"text": " "})
    assert empty.status_code == 422 and "请写下或粘贴一段文字" in sound(empty).text_content()
    page = sound(client.post(reverse("desk:search_similar"), {"text": LIKE}))
    assert page.xpath("//ul//a/@href")[0] or page
    assert page.xpath(f"//a[@href='{reverse('desk:matter', args=[done.matter])}']")
    assert LIKE in page.xpath("string(//textarea)")


def test_another_office_finds_nothing_of_ours(client: Client, home: Path) -> None:
    petition(by=actor("registrar"), channel="visit", office="ql-hrss")
    indexed(home)
    as_staff(client, "registrar", "lp-hrss")
    assert "没有找到" in searched(client, q="工资").text_content()
    page = sound(client.post(reverse("desk:search_similar"), {"text": LIKE}))
    assert "没有找到相似事项" in page.text_content()


def test_the_re_examining_body_finds_the_matter_by_its_words_as_the_reviewing_one_does(
    client: Client, home: Path
) -> None:
    matter, asked = under_review()
    reviewer = actor("reviewer")
    government()
    user = get_user_model().objects.get(login="gaoyuan")

    def found(**by: Any) -> list[str]:
        indexed(home)
        as_staff(client, "reviewer") if by.get("role") else client.force_login(user)
        return [str(a) for a in searched(client, q="包工头").xpath("//ol//a/@href")]

    address = reverse("desk:matter", args=[matter])
    assert found(role="reviewer") == [address]
    assert found() == []
    review = decide(matter, "review_decided", reviewer)
    letters.serve(review.pk, how="hand", day=today(), receipt="本人签收", by=reviewer, at=now())
    answers.ask_review(asked, reason="", at=now())
    assert found() == [address]
    assert found(role="reviewer") == [address]
