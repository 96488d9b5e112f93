"""Was it right? An officer says afterwards what a finding was, with a reason; it is counted, and shown."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from huiyin.base.errors import Invalid, NotAllowed
from huiyin.foundation import audit
from huiyin.insight.found import decidable, standing
from huiyin.insight.models import Verdict
from huiyin.insight.rules import LONGEST_REASON, VERDICTS
from huiyin.orgs.rules import Actor
from huiyin.text import redact


@transaction.atomic
def judge(
    finding_id: int, said: str, reason: str, *, by: Actor, at: datetime, home: Path | None = None
) -> None:
    """Keep what an officer makes of a finding. Raises NotFound, NotAllowed, Invalid.

    The reason is read by everybody who sees the finding, so it holds nothing that points to a person.
    """
    row, _seen = standing(by, finding_id, home=home)
    if by.staff is None or not decidable(by, row):
        raise NotAllowed("insight.mostly_elsewhere")
    words = " ".join(reason.split())
    if said not in VERDICTS:
        raise Invalid("insight.no_verdict", field="said")
    if not words:
        raise Invalid("insight.reason_missing", field="reason")
    if len(words) > LONGEST_REASON:
        raise Invalid("insight.reason_too_long", field="reason", most=LONGEST_REASON)
    if redact(words) != words:
        raise Invalid("insight.reason_personal", field="reason")
    Verdict.objects.create(finding_id=finding_id, said=said, reason=words, by_id=by.staff, at=at)
    audit.record("insight.judge", actor=by.label, about=f"finding:{finding_id}", at=at)
