"""From handler to a served letter: checked while it is written, compared, signed, printed, proven."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import SIZES
from tests.browser.test_accessible import LOOKS, dressed, faults
from tests.browser.test_accessible import enter as enter_dressed
from tests.browser.test_main_job import press, sign_in

HANDLER, HEAD, ANOTHER = "qinli", "liangzhiyuan", "leina"
STEP = "main a[href$='/steps/opinion_issued/']"
WRITTEN = {
    "investigation": "查阅了参保缴费记录和待遇核定表，当面听取了本人意见。",
    "findings": "缴费记录与核定表一致，核定时漏算了一段视同缴费年限。",
    "view": "支持您的请求，尽快为您重新核定。",
    "law": "《信访工作条例》第三十二条",
}


def draft_an_opinion(page: Page) -> str:
    """Draft an opinion on the first matter that is due for one; return the address of the draft."""
    page.goto("/desk/")
    found = page.locator("main table a.headline").evaluate_all("links => links.map(a => a.href)")
    for address in found:
        page.goto(address)
        if page.locator(STEP).count():
            break
    page.locator(STEP).first.click()
    page.locator("[name=result][value=support]").check()
    page.locator("#id_form [type=submit]").first.click()
    expect(page.locator("#id_findings")).to_be_visible()
    return page.url


def write(page: Page, words: dict[str, str]) -> None:
    for element, said in words.items():
        page.fill(f"#id_{element}", said)


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(made, "PNG")
    return made.getvalue()


def test_a_handlers_letter_from_the_first_word_to_the_signed_receipt(
    visit: Any, size: str, picture: Any
) -> None:
    page = visit("/desk/")
    sign_in(page, HANDLER)
    draft = draft_an_opinion(page)

    # What does not agree is said while it is typed, before anything is saved.
    write(page, WRITTEN)
    checks = page.locator("#checks")
    expect(checks).to_contain_text("尽快", timeout=15_000)
    picture(page, "60-checks")
    page.fill("#id_view", "支持您的请求，于2099年1月31日前为您重新核定。")
    expect(checks).not_to_contain_text("尽快", timeout=15_000)
    press(page, "保存草稿")
    expect(page.locator("main")).to_contain_text("法律要求的内容都已写到")

    # The versions show what came.
    page.get_by_role("link", name=re.compile(r"^\d+ 版$")).click()
    expect(page.locator("main ins").first).to_be_visible()
    picture(page, "61-versions")

    # The head signs from the list of what waits.
    head = visit("/desk/")
    sign_in(head, HEAD)
    head.goto("/desk/letters/")
    expect(head.locator(f"main a[href*='{draft.partition('/desk/')[2]}']").first).to_be_attached()
    picture(head, "64-to-sign")
    head.goto(draft)
    press(head, "签发")
    expect(head.locator("main")).to_contain_text("已签发")

    # The day's letters go on paper together; this one is not printed by itself a second time.
    page.goto("/desk/letters/day/")
    picture(page, "62-day")
    press(page, "合成打印文件")
    expect(page.locator("main")).to_contain_text("第 1 次打印" if size == next(iter(SIZES)) else "次打印")
    file = page.get_by_role("link", name="下载打印文件（PDF）").get_attribute("href")
    printed = PdfReader(io.BytesIO(page.request.get(str(file)).body()))
    assert len(printed.pages) >= 2, "a list in front, then the letters"

    # Served by hand, with the signed receipt as a photo.
    page.goto(draft)
    picture(page, "63-signed")
    page.locator("[name=how][value=hand]").check()
    page.fill("#id_receipt", "本人签收")
    press(page, "登记送达")
    expect(page.locator("main")).to_contain_text("已送达")
    page.get_by_text("存入签收回证").first.click()
    page.set_input_files("input[type=file]", {"name": "回证.png", "mimeType": "image/png", "buffer": photo()})
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("回证.png")


@pytest.mark.parametrize("look", list(LOOKS))
def test_a_letter_is_for_everybody_in_each_of_its_states(visit: Any, site: str, look: str) -> None:
    page = dressed(visit, site, look)
    enter_dressed(page, ANOTHER)
    draft, wrong = draft_an_opinion(page), []
    wrong += faults(page)
    write(page, {**WRITTEN, "remedy": "不服可以向县政府申请复核。"})
    expect(page.locator("#checks")).to_contain_text("尽快", timeout=15_000)
    for summary in page.locator("#checks summary").all():
        summary.click()
    wrong += faults(page)
    page.locator("#id_form button[value=save]").click()
    expect(page.locator("#checks [value^=overrule]").first).to_be_attached()
    page.goto(f"{draft}versions/")
    wrong += faults(page)
    page.goto(draft)
    page.locator("details:has([value=discard]) summary").last.click()
    wrong += faults(page)
    page.locator("button[value=discard]").click()
    assert not wrong
