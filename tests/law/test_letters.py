"""Letters: which one an act needs, what it must state, and which remedy it tells."""

from datetime import date

import pytest

from huiyin.foundation.wording import say
from huiyin.law.acts import Act
from huiyin.law.letters import LETTER_KINDS, basis, letter_for, missing_elements, remedy
from huiyin.law.parameters import national
from huiyin.law.paths import propose

LAW, DAY = national(), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "fields", "nature", "letter"),
    [
        ("accepted", {"path": 6}, "claim", "acceptance"),
        ("transferred", {"kind": "assign"}, "claim", "assign"),
        ("transferred", {}, "claim", "transfer"),
        ("answered", {}, "suggestion", "reply"),
        ("opinion_issued", {}, "claim", "opinion"),
        ("served", {}, "claim", "service_proof"),
        ("hearing_opened", {}, "claim", None),
    ],
)
def test_an_act_needs_its_letter(
    kind: str, fields: dict[str, object], nature: str, letter: str | None
) -> None:
    assert letter_for(Act(kind, DAY, fields), nature=nature) == letter


@pytest.mark.parametrize("path", [1, 2, 3, 4, None])
def test_only_a_complaint_or_report_is_answered_by_the_notice_of_what_became_of_it(path: int | None) -> None:
    answered = Act("answered", DAY, {})
    notice, plain = (letter_for(answered, nature="claim", path=p) for p in (5, path))
    assert say(f"law.letter.{notice}") == "投诉（举报）处理情况告知书"
    assert say(f"law.letter.{plain}") == "答复函"
    assert "remedy" in LETTER_KINDS[plain or ""].elements


def test_an_opinion_must_state_what_article_32_wants_and_the_remedy() -> None:
    given = dict.fromkeys(LETTER_KINDS["opinion"].elements, "写明")
    assert missing_elements("opinion", given) == ()
    assert missing_elements("opinion", {**given, "remedy": "", "law": ""}) == ("law", "remedy")
    assert basis("opinion", LAW, DAY).article == "第三十二条"


def test_an_opinion_tells_of_review_within_thirty_days_at_the_next_higher_body() -> None:
    clause = remedy("opinion", law=LAW, on=DAY, path=6, reviewer="云岭市人力资源和社会保障局")
    assert clause is not None
    words = say(clause)
    assert "30 日" in words and "云岭市人力资源和社会保障局" in words and "第三十五条" in words


def test_a_review_opinion_tells_of_re_examination_and_that_one_of_finality() -> None:
    review, last = (remedy(kind, law=LAW, on=DAY) for kind in ("review_opinion", "rereview_opinion"))
    assert review is not None and "第三十六条" in say(review)
    assert last is not None and "不再受理" in say(last)


def test_an_answer_on_path_five_tells_of_reconsideration_and_never_of_review() -> None:
    clause = remedy("path_answer", law=LAW, on=DAY, path=5, reconsideration_at="云岭县人民政府")
    assert clause is not None
    words = say(clause)
    assert "60 日" in words and "6 个月" in words and "云岭县人民政府" in words and "复查" not in words


def test_a_duty_not_performed_goes_to_reconsideration_first() -> None:
    clause = remedy("path_answer", law=LAW, on=DAY, path=5, not_performed=True)
    assert clause is not None and clause.code == "law.remedy.reconsideration-first"


def test_a_reply_to_a_suggestion_has_no_remedy_clause() -> None:
    assert remedy("reply", law=LAW, on=DAY) is None


def test_a_claim_is_proposed_its_usual_path_with_the_reason() -> None:
    facts = {"office": "hrss", "channel": "web", "law": LAW, "on": DAY}
    (first,) = propose(nature="claim", own=True, usual_path=2, **facts)  # type: ignore[arg-type]
    assert (first.act, first.path, first.citation.article) == ("guided", 2, "第三十一条")
    (other,) = propose(nature="claim", own=False, usual_path=6, **facts)  # type: ignore[arg-type]
    assert other.act == "told"
    assert all(say(reason) != reason.code for reason in (*first.why, *other.why))


def test_what_is_not_ours_but_was_transferred_is_objected_to() -> None:
    (found,) = propose(
        nature="claim", own=False, usual_path=6, office="hrss", channel="transferred", law=LAW, on=DAY
    )
    assert found.act == "objected"


def test_an_accusation_takes_no_path_and_warns_of_disclosure() -> None:
    (found,) = propose(
        nature="accusation", own=True, usual_path=None, office="hrss", channel="web", law=LAW, on=DAY
    )
    assert found.path is None
    assert "law.path.never-to-the-accused" in {reason.code for reason in found.why}
