"""The administrator's walk: an empty installation set up by forms, a running one kept by forms."""

import re
import subprocess
import sys
from collections.abc import Iterator
from os import environ
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tools.postgres import free_port

from tests import tables
from tests.browser.conftest import SIZES, _huiyin, _wait
from tests.browser.test_main_job import press

ADMINISTRATOR, NEW_PASSWORD = "luotao", "三把钥匙两把锁一页纸"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """An installation with nobody in it but an administrator: its address, and the one-time password."""
    surroundings = {k: v for k, v in environ.items() if k not in {"DATABASE_URL", "HUIYIN_MODE"}}
    surroundings["HUIYIN_HOME"] = str(tmp_path)

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "huiyin.cli.main", *arguments]
        return subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True).stdout

    tables.copy_into(tmp_path)
    password = run("staff", "add", "guanli", "--name", "管理员", "--role", "administrator").split()[0]
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        process = _huiyin(tmp_path, log, "serve", "--port", str(port))
        _wait(f"http://127.0.0.1:{port}", process, tmp_path / "log")
        yield f"http://127.0.0.1:{port}", password
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.parametrize("size", ["desktop"])
def test_an_empty_installation_says_what_comes_first(
    browser: Browser, empty: tuple[str, str], size: str, picture: Any
) -> None:
    address, password = empty
    page = browser.new_context(locale="zh-CN", base_url=address, **SIZES[size]).new_page()
    page.goto("/desk/sign-in/")
    page.fill("[name=login]", "guanli")
    page.fill("[name=password]", password)
    page.locator("main").get_by_role("button").first.click()
    page.fill("[name=old]", password)
    page.fill("[name=new]", NEW_PASSWORD)
    page.fill("[name=again]", NEW_PASSWORD)
    page.locator("main form").last.get_by_role("button").first.click()
    page.goto("/desk/administration/")
    expect(page.locator("main")).to_contain_text("开始使用前")
    picture(page, "70-first-run")
    page.context.close()


def test_a_change_is_made_by_form_found_again_and_undone(visit: Any, size: str, picture: Any) -> None:
    page = visit("/desk/sign-in/")
    page.fill("[name=login]", ADMINISTRATOR)
    page.fill("[name=password]", "huiyin-demo")
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url(re.compile(r"/desk/(?!sign-in)"))
    page.goto("/desk/offices/")
    picture(page, "71-offices")
    page.locator("main table a[href*='/desk/offices/']").nth(1).click()
    before = page.locator("#id_hours").input_value()
    now = f"工作日 9:00–11:30（{size}）"
    page.fill("#id_hours", now)
    page.fill("#id_reason", "夏季作息")
    press(page, "保存")
    expect(page.locator("#id_hours")).to_have_value(now)
    page.goto("/desk/administration/changes/")
    expect(page.locator("main")).to_contain_text("夏季作息")
    expect(page.locator("main")).to_contain_text(now)
    picture(page, "72-changes")
    page.get_by_role("link", name=re.compile("改回这次以前")).first.click()
    expect(page.locator("#id_hours")).to_have_value(before)
    picture(page, "73-undoing")
    press(page, "保存")
    for path, name in (
        ("/desk/staff/", "74-staff"),
        ("/desk/administration/calendars/2026/", "75-calendar"),
        ("/desk/administration/limits/keep_concluded_years/", "76-limit"),
        ("/desk/administration/words/acceptance/path/", "77-words"),
    ):
        page.goto(path)
        expect(page.locator("main h1")).to_be_visible()
        picture(page, name)
