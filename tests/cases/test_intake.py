"""A petition comes in: cleaned, numbered, understood, once."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases.models import Matter, Person, Petition
from huiyin.cases.persons import masked, opened, words_of
from huiyin.cases.queries import follow
from huiyin.cases.rules.given import LONGEST_TEXT, PersonGiven, PetitionGiven
from huiyin.cases.services import intake
from huiyin.foundation.models import AuditEntry
from huiyin.orgs.rules import PETITIONER
from tests.agency import actor, petition
from tests.people import COMPANION, WAGES, WORKER

pytestmark = pytest.mark.usefixtures("agency")


def test_a_petition_gets_a_number_a_code_a_matter_and_an_audit_entry() -> None:
    done = petition()
    matter = Matter.objects.get(pk=done.matter)
    assert done.number == f"青人社访〔{today().year}〕1号"
    assert follow.find(done.code) == done.petition
    assert (matter.stage, matter.next_duty) == ("registered", "tell")
    assert AuditEntry.objects.filter(action="petition.register", about=f"petition:{done.petition}").exists()


def test_nothing_personal_is_stored_in_clear() -> None:
    done = petition()
    row = Petition.objects.filter(pk=done.petition).values().get()
    person = Person.objects.values().get()
    stored = repr({**row, **person})
    for secret in (WORKER.name, WORKER.phone, "包工头", done.code):
        assert secret not in stored
    assert WORKER.phone not in Matter.objects.get(pk=done.matter).headline


def test_what_was_written_is_read_back_whole() -> None:
    done = petition(title="工资", asked="追回工资")
    stored = Petition.objects.select_related("person").get(pk=done.petition)
    assert words_of(stored).title == "工资"
    assert words_of(stored).text == f"{WAGES}\n\n诉求：追回工资"
    assert opened(stored.person) == WORKER


def test_the_same_submission_sent_twice_is_registered_once() -> None:
    first = petition(submission="form:1")
    again = petition(submission="form:1")
    assert again.again
    assert (again.number, again.code) == (first.number, first.code)
    assert Petition.objects.count() == 1


def test_two_people_writing_the_same_words_are_two_petitions() -> None:
    petition()
    petition(person=COMPANION)
    assert Petition.objects.count() == 2
    assert Petition.objects.values("text_index").distinct().count() == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  欠薪\r\n三个月  ", "欠薪\n三个月"),
        ("欠\x00薪\x07", "欠薪"),
        ("欠薪\ud83d", "欠薪"),
        ("👨‍👩‍👧‍👦 全家", "👨‍👩‍👧‍👦 全家"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_control_characters_go_and_everything_else_stays(text: str, kept: str) -> None:
    done = petition(text)
    assert words_of(Petition.objects.select_related("person").get(pk=done.petition)).text == kept


def test_a_hundred_thousand_characters_are_taken_and_one_more_is_not() -> None:
    petition("工" * LONGEST_TEXT)
    with pytest.raises(Invalid) as refusal:
        petition("工" * (LONGEST_TEXT + 1))
    assert (refusal.value.message.code, refusal.value.field) == ("cases.text_too_long", "text")


@pytest.mark.parametrize("empty", ["", "   ", "\x00\x01", "\n\n"])
def test_an_empty_text_is_sent_back(empty: str) -> None:
    with pytest.raises(Invalid) as refusal:
        petition(empty)
    assert refusal.value.field == "text"


def test_a_telephone_number_is_forgiven_its_spaces_and_refused_its_letters() -> None:
    done = petition(person=PersonGiven(name="周大勇", phone="１９９ 0000-1234"))
    assert (
        opened(Petition.objects.select_related("person").get(pk=done.petition).person).phone == "19900001234"
    )
    with pytest.raises(Invalid) as refusal:
        petition(person=PersonGiven(phone="打我电话"))
    assert refusal.value.field == "phone"


def test_a_day_of_receipt_in_the_future_is_sent_back() -> None:
    with pytest.raises(Invalid) as refusal:
        petition(received_on=today() + timedelta(days=1))
    assert refusal.value.field == "received_on"


def test_an_anonymous_petition_is_registered_keeps_no_name_and_owes_no_notice() -> None:
    done = petition(anonymous=True)
    stored = Petition.objects.select_related("person", "matter").get(pk=done.petition)
    assert opened(stored.person) == PersonGiven()
    assert stored.matter.next_duty == ""
    assert stored.matter.active


def test_companions_are_counted_and_stored_as_persons_of_their_own() -> None:
    done = petition(companions=(COMPANION,))
    stored = Petition.objects.get(pk=done.petition)
    assert stored.persons == 2
    assert [opened(p).name for p in stored.companions.all()] == [COMPANION.name]


def test_a_possible_accusation_is_restricted_from_the_first_moment() -> None:
    done = petition("举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。")
    assert Matter.objects.get(pk=done.matter).restricted


def test_staff_without_the_post_may_not_register() -> None:
    with pytest.raises(NotAllowed):
        petition(by=actor("leader"))


def test_a_registrar_enters_a_visit_at_the_own_office() -> None:
    done = petition(by=actor("registrar", "lp-hrss"), channel="visit", received_on=today())
    assert done.number.startswith("柳人社访")


def test_masking_leaves_enough_to_recognise_and_too_little_to_misuse() -> None:
    shown = masked(PersonGiven("周大勇", "19900001234", "970121198001010011", "柳坪县河口镇一号"))
    assert shown == PersonGiven("周＊＊", "199****1234", "970***********11", "柳坪县＊＊＊")


def test_a_draft_becomes_a_petition_once_with_its_answers_kept_until_then() -> None:
    from huiyin.base.errors import NotFound
    from huiyin.cases.services import drafts

    token = drafts.begin(at=now())
    drafts.keep(token, {"text": WAGES}, at=now())
    drafts.keep(token, {"phone": "打我电话"}, at=now())
    row = drafts.load(token)
    assert row.answers == {"text": WAGES, "phone": "打我电话"}
    given = PetitionGiven(text=WAGES, channel="web", received_on=today(), submission=row.submission)
    first = intake.send_draft(token, given, at=now())
    again = intake.send_draft(token, given, at=now())
    assert again.again and again.code == first.code
    with pytest.raises(NotFound):
        drafts.load(token)


def test_drafts_nobody_came_back_to_are_forgotten() -> None:
    from huiyin.cases.services import drafts

    drafts.begin(at=now() - timedelta(days=8))
    kept = drafts.begin(at=now())
    assert drafts.forget_old(at=now()) == 1
    assert drafts.load(kept).answers == {}


def test_numbers_run_per_office_and_year_of_entry() -> None:
    numbers = [petition().number, petition(office="lp-hrss").number, petition().number]
    year = today().year
    assert numbers == [f"青人社访〔{year}〕1号", f"柳人社访〔{year}〕1号", f"青人社访〔{year}〕2号"]


def test_petitioners_need_no_permission() -> None:
    assert not PETITIONER.may
