"""One matter of an office with everything on it: what the walk of routes asks for, by every parameter."""

from collections.abc import Callable
from datetime import time, timedelta
from io import BytesIO
from typing import Any

from huiyin.base.clock import now, today
from huiyin.cases.models import Erasure, Matter
from huiyin.cases.queries import countersigning as countersigning_read
from huiyin.cases.queries import matter as matters
from huiyin.cases.queries import recusals as recusals_read
from huiyin.cases.services import batches, countersigning, letters, printing, recusals, sheets, tasks, work
from huiyin.exchange.models import Difference, Link
from huiyin.exchange.rules.scopes import SCOPES
from huiyin.exchange.services import comparing, giving, tokens
from huiyin.foundation.tables import read_rows
from huiyin.insight.models import Undertaking
from huiyin.orgs import services, standing_in
from huiyin.orgs.rules import SYSTEM, Actor
from huiyin.reception.rules.days import BookingGiven, DayGiven
from huiyin.reception.rules.desk import TalkGiven
from huiyin.reception.rules.events import EventGiven
from huiyin.reception.services import days, events, notices, queue, talks
from huiyin.registers.services import opening
from tests.agency import actor, login, office_id, petition
from tests.cases.test_topics import topic_of
from tests.exchange.world import connected, row, table, take
from tests.insight.scene import finding_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
# What is only there once a letter is signed.
_SIGNED = ("desk:service", "desk:service_receivers", "desk:letter_proof", "desk:proof_pdf", "desk:proof_docx")
SECRET = "荷塘暗语七一三"  # stands in the matter of the city office, in every place words can stand


def undertaken(by: Actor) -> int:
    """Put on record that the head of an office undertook something; return its key."""
    made = Undertaking.objects.create(
        finding_id=finding_of(),
        sort="visit",
        office_id=by.office or 0,
        staff_id=by.staff,
        due=today(),
        by_id=by.staff or 0,
        at=now(),
    )
    made.entries.create(sort="planned", day=today(), by_id=by.staff or 0, at=now())
    return int(made.pk)


def world(office: str = "ql-hrss", words: str = SECRET) -> dict[str, Any]:
    """Set up one matter of an office with everything on it.

    Returns the arguments of routes by name. Under the name of a route stands what a parameter means there
    alone; under `form` and `query` what forms and lists name a thing by; under `token` the key of a system.
    """
    by, head = actor("registrar", office), actor("head", office)
    system = connected(f"of-{office}", office=office)  # before anything is registered, to be told of it
    done = petition(f"{words}，工地欠我工资。", title=words, channel="visit", office=office, by=by)
    found = {
        **_papers(done.matter, words, by, head, office),
        **_reception(words, by),
        **_exchange(words, by, system),
        "matter_id": done.matter,
        "petition_id": done.petition,
        "item_id": opening.promise(done.matter, words, today(), None, by=by, at=now()),
        "topic_id": topic_of(done.matter),
        "finding_id": finding_of(),
        "undertaking_id": undertaken(head),
        "office_id": office_id(office),
        "staff_id": by.staff,
        "act": "accepted",
        "code": "ABCDE-FGHJK",
        "what": "award",
        "number": 1,
        "position": 1,
        "area": "970121",
        "year": 2027,
        "limit": "small_cell",
        "letter_kind": "acceptance",
        "part": "acceptance",
        "page": 1,
        "sort": "answered",
        "batch_id": batches.choose("give", [done.matter], by=by, at=now()),
    }
    found["letter"], found["file"] = found["letter_id"], found["file_id"]
    found["printing_id"] = printing.print_day(office_id(office), today(), [found["notice"]], by=by, at=now())
    erasure = Erasure.objects.create(ground="rule", due_on=today(), proposed_at=now())
    erasure.petitions.add(done.petition)
    number = matters.opened(by, done.matter, at=now()).number
    found["form"] = {
        **dict.fromkeys(("matter", "files"), done.matter),
        **dict.fromkeys(("petition", "petitions"), done.petition),
        "letters": found["notice"],
        **dict.fromkeys(("number", "numbers", "matter_number", "earlier"), number),
        **dict.fromkeys(("erasure", "erasures"), erasure.pk),
        "other": found["second"],
        "ticket": found["ticket_id"],
        "letter": found["letter_id"],
        "evidence": found["file_id"],
        "proof": "document-shown",
        "purpose": "archive",
        "what": "petitions",
    }
    petitions = {"petition": done.petition, "letter": found["letter_id"], "about": f"matter:{done.matter}"}
    lists = {"of": "execution", "show": "all", "office": found["office_id"]}
    found["query"] = {"number": number, "matter": number, **petitions, **lists}
    return found


def _papers(matter: int, words: str, by: Actor, head: Actor, office: str) -> dict[str, Any]:
    """Note, file, letter, task, countersigning, recusal and leave."""
    work.note(matter, words, by=by, at=now())
    sheets.keep(matter, {"can": words}, version=0, by=by, at=now())
    work.attach(matter, BytesIO(PNG), name=f"{words}.png", by=by, at=now())
    work.sort(matter, work.Sorting("claim", "W1", 6, ""), version=None, by=by, at=now())
    letter = letters.draft(matter, "accepted", {"path": "6"}, version=None, by=by, at=now())
    colleague = f"staff:{actor('handler', office).staff}"
    due = today() + timedelta(days=3)
    task = tasks.give(matter, colleague, due=due, words=words, by=by, at=now())
    to_sign = colleague if colleague != by.label else head.label
    countersigning.ask(letter, [to_sign], by=by, at=now())
    kin = f"kin-{office}"
    services.add_staff(kin, name="亲", title="", office=office, roles=["handler"], password="x")
    recusals.state(matter, "kin", by=login(kin), at=now())
    later = today() + timedelta(days=30)
    away = standing_in.set_stand_in(
        by.staff or 0, head.staff or 0, kind="leave", from_day=later, to_day=later, by=by, at=now()
    )
    return {
        "letter_id": letter,
        "file_id": matters.opened(by, matter, at=now()).files[0].id,
        "task_id": task,
        "countersign_id": countersigning_read.of_letter(letter)[0].id,
        "recusal_id": recusals_read.of_matter(by, matter)[0].id,
        "delegation_id": away,
    }


def _reception(words: str, by: Actor) -> dict[str, Any]:
    """A called number, its talk record with the signed notice, and an urgent event with a report."""
    queue.take_ticket(name=words, persons=1, ahead_for="", by=by, at=now())
    ticket = queue.call_next(window="1", by=by, at=now()) or 0
    talk = talks.begin(ticket_id=ticket, by=by, at=now())
    said = TalkGiven(said=f"{words}，养老金少算了四年工龄，请求重新核定。")
    talks.write(talk, said, version=1, read_back=True, by=by, at=now())
    talks.register(talk, by=by, at=now())
    notice = notices.draft(talk, "accepted", {"path": "6"}, by=by, at=now())
    letters.sign(notice, version=1, by=by, at=now())
    second = Matter.objects.get(letters=notice)
    given = EventGiven(3, 1, words, words, False, now())
    event = events.open_event(given, matter_number=second.number, by=by, at=now())
    told = events.ReportGiven(now(), ("committee",), 3, words, "")
    soon = DayGiven(today() + timedelta(days=3), time(9), time(11), 30, "局长", "二楼接待室")
    received = days.publish(soon, by=by, at=now())
    booked = days.book(received, BookingGiven(0, "周师傅", "19900001234"), at=now())
    return {
        "notice": notice,
        "second": second.pk,
        "ticket_id": ticket,
        "talk_id": talk,
        "event_id": event,
        "day_id": received,
        "day": received,
        "booking_id": booked,
        "kind": "W1",
        "report_id": events.report(event, told, by=by, at=now()),
        **{name: {"letter_id": notice} for name in _SIGNED},
    }


def _exchange(words: str, by: Actor, code: str) -> dict[str, Any]:
    """A connected system's batch out, its record that waits, a difference, and its token."""
    take(table([row("XF1", text=f"{words}，工地欠我工资。")]), code)
    with read_rows(BytesIO(table([row("XF9")])), name="theirs") as reader:
        comparing.compare_file(reader.headers, reader, system=code, by=by, at=now())
    batch = giving.export(code, "petitions", by=by, at=now()).number
    assert batch, "there is something to take"
    system = {"code": code}
    of_batch = {**system, "number": batch, "form": "csv"}
    link = Link.objects.get(system__code=code, state="waiting").pk
    difference = Difference.objects.get(system__code=code, kind="missing-here").pk
    routes = ("exchange_system", "exchange_export", "exchange_differences", "system")
    return {
        **{f"desk:{name}": system for name in routes},
        "desk:exchange_delivered": of_batch,
        "desk:exchange_download": of_batch,
        "desk:exchange_decide": {**system, "link_id": link},
        "desk:exchange_close": {**system, "difference_id": difference},
        "api:take_export": {"number": batch},
        "api:confirm_export": {"number": batch},
        "form": {},
        "link_id": link,
        "difference_id": difference,
        "token": tokens.make_token(code, SCOPES, by=SYSTEM, at=now()).token,
    }


def untouched(world: dict[str, Any]) -> Callable[[], object]:
    """Return what tells how an office's things stand, to be asked again after somebody else was there."""
    keys = (world["matter_id"], world["second"])

    def stand() -> object:
        return (
            list(Matter.objects.filter(pk__in=keys).order_by("pk").values()),
            list(Link.objects.filter(pk=world["link_id"]).values()),
            list(Difference.objects.filter(pk=world["difference_id"]).values()),
            list(Erasure.objects.filter(pk=world["form"]["erasure"]).values()),
        )

    return stand
