"""Erasing personal data: proposed by one officer or listed by a rule, confirmed by another, done for good."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases import attachments, keeping, persons
from huiyin.cases.models import (
    AnswerSheet,
    Attachment,
    Correction,
    Countersign,
    Erasure,
    Feedback,
    Letter,
    LetterVersion,
    Matter,
    Note,
    Overruling,
    Person,
    Petition,
    Recusal,
    Service,
    Task,
)
from huiyin.cases.queries.scope import require
from huiyin.cases.services import same
from huiyin.foundation import audit, crypto, keys, outbox
from huiyin.foundation.wording import say
from huiyin.orgs.rules import SYSTEM, Actor

PROPOSE, CONFIRM = "person.erase", "person.confirm_erasure"
LISTED_AT_ONCE = 500


@transaction.atomic
def propose(petitions: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Propose to erase a person from these contacts; return the proposal, which another officer confirms.

    Raises NotAllowed with what stands in the way: a matter that is open, a review that can still be asked
    for, a rule that wants the file kept.
    """
    found = _locked(petitions)
    if not found:
        raise Invalid("personal.none_chosen", field="petitions")
    for petition in found:
        require(by, petition.matter, PROPOSE)
    _refuse_kept(found, at)
    if Erasure.objects.filter(petitions__in=found, confirmed_at=None, withdrawn_at=None).exists():
        raise Conflict("personal.proposed_already")
    erasure = Erasure.objects.create(ground="request", proposed_by_id=by.staff, proposed_at=at)
    erasure.petitions.set(found)
    audit.record("person.propose_erasure", actor=by.label, about=f"erasure:{erasure.pk}", at=at)
    return erasure.pk


def list_due(*, at: datetime) -> int:
    """List what was kept as long as the rules say, for a head to confirm; erases nothing."""
    listed = 0
    for matter, last_day in keeping.due(on=local_day(at)):
        with transaction.atomic():
            erasure = Erasure.objects.create(ground="rule", due_on=last_day, proposed_at=at)
            erasure.petitions.set(Petition.objects.filter(matter=matter).exclude(person__key=b""))
            audit.record("person.list_due", actor=SYSTEM.label, about=f"erasure:{erasure.pk}", at=at)
        listed += 1
        if listed == LISTED_AT_ONCE:
            break
    return listed


@transaction.atomic
def withdraw(erasure_id: int, *, by: Actor, at: datetime) -> None:
    """Take a proposal back; what a rule listed is listed again at the next turn unless the rule changes."""
    erasure = _open(erasure_id, by)
    Erasure.objects.filter(pk=erasure.pk).update(withdrawn_at=at)
    audit.record("person.withdraw_erasure", actor=by.label, about=f"erasure:{erasure.pk}", at=at)


@transaction.atomic
def confirm(erasure_id: int, *, by: Actor, at: datetime) -> int:
    """Erase what was proposed, for good; return how many persons. Never by whoever proposed it.

    Looked at again at this moment: a matter that was opened since is not erased.
    """
    erasure = _open(erasure_id, by)
    if erasure.proposed_by_id is not None and erasure.proposed_by_id == by.staff:
        raise NotAllowed("personal.second_officer")
    found = _locked([p.pk for p in erasure.petitions.all()])
    _refuse_kept(found, at)
    marks = _erase(found, at=at)
    Erasure.objects.filter(pk=erasure.pk).update(confirmed_by_id=by.staff, confirmed_at=at, marks=marks)
    audit.record("person.erase", actor=by.label, about=f"erasure:{erasure.pk}", at=at, reason=erasure.ground)
    transaction.on_commit(lambda: keys.remember_erased(settings.KEYS.folder, marks))
    return len(marks)


def _locked(petitions: Iterable[int]) -> list[Petition]:
    rows = Petition.objects.select_for_update(of=("self",)).select_related("person", "matter__office")
    return [p for p in rows.filter(pk__in=list(petitions)).order_by("pk") if not persons.is_erased(p.person)]


def _open(erasure_id: int, by: Actor) -> Erasure:
    """Return a proposal that waits, for an officer who may decide about all it names."""
    erasure = Erasure.objects.select_for_update(of=("self",)).filter(pk=erasure_id).first()
    if erasure is None:
        raise NotFound("personal.no_proposal")
    for petition in erasure.petitions.select_related("matter__office"):
        require(by, petition.matter, CONFIRM)
    if erasure.confirmed_at or erasure.withdrawn_at:
        raise Conflict("personal.decided_already")
    return erasure


def _refuse_kept(petitions: Sequence[Petition], at: datetime) -> None:
    for matter in {p.matter_id: p.matter for p in petitions}.values():
        why = keeping.in_the_way(matter, on=local_day(at))
        if why:
            raise NotAllowed(why[0].code, **why[0].params)


def _erase(petitions: Sequence[Petition], *, at: datetime) -> list[str]:
    marks: list[str] = []
    for petition in petitions:
        marks += _erase_person(petition.person, at=at)
        marks += _erase_person(petition.behalf_of, at=at) if petition.behalf_of else []
        Petition.objects.filter(pk=petition.pk).update(
            title_sealed=b"", text_sealed=b"", text_index="", submission=None
        )
        Feedback.objects.filter(petition=petition).update(comment_sealed=b"")
        attachments.erase(list(Attachment.objects.filter(petition=petition)))
        # Other areas keep words of their own about a petition: they erase them when they are told.
        outbox.tell("erased", about=f"petition:{petition.pk}", at=at, matter=petition.matter_id)
    same.forget_text(petition.pk for petition in petitions)
    for matter in {p.matter_id: p.matter for p in petitions}.values():
        others = Petition.objects.filter(matter=matter).exclude(person__key=b"")
        if not others.exists():
            marks += _erase_matter(matter, at=at)
    return marks


def _erase_person(person: Person, *, at: datetime) -> list[str]:
    if persons.is_erased(person):
        return []
    persons.leaving.send(sender=Person, given=persons.opened(person), at=at)
    mark = crypto.mark(person.key)
    empty = {f"{name}_sealed": b"" for name in persons.FIELDS}
    Person.objects.filter(pk=person.pk).update(
        key=b"", phone_index=None, id_index=None, name_index=None, **empty
    )
    return [mark]


def _erase_matter(matter: Matter, *, at: datetime) -> list[str]:
    """Erase what speaks of people nobody is left to answer: companions, letters' words, notes, files."""
    marks: list[str] = []
    for companion in Person.objects.filter(joined_petitions__matter=matter):
        marks += _erase_person(companion, at=at)
    Letter.objects.filter(matter=matter).update(content_sealed=b"")
    Correction.objects.filter(act__matter=matter).update(words_sealed=b"", kept_sealed=b"")
    LetterVersion.objects.filter(letter__matter=matter).update(content_sealed=b"")
    Overruling.objects.filter(letter__matter=matter).update(reason_sealed=b"")
    Service.objects.filter(letter__matter=matter).update(receipt_sealed=b"", post_number_sealed=b"")
    Note.objects.filter(matter=matter).delete()
    AnswerSheet.objects.filter(matter=matter).delete()
    Task.objects.filter(matter=matter).update(words_sealed=b"", done_sealed=b"")
    Countersign.objects.filter(letter__matter=matter).update(words_sealed=b"")
    Recusal.objects.filter(matter=matter).update(lifted_sealed=b"")
    attachments.erase(list(Attachment.objects.filter(matter=matter)))
    held = Matter.objects.filter(pk=matter.pk).values_list("key", flat=True).get()
    marks += [crypto.mark(held)] if held else []
    Matter.objects.filter(pk=matter.pk).update(
        key=b"", headline=say("personal.erased_headline", "zh"), urgent_until=None
    )
    return marks


def note_erased() -> int:
    """Note with the keys what was erased, for the case that this was interrupted; return how many marks."""
    marks = [m for row in Erasure.objects.values_list("marks", flat=True).iterator() for m in row]
    keys.remember_erased(settings.KEYS.folder, marks)
    return len(marks)


@transaction.atomic
def erase_again(*, at: datetime) -> int:
    """After a restore: erase anew whatever had been erased by then; return how many keys were destroyed."""
    noted = keys.erased(settings.KEYS.folder)
    if not noted:
        return 0
    again = [p.pk for p in Person.objects.exclude(key=b"").iterator() if crypto.mark(p.key) in noted]
    petitions = _locked(Petition.objects.filter(person__in=again).values_list("pk", flat=True))
    done = len(_erase(petitions, at=at))
    for person in Person.objects.filter(pk__in=again).exclude(key=b""):
        done += len(_erase_person(person, at=at))
    return done
