"""Checks of a draft: nothing is signed against them; where the law leaves room a reason sets one aside."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed
from huiyin.base.messages import Message
from huiyin.cases import letters as words
from huiyin.cases import spine
from huiyin.cases.letter_file import checked, marks_of, standing_in_the_way
from huiyin.cases.models import Letter, Matter, Overruling
from huiyin.cases.queries.scope import visible
from huiyin.cases.rules.checks import Finding, Weight
from huiyin.cases.rules.given import plain
from huiyin.cases.rules.steps import STEPS
from huiyin.cases.services.versions import unsigned
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor

SHORTEST, LONGEST = 4, 500
_MOST_NAMED = 5


@transaction.atomic
def overrule(letter_id: int, mark: str, reason: str, *, version: int, by: Actor, at: datetime) -> None:
    """Overrule one check of a draft with a reason that stays with the letter.

    Raises NotAllowed where the law leaves no room, Invalid without a reason, Conflict when the draft changed.
    """
    letter = unsigned(letter_id, version)
    matter = spine.locked(letter.matter_id)
    _may(by, letter)
    content = words.content_of(letter, matter)
    found = next((f for f in checked(letter, matter, content, on=local_day(at)) if mark in marks_of(f)), None)
    if found is None:
        raise Conflict("cases.check_gone")
    if found.weight is not Weight.ASK:
        raise NotAllowed("cases.check_no_room")
    said = plain(reason)[:LONGEST]
    if len(said) < SHORTEST:
        raise Invalid("cases.check_reason", field=f"reason_{mark[:8]}")
    sealed = crypto.seal_text(crypto.open_key(matter.key), said, about="overruling")
    Overruling.objects.update_or_create(
        letter=letter,
        mark=marks_of(found)[0],
        defaults={
            "code": found.code,
            "element": found.element,
            "reason_sealed": sealed,
            "by_id": by.staff,
            "at": at,
        },
    )
    audit.record("letter.overrule", actor=by.label, about=f"letter:{letter.pk}", at=at, reason=found.code)
    count(letter, matter, content, on=local_day(at))


def _may(by: Actor, letter: Letter) -> None:
    step = STEPS.get(letter.act)
    needed = {"letter.draft", step.sign if step else ""}
    seen = visible(by).filter(pk=letter.matter_id).exists()
    if not seen or not any(letter.office_id in by.offices(permission) for permission in needed):
        raise NotAllowed("cases.not_your_part")


def count(letter: Letter, matter: Matter, content: Mapping[str, str], *, on: date) -> None:
    """Write down how many checks stand in the way of signing a draft, for the list of those who sign."""
    found = standing_in_the_way(letter, checked(letter, matter, content, on=on))
    Letter.objects.filter(pk=letter.pk).update(unsettled=len(found))


def refuse_unsettled(letter: Letter, matter: Matter, content: Mapping[str, str], *, on: date) -> None:
    """Raise Invalid naming what has to be mended in a letter, or overruled, before it is signed."""
    found = standing_in_the_way(letter, checked(letter, matter, content, on=on))
    lacking = [f.element for f in found if f.code == "missing"]
    if lacking:
        parts = [Message(f"letter.element.{name}") for name in lacking]
        raise Invalid("cases.letter_lacks", field=lacking[0], parts=parts)
    if found:
        raise Invalid("cases.letter_unsettled", field=found[0].element, count=len(found), found=_named(found))


def refuse_unlawful(matter: Matter, act: str, content: Mapping[str, str], *, field: str, on: date) -> None:
    """Raise Invalid where a notice that goes to many at once says what no letter may say."""
    planned = Letter(matter=matter, kind=act, act=act, office_id=matter.office_id)
    found = [f for f in checked(planned, matter, content, on=on) if f.weight is Weight.MUST]
    if found:
        raise Invalid("cases.letter_unsettled", field=field, count=len(found), found=_named(found))


def _named(found: Sequence[Finding]) -> list[Message]:
    return [
        Message("letter.found_in", {"element": Message(f"letter.element.{f.element}"), "what": f.what})
        for f in found[:_MOST_NAMED]
    ]
