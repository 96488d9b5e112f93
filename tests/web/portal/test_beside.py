"""What is offered before sending: answers to what many ask, running clocks; and the pages of the answers."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import today
from huiyin.base.errors import NotFound
from huiyin.cases.models import Draft, Petition
from huiyin.cases.public_answers import public_answer, running
from huiyin.foundation.wording import say
from huiyin.text.taxonomy import kinds
from tests.agency import petition
from tests.people import WAGES
from tests.web.page import read, sound
from tests.web.portal.visit import fill, filled, said

pytestmark = pytest.mark.usefixtures("agency")
ARREARS = "我在工地干活，包工头拖欠农民工工资两万八，找了项目部三次都不给。"
ACCUSING = "我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。"


def step(client: Client, number: int) -> str:
    return said(client.get(reverse("portal:step", args=[number])))


def test_the_running_clocks_are_told_as_soon_as_it_is_known_what_happened(client: Client) -> None:
    assert "期限正在走" not in step(client, 2)
    fill(client, 1, text=ARREARS)
    page = step(client, 2)
    assert "期限正在走" in page and "劳动仲裁 1 年" in page and "劳动监察举报 2 年" in page
    assert "《劳动争议调解仲裁法》第二十七条" in page and "12333" in page and "12345" in page


def test_an_answer_to_what_many_ask_is_offered_before_sending_and_hides_nothing(client: Client) -> None:
    filled(client, text=ARREARS)
    assert "农民工欠薪" in step(client, 3) and "总承包公司先还" in step(client, 3)
    page = sound(client.get(reverse("portal:check")))
    assert "总承包公司先还" in page.text_content()
    assert page.xpath("//form[contains(@class,'send')]//button[@type='submit' and not(@disabled)]")
    folded = page.xpath("//details[contains(@class,'group')]")
    assert folded and not any(one.get("open") for one in folded)


@pytest.mark.parametrize("text", [ACCUSING, "", "建议在工业园设一个流动社保窗口，方便工人办事。"])
def test_no_answer_and_no_clock_beside_an_accusation_a_suggestion_or_nothing(
    client: Client, text: str
) -> None:
    fill(client, 1, text=text)
    for number in (2, 3):
        assert "期限正在走" not in step(client, number) and "先看看" not in step(client, number)


def test_what_cannot_be_told_apart_offers_the_usual_clocks_and_no_answer() -> None:
    assert [m.code.rpartition(".")[2] for m in running([], on=today())] == ["arbitration", "inspection"]
    assert [m.code.rpartition(".")[2] for m in running(["P1"], on=today())] == ["reconsideration"]


def test_every_kind_of_demand_has_an_answer_without_a_gap() -> None:
    for code in kinds():
        answer = public_answer(code, on=today())
        whole = "".join([*answer.can, *answer.cannot, *answer.how, *(w.by + w.takes for w in answer.ways)])
        assert answer.can and answer.ways, code
        assert "{" not in whole and "—" not in whole and "=" not in whole, code


def test_an_unknown_kind_has_no_page(client: Client) -> None:
    with pytest.raises(NotFound):
        public_answer("X9", on=today())
    assert client.get(reverse("portal:question", args=["X9"])).status_code == 404


@pytest.mark.parametrize("code", ["W1", "P1", "N1", "D2"])
def test_the_page_of_an_answer_cites_its_sources_and_the_day(client: Client, code: str) -> None:
    page = sound(client.get(reverse("portal:question", args=[code]))).text_content()
    assert "《" in page and f"{today().year}年" in page and "不是答复" in page


def test_own_words_find_the_answer_and_are_not_kept(client: Client) -> None:
    response = client.post(reverse("portal:questions"), {"words": WAGES})
    assert response.status_code == 200
    assert sound(response).xpath(f"//a[@href='{reverse('portal:question', args=['W1'])}']")
    assert WAGES not in str(client.session.items())
    assert not Draft.objects.exists() and not Petition.objects.exists()


@pytest.mark.parametrize(
    ("words", "code"), [(" ", "portal.say_something"), ("啊啊啊", "portal.nothing_like_it")]
)
def test_words_that_say_nothing_are_answered_kindly_and_kept_on_the_page(
    client: Client, words: str, code: str
) -> None:
    response = client.post(reverse("portal:questions"), {"words": words})
    assert response.status_code == 422
    page = sound(response)
    assert say(code) in page.text_content()
    assert page.get_element_by_id("id_words").text.strip() == words.strip()


def test_nobodys_petition_is_in_the_answers(client: Client) -> None:
    petition("荷塘暗语七一三，" + ARREARS)
    assert "荷塘暗语" not in said(client.get(reverse("portal:question", args=["W1"])))
    assert "荷塘暗语" not in said(client.get(reverse("portal:questions")))


def test_whoever_has_begun_is_led_back(client: Client) -> None:
    fill(client, 1)
    assert "回去接着填" in said(client.get(reverse("portal:question", args=["W1"])))


def test_an_english_visitor_is_told_that_answers_are_in_chinese(client: Client) -> None:
    client.cookies["huiyin_language"] = "en"
    page = read(client.get(reverse("portal:question", args=["W1"])))
    assert page.xpath("//*[@lang='zh-Hans']")
