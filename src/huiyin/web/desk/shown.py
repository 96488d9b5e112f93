"""What the matter page shows, put together from one query and one reading of the text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.base.messages import Message
from huiyin.cases import dialect
from huiyin.cases.queries import placing
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.queries.petitions import UNMASK_REASONS, PetitionRow
from huiyin.cases.queries.scope import recused_from
from huiyin.cases.reading import read_text
from huiyin.cases.rules.offices import OfficeProposal
from huiyin.cases.rules.steps import STEPS
from huiyin.cases.services.work import NATURES
from huiyin.foundation.wording import say
from huiyin.law.deadlines import Deadline
from huiyin.orgs import queries as orgs
from huiyin.orgs.queries import OfficeRow
from huiyin.orgs.rules import Actor
from huiyin.text import Understanding
from huiyin.text.amounts import Amount
from huiyin.text.dialect import DialectFound
from huiyin.text.taxonomy import kinds
from huiyin.web.desk import routes
from huiyin.web.desk.acts import acts_shown
from huiyin.web.desk.asked import OptionRow
from huiyin.web.desk.highlight import LEAST, Stretch, evidence, stretches, tells
from huiyin.web.desk.options import kind_options, place_options
from huiyin.web.desk.places import office_name
from huiyin.web.templatetags.wording import lang

HINTS = ("urgent", "hardship", "repeat", "joint")
_STATED = 3  # of each sort: more would bury the first, which is the likeliest


@dataclass(frozen=True)
class Contact:
    """One petition with its text cut for marking, and what the system reads in it."""

    row: PetitionRow
    title: Sequence[Stretch]
    text: Sequence[Stretch]
    seen: Understanding
    hints: Sequence[tuple[str, tuple[str, ...]]]
    dialect: Sequence[DialectFound]
    dialect_problems: Sequence[Message]

    @property
    def amounts(self) -> Sequence[str]:
        """Return the sums of money in order, each once, with what it is where the words say so."""
        roles = {s.amount: s.role for s in self.seen.facts.sums}
        return list(dict.fromkeys(_sum(amount, roles.get(amount, "")) for amount in self.seen.amounts))

    @property
    def dates(self) -> Sequence[str]:
        """Return the dates in order, each once."""
        return list(dict.fromkeys(dated.value for dated in self.seen.dates))

    @property
    def stated(self) -> Sequence[tuple[str, Sequence[str]]]:
        """Return what else the petition states, in its words: units, persons, periods, earlier petitions."""
        facts = self.seen.facts
        sorts = ("employers", "persons", "periods", "earlier")
        said = ((sort, [one.span.text.strip() for one in getattr(facts, sort)]) for sort in sorts)
        return [(sort, list(dict.fromkeys(words))[:_STATED]) for sort, words in said if words]

    @property
    def kinds(self) -> Sequence[tuple[str, float, Sequence[str]]]:
        """Return the likely kinds, best first: code, per cent, and the words that speak for it."""
        return guesses(self.seen)

    @property
    def proposed(self) -> Sequence[tuple[str, float]]:
        """Return the kinds that were proposed when it came in, best first: code and per cent."""
        return [(kind["code"], round(100 * kind["p"])) for kind in self.row.proposed.get("kinds", ())]


def guesses(seen: Understanding) -> Sequence[tuple[str, float, Sequence[str]]]:
    """Return the likely kinds of a reading, best first: code, per cent, and the words that speak for it."""
    return [
        (k.code, round(100 * k.p), list(dict.fromkeys(s.text for s in k.evidence if tells(s.text))))
        for k in seen.kinds
        if k.p >= LEAST
    ]


@dataclass(frozen=True)
class DeadlineRow:
    """A deadline with the days that are left, below nought when it has passed."""

    deadline: Deadline
    days: int | None


def contact(row: PetitionRow) -> Contact:
    """Return a petition with the reading of its text."""
    seen = read_text(row.text, row.title, home=settings.HUIYIN_HOME)
    found = evidence(seen, len(row.text))
    words, problems = dialect.found(f"{row.title}\n{row.text}", home=settings.HUIYIN_HOME)
    return Contact(
        row=row,
        title=stretches(row.title, found, where="title"),
        text=stretches(row.text, found),
        seen=seen,
        hints=[
            (hint, tuple(dict.fromkeys(span.text for span in seen.evidence.get(hint, ()))))
            for hint in HINTS
            if getattr(seen, hint)
        ],
        dialect=words,
        dialect_problems=problems,
    )


def _sum(amount: Amount, role: str) -> str:
    figure = f"{amount.as_dict()['value']:,}"
    return figure + _("（") + say(f"desk.sum.{role}", lang()) + _("）") if role else figure


def powers(actor: Actor, view: MatterView) -> frozenset[str]:
    """Return what the actor may do at the office that has the matter; it decides what the page offers."""
    return frozenset(permission for permission in actor.may if view.office in actor.offices(permission))


def matter_page(actor: Actor, view: MatterView, *, today: date) -> dict[str, Any]:
    """Return everything the matter page shows."""
    offices = orgs.offices()
    names = {o.code: office_name(o) for o in offices}
    contacts = [contact(row) for row in view.petitions]
    seen = contacts[0].seen if contacts else None
    kind = view.kind or (seen.kind if seen else None) or ""
    division = view.division or (seen.division.code if seen and seen.division else "")
    may = powers(actor, view)
    colleagues = orgs.case_workers(view.office) if {"matter.sort", "act.intake"} & may else ()
    away = recused_from(view.id, [c.id for c in colleagues])
    places = place_options()
    return {
        "matter": view,
        "may": may,
        "today": today,
        "contacts": contacts,
        "erased": bool(contacts) and all(c.row.erased for c in contacts),
        "owed": deadline_row(view.next_owed, today) if view.next_owed else None,
        "deadlines": [deadline_row(d, today) for d in view.deadlines],
        "acts": acts_shown(view.acts, names),
        "steps": [(act, bool(STEPS[act].sign)) for act in view.offered],
        "blocked": list(view.blocked.items()),
        "proposals": proposals(view, kind, division, offices=offices, places=places),
        "units": [(str(o.id), office_name(o)) for o in placing.units(offices, here=view.office)],
        "colleagues": [(str(c.id), with_roles(c.name, c.roles)) for c in colleagues if c.id not in away],
        "away": [c.name for c in colleagues if c.id in away],
        "natures": [(code, say(f"nature.{code}", lang())) for code in NATURES],
        "kind_options": kind_options(),
        "paths": [(str(n), say(f"law.path_name.{n}", lang())) for n in range(1, 7)],
        "places": places,
        "place_names": {d.name: d.name_en for d in orgs.divisions()} if lang() == "en" else {},
        "unmask_reasons": [(code, say(f"unmask.{code}", lang())) for code in UNMASK_REASONS],
        "routes": routes.proposed(view, seen, today=today),
        "sorting": sorting_of(view, seen, kind=kind, division=division),
    }


def proposals(
    view: MatterView,
    kind: str,
    division: str,
    *,
    offices: Sequence[OfficeRow],
    places: Sequence[OptionRow],
) -> Sequence[OfficeProposal]:
    """Return who else may take a matter, were it of a kind and about a place."""
    words = "\n".join(f"{row.title}\n{row.text}" for row in view.petitions)
    fitting = placing.may_see_accusation(offices, words) if view.restricted else offices
    return placing.proposals(
        [replace(o, name=office_name(o)) for o in fitting],
        here=view.office,
        field=kinds()[kind].field if kind in kinds() else "",
        division=division,
        place=dict(places).get(division, ""),
    )


def with_roles(name: str, roles: Sequence[str]) -> str:
    """Return somebody's name with the posts held, for choosing among colleagues."""
    held = _("、").join(say(f"role.{role}", lang()) for role in roles)
    return name + _("（") + held + _("）")


def sorting_of(
    view: MatterView, seen: Understanding | None, *, kind: str, division: str
) -> Mapping[str, str]:
    """Return what the sorting form is filled with: what was confirmed, else what the system proposes.

    Nothing is preselected where the reading abstains; a matter stays unsorted until a person sends the form.
    """
    nature = view.nature or (seen.nature.value if seen else "")
    path = view.path or (kinds()[kind].path if kind in kinds() and nature == "claim" else None)
    return {"nature": nature, "kind": kind, "path": str(path or ""), "division": division}


def deadline_row(deadline: Deadline, today: date) -> DeadlineRow:
    """Return a deadline with the days left until it, seen from today."""
    return DeadlineRow(deadline, (deadline.due - today).days if deadline.due else None)


def office_options(offices: Sequence[OfficeRow], *, here: int) -> list[OptionRow]:
    """Return the other offices to choose from, by code."""
    return [(o.code, office_name(o)) for o in offices if o.id != here]
