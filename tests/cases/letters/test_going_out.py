"""The letters of a day are printed in one go and marked; a served letter keeps its signed receipt."""

import io
from datetime import timedelta

import pypdf
import pytest
from PIL import Image

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases.models import Attachment, Letter, PrintedLetter, Service
from huiyin.cases.queries import outgoing, papers
from huiyin.cases.services import joining, letters, printing, proofs
from huiyin.foundation.documents import to_pdf
from huiyin.foundation.models import AuditEntry
from tests.agency import actor, office_id
from tests.cases.letters.world import accepted, drafted, signed_opinion, sorted_matter
from tests.people import RETIREE, WORKER

pytestmark = pytest.mark.usefixtures("agency")


def print_day(keys: list[int], role: str = "registrar", office: str = "ql-hrss") -> int:
    return printing.print_day(office_id(office), today(), keys, by=actor(role, office), at=now())


def pages(printing_id: int, role: str = "registrar") -> list[str]:
    _name, content = printing.printed(printing_id, by=actor(role), at=now())
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_a_day_is_one_file_with_a_numbered_list_in_front_and_every_letter_after_it() -> None:
    first, second = accepted(sorted_matter()), accepted(sorted_matter(person=RETIREE))
    said = pages(print_day([second.pk, first.pk]))
    assert "文书打印清单" in said[0]
    assert said[0].index(f"1{first.number}") < said[0].index(f"2{second.number}")
    rest = "".join(said[1:])
    assert rest.index(str(first.number)) < rest.index(str(second.number))
    assert WORKER.name in rest and RETIREE.name in rest


def test_printing_again_says_so_on_the_page_in_the_list_and_on_record() -> None:
    first, second = accepted(sorted_matter()), accepted(sorted_matter())
    once = print_day([first.pk])
    again = print_day([first.pk, second.pk])
    assert [row[-1] for row in outgoing.printing(actor("registrar"), once).rows] == [False]
    view = outgoing.printing(actor("registrar"), again)
    assert ([row[-1] for row in view.rows], view.again, view.number) == ([True, False], 1, 2)
    assert pages(again)[0].count("再次打印") == 1
    assert AuditEntry.objects.filter(action="letter.print_again", about=f"letter:{first.pk}").count() == 1
    rows = {row.id: row for row in outgoing.of_day(actor("registrar"), office_id("ql-hrss"), today())}
    assert [number for number, _at, _by in rows[first.pk].printed] == [1, 2]


def test_only_letters_of_that_office_and_that_day_are_printed_and_never_none() -> None:
    letter = accepted(sorted_matter())
    for keys in ([], [10_000_000]):
        with pytest.raises(Invalid):
            print_day(keys)
    with pytest.raises(Invalid):
        printing.print_day(
            office_id("ql-hrss"), today() - timedelta(days=1), [letter.pk], by=actor("registrar"), at=now()
        )
    with pytest.raises(NotAllowed):
        printing.print_day(office_id("ql-hrss"), today(), [letter.pk], by=actor("head", "lp-hrss"), at=now())
    made = print_day([letter.pk])
    with pytest.raises(NotFound):
        outgoing.printing(actor("head", "lp-hrss"), made)


def test_what_was_closed_to_somebody_since_is_neither_listed_nor_printed() -> None:
    from huiyin.cases.models import Matter

    shown, hidden = accepted(sorted_matter()), accepted(sorted_matter(person=RETIREE))
    made = print_day([shown.pk, hidden.pk])
    Matter.objects.filter(pk=hidden.matter_id).update(restricted=True)
    view = outgoing.printing(actor("registrar"), made)
    assert ([row[1] for row in view.rows], view.hidden) == ([shown.pk], 1)
    assert str(hidden.number) not in "".join(pages(made))
    assert PrintedLetter.objects.filter(printing=made).count() == 2


def test_an_answer_to_several_is_printed_for_each_with_the_own_name() -> None:
    head, other = sorted_matter(), sorted_matter(person=RETIREE)
    joining.join(other, head, reason="same-claim", by=actor("registrar"), at=now())
    accepted(head)
    letter = signed_opinion(head)
    (row,) = [
        r for r in outgoing.of_day(actor("registrar"), office_id("ql-hrss"), today()) if r.id == letter.pk
    ]
    assert row.copies == 2
    said = pages(print_day([letter.pk]))
    assert f"{WORKER.name}、{RETIREE.name}" in said[0]
    assert sum(f"{name}：" in "".join(said[1:]) for name in (WORKER.name, RETIREE.name)) == 2


def picture(kind: str = "PNG") -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, kind)
    made.seek(0)
    return made


def served() -> Letter:
    letter = accepted(sorted_matter())
    letters.serve(letter.pk, how="post", day=today(), receipt="挂号信", by=actor("registrar"), at=now())
    return letter


def test_the_signed_receipt_is_kept_as_a_picture_and_the_posted_number_sealed() -> None:
    letter = served()
    proofs.add(
        letter.pk,
        pictures=[("回证.png", picture())],
        post_number="ea 123456789 cn",
        by=actor("registrar"),
        at=now(),
    )
    view = papers.letter(actor("registrar"), letter.pk, at=now())
    assert view.served is not None
    assert view.served.post_number == "EA123456789CN"
    assert [file.name for file in view.served.proofs] == ["回证.png"]
    assert papers.file(actor("registrar"), view.served.proofs[0].id, at=now()).content.startswith(b"\x89PNG")
    assert b"EA123456789CN" not in bytes(Service.objects.get().post_number_sealed)
    proofs.add(
        letter.pk, pictures=[("背面.png", picture("JPEG"))], post_number="", by=actor("registrar"), at=now()
    )
    assert Attachment.objects.filter(service__letter=letter).count() == 2


@pytest.mark.parametrize(
    ("pictures", "post_number", "field"),
    [
        ([], "", "proof"),
        ([], "不是号码", "post_number"),
        ([("表.csv", io.BytesIO(b"a,b\n1,2\n"))], "", "proof"),
        ([(f"{n}.png", None) for n in range(7)], "", "proof"),
    ],
)
def test_what_proves_nothing_is_not_kept(pictures: list, post_number: str, field: str) -> None:
    letter = served()
    files = [(name, stream or picture()) for name, stream in pictures]
    with pytest.raises(Invalid) as refusal:
        proofs.add(letter.pk, pictures=files, post_number=post_number, by=actor("registrar"), at=now())
    assert refusal.value.field in {field, "files"}
    assert not Attachment.objects.filter(service__isnull=False).exists()


def test_there_is_no_proof_before_there_is_service_and_none_from_another_office() -> None:
    letter = accepted(sorted_matter())
    with pytest.raises(NotFound):
        proofs.add(letter.pk, pictures=[], post_number="EA123456789CN", by=actor("registrar"), at=now())
    letters.serve(letter.pk, how="hand", day=today(), receipt="本人", by=actor("registrar"), at=now())
    with pytest.raises(NotFound):
        proofs.add(letter.pk, pictures=[], post_number="EA123456789CN", by=actor("head", "lp-hrss"), at=now())


def test_the_form_to_be_signed_knows_letter_recipient_and_address_and_has_room_for_the_rest() -> None:
    letter = accepted(sorted_matter())
    page = papers.proof_form(actor("registrar"), letter.pk, at=now()).page
    (table, _note) = page.paragraphs
    cells = dict(table.rows)
    assert str(letter.number) in cells["送达文书和文号"]
    assert (cells["受送达人"], cells["送达地址"]) == (WORKER.name, WORKER.address)
    assert cells["收到日期"] == cells["受送达人签名"] == ""
    assert len(pypdf.PdfReader(io.BytesIO(to_pdf(page))).pages) == 1
    draft = drafted(sorted_matter(), "accepted", path="6")
    with pytest.raises(NotFound):
        papers.proof_form(actor("registrar"), draft.pk, at=now())
