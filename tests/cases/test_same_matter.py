"""The same matter again: recognised with its reasons, proposed to those who may see it, never decided."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.base.clock import now
from huiyin.base.errors import NotAllowed, NotFound
from huiyin.cases.models import Act, Matter, NearKey, Petition, SameProposal
from huiyin.cases.queries import same
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.rules.same import Mark, confidence, merged
from huiyin.cases.services import joining
from huiyin.foundation import outbox
from huiyin.jobs.handlers import HANDLERS
from tests.agency import actor, petition
from tests.people import COMPANION, PENSION, RETIREE, WAGES

pytestmark = pytest.mark.usefixtures("agency")
LONG = (
    WAGES
    + "包工头说再等一个月，到了日子又不接电话。工友们都可以作证，考勤表和欠条的照片附在后面，请尽快处理。"
)
ACCUSATION = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处，材料和录音都可以提供。"


def carried() -> None:
    while outbox.carry(HANDLERS, at=now()):
        pass


def marks(matter: int) -> dict[str, str]:
    """The candidates of a matter as the registrar sees them: number by what speaks for it."""
    rows = same.candidates(actor("registrar"), matter)
    return {row.matter.number: ",".join(m.code for m in row.marks) for row in rows}


def test_the_same_person_is_found_at_once_by_telephone_name_and_address() -> None:
    first = petition(PENSION)
    again = petition(WAGES)
    assert marks(again.matter) == {first.number: "phone,name-address"}
    assert same.candidates(actor("registrar"), again.matter)[0].confidence == "weak"


def test_the_same_words_by_the_same_person_are_a_strong_sign_and_by_another_a_likely_one() -> None:
    first, again = petition(), petition()
    assert marks(again.matter) == {first.number: "phone,name-address,text"}
    other = petition(person=RETIREE)
    rows = same.candidates(actor("registrar"), other.matter)
    assert {row.confidence for row in rows} == {"likely"}
    assert {row.confidence for row in same.candidates(actor("registrar"), again.matter)} == {
        "strong",
        "likely",
    }


def test_both_matters_show_the_proposal() -> None:
    first, again = petition(), petition()
    assert marks(first.matter).keys() == {again.number}


def test_the_identity_number_and_the_number_of_another_system_are_found() -> None:
    known = PersonGiven(name="甲", id_number="970121199001011234")
    first = petition(PENSION, person=known)
    assert marks(petition(person=known).matter)[first.number] == "id-number"
    one = petition(PENSION, person=RETIREE, source="国家", source_id="XF-17")
    two = petition(person=COMPANION, source="省级", source_id="XF-17")
    assert marks(two.matter)[one.number] == "source-number"


def test_words_nearly_the_same_are_found_by_the_worker_with_their_likeness() -> None:
    first = petition(LONG, person=RETIREE)
    again = petition(LONG.replace("8个月", "9个月"), person=COMPANION)
    assert marks(again.matter) == {}
    carried()
    assert marks(again.matter) == {first.number: "near-text"}
    similarity = same.candidates(actor("registrar"), again.matter)[0].marks[0].similarity
    assert 70 <= similarity < 100


def test_two_that_came_in_at_one_instant_meet_at_the_worker_whichever_is_read_first() -> None:
    one, two = petition(LONG, person=RETIREE), petition(LONG, person=COMPANION)
    SameProposal.objects.all().delete()  # as if neither had seen the other
    carried()
    assert marks(two.matter) == {one.number: "text"}


def test_being_told_of_a_petition_twice_changes_nothing() -> None:
    done = petition(LONG, person=RETIREE)
    petition(LONG.replace("8个月", "9个月"), person=COMPANION)
    carried()
    before = list(SameProposal.objects.values()), NearKey.objects.count()
    outbox.tell("petition", about=f"petition:{done.petition}", at=now(), matter=done.matter)
    carried()
    assert (list(SameProposal.objects.values()), NearKey.objects.count()) == before


def test_strangers_who_write_the_same_two_words_are_not_proposed() -> None:
    petition("求助", person=RETIREE)
    assert marks(petition("求助", person=COMPANION).matter) == {}


def test_nothing_is_joined_or_refused_automatically() -> None:
    petition()
    again = petition()
    carried()
    matter = Matter.objects.get(pk=again.matter)
    assert (matter.joined_to_id, matter.stage) == (None, "registered")
    assert SameProposal.objects.get().state == "open"


def test_a_decision_that_they_differ_is_remembered() -> None:
    first, again = petition(), petition()
    joining.decide(again.matter, first.matter, same=False, by=actor("registrar"), at=now())
    carried()
    assert marks(again.matter) == marks(first.matter) == {}
    assert SameProposal.objects.get().by_id == actor("registrar").staff


def test_what_was_parted_is_not_proposed_again() -> None:
    first, again = petition(), petition()
    joining.decide(again.matter, first.matter, same=True, by=actor("registrar"), at=now())
    joining.part(again.matter, by=actor("handler"), at=now())
    carried()
    assert marks(again.matter) == {}


def test_a_third_petition_is_proposed_with_the_leading_matter_once() -> None:
    first, again = petition(), petition()
    joining.decide(again.matter, first.matter, same=True, by=actor("registrar"), at=now())
    third = petition()
    carried()
    assert marks(third.matter).keys() == {first.number}


def test_a_possible_accusation_is_compared_with_others_of_its_kind_only() -> None:
    open_one = petition(PENSION)
    hidden = petition(ACCUSATION)
    later = petition(PENSION)
    carried()
    assert marks(later.matter).keys() == {open_one.number}
    second = petition(ACCUSATION)
    carried()
    named, not_named = actor("head"), actor("registrar")
    assert [row.matter.id for row in same.candidates(named, second.matter)] == [hidden.matter]
    assert same.candidates(not_named, second.matter) == []
    with pytest.raises(NotFound):
        joining.decide(second.matter, hidden.matter, same=True, by=not_named, at=now())


def test_an_officer_sees_only_candidates_in_sight() -> None:
    there = petition(office="lp-hrss")
    here = petition()
    assert marks(here.matter) == {}
    rows = same.candidates(
        actor("head"), here.matter
    )  # the head sees the branch, yet joins at one office only
    assert [(row.matter.id, row.refused) for row in rows] == [(there.matter, "same.other_office")]
    with pytest.raises(NotAllowed) as refused:
        joining.join(here.matter, there.matter, reason="same-claim", by=actor("head"), at=now())
    assert refused.value.message.code == "same.other_office"


def test_only_who_may_join_decides() -> None:
    first, again = petition(), petition()
    for role in ("leader", "supervisor", "reviewer"):
        with pytest.raises(NotAllowed):
            joining.decide(again.matter, first.matter, same=True, by=actor(role), at=now())


def test_what_was_never_proposed_cannot_be_decided() -> None:
    one, other = petition(PENSION, person=RETIREE), petition(WAGES)
    with pytest.raises(NotFound):
        joining.decide(other.matter, one.matter, same=True, by=actor("registrar"), at=now())


def test_registering_takes_one_look_up_more_and_no_write_where_nothing_is_found() -> None:
    for _ in range(5):
        petition(PENSION, person=RETIREE)
    with CaptureQueriesContext(connection) as asked:
        petition(WAGES)
    ours = [q["sql"] for q in asked.captured_queries if "UNION" in q["sql"] or "sameproposal" in q["sql"]]
    assert len(ours) == 1


def test_the_look_up_uses_indexes() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of an empty table says nothing on PostgreSQL")
    with CaptureQueriesContext(connection) as asked:
        petition()
    sql = next(q["sql"] for q in asked.captured_queries if "UNION" in q["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = [row[3] for row in cursor.fetchall()]
    assert not [step for step in plan if step.startswith("SCAN cases_")], plan


def test_marks_are_kept_once_and_only_confidence_in_words() -> None:
    both = merged([Mark("near-text", 80), Mark("phone")], [Mark("near-text", 90), Mark("text")])
    assert both == (Mark("phone"), Mark("text"))
    assert confidence([Mark("phone"), Mark("id-number")]) == "weak"
    assert confidence([Mark("near-text", 75)]) == "likely"
    assert confidence([Mark("near-text", 75), Mark("phone")]) == "strong"


def test_the_page_of_matters_raised_again_counts_petitions_by_matter() -> None:
    first, again = petition(), petition()
    third, alone = petition(), petition(PENSION, person=RETIREE)
    who = actor("registrar")
    for each in (again, third):
        joining.decide(each.matter, first.matter, same=True, by=who, at=now())
    page = same.repeated(who)
    assert [(row.matter.id, row.petitions) for row in page.rows] == [(first.matter, 3)]
    assert alone.number not in repr(page)
    assert same.repeated(actor("registrar", "fd-hrss")).rows == []


def test_other_matters_of_the_petitioner_are_listed_without_those_joined_or_hidden() -> None:
    first, again = petition(), petition()
    pension = petition(PENSION)
    hidden = petition(ACCUSATION)
    who = actor("head")
    joining.decide(again.matter, first.matter, same=True, by=who, at=now())
    rows = same.others_of_the_petitioner(who, first.matter)
    assert [row.id for row in rows] == [pension.matter]
    assert same.others_of_the_petitioner(who, hidden.matter) == []


def test_a_number_is_found_however_its_brackets_are_typed() -> None:
    done = petition()
    who = actor("registrar")
    typed = done.number.replace("〔", " [").replace("〕", "] ")
    assert same.by_number(who, typed) == done.matter
    with pytest.raises(Exception, match="number_unknown"):
        same.by_number(actor("registrar", "fd-hrss"), done.number)


def test_people_concerned_are_recorded_without_speaking_and_their_number_keeps_nobody_out() -> None:
    done = petition(
        channel="visit", persons=60, concerned=tuple(PersonGiven(name=f"工友{n}") for n in range(9))
    )
    assert Petition.objects.get(pk=done.petition).companions.count() == 9
    assert Act.objects.get(matter=done.matter).fields["spokespersons"] == 1
