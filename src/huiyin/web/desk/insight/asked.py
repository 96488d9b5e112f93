"""What somebody asks the figures for: how far back, and of which field, area, kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiyin.insight.expressions import Chosen
from huiyin.orgs import queries as orgs
from huiyin.text.taxonomy import fields, kinds
from huiyin.web.desk.asked import number_of
from huiyin.web.templatetags.wording import field_name, kind_name, lang

PERIODS = (4, 13, 52)  # weeks
USUAL = 13
_LONGEST_CODE = 12


@dataclass(frozen=True)
class Wanted:
    """Weeks back from the day as of which the lake speaks; empty codes mean all."""

    weeks: int = USUAL
    field: str = ""
    area: str = ""
    kind: str = ""

    def chosen(self, on: date) -> Chosen:
        """Return which facts these are."""
        return Chosen(
            on - timedelta(weeks=self.weeks),
            None,
            areas=(self.area,) if self.area else (),
            kinds=(self.kind,) if self.kind else (),
            fields=(self.field,) if self.field else (),
        )

    def link(self, **other: str) -> str:
        """Return the query of an address that asks for the same but for what is named."""
        said = {"weeks": str(self.weeks), "field": self.field, "area": self.area, "kind": self.kind, **other}
        return "?" + urlencode({name: value for name, value in said.items() if value})


def wanted(form: QueryDict, periods: Sequence[int] = PERIODS, usual: int = USUAL) -> Wanted:
    """Return what was asked; what is not known counts as not asked."""
    weeks = number_of(form, "weeks", usual)
    return Wanted(
        weeks if weeks in periods else usual,
        form.get("field", "") if form.get("field", "") in fields() else "",
        form.get("area", "")[:_LONGEST_CODE],
        form.get("kind", "") if form.get("kind", "") in kinds() else "",
    )


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
