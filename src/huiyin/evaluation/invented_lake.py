"""A lake of invented facts, written straight to its files, and a day's change to it: to measure with.

No name and no word: keys, codes and days drawn from a seed. Areas and kinds are of unequal weight, matters
end after some weeks, one in eight comes again, a quarter of those answered rate the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.base.clock import local_day
from huiyin.cases import counted
from huiyin.insight import store
from huiyin.insight.derived import derive
from huiyin.insight.engines.duck import session
from huiyin.insight.records import Records
from huiyin.insight.store import Kept, Manifest
from huiyin.insight.tables import FACTS
from huiyin.insight.writing import keep
from huiyin.text.taxonomy import kinds

AREAS = 120
_PETITIONS_EACH = 1.125  # petitions for each matter
_SAID = (resources.files("huiyin.evaluation") / "invented_lake.sql").read_text(encoding="utf-8")
_SQL = {
    name: query.strip()
    for name, _line, query in (part.partition("\n") for part in _SAID.split("-- name: ")[1:])
}


@dataclass(frozen=True)
class Where:
    """Areas, the one that each lies in, and the office that each one's matters are at."""

    areas: Mapping[str, str]
    offices: Sequence[int]


NOWHERE = Where(
    {f"{980000 + n:06d}": f"{980000 + n // 10 * 10:06d}" for n in range(AREAS)}, range(2, AREAS + 2)
)


def write(
    home: Path, petitions: int, *, at: datetime, months: int = 60, seed: int, where: Where = NOWHERE
) -> Manifest:
    """Write a lake of so many petitions over the months before an instant."""
    lake, last = store.place(home), local_day(at)
    lake.mkdir(parents=True, exist_ok=True, mode=0o700)
    matters, kept = round(petitions / _PETITIONS_EACH), dict[str, Mapping[str, Kept]]()
    with session(lake, memory="4GB") as here:
        codes = [[*kinds()], [*where.areas], [*where.offices]]
        here.execute("CREATE TEMP TABLE codes AS SELECT ? AS kinds, ? AS areas, ? AS offices", codes)
        here.execute("SET preserve_insertion_order = false")
        for n, (first, days) in enumerate(_months(last, months)):
            begin, end = (1 + matters * k // months for k in (n, n + 1))
            said = _said(seed, last, matters) | {
                "first": f"DATE '{first}'",
                "days": days,
                "begin": begin,
                "end": end,
            }
            here.execute(_SQL["base"].format_map(said))
            name = f"{first:%Y-%m}"
            kept[name] = {
                table: keep(here, lake, f"{table}/month={name}/000001.parquet", _ordered(table, said))
                for table in FACTS
            }
    made = derive(lake, Manifest(1, at, store.pseudonyms(), kept), where.areas)
    store.follow(lake, None, made)
    return made


def _months(last: date, months: int) -> list[tuple[date, int]]:
    first, found = last.replace(day=1), list[tuple[date, int]]()
    for _ in range(months):
        following = (first + timedelta(days=32)).replace(day=1)
        found.append((first, (min(following, last + timedelta(days=1)) - first).days))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _said(seed: int, last: date, matters: int) -> dict[str, Any]:
    draws = {
        f"u{n}": f"((hash(i * 16 + {n + seed * 7919}::BIGINT) % 1000003) / 1000003.0)" for n in range(10)
    }
    return draws | {
        "last": f"DATE '{last}'",
        "kinds": len(kinds()),
        "matters": matters,
        "people": round(matters * 0.8),
    }


def _ordered(table: str, said: Mapping[str, Any]) -> str:
    names = ", ".join(f'"{name}"' for name in FACTS[table])
    return f"SELECT {names} FROM ({_SQL[table].format_map(said)}) ORDER BY matter"  # noqa: S608


# So many of the matters that are acted on were received within so many months: on a day as others, and on one
# on which something changes in every month there is.
AS_OTHERS = ((0.65, 2), (0.35, 8))
EVERY_MONTH = ((0.6, 2), (0.3, 8), (0.09, 24), (0.01, 60))


def day_of_change(
    petitions: int,
    *,
    at: datetime,
    months: int = 60,
    seed: int,
    reach: Sequence[tuple[float, int]] = EVERY_MONTH,
) -> Records:
    """Return the records of a day after such a lake was written: what came that day, and what was acted on.

    As many as a day brings are new; three times as many had an act.
    """
    chance, matters = np.random.default_rng(seed), round(petitions / _PETITIONS_EACH)
    daily, month = matters // (months * 30), matters // months
    back = [
        chance.integers(0, min(back_to, months) * month, round(3 * daily * part)) for part, back_to in reach
    ]
    old = np.unique(matters - np.concatenate(back).clip(0, matters - 1))
    keys = [*old.tolist(), *range(matters + 1, matters + 1 + daily)]
    received = {key: _day(key, matters, month, at) for key in keys}
    return Records(
        facts_of=lambda some: _facts(some, received),
        with_joined=list,
        changed=lambda: dict.fromkeys(keys, 1),
        settle=len,
        areas=lambda: NOWHERE.areas,
    )


def _day(key: int, matters: int, month: int, at: datetime) -> date:
    last = local_day(at)
    if key > matters:
        return last
    months_back = (matters - key) // month
    first = last.replace(day=1)
    for _ in range(months_back):
        first = (first - timedelta(days=1)).replace(day=1)
    return min(first + timedelta(days=key % 28), last)


def _facts(keys: Sequence[int], received: Mapping[int, date]) -> counted.Facts:
    found, codes = counted.Facts(), [*kinds()]
    for key in keys:
        on, spot = received[key], key % AREAS
        where = (f"{980000 + spot:06d}", codes[key % len(codes)], spot + 2, spot + 2)
        told = on + timedelta(days=5)
        found.matter.append(
            counted.MatterFact._make(
                (key, key, *where, "claim", 6, False, "accepted", on, told, None, "", "", 1, 0, False)
            )
        )
        found.petition.append(
            counted.PetitionFact._make(
                (key, key, key, *where, "web", on, key * 7919, 1, False, False, False, False, None)
            )
        )
        steps = [("received", on, "accepted", 5, False), ("accepted", told, "", None, True)]
        found.act += [
            counted.ActFact._make((key, n, *where, step, day, where[2], *rest))
            for n, (step, day, *rest) in enumerate(steps, 1)
        ]
        duty = ("tell", "office", on, on + timedelta(days=15), told, False)
        found.deadline.append(counted.DeadlineFact._make((key, *where, *duty)))
        letter = ("acceptance", told, told + timedelta(days=2), "post")
        found.letter.append(counted.LetterFact._make((2 * key, key, *where, *letter)))
    return found
