"""A visitor at the desk, from the number to the signed record and the notice in hand; events; service."""

import io
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.test_accessible import LOOKS, dressed, faults
from tests.browser.test_main_job import press, sign_in

SAID = (
    "我从2026年3月起在芷川县城关镇东风桥安置房工地做木工，还欠我工资16000元，打电话没有人接。"
    "今天来的一共七个人，都是一个班组的。"
)


def settled(page: Page) -> Any:
    return page.locator("main")


def talk_at_the_window(page: Page, picture: Any) -> None:
    """Give a number, call it, write down what is said, read it back, have it signed."""
    page.goto("/desk/reception/")
    page.fill("#id_name", "高师傅")
    page.fill("#id_persons", "7")
    page.select_option("#id_ahead_for", "age")
    press(page, "给号")
    expect(settled(page)).to_contain_text("已取号")
    picture(page, "20-queue-waiting")
    page.fill("#id_window", "1")
    press(page, "叫下一位")
    expect(settled(page)).to_contain_text("代表不超过 5 人")
    picture(page, "21-queue-called")
    press(page, "开始接谈")
    expect(page.locator("#id_name")).to_have_value("高师傅")
    page.fill("#id_said", SAID)
    page.fill("#id_asked", "请帮我追回工资16000元。")
    page.fill("#id_name", "高有田")
    page.fill("#id_phone", "199 0000 7788")
    page.fill("#id_address", "芷川县城关镇东风桥社区")
    page.fill("#id_companion_1", "马小川")
    picture(page, "22-talk-written")
    press(page, "已向来访人宣读，定稿")
    expect(settled(page)).to_contain_text("已宣读，内容不再改动")
    page.fill("#id_entry", "工地的名字是东风桥安置房二期。")
    press(page, "补记一条")
    picture(page, "23-talk-read-back")


def test_a_visitor_gets_a_number_a_record_to_sign_and_a_notice_in_hand(visit: Any, picture: Any) -> None:
    page = visit("/desk/")
    sign_in(page, "caiwen")
    talk_at_the_window(page, picture)
    with page.expect_download() as download:
        page.get_by_role("link", name="打印笔录").click()
    printed = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    words = "".join("".join(sheet.extract_text() for sheet in printed.pages).split())
    assert "高有田" in words and "东风桥安置房二期" in words and "宣读" in words
    page.locator("[name=signed][value=paper]").check()
    press(page, "记录签名情况")
    press(page, "登记成信访件")
    expect(settled(page)).to_contain_text("告知什么")
    page.locator("[name=act][value=accepted]").check()
    picture(page, "24-notice-chosen")
    press(page, "起草告知书")
    expect(page.locator("article.letter")).to_contain_text("受理")
    picture(page, "25-notice-draft")
    press(page, "签发")
    expect(settled(page)).to_contain_text("打印并交给来访人")
    page.fill("#id_receipt", "本人签收")
    picture(page, "26-notice-signed")
    press(page, "已当场交付")
    expect(settled(page)).to_contain_text("今天已经书面告知")
    picture(page, "27-notice-handed-over")
    page.get_by_role("link", name="打开事项").click()
    expect(settled(page)).to_contain_text("受理")
    page.goto("/desk/reception/talks/")
    expect(settled(page)).to_contain_text("在纸质笔录上签名")
    picture(page, "28-talks")


def test_an_urgent_event_is_reported_and_the_head_sees_it_on_top(visit: Any, picture: Any) -> None:
    page = visit("/desk/")
    sign_in(page, "zhouhui")
    page.goto("/desk/reception/events/new/")
    page.fill("#id_place", "市局大门外")
    page.fill("#id_headcount", "45")
    page.fill("#id_spokespersons", "5")
    page.fill("#id_asked", "要求发放东风桥工地拖欠的工资。")
    picture(page, "30-event-new")
    press(page, "登记，去报告")
    expect(settled(page)).to_contain_text("还没有报告，立即报告")
    picture(page, "31-event-unreported")
    page.fill("#id_situation", "代表正在接谈，现场平稳。")
    page.fill("#id_measures", "已请监察支队到场核实工资台账。")
    press(page, "记录报告")
    expect(settled(page)).to_contain_text("本级党委、本级政府")
    picture(page, "32-event-reported")
    event = page.url
    leader = visit("/desk/")
    sign_in(leader, "yanzheng")
    leader.goto("/desk/")
    picture(leader, "33-todo")
    page.goto(event)
    page.fill("#id_situation", "人员已经离开，工资已落实发放。")
    press(page, "这是最后一次，办结")
    expect(settled(page)).to_contain_text("事件已办结")
    page.goto("/desk/reception/events/")
    picture(page, "34-events")


def test_a_letter_that_does_not_arrive_gets_its_attempts_and_a_next_step(visit: Any, picture: Any) -> None:
    page = visit("/desk/")
    sign_in(page, "pengxiang")
    page.goto("/desk/reception/service/")
    picture(page, "40-unserved")
    nobody_tried = page.locator("main table tr", has=page.locator("td:last-child:text-is('0')"))
    nobody_tried.first.locator("a[href*='/service/']").click()
    for words in ("敲门没有人应", "邻居说外出打工"):
        page.locator("[name=way][value=hand]").check()
        page.locator("[name=address][value=home]").check()
        page.locator("[name=outcome][value=absent]").check()
        page.fill("#id_words", words)
        press(page, "记录")
    expect(settled(page)).to_contain_text(re.compile("邮寄，要求签收|送给代收人|电子送达"))
    page.fill("#id_who", "弟弟 高有粮")
    press(page, "记录委托")
    expect(settled(page)).to_contain_text("送给代收人")
    picture(page, "41-service")
    page.locator("[name=way][value=hand]").check()
    page.locator("[name=address][value=agent]").check()
    page.locator("[name=outcome][value=agent-signed]").check()
    page.fill("#id_words", "弟弟高有粮签收")
    press(page, "记录")
    expect(settled(page)).to_contain_text("已记录，并登记送达")


@pytest.mark.parametrize("look", list(LOOKS))
def test_a_record_a_notice_a_letters_way_and_an_event_are_for_everybody(
    visit: Any, site: str, look: str
) -> None:
    page, wrong = dressed(visit, site, look, "/desk/sign-in/"), []
    sign_in(page, "shiyulan")
    page.goto("/desk/reception/service/")
    page.goto(str(page.locator("main table a[href*='/service/']").first.get_attribute("href")))
    wrong += faults(page)
    page.goto("/desk/reception/events/new/")
    for field, words in {"place": "局门口", "headcount": "9", "asked": "要求发工资"}.items():
        page.fill(f"#id_{field}", words)
    page.locator("main form[data-guard] .btn-primary").first.click()
    page.wait_for_url(re.compile(r"/events/\d+/$"))
    wrong += faults(page)
    page.goto("/desk/reception/")
    page.locator("form[action$='/talks/begin/'] button").last.click()
    page.wait_for_url(re.compile(r"/talks/\d+/$"))
    wrong += faults(page)
    page.fill("#id_said", SAID)
    page.locator("main button[value=read_back]").click()
    page.locator("main form[action$='/register/']").wait_for()
    wrong += faults(page)
    page.locator("main form[action$='/register/'] button").click()
    page.wait_for_url("**/notice/")
    wrong += faults(page)
    page.locator("[name=act][value=accepted]").check()
    page.locator("main button[value=draft]").click()
    page.locator("article.letter").wait_for()
    wrong += faults(page)
    assert not wrong
