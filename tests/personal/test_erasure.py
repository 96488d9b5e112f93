"""Erasing somebody: two officers, never too early, nothing readable left, and every page copes."""

import io
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.base.errors import Conflict, NotAllowed, NotFound
from huiyin.cases import letters as words
from huiyin.cases import persons
from huiyin.cases.models import Act, Attachment, Erasure, Matter, Note, Person, Petition
from huiyin.cases.queries import held
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.services import answers, past, personal, rebuild, work
from huiyin.foundation import audit, crypto, keys
from huiyin.foundation.models import AuditEntry
from tests.agency import actor, as_staff, petition
from tests.people import COMPANION, WAGES, WORKER
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
WORDS = "灯塔路三号工棚的秘密"
OFFICE_WORDS = "意见书里的秘密措辞"


def year(number: int) -> datetime:
    """Noon of a spring day in a year."""
    return now().replace(year=number, month=3, day=3, hour=4)


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A home and keys of their own, so that noted erasures stay with the test."""
    settings.HUIYIN_HOME = tmp_path
    settings.KEYS = keys.load(tmp_path / "keys")
    yield tmp_path


def concluded(person: PersonGiven = WORKER, **more: Any) -> Any:
    """A matter concluded in 2006, with a letter served, a note, a rating, files and a companion."""
    at = year(2006)
    day = at.date()
    done = petition(
        f"{WAGES}{WORDS}",
        person=person,
        at=at,
        received_on=day,
        companions=(COMPANION,),
        channel="visit",
        **more,
    )
    head = actor("head")
    work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=None, by=head, at=at)
    past.enter(done.matter, "accepted", on=day, by=head, at=at, fields={"path": 6})
    said = {"view": OFFICE_WORDS}
    past.enter(
        done.matter, "opinion_issued", on=day, by=head, at=at, fields={"result": "reject"}, content=said
    )
    past.enter(done.matter, "served", on=day, by=head, at=at, fields={"how": "hand"})
    work.note(done.matter, f"备注{WORDS}", by=head, at=at)
    work.attach(done.matter, io.BytesIO(f"事项材料{WORDS}".encode()), name="笔录.txt", by=head, at=at)
    answers.rate(done.petition, petition_office=3, unit=1, comment=f"评语{WORDS}", at=at)
    return done


def erase(*petitions: int, at: datetime | None = None) -> int:
    """Propose as the head and confirm as the reviewer."""
    at = at or year(2036)
    proposal = personal.propose(petitions, by=actor("head"), at=at)
    return personal.confirm(proposal, by=actor("reviewer"), at=at)


def everything() -> bytes:
    """Every value of every table, and every file, as bytes."""
    found: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [_bytes(value) for row in cursor.fetchall() for value in row]
    found += [p.read_bytes() for p in (Path(settings.HUIYIN_HOME)).rglob("*") if p.is_file()]
    return b"\n".join(found)


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


SECRETS = (WORKER.name, WORKER.phone, WORKER.address, COMPANION.name, COMPANION.phone, WORDS, OFFICE_WORDS)


def opened_with(former: list[bytes], held_now: bytes) -> list[str]:
    """What an attacker reads who has the ring and looks for the wrapped keys that were there before."""
    return [repr(key) for key in former if key in held_now]


def test_nothing_readable_is_left_in_tables_and_files() -> None:
    done = concluded()
    former = [bytes(k) for k in Person.objects.values_list("key", flat=True)]
    former += [bytes(k) for k in Matter.objects.values_list("key", flat=True)]
    assert opened_with(former, everything()) == [repr(key) for key in former]
    assert list((Path(settings.HUIYIN_HOME) / "files").rglob("??/??/*"))
    erase(done.petition)
    held_now = everything()
    assert [s for s in SECRETS if s.encode() in held_now] == []
    assert opened_with(former, held_now) == []
    assert not Note.objects.exists()
    person = Person.objects.get(pk=Petition.objects.get().person_id)
    assert (bytes(person.name_sealed), bytes(person.phone_sealed), person.phone_index) == (b"", b"", None)


def test_the_bytes_of_files_are_gone_once_it_is_committed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    done = concluded()
    with django_capture_on_commit_callbacks(execute=True):
        erase(done.petition)
    assert [p for p in (Path(settings.HUIYIN_HOME) / "files").rglob("??/??/*") if p.is_file()] == []
    assert len(keys.erased(settings.KEYS.folder)) == 3  # the person, the companion, the matter
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_key_is_left_in_the_raw_file_of_the_database(settings: Any, tmp_path: Path) -> None:
    """What an erased key was wrapped as stands nowhere in the file, not in freed pages either."""
    file = tmp_path / "raw.sqlite3"
    with sqlite3.connect(file) as raw:
        raw.executescript(str(_sqlite_options(tmp_path)))
        raw.execute("create table person (id integer primary key, key blob)")
        rows = [(n, crypto.new_wrapped_key()) for n in range(200)]
        raw.executemany("insert into person values (?, ?)", rows)
        raw.commit()
        raw.execute("update person set key = x'' where id < 100")
        raw.commit()
        raw.execute("pragma wal_checkpoint(truncate)")
    held_now = file.read_bytes()
    assert [n for n, key in rows if n < 100 and key in held_now] == []
    assert all(key in held_now for n, key in rows if n >= 100)


def _sqlite_options(folder: Path) -> Any:
    from huiyin.foundation.database import database

    return database("", folder)["OPTIONS"]["init_command"]


def test_acts_and_numbers_stay_and_the_index_still_agrees() -> None:
    done = concluded()
    before = list(Act.objects.filter(matter=done.matter).values_list("kind", "day"))
    erase(done.petition)
    matter = Matter.objects.get(pk=done.matter)
    assert list(Act.objects.filter(matter=matter).values_list("kind", "day")) == before
    assert matter.number == done.number
    assert matter.headline == "（内容已按规定清除）"
    assert [columns for _, columns in rebuild.differing(mend=False)] == [[]]


def test_who_proposes_does_not_confirm() -> None:
    done = concluded()
    at = year(2036)
    proposal = personal.propose([done.petition], by=actor("head"), at=at)
    with pytest.raises(NotAllowed) as refusal:
        personal.confirm(proposal, by=actor("head"), at=at)
    assert refusal.value.message.code == "personal.second_officer"
    with pytest.raises(NotAllowed):
        personal.confirm(proposal, by=actor("registrar"), at=at)
    with pytest.raises(NotFound):
        personal.confirm(proposal, by=actor("head", "lp-hrss"), at=at)
    assert personal.confirm(proposal, by=actor("reviewer"), at=at) == 3
    with pytest.raises(Conflict):
        personal.confirm(proposal, by=actor("reviewer"), at=at)


def test_a_second_proposal_for_the_same_petition_is_refused_until_the_first_is_withdrawn() -> None:
    done = concluded()
    first = personal.propose([done.petition], by=actor("head"), at=year(2036))
    with pytest.raises(Conflict):
        personal.propose([done.petition], by=actor("head"), at=year(2036))
    personal.withdraw(first, by=actor("reviewer"), at=year(2036))
    assert personal.propose([done.petition], by=actor("head"), at=year(2036)) != first


def test_an_open_matter_is_not_erased() -> None:
    done = petition()
    with pytest.raises(NotAllowed) as refusal:
        personal.propose([done.petition], by=actor("head"), at=now())
    assert refusal.value.message.code == "personal.matter_open"
    assert refusal.value.message.params["number"] == done.number


def test_it_is_said_until_when_a_review_can_be_asked_for_and_a_rule_keeps_the_file() -> None:
    done = concluded()
    rows = held.contacts(actor("head"), done.petition, at=year(2006) + timedelta(days=3))
    assert [m.code for m in rows[0].in_the_way] == ["personal.review_runs", "personal.kept_by_rule"]
    with pytest.raises(NotAllowed) as refusal:
        personal.propose([done.petition], by=actor("head"), at=year(2016))
    assert refusal.value.message.code == "personal.kept_by_rule"
    assert refusal.value.message.params["until"] == "2016-12-31"
    assert refusal.value.message.params["status"].code == "personal.rule.unconfirmed"
    personal.propose([done.petition], by=actor("head"), at=year(2017))


def test_what_went_to_review_is_kept_longer() -> None:
    done = concluded()
    answers.ask_review(done.petition, reason="", at=year(2006) + timedelta(days=1))
    past.enter(
        done.matter,
        "review_decided",
        on=year(2006).date() + timedelta(days=2),
        by=actor("head"),
        at=year(2006) + timedelta(days=2),
        fields={"result": "maintain"},
    )
    why = held.contacts(actor("head"), done.petition, at=year(2030))[0].in_the_way
    assert [m.params["until"] for m in why if m.code == "personal.kept_by_rule"] == ["2036-12-31"]


def test_a_matter_opened_again_after_the_proposal_is_not_erased() -> None:
    done = concluded()
    proposal = personal.propose([done.petition], by=actor("head"), at=year(2036))
    answers.ask_review(done.petition, reason="我还是不服", at=year(2036))
    with pytest.raises(NotAllowed) as refusal:
        personal.confirm(proposal, by=actor("reviewer"), at=year(2036))
    assert refusal.value.message.code == "personal.matter_open"


def test_all_contacts_of_a_person_are_shown_first_and_other_names_are_marked() -> None:
    one, other = concluded(), concluded()
    brother = concluded(PersonGiven(name="周小勇", phone=WORKER.phone))
    stranger = concluded(PersonGiven(name="周大勇", phone="19900009999"))
    rows = held.contacts(actor("head"), one.petition, at=year(2036))
    assert {r.petition for r in rows} == {one.petition, other.petition, brother.petition}
    assert {r.petition for r in rows if not r.same_name} == {brother.petition}
    assert stranger.petition not in {r.petition for r in rows}
    assert rows[0].name.endswith("＊")


def test_another_petitioner_of_the_same_matter_keeps_what_is_theirs() -> None:
    one, other = concluded(), concluded(PersonGiven(name="林秋月", phone="19900005678"))
    Petition.objects.filter(pk=other.petition).update(matter_id=one.matter)
    erase(one.petition)
    kept = Petition.objects.select_related("person").get(pk=other.petition)
    assert persons.opened(kept.person).name == "林秋月"
    assert Note.objects.filter(matter=one.matter).exists()
    assert "已按规定清除" not in Matter.objects.get(pk=one.matter).headline


def test_the_log_records_it_without_personal_data() -> None:
    done = concluded()
    erase(done.petition)
    rows = list(AuditEntry.objects.filter(about__startswith="erasure:").values_list("action", "reason"))
    assert [action for action, _ in rows] == ["person.propose_erasure", "person.erase"]
    assert not [r for _, r in rows if r not in {"", "request"}]
    assert audit.verify().broken is None


def test_every_page_copes_with_what_was_erased(client: Client) -> None:
    done = concluded()
    letter = Act.objects.get(matter=done.matter, kind="opinion_issued").letter_id
    file = Attachment.objects.get(matter=done.matter).pk
    erase(done.petition)
    as_staff(client, "head")
    page = client.get(reverse("desk:matter", args=[done.matter]))
    assert page.status_code == 200
    assert "内容已按规定清除" in sound(page).text_content()
    for name in ("todo", "matters", "personal"):
        assert client.get(reverse(f"desk:{name}")).status_code == 200
    for name in ("letter", "letter_pdf", "letter_docx"):
        answer = client.get(reverse(f"desk:{name}", args=[letter]))
        assert answer.status_code == 410, name
        assert "已按规定清除" in answer.content.decode()
    assert client.get(reverse("desk:file", args=[file])).status_code == 404
    form = {"petition": done.petition, "reason": "contact"}
    answer = client.post(reverse("desk:unmask", args=[done.matter]), form)
    assert answer.status_code == 410
    assert "已按规定清除" in answer.content.decode()
    assert client.post(reverse("desk:note", args=[done.matter]), {"note": "清除后又来电"}).status_code == 302
    assert "清除后又来电" in client.get(reverse("desk:matter", args=[done.matter])).content.decode()
    as_staff(client, "registrar")
    assert client.get(reverse("desk:receipt", args=[done.petition])).status_code == 200
    as_staff(client, "reviewer")
    assert "已清除" in client.get(reverse("desk:personal"), {"number": done.number}).content.decode()


def test_the_portal_code_shows_the_steps_and_says_that_the_content_is_gone(client: Client) -> None:
    done = concluded()
    letter = Act.objects.get(matter=done.matter, kind="opinion_issued").letter_id
    erase(done.petition)
    page = client.post(reverse("portal:follow"), {"code": done.code}, follow=True)
    assert page.status_code == 200
    assert "内容已按规定清除" in sound(page).text_content()
    for name in ("letter_page", "letter_pdf", "letter_docx"):
        assert client.get(reverse(f"portal:{name}", args=[letter])).status_code == 410
    asked = client.post(reverse("portal:ask_review"), {"reason": "清除以后又申请复查"}, follow=True)
    assert asked.status_code == 200
    assert Act.objects.filter(matter=done.matter, kind="review_asked").exists()
    api = client.get(f"/api/v1/petitions/{done.code}")
    assert api.status_code == 200


def test_the_law_can_be_rebuilt_and_letters_drafted_after_an_erasure() -> None:
    done = concluded()
    erase(done.petition)
    assert [c for _, c in rebuild.differing(mend=True)] == [[]]
    answers.ask_review(done.petition, reason="", at=year(2036))
    assert Matter.objects.get(pk=done.matter).active
    with pytest.raises(crypto.Erased):
        words.content_of(
            Act.objects.select_related("letter").get(matter=done.matter, kind="opinion_issued").letter,
            Matter.objects.get(pk=done.matter),
        )


def test_what_is_due_is_listed_once_and_erased_only_by_a_head() -> None:
    old, young = concluded(), petition()
    assert personal.list_due(at=year(2010)) == 0
    assert personal.list_due(at=year(2036)) == 1
    assert personal.list_due(at=year(2036)) == 0
    listed = Erasure.objects.get()
    assert (listed.ground, listed.proposed_by) == ("rule", None)
    assert [p.pk for p in listed.petitions.all()] == [old.petition]
    assert Person.objects.exclude(key=b"").count() == 3, "a rule erases nothing by itself"
    rows = held.waiting(actor("head"))
    assert [(r.ground, r.may_confirm) for r in rows] == [("rule", True)]
    assert held.waiting(actor("head", "lp-hrss")) == []
    personal.confirm(rows[0].id, by=actor("head"), at=year(2036))
    assert held.waiting(actor("head")) == []
    assert personal.list_due(at=year(2037)) == 0
    assert Matter.objects.get(pk=young.matter).headline != "（内容已按规定清除）"


def test_a_restored_backup_does_not_bring_erased_people_back() -> None:
    done = concluded()
    before = Person.objects.get(pk=Petition.objects.get(pk=done.petition).person_id)
    matter_key = Matter.objects.get(pk=done.matter).key
    proposal = personal.propose([done.petition], by=actor("head"), at=year(2036))
    personal.confirm(proposal, by=actor("reviewer"), at=year(2036))
    personal.note_erased()
    before.save()  # as a backup of the day before holds it
    Matter.objects.filter(pk=done.matter).update(key=matter_key)
    assert personal.erase_again(at=year(2037)) >= 2
    assert not Person.objects.exclude(key=b"").exists()
    assert personal.erase_again(at=year(2037)) == 0


def test_the_page_goes_the_whole_way(client: Client) -> None:
    done = concluded()
    as_staff(client, "head")
    page = client.get(reverse("desk:personal"), {"number": done.number})
    assert "可以清除" in sound(page).text_content()
    assert client.get(reverse("desk:personal"), {"number": "没有这个号"}).status_code == 404
    asked = client.post(
        reverse("desk:personal_propose"), {"number": done.number, "petitions": [done.petition]}
    )
    assert asked.status_code == 302, asked.content.decode()[:3000]
    waiting = client.get(reverse("desk:personal"))
    assert "等另一位同事确认" in sound(waiting).text_content()
    own = client.post(reverse("desk:personal_confirm"), {"erasures": [Erasure.objects.get().pk]})
    assert own.status_code == 403
    as_staff(client, "reviewer")
    sound(client.get(reverse("desk:personal")))
    sure = client.post(
        reverse("desk:personal_confirm"), {"erasures": [Erasure.objects.get().pk]}, follow=True
    )
    assert "已清除 1 件" in sound(sure).text_content()
