"""Tables and drawings of a Word file, each under its title."""

import io
import re
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt

from huiyin.foundation.documents import letter as parts
from huiyin.foundation.documents import measures as m
from huiyin.foundation.documents import word_xml
from huiyin.foundation.documents.letter import Figure, Table
from huiyin.foundation.documents.pdf import drawn

TITLE = "公文图表标题"  # the style of what stands over a table or a drawing
_CENTRE, _LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
_NUMBER = re.compile(r"[-+−–0-9.,%()隐 ]+")
_SMALL_PITCH = 15.0


def write_figure(document: Any, figure: Figure) -> None:
    """Write a drawing as a picture that is described to who does not see it."""
    _write_title(document, figure.title)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    shown = paragraph.add_run().add_picture(io.BytesIO(drawn(figure.svg)), width=Mm(m.TYPE_WIDTH))
    shown._inline.docPr.set("descr", parts.one_line(figure.alt))


def write_table(document: Any, table: Table) -> None:
    """Write a ruled table."""
    _write_title(document, table.title)
    columns = max(len(row) for row in table.rows)
    shares = table.widths if len(table.widths) == columns else (1.0,) * columns
    grid = document.add_table(rows=len(table.rows), cols=columns, style="Table Grid")
    grid.autofit = False
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Mm(m.TYPE_WIDTH * share / sum(shares))
    for i, texts in enumerate(table.rows):
        if height := table.height_mm(i):
            grid.rows[i].height = Mm(height)
        for j, cell in enumerate(grid.rows[i].cells):
            cell.width = Mm(m.TYPE_WIDTH * shares[j] / sum(shares))
            head = (table.head == "row" and i == 0) or (table.head == "column" and j % 2 == 0)
            _write_cell(cell, texts[j] if j < len(texts) else "", table, head=head, first=j == 0)
        if table.small:
            word_xml.keep_whole(grid.rows[i])
            _keep_with_next(grid.rows[i], kept=i + 1 < len(table.rows) <= m.ROWS_KEPT_WHOLE)
    if table.head == "row":
        word_xml.repeat_header(grid.rows[0])


def _write_title(document: Any, title: str) -> None:
    """Write what stands over a table or a drawing; it goes to the next page with it."""
    if not title:
        return
    written = document.add_paragraph(parts.one_line(title), style=TITLE)
    written.alignment = _CENTRE
    form = written.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(10), Pt(4), True


def _keep_with_next(row: Any, *, kept: bool) -> None:
    for cell in row.cells if kept else ():
        for line in cell.paragraphs:
            line.paragraph_format.keep_with_next = True


def _write_cell(cell: Any, text: str, table: Table, *, head: bool, first: bool) -> None:
    cell.text = parts.printable(text)
    side = _RIGHT if table.small and not first and _NUMBER.fullmatch(cell.text) else _LEFT
    for line in cell.paragraphs:
        line.alignment = _CENTRE if head else side
        if table.small:
            line.paragraph_format.line_spacing = Pt(_SMALL_PITCH)
        for run in line.runs:
            size = m.SIZE_5 if table.small else m.SIZE_4
            word_xml.set_run_face(run, m.FACE_HEADING_1 if head else m.FACE_BODY, size)
