"""Letters: drafted with their act, complete by the law, signed by whom may, numbered, served."""

from datetime import timedelta
from io import BytesIO

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed
from huiyin.cases import letters as words
from huiyin.cases.models import Act, Letter, Matter, Service
from huiyin.cases.services import letters, work
from huiyin.cases.services.work import Sorting
from huiyin.foundation.documents import to_docx, to_pdf
from tests.agency import actor, petition
from tests.people import WORKER

pytestmark = pytest.mark.usefixtures("agency")


def sorted_matter(office: str = "", **more: object) -> int:
    done = petition(office=office, received_on=today() - timedelta(days=5), **more)
    by = actor("registrar", office or "ql-hrss")
    work.sort(done.matter, Sorting("claim", "W1", 6, "970121"), version=None, by=by, at=now())
    return done.matter


def drafted(
    matter: int, act: str, *, role: str = "registrar", office: str = "ql-hrss", **fields: object
) -> Letter:
    key = letters.draft(matter, act, fields, version=None, by=actor(role, office), at=now())
    return Letter.objects.get(pk=key)


def accept(matter: int) -> None:
    letters.sign(drafted(matter, "accepted", path="6").pk, version=1, by=actor("registrar"), at=now())


def signed_opinion(matter: int) -> Letter:
    letter = drafted(matter, "opinion_issued", role="handler", result="support")
    filled = {name: text or "经查属实，予以支持。" for name, text in content(letter).items()}
    letters.revise(letter.pk, filled, version=1, by=actor("handler"), at=now())
    letters.sign(letter.pk, version=2, by=actor("head"), at=now())
    letter.refresh_from_db()
    return letter


def content(letter: Letter) -> dict[str, str]:
    return words.content_of(letter, Matter.objects.get(pk=letter.matter_id))


def test_a_letter_begins_with_what_the_record_knows() -> None:
    matter = sorted_matter()
    said = content(drafted(matter, "accepted", path="6"))
    assert said["addressee"] == WORKER.name
    assert "受理" in said["acceptance"]
    due = today() + timedelta(days=60)
    assert str(due.year) in said["due_day"]


def test_signing_gives_the_number_and_puts_the_act_on_record() -> None:
    matter = sorted_matter()
    accept(matter)
    letter = Letter.objects.get()
    assert letter.number == f"青人社信受〔{today().year}〕1号"
    act = Act.objects.get(matter=matter, kind="accepted")
    assert (act.letter_id, act.fields) == (letter.pk, {"path": 6})
    assert Matter.objects.get(pk=matter).stage == "accepted"


def test_an_opinion_without_the_elements_of_article_32_is_not_signed() -> None:
    matter = sorted_matter()
    accept(matter)
    letter = drafted(matter, "opinion_issued", role="handler", result="reject")
    with pytest.raises(Invalid) as refusal:
        letters.sign(letter.pk, version=1, by=actor("head"), at=now())
    lacking = [part.code for part in refusal.value.message.params["parts"]]
    assert "letter.element.findings" in lacking
    assert Letter.objects.get(pk=letter.pk).number is None
    assert Matter.objects.get(pk=matter).stage == "accepted"


def test_the_remedy_clause_is_in_the_opinion_and_names_the_body_above() -> None:
    matter = sorted_matter()
    accept(matter)
    said = content(drafted(matter, "opinion_issued", role="handler", result="support"))
    assert "青岚市人民政府" in said["remedy"]
    assert "30" in said["remedy"]


def test_only_the_head_signs_an_opinion() -> None:
    matter = sorted_matter()
    accept(matter)
    letter = drafted(matter, "opinion_issued", role="handler", result="support")
    for role in ("handler", "registrar"):
        with pytest.raises(NotAllowed):
            letters.sign(letter.pk, version=1, by=actor(role), at=now())


def test_a_registrar_cannot_draft_an_opinion_nor_another_office_anything() -> None:
    matter = sorted_matter()
    accept(matter)
    with pytest.raises(NotAllowed):
        drafted(matter, "opinion_issued", result="support")
    with pytest.raises(Exception, match="no_matter"):
        drafted(matter, "extended", role="head", office="fd-hrss", days="10", reason="疑难")


def test_an_extension_beyond_thirty_days_is_refused_before_it_is_drafted() -> None:
    matter = sorted_matter()
    accept(matter)
    with pytest.raises(NotAllowed) as refusal:
        drafted(matter, "extended", role="handler", days="31", reason="案情复杂")
    why = refusal.value.message.params
    assert why["reason"].code == "law.flaw.extended-too-long"
    assert why["where"].params["article"] == "第三十四条"
    assert drafted(matter, "extended", role="handler", days="30", reason="案情复杂").pk


def test_a_draft_that_a_colleague_changed_is_neither_overwritten_nor_signed() -> None:
    matter = sorted_matter()
    letter = drafted(matter, "accepted", path="6")
    letters.revise(letter.pk, {"acceptance": "决定受理。"}, version=1, by=actor("registrar"), at=now())
    with pytest.raises(Conflict):
        letters.revise(letter.pk, {"acceptance": "不同的话"}, version=1, by=actor("registrar"), at=now())
    with pytest.raises(Conflict):
        letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    assert content(Letter.objects.get(pk=letter.pk))["acceptance"] == "决定受理。"


def test_a_signed_letter_is_closed() -> None:
    matter = sorted_matter()
    accept(matter)
    letter = Letter.objects.get()
    with pytest.raises(NotAllowed):
        letters.revise(
            letter.pk, {"acceptance": "改一改"}, version=letter.version, by=actor("registrar"), at=now()
        )


def test_service_with_proof_starts_the_petitioners_time_for_review() -> None:
    matter = sorted_matter()
    accept(matter)
    letter = signed_opinion(matter)
    with pytest.raises(Invalid):
        letters.serve(letter.pk, how="hand", day=today(), receipt="", by=actor("handler"), at=now())
    letters.serve(letter.pk, how="hand", day=today(), receipt="本人签收", by=actor("handler"), at=now())
    assert Service.objects.filter(letter=letter).exists()
    assert Matter.objects.get(pk=matter).stage == "served"
    with pytest.raises(Conflict):
        letters.serve(letter.pk, how="post", day=today(), receipt="EMS", by=actor("handler"), at=now())


def test_a_transfer_arrives_at_the_county_and_its_count_begins_there() -> None:
    matter = sorted_matter()
    letter = drafted(matter, "transferred", to="lp-hrss", reason="属柳坪县职权")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    moved = Matter.objects.select_related("office").get(pk=matter)
    assert moved.office.code == "lp-hrss"
    assert [a.kind for a in Act.objects.filter(matter=matter)] == ["received", "transferred", "received"]
    assert moved.next_due is not None
    assert moved.next_due > today()


def test_a_county_that_objects_names_its_reason_to_the_sender() -> None:
    matter = sorted_matter()
    letter = drafted(matter, "transferred", to="lp-hrss", reason="属柳坪县职权")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    objection = drafted(matter, "objected", office="lp-hrss", reason="该工程由市级部门监管")
    said = content(objection)
    assert said["addressee"] == "青岚市人力资源和社会保障局"
    letters.sign(objection.pk, version=1, by=actor("head", "lp-hrss"), at=now())
    assert Matter.objects.get(pk=matter).stage == "objected"


def test_an_upheld_objection_brings_the_matter_back_to_the_sender() -> None:
    matter = sorted_matter()
    letter = drafted(matter, "transferred", to="lp-hrss", reason="属柳坪县职权")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    objection = drafted(matter, "objected", office="lp-hrss", reason="该工程由市级部门监管")
    letters.sign(objection.pk, version=1, by=actor("head", "lp-hrss"), at=now())
    with pytest.raises(NotAllowed):  # the office that objects does not decide on its own objection
        work.take(
            matter, "objection_upheld", {}, on=today(), version=None, by=actor("head", "lp-hrss"), at=now()
        )
    work.take(matter, "objection_upheld", {}, on=today(), version=None, by=actor("registrar"), at=now())
    back = Matter.objects.select_related("office").get(pk=matter)
    assert back.office.code == "ql-hrss"
    assert (back.active, back.stage) == (True, "registered")


def test_free_words_of_a_step_stand_in_the_sealed_letter_not_in_the_act() -> None:
    matter = sorted_matter()
    accept(matter)
    letter = drafted(matter, "extended", role="handler", days="10", reason="周大勇住院")
    filled = {name: text or "案情复杂" for name, text in content(letter).items()}
    letters.revise(letter.pk, filled, version=1, by=actor("handler"), at=now())
    letters.sign(letter.pk, version=2, by=actor("head"), at=now())
    assert Act.objects.get(matter=matter, kind="extended").fields == {"days": 10}


def test_the_official_page_opens_as_word_and_pdf_with_number_elements_and_remedy() -> None:
    import docx
    from pypdf import PdfReader

    matter = sorted_matter()
    accept(matter)
    letter = signed_opinion(matter)
    page = words.official(letter, Matter.objects.select_related("office").get(pk=matter))
    document = docx.Document(BytesIO(to_docx(page)))
    text = "\n".join(p.text for p in document.paragraphs)
    pdf = "".join(p.extract_text() for p in PdfReader(BytesIO(to_pdf(page))).pages)
    pdf = "".join(pdf.split())  # the page sets a little space between figures and characters
    for expected in (letter.number or "", WORKER.name, "事实认定", "青岚市人民政府"):
        assert expected in text
        assert expected in pdf


def test_the_head_sees_what_waits_for_a_signature_and_nobody_else_does() -> None:
    from huiyin.cases.queries import signing

    matter = sorted_matter()
    accept(matter)
    letter = drafted(matter, "opinion_issued", role="handler", result="support")
    assert [row.id for row in signing.unsigned(actor("head"))] == [letter.pk]
    assert signing.unsigned(actor("handler")) == signing.unsigned(actor("head", "lp-hrss")) == []


def test_an_objection_is_on_the_senders_list_until_it_is_decided() -> None:
    from huiyin.cases.queries import lists

    matter = sorted_matter()
    letter = drafted(matter, "transferred", to="lp-hrss", reason="属柳坪县职权")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    assert matter not in [
        r.id for r in lists.todo(actor("registrar"), wanted=lists.Wanted(), today=today()).rows
    ]
    objection = drafted(matter, "objected", office="lp-hrss", reason="该工程由市级部门监管")
    letters.sign(objection.pk, version=1, by=actor("head", "lp-hrss"), at=now())
    assert matter in [r.id for r in lists.todo(actor("registrar"), wanted=lists.Wanted(), today=today()).rows]


def test_whoever_accepts_handles_it_until_it_is_given_to_somebody() -> None:
    matter = sorted_matter()
    accept(matter)
    assert Matter.objects.get(pk=matter).handler_id == actor("registrar").staff
