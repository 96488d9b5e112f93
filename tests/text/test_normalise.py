"""One written form for matching, with the way back."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.text.normalise import normalise


def test_width_case_and_traditional_characters_become_one_form():
    assert normalise("ＡＢ１２，資險勞動").text == "ab12,资险劳动"


def test_invisible_marks_and_blanks_between_ideographs_go_and_offsets_lead_back():
    given_text = "工\u200b 资\x07被 拖欠"
    normal = normalise(given_text)
    assert normal.text == "工资被拖欠"
    start, end = normal.back(0, 2)
    assert given_text[start:end] == "工\u200b 资"
    assert given_text[slice(*normal.back(3, 5))] == "拖欠"


def test_mark_up_is_blanked_in_place():
    normal = normalise("<p>欠薪</p>&nbsp;三月")
    assert len(normal.text) == len(normal.given)
    assert "<" not in normal.text
    assert "欠薪" in normal.text


@given(st.text(alphabet="工资 \u200b\x01a<>b/&nbsp;\n", max_size=40))
def test_every_stretch_of_the_normal_text_leads_back_into_the_text(text: str):
    normal = normalise(text)
    for at in range(len(normal.text)):
        start, end = normal.back(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert end - start == 1
