"""How well similar cases are found: other messages of the same user, and a message by its own title.

Two measures, both through the very index that search uses. (1) In `one_city_2019` each message of a user with
several is a query, and that user's other messages are what should be found: nDCG@10 with gains of 0 and 1. A
user may write of several matters, so 1 cannot be reached. (2) In `labelled_7_classes` each title is a query
over bodies without their titles: recall@10 is the share of titles whose own body is among the first ten; a
body in the same words counts as the own one.
"""

import csv
import gzip
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import log2
from pathlib import Path
from typing import Any

from huiyin.base.errors import Invalid
from huiyin.evaluation.figures import share
from huiyin.foundation.search import Entry, Said, Sight, alike
from huiyin.foundation.search import meaning as gists
from huiyin.foundation.search.shelves import Shelf
from huiyin.foundation.search.writing import Writer
from huiyin.text.similar import gist

FIRST = 10
SEED = 20_261_126
_RESAMPLED = 1_000
_ANYWHERE = Sight((1,))
_ANY_DAY = date(2019, 1, 1)
Dated = tuple[Said, date]
_AT_ONCE = 100  # gists embedded between two lines of progress


def measure(data: Path, *, semantic: bool = False) -> dict[str, Any]:
    """Return both measures, with the words alone and, where asked and installed, with the meaning too."""
    semantic = semantic and gists.available()
    return {
        "same_user": _same_user(_rows(data, "one_city_2019"), semantic=semantic),
        "title_to_body": _title_to_body(_rows(data, "labelled_7_classes"), semantic=semantic),
        "semantic": semantic,
        "seed": SEED,
    }


def _rows(data: Path, name: str) -> list[dict[str, str]]:
    file = data / "messages" / f"{name}.csv.gz"
    if not file.is_file():
        raise Invalid("evaluate.no_data", path=str(file))
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _indexed(folder: Path, said: Sequence[Dated], *, semantic: bool) -> Shelf:
    writer = Writer(folder)
    writer.put(
        [Entry(key, 1, 1, (), "", "", "", day, None, words) for key, (words, day) in enumerate(said, 1)]
    )
    writer.commit()
    writer.close()
    here = Shelf(folder)
    if semantic:
        asked = {key: gist(words.text, words.title) for key, (words, _d) in enumerate(said, 1)}
        for few in _few(list(asked.items())):
            here.gists.put(dict(few))
    return here


def _ways(*, semantic: bool) -> dict[str, tuple[bool, bool]]:
    """Return what is measured: with the meaning or not, with nearness in time or not."""
    ways = {"words_without_days": (False, False), "words": (False, True)}
    return ways | ({"fused": (True, True)} if semantic else {})


def _day(said: str) -> date:
    year, month, day = map(int, re.split(r"[/-]", said.split(maxsplit=1)[0]))
    return date(year, month, day)


def _few(rows: Sequence[tuple[int, str]]) -> Iterator[Sequence[tuple[int, str]]]:
    for at in range(0, len(rows), _AT_ONCE):
        yield rows[at : at + _AT_ONCE]


def _same_user(rows: Sequence[dict[str, str]], *, semantic: bool) -> dict[str, Any]:
    by_user: dict[str, list[int]] = defaultdict(list)
    for key, row in enumerate(rows, 1):
        by_user[row["user"]].append(key)
    asked = {user: keys for user, keys in by_user.items() if len(keys) > 1}
    said = [(Said(row["title"], row["text"]), _day(row["time"])) for row in rows]
    with tempfile.TemporaryDirectory(prefix="huiyin-evaluate-") as folder:
        here = _indexed(Path(folder), said, semantic=semantic)
        found = {
            way: _mean_of(
                {
                    user: [_ndcg(here, said, key, set(keys), meant=meant, dated=dated) for key in keys]
                    for user, keys in asked.items()
                }
            )
            for way, (meant, dated) in _ways(semantic=semantic).items()
        }
    return {
        "ndcg_at_10": found,
        "queries": sum(map(len, asked.values())),
        "users": len(asked),
        "texts": len(rows),
    }


def _ndcg(
    here: Shelf, said: Sequence[Dated], key: int, relevant: set[int], *, meant: bool, dated: bool
) -> float:
    words, day = said[key - 1]
    hits = alike(here, words, _ANYWHERE, day=day if dated else None, besides=key, limit=FIRST, meant=meant)
    gained = sum(1 / log2(place + 2) for place, hit in enumerate(hits) if hit.matter in relevant)
    return gained / sum(1 / log2(place + 2) for place in range(min(FIRST, len(relevant) - 1)))


def _mean_of(scores: dict[str, list[float]]) -> dict[str, float]:
    """Return the mean over messages, with the middle 95 % of means over users drawn again."""
    draw, users = random.Random(SEED), list(scores)  # noqa: S311 - for an interval
    means = sorted(
        _mean([s for u in draw.choices(users, k=len(users)) for s in scores[u]]) for _ in range(_RESAMPLED)
    )
    low, high = means[int(0.025 * _RESAMPLED)], means[int(0.975 * _RESAMPLED)]
    whole = _mean([score for user in scores.values() for score in user])
    return {"value": round(whole, 4), "low": round(low, 4), "high": round(high, 4)}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _title_to_body(rows: Sequence[dict[str, str]], *, semantic: bool) -> dict[str, Any]:
    said = [(Said("", row["text"]), _ANY_DAY) for row in rows]
    plain = [re.sub(r"[\W_]+", "", row["text"]) for row in rows]
    asked = [key for key, row in enumerate(rows, 1) if row["title"].strip() and row["text"].strip()]
    with tempfile.TemporaryDirectory(prefix="huiyin-evaluate-") as folder:
        here = _indexed(Path(folder), said, semantic=semantic)
        found = {}
        for way in ("words", "fused") if semantic else ("words",):
            right = sum(
                _own_among(here, rows[key - 1]["title"], plain, key, meant=way == "fused") for key in asked
            )
            found[way] = share(right, len(asked))
    return {"recall_at_10": found, "titles": len(asked), "texts": len(rows)}


def _own_among(here: Shelf, title: str, plain: Sequence[str], key: int, *, meant: bool) -> bool:
    hits = alike(here, Said("", title), _ANYWHERE, limit=FIRST, meant=meant)
    return any(plain[hit.matter - 1] == plain[key - 1] for hit in hits)
