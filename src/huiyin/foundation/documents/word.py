"""Writes an official letter as a Word file."""

import io
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor

from huiyin.foundation.documents import letter as parts
from huiyin.foundation.documents import measures as m
from huiyin.foundation.documents import word_blocks, word_xml
from huiyin.foundation.documents.letter import Figure, OfficialLetter, Paragraph, Table
from huiyin.foundation.documents.pdf import pitch_of

_RIGHT, _CENTRE, _LEFT = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
_STYLES = {"heading1": "公文一级标题", "heading2": "公文二级标题", "body": "公文正文", "list": "公文正文"}


def to_docx(letter: OfficialLetter) -> bytes:
    """Return the letter as a Word file with the exact page, sizes and faces of GB/T 9704-2012."""
    document = Document()
    _describe(document, letter)
    _set_styles(document, pitch=pitch_of(letter))
    _set_page(document, letter)
    _write_head(document, letter)
    for block in parts.blocks(letter):
        if isinstance(block, Table):
            word_blocks.write_table(document, block)
        elif isinstance(block, Figure):
            word_blocks.write_figure(document, block)
        else:
            _write_paragraph(document, block)
    _keep_the_signature_company(document)
    _write_foot(document, letter)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Any, letter: OfficialLetter) -> None:
    about = document.core_properties
    about.title = parts.one_line(letter.title)
    about.author = parts.one_line(letter.sender)
    about.last_modified_by = about.author
    about.subject = parts.one_line(letter.number)
    about.comments = ""
    about.language = "zh-CN"
    about.created = about.modified = datetime.combine(letter.day, time(), UTC)


def _set_styles(document: Any, *, pitch: float) -> None:
    normal = document.styles["Normal"]
    word_xml.set_face(normal, m.FACE_BODY, m.SIZE_3)
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    form.widow_control = False
    word_xml.set_closer(normal, m.CLOSER)
    _add_style(document, "公文标题", m.FACE_TITLE, m.SIZE_2, level=0, pitch=m.TITLE_PITCH)
    _add_style(document, "公文一级标题", m.FACE_HEADING_1, m.SIZE_3, level=1, indent=2, pitch=pitch)
    _add_style(document, "公文二级标题", m.FACE_HEADING_2, m.SIZE_3, level=2, indent=2, pitch=pitch)
    _add_style(document, "公文正文", m.FACE_BODY, m.SIZE_3, indent=2, pitch=pitch)
    _add_style(document, "公文标志", m.FACE_TITLE, m.LETTERHEAD_SIZE)
    _add_style(document, "公文页码", m.FACE_PAGE_NUMBER, m.SIZE_4)
    _add_style(document, word_blocks.TITLE, m.FACE_HEADING_1, m.SIZE_4, pitch=m.COPIES_PITCH)
    _add_style(document, "公文抄送", m.FACE_BODY, m.SIZE_4, pitch=m.COPIES_PITCH)


def _add_style(
    document: Any,
    name: str,
    face: str,
    size: float,
    *,
    level: int | None = None,
    indent: float = 0,
    pitch: float = m.LINE_PITCH,
) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    word_xml.set_face(style, face, size)
    if size != m.SIZE_3:
        word_xml.set_closer(style, 0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(pitch)
    if level is not None:
        word_xml.set_outline_level(style, level)
        style.paragraph_format.keep_with_next = True
    if indent:
        word_xml.indent_characters(style.element.get_or_add_pPr(), first_line=indent)


def _set_page(document: Any, letter: OfficialLetter) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(m.PAGE_WIDTH), Mm(m.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(m.TOP), Mm(m.BOTTOM)
    section.left_margin, section.right_margin = Mm(m.LEFT), Mm(m.RIGHT)
    section.header_distance, section.footer_distance = Mm(m.LETTERHEAD_TOP), Mm(m.RED_LINE_BOTTOM)
    word_xml.leave_out_the_grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, _RIGHT), (section.even_page_footer, _LEFT)):
        footer.is_linked_to_previous = False
        _write_page_number(footer.paragraphs[0], align, document)
    if letter.letterhead:
        section.different_first_page_header_footer = True
        _write_letterhead(section, letter, document)


def _write_page_number(paragraph: Any, align: WD_ALIGN_PARAGRAPH, document: Any) -> None:
    paragraph.style = document.styles["公文页码"]
    paragraph.alignment = align
    word_xml.indent_characters(paragraph._p.get_or_add_pPr(), left=1, right=1)
    # The dash stands 7 mm under the type area; the footer itself starts 20 mm above the edge.
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.add_run("— ")
    word_xml.add_page_field(paragraph)
    paragraph.add_run(" —")


def _write_letterhead(section: Any, letter: OfficialLetter, document: Any) -> None:
    sender = parts.one_line(letter.sender)
    size = m.letterhead_size(parts.width_in_characters(sender))
    head = section.first_page_header.paragraphs[0]
    head.style, head.alignment = document.styles["公文标志"], _CENTRE
    head.paragraph_format.line_spacing = Pt(size + 4)
    run = head.add_run(sender)
    run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(m.RED)
    word_xml.rule(head, "bottom", "thickThinSmallGap", gap=m.POINTS_A_MM * 4)
    foot = section.first_page_footer.paragraphs[0]
    foot.style = document.styles["公文页码"]
    foot.paragraph_format.line_spacing = Pt(1)
    word_xml.rule(foot, "bottom", "thinThickSmallGap", gap=0)


def _write_head(document: Any, letter: OfficialLetter) -> None:
    number = parts.one_line(letter.number)
    if number:
        document.add_paragraph(number).alignment = _RIGHT if letter.letterhead else _CENTRE
    if letter.letterhead or number:
        document.add_paragraph()
        document.add_paragraph()
    document.add_paragraph(parts.one_line(letter.title), style="公文标题").alignment = _CENTRE
    document.add_paragraph()
    if addressee := parts.addressed(letter):
        document.add_paragraph(addressee)


def _write_paragraph(document: Any, paragraph: Paragraph) -> None:
    written = document.add_paragraph(paragraph.text, style=_STYLES[paragraph.kind])
    if paragraph.kind in {"body", "list"}:
        written.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _keep_the_signature_company(document: Any) -> None:
    """Let the last line of the text go to the page on which the signature stands (GB/T 9704)."""
    last = document.paragraphs[-1] if document.paragraphs else None
    if last is not None and last.text:
        last.paragraph_format.keep_with_next = True


def _write_foot(document: Any, letter: OfficialLetter) -> None:
    _write_attachments(document, letter)
    signature, day = parts.one_line(letter.signature), parts.chinese_day(letter.day)
    day_width = parts.width_as_set(day)
    document.add_paragraph().paragraph_format.keep_with_next = True
    document.add_paragraph().paragraph_format.keep_with_next = True
    signed = document.add_paragraph(signature)
    signed.alignment = _RIGHT
    signed.paragraph_format.keep_with_next = True
    free = m.signature_indent(parts.width_in_characters(signature), day_width)
    word_xml.indent_characters(signed._p.get_or_add_pPr(), right=free)
    dated = document.add_paragraph(day)
    dated.alignment = _RIGHT
    word_xml.indent_characters(dated._p.get_or_add_pPr(), right=m.DATE_FROM_RIGHT)
    if letter.seal_placeholder:
        centre = m.TYPE_WIDTH * m.POINTS_A_MM - (m.DATE_FROM_RIGHT + day_width / 2) * m.CHARACTER_PITCH
        word_xml.add_seal_circle(signed, centre_pt=centre)
    if copies := parts.copied(letter):
        paragraph = document.add_paragraph(copies, style="公文抄送")
        word_xml.put_at_page_foot(paragraph)


def _write_attachments(document: Any, letter: OfficialLetter) -> None:
    lines = parts.attachment_lines(letter)
    if not lines:
        return
    document.add_paragraph().paragraph_format.keep_with_next = True
    number = parts.width_in_characters(lines[-1][0]) if len(lines) > 1 else 0
    hang = 2 + parts.width_in_characters("附件：") + number
    for label, name in lines:
        paragraph = document.add_paragraph(label + name)
        paragraph.paragraph_format.keep_with_next = True
        label_width = parts.width_in_characters(label)
        word_xml.indent_characters(paragraph._p.get_or_add_pPr(), left=hang, first_line=-label_width)
