"""Steps taken before they are entered here (on paper, in an older system): recorded as they happened."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huiyin.cases import consequences, spine
from huiyin.cases import letters as words
from huiyin.cases.models import Act, Letter, Matter, Petition, Service
from huiyin.cases.rules.letters import number
from huiyin.foundation import audit, numbers
from huiyin.law import acts as law_acts
from huiyin.law.letters import letter_for
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

# They may hold personal data: they stand in the letter, which is sealed, not in the act.
FREE_WORDS = frozenset({"reason", "procedure"})


@transaction.atomic
def enter(
    matter_id: int,
    kind: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    fields: Mapping[str, Any] | None = None,
    content: Mapping[str, str] | None = None,
    office: str = "",
) -> None:
    """Record a past step, with its letter where the law wants one; what broke the law is flagged, not hidden.

    `content` gives elements of the letter; what it leaves out is drafted from the record. `office` is the
    code of the office that took the step when it is not the one that has the matter.
    """
    matter = spine.locked(matter_id)
    facts = dict(fields or {})
    actor_office = orgs.office_by_code(office).id if office else matter.office_id
    letter = _letter(matter, kind, facts, content or {}, on=on, by=by, at=at, office=actor_office)
    if kind == "served":
        facts["of"] = _serve(matter, facts, on=on, by=by, at=at)
    spine.append(
        matter,
        kind,
        on=on,
        fields={n: v for n, v in facts.items() if v is not None and n not in FREE_WORDS},
        by=by,
        at=at,
        letter=letter,
        office=actor_office,
        as_it_happened=True,
    )
    consequences.follow(matter, kind, facts, on=on, by=by, at=at)


def _letter(
    matter: Matter,
    kind: str,
    facts: Mapping[str, Any],
    content: Mapping[str, str],
    *,
    on: date,
    by: Actor,
    at: datetime,
    office: int,
) -> Letter | None:
    letter_kind = letter_for(law_acts.Act(kind, on, facts), nature=matter.nature or "claim")
    if letter_kind is None or kind == "served":
        return None
    acts = list(Act.objects.filter(matter=matter).select_related("letter", "office"))
    drafted = words.first_draft(matter, acts, letter_kind, facts, act=kind, on=on)
    said = {name: text for name, text in content.items() if name in drafted and text}
    place = orgs.office(office)
    running = numbers.allocate(f"letter:{letter_kind}:{office}:{on.year}")
    letter = Letter.objects.create(
        matter=matter,
        kind=letter_kind,
        act=kind,
        act_fields={n: v for n, v in facts.items() if n not in FREE_WORDS},
        office_id=office,
        content_sealed=words.sealed(matter, {**drafted, **said}),
        drafted_by_id=by.staff,
        changed=at,
        number=number(letter_kind, place.short, on.year, running),
        signed_by_id=by.staff,
        signed_on=on,
    )
    audit.record("letter.enter", actor=by.label, about=f"letter:{letter.pk}", at=at)
    return letter


def _serve(matter: Matter, facts: Mapping[str, Any], *, on: date, by: Actor, at: datetime) -> int | None:
    """Record the service of the latest letter not served yet; return the place of the act that carried it."""
    waiting = Act.objects.filter(matter=matter, letter__isnull=False, letter__services__isnull=True)
    carried = waiting.filter(kind__in=words.OPEN_A_REMEDY).order_by("-position").first()
    carried = carried or waiting.order_by("-position").first()
    if carried is None or carried.letter_id is None:
        return None
    Service.objects.create(
        letter_id=carried.letter_id,
        petition=Petition.objects.filter(matter=matter).order_by("id")[0],
        how=str(facts.get("how", "hand")),
        day=on,
        by_id=by.staff,
        entered=at,
    )
    return carried.position - 1
