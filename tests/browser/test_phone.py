"""On a phone: where one is stays in sight, and a form asks only what the chosen answer needs."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.test_accessible import enter

# Rows that are wider than a phone, on pages that stand far back in them.
FAR_BACK = ("/desk/reception/events/", "/desk/?show=waiting", "/desk/search/similar/", "/desk/exchange/")
IN_SIGHT = """() => [...document.querySelectorAll(".rail-nav [aria-current], .tabs [aria-current]")].map(
  e => {
  window.scrollBy(0, e.getBoundingClientRect().top - 300);  // how far down it stands does not count
  const box = e.getBoundingClientRect(), middle = [box.left + box.width / 2, box.top + box.height / 2];
  const row = e.closest("nav").getBoundingClientRect();
  return [e.textContent.trim(), box.left >= row.left - 1 && box.right <= row.right + 1,
          e.contains(document.elementFromPoint(...middle))];
})"""


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_the_current_entry_and_the_current_tab_are_in_sight(visit: Any) -> None:
    page: Page = visit("/desk/sign-in/")
    enter(page, "tanxiaoyu")
    for address in FAR_BACK:
        page.goto(address)
        rows = page.evaluate(IN_SIGHT)
        assert rows, f"{address} has a current entry"
        assert all(inside and on_top for _name, inside, on_top in rows), f"{address}: {rows}"


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_the_consent_is_asked_for_once_electronic_service_is_chosen(visit: Any) -> None:
    page: Page = visit("/desk/sign-in/")
    enter(page, "qinli")
    page.goto("/desk/reception/service/")
    for letter in page.locator("main a[href*='/letters/']").evaluate_all("all => all.map(a => a.href)"):
        page.goto(letter.replace("/service/", "/"))
        if page.locator(".if-electronic").count():
            break
    asked = page.locator(".if-electronic").first
    assert not asked.is_visible()
    page.locator("input[name=how][value=electronic]").check()
    assert asked.is_visible()
    page.locator("input[name=how][value=post]").check()
    assert not asked.is_visible()
