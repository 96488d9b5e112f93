"""Which administrative division a petition is about, on official codes; an ambiguous name is declined."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from huiyin.text.reading import Reading
from huiyin.text.spans import Span

_SURE_ENOUGH = 0.5
_SUFFIX = re.compile(
    r"(?:特别行政区|(?:[\u4e00-\u9fff]{1,6}族){0,4}自治[区州县旗]|(?<=..)[省市区县盟]|(?<=..)地区)$"
)
_PEOPLES = re.compile(
    r"(?:壮|回|维吾尔|土家|苗|藏|羌|彝|朝鲜|蒙古|哈萨克|傣|景颇|白|哈尼|侗|布依|柯尔克孜|瑶|满|土|撒拉|黎|傈僳|畲|各|仡佬|水|"
    r"佤|拉祜|布朗|保安|东乡|裕固|锡伯|塔吉克|仫佬|毛南|达斡尔|纳西|普米|怒|独龙|裕固|鄂伦春|鄂温克)族.*$"
)
# A division's name that begins the name of a road, bank, brand or school says nothing about where.
_NOT_A_PLACE = re.compile(
    r"(?:东|西|南|北|中)?(?:路|街(?!道)|大道|大桥|高速|银行|大学|石化|证券|啤酒|时间|话|户口|籍)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A division that names are matched to; `parent` is the code above it (by default the code's prefix)."""

    code: str
    name: str
    short: tuple[str, ...] = ()
    parent: str = ""

    @property
    def above(self) -> str:
        """Return the code of the division it belongs to, or nothing for a top one."""
        return self.parent or self.code[:-2]


@dataclass(frozen=True, slots=True)
class Division:
    """The division a petition names, how sure that is, and where it says so."""

    code: str
    name: str
    p: float
    span: Span

    def as_dict(self) -> dict[str, Any]:
        """Return the division as JSON."""
        return {"code": self.code, "name": self.name, "p": self.p, **self.span.as_dict()}


@dataclass(frozen=True)
class _Gazetteer:
    by_code: dict[str, Place]
    names: dict[str, tuple[str, ...]]
    written: tuple[str, ...]

    @cached_property
    def finder(self) -> AhoCorasick:
        """Return what finds the names in a text, the longest where several begin."""
        return AhoCorasick(self.written, matchkind=MatchKind.LeftmostLongest)

    def line(self, code: str) -> list[str]:
        """Return a division's code and those above it."""
        line = [code]
        while (place := self.by_code.get(line[-1])) and place.above and place.above not in line:
            line.append(place.above)
        return line


@cache
def official() -> tuple[Place, ...]:
    """Return the official divisions from province to county."""
    rows = (row.split(" ", 1) for row in _rows("divisions.txt"))
    return tuple(Place(code, name, _short(code, name)) for code, name in rows)


def _rows(file: str) -> list[str]:
    source = resources.files(__package__).joinpath("gazetteer", file).read_text(encoding="utf-8")
    return [row for row in source.splitlines() if row and not row.startswith("#")]


@cache
def _everyday() -> frozenset[str]:
    return frozenset(" ".join(_rows("everyday.txt")).split())


def _short(code: str, name: str) -> tuple[str, ...]:
    if name.endswith(("市辖区", "直辖县级行政区划")) or name == "县":
        return ()
    bare = _PEOPLES.sub("", _SUFFIX.sub("", name)) or name
    whole = len(code) < 6 or name.endswith("市")  # noqa: PLR2004 - six digits is a county
    short = (bare,) if whole and len(bare) > 1 and bare != name and bare not in _everyday() else ()
    return (*short, f"{bare}州") if name.endswith("自治州") else short


@cache
def _official() -> _Gazetteer:
    return _gazetteer(official())


@cache
def _own(places: tuple[Place, ...]) -> _Gazetteer:
    return _gazetteer([p if p.short else replace(p, short=_bare(p.name)) for p in places])


def _bare(name: str) -> tuple[str, ...]:
    bare = _SUFFIX.sub("", name)
    return (bare,) if len(bare) > 1 and bare != name and bare not in _everyday() else ()


def _gazetteer(places: Sequence[Place]) -> _Gazetteer:
    names: dict[str, tuple[str, ...]] = {}
    for place in places:
        if place.name.endswith(("市辖区", "直辖县级行政区划")) or place.name in (
            "县",
            "城区",
            "郊区",
            "矿区",
        ):
            continue
        for name in (place.name, *place.short):
            names[name.lower()] = (*names.get(name.lower(), ()), place.code)
    return _Gazetteer({p.code: p for p in places}, names, tuple(names))


def find_division(
    readings: Sequence[Reading], home: str | None, places: Sequence[Place] = ()
) -> Division | None:
    """Return the division that the readings name, or None when none or no single one is named.

    `home` is the tenant's division code: of two divisions of one name the one at home is meant.
    `places` are divisions of the tenant that the official list lacks; they are looked for first.
    """
    own = tuple(places)
    for gazetteer in (_own(own), _official()) if own else (_official(),):
        found = _decide(gazetteer, _mentions(gazetteer, readings), home or "")
        if found:
            return found
    return None


def _mentions(gazetteer: _Gazetteer, readings: Sequence[Reading]) -> list[tuple[tuple[str, ...], Span]]:
    mentions = []
    for reading in readings:
        text = reading.normal.text
        for which, start, end in gazetteer.finder.find_matches_as_indexes(text):
            if not _NOT_A_PLACE.match(text, end):
                mentions.append((gazetteer.names[gazetteer.written[which]], reading.span(start, end)))
    return mentions


def _decide(
    gazetteer: _Gazetteer, mentions: list[tuple[tuple[str, ...], Span]], home: str
) -> Division | None:
    """Choose the division with most support: mentions of it and of those above it, and the tenant's home."""
    certain = [codes[0] for codes, _ in mentions if len(codes) == 1]
    home_line = set(gazetteer.line(home)) if home else set()
    support: dict[str, float] = {}
    where: dict[str, Span] = {}
    for codes, span in mentions:
        for code in codes:
            line = gazetteer.line(code)
            above = sum(1 for c in line[1:] if c in certain)
            near = 2.0 if home in line else 0.6 if home_line.intersection(line) else 0.0
            weight = (1.0 if len(codes) == 1 else 0.1) + above + near
            support[code] = max(support.get(code, 0.0), weight) + 0.2 * (code in support)
            where.setdefault(code, span)
    if not support:
        return None
    best = max(support, key=lambda c: (support[c], len(c)))
    rivals = [
        s for c, s in support.items() if c not in gazetteer.line(best) and best not in gazetteer.line(c)
    ]
    margin = support[best] - max(rivals, default=0.0)
    p = round(min(0.97, 0.5 + 0.4 * margin), 2) if rivals else (0.9 if support[best] >= 1 else 0.3)
    if p <= _SURE_ENOUGH:
        return None
    return Division(best, gazetteer.by_code[best].name, p, where[best])
