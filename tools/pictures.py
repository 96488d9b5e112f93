"""`make pictures`: take the pictures of the guides anew, on the walks of the browser tests."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
GUIDES = ROOT / "docs" / "guide"
PICTURES = GUIDES / "pictures"
NAMED = re.compile(r"!\[[^\]]+\]\(pictures/(?P<name>[\w-]+)-(?P<size>phone|tablet|desktop)\.png\)")
TALLEST = 1500  # pixels; what is further down is not what the guide speaks of
COLOURS = 96


def named() -> dict[str, list[str]]:
    """Return the files that the guides show, each with the name under which a walk takes it."""
    found: dict[str, list[str]] = {}
    for guide in sorted(GUIDES.glob("*.md")):
        for match in NAMED.finditer(guide.read_text(encoding="utf-8")):
            found.setdefault(match["name"], []).append(f"{match['name']}-{match['size']}.png")
    return found


def walks(name: str) -> list[Path]:
    """Return the browser tests that take a picture of this name."""
    tests = sorted((ROOT / "tests" / "browser").glob("test_*.py"))
    return [test for test in tests if f'"{name}"' in test.read_text(encoding="utf-8")]


def take(names: dict[str, list[str]], folder: Path) -> int:
    """Walk through every page that is shown, keeping what is seen in a folder; return the exit code."""
    files = sorted({str(test) for name in names for test in walks(name)})
    environment = {**os.environ, "HUIYIN_PICTURES": str(folder)}
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *files]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def keep(taken: Path, kept: Path) -> None:
    """Write a picture as the guides show it: not taller than a page of paper, in few colours."""
    with Image.open(taken) as whole:
        shown = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, TALLEST)))
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, optimize=True)


def main() -> int:
    """Take every picture that a guide names and leave no other in the folder."""
    names = named()
    with tempfile.TemporaryDirectory() as folder:
        if code := take(names, Path(folder)):
            return code
        lacking = [f for files in names.values() for f in files if not (Path(folder) / f).exists()]
        if lacking:
            print("no walk takes: " + ", ".join(lacking))
            return 1
        PICTURES.mkdir(exist_ok=True)
        for old in PICTURES.glob("*.png"):
            old.unlink()
        for files in names.values():
            for file in files:
                keep(Path(folder) / file, PICTURES / file)
    print(f"{sum(map(len, names.values()))} pictures in {PICTURES.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
