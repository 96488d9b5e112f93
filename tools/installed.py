"""Installs the product the way its users do, into an empty environment, and sets the demo up there.

The home of the demo is kept where the first argument says, if all went well.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What the build hook has to have put into the package.
BUILT = ("web/static/built", "web/locale/en/LC_MESSAGES/django.mo")
LOOK = """
import pathlib, huiyin
package = pathlib.Path(huiyin.__file__).parent
missing = [name for name in {built!r} if not (package / name).exists()]
raise SystemExit("not in the wheel: " + ", ".join(missing) if missing else 0)
"""


def constraints() -> str:
    """Return the locked versions without checksums, to be used as pip constraints."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return "\n".join(line.rstrip(" \\") for line in text.splitlines() if re.match(r"[A-Za-z0-9._-]+==", line))


def install_and_try(kept: Path | None = None) -> bool:
    """Install from the source tree, set the demo up, ask one question; return whether all of it worked."""
    with tempfile.TemporaryDirectory(prefix="huiyin-installed-") as name:
        folder = Path(name)
        (folder / "constraints.txt").write_text(constraints(), encoding="utf-8")
        # Nothing of this checkout may be found by accident: not by path, not by working folder.
        environment = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith("HUIYIN_") and k not in {"PYTHONPATH", "DATABASE_URL"}
        }
        environment["HUIYIN_HOME"] = str(folder / "home")
        python, huiyin = str(folder / "venv/bin/python"), str(folder / "venv/bin/huiyin")
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        steps = [
            [sys.executable, "-m", "venv", str(folder / "venv")],
            [*install, "-c", str(folder / "constraints.txt"), str(ROOT)],
            [python, "-c", LOOK.format(built=BUILT)],
            [huiyin, "demo", "--no-serve"],
            [huiyin, "understand", "工地欠我八个月工资，请帮我追回。", "--json"],
            [huiyin, "law", "rebuild", "--check"],
            [huiyin, "audit", "verify"],
        ]
        for step in steps:
            print("$ " + " ".join(step).split("\n")[0], flush=True)
            if subprocess.run(step, cwd=folder, env=environment, check=False).returncode:
                return False
        if kept:
            shutil.move(folder / "home", kept)
            (kept / "log").touch()
    return True


if __name__ == "__main__":
    sys.exit(0 if install_and_try(*map(Path, sys.argv[1:2])) else 1)
