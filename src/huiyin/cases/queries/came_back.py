"""With which words a draft came back unsigned."""

from dataclasses import dataclass

from huiyin.cases.models import Letter, Note
from huiyin.foundation import crypto


@dataclass(frozen=True)
class WordsBack:
    """What somebody who may sign asked to be changed in a draft, and who that was."""

    words: str
    by: str


def words_back(letter: Letter) -> WordsBack | None:
    """Return the words of a draft that is waiting to be changed; they stand in a note of its matter."""
    if letter.given_back is None or not letter.matter.key:
        return None
    note = Note.objects.filter(matter=letter.matter, at=letter.given_back).select_related("by").first()
    if note is None:
        return None
    said = crypto.unseal_text(crypto.open_key(letter.matter.key), note.text_sealed, about="note")
    return WordsBack(said, note.by.name if note.by else "")
