"""Official letters: one description, written out as Word or PDF to the geometry of GB/T 9704-2012."""

from huiyin.foundation.documents.letter import Figure, OfficialLetter, Paragraph, Table, chinese_day
from huiyin.foundation.documents.pdf import to_one_pdf, to_pdf, to_pictures, unprintable
from huiyin.foundation.documents.word import to_docx

__all__ = [
    "Figure",
    "OfficialLetter",
    "Paragraph",
    "Table",
    "chinese_day",
    "to_docx",
    "to_one_pdf",
    "to_pdf",
    "to_pictures",
    "unprintable",
]
