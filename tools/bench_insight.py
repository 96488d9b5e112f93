"""The pages of insight for `make bench`: how long who asks first after a night waits, at a million petitions.

The demo's agency with 120 more areas stands over a lake of invented facts. Each page is asked several times
by each reader; before each time the process forgets everything, so only what is kept on disk helps.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HUIYIN = [sys.executable, "-m", "huiyin.cli.main"]


def measure(petitions: int, times: int) -> None:
    """Set up an agency over a lake of so many petitions, answer at night, and print what its pages take."""
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as home:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("HUIYIN_", "DATABASE_URL"))}
        environment |= {"HUIYIN_HOME": home, "HUIYIN_MODE": "demo", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        print(f"\npages of insight, embedded SQLite, a lake of {petitions:,} petitions, asked {times} times")
        _timed("huiyin demo ready", [*HUIYIN, "demo", "--no-serve"], environment)
        lake = ["-m", "tools.insight_lake", str(petitions)]
        _timed("lake written", [sys.executable, *lake], environment)
        _timed("huiyin lake reckon", [*HUIYIN, "lake", "reckon"], environment)
        pages = [sys.executable, "-m", "tools.insight_pages", str(times)]
        print("nothing answered beforehand", flush=True)
        subprocess.run(pages, env=environment, check=True)
        while '"done": true' not in _timed(
            "huiyin lake answer", [*HUIYIN, "lake", "answer", "--json"], environment
        ):
            pass
        files = [file.stat().st_size for file in Path(home, "lake", "answers").rglob("*.z")]
        print(f"{len(files):,} answers kept, {sum(files) / 1e6:.1f} MB", flush=True)
        print("what is usually asked answered beforehand", flush=True)
        subprocess.run(pages, env=environment, check=True)


def _timed(what: str, command: list[str], environment: dict[str, str]) -> str:
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    print(f"{what:<58}{time.perf_counter() - begun:>10.1f} s", flush=True)
    return done.stdout
