"""A running demo and a real browser for the walks through the site."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tools.machine import chromium as chromium_program
from tools.postgres import free_port

ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
SIZES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
# How much wider than its window a page is, in normal and in large text. How wide that is has to be told: on a
# phone the window grows with the page, so what the page says of it is no measure.
TOO_WIDE = """seen => {
  const root = document.documentElement, chosen = root.dataset.text, found = [];
  for (const text of ["normal", "large"]) {
    root.dataset.text = text;
    const wide = root.scrollWidth;
    if (wide > seen) found.push(`${location.pathname} is ${wide} wide on ${seen} in ${text} text`);
  }
  if (chosen === undefined) delete root.dataset.text; else root.dataset.text = chosen;
  return found;
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as needing a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, played: Path) -> Path:
    """The home of the site: a copy of the agency that was played."""
    copy = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(played, copy)
    return copy


@pytest.fixture(scope="session")
def reckoned(site: str, home: Path) -> None:
    """The night of the site: its lake is filled and reckoned with. Only who looks at insight waits for it."""
    with (home / "log").open("ab") as log:
        for step in ("refresh", "reckon"):
            assert _huiyin(home, log, "lake", step).wait() == 0, (home / "log").read_text()


@pytest.fixture(scope="session")
def site(home: Path) -> Iterator[str]:
    """The address of `huiyin demo`, running as a visitor would start it, with its worker."""
    port = free_port()
    log = (home / "log").open("wb")
    process = _huiyin(home, log, "demo", "--no-browser", "--port", str(port))
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, home / "log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The home of an invented agency that was played once, for all workers of this run to copy."""
    before = os.environ.get("HUIYIN_PLAYED", "")
    if before and (Path(before) / "log").exists():
        return Path(before)  # by the installed product, before the tests began
    # What is made for one run is kept under its root; each worker has a folder of its own in it.
    root = tmp_path_factory.getbasetemp()
    home = (root if worker_id == "master" else root.parent) / "played"
    with home.with_suffix(".lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if not home.exists():
            made = home.with_suffix(".new")
            made.mkdir()
            with (made / "log").open("wb") as log:
                process = _huiyin(made, log, "demo", "--no-serve")
            assert process.wait() == 0, (made / "log").read_text()
            made.rename(home)
    return home


def _huiyin(home: Path, log: IO[bytes], *arguments: str) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "HUIYIN_MODE"}}
    # The walks look at pages; meaning and the night would take the worker three minutes of a core.
    environment |= {"HUIYIN_HOME": str(home), "HUIYIN_SEMANTIC": "off", "HUIYIN_NIGHT": "off"}
    environment["WEB_CONCURRENCY"] = "2"  # one visitor at a time, who may open two pages
    command = [sys.executable, "-m", "huiyin.cli.main", *arguments]
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the demo did not come up: " + log.read_text())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it the test says how to get it.

    Gone with its module: while Playwright is there, Django believes itself inside an event loop and refuses
    the database to whatever tests come after.
    """
    program = chromium_program()
    if program is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    """Phone and desktop, one after the other."""
    return str(request.param)


def _refused(words: str) -> bool:
    """Return whether the console only says that the server refused a form, which the page explains."""
    return words.startswith("Failed to load resource") and any(
        f"status of {code}" in words for code in (409, 422, 429)
    )


@pytest.fixture
def visit(browser: Browser, site: str, size: str) -> Iterator[Any]:
    """Return a function that opens a fresh visitor's page at the size under test, and watches over it.

    Whatever a page says on the console as an error, and every request to another host, fails the test. So
    does a page that runs off the side, in normal or in large text.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(locale="zh-CN", base_url=site, **SIZES[size], **options)
        contexts.append(context)
        width = SIZES[size]["viewport"]["width"]
        context.add_init_script(
            f"addEventListener('load', () => ({TOO_WIDE})({width}).forEach(wide => console.error(wide)))"
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on(
            "console", lambda m: wrong.append(m.text) if m.type == "error" and not _refused(m.text) else None
        )
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on(
            "request", lambda r: None if r.url.startswith((site, "data:", "blob:")) else wrong.append(r.url)
        )
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


STICKS = ".intake-send, .batch-bar.is-used"


@pytest.fixture
def picture(size: str) -> Any:
    """Return a function that keeps a screenshot where HUIYIN_PICTURES says, for people to look at."""
    folder = os.environ.get("HUIYIN_PICTURES", "")

    def keep(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.evaluate("scrollTo(0, 0)")
            window = page.viewport_size
            if window and page.locator(STICKS).count():
                # In a window as high as the page, what sticks to its foot does not lie across the middle.
                height = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({**window, "height": height})
            page.screenshot(path=Path(folder) / f"{name}-{size}.png", full_page=True)
            if window:
                page.set_viewport_size(window)

    return keep
