"""Charts are drawings that say the same in print, in grey, and to who does not see them."""

import io
from datetime import date
from xml.etree import ElementTree

import pytest
from docx import Document

from huiyin.foundation.documents import Figure, OfficialLetter, Paragraph, Table, charts, to_docx, to_pdf
from huiyin.foundation.documents.pdf import drawn

_SVG = "{http://www.w3.org/2000/svg}"


def _of(svg: str, name: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(svg).findall(f"{_SVG}{name}")


def test_a_line_has_a_gap_where_there_is_no_number_and_a_point_where_one_stands_alone() -> None:
    svg = charts.lines(["a", "", "", "", "b"], [charts.Line("件", [1, 2, None, 4, None])])
    [line] = _of(svg, "polyline")
    assert len(str(line.get("points")).split()) == 2
    assert len(_of(svg, "circle")) == 1


def test_lines_are_told_apart_by_more_than_colour() -> None:
    svg = charts.lines(["a", "b"], [charts.Line("件", [1, 2]), charts.Line("人", [2, 3])])
    assert [line.get("stroke-dasharray") for line in _of(svg, "polyline")] == [None, "6 4"]
    assert {"件", "人"} <= {text.text for text in _of(svg, "text")}


def test_a_range_is_drawn_where_there_is_one_and_the_scale_reaches_over_it() -> None:
    svg = charts.lines(["a", "b"], [charts.Line("预测", [None, 10], [None, (4, 33)])])
    assert len(_of(svg, "polygon")) == 1
    assert max(float(text.text) for text in _of(svg, "text") if text.text and text.text.isdigit()) >= 33


@pytest.mark.parametrize("top", [0, 1, 7, 49, 1204, 98_765])
def test_a_scale_has_few_round_steps_and_holds_the_largest_number(top: int) -> None:
    steps = [float(t.text) for t in _of(charts.lines(["a", "b"], [charts.Line("件", [0, top])]), "text")
             if t.text and t.text.isdigit()]  # fmt: skip
    assert 2 <= len(steps) <= 7
    assert max(steps) >= top


def test_small_charts_say_their_numbers_and_which_are_hidden() -> None:
    svg = charts.panels(["养老", "工伤<"], [[1, 20], [None, 0]], ["一季", "二季"])
    assert [t.text for t in _of(svg, "text") if t.text in {"1", "20", "隐", "0"}] == ["1", "20", "隐", "0"]
    assert "工伤<" in {t.text for t in _of(svg, "text")}


def test_a_document_carries_drawings_and_small_tables() -> None:
    svg = charts.lines(["a", "b"], [charts.Line("件", [1, 2])])
    assert drawn(svg, dots_an_inch=20).startswith(b"\x89PNG")
    letter = OfficialLetter(
        sender="甲局",
        title="简报",
        paragraphs=(
            Paragraph("body", "如下。"),
            Figure("图1 走势", svg, "两周，先一后二"),
            Table((("地区", "件"), ("甲", "12")), head="row", title="表1 地区", small=True),
        ),
        signature="甲局",
        day=date(2026, 11, 26),
        letterhead=False,
    )
    pdf = to_pdf(letter)
    assert (pdf.startswith(b"%PDF") and b"/Figure" in pdf) or b"pdfuaid" in pdf
    word = Document(io.BytesIO(to_docx(letter)))
    [shape] = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "两周，先一后二"
    titles = [line.text for line in word.paragraphs if line.style and line.style.name == "公文图表标题"]
    assert titles == ["图1 走势", "表1 地区"]
    assert [cell.text for cell in word.tables[0].rows[1].cells] == ["甲", "12"]
