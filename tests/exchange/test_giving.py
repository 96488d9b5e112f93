"""What happened goes out once, in numbered batches that can be made again; what comes back agrees."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotFound
from huiyin.cases.models import Letter, Matter, Petition
from huiyin.cases.services import answers, past
from huiyin.exchange.loading import load_map
from huiyin.exchange.models import Batch, Difference, ExportRow, Link
from huiyin.exchange.queries import differences, matters, overview
from huiyin.exchange.rules.maps import columns_of, read_record
from huiyin.exchange.services import comparing, files, giving
from huiyin.foundation.tables import csv_table, read_rows
from huiyin.orgs.rules import SYSTEM
from tests.agency import actor, petition
from tests.exchange.world import HOTLINE, PROVINCE, connected, row, table, take
from tests.people import PENSION, WORKER

pytestmark = pytest.mark.usefixtures("agency")


def out(what: str = "progress", system: str = PROVINCE) -> giving.Given:
    return giving.export(system, what, by=actor("registrar"), at=now())


def sheet(number: int, form: str = "csv", system: str = PROVINCE) -> bytes:
    return files.file_of(system, number, form, by=actor("registrar"), at=now()).content


def read(content: bytes, map_name: str = "petition-system") -> list[Any]:
    mapped = load_map(map_name)
    with read_rows(io.BytesIO(content), name="ours") as reader:
        columns = columns_of(mapped, [*reader.headers]) if "信访件编号" in reader.headers else None
        if columns is None:
            return [dict(cells) for _n, cells in reader]
        return [read_record(mapped, columns, cells) for _n, cells in reader]


def handled(number: str = "XF1") -> Matter:
    """A slip that was accepted, answered with an opinion, served, and rated."""
    connected()
    take(table([row(number)]))
    link = Link.objects.get(number=number)
    step = {"by": actor("handler"), "at": now()}
    past.enter(link.matter_id, "accepted", on=date(2026, 3, 5), fields={"path": 6}, **step)
    past.enter(link.matter_id, "opinion_issued", on=date(2026, 4, 1), fields={"result": "support"}, **step)
    past.enter(link.matter_id, "served", on=date(2026, 4, 2), fields={"how": "post"}, **step)
    answers.rate(link.petition_id, petition_office=3, unit=1, comment="还没到账", at=now())
    return Matter.objects.get(pk=link.matter_id)


def test_progress_goes_out_in_their_columns_and_codes() -> None:
    matter = handled()
    done = out()
    assert (done.number, done.rows, done.more) == (2, 4, False)
    rows = read(sheet(2))
    assert [r.codes["event"] for r in rows] == ["accepted", "opinion_issued", "served", "rated"]
    assert [r.texts["event"] for r in rows] == ["B1", "C1", "C3", "F1"]
    assert {r.number for r in rows} == {"XF1"}
    assert rows[1].texts["letter"] == Letter.objects.get(matter=matter, kind="opinion").number
    assert rows[2].codes["service"] == "post"
    assert (rows[3].codes["rated_office"], rows[3].codes["rated_unit"]) == ("3", "1")
    assert {r.codes["status"] for r in rows} == {matter.stage}
    assert rows[0].texts["serial"] == "province-2-1"


def test_progress_holds_no_personal_data_and_no_comment() -> None:
    handled()
    content = sheet(out().number).decode("gb18030")
    assert WORKER.name not in content and "还没到账" not in content and WORKER.phone not in content


def test_what_went_out_does_not_go_out_again_and_the_batch_can_be_made_again() -> None:
    matter = handled()
    first = out()
    content = sheet(first.number)
    assert out() == giving.Given(0, 0, False)
    past.enter(matter.pk, "review_asked", on=date(2026, 4, 20), by=actor("handler"), at=now())
    assert out().rows == 1
    assert sheet(first.number) == content, "the stage has moved on, the batch has not"
    assert sheet(first.number, "xlsx") == sheet(first.number, "xlsx")
    assert [r.number for r in read(sheet(first.number, "xlsx"))] == [r.number for r in read(content)]


def test_an_export_is_confirmed_once() -> None:
    handled()
    number = out().number
    giving.confirm(PROVINCE, number, by=actor("registrar"), at=now())
    first = Batch.objects.get(number=number).delivered_at
    giving.confirm(PROVINCE, number, by=actor("registrar"), at=now() + timedelta(hours=1))
    assert first is not None and Batch.objects.get(number=number).delivered_at == first
    with pytest.raises(NotFound):
        giving.confirm(PROVINCE, 99, by=actor("registrar"), at=now())
    with pytest.raises(NotFound):
        giving.confirm(PROVINCE, 1, by=actor("registrar"), at=now())  # a file that came in is no export


def test_a_large_export_says_that_more_is_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    handled()
    monkeypatch.setattr(giving, "MOST_ROWS", 3)
    first, second = out(), out()
    assert (first.rows, first.more) == (3, True)
    assert (second.rows, second.more) == (1, False)


def test_petitions_registered_here_go_out_once_and_what_names_a_person_is_sealed() -> None:
    connected()
    mine = petition(PENSION)
    petition("我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。")
    take(table([row("XF1")]))
    done = out("petitions")
    assert done.rows == 1, "neither the accusation, nor what they sent themselves"
    sent = read(sheet(done.number))[0]
    assert (sent["来源系统编号"], sent["信访人"], sent["信访形式"]) == (mine.number, WORKER.name, "03")
    kept = ExportRow.objects.get()
    assert WORKER.name not in str(kept.cells) and PENSION not in str(kept.cells)
    assert out("petitions").rows == 0
    Petition.objects.get(pk=mine.petition).person.__class__.objects.update(key=b"")
    assert read(sheet(done.number))[0]["信访人"] == ""


def test_a_matter_that_turned_out_to_be_an_accusation_no_longer_goes_out() -> None:
    matter = handled()
    Matter.objects.filter(pk=matter.pk).update(restricted=True)
    assert out().rows == 0


def test_another_office_gets_neither_batch_nor_list() -> None:
    handled()
    number = out().number
    for who in (actor("registrar", "lp-hrss"), actor("handler"), actor("administrator")):
        with pytest.raises(NotFound):
            files.file_of(PROVINCE, number, "csv", by=who, at=now())
        with pytest.raises(NotFound):
            overview.batches(PROVINCE, who)


def test_what_cannot_be_exported_is_refused() -> None:
    connected()
    with pytest.raises(Invalid):
        out("everything")
    handled("XF2")
    with pytest.raises(Invalid):
        files.file_of(PROVINCE, out().number, "pdf", by=actor("registrar"), at=now())


def test_a_joined_matters_links_follow_their_petitions() -> None:
    matter = handled()
    other = petition(PENSION)
    Petition.objects.filter(matter=matter).update(matter_id=other.matter)
    assert [link.number for link in matters.of_matter(actor("registrar"), other.matter)] == ["XF1"]


# What the other system does with each petition it gets: its number, status, and perhaps a day of return.
said_there = st.tuples(
    st.from_regex(r"[A-Z]{2}[0-9]{6}", fullmatch=True),
    st.sampled_from(["10", "12", "20", "21", "31", "32", "90"]),
    st.none() | st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 6, 1)),
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(said_there, min_size=1, max_size=3, unique_by=lambda s: s[0]))
def test_a_round_trip_gives_the_same_numbers_codes_statuses_and_returns(
    there: list[tuple[str, str, date | None]],
) -> None:
    for model in (ExportRow, Difference, Link):
        model.objects.all().delete()
    connected()
    ours = [petition(f"{PENSION}第{n}次反映。").number for n in range(len(there))]
    content = sheet(out("petitions").number)
    sent = [r["来源系统编号"] for r in read(content) if r["来源系统编号"] in ours]
    assert sent == ours
    answer = [
        {"number": number, "our_number": own, "status": status, "returned": back.isoformat() if back else ""}
        for own, (number, status, back) in zip(sent, there, strict=True)
    ]
    done = take(table(answer))
    assert (done.linked, done.added, done.rejected) == (len(there), 0, 0)
    links = {link.number: link for link in Link.objects.select_related("petition")}
    for own, (number, status, back) in zip(sent, there, strict=True):
        link = links[number]
        assert (link.petition.number, link.status, link.returned_on) == (own, status, back)
        assert link.returns == (1 if back else 0)
    assert take(table(answer)).unchanged == len(there)
    with read_rows(io.BytesIO(table(answer)), name="theirs") as reader:
        comparing.compare_file(reader.headers, reader, system=PROVINCE, by=SYSTEM, at=now())
    found = differences.page(PROVINCE, SYSTEM).rows
    assert not [d for d in found if d.number in links and d.kind not in {"status"}]


# --- differences


def compare(rows: list[dict[str, str]], system: str = PROVINCE) -> comparing.Compared:
    with read_rows(io.BytesIO(table(rows)), name="theirs") as reader:
        return comparing.compare_file(reader.headers, reader, system=system, by=actor("registrar"), at=now())


def listed() -> set[tuple[str, str, str, str, str]]:
    rows = differences.page(PROVINCE, actor("registrar")).rows
    return {(d.kind, d.number, d.ours, d.theirs, d.proposed) for d in rows}


def test_the_daily_list_names_every_difference_with_what_is_proposed() -> None:
    connected()
    take(
        table(
            [
                row("XF1"),
                row("XF2", text="另一件事，社保卡补办。"),
                row("XF3", text="第三件事，工伤认定。", received="2026-03-10"),
            ]
        )
    )
    done = compare(
        [
            row("XF1", status="32", concluded="2026-04-01"),
            row("XF2", received="2026-03-12", returned="2026-03-20"),
            row("XF9"),
            row("XF9"),
        ]
    )
    assert (done.read, done.new) == (4, 7)
    assert listed() == {
        ("status", "XF1", "registered", "served", "export"),
        ("date", "XF1", "", "2026-04-01", "check"),
        ("date", "XF2", "2026-03-02", "2026-03-12", "check"),
        ("returned", "XF2", "", "2026-03-20", "import"),
        ("missing-there", "XF3", "XF3", "", "export"),
        ("missing-here", "XF9", "", "XF9", "import"),
        ("duplicate", "XF9", "1", "2", "tell-them"),
    }


def test_a_difference_is_kept_once_shown_as_gone_and_closed_by_a_person() -> None:
    connected()
    take(table([row("XF1")]))
    assert compare([row("XF1", status="20")]).new == 1
    assert compare([row("XF1", status="20")]).still == 1
    assert compare([row("XF1")]).gone == 1
    row_shown = differences.page(PROVINCE, actor("registrar")).rows[0]
    assert row_shown.gone and row_shown.closed_at is None
    comparing.close(row_shown.id, outcome="done", by=actor("registrar"), at=now())
    with pytest.raises(NotFound):
        comparing.close(row_shown.id, outcome="done", by=actor("registrar"), at=now())
    assert differences.page(PROVINCE, actor("registrar"), closed=True).rows[0].closed_by == "何青"
    assert compare([row("XF1", status="20")]).new == 1, "done, and there it is again"


def test_a_file_without_a_column_of_returns_says_nothing_of_returns() -> None:
    connected()
    take(table([row("XF1", returned="2026-03-09")]))
    assert compare([row("XF1")]).new == 0
    compare([row("XF1", returned="")])
    assert listed() == {("returned", "XF1", "2026-03-09", "", "export")}


def test_a_difference_that_is_to_be_left_does_not_come_back_every_day() -> None:
    connected()
    take(table([row("XF1")]))
    compare([row("XF1", status="20")])
    with pytest.raises(Invalid):
        comparing.close(differences.page(PROVINCE, SYSTEM).rows[0].id, outcome="", by=SYSTEM, at=now())
    comparing.close(differences.page(PROVINCE, SYSTEM).rows[0].id, outcome="leave", by=SYSTEM, at=now())
    assert compare([row("XF1", status="20")]).new == 0
    assert compare([row("XF1", status="32")]).new == 1


def test_how_far_an_accusation_has_come_does_not_show_in_the_list() -> None:
    connected()
    take(table([row("XF1")]))
    Matter.objects.update(restricted=True)
    compare([row("XF1", status="32", concluded="2026-04-01")])
    assert not listed()


def test_rows_of_theirs_that_cannot_be_read_do_not_hide_the_others() -> None:
    connected()
    take(table([row("XF1")]))
    done = compare([row(""), row("XF1", received="bald"), row("XF1", status="20")])
    assert (done.rejected, done.new) == (2, 1)


def test_the_own_day_of_a_hotline_is_no_difference() -> None:
    connected(HOTLINE, "hotline-12345")
    assert today() > date(2026, 1, 1)
    content = csv_table(
        ["工单编号", "来电时间", "工单内容"], [["G1", "2026/3/2 8:30", "社保卡"]], encoding="utf-8"
    )
    take(content, HOTLINE)
    with read_rows(io.BytesIO(content), name="x") as reader:
        assert comparing.compare_file(reader.headers, reader, system=HOTLINE, by=SYSTEM, at=now()).new == 0
