"""Days at the desk: two windows, back, twice, a restart half way, many at once, keys, a leader's Monday."""

import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tools.postgres import free_port

from huiyin.demo.play import PASSWORD
from tests.browser.conftest import _huiyin, _wait
from tests.browser.test_main_job import sign_in

WORDS = "王女士今天来过，答应下周补交考勤表，请留意。"


def enter(page: Page, login: str) -> None:
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button").first.click()


def open_a_matter(page: Page) -> str:
    page.goto("/desk/matters/?stage=accepted")
    page.locator("a.headline").first.click()
    expect(page.locator("#id_note")).to_be_visible()
    return page.url


def test_signed_out_in_one_window_nothing_typed_in_the_other_is_lost(visit: Any, picture: Any) -> None:
    first = visit("/desk/")
    sign_in(first, "tanxiaoyu")
    address = open_a_matter(first)
    first.fill("#id_note", WORDS)
    second = first.context.new_page()
    second.goto("/desk/")
    second.get_by_role("button", name="退出").click()
    expect(second).to_have_url(re.compile("sign-in"))
    first.get_by_role("button", name="添加备注").click()
    expect(first).to_have_url(re.compile("sign-in"))
    enter(first, "tanxiaoyu")
    expect(first.get_by_role("heading", level=1)).to_have_text("刚才填写的内容还在")
    picture(first, "44-still-there")
    area = first.locator("#kept textarea")
    expect(area).to_have_value(WORDS)
    area.fill(f"{WORDS}电话已核对。")
    first.get_by_role("button", name="继续提交").click()
    expect(first).to_have_url(re.compile(re.escape(address)))
    expect(first.locator("main")).to_contain_text("电话已核对。")


def test_a_new_sign_in_in_one_window_does_not_cost_the_other_its_words(visit: Any) -> None:
    first = visit("/desk/")
    sign_in(first, "tanxiaoyu")
    open_a_matter(first)
    first.fill("#id_note", f"{WORDS}（二）")
    second = first.context.new_page()
    second.goto("/desk/")
    second.get_by_role("button", name="退出").click()
    enter(second, "tanxiaoyu")
    expect(second).to_have_url(re.compile("/desk/$"))
    first.get_by_role("button", name="添加备注").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("刚才填写的内容还在")
    first.get_by_role("button", name="继续提交").click()
    expect(first.locator("main")).to_contain_text(f"{WORDS}（二）")


@pytest.mark.parametrize("size", ["desktop"])
def test_two_windows_on_one_matter_and_the_later_one_is_told(visit: Any, size: str, picture: Any) -> None:
    first = visit("/desk/")
    sign_in(first, "zhouhui")
    first.goto("/desk/?show=unsorted")
    first.locator("a.headline").last.click()
    second = first.context.new_page()
    second.goto(first.url)
    second.select_option("#id_kind", index=3)
    second.select_option("#id_nature", "claim")
    second.locator("#sorting").get_by_role("button", name="确认").click()
    expect(second.locator("main")).to_contain_text("分类已确认")
    first.select_option("#id_kind", index=7)
    first.select_option("#id_nature", "claim")
    wanted = first.locator("#id_kind").input_value()
    first.locator("#sorting").get_by_role("button", name="确认").click()
    expect(first.locator("main")).to_contain_text("刚才有这些变化")
    expect(first.locator("main")).to_contain_text("您自己（在另一个窗口）：确认分类")
    expect(first.locator("#id_kind")).to_have_value(wanted)
    picture(first, "45-two-windows")
    second.go_back()
    expect(second.locator("main")).to_contain_text("信访人怎么说")  # back is a page like any other
    second.close()


def test_pressed_twice_a_form_is_sent_once(visit: Any) -> None:
    page = visit("/desk/")
    sign_in(page, "tanxiaoyu")
    open_a_matter(page)
    page.fill("#id_note", f"{WORDS}（两次）")
    page.get_by_role("button", name="添加备注").dblclick()
    expect(page.get_by_text(f"{WORDS}（两次）", exact=True)).to_have_count(1)


@pytest.fixture
def restarted(played: Path, tmp_path: Path) -> Iterator[Any]:
    """A site of its own that can be stopped in the middle and started again on the same address."""
    home, port, running = tmp_path / "home", free_port(), list[subprocess.Popen[bytes]]()
    shutil.copytree(played, home)
    address = f"http://127.0.0.1:{port}"

    def start() -> str:
        with (home / "log").open("ab") as log:
            running.append(_huiyin(home, log, "demo", "--no-browser", "--port", str(port)))
        _wait(address, running[-1], home / "log")
        return address

    def stop() -> None:
        running[-1].terminate()
        running[-1].wait(timeout=30)
        with pytest.raises(OSError):
            urllib.request.urlopen(f"{address}/healthz", timeout=2)

    start.stop = stop  # type: ignore[attr-defined]
    yield start
    if running and running[-1].poll() is None:
        stop()


@pytest.mark.parametrize("size", ["desktop"])
def test_a_restart_half_way_costs_neither_the_session_nor_a_word(
    browser: Browser, restarted: Any, size: str
) -> None:
    context = browser.new_context(locale="zh-CN", base_url=restarted())
    page = context.new_page()
    page.set_default_timeout(15_000)
    sign_in(page, "tanxiaoyu")
    address = open_a_matter(page)
    page.fill("#id_note", WORDS)
    restarted.stop()
    page.get_by_role("button", name="添加备注").click()
    page.wait_for_url(re.compile("chrome-error|/note/"))
    restarted()
    page.go_back()  # the words are still in the form, or the browser sends it again
    page.goto(address)
    expect(page.locator("#id_note")).to_be_visible()  # still signed in
    page.fill("#id_note", WORDS)
    page.get_by_role("button", name="添加备注").click()
    expect(page.locator("main")).to_contain_text(WORDS)
    context.close()


@pytest.mark.parametrize("size", ["desktop"])
def test_many_at_once_by_keyboard_alone_looked_through_and_done(visit: Any, size: str, picture: Any) -> None:
    page = visit("/desk/")
    sign_in(page, "zhouhui")
    page.goto("/desk/?show=unsorted")
    page.locator("[data-tick]").first.focus()
    for _ in range(2):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    expect(page.locator("[data-picked]")).to_have_text("选中 2 件")
    picture(page, "46-ticked")
    page.locator("#id_what").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("指定承办人")
    page.locator("#id_to").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("可以办 2 件")
    picture(page, "47-looked-through")
    page.get_by_role("button", name="办这 2 件").press("Enter")
    expect(page.locator("main")).to_contain_text("办好 2 件")
    picture(page, "48-batch-done")


@pytest.mark.parametrize("size", ["desktop"])
def test_a_list_is_narrowed_kept_and_opened_again(visit: Any, size: str, picture: Any) -> None:
    page = visit("/desk/")
    sign_in(page, "zhouhui")
    page.goto("/desk/matters/")
    page.get_by_text("更多条件").click()
    page.get_by_label("来信", exact=True).check()
    page.get_by_label("已登记", exact=True).check()
    page.get_by_role("button", name="筛选").last.click()
    expect(page.locator("a.condition")).to_have_count(2)
    picture(page, "49-narrowed")
    address = page.url
    page.get_by_text("保存这个筛选").click()
    page.fill("#id_name", "新来信")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("link", name="新来信")).to_be_visible()
    page.goto("/desk/matters/")
    page.get_by_role("link", name="新来信").click()
    expect(page).to_have_url(re.compile(r"\?stage=registered&channel=letter$"))
    assert "channel=letter" in address
    page.locator("a.condition").first.click()
    expect(page.locator("a.condition")).to_have_count(1)


@pytest.mark.parametrize("size", ["desktop"])
def test_keys_lead_everywhere_and_rest_while_somebody_types(visit: Any, size: str, picture: Any) -> None:
    page = visit("/desk/")
    sign_in(page, "zhouhui")

    def reached(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.locator("[aria-keyshortcuts]").first).to_be_attached()  # its keys are listened to

    reached("我的待办")
    page.keyboard.press("Shift+?")
    reached("快捷键")
    picture(page, "50-keys")
    page.keyboard.press("Alt+m")
    reached("全部事项")
    page.keyboard.press("Alt+k")
    expect(page.locator("#id_find")).to_be_focused()
    page.keyboard.type("?")
    expect(page.locator("#id_find")).to_have_value("?")
    page.keyboard.press("Alt+/")
    reached("快捷键")
    page.get_by_role("button", name="关掉单个键").click()
    expect(page.get_by_role("button", name="打开单个键")).to_be_visible()
    reached("快捷键")
    page.keyboard.press("Alt+t")
    reached("我的待办")
    page.keyboard.press("Shift+?")
    reached("我的待办")
    page.keyboard.press("Alt+s")
    before = page.locator("input[name=step]:checked").get_attribute("value")
    page.keyboard.press("w")
    assert page.locator("input[name=step]:checked").get_attribute("value") == before


def test_a_leaders_monday(visit: Any, size: str, picture: Any) -> None:
    page = visit("/desk/sign-in/")
    enter(page, "shenguohua")
    expect(page.get_by_role("heading", level=1)).to_have_text("各单位情况")
    main = page.locator("main")
    expect(main).to_contain_text("由您包案或负责的")
    expect(page.locator(".own-cases .week-steps").first).to_contain_text("这一周：")
    picture(page, "51-week")
    offices = page.locator("tbody th").all_inner_texts()
    assert offices[0] == "云浦市人力资源和社会保障局"  # in the order of their areas, not by how much there is
    week = page.locator(".week a").first
    said = int(week.inner_text().rstrip("+"))
    week.click()
    rows = page.locator("a.headline")
    assert said >= rows.count() > 0
    picture(page, "52-week-behind-a-number")
    rows.first.click()
    expect(page.locator("main")).to_contain_text("信访人怎么说")
    page.goto("/desk/overview/")
    late = page.locator("tbody td a").first
    count = int(late.inner_text().rstrip("+"))
    late.click()
    expect(page.locator(".tab[aria-current] .n")).to_have_text(str(count))
    assert page.locator("a.headline").count() == min(count, 50)
    page.goto("/desk/overview/")
    page.locator(".own-cases a").first.click()
    expect(page.locator("main")).to_contain_text("记一笔")
    picture(page, "53-own-case")
