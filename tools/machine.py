"""What the tests need from the machine (databases, browser, fonts, Java), installed where allowed."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from tools.postgres import server_programs


@dataclass(frozen=True)
class Need:
    """One thing the tests need, how to see that it is there, and the Debian package that brings it."""

    name: str
    package: str
    for_what: str
    present: Callable[[], bool]


def chromium() -> str | None:
    """Return the path of a Chromium that really starts, or None; one without windows where there is one."""
    for name in (WITHOUT_WINDOWS.package, "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        # On some systems the command is only a note that tells people to install something else.
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


def _chinese_fonts() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


# The same Chromium draws a window around every page it does not show, unless it is built without any.
WITHOUT_WINDOWS = Need(
    "Chromium without windows",
    "chromium-headless-shell",
    "half of the work of a browser",
    lambda: shutil.which("chromium-headless-shell") is not None,
)
NEEDS = (
    Need("PostgreSQL", "postgresql", "the suite on PostgreSQL", lambda: server_programs() is not None),
    Need("Chromium", "chromium", "the tests in a real browser", lambda: chromium() is not None),
    Need("Chinese fonts", "fonts-noto-cjk", "screenshots with readable Chinese", _chinese_fonts),
    Need("fontconfig", "fontconfig", "finding the fonts", lambda: shutil.which("fc-list") is not None),
    Need("Java", "default-jre-headless", "the lake on Spark", lambda: shutil.which("java") is not None),
)


def missing() -> list[Need]:
    """Return what is not on this machine."""
    return [need for need in NEEDS if not need.present()]


def _apt() -> list[str] | None:
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return None


def install_missing(*, faster: bool = False) -> list[Need]:
    """Install what is missing where that is allowed, and return what is missing still.

    `faster` installs what only saves time, too; not every Debian has it.
    """
    needs = missing()
    wished = [WITHOUT_WINDOWS] if faster and not WITHOUT_WINDOWS.present() else []
    apt = _apt()
    if (needs or wished) and apt:
        subprocess.run([*apt, "update", "-q"], check=False)
        # One package that is not known stops all that come with it.
        for packages in ([need.package for need in together] for together in (needs, wished) if together):
            print(f"Installing with apt: {', '.join(packages)}", flush=True)
            subprocess.run([*apt, "install", "-y", "-q", "--no-install-recommends", *packages], check=False)
        needs = missing()
    return needs


def how_to_get(needs: list[Need]) -> str:
    """Return what is left out without these, and how to get them, in large letters."""
    lines = ["!" * 78]
    lines += [f"!!  {need.name} is missing: LEFT OUT: {need.for_what}." for need in needs]
    packages = " ".join(need.package for need in needs)
    lines += [
        f"!!  To run everything, install them:   sudo apt-get install {packages}",
        "!!  and run `make test` again. (HUIYIN_REQUIRE_ALL=1 or CI=true makes this a failure.)",
        "!" * 78,
    ]
    return "\n".join(lines)
