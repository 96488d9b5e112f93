"""Whose matter it is, which path a claim takes, what cannot be accepted, and that 越级 is routing only."""

import inspect
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.foundation.wording import LANGUAGES, has, say
from huiyin.law import conduct, follows
from huiyin.law.acts import CHANNELS, NATURES, OFFICES, PATHS
from huiyin.law.grounds import LAWFUL_GROUNDS, cannot_be_accepted, lawful_ground
from huiyin.law.parameters import national
from huiyin.law.paths import Proposal, level_advice, propose
from huiyin.text.taxonomy import kinds

LAW, DAY, OLD = national(), date(2026, 11, 23), date(2021, 6, 1)


def proposals(**facts: object) -> tuple[Proposal, ...]:
    usual = {"nature": "claim", "own": True, "usual_path": 4, "office": "hrss", "channel": "web"}
    return propose(**{**usual, "law": LAW, "on": DAY, **facts})  # type: ignore[arg-type]


def test_a_matter_of_a_lower_body_goes_there_and_the_petitioner_is_told_where() -> None:
    (found,) = proposals(lower="柳坪县人力资源和社会保障局")
    assert (found.act, found.to, found.citation.article) == ("transferred", found.to, "第二十三条")
    assert "柳坪县人力资源和社会保障局" in say(found.why[0])


def test_another_department_is_named() -> None:
    (found,) = proposals(own=False, department="市医疗保障局")
    assert (found.act, found.to) == ("told", "市医疗保障局")
    (sent,) = proposals(own=False, department="市医疗保障局", channel="transferred")
    assert (sent.act, sent.to, sent.citation.article) == ("objected", "市医疗保障局", "第二十三条")
    assert "5 个工作日" in say(sent.why[1])


def test_in_2021_there_were_no_five_days_to_object() -> None:
    (found,) = proposals(own=False, channel="transferred", on=OLD)
    assert "law.path.give-back" in {reason.code for reason in found.why}


def test_every_kind_that_is_not_ours_names_a_department_in_both_languages() -> None:
    others = [code for code, kind in kinds().items() if not kind.own]
    assert others
    assert all(has(f"department.{code}", lang) for code in others for lang in LANGUAGES)


@given(
    st.sampled_from(NATURES),
    st.booleans(),
    st.sampled_from([None, *PATHS]),
    st.sampled_from(OFFICES),
    st.sampled_from(CHANNELS),
    st.dates(date(2005, 5, 1), date(2030, 1, 1)),
)
def test_nothing_is_ever_proposed_to_be_declined(
    nature: str, own: bool, path: int | None, office: str, channel: str, on: date
) -> None:
    found = proposals(nature=nature, own=own, usual_path=path, office=office, channel=channel, on=on)
    assert found
    assert all(p.act != "declined" and p.why and p.citation.article for p in found)


@pytest.mark.parametrize(
    ("facts", "grounds"),
    [
        ({}, []),
        ({"in_progress_below": True}, ["same-matter-in-progress"]),
        ({"in_progress_below": True, "within_limit": False}, []),
        ({"re_examined": True}, ["final"]),
        ({"re_examined": True, "same_facts": False}, []),
        ({"litigation_rights": True}, ["litigation"]),
        ({"own": False}, ["not-own-powers"]),
        ({"own": False, "sent_here": True}, []),
    ],
)
def test_only_the_grounds_of_the_law_keep_a_petition_from_being_accepted(
    facts: dict[str, bool], grounds: list[str]
) -> None:
    found = cannot_be_accepted(law=LAW, on=DAY, **facts)  # type: ignore[arg-type]
    assert [ground.code for ground in found] == grounds
    assert all(say(g.why) != g.why.code and say(g.owed) != g.owed.code for g in found)


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("同一信访事项正在办理", "same-matter-in-progress"),
        ("根据第三十六条不再受理", "final"),
        ("art. 36: re-examined", "final"),
        ("涉及诉讼权利救济", "litigation"),
        ("不服法院判决", "litigation"),
        ("不属于本机关职权范围", "not-own-powers"),
        ("诉求不合理", None),
        ("重复信访", None),
        ("越级走访", None),
        ("超过三年", None),
        ("应当通过仲裁、行政复议解决", None),
        ("", None),
        (None, None),
    ],
)
def test_a_ground_is_known_by_what_an_office_writes(words: str | None, ground: str | None) -> None:
    assert lawful_ground(words, LAW, DAY) == ground


def test_until_2022_what_belonged_to_arbitration_could_be_declined() -> None:
    assert lawful_ground("应当通过仲裁、行政复议解决", LAW, date(2022, 4, 30)) == "statutory-path"
    assert lawful_ground("应当通过仲裁、行政复议解决", LAW, date(2022, 5, 1)) is None


def test_every_ground_stands_in_an_article() -> None:
    assert all(LAW.cite(provision, DAY).article for provision in LAWFUL_GROUNDS.values())


def test_somebody_who_came_two_levels_up_is_told_where_to_go() -> None:
    found = level_advice(
        channel="visit", nature="claim", levels_above=2, law=LAW, on=DAY, competent="柳坪县人社局"
    )
    assert found is not None and found.citation.article == "第二十条"
    assert "柳坪县人社局" in say(found.what) and "照常登记" in say(found.what)


@given(st.sampled_from(CHANNELS), st.sampled_from(NATURES), st.integers(0, 5))
def test_a_level_is_explained_only_for_visits_about_a_claim(channel: str, nature: str, levels: int) -> None:
    found = level_advice(channel=channel, nature=nature, levels_above=levels, law=LAW, on=DAY)
    assert (found is not None) == (channel == "visit" and nature == "claim" and levels > 1)


def test_no_rule_flaw_or_ground_of_the_law_floor_speaks_of_levels() -> None:
    codes = {rule.code for rules in follows.FOLLOWS.values() for rule in rules} | set(LAWFUL_GROUNDS)
    assert not any("level" in code for code in codes)
    assert "level" not in inspect.getsource(conduct)
