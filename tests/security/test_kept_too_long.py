"""What never became a petition is not kept for ever: talks, events, foreign codes; and it is in the copy."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.base.errors import NotAllowed
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.services import personal
from huiyin.exchange.models import UnmappedCode
from huiyin.exchange.services import unmapped
from huiyin.foundation import keys
from huiyin.foundation.models import AuditEntry
from huiyin.jobs.timetable import TIMETABLE
from huiyin.reception.models import Talk, UrgentEvent
from huiyin.reception.rules.desk import TalkGiven, same_person
from huiyin.reception.services import erasing, events, talks
from tests.agency import actor, as_staff, petition
from tests.exchange.world import connected
from tests.people import COMPANION, RETIREE, WORKER
from tests.personal.test_copy import ask, unpacked
from tests.personal.test_erasure import everything
from tests.personal.test_erasure_everywhere import erase_now
from tests.reception.test_events import enter, number_of, reported
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
WORDS = "灯塔路四号工棚没有登记的话"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HUIYIN_HOME = tmp_path
    settings.KEYS = keys.load(tmp_path / "keys")


def talked(person: PersonGiven = WORKER, *, days_ago: int = 0) -> Talk:
    """A talk that was read back, added to, and never registered."""
    by = actor("registrar")
    talk = talks.begin(ticket_id=None, by=by, at=now())
    given = TalkGiven(said=WORDS, asked=WORDS, person=person, companions=(COMPANION.name,), persons=2)
    talks.write(talk, given, version=1, read_back=True, by=by, at=now())
    talks.add(talk, WORDS, by=by, at=now())
    Talk.objects.filter(pk=talk).update(day=(now() - timedelta(days=days_ago)).date())
    return Talk.objects.get(pk=talk)


def says_nothing(talk: Talk) -> bool:
    return bytes(talk.key) not in everything() and bytes(talk.content_sealed) not in everything()


def test_who_is_erased_leaves_no_talk_that_was_never_registered() -> None:
    old, fresh = talked(days_ago=40), talked(days_ago=3)
    others = talked(RETIREE, days_ago=40)
    namesake = talked(PersonGiven(name=WORKER.name, phone="19900007777"), days_ago=40)
    relative = talked(PersonGiven(name="周小勇", phone=WORKER.phone), days_ago=40)
    done = petition()
    erase_now(done.petition)
    assert says_nothing(old)
    assert AuditEntry.objects.get(action="talk.erase").about == f"talk:{old.pk}"
    for kept in (fresh, others, namesake, relative):
        assert not says_nothing(kept)


def test_an_erasure_that_is_confirmed_takes_such_a_talk_along() -> None:
    talk, done = talked(days_ago=12 * 366), petition(received_on=(now() - timedelta(days=12 * 366)).date())
    erase_now(done.petition)
    assert says_nothing(talk)
    assert personal.erase_again(at=now()) == 0


def test_an_erased_talk_is_not_written_on_nor_registered_and_its_page_opens(client: Client) -> None:
    talk = talked(days_ago=3 * 366)
    assert erasing.forget_talks(at=now()) == 1
    by = actor("registrar")
    with pytest.raises(NotAllowed):
        talks.add(talk.pk, "补记", by=by, at=now())
    with pytest.raises(NotAllowed):
        talks.register(talk.pk, by=by, at=now())
    page = as_staff(client, "registrar").get(reverse("desk:talk", args=[talk.pk]))
    assert page.status_code == 200 and WORDS not in page.content.decode()


def test_a_talk_that_was_never_registered_is_kept_for_two_years_and_no_longer() -> None:
    old, young = talked(days_ago=3 * 366), talked(days_ago=600)
    assert erasing.forget_talks(at=now()) == 1
    assert erasing.forget_talks(at=now()) == 0
    assert says_nothing(old) and not says_nothing(young)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (WORKER, True),
        (PersonGiven(name=WORKER.name, id_number="11010119900101001x"), False),
        (PersonGiven(name=WORKER.name), False),
        (PersonGiven(name="周小勇", phone=WORKER.phone), False),
        (PersonGiven(), False),
    ],
)
def test_a_name_alone_or_a_shared_telephone_is_nobody(other: PersonGiven, same: bool) -> None:
    assert same_person(WORKER, other) is same
    assert same_person(PersonGiven(), PersonGiven()) is False


def closed(matter_number: str = "", *, years_ago: int = 0) -> UrgentEvent:
    event = enter(matter_number, place=WORDS, asked=WORDS)
    reported(event)
    reported(event, close=True, situation=WORDS)
    if years_ago:
        UrgentEvent.objects.filter(pk=event).update(closed_at=now() - timedelta(days=366 * years_ago))
    return UrgentEvent.objects.get(pk=event)


def gone(event: UrgentEvent) -> bool:
    return bytes(event.key) not in everything() and bytes(event.place_sealed) not in everything()


def test_the_words_of_an_event_about_no_matter_end_with_the_rule_and_an_open_one_stays() -> None:
    old, young, still_open = closed(years_ago=12), closed(years_ago=5), enter()
    UrgentEvent.objects.filter(pk=still_open).update(known_at=now() - timedelta(days=366 * 12))
    assert erasing.forget_events(at=now()) == 1
    assert erasing.forget_events(at=now()) == 0
    assert gone(old) and not gone(young) and not gone(UrgentEvent.objects.get(pk=still_open))
    assert events.UrgentEvent.objects.get(pk=old.pk).headcount == 40, "numbers stay"


def test_an_event_closed_after_its_matter_was_erased_is_erased_too() -> None:
    done = petition()
    event = enter(number_of(done.matter), place=WORDS)
    reported(event)
    erase_now(done.petition)
    reported(event, close=True)
    held = petition()
    about_somebody = closed(number_of(held.matter), years_ago=12)
    assert erasing.forget_events(at=now()) == 1
    assert not UrgentEvent.objects.get(pk=event).key
    assert not gone(about_somebody)


def test_a_code_nobody_mapped_is_forgotten_when_it_did_not_come_again() -> None:
    code = connected()
    from huiyin.exchange.models import ConnectedSystem

    system = ConnectedSystem.objects.get(code=code)
    unmapped.note(system, {"status": "周大勇来过"}, at=now() - timedelta(days=200))
    unmapped.note(system, {"status": "99"}, at=now() - timedelta(days=200))
    unmapped.note(system, {"status": "99"}, at=now() - timedelta(days=10))
    assert unmapped.forget(at=now()) == 1
    assert UnmappedCode.objects.get().times == 2


def test_the_worker_does_all_of_this_by_itself() -> None:
    names = {job.name: job.run for job in TIMETABLE}
    talked(days_ago=3 * 366)
    closed(years_ago=12)
    for name in ("erase unregistered talks", "erase words of closed events"):
        assert names[name](now()) == 1
    assert names["forget codes of other systems"](now()) == 0


def test_the_copy_holds_the_talk_record_with_others_masked(client: Client) -> None:
    talk = talked()
    by = actor("registrar")
    talks.sign(talk.pk, "refused", reason="字太小", by=by, at=now())
    done = talks.register(talk.pk, by=by, at=now())
    from huiyin.cases.models import Petition

    page, copy = unpacked(ask(as_staff(client, "registrar"), Petition.objects.get(pk=done).number))
    held = copy["talks"][0]
    assert (held["number"], held["said"], held["refusal"]) == (talk.number, WORDS, "字太小")
    assert held["person"]["phone"] == WORKER.phone and held["added"][0]["text"] == WORDS
    assert talk.number in page and WORDS in page and "吴＊＊" in page
    assert COMPANION.name not in page + json.dumps(copy["talks"], ensure_ascii=False)


def test_the_copy_holds_talks_that_were_never_registered_and_no_other_persons(client: Client) -> None:
    mine = talked()
    talked(RETIREE)
    done = petition()
    _page, copy = unpacked(ask(as_staff(client, "registrar"), done.number))
    assert [t["number"] for t in copy["talks"]] == [mine.number]


def test_a_colleague_who_may_not_open_such_a_talk_does_not_get_it_by_way_of_the_copy(client: Client) -> None:
    talked()
    done = petition()
    _page, copy = unpacked(ask(as_staff(client, "handler"), done.number))
    assert copy["talks"] == []


def test_the_copy_of_the_portal_holds_the_talk_record_of_its_petition_only() -> None:
    from huiyin.cases.queries import copy as copies
    from huiyin.reception.queries.copies import talk_records

    talk = talked()
    talked()
    done = talks.register(talk.pk, by=actor("registrar"), at=now())
    content = copies.for_petitioner(done, at=now())
    assert [t["number"] for t in talk_records(content)] == [talk.number]
    erase_now(done)
    held = talk_records(copies.for_petitioner(done, at=now()))[0]
    assert held["erased"] and not held["said"]


def test_a_visitor_with_nothing_but_a_talk_is_erased_by_two_officers(client: Client) -> None:
    talk = talked(days_ago=20)
    address = reverse("desk:talk_erase", args=[talk.pk])
    author = as_staff(client, "registrar")
    page = sound(author.get(reverse("desk:talk", args=[talk.pk])))
    assert page.xpath(f"//form[@action='{address}']")
    assert author.post(address, {"do": "propose"}).status_code == 302
    assert author.post(address, {"do": "confirm"}).status_code == 403
    assert not says_nothing(talk)
    assert as_staff(Client(), "handler").post(address, {"do": "confirm"}).status_code == 404
    head = as_staff(Client(), "head")
    assert "确认清除" in sound(head.get(reverse("desk:talk", args=[talk.pk]))).text_content()
    assert head.post(address, {"do": "confirm"}).status_code == 302
    assert says_nothing(talk)
    assert "已按规定清除" in sound(head.get(reverse("desk:talk", args=[talk.pk]))).text_content()
    assert [e.action for e in AuditEntry.objects.filter(action__contains="eras").order_by("id")] == [
        "talk.propose_erasure",
        "talk.erase",
    ]


def test_a_talk_that_still_waits_to_be_registered_or_was_is_not_erased_by_itself() -> None:
    fresh, registered, by = talked(days_ago=3), talked(days_ago=20), actor("registrar")
    talks.register(registered.pk, by=by, at=now())
    for talk in (fresh, registered):
        with pytest.raises(NotAllowed):
            erasing.propose(talk.pk, by=by, at=now())
    with pytest.raises(NotAllowed):
        erasing.confirm(talked(days_ago=20).pk, by=actor("head"), at=now())
