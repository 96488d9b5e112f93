"""What is said of a code that cannot be right, before anybody looks it up."""

from huiyin.base.errors import NotFound
from huiyin.base.ids import CODE_LENGTH, code_fault

# What is often read for another character; those of a code were chosen so that none of these is among them.
_ALIKE = {"0": "Q", "O": "Q", "1": "7", "I": "J", "2": "7", "Z": "7", "B": "R", "U": "W", "V": "Y"}


def refuse_fault(typed: str) -> None:
    """Raise NotFound for a code that cannot be right, naming the part; nothing for one that can."""
    fault = code_fault(typed)
    if fault is None:
        return
    if fault.kind == "length":
        code = "cases.code_short" if fault.length < CODE_LENGTH else "cases.code_long"
        raise NotFound(code, length=fault.length, whole=CODE_LENGTH)
    if fault.kind == "character":
        like = _ALIKE.get(fault.character, "")
        code = "cases.code_character_like" if like else "cases.code_character"
        raise NotFound(code, place=fault.place, character=fault.character, like=like)
    if len(fault.swaps) == 1:
        raise NotFound("cases.code_swapped", place=fault.swaps[0], next=fault.swaps[0] + 1)
    raise NotFound("cases.code_check")
