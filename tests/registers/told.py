"""Matters brought to where the registers take over: sorted, accepted, answered, served, by letter."""

from datetime import date

from huiyin.base.clock import now, today
from huiyin.cases.queries import matter as matters
from huiyin.cases.queries import papers
from huiyin.cases.services import answers, letters, work
from huiyin.foundation import outbox
from huiyin.jobs.handlers import HANDLERS
from huiyin.orgs.rules import Actor
from tests.agency import actor, petition

FILLED = "经查，情况属实。"


def carried() -> None:
    """Let the outbox tell everybody, as the worker does."""
    while outbox.carry(HANDLERS, at=now()):
        pass


def signed(matter: int, act: str, by: Actor, *, serve: bool = False, **fields: str) -> int:
    """Draft, complete and sign the letter of an act; return the letter."""
    version = matters.opened(by, matter, at=now()).version
    letter = letters.draft(matter, act, fields, version=version, by=by, at=now())
    view = papers.letter(by, letter, at=now())
    content = {name: text or FILLED for name, text in view.content.items()}
    letters.revise(letter, content, version=1, by=by, at=now())
    letters.sign(letter, version=2, by=by, at=now())
    if serve:
        letters.serve(letter, how="hand", day=today(), receipt="本人签收", by=by, at=now())
    return letter


def sorted_matter(*, path: int = 6, office: str = "lp-hrss", **more: object) -> tuple[int, int]:
    """Return a sorted matter and its petition."""
    head = actor("head", office)
    done = petition(office=office, by=actor("registrar", office), channel="visit", **more)
    work.sort(done.matter, work.Sorting("claim", "W1", path, ""), version=None, by=head, at=now())
    return done.matter, done.petition


def answered(
    *, office: str = "lp-hrss", result: str = "support", execute_by: date | None = None, **more: object
) -> tuple[int, int]:
    """Return a matter accepted and answered with an opinion that was served, and its petition."""
    head = actor("head", office)
    matter, contact = sorted_matter(office=office, **more)
    signed(matter, "accepted", head, path="6", serve=True)
    day = execute_by.isoformat() if execute_by else ""
    signed(matter, "opinion_issued", head, serve=True, result=result, execute_by=day)
    return matter, contact


def final() -> tuple[int, int]:
    """Return a matter whose opinion was reviewed and re-examined: final."""
    from huiyin.cases import spine
    from huiyin.cases.models import Matter

    matter, contact = answered(result="reject")
    answers.ask_review(contact, reason="", at=now())
    signed(matter, "review_decided", actor("reviewer"), serve=True, result="maintain")
    answers.ask_review(contact, reason="", at=now())
    # Who re-examines is above this agency; its decision is put on record.
    row = Matter.objects.select_related("office").get(pk=matter)
    by = actor("head", "lp-hrss")
    fields = {"result": "maintain"}
    spine.append(row, "rereview_decided", on=today(), fields=fields, by=by, at=now(), as_it_happened=True)
    return matter, contact
