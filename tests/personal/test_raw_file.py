"""The database file itself after an erasure, byte by byte, as somebody finds it who stole the disk."""

import os
from pathlib import Path

import pytest

from tests.faults.site import Site

ERASE = """
from datetime import datetime, UTC
from django.db import connection
from huiyin.base.clock import now
from huiyin.cases.models import Matter, Person, Petition
from huiyin.cases.services import personal
from huiyin.orgs.rules import Actor
offices = frozenset(Matter.objects.values_list('office_id', flat=True))
reach = {p: offices for p in ('matter.read', 'person.erase', 'person.confirm_erasure')}
one, two = (Actor(label=f'staff:{n}', staff=None, reach=reach) for n in (1, 2))
keys = [bytes(k).hex() for t in (Person, Matter) for k in t.objects.values_list('key', flat=True)]
later = now().replace(year=2040)
proposal = personal.propose(list(Petition.objects.values_list('pk', flat=True)), by=one, at=later)
personal.confirm(proposal, by=two, at=later)
if vacuum:
    with connection.cursor() as cursor: cursor.execute('VACUUM')
with connection.cursor() as cursor: cursor.execute('PRAGMA wal_checkpoint(TRUNCATE)')
print(' '.join(keys))
"""


@pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="a file of SQLite is looked at"
)
@pytest.mark.parametrize("vacuum", [True, False])
def test_neither_words_nor_former_keys_stand_in_the_file(tmp_path: Path, vacuum: bool) -> None:
    here = Site(tmp_path / "home")
    table = tmp_path / "p.csv"
    table.write_text(
        "编号,内容,留言时间,答复,答复时间,姓名,电话\n"
        + "\n".join(
            f"{n},周大勇工地欠我第{n}个月工资,2009-03-01,灯塔路答复,2009-04-01,周大勇,1990000{n:04}"
            for n in range(40)
        ),
        encoding="utf-8",
    )
    here.set_up()
    here.done("import", str(table), "--json")
    former = here.python(f"vacuum = {vacuum}\n{ERASE}").split()
    assert len(former) == 80
    raw = b"".join(p.read_bytes() for p in here.home.glob("huiyin.sqlite3*"))
    assert [s for s in ("周大勇", "个月工资", "灯塔路答复", "19900000001") if s.encode() in raw] == []
    assert [k for k in former if bytes.fromhex(k) in raw] == []
    assert here.run("law", "rebuild", "--check")[0] == 0
    assert here.run("audit", "verify")[0] == 0
