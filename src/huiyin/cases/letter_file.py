"""What the file of a matter knows that its letters are checked against, and the checks themselves."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from huiyin.base.clock import local_day
from huiyin.cases import drafted_words, persons
from huiyin.cases.first_drafts import first_draft, next_higher
from huiyin.cases.models import Act, Letter, Matter, Overruling, Petition
from huiyin.cases.rules.checks import File, Finding, Weight, check
from huiyin.cases.standing import the_law
from huiyin.foundation import crypto
from huiyin.foundation.wording import say
from huiyin.law import letters as law_letters
from huiyin.law.acts import DUTY_PATH
from huiyin.orgs import queries as orgs

_SHORT_PLACE = 2  # characters of a place's name that cannot be told from another word without its last

# How the checks call what happened, by the acts on record.
_EVENT_OF: Mapping[str, str] = {
    "received": "received",
    "accepted": "accepted",
    "extended": "extended",
    "hearing_opened": "hearing",
    "hearing_closed": "hearing",
    "opinion_issued": "decided",
    "answered": "decided",
    "review_asked": "review_asked",
    "review_accepted": "review_asked",
    "review_decided": "review_decided",
    "rereview_asked": "rereview_asked",
    "rereview_accepted": "rereview_asked",
}
# What the system words better than whoever copies it: only these are offered to be taken over.
_OFFERED = frozenset(
    {"addressee", "remedy", "finality", "due_day", "days", "report_by", "law", "matter", "receipt"}
)


def checked(letter: Letter, matter: Matter, content: Mapping[str, str], *, on: date) -> tuple[Finding, ...]:
    """Return what there is to look at in a draft's words on a day. `matter.office` must be loaded."""
    law, _calendar = the_law()
    return check(content, file_of(letter, matter, on=on), law)


def marks_of(finding: Finding) -> list[str]:
    """Return the digests by which a finding is known again without being kept, the latest first."""
    return crypto.blind_indexes(finding.about, about="letter.check")


def standing_in_the_way(letter: Letter, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a letter from being signed: to be mended, or overruled with a reason."""
    overruled = set(Overruling.objects.filter(letter=letter).values_list("mark", flat=True))
    return tuple(
        f
        for f in found
        if f.weight is Weight.MUST or (f.weight is Weight.ASK and overruled.isdisjoint(marks_of(f)))
    )


def file_of(letter: Letter, matter: Matter, *, on: date, acts: Sequence[Act] | None = None) -> File:
    """Return what the file knows on the day a letter is looked at; all `acts` unless some are given."""
    law, _calendar = the_law()
    if acts is None:
        acts = list(Act.objects.filter(matter=matter).select_related("office", "letter"))
    facts = letter.act_fields
    path, petitions = facts.get("path") or matter.path, _group(matter)
    own = next(p for p in petitions if p.matter_id == matter.pk)
    fresh = first_draft(matter, acts, letter.kind, facts, act=letter.act, on=on, petition=own)
    return File(
        kind=letter.kind,
        act=letter.act,
        facts=facts,
        today=on,
        basis=law_letters.basis(letter.kind, law, on),
        path=path,
        nature=matter.nature or "claim",
        due_day=drafted_words.due_day(matter, acts, letter.kind, letter.act, facts, on=on),
        fresh={name: text for name, text in fresh.items() if name in _OFFERED},
        reviewer=next_higher(matter, letter.kind),
        government=drafted_words.government(matter) if path == DUTY_PATH else "",
        office=matter.office.name,
        elsewhere=_elsewhere(matter, petitions, facts) if letter.act == "transferred" else "",
        **_people(letter, matter, petitions),
        **_known_of(matter, petitions, acts, letter.act, on),
    )


def _elsewhere(matter: Matter, petitions: Sequence[Petition], facts: Mapping[str, Any]) -> str:
    """Return the area of the office a transfer goes to, where nothing in the matter points there."""
    area = next((o.division or "" for o in orgs.offices() if o.code == facts.get("to")), "")
    inside = area.rstrip("0")
    here = matter.office.division_id or ""
    if not area or here.startswith(inside) or matter.division.startswith(inside):
        return ""
    places = {d.code: d.name for d in orgs.divisions() if d.code.startswith(inside)}
    told = "\n".join(f"{w.title}\n{w.text}" for w in map(persons.words_of, petitions))
    named = any(name in told or name[:-1] in told for name in places.values() if len(name) > _SHORT_PLACE)
    return "" if named else places.get(area, "")


def _group(matter: Matter) -> Sequence[Petition]:
    """Return the petitions that are answered here, with those of the matter that leads this one."""
    keys = {matter.pk, *Matter.objects.filter(joined_to=matter).values_list("pk", flat=True)}
    keys |= {matter.joined_to_id} if matter.joined_to_id else set()
    found = Petition.objects.filter(matter_id__in=keys).select_related("person", "behalf_of", "matter")
    return list(found.prefetch_related("companions").order_by("pk"))


def _people(letter: Letter, matter: Matter, petitions: Sequence[Petition]) -> dict[str, Any]:
    people = [o for p in petitions for o in (p.person, p.behalf_of, *p.companions.all()) if o is not None]
    known = [persons.opened(one) for one in people]
    said = [persons.words_of(p) for p in petitions]
    offices = orgs.offices()
    here = {letter.office_id, matter.office_id, matter.registered_at_id}
    staff = [one.name for those in orgs.colleagues_by_office(here).values() for one in those]
    writers = {persons.opened(p.person).name for p in petitions if p.matter_id != matter.joined_to_id}
    numbers = [*(g.phone for g in known), *(g.id_number for g in known), *(o.phone for o in offices)]
    return {
        "addressees": frozenset(name or say("letter.draft.nameless", "zh") for name in writers),
        "names": frozenset({g.name for g in known if g.name} | set(staff) | {o.name for o in offices}),
        "numbers": frozenset(re.sub(r"\D", "", number) for number in numbers if number),
        "told": "\n".join(f"{w.title}\n{w.text}" for w in said),
        "shorts": frozenset(o.short for o in offices if o.short),
    }


def _known_of(
    matter: Matter, petitions: Sequence[Petition], acts: Sequence[Act], act: str, on: date
) -> dict[str, Any]:
    days: dict[str, set[date]] = {}
    for done in acts:
        if event := _EVENT_OF.get(done.kind):
            days.setdefault(event, set()).add(done.day)
    if event := _EVENT_OF.get(act):
        days.setdefault(event, set()).add(on)
    for p in petitions:
        days.setdefault("received", set()).update({p.received_on, local_day(p.entered)})
    keys = {matter.pk, *(p.matter_id for p in petitions)}
    letters = Letter.objects.filter(matter_id__in=keys, number__isnull=False).values_list("number", flat=True)
    numbers = {n for p in petitions for n in (p.number, p.matter.number)} | set(letters) | {matter.number}
    return {
        "days": {name: frozenset(found) for name, found in days.items()},
        "case_numbers": frozenset(n for n in numbers if n),
    }
