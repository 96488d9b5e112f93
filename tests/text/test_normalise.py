"""One written form for matching, with the way back."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.text.normalise import normalise
from huiyin.text.understanding import understand


def test_width_case_and_traditional_characters_become_one_form():
    assert normalise("ＡＢ１２，資險勞動").text == "ab12,资险劳动"


def test_traditional_variant_and_look_alike_characters_are_read_as_the_simplified_one():
    assert normalise("單位強迫離職，佔地補償歸還羣眾").text == "单位强迫离职,占地补偿归还群众"
    assert normalise("⼯资⾦额").text == "工资金额"  # radicals, as text copied out of a PDF has them


def test_what_simplified_texts_use_in_another_sense_stays():
    said = "乾县著名慰藉瞭望"
    assert normalise(said).text == said


def test_a_petition_in_traditional_characters_is_understood_and_its_evidence_stands_in_the_text_as_given():
    traditional, simplified = (
        "工地包工頭拖欠農民工工資，請求幫我討回。",
        "工地包工头拖欠农民工工资，请求帮我讨回。",
    )
    seen, usual = understand(traditional), understand(simplified)
    assert seen.kind == usual.kind == "W1"
    assert [s.text for s in seen.requests] == [traditional[s.start : s.end] for s in seen.requests]
    assert [(s.start, s.end) for s in seen.requests] == [(s.start, s.end) for s in usual.requests]


@given(st.text(max_size=60))
def test_no_character_becomes_longer_or_two(text: str):
    assert len(normalise(text).text) <= len(text)


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
