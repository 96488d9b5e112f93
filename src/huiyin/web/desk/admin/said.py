"""Changes and their values in the visitor's words: what was changed, from what, to what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.base.clock import local_day
from huiyin.foundation.wording import say
from huiyin.law.announced import stretches
from huiyin.law.own import THRESHOLDS
from huiyin.orgs import own
from huiyin.orgs import queries as orgs
from huiyin.orgs.changes import ChangeRow
from huiyin.text import taxonomy
from huiyin.web.desk.options import letter_name
from huiyin.web.desk.places import office_name
from huiyin.web.templatetags.wording import coded, day, lang

OFFICES = frozenset({"parent", "superior", "office", "intake"})
_CODED = {"role": "role", "kind": "office.kind", "account": "account.state"}
_DAYS = frozenset({"ended_on", "from_day", "to_day"})
_NOTHING: tuple[Any, ...] = (None, "", [], {})
_YEARS = frozenset({"holidays", "workdays"})


@dataclass(frozen=True)
class Line:
    """One thing that differs: its name, what it was, what it is."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Shown:
    """A change as pages show it; `href` leads to the thing, `back` to its form filled in with what was."""

    row: ChangeRow
    thing: str
    href: str
    back: str
    lines: list[Line]


class Names:
    """The names that changes need, each asked for once on a page and only where it is needed."""

    @cached_property
    def offices(self) -> Mapping[int, str]:
        """Return the names of the offices."""
        return {o.id: office_name(o) for o in orgs.offices()}

    @cached_property
    def areas(self) -> Mapping[str, str]:
        """Return the names of the areas."""
        return {d.code: (lang() == "en" and d.name_en) or d.name for d in orgs.divisions()}

    @cached_property
    def staff(self) -> Mapping[str, str]:
        """Return the names of the staff as the log calls them."""
        return {label: name for label, (name, _login) in orgs.names().items()}


def shown(row: ChangeRow, names: Names) -> Shown:
    """Return a change in words."""
    lines = [line for name in row.after if (line := _line(row, name, names))]
    href = address(row.about)
    undone = bool(row.before) and row.kind in {"agency", "area", "office", "calendar", "threshold", "wording"}
    undone |= row.what == "account.rename"
    undone &= row.what not in {"office.end", "office.reopen"}
    return Shown(
        row, thing(row.about, names), href, f"{href}?back={row.id}" if undone and href else "", lines
    )


def _line(row: ChangeRow, name: str, names: Names) -> Line | None:
    """Return one thing that differs; None for what was said again and stayed as it was."""
    old, new = row.before.get(name), row.after[name]
    if (row.before and old == new) or (old in _NOTHING and new in _NOTHING):
        return None
    shown_old = _stood(row, name, old, names)
    if name in _YEARS and new and old:
        return Line(label(name), shown_old, _came_and_went(name, old, new, names))
    if name == "holidays" and new:
        return Line(label(name), shown_old, f"{value(name, new, names)}{_('：')}{_listed(new)}")
    return Line(label(name), shown_old, _stood(row, name, new, names))


def _came_and_went(name: str, old: Any, new: Any, names: Names) -> str:
    """Return how a year's days differ: how many or which they are now, which came, which went, renamed."""
    was, has = (dict(one) if isinstance(one, dict) else dict.fromkeys(one, "") for one in (old, new))
    parts = [
        words % {"days": _listed(days)}
        for words, days in (
            (_("加上 %(days)s"), {d: n for d, n in has.items() if d not in was}),
            (_("去掉 %(days)s"), {d: n for d, n in was.items() if d not in has}),
            (_("改称 %(days)s"), {d: n for d, n in has.items() if d in was and was[d] != n}),
        )
        if days
    ]
    return f"{value(name, new, names)}{_('：')}{_('；').join(parts)}"


def _listed(days: Mapping[str, str]) -> str:
    """Return days of a year with the names of the holidays, each unbroken row as its first and last day."""
    rows = []
    for name, first, last in stretches(days):
        called = f"{coded(name, 'law.rest')} " if name else ""
        rows.append(called + _short(first) + (f"–{_short(last)}" if last != first else ""))
    return _("、").join(rows)


def _short(on: date) -> str:
    return f"{on.day} {on:%b}" if lang() == "en" else f"{on.month}月{on.day}日"


def _stood(row: ChangeRow, name: str, said: Any, names: Names) -> str:
    """Return a value of a change in words: of limits and words of letters also what the system has."""
    code = row.about.partition(":")[2]
    if row.kind == "wording" and not said:
        return _("系统的说法")
    if row.kind == "threshold" and code in THRESHOLDS:
        if name == "value":
            return _value(code, said, row.valid_from or local_day(row.at))
        return value(name, said, names) if said else _("没有")
    return value(name, said, names)


def _value(code: str, said: Any, on: date) -> str:
    found = own.threshold(code, on=on)
    if said is None:
        return _("系统的 %(amount)s") % {"amount": amount(found.room.usual, found.threshold.unit)}
    return amount(said, found.threshold.unit)


def label(name: str) -> str:
    """Return what a kept value is called."""
    return coded(name, "change.field")


def value(name: str, said: Any, names: Names) -> str:
    """Return a kept value in words."""
    if said in _NOTHING:
        return _("（空）")
    if name in OFFICES and isinstance(said, int):
        return names.offices.get(said, str(said))
    if name == "stand_in":
        return names.staff.get(f"staff:{said}", str(said))
    if name in _CODED:
        return coded(said, _CODED[name])
    if name in _DAYS:
        return day(said)
    return _several(name, said) if isinstance(said, list | dict) else names.areas.get(str(said), str(said))


def _several(name: str, said: Any) -> str:
    if name == "holidays" and isinstance(said, dict):
        return ngettext("%(n)d 天", "%(n)d 天", len(said)) % {"n": len(said)}
    known = taxonomy.fields()
    words = [known[one].name(lang()) if one in known else day(one) for one in said]
    return _("、").join(words)


def thing(about: str, names: Names) -> str:
    """Return the name of what was changed."""
    kind, _colon, key = about.partition(":")
    words: Mapping[str, Callable[[], str]] = {
        "office": lambda: next((name for key_, name in names.offices.items() if str(key_) == key), about),
        "staff": lambda: names.staff.get(about, about),
        "area": lambda: names.areas.get(key, key),
        "calendar": lambda: _("%(year)s 年放假安排") % {"year": key},
        "threshold": lambda: coded(key, "threshold.name"),
        "wording": lambda: _part(*key.partition(".")[::2]),
        "agency": lambda: _("本机关"),
    }
    return words[kind]() if kind in words else about


def _part(letter: str, element: str) -> str:
    return f"{letter_name(letter)} · {coded(element, 'letter.element')}"


def address(about: str) -> str:
    """Return the page of what was changed."""
    kind, _colon, key = about.partition(":")
    pages: Mapping[str, tuple[str, list[Any]]] = {
        "agency": ("agency", []),
        "area": ("area", [key]),
        "office": ("office", [key]),
        "staff": ("staff_account", [key]),
        "calendar": ("calendar", [key]),
        "threshold": ("limit", [key]),
        "wording": ("letter_words_part", key.split(".")),
    }
    if kind not in pages:
        return ""
    name, arguments = pages[kind]
    return reverse(f"desk:{name}", args=arguments)


def amount(number: int | None, unit: str) -> str:
    """Return a limit with its unit."""
    return _("没有规定") if number is None else f"{number} {say(f'threshold.unit.{unit}', lang())}"


def where(instrument: str, article: str) -> str:
    """Return where a limit is laid down."""
    return f"{instrument}{article}" if instrument else ""
