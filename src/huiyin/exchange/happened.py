"""What happened to the matters that another system knows, and that it was not told yet."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from huiyin.base.clock import local_day
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act
from huiyin.exchange.models import ConnectedSystem, ExportRow, Link
from huiyin.exchange.rules.fields import RATED

# A kind of record, its key, when it was entered, the link it is told under, and what is told.
Happened = tuple[str, int, datetime, int, dict[str, Any]]


def happened(system: ConnectedSystem) -> Iterator[Happened]:
    """Yield acts, services and ratings of a system's linked matters that no export to it holds yet.

    A handful of queries whatever the number of links. A possible accusation is left out.
    """
    yield from _acts(system)
    yield from _services(system)
    yield from _ratings(system)


def _untold(system: ConnectedSystem, event: str, path: str) -> QuerySet[Link]:
    linked = Link.objects.filter(system=system, state="linked", matter__restricted=False)
    sent = ExportRow.objects.filter(link=OuterRef("pk"), event=event, record=OuterRef("record"))
    return linked.annotate(record=F(path)).filter(~Exists(sent), record__isnull=False)


def _acts(system: ConnectedSystem) -> Iterator[Happened]:
    told = ("record", "pk", "kind_of", "day", "letter", "entered")
    rows = _untold(system, "act", "matter__acts__id").annotate(
        kind_of=F("matter__acts__kind"),
        day=F("matter__acts__day"),
        letter=F("matter__acts__letter__number"),
        entered=F("matter__acts__entered"),
    )
    stands = _stands(system)
    # That a letter was served is told from the service, whether or not it also is an act.
    untold = list(rows.exclude(kind_of__in=("received", "served")).values_list(*told))
    keys = {record for record, *_ in untold}
    for record, link, kind, entered_day, letter, entered in untold:
        set_right, day = stands.get(record, (None, entered_day))
        if day is None or set_right in keys:
            continue  # taken back before it was told, or told with the day that is right
        cells = {"event": kind, "event_day": day, "letter": letter or ""}
        yield "act", record, entered, link, {**cells, "returned": day} if kind == "objected" else cells


def _stands(system: ConnectedSystem) -> dict[int, tuple[int | None, date | None]]:
    """Return, of matters with corrections, what stands of each act: the act it sets right, and its day.

    The day is None for an act that was taken back; one query whatever the number of links.
    """
    linked = Link.objects.filter(system=system, state="linked", matter__restricted=False).values("matter")
    corrected = Act.objects.filter(matter__in=linked, kind="corrected").values("matter")
    by_matter: dict[int, list[Act]] = {}
    for act in Act.objects.filter(matter__in=corrected).order_by("matter_id", "position"):
        by_matter.setdefault(act.matter_id, []).append(act)
    found: dict[int, tuple[int | None, date | None]] = {}
    for acts in by_matter.values():
        days = {act.pk: act.day for act in in_force(acts)}
        for act in acts:
            if act.kind == "corrected":
                found[act.pk] = (acts[int(act.fields["index"])].pk, act.day)
            else:
                found[act.pk] = (None, days.get(act.pk))
    return found


def _services(system: ConnectedSystem) -> Iterator[Happened]:
    rows = _untold(system, "service", "matter__letters__services__id").annotate(
        how=F("matter__letters__services__how"),
        day=F("matter__letters__services__day"),
        letter=F("matter__letters__number"),
        entered=F("matter__letters__services__entered"),
    )
    for record, link, how, day, letter, entered in rows.values_list(
        "record", "pk", "how", "day", "letter", "entered"
    ):
        cells = {"event": "served", "event_day": day, "letter": letter or "", "service": how}
        yield "service", record, entered, link, cells


def _ratings(system: ConnectedSystem) -> Iterator[Happened]:
    rows = _untold(system, "feedback", "matter__petitions__feedback__id").annotate(
        of=F("matter__petitions__id"),
        office_said=F("matter__petitions__feedback__petition_office"),
        unit_said=F("matter__petitions__feedback__unit"),
        at=F("matter__petitions__feedback__at"),
    )
    for record, link, own, of, office, unit, at in rows.values_list(
        "record", "pk", "petition_id", "of", "office_said", "unit_said", "at"
    ):
        if own in (None, of):
            cells = {"event": RATED, "event_day": local_day(at), "rated_office": office, "rated_unit": unit}
            yield "feedback", record, at, link, cells
