"""What the page of a matter says of others that are, or may be, the same."""

from datetime import date

from django.conf import settings

from huiyin.base.messages import Message
from huiyin.cases.queries import same
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.reading import read_text
from huiyin.cases.rules.same import JOIN_REASONS, Mark
from huiyin.foundation.wording import say
from huiyin.law.parameters import national
from huiyin.orgs.rules import Actor
from huiyin.text.mixed import without_accusation
from huiyin.web.desk.panel import Panel
from huiyin.web.templatetags.wording import lang

_FIRST_RULE = min(p.since for p in national().all() if p.name == "spokespersons")


def _may_join(actor: Actor, view: MatterView) -> bool:
    return view.office in actor.offices("matter.join")


def remarks(_actor: Actor, view: MatterView, today: date) -> Panel | None:
    """Say where no letter is owed because nobody can be written to, and when more came than may speak."""
    many = [
        row for row in view.petitions if row.channel == "visit" and row.persons > most_speak(row.received_on)
    ]
    silent = left_no_way(view)
    if not (many or silent):
        return None
    found = {
        "silent": silent,
        "most": most_speak(many[0].received_on) if many else 0,
        "telling": national().cite("telling", today),
        "speaking": national().cite("spokespersons", today),
    }
    return Panel("desk/same/_remarks.html", "top", found)


def left_no_way(view: MatterView) -> bool:
    """Return whether whoever petitions left no name or no way to be reached."""
    received = [act for act in view.acts if act.kind == "received"]
    return bool(received) and all(act.fields.get("contactable") is False for act in received)


def most_speak(on: date) -> int:
    """Return how many may speak for a joint visit by the law of a day."""
    return int(national().parameter("spokespersons", max(on, _FIRST_RULE)).value)


def joined(actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """Show which matter leads one that was joined, and how to part the two again."""
    if view.joined_to is None:
        return None
    found = {"leading": same.leads_to(actor, view.id), "may_join": _may_join(actor, view)}
    return Panel("desk/same/_joined.html", "top", found)


def proposed(actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """Show the matters that may be the same, each with what speaks for it, for an officer to decide."""
    if view.joined_to is not None or not _may_join(actor, view):
        return None
    rows = same.candidates(actor, view.id)
    if not rows:
        return None
    place = "side" if rows[0].confidence == "weak" else "top"
    shown = [(row, [mark_words(mark) for mark in row.marks]) for row in rows]
    return Panel("desk/same/_proposed.html", place, {"candidates": shown})


def mark_words(mark: Mark) -> str:
    """Return in words what two petitions have in common."""
    return say(Message(f"same.mark.{mark.code}", {"similarity": mark.similarity}), lang())


def joining(actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """Show the petitions joined to this matter, and the form to join it to another by its number."""
    if view.joined_to is not None:
        return None
    members, may_join = same.members(actor, view.id), _may_join(actor, view)
    if not (members or may_join):
        return None
    reasons = [(code, say(f"same.reason.{code}", lang())) for code in JOIN_REASONS]
    found = {"members": members, "may_join": may_join, "reasons": reasons}
    if not members:
        return Panel("desk/same/_join.html", "folded", found)
    return Panel("desk/same/_joining.html", "side", found)


def apart(actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """Offer to register by itself what a possible accusation claims besides, without the accusing words."""
    row = view.petitions[0] if view.petitions else None
    if row is None or row.erased or not view.restricted or view.office not in actor.offices("matter.sort"):
        return None
    seen = read_text(row.text, row.title, home=settings.HUIYIN_HOME)
    return Panel("desk/same/_apart.html", "side", {"text": without_accusation(row.text, seen.nature)})


def of_the_petitioner(actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """List other matters of the same petitioner in the officer's sight: a plain list, without a count."""
    rows = same.others_of_the_petitioner(actor, view.id)
    return Panel("desk/same/_others.html", "rest", {"rows": rows}) if rows else None
