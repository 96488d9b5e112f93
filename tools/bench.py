"""`make bench`: how fast it is here, with what it ran on. Nothing is asserted: figures are for reading.

Everything happens in a home of its own that is removed afterwards. `--data DIR` adds real messages.
"""

import argparse
import csv
import gzip
import os
import platform
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import bench_insight, bench_law, bench_search, bench_site, postgres  # noqa: E402  run as a script, so the root is put on the path first
from tools.timing import line, timed  # noqa: E402

PARTS = ("pure", "search", "insight", "site")
TEXT = (
    "我2024年3月起在柳坪县河口镇的安置房工地做钢筋工，包工头只发生活费，到年底还欠我和老乡五个人工资共计8.6万元。"
    "多次找项目部，都说等甲方拨款。家里老人住院急需用钱，请求帮我们追回工资，并告诉我们该找哪个部门。"
)


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
    from huiyin.text import understand

    understand(TEXT)
    spent = [timed(lambda t=text: understand(t), 1)[0] for text in texts(data)]
    line(f"understand a message ({len(spent)})", spent)
    bench_law.measure()


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
    asked.add_argument("--store", type=int, action="append", help="matters in the store (default 50000)")
    asked.add_argument("--database", choices=("sqlite", "postgresql"), action="append", help="default both")
    asked.add_argument("--search", type=int, default=bench_search.SIZE, help="matters in the search index")
    asked.add_argument("--only", choices=PARTS, help="measure a part only")
    asked.add_argument("--petitions", type=int, default=1_000_000, help="petitions in the lake")
    asked.add_argument("--times", type=int, default=10, help="how often each page of insight is asked")
    options = asked.parse_args()
    sys.path.insert(0, str(ROOT / "src"))
    machine()
    if options.only in (None, "search"):
        bench_search.measure(options.search)
    if options.only in (None, "pure"):
        with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as home:
            os.environ["HUIYIN_HOME"] = home
            os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.foundation.settings"
            pure(options.data)
            letters()
    if options.only in (None, "insight"):
        bench_insight.measure(options.petitions, options.times)
    if options.only in (None, "site"):
        for store in options.store or [50_000]:
            for database in options.database or ["sqlite", "postgresql"]:
                if database == "postgresql" and postgres.server_programs() is None:
                    print("PostgreSQL is not on this machine: left out")
                    continue
                bench_site.measure(store, database, texts(options.data))


if __name__ == "__main__":
    main()
