"""Maps between another system's columns and codes and ours, the same in both directions."""

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huiyin.base.clock import now
from huiyin.base.errors import Invalid
from huiyin.exchange.loading import load_map, map_names
from huiyin.exchange.rules.fields import CODED, DAYS, NEVER, targets
from huiyin.exchange.rules.maps import bare, columns_of, plain_cell, read_map, read_record, safe, write_record
from huiyin.foundation.tables import csv_table, read_rows, xlsx_table

SHIPPED = ("hotline-12333", "hotline-12345", "petition-system")
SMALL: dict[str, Any] = {
    "columns": {"number": ["编号"], "status": ["状态"]},
    "codes": {"status": {"1": "registered"}},
}


def test_three_maps_come_with_huiyin_and_say_that_their_codes_are_unconfirmed() -> None:
    assert map_names() == SHIPPED
    assert all(load_map(name).unconfirmed for name in SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_value_of_ours_that_has_a_code_comes_back_as_itself(name: str) -> None:
    mapped = load_map(name)
    for table in mapped.tables.values():
        assert {ours: table.ours[code] for ours, code in table.theirs.items()} == {o: o for o in table.theirs}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_stage_of_a_matter_has_a_status_to_go_out_under(name: str) -> None:
    assert set(load_map(name).tables["status"].theirs) == targets("status")


days = st.dates(min_value=date(1954, 1, 1), max_value=date(2149, 1, 1)).map(lambda d: d.isoformat())
text = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30).map(str.strip)


@st.composite
def records(draw: st.DrawFn, fields: tuple[str, ...], name: str) -> dict[str, str]:
    mapped = load_map(name)
    made: dict[str, str] = {}
    for field in fields:
        if field in CODED:
            made[field] = draw(st.sampled_from(["", *mapped.tables[CODED[field]].theirs]))
        elif field in DAYS:
            made[field] = draw(days)
        else:
            made[field] = draw(text)
    return {**made, "number": draw(st.from_regex(r"[A-Z0-9=+@'-]{1,12}", fullmatch=True))}


@pytest.mark.parametrize(
    ("name", "form"), [("petition-system", "csv"), ("petition-system", "xlsx"), ("hotline-12345", "csv")]
)
@settings(max_examples=30)
@given(choice=st.data())
def test_what_goes_out_comes_back_the_same(name: str, form: str, choice: st.DataObject) -> None:
    mapped = load_map(name)
    rows = choice.draw(st.lists(records(mapped.exports["progress"], name), min_size=1, max_size=4))
    cells = [write_record(mapped, "progress", row) for row in rows]
    headers = mapped.headers("progress")
    if form == "csv":
        content = csv_table(headers, [[safe(c) for c in row] for row in cells], encoding=mapped.encoding)
    else:
        content = xlsx_table(headers, [[plain_cell(c) for c in row] for row in cells], at=now())
    with read_rows(io.BytesIO(content), name=form) as reader:
        columns = columns_of(mapped, reader.headers)
        back = [read_record(mapped, columns, row) for _n, row in reader]
    for sent, said in zip(rows, back, strict=True):
        assert not said.unmapped
        assert {f: said.get(f) for f in mapped.exports["progress"]} == sent


@example("'=")
@given(text)
def test_a_cell_of_a_workbook_comes_back(cell: str) -> None:
    assert bare(plain_cell(cell)) == cell


@given(text)
def test_a_cell_never_runs_as_a_formula_and_comes_back(cell: str) -> None:
    assert not safe(cell).startswith(("=", "+", "-", "@"))
    assert bare(safe(cell)) == cell


def test_the_same_workbook_twice_is_the_same_bytes() -> None:
    at = now()
    assert xlsx_table(["a"], [["1"]], at=at) == xlsx_table(["a"], [["1"]], at=at)


def test_a_code_that_no_table_knows_is_kept_as_it_stands_and_named() -> None:
    said = read_record(
        read_map("m", SMALL), {"number": "编号", "status": "状态"}, {"编号": "7", "状态": "八成"}
    )
    assert said.unmapped == {"status": "八成"}
    assert said.texts["status"] == "八成" and "status" not in said.codes


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"columns": {}}, "columns.number"),
        ({"columns": None}, "columns.number"),
        ({"columns": {"number": [""]}}, "columns.number"),
        ({"counts": "heads"}, "counts"),
        ({"encoding": "latin-1"}, "encoding"),
        ({"exports": {"progress": ["event"]}}, "exports"),
        ({"exports": {"everything": ["number"]}}, "exports"),
        ({"codes": {"status": {"1": "finished"}}}, "codes.status.1"),
        ({"codes": {"mood": {"1": "bad"}}}, "codes.mood.1"),
    ],
)
def test_a_map_that_cannot_be_used_is_refused_with_the_part(change: dict[str, Any], part: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_map("mine", {**SMALL, **change})
    assert refusal.value.message.params["part"] == part


def test_one_code_with_two_meanings_is_refused() -> None:
    codes = {"status": {"1": {"name": "办理中", "ours": "accepted"}, "2": {"name": "办理中", "ours": "told"}}}
    with pytest.raises(Invalid) as refusal:
        read_map("mine", {**SMALL, "codes": codes})
    assert refusal.value.message.code == "exchange.map_twice"


@pytest.mark.parametrize("word", NEVER)
def test_marks_against_people_are_never_taken_over(word: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_map("mine", {**SMALL, "columns": {**SMALL["columns"], "note": [f"是否{word}"]}})
    assert refusal.value.message.code == "exchange.map_never"


def test_the_operators_own_map_is_found_first_and_one_of_huiyin_import_is_none(
    settings: Any, tmp_path: Any
) -> None:
    settings.HUIYIN_HOME = tmp_path
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "letterbox.yaml").write_text("id: 工单号\n", encoding="utf-8")
    (tmp_path / "maps" / "hotline-12345.yaml").write_text("columns: {number: [订单]}\n", encoding="utf-8")
    (tmp_path / "maps" / "broken.yaml").write_text("columns: {number: [", encoding="utf-8")
    assert load_map("hotline-12345").header("number") == "订单"
    for name in ("letterbox", "nowhere", "../hotline-12345", ""):
        if name == "../hotline-12345":
            assert load_map(name).header("number") == "订单"  # only the last part of a name counts
            continue
        with pytest.raises(Invalid) as refusal:
            load_map(name)
        assert refusal.value.message.code == "exchange.map_missing"
    with pytest.raises(Invalid):
        load_map("broken")
