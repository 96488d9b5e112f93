"""The parts of a Word file python-docx has no words for: rules, fields, closer type, character indents."""

from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from huiyin.foundation.documents import measures as m

_TWIPS_A_MM = 1440 / 25.4
_FACES = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")


def set_face(style: Any, face: str, size: float) -> None:
    """Give a style one face for every script, free of the template's theme fonts."""
    style.font.size = Pt(size)
    properties = style.element.get_or_add_rPr()
    _replace_fonts(properties, face)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")


def set_run_face(run: Any, face: str, size: float) -> None:
    """Give one run a face and size of its own."""
    run.font.size = Pt(size)
    _replace_fonts(run._r.get_or_add_rPr(), face)


def _replace_fonts(properties: Any, face: str) -> None:
    old = properties.find(qn("w:rFonts"))
    if old is not None:
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in _FACES:
        fonts.set(qn(script), face)
    properties.insert_element_before(fonts, *_AFTER_FONTS)


# The schema fixes the order of a run's properties; w:rFonts stands before all of these.
_AFTER_FONTS = tuple(
    f"w:{name}"
    for name in (
        *("b", "bCs", "i", "iCs", "caps", "strike", "color", "spacing", "w", "kern"),
        *("position", "sz", "szCs", "highlight", "u", "lang"),
    )
)


_AFTER_SPACING = tuple(
    f"w:{name}" for name in ("w", "kern", "position", "sz", "szCs", "highlight", "u", "lang")
)


def set_outline_level(style: Any, level: int) -> None:
    """Make a style a heading, so that readers and screen readers can move by headings."""
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(outline)


def indent_characters(properties: Any, *, left: float = 0, right: float = 0, first_line: float = 0) -> None:
    """Indent by characters of the grid; a negative first line hangs out to the left."""
    indent = properties.get_or_add_ind()
    for name, value in (("left", left), ("right", right)):
        if value:
            indent.set(qn(f"w:{name}Chars"), str(round(value * 100)))
            indent.set(qn(f"w:{name}"), str(round(value * m.CHARACTER_PITCH * 20)))
    if first_line:
        name = "firstLine" if first_line > 0 else "hanging"
        indent.set(qn(f"w:{name}Chars"), str(round(abs(first_line) * 100)))
        indent.set(qn(f"w:{name}"), str(round(abs(first_line) * m.CHARACTER_PITCH * 20)))


def leave_out_the_grid(section: Any) -> None:
    """Leave the page without a grid: 22 lines and 28 characters come from the type itself.

    Grids are read differently: LibreOffice gives a character two cells of one that is set closer than the
    type, and moves the first line down to the next line of the grid. Exact lines and closer type
    (`set_closer`) come out alike in every office program.
    """
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)


def set_closer(style: Any, points: float) -> None:
    """Set the type of a style closer by so many points a character; nought sets it as it comes."""
    properties = style.element.get_or_add_rPr()
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(-round(points * 20)))
    properties.insert_element_before(spacing, *_AFTER_SPACING)


def add_page_field(paragraph: Any) -> None:
    """Add the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def rule(paragraph: Any, side: str, kind: str, *, gap: float) -> None:
    """Draw a red double line 170 mm long over or under a paragraph, centred on the page."""
    overhang = (m.PAGE_WIDTH - m.RED_LINE_WIDTH) / 2
    properties = paragraph._p.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    indent.set(qn("w:left"), str(round((overhang - m.LEFT) * _TWIPS_A_MM)))
    indent.set(qn("w:right"), str(round((overhang - m.RIGHT) * _TWIPS_A_MM)))
    borders = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="{kind}" w:sz="24" w:space="{round(gap)}" '
        f'w:color="{m.RED}"/></w:pBdr>'
    )
    properties.insert_element_before(borders, *_AFTER_BORDERS)


_AFTER_BORDERS = tuple(
    f"w:{name}"
    for name in (
        *("shd", "tabs", "snapToGrid", "spacing", "ind"),
        *("contextualSpacing", "jc", "textAlignment", "outlineLvl", "rPr"),
    )
)


def repeat_header(row: Any) -> None:
    """Repeat a table's first row on every page."""
    header = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(header)


def keep_whole(row: Any) -> None:
    """Let a row of a table stand on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def put_at_page_foot(paragraph: Any) -> None:
    """Stand a paragraph at the foot of the type area of the page it falls on."""
    frame = parse_xml(
        f'<w:framePr {nsdecls("w")} w:w="{round(m.TYPE_WIDTH * _TWIPS_A_MM)}" w:wrap="notBeside" '
        'w:vAnchor="margin" w:hAnchor="margin" w:xAlign="left" w:yAlign="bottom"/>'
    )
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        frame, "w:widowControl", "w:numPr", "w:pBdr", "w:spacing", "w:ind", "w:jc"
    )


def add_seal_circle(paragraph: Any, *, centre_pt: float) -> None:
    """Draw the dashed circle in which the seal goes, over the signature and the date."""
    size = m.SEAL_DIAMETER * m.POINTS_A_MM
    left, top = centre_pt - size / 2, m.LINE_PITCH - size / 2
    run = paragraph.add_run()
    run._r.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">'
            f'<v:oval alt="印章位置" style="position:absolute;'
            f"margin-left:{left:.1f}pt;margin-top:{top:.1f}pt;width:{size:.1f}pt;height:{size:.1f}pt;z-index:-1;mso-position-horizontal-relative:margin;"
            'mso-position-vertical-relative:text" filled="f" strokecolor="#C00000" strokeweight=".5pt">'
            '<v:stroke dashstyle="dash"/></v:oval></w:pict>'
        )
    )
