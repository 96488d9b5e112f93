"""Petitions with their answers come in from another system's table: each row once, come what may."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.conf import settings
from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, Refused
from huiyin.base.messages import Message
from huiyin.cases import letters, spine
from huiyin.cases.incoming import incoming
from huiyin.cases.models import Letter, Matter, Petition
from huiyin.cases.rules.given import LONGEST_TEXT, LONGEST_TITLE, PersonGiven, PetitionGiven, checked, plain
from huiyin.cases.services.intake import add_petition, new_matter
from huiyin.foundation import audit
from huiyin.foundation.tables import Cells, RowReader, parse_moment, recognise
from huiyin.foundation.turns import turn
from huiyin.orgs.queries import OfficeRow, Receiver
from huiyin.orgs.rules import SYSTEM

BATCH = 100
LONGEST_ID = 100
LONGEST_SOURCE = 60
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "留言编号", "信访件编号", "信访编号", "工单编号", "number", "no"),
    "title": ("标题", "主题", "留言主题", "subject"),
    "text": ("内容", "正文", "留言详情", "信访内容", "诉求内容", "content", "body", "message"),
    "asked": (
        "留言时间",
        "来信时间",
        "提交时间",
        "登记日期",
        "登记时间",
        "信访日期",
        "时间",
        "date",
        "time",
        "received",
    ),
    "reply": ("答复", "答复意见", "回复", "回复内容", "处理意见", "answer"),
    "replied": ("答复时间", "回复时间", "答复日期", "办结日期", "办结时间", "answered"),
    "accepted": ("受理日期", "受理时间"),
    "name": ("姓名", "信访人", "信访人姓名", "留言用户", "user"),
    "phone": ("电话", "手机", "联系电话", "手机号码"),
    "channel": ("来源", "渠道", "信访形式"),
}
REQUIRED = ("id", "text", "asked")
_CHANNELS = {
    "来信": "letter",
    "来电": "phone",
    "电话": "phone",
    "来访": "visit",
    "走访": "visit",
    "传真": "fax",
}


@dataclass
class Tally:
    """How many rows were read, added, skipped as known, rejected; how many were answered late."""

    read: int = 0
    added: int = 0
    skipped: int = 0
    rejected: int = 0
    late: int = 0
    refusals: list[tuple[int, str, Message]] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    number: int
    id: str
    given: PetitionGiven
    reply: str
    replied: date | None
    accepted: date | None


def import_table(
    table: RowReader,
    *,
    source: str,
    office: OfficeRow,
    at: datetime,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> Iterator[Tally]:
    """Bring in a table's rows as matters of their own dates, a hundred a transaction; yield tallies.

    A row is known by (source, id), never by its words: run again, or after an interruption, it adds what is
    missing. `Tally.refusals` holds the rows refused since the last yield, with the reason of each.
    Raises Invalid when the needed columns are not there.
    """
    if len(source) > LONGEST_SOURCE:
        raise Invalid("import.source_too_long", field="source", limit=LONGEST_SOURCE)
    columns = recognise(table.headers, COLUMNS, mapping, required=REQUIRED)
    tally, rows, seen = Tally(), iter(table), set[str]()
    while batch := list(islice(rows, BATCH)):
        tally.refusals = []
        readable = [row for row in (_read(n, c, columns, source, at, tally) for n, c in batch) if row]
        known = set(
            Petition.objects.filter(source=source, source_id__in=[r.id for r in readable]).values_list(
                "source_id", flat=True
            )
        )
        with turn() as held, transaction.atomic():
            for row in readable:
                if row.id in known or row.id in seen:
                    tally.skipped += 1
                    continue
                seen.add(row.id)
                _bring_in(row, office, at, tally, dry_run=dry_run)
        held.let_others_write()
        yield tally


def _read(
    number: int, cells: Cells, columns: Mapping[str, str], source: str, at: datetime, tally: Tally
) -> _Row | None:
    tally.read += 1
    try:
        if cells.problem:
            raise Invalid(cells.problem.code, **cells.problem.params)
        return _row(number, {f: cells.get(h, "") for f, h in columns.items()}, source, local_day(at))
    except Refused as refusal:
        tally.rejected += 1
        tally.refusals.append((number, cells.get(columns["id"], ""), refusal.message))
        return None


def _row(number: int, cell: Mapping[str, str], source: str, today: date) -> _Row:
    if not cell["id"].strip():
        raise Invalid("import.no_id", field="id")
    if len(cell["id"].strip()) > LONGEST_ID:
        raise Invalid("import.id_too_long", field="id", limit=LONGEST_ID)
    asked = _day(cell["asked"], "asked")
    if asked is None:
        raise Invalid("import.no_day", field="asked")
    replied, accepted = _day(cell.get("replied", ""), "replied"), _day(cell.get("accepted", ""), "accepted")
    reply = plain(cell.get("reply", ""))
    if reply and replied is None:
        raise Invalid("import.reply_without_day", field="replied")
    if (replied and replied < asked) or (accepted and accepted < asked):
        raise Invalid("import.before_asked", field="replied", asked=asked.isoformat())
    if replied and replied > today:
        raise Invalid("import.in_future", field="replied")
    name, title, text = cell.get("name", ""), cell.get("title", ""), cell["text"]
    if len(title) > LONGEST_TITLE:  # what another system allows as a title is kept with the text
        title, text = "", f"{title}\n{text}"
    given = PetitionGiven(
        text=text,
        title=title,
        channel=_CHANNELS.get(cell.get("channel", "").strip(), "web"),
        received_on=asked,
        person=PersonGiven(name=name, phone=cell.get("phone", "")),
        anonymous=not name.strip(),
        source=source,
        source_id=cell["id"].strip(),
    )
    return _Row(number, given.source_id, checked(given, today=today), reply[:LONGEST_TEXT], replied, accepted)


def _day(text: str, column: str) -> date | None:
    if not text.strip():
        return None
    try:
        moment = parse_moment(text)
    except Invalid as unreadable:
        raise Invalid("import.day_unreadable", field=column, text=text[:40]) from unreadable
    return local_day(moment) if isinstance(moment, datetime) else moment


def _bring_in(row: _Row, office: OfficeRow, at: datetime, tally: Tally, *, dry_run: bool) -> None:
    if dry_run:
        tally.added += 1
        return
    matter = _matter(row, office, at)
    if row.accepted:
        spine.append(matter, "accepted", on=row.accepted, by=SYSTEM, at=at)
    if row.replied:
        letter = _reply(row, matter, at) if row.reply else None
        spine.append(matter, "answered", on=row.replied, by=SYSTEM, at=at, letter=letter)
    tally.added += 1
    tally.late += matter.late


def _matter(row: _Row, office: OfficeRow, at: datetime) -> Matter:
    given = row.given
    ready = incoming(given, home=settings.HUIYIN_HOME)
    matter = new_matter(
        ready, office=Receiver(office.id, office.kind, office.short), year=given.received_on.year, at=at
    )
    matter.provenance = "imported"
    facts = {"channel": given.channel}
    spine.begin(matter, facts, office_kind=office.kind, on=given.received_on, by=SYSTEM, at=at)
    add_petition(ready, matter, office=office.id, by=SYSTEM, at=at)
    audit.record("petition.import", actor=SYSTEM.label, about=f"matter:{matter.pk}", at=at)
    return matter


def _reply(row: _Row, matter: Matter, at: datetime) -> Letter:
    """Keep the other system's reply as a letter with that system's number and day, unsigned here."""
    return Letter.objects.create(
        matter=matter,
        kind="reply",
        act="answered",
        office_id=matter.office_id,
        content_sealed=letters.sealed(matter, {"addressee": "", "view": row.reply}),
        changed=at,
        number=f"{row.given.source}:{row.id}",
        signed_on=row.replied,
    )
