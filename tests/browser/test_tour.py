"""The five-minute tour of the READMEs, walked with their own words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from huiyin.demo.play import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
HEADINGS = {"README.md": "## A five-minute tour", "README.zh-CN.md": "## 五分钟走一遍"}


def steps(name: str) -> str:
    """The numbered steps of a README's tour."""
    section = (ROOT / name).read_text(encoding="utf-8").split(HEADINGS[name])[1].split("\n## ")[0]
    return "\n".join(
        part.split("\n\n")[0] for part in re.split(r"^\d\. \*\*.+?\*\*", section, flags=re.M)[1:]
    )


def on_screen(name: str) -> list[str]:
    """What the tour says stands on the screen, in order."""
    return re.findall(r"\*\*(.+?)\*\*", steps(name))


def typed(name: str) -> list[str]:
    """What the tour says to type, in order."""
    return re.findall(r"`([^`]+)`", steps(name))


class Walk:
    """A walk that takes every name and every text from the README, one after the other."""

    def __init__(self) -> None:
        self.names: Iterator[str] = iter(on_screen("README.zh-CN.md"))
        self.texts: Iterator[str] = iter(typed("README.zh-CN.md"))
        self.page: Page

    def press(self, expected: str) -> None:
        name = next(self.names)
        assert name == expected
        found = self.page.get_by_role("button", name=name, exact=True).or_(self._link(name))
        found.locator("visible=true").first.click()

    def open(self, expected: str) -> None:
        name = next(self.names)
        assert name == expected
        self._link(name).locator("visible=true").first.click()

    def fill(self, expected: str) -> None:
        self._field(expected).fill(next(self.texts))

    def choose(self, expected: str) -> None:
        name = next(self.names)
        assert name == expected
        for choice in self.page.get_by_role("radio", name=name, exact=True).all():
            choice.check()

    def see(self, expected: str) -> None:
        name = next(self.names)
        assert name == expected
        expect(self.page.get_by_text(name, exact=True).locator("visible=true").first).to_be_visible()

    def _field(self, expected: str) -> Locator:
        name = next(self.names)
        assert name == expected
        return self.page.get_by_role("textbox", name=re.compile(f"^{name}")).first

    def _link(self, name: str) -> Locator:
        # A tab says how many there are behind its name.
        return self.page.get_by_role("link", name=re.compile(rf"^{re.escape(name)}\s*(\d+\+?)?$"))


def test_both_languages_tell_the_same_tour() -> None:
    assert on_screen("README.md") == on_screen("README.zh-CN.md")
    assert typed("README.md") == typed("README.zh-CN.md")


@pytest.fixture
def pages(browser: Browser, site: str) -> Iterator[tuple[Page, Page]]:
    """One window for the petitioner, one for the staff."""
    windows = [browser.new_context(locale="zh-CN", base_url=site) for _ in range(2)]
    yield windows[0].new_page(), windows[1].new_page()
    for window in windows:
        window.close()


def test_the_tour_is_true_word_for_word(pages: tuple[Page, Page]) -> None:
    walk, (petitioner, officer) = Walk(), pages
    walk.page = petitioner
    code = _petition(walk)
    walk.page = officer
    officer.goto("/desk/")
    walk.fill("登录名")
    assert next(walk.names) == "密码"
    _enter(walk)
    _accept(walk)
    _answer(walk)
    _sign(walk)
    walk.page = petitioner
    _read_and_rate(walk, code)
    assert [*walk.names, *walk.texts] == []


def _petition(walk: Walk) -> str:
    walk.page.goto("/")
    walk.press("我要反映")
    walk.fill("您要反映的事情")
    walk.fill("一句话标题")
    walk.press("下一步")
    walk.press("下一步")
    walk.fill("您希望怎样解决")
    walk.press("下一步")
    walk.fill("姓名")
    walk.fill("电话")
    walk.press("去核对")
    expect(walk.page.get_by_text("我们这样理解您的来信")).to_be_visible()
    walk.press("提交")
    walk.see("查询码")
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]{3}\b", walk.page.inner_text("main"))
    assert found
    return found.group()


def _enter(walk: Walk) -> None:
    password = next(walk.texts)
    assert password == PASSWORD
    walk.page.get_by_label("密码").fill(password)
    walk.press("登录")


def _accept(walk: Walk) -> None:
    walk.press("待分类")
    walk.open("改制安置费一直没有发")
    for name in ("确认", "受理", "起草文书", "签发"):
        walk.press(name)
    walk.choose("电子送达")
    walk.fill("信访人指定的号码或邮箱")
    walk.choose("电话")
    walk.press("登记送达")
    walk.press("回到事项")


def _answer(walk: Walk) -> None:
    walk.press("出具处理意见")
    walk.choose("支持")
    walk.press("起草文书")
    expect(walk.page.get_by_text("还缺法律要求的内容")).to_be_visible()
    for name in ("调查情况", "事实认定", "处理意见"):
        walk.fill(name)
    walk.press("保存草稿")
    expect(walk.page.get_by_role("button", name="签发", exact=True)).to_have_count(0)
    walk.press("退出")


def _sign(walk: Walk) -> None:
    walk.page.get_by_label("登录名").fill(next(walk.texts))
    _enter(walk)
    walk.press("全部事项")
    walk.open("改制安置费一直没有发")
    walk.open("信访事项处理意见书")
    walk.press("签发")
    for file in ("PDF", "Word"):
        expect(walk.page.get_by_role("link", name=file, exact=True)).to_be_visible()
    walk.choose("电子送达")
    walk.press("登记送达")


def _read_and_rate(walk: Walk, code: str) -> None:
    walk.press("查进度")
    walk._field("查询码").fill(code)
    walk.press("查询")
    walk.page.get_by_label("所留电话的最后四位").fill(next(walk.texts))
    walk.press("打开")
    walk.open("信访事项处理意见书")
    expect(walk.page.get_by_text("支持您的请求，由改制工作组补发8800元。")).to_be_visible()
    walk.press("回到进度")
    walk.choose("满意")
    walk.press("提交评价")
    walk.see("申请复查")
