"""The copy of what is held about a person (个人信息保护法 art 45): everything of theirs, others masked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiyin.base.clock import LOCAL
from huiyin.base.errors import Invalid, NotFound
from huiyin.base.messages import Message
from huiyin.cases import attachments, keeping, persons
from huiyin.cases import letters as words
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Attachment, Feedback, Letter, Petition, Service
from huiyin.cases.queries import group
from huiyin.cases.queries.follow import BETWEEN_OFFICES
from huiyin.cases.queries.scope import holds, visible
from huiyin.foundation import audit, crypto
from huiyin.foundation.models import AuditEntry
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import PETITIONER, Actor

# Codes, not sentences, as everywhere in the log; how the person proved who they are.
PROOFS = ("document-shown", "known-in-person", "code-and-phone", "written-request")
_LOOKS = ("matter.read", "person.unmask", "letter.read", "letter.download", "file.download", "receipt.read")


def for_officer(actor: Actor, petition: int, *, proof: str, at: datetime) -> dict[str, Any]:
    """Return a copy for somebody who proved who they are, of all contacts the officer may see."""
    found = Petition.objects.select_related("person", "matter").filter(pk=petition).first()
    if found is None or not visible(actor).filter(pk=found.matter_id).exists():
        raise NotFound("personal.no_petition")
    if not holds(actor, found.matter, "person.unmask"):
        raise NotFound("personal.no_petition")
    if proof not in PROOFS:
        raise Invalid("personal.proof_missing", field="proof")
    audit.record("person.copy", actor=actor.label, about=f"petition:{petition}", at=at, reason=proof)
    # A telephone is shared in many families: what is copied out also bears the same name.
    name = persons.opened(found.person).name
    rows = keeping.own_contacts(found.person).filter(matter__in=visible(actor)).select_related("person")
    return _copy([p.pk for p in rows if p.pk == petition or persons.opened(p.person).name == name], at)


def for_petitioner(petition: int, *, at: datetime) -> dict[str, Any]:
    """Return a copy of one petition for whoever follows it by its code."""
    audit.record("person.copy", actor=PETITIONER.label, about=f"petition:{petition}", at=at, reason=PROOFS[2])
    return _copy([petition], at)


def _copy(petitions: Sequence[int], at: datetime) -> dict[str, Any]:
    rows = Petition.objects.select_related("person", "matter__office", "office").filter(pk__in=petitions)
    return {
        "made_at": at.astimezone(LOCAL).isoformat(timespec="minutes"),
        "agency": orgs.agency().name,
        "petitions": [_petition(p) for p in rows.order_by("pk")],
    }


def _petition(p: Petition) -> dict[str, Any]:
    said = persons.words_of(p)
    files = Attachment.objects.filter(petition=p).select_related("petition__person", "matter").order_by("id")
    companions = [persons.masked(persons.opened(c)).name for c in p.companions.order_by("id")]
    return {
        "number": p.number,
        "received_on": p.received_on.isoformat(),
        "channel": say(f"channel.{p.channel}", "zh"),
        "office": p.office.name,
        "erased": persons.is_erased(p.person),
        "person": vars(persons.opened(p.person)),
        "title": said.title,
        "text": said.text,
        "others_named": companions,
        "files": [{"name": attachments.name_of(f), "size": f.size, "sha256": f.sha256} for f in files],
        "matter": _matter(p),
        "rating": _rating(p),
        "looks": _looks(p),
    }


def _matter(p: Petition) -> dict[str, Any]:
    m = p.matter
    acts = list(Act.objects.filter(matter=m).select_related("office").order_by("position"))
    now = {act.position: act for act in in_force(acts)}
    letters = group.readable_by(p).exclude(kind__in=BETWEEN_OFFICES)
    steps = [
        {
            "day": a.day.isoformat(),
            "step": say(f"law.act.{a.kind}", "zh"),
            "office": a.office.name,
            "now": _now(a, now.get(a.position)),
        }
        for a in acts
    ]
    return {
        "number": m.number,
        "office": m.office.name,
        "stage": say(f"law.stage.{m.stage}", "zh"),
        "acts": steps,
        "letters": [_letter(letter, p) for letter in letters.select_related("matter").order_by("pk")],
    }


def _now(act: Act, now: Act | None) -> str:
    """Return what became of a step that was set right, or nothing."""
    if act.kind == "corrected" or (now is not None and (now.day, now.fields) == (act.day, act.fields)):
        return ""
    if now is None:
        return say("correcting.now.taken_back", "zh")
    return say(Message("correcting.now.changed", {"day": now.day}), "zh")


def _letter(letter: Letter, p: Petition) -> dict[str, Any]:
    service = Service.objects.filter(letter=letter, petition=p).first()
    own = words.content_of(letter, letter.matter) if letter.content_sealed else {}
    said = words.for_reader(own, letter.matter, p)
    return {
        "title": say(f"law.letter.{letter.kind}", "zh"),
        "number": letter.number,
        "signed_on": letter.signed_on.isoformat() if letter.signed_on else "",
        "text": {say(f"letter.element.{name}", "zh"): text for name, text in said.items() if text},
        "served": {"how": say(f"service.how.{service.how}", "zh"), "day": service.day.isoformat()}
        if service
        else None,
    }


def _rating(p: Petition) -> dict[str, Any] | None:
    given = Feedback.objects.filter(petition=p).first()
    if given is None:
        return None
    erased = persons.is_erased(p.person)
    comment = (
        ""
        if erased
        else crypto.unseal_text(crypto.open_key(p.person.key), given.comment_sealed, about="feedback")
    )
    marks = {n: say(f"rating.{getattr(given, n)}", "zh") for n in ("petition_office", "unit")}
    return {**marks, "comment": comment, "at": given.at.astimezone(LOCAL).isoformat(timespec="minutes")}


def _looks(p: Petition) -> list[dict[str, str]]:
    """Return who looked at a petition's data: the petition, its matter, letters and files."""
    letters = Letter.objects.filter(matter=p.matter).values_list("pk", flat=True)
    files = Attachment.objects.filter(matter=p.matter).values_list("pk", flat=True)
    about = [f"petition:{p.pk}", f"matter:{p.matter_id}"]
    about += [f"letter:{key}" for key in letters] + [f"file:{key}" for key in files]
    return looks_at(about, (*_LOOKS, "person.copy"))


def looks_at(about: Sequence[str], actions: Sequence[str]) -> list[dict[str, str]]:
    """Return who looked at records and when: by office and role, never by name."""
    posts = {
        f"staff:{s.id}": f"{s.office} {'、'.join(say(f'role.{r}') for r in s.roles)}"
        for s in orgs.staff_list()
    }
    entries = AuditEntry.objects.filter(about__in=about, action__in=actions).order_by("id")
    return [
        {
            "at": e.at.astimezone(LOCAL).isoformat(timespec="minutes"),
            "what": say(f"audit.action.{e.action}", "zh"),
            "who": posts.get(
                e.actor, say(f"personal.who.{'petitioner' if e.actor == 'petitioner' else 'staff'}")
            ),
        }
        for e in entries
    ]
