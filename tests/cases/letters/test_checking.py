"""Nothing is signed against the checks; a reason sets one aside where there is room; versions are kept."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases.models import Act, Letter, LetterVersion, Matter, Overruling
from huiyin.cases.queries import checking, signing, versions
from huiyin.cases.services import checking as services
from huiyin.cases.services import letters, together
from huiyin.foundation.models import AuditEntry
from tests.agency import actor
from tests.cases.letters.world import FINDINGS, accepted, content, drafted, opinion, revised, sorted_matter

pytestmark = pytest.mark.usefixtures("agency")
REASON = "项目部的付款计划还没有定下来，定下来后书面告知"


def to_sign(letter: Letter) -> None:
    version = Letter.objects.values_list("version", flat=True).get(pk=letter.pk)
    letters.sign(letter.pk, version=version, by=actor("head"), at=now())


def promising() -> Letter:
    matter = sorted_matter()
    accepted(matter)
    return revised(opinion(matter), {"view": "您的请求予以支持。我局将督促项目部支付工资。"})


def mark(letter: Letter, code: str) -> str:
    return next(
        row.mark for row in checking.checks(actor("handler"), letter.pk, on=today()) if row.code == code
    )


def test_a_new_unlawful_letter_is_not_signed_and_the_refusal_names_what_is_wrong() -> None:
    matter = sorted_matter()
    accepted(matter)
    letter = revised(opinion(matter), {"remedy": "可以自收到之日起15日内向青岚市人民政府请求复查。"})
    with pytest.raises(Invalid) as refusal:
        to_sign(letter)
    assert refusal.value.message.code == "cases.letter_unsettled"
    assert refusal.value.field == "remedy"
    assert Letter.objects.get(pk=letter.pk).number is None
    assert not Act.objects.filter(matter=matter, kind="opinion_issued").exists()


def test_where_the_law_leaves_no_room_no_reason_helps() -> None:
    matter = sorted_matter()
    accepted(matter)
    letter = revised(opinion(matter), {"view": "予以支持。您继续信访的，将列入失信名单。"})
    with pytest.raises(NotAllowed):
        services.overrule(
            letter.pk,
            mark(letter, "threat_credit"),
            REASON,
            version=letter.version,
            by=actor("head"),
            at=now(),
        )
    with pytest.raises(Invalid):
        to_sign(letter)


def test_where_it_leaves_room_a_reason_lets_it_stand_and_stays_with_the_letter() -> None:
    letter = promising()
    with pytest.raises(Invalid):
        to_sign(letter)
    with pytest.raises(Invalid) as short:
        services.overrule(
            letter.pk, mark(letter, "undated"), "嗯", version=letter.version, by=actor("handler"), at=now()
        )
    assert short.value.field.startswith("reason_")
    services.overrule(
        letter.pk, mark(letter, "undated"), REASON, version=letter.version, by=actor("handler"), at=now()
    )
    row = next(r for r in checking.checks(actor("head"), letter.pk, on=today()) if r.code == "undated")
    assert row.settled and row.settled.words == REASON and not row.blocks
    assert Overruling.objects.get().reason_sealed and REASON not in str(Overruling.objects.values())
    to_sign(letter)
    (kept,) = checking.reasons(actor("head"), letter.pk)
    assert (kept.words, kept.by) == (REASON, "陆川")
    assert AuditEntry.objects.filter(action="letter.overrule").count() == 1


def test_a_reason_counts_no_more_once_the_words_it_was_about_are_changed() -> None:
    letter = promising()
    services.overrule(
        letter.pk, mark(letter, "undated"), REASON, version=letter.version, by=actor("handler"), at=now()
    )
    letter = revised(letter, {"view": "您的请求予以支持。我局将责令施工单位支付全部工资。"})
    with pytest.raises(Invalid):
        to_sign(letter)
    letter = revised(letter, {"view": "您的请求予以支持。我局将督促项目部支付工资。"})
    to_sign(letter)  # what was said before, and why it may stand, is known again


def test_a_reason_is_given_for_the_letter_as_it_is_and_by_who_works_on_it() -> None:
    letter = promising()
    said = mark(letter, "undated")
    with pytest.raises(Conflict):
        services.overrule(letter.pk, said, REASON, version=1, by=actor("handler"), at=now())
    with pytest.raises(Conflict):
        services.overrule(letter.pk, "0" * 64, REASON, version=letter.version, by=actor("handler"), at=now())
    with pytest.raises((NotAllowed, NotFound)):
        services.overrule(
            letter.pk, said, REASON, version=letter.version, by=actor("head", "lp-hrss"), at=now()
        )


def test_what_only_published_forms_want_may_be_left_out_for_a_reason() -> None:
    matter = sorted_matter()
    accepted(matter)
    letter = revised(opinion(matter), {"investigation": ""})
    with pytest.raises(Invalid) as refusal:
        to_sign(letter)
    assert refusal.value.message.code == "cases.letter_lacks"
    services.overrule(
        letter.pk,
        mark(letter, "missing"),
        "调查情况已经写在事实认定里",
        version=letter.version,
        by=actor("handler"),
        at=now(),
    )
    to_sign(letter)


def test_checks_follow_what_is_typed_without_keeping_it() -> None:
    matter = sorted_matter()
    accepted(matter)
    letter = opinion(matter)
    typed = {"law": "《信访条例》第三十三条"}
    rows = checking.checks(actor("handler"), letter.pk, typed, on=today())
    assert "repealed" in {row.code for row in rows}
    assert content(letter)["law"] != typed["law"]


def test_a_draft_left_lying_is_told_that_its_last_day_has_moved() -> None:
    letter = drafted(sorted_matter(), "accepted", path="6")
    later = today() + timedelta(days=14)
    rows = {row.code: row for row in checking.checks(actor("registrar"), letter.pk, on=later)}
    assert "办理期限至" in rows["due_day_differs"].suggest
    assert (
        checking.suggestion(actor("registrar"), letter.pk, "due_day", on=later)
        == rows["due_day_differs"].suggest
    )


def test_the_list_of_who_signs_shows_what_stands_in_the_way() -> None:
    letter = promising()
    (row,) = [r for r in signing.unsigned(actor("head")) if r.id == letter.pk]
    assert (row.unsettled, row.drafted_by, row.asked) == (1, "陆川", 0)
    services.overrule(
        letter.pk, mark(letter, "undated"), REASON, version=letter.version, by=actor("handler"), at=now()
    )
    (row,) = [r for r in signing.unsigned(actor("head")) if r.id == letter.pk]
    assert row.unsettled == 0


def test_who_signs_goes_from_letter_to_letter_and_comes_back_to_the_first() -> None:
    first, second = promising(), promising()
    head = actor("head")
    assert [row.id for row in signing.to_sign(head).rows] == [first.pk, second.pk]
    assert signing.next_to_sign(head, first.pk) == second.pk
    assert signing.next_to_sign(head, second.pk) == first.pk
    assert [row.id for row in signing.drafted(actor("handler")).rows] == [first.pk, second.pk]
    assert signing.next_to_sign(actor("head", "lp-hrss"), first.pk) is None


def test_what_is_said_to_many_at_once_is_no_threat_either() -> None:
    from huiyin.cases.services import joining

    head, other = sorted_matter(), sorted_matter()
    by = actor("registrar")
    joining.join(other, head, reason="same-claim", by=by, at=now())
    with pytest.raises(Invalid) as refusal:
        together.tell_all(head, "请不要越级上访，否则将列入失信名单。", by=by, at=now())
    assert refusal.value.message.code == "cases.letter_unsettled"
    assert len(together.tell_all(head, "您的事项与同类事项合并办理。", by=by, at=now())) == 1


def test_every_saved_version_is_kept_sealed_with_who_and_when() -> None:
    letter = promising()
    view = versions.versions(actor("head"), letter.pk, at=now())
    assert [row.version for row in view.rows] == [3, 2, 1]
    assert {row.by for row in view.rows} == {"陆川"}
    assert (view.old, view.new) == (2, 3)
    assert [c.element for c in view.changed] == ["view"]
    first = versions.versions(actor("head"), letter.pk, old=1, new=2, at=now())
    assert FINDINGS in "".join(p.text for c in first.changed for p in c.pieces if p.kind == "new")
    assert [row.changed for row in view.rows][-1] is None
    sealed = b"".join(bytes(row.content_sealed) for row in LetterVersion.objects.all())
    assert FINDINGS.encode() not in sealed
    assert AuditEntry.objects.filter(action="letter.versions").count() == 2


def test_versions_stay_when_the_letter_is_signed_and_another_office_reads_none() -> None:
    letter = promising()
    revised(letter, {"view": "您的请求予以支持，款项已经付清。"})
    to_sign(letter)
    assert len(versions.versions(actor("head"), letter.pk, at=now()).rows) == 4
    with pytest.raises(NotFound):
        versions.versions(actor("head", "lp-hrss"), letter.pk, at=now())


def test_a_letter_from_before_versions_were_kept_has_the_one_it_has() -> None:
    letter = accepted(sorted_matter())
    LetterVersion.objects.all().delete()
    view = versions.versions(actor("head"), letter.pk, at=now())
    assert [row.version for row in view.rows] == [letter.version]
    assert view.changed == ()


def test_erasing_a_matter_erases_its_versions_and_reasons() -> None:
    from huiyin.cases.services.personal import _erase_matter

    letter = promising()
    services.overrule(
        letter.pk, mark(letter, "undated"), REASON, version=letter.version, by=actor("handler"), at=now()
    )
    _erase_matter(Matter.objects.get(pk=letter.matter_id), at=now())
    assert {bytes(v.content_sealed) for v in LetterVersion.objects.filter(letter=letter)} == {b""}
    assert bytes(Overruling.objects.get().reason_sealed) == b""
