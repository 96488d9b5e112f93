"""Letters are drawn and measured against GB/T 9704-2012: page, margins, lines, head, seal, page numbers."""

import dataclasses
import io
from datetime import date

import numpy as np
import pypdf
import pytest
from PIL import Image

from huiyin.foundation.documents import OfficialLetter, Paragraph, Table, to_one_pdf, to_pdf, to_pictures
from tests.foundation.documents.test_letters import LETTER, pdf_text

DOTS = 144  # an inch
BODY = "我局经调查核实，认定以下事实，并据此提出处理意见，请您知悉。"
LONG = dataclasses.replace(
    LETTER,
    attachments=(),
    copies=(),
    seal_placeholder=True,
    paragraphs=tuple(Paragraph("body", BODY * 6) for _ in range(8)),
)


def drawn(letter: OfficialLetter) -> list[np.ndarray]:
    pages = [Image.open(io.BytesIO(page)).convert("RGB") for page in to_pictures(letter, dots_an_inch=DOTS)]
    return [np.asarray(page, dtype=int) for page in pages]


def mm(dots: float) -> float:
    return dots * 25.4 / DOTS


def black(page: np.ndarray) -> np.ndarray:
    return page.max(axis=2) < 110


def red(page: np.ndarray) -> np.ndarray:
    return (page[..., 0] > 150) & (page[..., 1] < 90) & (page[..., 2] < 90)


def extent(marks: np.ndarray) -> tuple[float, float, float, float]:
    """Return where marks begin and end, in mm from the left and from the top edge."""
    down, across = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    return mm(across[0]), mm(across[-1] + 1), mm(down[0]), mm(down[-1] + 1)


def lines(marks: np.ndarray) -> list[tuple[float, float]]:
    """Return where each line of type begins and ends, in mm from the top."""
    inked = np.concatenate(([False], marks.any(axis=1), [False]))
    edges = np.flatnonzero(np.diff(inked.astype(int)))
    found = [(mm(a), mm(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    joined = [found[0]]
    for start, end in found[1:]:  # strokes of one line may leave a hair of white between them
        if start - joined[-1][1] < 1.5:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def test_the_page_is_a4() -> None:
    page = drawn(LETTER)[0]
    assert [mm(page.shape[1]), mm(page.shape[0])] == pytest.approx([210, 297], abs=0.3)


def test_type_stands_in_an_area_of_156_by_225_mm_28_from_the_left_and_37_from_the_top() -> None:
    page = black(drawn(dataclasses.replace(LONG, letterhead=False, number=""))[1])
    body = page[: int((37 + 225) / 25.4 * DOTS)]
    left, right, top, bottom = extent(body)
    assert left == pytest.approx(28, abs=0.8)
    assert right == pytest.approx(28 + 156, abs=0.8)
    assert top == pytest.approx(37, abs=1)
    assert bottom <= 37 + 225
    rows = lines(body)
    pitches = np.diff([start for start, _ in rows])
    assert np.median(pitches) == pytest.approx(225 / 22, abs=0.12)


def test_twenty_two_lines_fill_a_page_and_not_one_more() -> None:
    letter = dataclasses.replace(
        LONG, letterhead=False, number="", paragraphs=tuple(Paragraph("body", BODY) for _ in range(80))
    )
    page = black(drawn(letter)[1])
    assert len(lines(page[: int(262.5 / 25.4 * DOTS)])) == 22


def test_the_head_is_red_with_its_upper_edge_30_mm_down_and_a_line_of_170_mm_under_it() -> None:
    page = red(drawn(LETTER)[0])
    left, right, top, _bottom = extent(page)
    assert top == pytest.approx(30, abs=1.2)
    assert (left, right) == (pytest.approx(20, abs=0.6), pytest.approx(190, abs=0.6))
    rows = np.flatnonzero(page.sum(axis=1) > 160 / 25.4 * DOTS)
    head_lines = mm(rows[rows < page.shape[0] / 2][0])
    name_ends = max(end for _, end in lines(page[: int(head_lines / 25.4 * DOTS)]))
    assert head_lines - name_ends == pytest.approx(4, abs=1.5)
    assert mm(page.shape[0]) - mm(rows[-1]) == pytest.approx(20, abs=0.5)


def test_the_lower_red_line_is_on_the_first_page_only() -> None:
    assert [bool(red(page)[int(270 / 25.4 * DOTS) :].any()) for page in drawn(LONG)][:2] == [True, False]


def test_the_number_stands_at_the_right_under_the_line_and_the_title_two_lines_below_in_the_middle() -> None:
    rows = lines(black(drawn(LETTER)[0]))
    page = black(drawn(LETTER)[0])
    number, title, addressee = rows[:3]

    def across(row: tuple[float, float]) -> tuple[float, float]:
        found = np.flatnonzero(page[int(row[0] / 25.4 * DOTS) : int(row[1] / 25.4 * DOTS)].any(axis=0))
        return mm(found[0]), mm(found[-1])

    assert across(number)[1] == pytest.approx(184, abs=1.2)
    assert sum(across(title)) / 2 == pytest.approx(28 + 78, abs=1)
    assert title[1] - title[0] > (number[1] - number[0]) * 1.2  # 二号 over 三号
    assert title[0] - number[0] == pytest.approx(3 * 225 / 22, abs=2.5)
    assert addressee[0] - title[0] > 2 * 225 / 22 - 1
    assert across(addressee)[0] == pytest.approx(28, abs=0.8)


def test_the_seal_is_42_mm_wide_over_the_date_and_the_date_four_characters_from_the_edge() -> None:
    letter = dataclasses.replace(LONG, paragraphs=LONG.paragraphs[:1])
    (page,) = drawn(letter)
    ring = red(page)
    ring[: int(60 / 25.4 * DOTS)] = ring[int(275 / 25.4 * DOTS) :] = False
    left, right, top, bottom = extent(ring)
    assert (right - left, bottom - top) == (pytest.approx(42, abs=0.8), pytest.approx(42, abs=0.8))
    signed = lines(black(page))[-2:]
    assert top < signed[0][0] and bottom > signed[1][1]
    dated = np.flatnonzero(
        black(page)[int(signed[1][0] / 25.4 * DOTS) : int(signed[1][1] / 25.4 * DOTS)].any(axis=0)
    )
    assert 184 - mm(dated[-1]) == pytest.approx(4 * 156 / 28, abs=1.8)
    assert (left + right) / 2 == pytest.approx(mm(dated[0] + dated[-1]) / 2, abs=1)


def test_page_numbers_stand_7_mm_under_the_type_area_outside_on_both_sides() -> None:
    pages = [black(page) for page in drawn(dataclasses.replace(LONG, paragraphs=LONG.paragraphs * 2))]
    below = int((37 + 225 + 1) / 25.4 * DOTS)
    assert not pages[0][below:].any()  # the letter form does not number its first page
    for page, (edge, place) in zip(pages[1:3], ((28, 0), (184, 1)), strict=True):
        found = page.copy()
        found[:below] = False
        extents = extent(found)
        assert extents[place] == pytest.approx(edge + (1 - 2 * place) * 156 / 28, abs=2)
        assert extents[2] == pytest.approx(37 + 225 + 7, abs=3.5)


@pytest.mark.parametrize("count", range(9, 24))
def test_the_signature_is_never_alone_on_a_page(count: int) -> None:
    paragraphs = tuple(Paragraph("body", BODY * 2) for _ in range(count))
    letter = dataclasses.replace(LETTER, paragraphs=paragraphs, attachments=(), copies=())
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(to_pdf(letter))).pages]
    assert "知悉" in "".join(texts[-1].split()) or len(texts) == 1


def test_a_file_of_several_letters_counts_the_pages_of_each_and_begins_each_on_a_right_hand_page() -> None:
    short = dataclasses.replace(LETTER, title="告知书", attachments=(), copies=())
    content = to_one_pdf([short, LONG, short], "当日文书")
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    begins = [place for place, text in enumerate(pages, 1) if LETTER.number in text]
    assert len(begins) == 3 and all(place % 2 for place in begins)
    assert [text[-3:] for text in pages[begins[1] - 1 : begins[2] - 1] if text][1] == "—2—"
    assert not any("—" in pages[place - 1] for place in begins)
    assert reader.metadata is not None and reader.metadata.title == "当日文书"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf_text(to_pdf(short)) in "".join(pages)


def test_the_same_day_printed_twice_is_the_same_file() -> None:
    letters = [dataclasses.replace(LETTER, day=date(2026, 3, day)) for day in (2, 3)]
    assert to_one_pdf(letters, "当日文书") == to_one_pdf(letters, "当日文书")


@pytest.mark.parametrize(("rows", "lines"), [(3, 2), (12, 9), (15, 12), (40, 3), (4, 60)])
def test_no_row_of_a_table_in_small_type_is_lost_at_the_foot_of_a_page(rows: int, lines: int) -> None:
    words = "口径与打开事项的地址" * lines
    table = Table(
        (("号", "数字和口径"), *((f"{n}", f"始{n}号{words}终{n}号") for n in range(rows))),
        head="row",
        widths=(20, 80),
        small=True,
    )
    letter = dataclasses.replace(LETTER, paragraphs=(Paragraph("body", BODY), table), letterhead=False)
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(letter)))
    said = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert all(f"始{n}号" in said and f"终{n}号" in said for n in range(rows))
    for page in drawn(letter):
        below = black(page)[round(263 / 25.4 * DOTS) : round(265 / 25.4 * DOTS)]
        assert not below.any(), "a table ends in the type area: under it there is only the page number"
