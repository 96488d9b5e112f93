"""A registrar corrects a kind with one key; the next petition like it is read as corrected, and says why."""

import re
import time
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.test_main_job import open_newest, sign_in

# What comes in, and what comes in after it from somebody else; in other words on each size of screen.
SAID = {
    "desktop": (
        "老粮站宿舍的三十几户职工集资建房款交了十一年，房产证一直办不下来，粮站改制以后没有人管，请求查清办证。",
        "我也住老粮站宿舍，职工集资建房款交了十一年，房产证一直办不下来，粮站改制以后没有人管，盼早日办证。",
    ),
    "phone": (
        "我在乡里的农机站做过十二年临时工，站里撤了以后没人管，现在想把那几年补缴养老，又怕工龄不算，请求给个说法。",
        "我也在农机站做过临时工，站里撤了以后没人管，想把那几年补缴养老，又怕工龄不算，盼望给个说法。",
    ),
}


def hand_in(page: Page, text: str, phone: str) -> None:
    given = {"text": text, "person": {"name": "许见山", "phone": phone}}
    answer = page.request.post("/api/v1/petitions", data=given)
    assert answer.status == 201, answer.text()


def offered(page: Page) -> list[str]:
    """The kinds on offer, the likeliest first."""
    found = page.locator(".choices button[name=kind]")
    return [str(found.nth(n).get_attribute("value")) for n in range(found.count())]


def press_second(page: Page, size: str) -> None:
    if size == "desktop":
        page.keyboard.press("Alt+2")
    else:
        page.locator(".choices button[name=kind]").nth(1).tap()
    expect(page.locator("main")).to_contain_text("已确认")


def test_a_correction_with_one_key_is_learned_and_says_why(visit: Any, size: str, picture: Any) -> None:
    first, alike = SAID[size]
    registrar = visit("/desk/")
    sign_in(registrar, "zhouhui")
    hand_in(registrar, first, f"199000{len(first):05d}")
    open_newest(registrar)
    before = offered(registrar)
    picture(registrar, "30-one-key")
    press_second(registrar, size)

    hand_in(registrar, alike, f"199001{len(alike):05d}")
    ends = time.monotonic() + 30
    while time.monotonic() < ends:  # the worker keeps it in mind within seconds
        open_newest(registrar)
        if offered(registrar)[0] == before[1]:
            break
    assert offered(registrar)[0] == before[1] != before[0]
    learned = registrar.locator(f"[data-learned={before[1]}]").first
    expect(learned).to_have_text(re.compile("与.*已确认的信访件相似"))
    picture(registrar, "31-learned")

    registrar.goto("/desk/teach/")
    asked = registrar.locator("section.question")
    expect(asked.first).to_be_visible()
    picture(registrar, "32-teach")
    if size == "desktop":  # the first one has the focus: a digit alone confirms it
        number = str(asked.first.get_attribute("aria-labelledby"))
        registrar.keyboard.press("1")
        expect(registrar.locator("main")).to_contain_text("已确认")
        expect(registrar.locator(f"[aria-labelledby={number}]")).to_have_count(0)
