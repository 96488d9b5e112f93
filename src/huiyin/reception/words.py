"""What a talk record and an event say: sealed, opened, and as official pages for signature and report."""

import json
from collections.abc import Sequence
from datetime import datetime

from huiyin.base.clock import LOCAL
from huiyin.base.messages import Message
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.standing import the_law
from huiyin.foundation import crypto
from huiyin.foundation.documents import OfficialLetter, Paragraph, Table, chinese_day
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.reception.models import EventReport, Talk, TalkEntry, UrgentEvent
from huiyin.reception.rules.desk import TalkGiven


def sealed(talk: Talk, given: TalkGiven) -> bytes:
    """Return what a record says, sealed under its key."""
    words = {**vars(given), "person": vars(given.person), "companions": list(given.companions)}
    return crypto.seal_text(
        crypto.open_key(talk.key), json.dumps(words, ensure_ascii=False), about="talk.content"
    )


def _opened(key: crypto.Sealed, sealed: crypto.Sealed, about: str) -> str:
    """Return what was sealed under a record's own key; nothing once it was erased."""
    return crypto.unseal_text(crypto.open_key(key), sealed, about=about) if key and sealed else ""


def told_in(talk: Talk) -> TalkGiven:
    """Return what a record says, in clear. Whoever calls this writes the audit entry."""
    text = _opened(talk.key, talk.content_sealed, "talk.content")
    if not text:
        return TalkGiven(persons=talk.persons)
    words = json.loads(text)
    return TalkGiven(
        **{
            **words,
            "person": PersonGiven(**words["person"]),
            "companions": tuple(words["companions"]),
        }
    )


def entry_text(talk: Talk, entry: TalkEntry) -> str:
    """Return what was added to a record."""
    return _opened(talk.key, entry.text_sealed, "talk.entry")


def added_to(talk: Talk, said: str) -> str:
    """Return what was said with what was added later, as it goes into the petition."""
    added = [entry_text(talk, entry) for entry in TalkEntry.objects.filter(talk=talk).order_by("id")]
    return "\n\n".join([said, *(say(Message("reception.added", {"text": text}), "zh") for text in added)])


def refusal_reason(talk: Talk) -> str:
    """Return why the signature was refused."""
    return _opened(talk.key, talk.refusal_sealed, "talk.refusal")


def clock_words(instant: datetime) -> str:
    """Return an instant as official pages write it: 2026年3月2日9时05分."""
    local = instant.astimezone(LOCAL)
    return f"{chinese_day(local.date())}{local.hour}时{local.minute:02d}分"


def _zh(code: str, **params: object) -> str:
    return say(Message(f"reception.page.{code}", params), "zh")


def talk_page(talk: Talk) -> OfficialLetter:
    """Return the record as an official page to read, correct by hand and sign."""
    office, given = orgs.office(talk.office_id), told_in(talk)
    who = given.person.name or _zh("nameless")
    speaking = "、".join([who, *given.companions]) + _zh("came", persons=given.persons)
    facts = Table(
        rows=(
            (_zh("number"), talk.number, _zh("begun"), clock_words(talk.begun_at)),
            (_zh("who"), who, _zh("phone"), given.person.phone),
            (_zh("id_number"), given.person.id_number, _zh("address"), given.person.address),
            (_zh("speaking"), speaking, _zh("by"), talk.by.name),
        ),
        widths=(1.3, 2.5, 1.2, 2.5),
    )
    parts: list[Paragraph | Table] = [facts]
    parts += [Paragraph("heading1", _zh("said")), Paragraph("body", given.said)]
    if given.asked:
        parts += [Paragraph("heading1", _zh("asked")), Paragraph("body", given.asked)]
    entries = list(TalkEntry.objects.filter(talk=talk).order_by("id"))
    if entries:
        parts.append(Paragraph("heading1", _zh("entries")))
        parts += [Paragraph("body", f"{clock_words(e.at)}：{entry_text(talk, e)}") for e in entries]
    parts.append(Paragraph("body", _zh("read_back") if talk.read_back_at else _zh("not_read_back")))
    signature = _zh("refused", reason=refusal_reason(talk)) if talk.signed == "refused" else ""
    parts.append(
        Table(
            rows=((_zh("visitor_signs"), signature, _zh("officer_signs"), ""),),
            widths=(1.5, 2, 1.5, 2),
            min_height_mm=14,
        )
    )
    return OfficialLetter(
        sender=office.name,
        title=_zh("talk_title"),
        paragraphs=tuple(parts),
        signature=office.name,
        day=talk.day,
        letterhead=False,
    )


def opened_event(event: UrgentEvent) -> tuple[str, str]:
    """Return where an event is and what is asked."""
    return (
        _opened(event.key, event.place_sealed, "event.place"),
        _opened(event.key, event.asked_sealed, "event.asked"),
    )


def opened_report(event: UrgentEvent, report: EventReport) -> tuple[str, str]:
    """Return the situation and the measures of a report."""
    return (
        _opened(event.key, report.situation_sealed, "report.situation"),
        _opened(event.key, report.measures_sealed, "report.measures"),
    )


def report_page(event: UrgentEvent, report: EventReport, numbers: Sequence[str]) -> OfficialLetter:
    """Return a report of an event as an official page; `numbers` are those of the linked matters."""
    office = orgs.office(event.office_id)
    place, asked = opened_event(event)
    situation, measures = opened_report(event, report)
    local = report.reported_at.astimezone(LOCAL)
    rule = the_law()[0].parameter("urgent_reporting", local.date())
    count = _zh("count_words", headcount=report.headcount, spokespersons=event.spokespersons)
    danger = "\n" + _zh("danger") if event.danger else ""
    said = [
        ("event", _zh("event_words", known=clock_words(event.known_at), place=place) + count),
        ("what_asked", asked + (_zh("matters", numbers="、".join(numbers)) if numbers else "")),
        ("situation", situation + danger),
        ("measures", measures or _zh("no_measures")),
    ]
    parts: list[Paragraph] = []
    for place_of, (title, text) in enumerate(said):
        parts += [Paragraph("heading1", f"{'一二三四'[place_of]}、{_zh(title)}"), Paragraph("body", text)]
    parts.append(
        Paragraph(
            "body", _zh("report_law", law=str(rule.citation), hour=local.hour, minute=f"{local.minute:02d}")
        )
    )
    return OfficialLetter(
        sender=office.name,
        title=_zh(f"report_title.{report.kind}"),
        number=event.number,
        addressee="、".join(say(f"reception.body.{body}", "zh") for body in report.to),
        paragraphs=tuple(parts),
        signature=office.name,
        day=local.date(),
        seal_placeholder=True,
    )
