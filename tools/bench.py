"""`make bench`: how fast it is here, with what it ran on. Nothing is asserted: figures are for reading.

Everything happens in a home of its own that is removed afterwards. `--data DIR` adds real messages.
"""

import argparse
import csv
import gzip
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TEXT = (
    "我2024年3月起在柳坪县河口镇的安置房工地做钢筋工，包工头只发生活费，到年底还欠我和老乡五个人工资共计8.6万元。"
    "多次找项目部，都说等甲方拨款。家里老人住院急需用钱，请求帮我们追回工资，并告诉我们该找哪个部门。"
)


def timed(call: Callable[[], Any], times: int) -> list[float]:
    """Return how many milliseconds each of so many calls took."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def line(what: str, spent: Sequence[float], seconds: float | None = None) -> None:
    """Print one measured thing: calls a second, the middle one and the slowest of twenty."""
    ordered = sorted(spent)
    rate = len(spent) / (seconds or sum(spent) / 1000)
    p95 = ordered[int(len(ordered) * 0.95) - 1]
    print(f"{what:<58}{rate:>10,.0f}/s   p50 {statistics.median(ordered):>8.2f} ms   p95 {p95:>8.2f} ms")


def machine() -> None:
    """Print what this ran on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    where = os.environ.get("DATABASE_URL", "embedded SQLite").split("@")[-1]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {memory:.0f} GiB, {where}")


def texts(data: str) -> list[str]:
    """Return the texts to read: real messages where they are, else the invented one."""
    file = Path(data) / "messages" / "labelled_7_classes.csv.gz" if data else None
    if file is None or not file.is_file():
        return [TEXT] * 500
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        return [row["text"] for row in csv.DictReader(rows)][:1500]


def pure(data: str) -> None:
    """Measure the pure floors: reading a text, folding a matter."""
    from huiyin.law.acts import Act
    from huiyin.law.calendar import Calendar
    from huiyin.law.deadlines import due
    from huiyin.law.lifecycle import fold
    from huiyin.law.parameters import national
    from huiyin.text import understand

    understand(TEXT)
    spent = [timed(lambda t=text: understand(t), 1)[0] for text in texts(data)]
    line(f"understand a message ({len(spent)})", spent)
    law, calendar, first = national(), Calendar(), date(2026, 3, 2)
    kinds = ("received", "accepted", "extended", "opinion_issued", "served", "review_asked", "review_decided")
    facts: dict[str, dict[str, Any]] = {
        "accepted": {"path": 6},
        "extended": {"days": 20},
        "opinion_issued": {"result": "explain"},
    }
    acts = [Act(k, first + timedelta(days=5 * n), facts.get(k, {})) for n, k in enumerate(kinds)]
    as_of = date(2026, 11, 23)

    def whole() -> None:
        state = fold(acts, office="hrss", nature="claim", law=law, calendar=calendar)
        due(state, law, calendar, as_of=as_of)

    whole()
    line("fold a matter of 7 acts with all its deadlines", timed(whole, 3000))


def records(store: int) -> None:
    """Measure services and pages over a store of so many matters."""
    import django

    django.setup()
    from django.test import Client

    from huiyin.base.clock import now, today
    from huiyin.cases.queries import lists
    from huiyin.cases.rules.given import PersonGiven, PetitionGiven
    from huiyin.cases.services import intake
    from huiyin.cli.site import migrate
    from huiyin.demo import play, world
    from huiyin.orgs import queries
    from huiyin.orgs.rules import PETITIONER

    migrate()
    play.set_up(world.read())
    given = PetitionGiven(
        text=TEXT, channel="web", received_on=today(), person=PersonGiven(name="甲", phone="19900001234")
    )
    line(
        f"register a petition, in process ({store})",
        timed(lambda: intake.register(given, by=PETITIONER, at=now()), store),
    )
    registrar = queries.actor_by_login("zhouhui")
    line(
        "list of 50 by deadline, in process",
        timed(lambda: lists.todo(registrar, wanted=lists.Wanted(), today=today()), 200),
    )
    client = Client(SERVER_NAME="localhost")
    body = {"text": TEXT, "person": {"phone": "19900001234"}}
    post = lambda: client.post("/api/v1/petitions", body, content_type="application/json")  # noqa: E731
    post()
    begun = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        spent = [ms for part in pool.map(lambda _: timed(post, 50), range(4)) for ms in part]
    line("create by API with 4 callers, without the network", spent, time.perf_counter() - begun)


def letters() -> None:
    """Measure the official page of a letter."""
    from huiyin.foundation.documents import OfficialLetter, Paragraph, to_docx, to_pdf

    page = OfficialLetter(
        sender="某某市人力资源和社会保障局",
        title="信访事项处理意见书",
        number="某人社信处〔2026〕1号",
        addressee="某某",
        paragraphs=tuple(Paragraph("body", TEXT) for _ in range(6)),
        signature="某某市人力资源和社会保障局",
        day=date(2026, 3, 2),
    )
    to_pdf(page)
    line("letter as PDF", timed(lambda: to_pdf(page), 50))
    line("letter as DOCX", timed(lambda: to_docx(page), 30))


def main() -> None:
    """Measure everything and print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", default=os.environ.get("HUIYIN_DATA", ""), help="folder of real public data")
    asked.add_argument("--store", type=int, default=500, help="matters in the store")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as home:
        os.environ["HUIYIN_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.foundation.settings"
        sys.path.insert(0, str(ROOT / "src"))
        machine()
        pure(options.data)
        letters()
        records(options.store)


if __name__ == "__main__":
    main()
