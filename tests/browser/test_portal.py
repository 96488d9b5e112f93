"""The portal on a phone, as somebody of seventy meets it: first petition, booked day, speaking, listening."""

import re
import sys
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES
from tests.browser.test_accessible import dressed, faults

TEXT = "我从2026年3月起在芷川县城关镇东风桥安置房工地做钢筋工，包工头拖欠农民工工资28000元。"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]{3}")
MOST_KILOBYTES = 150
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
FIRST_CONTENT_MS = 2_000
# A browser that recognises speech without sending it anywhere, and has a voice on the device.
CAN_SPEAK = """
  window.SpeechRecognition = class {
    start() { setTimeout(() => this.onresult({ results: [[{ transcript: "老板欠我三个月工资" }]] }), 20); }
    stop() { this.onend(); }
    abort() { this.onend(); }
  };
  window.spoken = [];
  speechSynthesis.getVoices = () => [{ localService: true, lang: "zh-CN", name: "本机" }];
  SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  speechSynthesis.speak = (one) => window.spoken.push(one.text);
"""


def go_on(page: Page) -> None:
    page.locator("main form[data-guard] p.actions button.btn-primary").last.click()


@pytest.mark.parametrize("size", ["phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_first_petition_by_phone(visit: Any, picture: Any, scripts: bool) -> None:
    page = visit("/", java_script_enabled=scripts)
    page.get_by_role("link", name=re.compile("我要反映")).last.click()
    page.fill("#id_text", TEXT)
    page.set_input_files(
        "#id_files", {"name": "工资条.txt", "mimeType": "text/plain", "buffer": "三月 5600".encode()}
    )
    page.get_by_role("button", name="先上传附件，留在这一页").click()
    expect(page.locator("main")).to_contain_text("工资条.txt")
    expect(page.locator("#id_text")).to_have_value(TEXT)
    go_on(page)

    clocks = page.locator("details.is-clock")
    expect(clocks.locator("summary")).to_contain_text("劳动仲裁 1 年")
    expect(clocks.locator("li").first).to_be_hidden()
    clocks.locator("summary").click()
    expect(clocks).to_contain_text("《劳动争议调解仲裁法》第二十七条")
    picture(page, f"portal-where-{scripts}")
    page.select_option("#id_place", label="芷川县")
    go_on(page)

    page.locator("details.is-answer summary").first.click()
    expect(page.locator("details.is-answer").first).to_contain_text("总承包公司先还")
    page.fill("#id_asked", "请帮我追回工资28000元。")
    go_on(page)

    expect(page.locator("#id_name")).to_be_visible()  # there; a browser still on its way cannot go back
    page.go_back()  # the back button loses nothing
    expect(page.locator("#id_asked")).to_have_value("请帮我追回工资28000元。")
    go_on(page)

    page.fill("#id_name", "周大勇")
    page.fill("#id_phone", "199 0000 4321")
    page.locator("[name=behalf][value=yes]").check()
    page.fill("#id_behalf_name", "周老太")
    page.select_option("#id_behalf_relation", label="父母")
    page.locator("[name=joint][value=yes]").check()
    page.fill("#id_persons", "7")
    page.fill("#id_companions", "吴小满\n林秋月\n钱一平\n孙二宝\n李三多")
    picture(page, f"portal-who-{scripts}")
    go_on(page)
    for words in ("周老太", "共 7 人共同提出", "只记名字、不做代表的：李三多", "芷川县", "工资条.txt"):
        expect(page.locator("main")).to_contain_text(words)
    page.locator("form.send button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的来信")
    assert CODE.search(page.locator("main").inner_text())
    page.go_back()
    page.goto("/submit/1/")
    expect(page.locator("#id_text")).to_have_value("")


@pytest.mark.parametrize("size", ["phone"])
def test_what_was_not_sent_yet_is_found_again_and_what_was_sent_or_thrown_away_is_not(visit: Any) -> None:
    page = visit("/submit/1/")
    page.on("dialog", lambda asks: asks.accept())
    page.fill("#id_text", "写到一半，手机没电了。")
    page.reload()
    expect(page.locator("#id_text")).to_have_value("写到一半，手机没电了。")
    expect(page.get_by_text("已经替您找回来了")).to_be_visible()
    go_on(page)
    page.goto("/submit/1/")
    expect(page.get_by_text("已经替您找回来了")).to_be_hidden()
    page.fill("#id_text", "改了一个字，又不要了。")
    page.locator("details.confirm summary").click()
    page.get_by_role("button", name="确定删除").click()
    page.goto("/submit/1/")
    expect(page.locator("#id_text")).to_have_value("")


@pytest.mark.parametrize("size", ["phone"])
def test_two_windows_do_not_write_over_each_other(visit: Any) -> None:
    page = visit("/submit/3/")
    page.fill("#id_asked", "先写的")
    go_on(page)
    page.goto("/submit/3/")
    other = page.context.new_page()
    other.goto("/submit/3/")
    page.fill("#id_asked", "这边改的")
    go_on(page)
    other.fill("#id_asked", "那边改的")
    go_on(other)
    expect(other.locator("#other")).to_contain_text("这边改的")
    expect(other.locator("#other")).to_be_focused()
    expect(other.locator("#id_asked")).to_have_value("那边改的")
    go_on(other)
    expect(other).to_have_url(re.compile("/submit/4/"))


@pytest.mark.parametrize("size", ["phone"])
def test_one_speaks_instead_of_typing_once_told_where_the_sound_may_go(visit: Any) -> None:
    page = visit("/submit/1/")
    page.context.add_init_script("delete window.SpeechRecognition; delete window.webkitSpeechRecognition")
    page.goto("/submit/1/")
    expect(page.get_by_role("button", name="用说的，不用打字")).to_be_hidden()
    page.context.add_init_script(CAN_SPEAK)
    page.goto("/submit/1/")
    page.fill("#id_text", "事情是这样的。")
    page.get_by_role("button", name="用说的，不用打字").click()
    expect(page.get_by_text("可能把您的声音发给浏览器的生产厂商")).to_be_visible()
    expect(page.get_by_role("button", name="知道了，开始说")).to_be_focused()
    page.get_by_role("button", name="不用，我打字").click()
    expect(page.locator("#id_text")).to_have_value("事情是这样的。")
    page.get_by_role("button", name="用说的，不用打字").click()
    page.get_by_role("button", name="知道了，开始说").click()
    expect(page.locator("#id_text")).to_have_value("事情是这样的。\n老板欠我三个月工资")
    page.get_by_role("button", name="说完了").click()
    expect(page.get_by_role("button", name="用说的，不用打字")).to_be_focused()


@pytest.mark.parametrize("size", ["phone"])
def test_a_page_is_read_aloud_by_a_voice_of_the_device_only(visit: Any) -> None:
    page = visit("/rights/")
    expect(page.get_by_role("button", name="读给我听")).to_be_hidden()
    page.context.add_init_script(CAN_SPEAK)
    page.goto("/rights/")
    page.get_by_role("button", name="读给我听").click()
    spoken = page.evaluate("window.spoken")
    assert any("打击报复" in one for one in spoken) and all(len(one) < 200 for one in spoken)
    page.get_by_role("button", name="停止朗读").click()
    expect(page.get_by_role("button", name="读给我听")).to_be_visible()


@pytest.mark.parametrize("size", ["phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_reception_day_is_booked_and_given_back(visit: Any, picture: Any, scripts: bool) -> None:
    page = visit("/visits/", java_script_enabled=scripts)
    expect(page.locator("main")).to_contain_text("已约满")
    picture(page, "81-visits" if scripts else "82-visits-without-scripts")
    page.locator("main a.btn-primary").last.click()
    page.locator("[name=time]").last.check()
    page.fill("#id_name", "周师傅")
    page.fill("#id_phone", f"1990000990{int(scripts)}")
    page.get_by_role("button", name="约好").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("约好了")
    picture(page, f"portal-booked-{scripts}")
    code = CODE.search(page.locator("main").inner_text())
    assert code
    page.get_by_role("button", name="看完了，收起来").click()
    page.goto("/visits/booking/")
    page.fill("#id_code", code[0].lower())
    page.get_by_role("button", name="查看").click()
    page.locator("details.confirm summary").click()
    page.get_by_role("button", name="确定取消").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("这个预约已经取消")


@pytest.mark.parametrize("size", ["phone"])
def test_every_state_of_the_form_is_for_everybody(visit: Any, site: str) -> None:
    page = dressed(visit, site, "plain")
    page.context.add_init_script(CAN_SPEAK)
    wrong = []
    page.goto("/submit/1/")
    page.locator("[data-voice-start]").click()
    wrong += faults(page)
    go_on(page)  # nothing was written: the page says so
    wrong += faults(page)
    page.fill("#id_text", TEXT)
    page.set_input_files("#id_files", {"name": "欠条.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="先上传附件，留在这一页").click()
    wrong += faults(page)
    if page.locator("button[name=read]").count():
        page.locator("button[name=read]").click()
        wrong += faults(page)
        page.goto("/submit/1/")
    go_on(page)
    for number in (2, 3):
        page.goto(f"/submit/{number}/")
        page.locator("details.group").evaluate_all("all => all.forEach(one => { one.open = true; })")
        wrong += faults(page)
    page.goto("/submit/4/")
    page.locator("[name=joint][value=yes]").check()
    page.locator("[name=behalf][value=yes]").check()
    go_on(page)
    wrong += faults(page)
    page.goto("/questions/")
    page.fill("#id_words", "啊啊啊")
    page.get_by_role("button", name="找一找").click()
    wrong += faults(page)
    page.goto("/visits/")
    page.locator("main a.btn-primary").last.click()
    wrong += faults(page)
    page.get_by_role("button", name="约好").click()
    wrong += faults(page)
    assert not wrong


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)


def measured(browser: Browser, site: str, path: str, *, slow: bool) -> tuple[float, float]:
    """Return the kilobytes of a first visit, and the milliseconds until its first content is painted."""
    context = browser.new_context(base_url=site, **SIZES["phone"])
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW)
    moved: list[float] = []
    session.on("Network.loadingFinished", lambda event: moved.append(event["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    return sum(moved) / 1000, float(painted)


@pytest.mark.parametrize("path", ["/", "/submit/1/", "/rights/", "/questions/", "/visits/"])
def test_a_first_visit_moves_little(browser: Browser, site: str, path: str) -> None:
    kilobytes, _ = measured(browser, site, path, slow=False)
    sys.stdout.write(f"{path}: {kilobytes:.1f} kB on the first visit\n")
    assert kilobytes <= MOST_KILOBYTES


def test_first_content_comes_soon_on_a_slow_line(browser: Browser, site: str) -> None:
    """400 ms there and back, 400 kbit/s: best of three, for the machine may be busy with other tests."""
    painted = min(measured(browser, site, "/", slow=True)[1] for _ in range(3))
    sys.stdout.write(f"first content after {painted:.0f} ms on a slow line\n")
    assert painted <= FIRST_CONTENT_MS
