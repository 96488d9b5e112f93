"""One matter, one file: catalogue, what lacks, bundles in clear and masked, closing, archive list."""

import csv
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from pypdf import PdfReader

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from huiyin.cases.models import Act, Attachment, Matter
from huiyin.cases.services import answers, letters, work
from huiyin.foundation import audit
from huiyin.registers.models import ClosedFile
from huiyin.registers.queries import papers
from huiyin.registers.services import archive, bundles
from tests.agency import actor, petition
from tests.people import COMPANION, WORKER
from tests.registers.told import answered, carried, final, signed, sorted_matter

pytestmark = pytest.mark.usefixtures("agency")
HEAD = ("head", "lp-hrss")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n%%EOF\n"


def _opened(made: bundles.Bundle) -> dict[str, bytes]:
    with made.stream, zipfile.ZipFile(made.stream) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def _rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def _with_file() -> int:
    matter, _ = answered(result="reject")
    work.attach(matter, io.BytesIO(PDF), name="工资条.pdf", by=actor(*HEAD), at=now())
    return matter


def _close(matter: int, *, reason: str = "") -> str:
    # The signed opinion was served the same day; the petitioner's time still runs, but nothing is owed here.
    return archive.close(matter, "long", reason, version=None, by=actor(*HEAD), at=now())


def test_a_bundle_for_review_holds_every_paper_in_order_with_pages_and_checksums() -> None:
    matter = _with_file()
    made = bundles.build(actor(*HEAD), matter, "review", masked=False, at=now())
    size = made.size
    held = _opened(made)
    assert size > 1000
    rows = _rows(held["00-目录.csv"])[1:]
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert len(rows) == len(held) - 2  # all but the catalogue itself, on paper and as a table
    next_page = 1
    for _number, _title, _day, first, pages, name, checksum in rows:
        assert hashlib.sha256(held[name]).hexdigest() == checksum
        assert first == str(next_page)
        if name.endswith(".pdf") and "工资条" not in name:
            assert len(PdfReader(io.BytesIO(held[name])).pages) == int(pages)
        next_page += int(pages)
    titles = [row[1] for row in rows]
    assert titles[0].startswith("信访件") and titles[1] == "办理过程"
    assert "处理意见书" in titles[4] and "送达回证" in titles[5] and titles[-1] == "工资条"
    assert "工地干了8个月" in _text(held[rows[0][5]]).replace("\n", "")
    assert [(e.action, e.reason) for e in audit.entries(size=1)] == [("bundle.download", "review:clear")]


def test_a_masked_bundle_names_nobody_and_holds_nothing_that_cannot_be_masked() -> None:
    matter, _ = answered(result="reject", companions=(COMPANION,), persons=2)
    work.attach(matter, io.BytesIO(PDF), name="身份证.pdf", by=actor(*HEAD), at=now())
    held = _opened(bundles.build(actor("leader"), matter, "review", masked=True, at=now()))
    assert not [name for name in held if "身份证" in name]
    said = "".join(_text(content) for name, content in held.items() if name.endswith(".pdf"))
    for secret in (WORKER.name, WORKER.phone, COMPANION.name, WORKER.address):
        assert secret not in said.replace("\n", "")
    assert "共1件" in said.replace("\n", "").replace(" ", "")


def test_a_bundle_is_for_who_sees_the_matter_and_in_clear_for_who_works_on_it() -> None:
    matter, _ = answered(result="reject")
    with pytest.raises(NotFound):
        bundles.build(actor("head", "fd-hrss"), matter, "review", masked=True, at=now())
    with pytest.raises(NotAllowed):
        bundles.build(actor("leader"), matter, "review", masked=False, at=now())
    with pytest.raises(NotAllowed):
        bundles.build(actor(*HEAD), matter, "finality", masked=False, at=now())
    with pytest.raises(NotFound):
        bundles.build(actor(*HEAD), matter, "gossip", masked=False, at=now())
    assert "bundle.download" not in [e.action for e in audit.entries()]


def test_the_reviewing_body_takes_the_bundle_once_review_was_asked() -> None:
    matter, contact = answered(result="reject")
    with pytest.raises(NotFound):
        bundles.build(actor("reviewer"), matter, "review", masked=False, at=now())
    answers.ask_review(contact, reason="", at=now())
    assert _opened(bundles.build(actor("reviewer"), matter, "review", masked=False, at=now()))


def test_the_bundle_of_a_final_matter_holds_the_help_that_continued() -> None:
    from huiyin.registers.models import Item
    from huiyin.registers.services import follow, items

    matter, _ = final()
    follow.follow(matter, at=now())
    item = Item.objects.get(register="continued")
    help_given = items.Given(kind="help", day=today(), words="上门看望。", due=today() + timedelta(days=9))
    items.enter(item.pk, help_given, version=None, by=actor(*HEAD), at=now())
    held = _opened(bundles.build(actor(*HEAD), matter, "finality", masked=False, at=now()))
    sheet = next(name for name in held if "继续帮扶" in name)
    assert "上门看望" in _text(held[sheet])


def test_a_bundle_is_refused_clearly_when_a_kept_file_is_gone_and_nothing_is_left_behind(
    settings: object,
) -> None:
    matter = _with_file()
    file = Attachment.objects.get(matter=matter)
    kept = file.sha256
    place = settings.HUIYIN_HOME / "files" / file.shelf / kept[:2] / kept[2:4] / kept  # type: ignore[attr-defined]
    content = place.read_bytes()
    place.unlink()
    try:
        with pytest.raises(Refused) as refusal:
            bundles.build(actor(*HEAD), matter, "review", masked=False, at=now())
    finally:
        place.write_bytes(content)
    assert refusal.value.message.code == "registers.bundle_file_missing"
    assert refusal.value.message.params["title"] == "工资条"
    assert "bundle.download" not in [e.action for e in audit.entries()]


def test_a_bundle_that_would_be_too_large_is_refused_before_it_is_begun() -> None:
    matter = _with_file()
    Attachment.objects.filter(matter=matter).update(size=bundles.MOST_BYTES + 1)
    with pytest.raises(Invalid, match="too_large"):
        bundles.build(actor(*HEAD), matter, "review", masked=False, at=now())
    assert _opened(bundles.build(actor(*HEAD), matter, "review", masked=True, at=now()))


def test_what_the_law_wants_and_the_file_lacks_is_said() -> None:
    matter, _ = sorted_matter()
    head = actor(*HEAD)
    signed(matter, "accepted", head, path="6", serve=True)
    signed(matter, "opinion_issued", head, result="reject")
    view = papers.opened(head, matter, at=now())
    assert [m.code for m in view.lacks] == ["registers.lacks.proof"]


def _concluded() -> int:
    matter, _ = answered(result="reject")
    assert not Matter.objects.get(pk=matter).active
    return matter


def test_an_open_matters_file_cannot_be_closed() -> None:
    matter, _ = sorted_matter()
    with pytest.raises(NotAllowed):
        _close(matter)
    with pytest.raises(NotAllowed):
        archive.close(matter, "long", "", version=None, by=actor("leader"), at=now())


def test_a_closed_file_takes_no_paper_until_it_is_reopened_with_a_reason() -> None:
    matter = _concluded()
    head = actor(*HEAD)
    with pytest.raises(Invalid) as unknown:
        archive.close(matter, "", "", version=None, by=head, at=now())
    assert unknown.value.field == "retention"
    number = _close(matter)
    assert number.startswith("柳人社信档〔")
    with pytest.raises(NotAllowed):
        work.attach(matter, io.BytesIO(PDF), name="x.pdf", by=head, at=now())
    with pytest.raises(NotAllowed, match="file_closed"):
        letters.draft(matter, "told", {"to": "x"}, version=None, by=head, at=now())  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        _close(matter)
    with pytest.raises(Invalid):
        archive.reopen(matter, " ", by=head, at=now())
    archive.reopen(matter, "补充一份材料。", by=head, at=now())
    work.attach(matter, io.BytesIO(PDF), name="x.pdf", by=head, at=now())
    assert papers.opened(head, matter, at=now()).reason == "补充一份材料。"
    assert _close(matter) == number  # the same file keeps its number
    assert {"file.close", "file.reopen"} <= {e.action for e in audit.entries()}


def test_what_the_petitioner_does_is_taken_in_and_opens_the_file_again() -> None:
    matter, contact = answered(result="reject")
    _close(matter)
    answers.ask_review(contact, reason="不服", at=now())
    carried()
    assert Matter.objects.get(pk=matter).filed_on is None
    assert Act.objects.filter(matter=matter, kind="review_asked").exists()


def test_papers_that_lack_are_explained_before_the_file_is_closed() -> None:
    matter = _concluded()
    Matter.objects.filter(pk=matter).update(provenance="native")
    from huiyin.cases.models import Service

    Service.objects.filter(letter__matter=matter, letter__kind="opinion").delete()
    with pytest.raises(Invalid) as refusal:
        _close(matter)
    assert refusal.value.field == "reason"
    assert _close(matter, reason="回证遗失，已补说明。")


def test_the_archive_list_names_each_paper_with_the_checksum_it_has_in_its_bundle() -> None:
    matter = _with_file()
    _close(matter)
    head = actor(*HEAD)
    held = _opened(bundles.build(head, matter, "archive", masked=False, at=now()))
    kept = ClosedFile.objects.get(matter=matter)
    assert archive.transfer([kept.pk], by=head, at=now()) == 1
    rows = _rows(archive.archive_list([kept.pk], by=head, at=now()))[1:]
    assert {row[5]: row[6] for row in rows} == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in held.items()
        if not name.startswith("00-")
    }
    assert {row[0] for row in rows} == {kept.number}
    waiting, _ = papers.closed(head, waiting=True)
    handed, _ = papers.closed(head, waiting=False)
    assert ([f.id for f in waiting], [f.id for f in handed]) == ([], [kept.pk])


def test_another_offices_file_is_not_handed_over() -> None:
    matter = _concluded()
    _close(matter)
    kept = ClosedFile.objects.get(matter=matter)
    for stranger in (actor("head", "fd-hrss"), actor("head"), actor("leader")):
        with pytest.raises(NotFound):
            archive.transfer([kept.pk], by=stranger, at=now())
        with pytest.raises(NotFound):
            archive.archive_list([kept.pk], by=stranger, at=now())
    with pytest.raises(Invalid):
        archive.transfer([], by=actor(*HEAD), at=now())


def test_how_long_a_file_is_kept_is_counted_in_whole_years_and_said_to_be_unconfirmed() -> None:
    matter = _concluded()
    _close(matter)
    view = papers.opened(actor(*HEAD), matter, at=now())
    assert view.keep_until is not None
    assert (view.keep_until.year, view.keep_until.month) == (today().year + 30, 12)
    assert view.years.citation.status.value == "unconfirmed"


def test_the_file_of_a_possible_accusation_is_closed_to_who_is_not_named() -> None:
    done = petition("举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。")
    assert papers.opened(actor("head"), done.matter, at=now()).papers
    for role in ("registrar", "leader", "reviewer"):
        with pytest.raises(NotFound):
            papers.opened(actor(role), done.matter, at=now())
        with pytest.raises(NotFound):
            bundles.build(actor(role), done.matter, "review", masked=True, at=now())


def test_a_promise_that_is_not_kept_yet_is_named_before_the_file_is_closed() -> None:
    matter, _ = answered()
    carried()
    with pytest.raises(Invalid) as refusal:
        _close(matter)
    assert refusal.value.field == "reason"
    lacks = papers.opened(actor(*HEAD), matter, at=now()).lacks
    assert [m.code for m in lacks] == ["registers.lacks.register"]


def test_a_letter_is_not_served_from_a_closed_file() -> None:
    matter, _ = sorted_matter()
    head = actor(*HEAD)
    signed(matter, "accepted", head, path="6", serve=True)
    letter = signed(matter, "opinion_issued", head, result="reject")
    Matter.objects.filter(pk=matter).update(filed_on=today())
    with pytest.raises(NotAllowed, match="file_closed"):
        letters.serve(letter, how="hand", day=today(), receipt="x", by=head, at=now())
