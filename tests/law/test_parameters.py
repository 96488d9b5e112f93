"""Every value of the law says where it stands, since when, and when somebody last looked."""

import warnings
from datetime import date, timedelta

import pytest

from huiyin.base.citation import Status
from huiyin.base.clock import today
from huiyin.base.errors import Refused
from huiyin.law.follows import FOLLOWS
from huiyin.law.letters import LETTER_KINDS
from huiyin.law.parameters import Parameter, jurisdictions, law_of, national, read

EVERY = tuple({(p.name, p.since): p for place in jurisdictions() for p in law_of(place).all()}.values())


@pytest.mark.parametrize("parameter", EVERY, ids=lambda p: f"{p.name} {p.since}")
def test_a_parameter_cites_its_source(parameter: Parameter) -> None:
    assert parameter.citation.instrument
    assert parameter.citation.article.startswith("第") or parameter.citation.status is Status.UNCONFIRMED
    assert parameter.description
    assert parameter.unit in {
        "calendar-day",
        "working-day",
        "month",
        "year",
        "person",
        "time",
        "rule",
        "hour",
        "elements",
    }
    assert isinstance(parameter.last_checked, date)


def test_a_parameter_without_an_article_cannot_be_read() -> None:
    said = "description: d, unit: rule, status: in-force, last_checked: 2026-11-23"
    text = f"x: {{{said}, values: {{2022-05-01: {{value: 1}}}}}}"
    with pytest.raises(KeyError):
        read(text)


def test_every_value_holds_until_the_next_one_begins() -> None:
    law = national()
    assert law.parameter("handling_days", date(2022, 4, 30)).citation.instrument == "信访条例"
    assert law.parameter("handling_days", date(2022, 5, 1)).citation.instrument == "信访工作条例"


def test_a_value_used_outside_its_validity_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        national().parameter("objection_days", date(2022, 4, 30))
    assert refusal.value.message.code == "law.refused.not-in-force"


def test_a_name_nobody_wrote_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        national().parameter("hundred_days", date(2026, 1, 1))
    assert refusal.value.message.code == "law.refused.unknown-parameter"


def test_every_step_and_letter_rests_on_a_provision_in_force_now() -> None:
    now, names = date(2026, 11, 23), {r.provision for rules in FOLLOWS.values() for r in rules}
    for name in names | {kind.provision for kind in LETTER_KINDS.values()}:
        assert national().parameter(name, now).citation.article


def test_what_was_checked_long_ago_is_said_so() -> None:
    stale = [p.name for p in EVERY if today() - p.last_checked > timedelta(days=366)]
    assert all(p.last_checked >= date(2026, 1, 1) for p in EVERY)
    if stale:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"not checked for a year: {sorted(set(stale))}", stacklevel=1)


UNCONFIRMED = {
    "other channels: seen in secondary sources only": {
        "inspection_accepting_days",
        "deemed_years",
        "birth_date",
        "no_lump_sum",
        "litigation_untold_years",
    },
    "other channels: values before a revision, whose text was not read": {
        "injury_employer_days",
        "injury_worker_years",
        "injury_decision_days",
        "capacity_assessment_days",
        "capacity_assessment_extension_days",
        "capacity_reassessment_days",
        "capacity_review_years",
        "reconsideration_days",
        "reconsideration_accepting_days",
        "reconsideration_deciding_days",
        "reconsideration_deciding_extension_days",
        "litigation_months",
        "suit_after_reconsideration_days",
    },
    "what provinces add": {"suspension_papers", "suspension_hearing", "suspension_experts"},
    "simple procedure": {"simple_handling_days", "simple_accepting_days"},
    "service by analogy with civil procedure": {
        "receipt_day",
        "refusal_witnesses",
        "agent_receipt",
        "electronic_service",
    },
    "how long is kept": {
        "keep_concluded_years",
        "keep_reviewed_years",
        "keep_unregistered_talk_years",
        "keep_event_years",
        "keep_foreign_code_days",
        "talk_open_days",
    },
    "what proves that a calendar is complete": {"always_off"},
    "letters whose form stands in no instrument that was read": {
        "letter_head",
        "letter_review_acceptance",
        "letter_rereview_acceptance",
        "letter_service_proof",
    },
    "how long a text is": {"last_articles"},
    "the agency's own rules": {"urgent_first_report_hours", "urgent_follow_up_hours", "tries_by_hand"},
}


def test_what_is_unconfirmed_is_known_and_says_why() -> None:
    unsure = {p.name for p in EVERY if p.citation.status is Status.UNCONFIRMED}
    assert unsure == set().union(*UNCONFIRMED.values())
    assert all(p.interpretation for p in EVERY if p.name in unsure)
