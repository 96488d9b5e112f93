"""The invented examples: enough of each kind, with those that look like another."""

from collections import Counter

import pytest

from huiyin.text.examples import WrongExample, examples, read_examples
from huiyin.text.nature import NATURES
from huiyin.text.redact import findings
from huiyin.text.taxonomy import kinds

NUMBERS = {"mobile", "landline", "id", "card", "email"}


def test_every_kind_has_thirty_examples_and_eight_that_look_like_another() -> None:
    every = Counter(e.kind for e in examples())
    near = Counter(e.kind for e in examples() if e.near)
    assert [code for code in kinds() if every[code] < 30 or near[code] < 8] == []


def test_every_nature_is_there_and_no_text_stands_twice() -> None:
    assert {e.nature for e in examples()} == set(NATURES)
    assert [
        text for text, times in Counter(e.text for e in examples()).items() if times > 1 or not text
    ] == []


def test_no_example_holds_a_number_that_points_to_a_person() -> None:
    assert [(e.kind, e.title) for e in examples() for f in findings(e.text) if f.kind in NUMBERS] == []


@pytest.mark.parametrize(
    "wrong", ["= X9\n@ claim\n欠薪", "= W1\n@ plea\n欠薪", "@ claim\n欠薪", "= W1\n@ claim near=W1\n欠薪"]
)
def test_a_line_that_cannot_be_meant_so_is_named(wrong: str) -> None:
    with pytest.raises(WrongExample, match="here"):
        list(read_examples(wrong, name="here.txt"))
