"""Every saved version of a letter is kept as it was, sealed, with who saved it and when."""

from datetime import datetime

from huiyin.base.errors import Conflict, NotAllowed, NotFound
from huiyin.cases.models import Letter, LetterVersion
from huiyin.orgs.rules import Actor


def unsigned(letter_id: int, version: int | None = None) -> Letter:
    """Return a draft, locked. Raises NotFound, NotAllowed once it is signed, Conflict when it changed."""
    letter = Letter.objects.select_for_update(of=("self",)).filter(pk=letter_id, discarded=False).first()
    if letter is None:
        raise NotFound("cases.no_letter")
    if letter.number is not None:
        raise NotAllowed("cases.letter_signed", number=letter.number)
    if version is not None and letter.version != version:
        raise Conflict("cases.changed_meanwhile")
    return letter


def keep(letter: Letter, version: int, content_sealed: bytes, *, by: Actor, at: datetime) -> None:
    """Keep the words of a version that was just saved."""
    LetterVersion.objects.create(
        letter=letter, version=version, content_sealed=content_sealed, by_id=by.staff, at=at
    )
