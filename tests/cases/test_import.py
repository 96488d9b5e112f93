"""Petitions come in from another system's table: every row once, wrong ones with their reason."""

import gzip
import io
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

from huiyin.base.clock import now
from huiyin.base.errors import Invalid
from huiyin.cases.models import Matter, Petition
from huiyin.cases.persons import words_of
from huiyin.cases.services.history import Tally, import_table
from huiyin.foundation.tables import read_rows
from huiyin.orgs import queries

HEAD = "编号,标题,内容,留言时间,答复,答复时间\n"
ROWS = (
    "1,工资,工地欠我三个月工资,2019/2/28 11:25:05,已责令支付,2019-03-12\n"
    "2,养老金,养老金少算了,2019-03-01,经查已更正,2019-07-01\n"
    "3,咨询,怎样办社保卡,2019年3月2日,,\n"
)
pytestmark = pytest.mark.usefixtures("agency")


def bring_in(content: bytes, *, name: str = "t.csv", dry_run: bool = False, source: str = "hotline") -> Tally:
    tally, refusals = Tally(), []
    with read_rows(io.BytesIO(content), name=name) as table:
        steps: Iterable[Tally] = import_table(
            table, source=source, office=queries.intake_office(), at=now(), dry_run=dry_run
        )
        for tally in steps:
            refusals += tally.refusals
    tally.refusals = refusals
    return tally


def counts(tally: Tally) -> tuple[int, int, int, int, int]:
    return tally.read, tally.added, tally.skipped, tally.rejected, tally.late


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_comes_in_the_same(encoding: str) -> None:
    assert counts(bring_in((HEAD + ROWS).encode(encoding))) == (3, 3, 0, 0, 1)
    assert words_of(Petition.objects.select_related("person").get(source_id="2")).text == "养老金少算了"


def test_a_gzip_file_comes_in() -> None:
    assert counts(bring_in(gzip.compress((HEAD + ROWS).encode()), name="t.csv.gz"))[1] == 3


def test_a_spreadsheet_comes_in() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for line in (HEAD + ROWS).splitlines():
        sheet.append(line.split(","))
    book.save(out)
    assert counts(bring_in(out.getvalue(), name="t.xlsx")) == (3, 3, 0, 0, 1)


def test_rows_become_answered_matters_of_their_own_dates() -> None:
    bring_in((HEAD + ROWS).encode())
    matter = Petition.objects.select_related("matter").get(source_id="1").matter
    assert (str(matter.received_on), str(matter.concluded_on), matter.late) == (
        "2019-02-28",
        "2019-03-12",
        False,
    )
    assert (matter.stage, matter.active, matter.provenance) == ("answered", False, "imported")


def test_an_answer_after_the_rolled_sixty_days_is_late() -> None:
    # 60 days from Friday 2019-03-01 end on Tuesday 2019-04-30, a working day; one day more is a holiday.
    rows = "1,,a工资,2019-03-01,b,2019-04-30\n2,,a工资,2019-03-01,b,2019-05-01\n"
    assert bring_in((HEAD + rows).encode()).late == 1
    assert Petition.objects.get(source_id="2").matter.late
    # 60 days from 2019-03-02 end on 1 May, a holiday: the first working day after it is still in time.
    rows = "3,,a工资,2019-03-02,b,2019-05-05\n4,,a工资,2019-03-02,b,2019-05-06\n"
    assert bring_in((HEAD + rows).encode()).late == 1


def test_a_second_run_adds_nothing() -> None:
    bring_in((HEAD + ROWS).encode())
    assert counts(bring_in((HEAD + ROWS).encode())) == (3, 0, 3, 0, 0)
    assert Matter.objects.count() == 3


def test_a_key_is_source_and_number_never_the_words() -> None:
    bring_in((HEAD + ROWS).encode())
    assert counts(bring_in((HEAD + ROWS).encode(), source="mailbox"))[1] == 3
    same_words = HEAD + "9,工资,工地欠我三个月工资,2019/2/28,,\n"
    assert counts(bring_in(same_words.encode()))[1] == 1


def test_a_number_twice_in_one_file_comes_in_once() -> None:
    assert counts(bring_in((HEAD + ROWS + ROWS).encode())) == (6, 3, 3, 0, 1)


def test_an_interrupted_import_goes_on_where_it_stopped() -> None:
    rows = "".join(f"{n},,工地欠薪第{n}次,2019-03-01,,\n" for n in range(1, 231))
    with read_rows(io.BytesIO((HEAD + rows).encode()), name="t.csv") as table:
        next(iter(import_table(table, source="hotline", office=queries.intake_office(), at=now())))
    assert Matter.objects.count() == 100
    assert counts(bring_in((HEAD + rows).encode())) == (230, 130, 100, 0, 0)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",,欠薪,2019-03-01,,", "import.no_id"),
        ("9" * 101 + ",,欠薪,2019-03-01,,", "import.id_too_long"),
        ("1,,,2019-03-01,,", "cases.text_missing"),
        ("1,,欠薪,,,", "import.no_day"),
        ("1,,欠薪,去年,,", "import.day_unreadable"),
        ("1,,欠薪,2019-02-30,,", "import.day_unreadable"),
        ("1,,欠薪,2019-03-01,好的,", "import.reply_without_day"),
        ("1,,欠薪,2019-03-01,好的,2019-02-01", "import.before_asked"),
        ("1,,欠薪,2090-03-01,,", "cases.received_in_future"),
        ("1,,欠薪,2019-03-01,好的,2019-03-05,多出一格", "tables.ragged"),
    ],
)
def test_a_wrong_row_is_rejected_with_its_reason_and_the_others_come_in(row: str, code: str) -> None:
    tally = bring_in((HEAD + row + "\n8,,好的一行,2019-03-01,,\n").encode())
    assert (tally.added, tally.rejected) == (1, 1)
    assert [message.code for _, _, message in tally.refusals] == [code]


def test_a_table_without_the_needed_columns_is_refused_and_says_which() -> None:
    with pytest.raises(Invalid) as refusal:
        bring_in("姓名,年龄\n甲,3\n".encode())
    assert refusal.value.message.code == "tables.headers_missing"


def test_a_telephone_number_that_lacks_digits_comes_in_as_it_is() -> None:
    row = "9,工资,欠薪,2019-03-01,已办,2019-03-12,1990000123\n"
    assert counts(bring_in((HEAD.strip() + ",电话\n" + row).encode()))[1] == 1


def test_a_title_longer_than_ours_is_kept_with_the_text() -> None:
    bring_in((HEAD + f"1,{'长' * 150},欠薪,2019-03-01,好,2019-03-02\n").encode())
    words = words_of(Petition.objects.select_related("person").get(source_id="1"))
    assert (words.title, words.text) == ("", "长" * 150 + "\n欠薪")


def test_the_longest_number_of_the_longest_source_comes_in() -> None:
    row = "9" * 100 + ",,欠薪,2019-03-01,好,2019-03-02\n"
    assert bring_in((HEAD + row).encode(), source="s" * 60).added == 1


def test_a_dry_run_writes_nothing() -> None:
    assert counts(bring_in((HEAD + ROWS).encode(), dry_run=True))[:2] == (3, 3)
    assert not Matter.objects.exists()


def test_real_messages_come_in_whole(public_rows: Path) -> None:
    content = (public_rows / "messages" / "questions_and_replies.csv.gz").read_bytes()
    first = bring_in(content, name="questions_and_replies.csv.gz")
    assert (first.read, first.added, first.rejected) == (2816, 2816, 0)
    assert 0 < first.late < 160
    assert Matter.objects.filter(concluded_on__isnull=False).count() == 2816
