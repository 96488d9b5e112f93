"""What somebody asks the figures for: how far back, and of which field, area, kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiyin.base.errors import Invalid
from huiyin.insight.brief import Period, read
from huiyin.insight.expressions import Chosen
from huiyin.insight.expressions.behind import COUNTED
from huiyin.insight.queries import Counted
from huiyin.insight.usual import HOME
from huiyin.orgs import queries as orgs
from huiyin.text.taxonomy import fields, kinds
from huiyin.web.desk.asked import number_of
from huiyin.web.templatetags.wording import field_name, kind_name, lang

PERIODS, USUAL = HOME.offered, HOME.usual  # weeks
_LONGEST_CODE = 20


@dataclass(frozen=True)
class Wanted:
    """Weeks back from the day as of which the lake speaks, or a period; empty codes mean all.

    `of` and `which`: what of it is counted, where that is not contacts.
    """

    weeks: int = USUAL
    field: str = ""
    area: str = ""
    kind: str = ""
    period: Period | None = None
    of: str = ""
    which: str = ""

    def chosen(self, on: date) -> Chosen:
        """Return which facts these are."""
        return Chosen(
            self.period.since if self.period else on - timedelta(weeks=self.weeks),
            self.period.before if self.period else None,
            areas=(self.area,) if self.area else (),
            kinds=(self.kind,) if self.kind else (),
            fields=(self.field,) if self.field else (),
        )

    def counted(self, on: date) -> Counted:
        """Return what of the facts is counted: open at the end of the period, missed as of the lake's day."""
        last = min(on, self.period.last) if self.period and self.of == "open" else on
        return Counted(self.of or "contacts", self.which, last)

    def link(self, **other: str) -> str:
        """Return the query of an address that asks for the same but for what is named."""
        when = {"period": self.period.code} if self.period else {"weeks": str(self.weeks)}
        said = {
            **when,
            "of": self.of,
            "which": self.which,
            "field": self.field,
            "area": self.area,
            "kind": self.kind,
            **other,
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})


def wanted(form: QueryDict, periods: Sequence[int] = PERIODS, usual: int = USUAL) -> Wanted:
    """Return what was asked; what is not known counts as not asked."""
    weeks = number_of(form, "weeks", usual)
    return Wanted(
        weeks if weeks in periods else usual,
        form.get("field", "") if form.get("field", "") in fields() else "",
        form.get("area", "")[:_LONGEST_CODE],
        form.get("kind", "") if form.get("kind", "") in kinds() else "",
        _period(form.get("period", "")),
        form.get("of", "") if form.get("of", "") in COUNTED else "",
        form.get("which", "")[:_LONGEST_CODE],
    )


def _period(code: str) -> Period | None:
    try:
        return read(code)
    except Invalid:
        return None


def places() -> Mapping[str, str]:
    """Return the areas by their codes, named in the visitor's language."""
    english = lang() == "en"
    return {d.code: (d.name_en or d.name) if english else d.name for d in orgs.divisions()}


def place_name(code: str, named: Mapping[str, str]) -> str:
    """Return an area's name."""
    return named.get(code) or code or _("地点不详")


def sort_name(code: str) -> str:
    """Return the name of a kind or a field."""
    return kind_name(code) or field_name(code) or _("未分类")


def field_choices() -> list[tuple[str, str]]:
    """Return the fields to choose from."""
    return [(code, sort_name(code)) for code in fields()]
