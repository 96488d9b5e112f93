"""Query codes: read aloud, typed on a phone, checked before the database is asked."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.ids import ALPHABET, CODE_LENGTH, code_fault, new_query_code, read_query_code, spaced


def test_a_code_is_read_back_however_it_is_typed() -> None:
    code = new_query_code()
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    for typed in (code, code.lower(), spaced(code), f" {code[:4]} {code[4:]} ", wide):
        assert read_query_code(typed) == code


def test_codes_hold_no_character_that_is_misread() -> None:
    assert not set("0O1IL2Z5S8BUV") & set(ALPHABET)


@given(st.integers(0, CODE_LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(place: int, other: str) -> None:
    code = new_query_code()
    if code[place] != other:
        assert read_query_code(code[:place] + other + code[place + 1 :]) is None


@given(st.integers(0, CODE_LENGTH - 2))
def test_two_swapped_neighbours_are_found(place: int) -> None:
    code = new_query_code()
    if code[place] != code[place + 1]:
        assert read_query_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :]) is None


@given(st.text())
def test_anything_else_is_no_code_and_no_fault(typed: str) -> None:
    found = read_query_code(typed)
    assert found is None or len(found) == CODE_LENGTH


def test_what_of_a_code_cannot_be_right_is_named() -> None:
    code = new_query_code()
    assert code_fault(spaced(code)) is None
    short, long = code_fault(code[:9]), code_fault(code + "A")
    assert short and (short.kind, short.length) == ("length", 9)
    assert long and (long.kind, long.length) == ("length", 11)
    strange = code_fault(code[:3] + "O" + code[4:])
    assert strange and (strange.kind, strange.place, strange.character) == ("character", 4, "O")


@given(st.integers(0, CODE_LENGTH - 2))
def test_of_two_swapped_neighbours_both_places_are_among_those_named(place: int) -> None:
    code = new_query_code()
    if code[place] != code[place + 1]:
        fault = code_fault(code[:place] + code[place + 1] + code[place] + code[place + 2 :])
        assert fault is not None and fault.kind == "check" and place + 1 in fault.swaps
