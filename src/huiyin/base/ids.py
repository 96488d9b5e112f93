"""Codes that people read aloud and type: unambiguous characters and a check character."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: what is misheard on the telephone or misread on paper is left out.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 10
_WEIGHT = 3  # coprime with len(ALPHABET) = 23, so one wrong character or one swap of neighbours is found


def _check_character(body: str) -> str:
    total = 0
    for character in body:
        total = total * _WEIGHT + ALPHABET.index(character)
    return ALPHABET[total % len(ALPHABET)]


def new_query_code() -> str:
    """Return a fresh query code of ten characters, the last one a check character (about 40 random bits)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    return body + _check_character(body)


def read_query_code(typed: str) -> str | None:
    """Return the code somebody typed in its one written form, or None when it cannot be a code.

    Spaces, hyphens, full-width characters and lower case are forgiven.
    """
    code = _written(typed)
    return code if code_fault(typed) is None else None


def _written(typed: str) -> str:
    kept = [chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in typed]
    return "".join(c for c in "".join(kept).upper() if c.isalnum())


@dataclass(frozen=True, slots=True)
class CodeFault:
    """What of a typed code cannot be right: `kind` is length, character or check.

    `place` is the place of a character that no code has, counted from 1 as on the receipt; `swaps` are the
    places that, changed with their right neighbour, would make the code possible.
    """

    kind: str
    length: int
    place: int = 0
    character: str = ""
    swaps: tuple[int, ...] = ()


def code_fault(typed: str) -> CodeFault | None:
    """Return what of a typed code cannot be right, or None for one that can be a code."""
    code = _written(typed)
    for place, character in enumerate(code[:CODE_LENGTH], start=1):
        if character not in ALPHABET:
            return CodeFault("character", len(code), place, character)
    if len(code) != CODE_LENGTH:
        return CodeFault("length", len(code))
    if _check_character(code[:-1]) == code[-1]:
        return None
    swapped = [
        place
        for place in range(1, CODE_LENGTH)
        if code[place - 1] != code[place]
        and _fits(code[: place - 1] + code[place] + code[place - 1] + code[place + 1 :])
    ]
    return CodeFault("check", len(code), swaps=tuple(swapped))


def _fits(code: str) -> bool:
    return _check_character(code[:-1]) == code[-1]


def spaced(code: str) -> str:
    """Return a query code in groups, as printed on a receipt: ABCD-EFG-HJK."""
    return f"{code[:4]}-{code[4:7]}-{code[7:]}"


def ordered_uid(at: datetime) -> uuid.UUID:
    """Return a unique identifier that begins with its instant (UUID version 7).

    Later ones sort after earlier ones, so that an index over them grows at its end only.
    """
    number = int(at.timestamp() * 1000) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62)
