"""Letters of one invented matter for the tests of this folder."""

from collections.abc import Mapping
from datetime import timedelta

from huiyin.base.clock import now, today
from huiyin.cases import letters as words
from huiyin.cases.models import Letter, Matter
from huiyin.cases.services import letters, past, work
from huiyin.cases.services.work import Sorting
from tests.agency import actor, petition

FINDINGS = "您在该项目做工八个月，项目部尚欠您工资2.8万元，有考勤表和工资表为证。"


def sorted_matter(office: str = "", *, path: int = 6, nature: str = "claim", **more: object) -> int:
    """Return a matter that came in five days ago and was confirmed."""
    done = petition(office=office, received_on=today() - timedelta(days=5), **more)  # type: ignore[arg-type]
    by = actor("registrar", office or "ql-hrss")
    sorting = Sorting(nature, "W1", path if nature == "claim" else None, "970121")
    work.sort(done.matter, sorting, version=None, by=by, at=now())
    return done.matter


def drafted(
    matter: int, act: str, *, role: str = "registrar", office: str = "ql-hrss", **fields: object
) -> Letter:
    """Return the first draft of a letter."""
    key = letters.draft(matter, act, fields, version=None, by=actor(role, office), at=now())
    return Letter.objects.get(pk=key)


def content(letter: Letter) -> dict[str, str]:
    """Return a letter's words as they are kept."""
    fresh = Letter.objects.get(pk=letter.pk)
    return words.content_of(fresh, Matter.objects.get(pk=fresh.matter_id))


def revised(
    letter: Letter, changes: Mapping[str, str], role: str = "handler", office: str = "ql-hrss"
) -> Letter:
    """Save changed words and return the letter as it is then."""
    version = Letter.objects.values_list("version", flat=True).get(pk=letter.pk)
    letters.revise(letter.pk, changes, version=version, by=actor(role, office), at=now())
    return Letter.objects.get(pk=letter.pk)


def accepted(matter: int) -> Letter:
    """Sign the notice of acceptance and return it."""
    letter = drafted(matter, "accepted", path="6")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    return Letter.objects.get(pk=letter.pk)


def opinion(matter: int, **fields: object) -> Letter:
    """Return the draft of an opinion with everything said, ready to be signed."""
    letter = drafted(matter, "opinion_issued", role="handler", **{"result": "support", **fields})
    filled = {name: text or FINDINGS for name, text in content(letter).items()}
    return revised(letter, filled)


def signed_opinion(matter: int) -> Letter:
    """Return a signed opinion."""
    letter = opinion(matter)
    letters.sign(letter.pk, version=letter.version, by=actor("head"), at=now())
    return Letter.objects.get(pk=letter.pk)


def under_review(*, again: bool = False) -> int:
    """Return a matter of the county whose opinion the city was asked to review."""
    matter, by = sorted_matter("lp-hrss"), actor("registrar", "lp-hrss")
    steps: list[tuple[str, Mapping[str, object], str]] = [
        ("accepted", {"path": 6}, ""),
        ("opinion_issued", {"result": "reject"}, ""),
        ("served", {"how": "hand"}, ""),
        ("review_asked", {}, ""),
    ]
    if again:
        steps += [
            ("review_decided", {"result": "maintain"}, "ql-hrss"),
            ("served", {"how": "hand"}, ""),
            ("rereview_asked", {}, ""),
        ]
    for kind, fields, office in steps:
        past.enter(
            matter, kind, on=today() - timedelta(days=3), by=by, at=now(), fields=fields, office=office
        )
    return matter
