"""The conditions of a list as its address says them: read without ever failing, shown, taken away again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.queries.wanted import DUE, Wanted
from huiyin.cases.rules.given import LONGEST_TITLE, plain
from huiyin.foundation.wording import say
from huiyin.law.acts import CHANNELS, PATHS
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import OptionRow
from huiyin.web.desk.options import kind_options, place_options, stages
from huiyin.web.desk.places import offices_in_sight
from huiyin.web.templatetags.wording import coded, day, lang

LABELS: Mapping[str, Any] = {
    "number": gettext_lazy("编号或标题中的字"),
    "due": gettext_lazy("期限"),
    "stage": gettext_lazy("阶段"),
    "kind": gettext_lazy("内容分类"),
    "office": gettext_lazy("单位"),
    "division": gettext_lazy("地点"),
    "channel": gettext_lazy("来源"),
    "path": gettext_lazy("法定途径"),
    "since": gettext_lazy("收到日期从"),
    "until": gettext_lazy("收到日期到"),
    "only": gettext_lazy("只看"),
}
ONLY = ("open", "repeated", "joint")
_DAYS = ("since", "until")
Pairs = Sequence[tuple[str, str]]
_EVERYTHING = Wanted()


@dataclass(frozen=True)
class Facet:
    """One sort of condition with everything that can be chosen of it: value, words, chosen or not."""

    name: str
    label: str
    options: Sequence[tuple[str, str, bool]]

    @property
    def chosen(self) -> int:
        """Return how many are chosen."""
        return sum(chosen for _value, _words, chosen in self.options)


@dataclass(frozen=True)
class Chip:
    """One condition in force: what it says, and the address of the list without it."""

    label: str
    words: str
    without: str


@dataclass(frozen=True)
class Filter:
    """The conditions somebody chose; `kept` are further parts of the address, which are no conditions."""

    chosen: Mapping[str, tuple[str, ...]]
    options: Mapping[str, Sequence[OptionRow]]
    kept: Pairs = field(default=())

    def __bool__(self) -> bool:
        """Return whether anything is chosen."""
        return bool(self.chosen)

    @property
    def number(self) -> str:
        """Return the words that are looked for."""
        return self.one("number")

    def one(self, name: str) -> str:
        """Return the condition of a sort of which there is one at most."""
        return next(iter(self.chosen.get(name, ())), "")

    @property
    def since(self) -> str:
        """Return the first day received, as the field shows it."""
        return self.one("since")

    @property
    def until(self) -> str:
        """Return the last day received, as the field shows it."""
        return self.one("until")

    @property
    def ticked(self) -> int:
        """Return how many conditions are in force besides the words: folded, and said above the list."""
        return sum(len(values) for name, values in self.chosen.items() if name != "number")

    def pairs(self) -> Pairs:
        """Return the conditions as parts of an address, in one order: the same ones give the same address."""
        return [(name, value) for name in LABELS for value in self.chosen.get(name, ())]

    @property
    def query(self) -> str:
        """Return the conditions as the part of an address after the question mark."""
        return urlencode(self.pairs())

    def address(self, *more: tuple[str, str]) -> str:
        """Return the address of the list with these conditions, what is kept, and more."""
        return f"?{urlencode([*self.kept, *self.pairs(), *more])}"

    @property
    def facets(self) -> Sequence[Facet]:
        """Return the sorts of conditions with what can be chosen of each; none where there is no choice."""
        return [
            Facet(name, str(LABELS[name]), [(v, words, v in self.chosen.get(name, ())) for v, words in rows])
            for name, rows in self.options.items()
            if len(rows) > 1
        ]

    @property
    def chips(self) -> Sequence[Chip]:
        """Return each condition in force, with the way to take it away."""
        words = {name: dict(rows) for name, rows in self.options.items()}
        found = []
        for name, value in self.pairs():
            rest = [pair for pair in self.pairs() if pair != (name, value)]
            said = day(value) if name in _DAYS else words.get(name, {}).get(value, value)
            found.append(Chip(str(LABELS[name]), said, f"?{urlencode([*self.kept, *rest])}"))
        return found

    def wanted(self, base: Wanted = _EVERYTHING) -> Wanted:
        """Return what the list is narrowed to, beyond what it is narrowed to anyway."""
        only, due = self.chosen.get("only", ()), self.chosen.get("due", ())
        return replace(
            base,
            number=self.number,
            stage=self.chosen.get("stage", ()) or base.stage,
            kind=self.chosen.get("kind", ()) or base.kind,
            due=due or base.due,
            offices=[int(key) for key in self.chosen.get("office", ())],
            division=self.chosen.get("division", ()),
            channel=self.chosen.get("channel", ()),
            path=[int(path) for path in self.chosen.get("path", ())],
            since=_day(self.since),
            until=_day(self.until),
            active=True if "open" in only else base.active,
            repeated="repeated" in only,
            joint="joint" in only,
        )


def read(form: QueryDict, actor: Actor, *, without: Sequence[str] = (), kept: Pairs = ()) -> Filter:
    """Return the conditions that an address names and that make sense; what is none is left out."""
    options = {name: rows for name, rows in _options(actor).items() if name not in without}
    chosen: dict[str, tuple[str, ...]] = {}
    for name, rows in options.items():
        asked = set(form.getlist(name))
        chosen[name] = tuple(value for value, _words in rows if value in asked)
    chosen["number"] = (plain(form.get("number", ""))[:LONGEST_TITLE],)
    for name in _DAYS:
        found = _day(form.get(name, ""))
        chosen[name] = (found.isoformat(),) if found else ()
    return Filter({name: values for name, values in chosen.items() if any(values)}, options, kept)


def _options(actor: Actor) -> Mapping[str, Sequence[OptionRow]]:
    return {
        "due": [(when, say(f"list.due.{when}", lang())) for when in DUE],
        "stage": stages(),
        "office": offices_in_sight(actor),
        "division": place_options(),
        "channel": [(code, say(f"channel.{code}", lang())) for code in CHANNELS],
        "path": [(str(n), coded(n, "law.path_name")) for n in PATHS],
        "only": [(code, say(f"list.only.{code}", lang())) for code in ONLY],
        "kind": kind_options(),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def said(found: Filter) -> str:
    """Return the conditions in one line, as a name to begin with."""
    return _("、").join(chip.words for chip in found.chips)[:LONGEST_TITLE]
