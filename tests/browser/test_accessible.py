"""Pages are for everybody: axe-core finds nothing, nothing runs off the side, JavaScript is no condition."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.base.clock import today
from huiyin.demo.play import PASSWORD
from tests.browser.conftest import SIZES, TOO_WIDE

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PORTAL = ("/", "/submit/", "/submit/1/", "/submit/2/", "/submit/3/", "/submit/4/", "/follow/", "/rights/",
          "/questions/", "/questions/W1/", "/visits/", "/visits/booking/", "/safeguards/",
          "/desk/sign-in/")  # fmt: skip
RECEPTION = ("/desk/reception/", "/desk/reception/days/", "/desk/reception/talks/",
             "/desk/reception/service/", "/desk/reception/events/",
             "/desk/reception/events/new/")  # fmt: skip
DESK = ("/desk/", "/desk/?whose=office", "/desk/?show=waiting", "/desk/intake/", "/desk/keys/",
        "/desk/overview/", "/desk/matters/", "/desk/matters/?stage=accepted&channel=web&due=newly",
        "/desk/register/", "/desk/components/", *RECEPTION,
        "/desk/notices/", "/desk/account/", "/desk/account/password/", "/desk/account/second-factor/",
        "/desk/away/", "/desk/hand-over/", "/desk/letters/", "/desk/letters/mine/", "/desk/letters/day/",
        "/desk/letters/numbers/", "/desk/insight/")  # fmt: skip
INSIGHT = ("/desk/insight/?field=W&weeks=52", "/desk/insight/forecast/", "/desk/insight/warning/",
           "/desk/insight/policies/", "/desk/insight/effect/?day=2026-03-02&about=P",
           "/desk/insight/profile/?kind=W1", "/desk/insight/ways/", "/desk/insight/alike/",
           "/desk/insight/brief/", "/desk/insight/")  # fmt: skip
ADMINISTRATION = ("/desk/administration/", "/desk/administration/roles/", "/desk/administration/numbers/",
                  "/desk/administration/agency/", "/desk/administration/areas/",
                  "/desk/administration/calendars/", "/desk/administration/calendars/2026/",
                  "/desk/administration/limits/", "/desk/administration/limits/keep_concluded_years/",
                  "/desk/administration/words/", "/desk/administration/words/acceptance/path/",
                  "/desk/administration/changes/", "/desk/offices/", "/desk/offices/new/", "/desk/offices/1/",
                  "/desk/offices/1/end/", "/desk/staff/", "/desk/staff/1/",
                  "/desk/staff/1/leave/")  # fmt: skip
LOOKS = {"plain": {}, "English": {"huiyin_language": "en"}}
# Words of English are longer: what they do to a page shows in the narrow window first.
IN_EACH = pytest.mark.parametrize(
    ("size", "look"), [("desktop", "plain"), ("phone", "plain"), ("phone", "English")]
)
DARK_AND_LARGE = {"huiyin_theme": "dark", "huiyin_text": "large"}
# Who walks on from where, after the first page.
WALKS = (
    ("",),
    ("tanxiaoyu", "/desk/reception/talks/", "/desk/reception/service/", "/desk/repeats/"),
    ("liangzhiyuan", "/desk/away/"),
    ("luotao",),
    ("hebo",),
)
NO_PAGE = re.compile(
    r"\.(pdf|docx)$|\.csv(\?|$)|/(files|pdf|docx|bundle|export|batches|copy|language|prefs|static)/"
)  # addresses that are no page
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKED_AT = {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}
# What is right is not described: on long lists that takes longer than finding what is wrong.
FAULTS = """([rules, lookedAt]) => {
  const root = document.documentElement;
  const run = (runOnly, look) => axe.run(document, { runOnly, resultTypes: ["violations"] }).then(found =>
    found.violations.map(v => `${location.pathname}${look} ${v.id}: ${v.nodes[0].html.slice(0, 120)}`));
  const before = { ...root.dataset };
  const dressed = looks => {
    for (const name of ["theme", "text"]) if (looks[name]) root.dataset[name] = looks[name];
      else delete root.dataset[name];
  };
  return run(rules, "").then(plain => {
    if (root.lang.startsWith("en")) return plain;
    dressed({ theme: "dark", text: "large" });
    return run(lookedAt, " dark and large").then(other => {
      dressed(before);
      return [...plain, ...other];
    });
  });
}"""


def faults(page: Page) -> list[str]:
    """Return what axe-core finds wrong with a page; whether it runs off the side is asked of every page.

    What depends on how a page looks is asked in dark and large, too, without loading it again; of Chinese
    only, for other words have the same colours.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(FAULTS, [RULES, LOOKED_AT])
    return found


def enter(page: Page, login: str) -> None:
    page.goto("/desk/sign-in/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url(re.compile(r"/desk/(?!sign-in)"))


def dressed(visit: Any, site: str, look: str, path: str = "/") -> Page:
    page: Page = visit(
        path, bypass_csp=True, reduced_motion="reduce"
    )  # axe is brought in by the test; the policy itself is walked elsewhere
    page.context.add_cookies(
        [{"name": name, "value": value, "url": site} for name, value in LOOKS[look].items()]
    )
    return page


def test_dark_and_large_is_what_a_visitor_chose(visit: Any, site: str) -> None:
    page: Page = visit("/")
    page.context.add_cookies([{"name": n, "value": v, "url": site} for n, v in DARK_AND_LARGE.items()])
    page.goto("/")
    assert page.evaluate("({ ...document.documentElement.dataset })") == {"theme": "dark", "text": "large"}


@pytest.mark.parametrize(
    ("where", "looks"),
    [
        ("none", []),
        ("html:not([data-theme]) h1", [""]),
        ("[data-theme=dark] h1", [" dark and large"]),
        ("h1", ["", " dark and large"]),
    ],
)
def test_a_fault_is_found_in_either_look(browser: Browser, where: str, looks: list[str]) -> None:
    page = browser.new_page()
    style = f"<style>{where} {{ color: #ddd; background: #eee }}</style>"
    page.set_content(
        f"<!doctype html><html lang='zh'><title>长</title>{style}<main><h1>看不清的字</h1></main>"
    )
    found = faults(page)
    page.close()
    assert [words.split(":")[0] for words in found] == [f"blank{look} color-contrast" for look in looks]


@IN_EACH
def test_every_page_of_the_portal(visit: Any, site: str, look: str) -> None:
    page, wrong = dressed(visit, site, look), []
    for path in PORTAL:
        page.goto(path)
        wrong += faults(page)
    assert not wrong


@IN_EACH
def test_every_page_of_the_workbench(visit: Any, site: str, look: str) -> None:
    page, wrong = dressed(visit, site, look), []
    enter(page, "shiyulan")  # registrar, handler and head of a small county
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


@pytest.mark.usefixtures("reckoned")
def test_every_page_of_insight_with_numbers_on_it(visit: Any, site: str) -> None:
    page, wrong = dressed(visit, site, "plain"), []
    enter(page, "shenguohua")
    for path in INSIGHT:
        page.goto(path)
        wrong += faults(page)
    page.locator(".findings a.headline").first.click()
    page.locator("details:has([name=due]) > summary").click()
    wrong += faults(page)
    page.locator("[name=sort]").first.check()
    page.fill("[name=due]", (today() + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="记下行动").click()
    page.locator("a[href*='/undertaken/']").last.click()
    page.locator("summary", has_text="改期").click()
    wrong += faults(page)
    assert not wrong


@IN_EACH
def test_every_page_of_administration(visit: Any, site: str, look: str) -> None:
    page, wrong = dressed(visit, site, look), []
    enter(page, "luotao")
    for path in ADMINISTRATION:
        page.goto(path)
        wrong += faults(page)
    assert not wrong


def shape(address: str) -> str:
    """Return an address without what is different from matter to matter, system to system, step to step."""
    path = re.sub(
        r"/(remedies|questions|exchange|systems|steps|limits)/[^/]+/", r"/\1/#/", urlsplit(address).path
    )
    path = re.sub(r"/words/[^/]+/[^/]+/", "/words/#/#/", path)
    return re.sub(r"[0-9]+", "#", path)


def too_wide(page: Page) -> list[str]:
    """Return how a page runs off the side of either window; it is loaded once for both."""
    found = []
    for size in SIZES.values():
        page.set_viewport_size(size["viewport"])
        found += page.evaluate(TOO_WIDE, size["viewport"]["width"])
    return found


@pytest.mark.parametrize("size", ["desktop"])
def test_every_other_page_that_a_link_leads_to_fits_both_windows(visit: Any, site: str) -> None:
    walked = {shape(path) for path in (*PORTAL, *DESK, "/desk/matters/1/steps/told/")}
    page, looked_at, wrong = visit("/"), 0, []
    for login, *begin in WALKS:
        if login:
            enter(page, login)
        ahead = [page.url, *(site + path for path in begin)]
        while ahead:
            if page.url != (address := ahead.pop(0)):
                page.goto(address)
                wrong += too_wide(page)
                looked_at += 1
            for link in page.locator("a[href]").evaluate_all("links => links.map(a => a.href)"):
                if link.startswith(site) and shape(link) not in walked and not NO_PAGE.search(link):
                    walked.add(shape(link))
                    ahead.append(link)
        page.context.clear_cookies()
    assert not wrong
    assert looked_at > 30, "\n".join(sorted(walked))


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        ("p { width: 20rem }", []),
        ("p { width: 90rem }", ["normal text", "large text"]),
        ("[data-text=large] p { width: 90rem }", ["large text"]),
    ],
)
def test_what_is_too_wide_is_noticed(browser: Browser, size: str, rule: str, where: list[str]) -> None:
    context = browser.new_context(**SIZES[size])
    page = context.new_page()
    page.set_content(
        f'<!doctype html><meta name="viewport" content="width=device-width"><style>{rule}</style><p>长'
    )
    found = page.evaluate(TOO_WIDE, SIZES[size]["viewport"]["width"])
    context.close()
    assert [words.split(" in ")[1] for words in found] == where


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
