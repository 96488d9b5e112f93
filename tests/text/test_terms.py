"""Terms as written in the term files: choices, gaps inside a sentence, and their index."""

import pytest

from huiyin.text.taxonomy import fields, kinds
from huiyin.text.terms import WEIGHTS, Lexicon, lexicon, read_terms, spellings


def found(written: str, text: str) -> list[str]:
    return [text[h.start : h.end] for h in Lexicon({"X": {"sure": [written]}}).hits(text)]


def test_choices_are_spelled_out():
    assert spellings("{a|b}c{d}?") == ["acd", "ac", "bcd", "bc"]


def test_a_gap_stays_inside_a_sentence_and_within_reach():
    assert found("拖欠~工资", "拖欠我们三个月工资") == ["拖欠我们三个月工资"]
    assert found("拖欠~工资", "拖欠货款。工资照发") == []
    assert found("拖欠~工资", "拖欠一二三四五六七八九十一工资") == []
    assert found("拖欠~~工资", "拖欠一二三四五六七八九十一工资") == ["拖欠一二三四五六七八九十一工资"]


def test_a_term_never_overlaps_itself_and_prefers_its_longest_beginning():
    assert found("{加班|加班费}", "加班费") == ["加班费"]
    assert found("{欠|拖欠}~工资", "拖欠工资") == ["拖欠工资"]


def test_a_gap_inside_a_choice_is_refused():
    with pytest.raises(ValueError, match="gap inside a choice"):
        spellings("{a~b|c}")


def test_every_section_of_the_term_files_is_a_known_label_with_known_weights():
    natures_and_signs = {
        "claim",
        "suggestion",
        "accusation",
        "inquiry",
        "repeat",
        "joint",
        "hardship",
        "urgent",
    }
    sections = read_terms()
    assert set(sections) <= set(kinds()) | set(fields()) | natures_and_signs | {"own"}
    assert set(kinds()) <= set(sections)
    for grades in sections.values():
        assert set(grades) <= set(WEIGHTS)
    assert list(lexicon().hits("拖欠工资"))


def test_no_term_is_written_wrongly():
    for label, grades in read_terms().items():
        for terms in grades.values():
            for written in terms:
                assert written.count("{") == written.count("}"), (label, written)
                assert "?" not in written.replace("}?", "") or written in ("?", "吗?", "呢?"), (
                    label,
                    written,
                )
                assert not written.startswith("~"), (label, written)
