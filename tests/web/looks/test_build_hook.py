"""The build hook: builds when it must, rests when it may, and says what to do when it cannot."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path, hook: ModuleType) -> Path:
    for name in ("frontend/package.json", "frontend/styles/a.css", "src/huiyin/web/templates/a.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        os.utime(path, (1000, 1000))
    for name in hook.BUILT:
        path = tmp_path / "src/huiyin/web/static/built" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        os.utime(path, (2000, 2000))
    return tmp_path


def test_newer_assets_are_left_alone(hook: ModuleType, tree: Path) -> None:
    assert hook.fresh(tree)


@pytest.mark.parametrize("name", ["frontend/styles/a.css", "src/huiyin/web/templates/a.html"])
def test_a_changed_source_asks_for_a_new_build(hook: ModuleType, tree: Path, name: str) -> None:
    os.utime(tree / name, (3000, 3000))
    assert not hook.fresh(tree)


def test_a_missing_asset_asks_for_a_new_build(hook: ModuleType, tree: Path) -> None:
    (tree / "src/huiyin/web/static/built/icons.svg").unlink()
    assert not hook.fresh(tree)


def test_a_failed_step_says_what_it_said_and_what_to_do(hook: ModuleType, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('registry unreachable')"]
    with pytest.raises(hook.BuildFailed, match=r"registry unreachable[\s\S]*npm config get registry"):
        hook.run(command, tmp_path, "Installing the npm packages")


def test_translations_are_compiled_once(hook: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "src/huiyin/web/locale/en/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "提交"\nmsgstr "Send"\n'
    )
    hook.translations(tmp_path)
    made = source.with_suffix(".mo")
    assert b"Send" in made.read_bytes()
    os.utime(made, (source.stat().st_mtime + 5,) * 2)
    before = made.stat().st_mtime
    hook.translations(tmp_path)
    assert made.stat().st_mtime == before


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "frontend/package-lock.json").read_text()


def test_the_portal_stays_light_for_an_old_phone() -> None:
    built = ROOT / "src/huiyin/web/static/built"
    sent = sum(
        (built / f"{name}.gz").stat().st_size for name in ("portal.css", "portal.js", "icons.svg", "icon.svg")
    )
    assert sent <= 50_000, f"{sent} bytes compressed; with the page itself it must stay under 60,000"
