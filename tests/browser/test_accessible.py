"""Pages are for everybody: axe-core finds nothing, nothing runs off the side, JavaScript is no condition."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from huiyin.demo.play import PASSWORD

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PORTAL = ("/", "/submit/", "/submit/1/", "/submit/2/", "/submit/3/", "/submit/4/", "/follow/", "/rights/",
          "/safeguards/", "/desk/sign-in/")  # fmt: skip
RECEPTION = ("/desk/reception/", "/desk/reception/talks/", "/desk/reception/service/",
             "/desk/reception/events/", "/desk/reception/events/new/")  # fmt: skip
DESK = ("/desk/", "/desk/?due=overdue", "/desk/matters/", "/desk/register/", "/desk/components/", *RECEPTION,
        "/desk/notices/", "/desk/account/", "/desk/account/password/", "/desk/account/second-factor/",
        "/desk/away/", "/desk/hand-over/")  # fmt: skip
LOOKS = {
    "plain": {},
    "dark and large": {"huiyin_theme": "dark", "huiyin_text": "large"},
    "English": {"huiyin_language": "en"},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    """Return what axe-core finds wrong with a page, and whether it runs off the side."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    wrong = [f"{page.url} {v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return wrong + ([f"{page.url} is {wide} wide on {seen}"] if wide > seen + 1 else [])


def dressed(visit: Any, site: str, look: str, path: str = "/") -> Page:
    page: Page = visit(
        path, bypass_csp=True
    )  # axe is brought in by the test; the policy itself is walked elsewhere
    page.context.add_cookies(
        [{"name": name, "value": value, "url": site} for name, value in LOOKS[look].items()]
    )
    return page


@pytest.mark.parametrize("look", list(LOOKS))
def test_every_page_of_the_portal(visit: Any, site: str, look: str) -> None:
    page, wrong = dressed(visit, site, look), []
    for path in PORTAL:
        page.goto(path)
        wrong += faults(page)
    assert not wrong


@pytest.mark.parametrize("look", list(LOOKS))
def test_every_page_of_the_workbench(visit: Any, site: str, look: str) -> None:
    page, wrong = dressed(visit, site, look), []
    page.goto("/desk/sign-in/")
    page.fill("[name=login]", "shiyulan")  # registrar, handler and head of a small county
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/desk/")
    for path in DESK:
        page.goto(path)
        wrong += faults(page)
    page.goto("/desk/matters/")
    page.locator("main table a[href*='/desk/matters/']").first.click()
    wrong += faults(page)
    steps = page.locator("a[href*='/steps/']").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    for path in steps:
        page.goto(path)
        wrong += faults(page)
    assert steps
    assert not wrong


def test_a_petition_is_handed_in_without_javascript(visit: Any) -> None:
    page = visit("/submit/", java_script_enabled=False)
    page.fill("#id_text", "杉岭县油榨坪乡的公益性岗位补贴两个月没有发，请问什么时候发。")
    for name in ("下一步", "下一步", "下一步"):
        page.locator("main form[data-guard] button.btn-primary", has_text=name).click()
    page.locator("[name=anonymous]").last.check()
    page.locator("main form[data-guard] button.btn-primary").click()
    page.locator("form.send button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的来信")


def test_the_keyboard_reaches_the_main_thing_of_the_first_page(visit: Any, size: str) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("跳到正文")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.getAttribute('href')"))
    assert "/submit/" in seen
