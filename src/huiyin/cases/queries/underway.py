"""Who has a matter in hand while it is under way, and whether the law sets a common last day for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.cases.models import Act, Matter
from huiyin.cases.queries.forwarding import Forwarded, forwarded
from huiyin.cases.queries.outside import decided_here
from huiyin.cases.queries.scope import IN_REVIEW
from huiyin.cases.reviewing import reviewer_of
from huiyin.cases.standing import Standing


@dataclass(frozen=True)
class Underway:
    """What is said of a matter under way beside its deadlines.

    `no_common_limit` says that it was accepted and no day is set for all such matters: the law of its own
    way counts. `path` is that way where it was named. `deciding` is the body that is to decide on a
    review that was asked for; `review_by` and `rereview_by` are whom these requests go to, where known.
    `passed_on` says that this body has nobody here, so that the request is passed on to it; `forwarded` how
    that was done.
    """

    no_common_limit: bool = False
    path: int | None = None
    deciding: str = ""
    review_by: str = ""
    rereview_by: str = ""
    passed_on: bool = False
    forwarded: Forwarded | None = None


NOTHING_SAID = Underway()


def underway(now: Standing, matter: Matter, acts: Sequence[Act]) -> Underway:
    """Return who decides and whether a common limit runs. `matter.office.superior` must be loaded."""
    above, further = reviewer_of(matter.office), reviewer_of(matter.office, again=True)
    asked_again = any(act.kind == "rereview_asked" for act in acts)
    review_by = _who_decided(acts, "review_decided") or (above.name if above else "")
    rereview_by = _who_decided(acts, "rereview_decided") or (further.name if further and asked_again else "")
    stage = now.state.stage
    office = {"review": above, "rereview": further}.get(stage)
    passed_on = stage in IN_REVIEW and not decided_here(office.pk if office else None)
    limited = any(d.duty == "conclude" for d in now.deadlines)
    return Underway(
        no_common_limit=stage == "accepted" and not limited,
        path=now.state.path or matter.path,
        deciding={"review": review_by, "rereview": rereview_by}.get(stage, "") if stage in IN_REVIEW else "",
        review_by=review_by,
        rereview_by=rereview_by,
        passed_on=passed_on,
        forwarded=forwarded(matter.pk) if passed_on else None,
    )


def _who_decided(acts: Sequence[Act], kind: str) -> str:
    decided = [act for act in acts if act.kind == kind]
    return str(decided[-1].fields.get("body") or decided[-1].office.name) if decided else ""
