"""The registrar's forty-case morning: read, decided, on to the next; keys and clicks a case are counted."""

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_main_job import sign_in

CASES = 40
MOST = 8  # actions a case, everything counted
# What people bring on a morning, and what an experienced registrar takes it for.
SAID = (
    (
        "我在芷川县{place}的工地做钢筋工，包工头欠我{n}个月工资共{sum}元，要了多次都不给，请帮我追回。",
        "W1",
        "w",
    ),
    ("我在{place}的电子厂上班，厂里拖欠我{n}个月工资{sum}元，老板不接电话，请帮我要回来。", "W2", "w"),
    ("我{n}年前退休，核定养老金时少算了四年视同缴费年限，每月少发{sum}元，请重新核定。", "P1", ""),
    ("我在{place}上班被机器压断手指，单位不申报工伤，住院花了{sum}元，请认定工伤。", "I1", ""),
    ("公司无故辞退我，工作{n}年没有给经济补偿{sum}元，请问怎么维权。", "L2", ""),
    ("上回在{place}说的那件事，{n}个月了还是没有下文，当时交的{sum}元也没有说法。", "S3", ""),
    ("失业金申请{n}个月没有发，窗口说在审核，我家里每月要还{sum}元房贷，请问什么时候发。", "U1", ""),
    ("{place}小区物业乱收停车费{sum}元，{n}次找物业都不退，请管一管。", "N9", "r"),
)
PLACES = ("城关镇", "东风桥", "油榨坪", "北门", "新街口")
LETTER = (
    "领导同志：我一九七六年到公社农机站上班，养老金核定时少算了四年工龄。"
    "工资表在县档案馆有底，请派人查一查，重新核定。"
)


@dataclass
class Hands:
    """The registrar's hands: every key and click is counted, for the case at hand."""

    page: Page
    actions: int = 0
    counted: list[int] = field(default_factory=list)

    def press(self, key: str) -> None:
        self.actions += 1
        self.page.keyboard.press(key)

    def click(self, what: Any) -> None:
        self.actions += 1
        what.click()

    def over(self) -> None:
        """The case is done."""
        self.counted.append(self.actions)
        self.actions = 0


def hand_in(page: Page, number: int) -> tuple[str, str]:
    """Somebody hands in a petition; return what it is taken for and how the registrar goes on."""
    text, kind, step = SAID[number % len(SAID)]
    place = PLACES[number // len(SAID) % len(PLACES)]
    said = text.format(place=place, n=2 + number % 7, sum=1_000 + 137 * number)
    person = {"name": "周大勇", "phone": f"1990002{number:04d}", "address": "芷川县城关镇一号"}
    answer = page.request.post("/api/v1/petitions", data={"text": said, "person": person})
    assert answer.status == 201, answer.text()
    return kind, step


def decide(hands: Hands, wanted: str, step: str) -> None:
    """Decide the case on the screen with as few keys as it takes."""
    page = hands.page
    picks = page.locator("input[name=kind][data-pick]")
    offered = {str(p.get_attribute("value")): str(p.get_attribute("data-pick")) for p in picks.all()}
    chosen = page.locator("input[name=kind]:checked")
    if chosen.count() and chosen.get_attribute("value") == wanted:
        pass  # it is read as the registrar reads it
    elif wanted in offered:
        hands.press(offered[wanted])
    else:  # from the list: its key, then the code
        for key in ("6", *wanted):
            hands.press(key)
    if step and page.locator(f"input[name=step][data-pick={step}]").count():
        hands.press(step)
    if page.locator("input[name=to][data-pick=s]").count() and step != "r":
        hands.press("s")
    hands.press("Enter")


@pytest.mark.parametrize("size", ["desktop"])
def test_forty_cases_before_lunch(visit: Any, size: str, picture: Any) -> None:
    page = visit("/desk/")
    sign_in(page, "zhouhui")
    wanted = [hand_in(page, number) for number in range(CASES)]
    numbers = {}
    page.goto("/desk/matters/?number=&only=open&channel=web")
    hands = Hands(page)
    page.keyboard.press("Alt+s")
    expect(page.get_by_role("heading", level=1)).to_contain_text("逐件分拣")
    picture(page, "40-intake")
    done = 0
    while done < CASES:
        text = page.locator(".intake-text .said").first.inner_text()
        found = [n for n in range(CASES) if _amount(n) in text.replace(",", "")]
        before = page.locator("form.intake-form").get_attribute("action")
        if not found:  # one of the invented agency's own: put off, it is not of this morning
            page.keyboard.press("z")
        else:
            decide(hands, *wanted[found[0]])
            numbers[found[0]] = hands.actions
            hands.over()
            done += 1
        expect(page.locator(f"form.intake-form[action='{before}']")).to_have_count(0)
        page.wait_for_load_state()  # from then on its keys are listened to
        if "/steps/guided/" in page.url:
            raise AssertionError("no step of this morning asks for more")
    assert len(numbers) == CASES
    assert max(hands.counted) <= MOST, hands.counted
    _report("forty-cases", hands.counted)
    picture(page, "41-intake-done")

    # What was drafted on the way is signed one by one: each is read before the name goes under it.
    page.goto("/desk/")
    drafts = page.locator(".asked-of-me a[href*='/desk/letters/']")
    addresses = [str(a.get_attribute("href")) for a in drafts.all()][:5]
    assert addresses
    signing = Hands(page)
    for address in addresses:
        page.goto("/desk/")
        signing.click(page.locator(f".asked-of-me a[href='{address}']"))
        signing.click(page.get_by_role("button", name="签发", exact=True))
        expect(page.locator("main")).to_contain_text("已签发")
        signing.over()
    assert max(hands.counted) + max(signing.counted) <= MOST


def _amount(number: int) -> str:
    return f"{1_000 + 137 * number}元"


def _report(name: str, counted: list[int]) -> None:
    """Say what was counted, and keep it beside the pictures where somebody asked for them."""
    found = {"cases": len(counted), "mean": round(mean(counted), 2), "most": max(counted), "each": counted}
    sys.stdout.write(f"\n{name}: {json.dumps(found)}\n")
    if folder := os.environ.get("HUIYIN_PICTURES"):
        Path(folder, f"{name}.json").write_text(json.dumps(found), encoding="utf-8")


@pytest.mark.parametrize("size", ["desktop"])
def test_a_scan_lies_beside_the_field_while_it_is_typed_and_beside_the_text_after(
    visit: Any, size: str, picture: Any, tmp_path: Path
) -> None:
    scan, sheet = tmp_path / "来信.png", visit("about:blank")
    sheet.set_content(f"<p style='font:34px/2.2 serif; width:640px; margin:80px'>{LETTER}</p>")
    sheet.screenshot(path=scan, full_page=True)
    page = visit("/desk/")
    sign_in(page, "zhouhui")
    page.goto("/desk/register/")
    page.locator("[name=channel][value=letter]").check()
    page.set_input_files("#id_files", scan)
    expect(page.locator(".typing-scan img")).to_be_visible()
    page.fill("#id_text", LETTER)
    picture(page, "42-typing-from-a-scan")
    page.get_by_role("button", name="登记并出具回执", exact=True).click()
    page.wait_for_url("**/receipts/**")
    page.goto("/desk/matters/")
    page.locator("a.headline").first.click()
    page.get_by_role("link", name="对照看").first.click()
    shown = page.locator(".scan img")
    expect(shown).to_be_visible()
    assert shown.evaluate("img => img.naturalWidth") > 0
    picture(page, "43-beside")
