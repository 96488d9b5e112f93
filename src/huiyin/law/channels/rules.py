"""Every channel with its events: which value holds, whose limit it is, where to go, what moves the day."""

from collections.abc import Mapping
from dataclasses import replace

from huiyin.law.channels.rule import Rule


def _on(*marks: str, rule: Rule) -> tuple[frozenset[str], Rule]:
    return frozenset(marks), rule


_ARBITRATION = Rule(
    ("arbitration_asking_days", "arbitration_asking_years"),
    "petitioner",
    "arbitration",
    interruption="arbitration_interruption",
    pause="arbitration_suspension",
    notes=(("interrupts", "arbitration_interruption"), ("suspends", "arbitration_suspension")),
)
_WAGES = replace(_ARBITRATION, unlimited="wages_in_employment")
_SUIT = Rule(
    ("arbitration_suit_days",), "petitioner", "court", notes=(("award-binds", "arbitration_suit_days"),)
)
_SET_ASIDE = Rule(("final_award_revocation_days",), "employer", "intermediate-court")
_FINAL = Rule(("final_award_suit_days",), "petitioner", "court", notes=(("final-award", "final_award"),))
_INJURY = Rule(
    ("injury_worker_years",),
    "petitioner",
    "injury",
    pause="injury_time_not_counted",
    notes=(
        ("not-own-fault", "injury_time_not_counted"),
        ("missing-papers", "injury_missing_papers"),
        ("employer-proves", "injury_burden"),
    ),
)
_INJURY_EMPLOYER = Rule(
    ("injury_employer_days",), "employer", "injury", notes=(("employer-pays", "injury_employer_days"),)
)
_INJURY_DECISION = Rule(
    ("injury_decision_days",),
    "body",
    "injury",
    pause="injury_decision_suspension",
    notes=(("waits-for-others", "injury_decision_suspension"), ("remedies", "injury_remedies")),
)
_ASSESSMENT = Rule(
    ("capacity_assessment_days",), "body", "capacity", extension="capacity_assessment_extension_days"
)
_RECONSIDERATION = Rule(
    ("reconsideration_days",),
    "petitioner",
    "government",
    pause="reconsideration_obstacle",
    longest="reconsideration_longest_years",
    untold="reconsideration_untold_years",
    rolling="reconsideration_counting",
    notes=(
        ("obstacle", "reconsideration_obstacle"),
        ("untold", "reconsideration_untold_years"),
        ("same-level", "reconsideration_government"),
    ),
)
_DECIDING = Rule(
    ("reconsideration_deciding_days",),
    "body",
    "government",
    extension="reconsideration_deciding_extension_days",
    pause="reconsideration_suspension",
    rolling="reconsideration_counting",
    notes=(("sue-when-undecided", "suit_after_reconsideration_days"),),
)
_LITIGATION = Rule(
    ("litigation_months",),
    "petitioner",
    "court",
    pause="litigation_obstacle",
    longest="litigation_longest_years",
    untold="litigation_untold_years",
    rolling="litigation_counting",
    notes=(("lost-time", "litigation_obstacle"), ("inaction-first", "reconsideration_first")),
)
_AFTER = Rule(
    ("suit_after_reconsideration_days",),
    "petitioner",
    "court",
    pause="litigation_obstacle",
    rolling="litigation_counting",
    notes=(("lost-time", "litigation_obstacle"),),
)


def _handling(limit: str) -> Rule:
    return Rule((limit,), "body", "insurance", notes=(("insurance-remedies", "insurance_remedies"),))


CHANNELS: Mapping[str, Mapping[str, Rule]] = {
    "labour-arbitration": {
        "knew": replace(_ARBITRATION, variants=(_on("wages", rule=_WAGES),)),
        "employment-ended": replace(_ARBITRATION, limits=("arbitration_after_employment_years",)),
        "asked-authority": replace(
            _ARBITRATION, notes=(("if-still-running", "arbitration_interruption"), *_ARBITRATION.notes)
        ),
    },
    "mediation": {
        "applied": Rule(
            ("mediation_days",), "body", "mediation", notes=(("need-not-wait", "mediation_days"),)
        )
    },
    "arbitration-acceptance": {
        "applied": Rule(
            ("arbitration_accepting_days",),
            "body",
            "arbitration",
            notes=(("sue-when-refused", "arbitration_accepting_days"),),
        )
    },
    "arbitration-award": {
        "accepted": Rule(
            ("arbitration_award_days",),
            "body",
            "arbitration",
            extension="arbitration_award_extension_days",
            notes=(("sue-when-late", "arbitration_award_days"),),
        )
    },
    "arbitration-suit": {
        "award-received": replace(
            _SUIT, variants=(_on("final", "employer", rule=_SET_ASIDE), _on("final", rule=_FINAL))
        )
    },
    "labour-inspection": {
        "act-ended": Rule(
            ("inspection_years",),
            "petitioner",
            "inspection",
            kept_open="inspection_kept_open",
            notes=(("keeps-open", "inspection_kept_open"), ("place-of-work", "inspection_place")),
        )
    },
    "inspection-acceptance": {"complained": Rule(("inspection_accepting_days",), "body", "inspection")},
    "inspection-close": {
        "filed": Rule(
            ("inspection_closing_days",),
            "body",
            "inspection",
            extension="inspection_closing_extension_days",
        )
    },
    "injury-application": {"injury": replace(_INJURY, variants=(_on("employer", rule=_INJURY_EMPLOYER),))},
    "injury-decision": {
        "accepted": replace(
            _INJURY_DECISION,
            variants=(_on("clear", rule=replace(_INJURY_DECISION, limits=("injury_clear_decision_days",))),),
        )
    },
    "capacity-assessment": {"applied": _ASSESSMENT},
    "capacity-reassessment": {
        "received": Rule(
            ("capacity_reassessment_days",),
            "petitioner",
            "province-capacity",
            notes=(("province-final", "capacity_reassessment_days"),),
        )
    },
    "capacity-reassessment-close": {
        "applied": Rule(
            ("capacity_reassessment_deciding_days",),
            "body",
            "province-capacity",
            extension="capacity_reassessment_deciding_extension_days",
        )
    },
    "capacity-review": {"concluded": Rule(("capacity_review_years",), "petitioner", "capacity", opens=True)},
    "insurance-registration": {"applied": _handling("insurance_registration_days")},
    "insurance-change": {"applied": _handling("insurance_change_days")},
    "pension-claim": {"applied": _handling("pension_claim_days")},
    "injury-reimbursement": {"applied": _handling("injury_reimbursement_days")},
    "unemployment-claim": {"applied": _handling("unemployment_claim_days")},
    "training-subsidy": {"applied": _handling("training_subsidy_days")},
    "benefit-end": {"ended": Rule(("benefit_end_telling_days",), "petitioner", "insurance")},
    "reconsideration": {"knew": _RECONSIDERATION},
    "reconsideration-acceptance": {
        "applied": Rule(
            ("reconsideration_accepting_days",),
            "body",
            "government",
            notes=(("counts-as-accepted", "reconsideration_accepting_days"),),
        )
    },
    "reconsideration-papers": {
        "notified": Rule(("reconsideration_papers_days",), "petitioner", "government")
    },
    "reconsideration-decision": {
        "accepted": replace(
            _DECIDING,
            variants=(
                _on(
                    "simple",
                    rule=replace(_DECIDING, limits=("reconsideration_simple_days",), extension=""),
                ),
            ),
        )
    },
    "litigation": {"knew": _LITIGATION, "after-reconsideration": _AFTER, "reconsideration-overdue": _AFTER},
    "duty-performance": {
        "applied": Rule(
            ("duty_performance_months",),
            "body",
            "asked-body",
            rolling="litigation_counting",
            notes=(("inaction-first", "reconsideration_first"),),
        )
    },
}


def rule_of(channel: str, event: str, marks: frozenset[str]) -> Rule:
    """Return the rule that a channel's event and these facts choose."""
    rule = CHANNELS[channel][event]
    for wanted, other in rule.variants:
        if wanted <= marks:
            return replace(other, variants=())
    return rule
