"""The Word file opened by another office program: nothing is lost, and it has the pages of the PDF."""

import dataclasses
import io
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

from huiyin.foundation.documents import OfficialLetter, Paragraph, Table, to_docx, to_pdf
from tests.foundation.documents.test_letters import LETTER

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.skipif(not OFFICE, reason="LibreOffice Writer (soffice) is not on this machine"),
    pytest.mark.anywhere,
]
SAID = "我局调取了考勤表、工资表和银行流水，向项目部和您本人核实，查明项目部尚欠您工资二万八千元。"
NOTICE = dataclasses.replace(LETTER, attachments=(), copies=(), seal_placeholder=True)
OPINION = dataclasses.replace(
    NOTICE,
    paragraphs=tuple(
        part
        for place in "一二三四五"
        for part in (
            Paragraph("heading1", f"{place}、有关事项"),
            *(Paragraph("body", SAID * n) for n in (2, 1)),
        )
    ),
)
WITH_PAPERS = dataclasses.replace(LETTER, copies=(), paragraphs=OPINION.paragraphs[:8])
PROOF = dataclasses.replace(
    NOTICE,
    title="送达回证",
    letterhead=False,
    paragraphs=(
        Table((("受送达人", "何晓岚"), ("收到日期", ""), ("签名", "")), widths=(1, 3), min_height_mm=16),
    ),
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pypdf.PdfReader]:
    """The letters as LibreOffice opens their Word files, by name."""
    folder = tmp_path_factory.mktemp("office")
    for name, letter in LETTERS.items():
        (folder / f"{name}.docx").write_bytes(to_docx(letter))
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    own = f"-env:UserInstallation=file://{folder}/profile"  # whoever runs an office of their own keeps it
    command = [str(OFFICE), own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {Path(f).stem: pypdf.PdfReader(Path(f).with_suffix(".pdf")) for f in files}


LETTERS: dict[str, OfficialLetter] = {
    "notice": NOTICE,
    "opinion": OPINION,
    "proof": PROOF,
    "with-papers": LETTER,
}


def text(reader: pypdf.PdfReader) -> str:
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def characters(reader: pypdf.PdfReader) -> list[str]:
    """Return the characters in no order: programs write the parts of a page in orders of their own."""
    return sorted(text(reader).replace("—", ""))


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_no_character_is_lost(opened: dict[str, pypdf.PdfReader], name: str) -> None:
    ours = pypdf.PdfReader(io.BytesIO(to_pdf(LETTERS[name])))
    strip = str.maketrans("", "", "0123456789")  # page numbers differ where a page more is needed
    theirs = "".join(characters(opened[name])).translate(strip)
    assert theirs == "".join(characters(ours)).translate(strip)


@pytest.mark.parametrize("name", ["notice", "opinion", "proof"])
def test_it_has_as_many_pages_as_the_pdf_and_a4_ones(opened: dict[str, pypdf.PdfReader], name: str) -> None:
    ours = pypdf.PdfReader(io.BytesIO(to_pdf(LETTERS[name])))
    assert len(opened[name].pages) == len(ours.pages)
    size = opened[name].pages[0].mediabox
    assert [float(size.width), float(size.height)] == pytest.approx([595.3, 841.9], abs=1)


def test_the_signature_has_the_company_of_the_text_there_too(opened: dict[str, pypdf.PdfReader]) -> None:
    for name in LETTERS:
        last = "".join(opened[name].pages[-1].extract_text().split())
        assert len(last) > len(LETTER.signature) + len("2026年3月2日") + 8, name
