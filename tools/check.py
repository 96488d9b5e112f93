"""`make check`: format, lint, types, templates, floors, and migrations in step with the models."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TEMPLATES = ROOT / "src/huiyin/web/templates"


def checks() -> list[tuple[str, list[str]]]:
    """Return the name and the command of every check, quick ones first."""
    python_folders = [name for name in ("src", "tests", "tools", "hatch_build.py") if (ROOT / name).exists()]
    listed = [
        ("format", ["ruff", "format", "--check", *python_folders]),
        ("lint", ["ruff", "check", *python_folders]),
        ("floors", ["lint-imports", "--no-cache", "--no-logo"]),
    ]
    if any(TEMPLATES.rglob("*.html")):
        # Linted, not reformatted: a line break between two inline elements is a visible gap in Chinese text.
        listed += [("template lint", ["djlint", "--lint", "--quiet", str(TEMPLATES)])]
    return [
        *listed,
        ("types", ["mypy"]),
        ("migrations", ["python", "-m", "django", "makemigrations", "--check", "--dry-run"]),
    ]


def run_checks() -> list[tuple[str, bool, float]]:
    """Run every check, show what it says, and return its name, whether it passed, and its seconds."""
    results = []
    with tempfile.TemporaryDirectory(prefix="huiyin-check-") as home:
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith("HUIYIN_") and k != "DATABASE_URL"
        }
        environment |= {
            "DJANGO_SETTINGS_MODULE": "huiyin.foundation.settings",
            "HUIYIN_HOME": home,
            "PYTHONPATH": str(ROOT / "src"),
        }
        for name, (program, *arguments) in checks():
            print(f"\n── {name}: {program} {' '.join(arguments)}", flush=True)
            started = time.monotonic()
            done = subprocess.run([str(BIN / program), *arguments], cwd=ROOT, env=environment, check=False)
            results.append((name, done.returncode == 0, time.monotonic() - started))
    return results


def main() -> int:
    """Run the checks, print one line for each, and return 1 when one failed."""
    results = run_checks()
    print()
    for name, passed, seconds in results:
        print(f"{'ok    ' if passed else 'FAILED'}  {name}  ({seconds:.0f} s)")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
