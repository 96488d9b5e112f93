"""Erasing reaches every area: talk records, registers, exchange, colleagues' words; pages still open."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Countersign, Letter, Matter, Person, Petition
from huiyin.cases.services import personal, tasks
from huiyin.exchange.models import ExportRow, Link
from huiyin.exchange.services import giving
from huiyin.foundation import crypto, keys, outbox
from huiyin.foundation.crypto import seal_text
from huiyin.jobs.handlers import HANDLERS
from huiyin.reception.models import Talk, Ticket, UrgentEvent
from huiyin.reception.queries import events as shown
from huiyin.reception.rules.desk import TalkGiven
from huiyin.reception.services import queue, talks
from huiyin.registers.models import Item
from huiyin.registers.services import opening
from tests.agency import actor, as_staff, office_id, petition, staff_id
from tests.exchange.world import PROVINCE, connected
from tests.people import COMPANION, WAGES, WORKER
from tests.personal.test_erasure import everything, year
from tests.reception.test_events import enter, reported

pytestmark = pytest.mark.usefixtures("agency")
WORDS = "灯塔路三号工棚的秘密"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HUIYIN_HOME = tmp_path
    settings.KEYS = keys.load(tmp_path / "keys")


def carried() -> None:
    while outbox.carry(HANDLERS, at=now()):
        pass


def talked() -> int:
    """A petition that began as a talk for a ticket, read back, added to, with the signature refused."""
    by = actor("registrar")
    queue.take_ticket(name=WORKER.name, persons=1, ahead_for="", by=by, at=now())
    ticket = queue.call_next(window="1", by=by, at=now())
    talk = talks.begin(ticket_id=ticket, by=by, at=now())
    given = TalkGiven(
        said=f"{WAGES}{WORDS}", asked=WORDS, person=WORKER, companions=(COMPANION.name,), persons=2
    )
    talks.write(talk, given, version=1, read_back=True, by=by, at=now())
    talks.add(talk, f"补充{WORDS}", by=by, at=now())
    talks.sign(talk, "refused", reason=f"不愿签{WORDS}", by=by, at=now())
    return talks.register(talk, by=by, at=now())


def erase_now(petition_id: int) -> None:
    """Erase as if the years of keeping had gone by."""
    matter = Matter.objects.get(petitions=petition_id)
    found = list(Petition.objects.select_related("person", "behalf_of", "matter").filter(matter=matter))
    personal._erase(found, at=now())
    carried()


def opens(keys_before: list[bytes]) -> list[bytes]:
    """The wrapped keys of before that still stand somewhere: with the ring they would open older copies."""
    held = everything()
    return [key for key in keys_before if key in held]


def test_the_talk_record_and_the_ticket_are_erased_with_the_petition() -> None:
    done = talked()
    talk = Talk.objects.get()
    former = [bytes(talk.key), bytes(Ticket.objects.get().key)]
    sealed = [bytes(talk.content_sealed), bytes(talk.refusal_sealed)]
    erase_now(done)
    assert opens(former) == []
    assert opens(sealed) == []
    assert not [w for w in (WORDS, WORKER.name, COMPANION.name) if w.encode() in everything()]


def test_the_page_of_an_erased_talk_record_opens_empty(client: Client) -> None:
    done = talked()
    erase_now(done)
    page = as_staff(client, "registrar").get(reverse("desk:talk", args=[Talk.objects.get().pk]))
    assert page.status_code == 200
    assert WORDS not in page.content.decode()


def test_a_petition_from_no_talk_erases_nobody_elses_record() -> None:
    talked()
    other = petition()
    erase_now(other.petition)
    assert Talk.objects.get().key


def test_what_registers_and_colleagues_wrote_is_erased_and_every_page_still_opens(client: Client) -> None:
    done = petition(f"{WAGES}{WORDS}", by=actor("registrar"), channel="visit")
    head = actor("head")
    soon = today() + timedelta(days=3)
    tasks.give(
        done.matter, f"staff:{staff_id('heqing')}", due=soon, words=WORDS, by=actor("handler"), at=now()
    )
    opening.promise(done.matter, WORDS, soon, None, by=head, at=now())
    matter = Matter.objects.get(pk=done.matter)
    letter = Letter.objects.create(
        matter=matter, kind="told", act="told", office_id=matter.office_id, content_sealed=b"", changed=now(),
        drafted_by_id=head.staff, number="青人社访告〔2026〕1号", signed_on=today(), signed_by_id=head.staff,
    )  # fmt: skip
    Countersign.objects.create(
        letter=letter, version=1, office_id=matter.office_id, staff_id=head.staff, asked_by_id=head.staff,
        asked_at=now(), answer="dissent", answered_at=now(),
        words_sealed=seal_text(crypto.open_key(matter.key), WORDS, about="countersign"),
    )  # fmt: skip
    sealed = [bytes(Item.objects.get().words_sealed), bytes(Countersign.objects.get().words_sealed)]
    erase_now(done.petition)
    assert opens(sealed) == []
    staff = as_staff(client, "head")
    for page in (
        reverse("desk:matter", args=[done.matter]),
        reverse("desk:register_item", args=[Item.objects.get().pk]),
        reverse("desk:register_list") + "?of=execution",
        reverse("desk:matter_file", args=[done.matter]),
    ):
        answer = staff.get(page)
        assert answer.status_code == 200, page
        assert WORDS not in answer.content.decode()


def test_a_directive_goes_with_the_last_of_its_matters() -> None:
    one, other = petition(f"{WAGES}{WORDS}"), petition("另一件事：请求发放拖欠的工资。")
    made = opening.directive(
        opening.Directive(
            kind="government", giver="分管副市长", reference="1号", text=WORDS, day=today(), due=today(),
            office=office_id("ql-hrss"), officer=None, matters=(one.matter, other.matter),
        ),
        by=actor("head"),
        at=now(),
    )  # fmt: skip
    erase_now(one.petition)
    assert Item.objects.get(pk=made).words_sealed
    erase_now(other.petition)
    assert (bytes(Item.objects.get(pk=made).key), bytes(Item.objects.get(pk=made).words_sealed)) == (b"", b"")


def test_a_closed_event_about_erased_matters_keeps_its_counts_and_no_words() -> None:
    done = petition(f"{WAGES}{WORDS}")
    event = enter(Matter.objects.get(pk=done.matter).number, place=WORDS)
    reported(event)
    erase_now(done.petition)
    assert UrgentEvent.objects.get().key, "an open event is still reported on"
    reported(event, close=True)
    outbox.tell("erased", about=f"petition:{done.petition}", at=now(), matter=done.matter)
    carried()
    assert bytes(UrgentEvent.objects.get().key) == b""
    assert UrgentEvent.objects.get().headcount == 40
    assert shown.event(actor("registrar"), event, at=now()).place == ""


def test_what_went_out_to_another_system_and_came_in_from_it_is_erased() -> None:
    connected()
    done = petition(f"{WAGES}{WORDS}")
    giving.export(PROVINCE, "petitions", by=actor("head"), at=now())
    row = ExportRow.objects.get()
    Link.objects.create(
        system=row.batch.system, number="XF1", petition_id=done.petition, matter_id=done.matter,
        kept_sealed=b"x" * 40, first_seen=now(), last_seen=now(),
    )  # fmt: skip
    sealed = bytes(row.personal_sealed)
    erase_now(done.petition)
    assert opens([sealed, b"x" * 40]) == []
    assert WORDS not in str(giving.cells_of(ExportRow.objects.get()))


def test_after_a_restore_other_areas_erase_again_too() -> None:
    done = talked()
    person = Petition.objects.get(pk=done).person
    row, talk = Person.objects.filter(pk=person.pk).values().get(), Talk.objects.values().get()
    marks = [crypto.mark(person.key)]
    erase_now(done)
    keys.remember_erased(settings.KEYS.folder, marks)
    Person.objects.filter(pk=person.pk).update(**row)
    Talk.objects.update(key=talk["key"], content_sealed=talk["content_sealed"])
    personal.erase_again(at=year(2036))
    carried()
    assert bytes(Talk.objects.get().key) == b""
