"""The written notice on the spot (信访工作条例 art 23): drafted, signed, handed over at once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import NotAllowed, NotFound
from huiyin.cases.models import Letter, Matter
from huiyin.cases.services import letters
from huiyin.orgs.rules import Actor
from huiyin.reception.models import Talk
from huiyin.reception.queries.sight import talks_seen

ON_THE_SPOT = ("accepted", "told")


def _talk(talk_id: int, by: Actor) -> Talk:
    if not talks_seen(by).filter(pk=talk_id).exists():
        raise NotFound("reception.no_talk")
    talk = Talk.objects.select_for_update(of=("self",)).get(pk=talk_id)
    if talk.matter_id is None:
        raise NotAllowed("reception.register_first")
    return talk


@transaction.atomic
def draft(talk_id: int, act: str, fields: Mapping[str, str], *, by: Actor, at: datetime) -> int:
    """Draft the notice: accepted, or whom to ask. A draft made before is thrown away; return the letter."""
    talk = _talk(talk_id, by)
    if act not in ON_THE_SPOT:
        raise NotAllowed("reception.notice_unknown")
    before = Letter.objects.filter(pk=talk.notice_id or 0, discarded=False).first()
    if before is not None and before.number is not None:
        raise NotAllowed("cases.letter_signed", number=before.number)
    if before is not None:
        letters.discard(before.pk, by=by, at=at)
    version = Matter.objects.values_list("version", flat=True).get(pk=talk.matter_id or 0)
    letter = letters.draft(talk.matter_id or 0, act, fields, version=version, by=by, at=at)
    Talk.objects.filter(pk=talk.pk).update(notice=letter)
    return letter


@transaction.atomic
def hand_over(talk_id: int, receipt: str, *, by: Actor, at: datetime) -> None:
    """Record that the signed notice was handed to the visitor today, with who signed for it."""
    talk = _talk(talk_id, by)
    if talk.notice_id is None:
        raise NotFound("cases.no_letter")
    letters.serve(talk.notice_id, how="hand", day=local_day(at), receipt=receipt, by=by, at=at)
