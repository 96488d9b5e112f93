"""What the agency sets for itself, dated and with where it is laid down: the administrator's part.

What makes something last longer takes two persons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotFound
from huiyin.foundation import own as kept
from huiyin.law.own import THRESHOLDS, OwnValue, Room, Threshold, refuse_outside, room, value_on
from huiyin.law.parameters import law_of
from huiyin.orgs import changes, two_persons
from huiyin.orgs.account_rows import only_administrators
from huiyin.orgs.models import Agency, Change
from huiyin.orgs.rules import Actor

_LONGEST = 100


@dataclass(frozen=True)
class ThresholdRow:
    """A limit as the administrator sees it: what holds today, what will, and how far one may go."""

    threshold: Threshold
    room: Room
    now: OwnValue | None
    later: Sequence[OwnValue]

    @property
    def value(self) -> int | None:
        """Return what holds today; None where nothing does."""
        return self.now.value if self.now else self.room.usual


def thresholds(*, on: date) -> Sequence[ThresholdRow]:
    """Return every limit an agency may set, as on a day."""
    return [_row(found, on) for found in THRESHOLDS.values()]


def threshold(code: str, *, on: date) -> ThresholdRow:
    """Return one limit. Raises NotFound."""
    if code not in THRESHOLDS:
        raise NotFound("orgs.no_threshold")
    return _row(THRESHOLDS[code], on)


def _row(found: Threshold, on: date) -> ThresholdRow:
    values = kept.own(settings.HUIYIN_HOME).values
    coming = sorted((v for v in values if v.code == found.code and v.since > on), key=lambda v: v.since)
    law, now = law_of(settings.HUIYIN_JURISDICTION), value_on(values, found.code, on)
    later, stood = list[OwnValue](), now
    for value in coming:
        if _said(value) != _said(stood):  # one that was withdrawn says what held before
            later.append(value)
        stood = value
    return ThresholdRow(found, room(found, law, on), now, later)


def withdraw_threshold(
    code: str, since: date, *, by: Actor, at: datetime, seen: int | None = None, reason: str = ""
) -> bool:
    """Withdraw a value that begins on a later day: what holds before that day goes on. Raises NotFound.

    Return whether it is withdrawn; where something lasts longer by it, it is only asked for.
    """
    if all(value.since != since for value in threshold(code, on=local_day(at)).later):
        raise NotFound("orgs.no_later_value")
    others = [v for v in kept.own(settings.HUIYIN_HOME).values if v.since != since]
    said = _said(value_on(others, code, since))
    return set_threshold(code, since=since, by=by, at=at, seen=seen, reason=reason, **said)


@dataclass(frozen=True)
class Looked:
    """A value somebody is about to set: what held, what would, whether something then lasts longer."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    lengthens: bool


def look(
    code: str, value: int | None, *, since: date, instrument: str, article: str = "", at: datetime
) -> Looked:
    """Return what setting a limit would change; nothing is set. Raises Invalid for what cannot be."""
    row = threshold(code, on=since)
    instrument, article = " ".join(instrument.split()), " ".join(article.split())
    if since < local_day(at):
        raise Invalid("orgs.no_day_gone_by", field="since")
    if value is not None:
        refuse_outside(row.threshold, value, law_of(settings.HUIYIN_JURISDICTION), since)
        if not instrument:
            raise Invalid("orgs.instrument_missing", field="instrument")
    for name, said in (("instrument", instrument), ("article", article)):
        if len(said) > _LONGEST:
            raise Invalid("orgs.too_long", field=name, most=_LONGEST)
    after = {"value": value, "instrument": instrument if value is not None else "", "article": article}
    then = row.room.usual if value is None else value
    longer = row.threshold.parameter and (then or 0) > (row.value or 0)
    return Looked(_said(row.now), after, longer)


@transaction.atomic
def set_threshold(
    code: str,
    value: int | None,
    *,
    since: date,
    instrument: str,
    article: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
    reason: str = "",
) -> bool:
    """Set a limit from a day on, never for days gone by; None goes back to what holds without an own one.

    What makes something last longer is only asked for: a second person agrees. Return whether it is set.
    """
    only_administrators(by)
    agency = Agency.objects.select_for_update().first()
    looked = look(code, value, since=since, instrument=instrument, article=article, at=at)
    last = changes.of(f"threshold:{code}", size=1)
    if last and last[0].valid_from == since and last[0].after == looked.after:
        return True  # sent twice
    changes.refuse_stale(f"threshold:{code}", seen)
    if looked.lengthens:
        row = threshold(code, on=since)
        doubt = "elsewhere" if row.room.elsewhere else "unconfirmed" if row.room.unconfirmed else ""
        said = {"limit": code, "since": since.isoformat(), "unit": row.threshold.unit, "was": row.value}
        said |= {**looked.after, "reason": changes.why(reason), "doubt": doubt}
        office = by.office or (agency.intake_id if agency else None) or 0
        two_persons.ask("limit", f"threshold:{code}", said, office=office, by=by, at=at)
        return False
    _set(code, since, looked, by=by, at=at, reason=reason)
    return True


def _set(code: str, since: date, looked: Looked, *, by: Actor, at: datetime, reason: str) -> None:
    said: dict[str, Any] = {"before": looked.before, "after": looked.after, "reason": reason}
    changes.put(f"threshold:{code}", "threshold.set", by=by, at=at, valid_from=since, **said)
    keep_own()


def agreed(request: two_persons.RequestRow, *, by: Actor, at: datetime) -> None:
    """Set a limit that a second person agreed to, from its day on; from today where that day is gone by."""
    said = request.params
    Agency.objects.select_for_update().first()
    code, since = str(said["limit"]), max(date.fromisoformat(said["since"]), local_day(at))
    given = {"instrument": said["instrument"], "article": said["article"]}
    looked = look(code, said["value"], since=since, at=at, **given)
    _set(code, since, looked, by=by, at=at, reason=said["reason"])


def _said(value: OwnValue | None) -> dict[str, Any]:
    if value is None:
        return {"value": None, "instrument": "", "article": ""}
    return {"value": value.value, "instrument": value.instrument, "article": value.article}


@transaction.atomic
def keep_words(
    kind: str,
    element: str,
    text: str,
    *,
    since: date,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    reason: str = "",
) -> None:
    """Keep how the agency words a part of a letter from a day on; empty goes back to the usual words.

    The floor above has made sure that the words say all that the part has to say.
    """
    only_administrators(by)
    Agency.objects.select_for_update().first()
    about = f"wording:{kind}.{element}"
    if since < local_day(at):
        raise Invalid("orgs.no_day_gone_by", field="since")
    last = changes.of(about, size=1)
    if last and last[0].valid_from == since and last[0].after == {"text": text}:
        return  # sent twice
    changes.refuse_stale(about, seen)
    before = {"text": kept.words_on(settings.HUIYIN_HOME, kind, element, since)}
    changes.put(
        about,
        "wording.set",
        before=before,
        after={"text": text},
        by=by,
        at=at,
        reason=reason,
        valid_from=since,
    )
    keep_own()


def keep_own() -> None:
    """Write the file that every process reads anew from the changes on record."""
    values, words = {}, {}
    dated = Change.objects.filter(valid_from__isnull=False).order_by("id")
    for about, since, after in dated.values_list("about", "valid_from", "after"):
        kind, _colon, which = about.partition(":")
        if since is None:
            continue
        if kind == "threshold":
            values[which, since] = _value(which, since, after)
        elif kind == "wording":
            letter, _dot, element = which.partition(".")
            words[which, since] = kept.OwnWords(letter, element, since, after["text"])
    kept.keep(settings.HUIYIN_HOME, kept.Own(tuple(values.values()), tuple(words.values())))


def _value(code: str, since: date, after: Mapping[str, Any]) -> OwnValue:
    return OwnValue(code, since, after["value"], after["instrument"], after["article"])
