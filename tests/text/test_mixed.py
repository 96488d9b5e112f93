"""What is left of a petition without the sentences that may accuse an official."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.text import understand
from huiyin.text.mixed import without_accusation


def _left(text: str) -> str:
    return without_accusation(text, understand(text).nature)


def test_the_accusing_sentence_is_left_out_and_the_claim_stays() -> None:
    said = "工资两万元没有发，请求追回。经办人收了老板的红包，请纪委查处！我家里等着这笔钱。"
    assert _left(said) == "工资两万元没有发，请求追回。我家里等着这笔钱。"


def test_a_text_that_accuses_nobody_stays_whole() -> None:
    said = "老板拖欠工资三个月。请求追回。"
    assert _left(said) == said


@given(st.text(max_size=80))
def test_nothing_is_added_to_a_text(text: str) -> None:
    assert len(_left(text)) <= len(text)
