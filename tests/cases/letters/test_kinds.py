"""Every letter type: its first draft from the file, its elements, its act, its number."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases.models import Act, Letter, Matter
from huiyin.cases.queries import checking
from huiyin.cases.rules.checks import Weight
from huiyin.cases.rules.letters import MARK
from huiyin.cases.services import letters
from huiyin.foundation.documents import chinese_day
from huiyin.law.letters import LETTER_KINDS
from tests.agency import actor
from tests.cases.letters.world import accepted, content, drafted, sorted_matter, under_review

pytestmark = pytest.mark.usefixtures("agency")


def told(act: str, **fields: object) -> Letter:
    matter = sorted_matter()
    if act in {"extended", "opinion_issued"}:
        accepted(matter)
    role = "handler" if act in {"extended", "opinion_issued", "answered"} else "registrar"
    return drafted(matter, act, role=role, **fields)


DRAFTS = {
    "told": lambda: told("told", to="青岚市医疗保障局", procedure="带身份证到服务窗口。"),
    "acceptance": lambda: told("accepted", path="6"),
    "declined": lambda: told("declined", ground="litigation", reason="人民法院正在审理"),
    "transfer": lambda: told("transferred", to="lp-hrss", reason="属柳坪县职权"),
    "assign": lambda: told(
        "transferred",
        to="lp-hrss",
        reason="属柳坪县职权",
        kind="assign",
        report_by=(today() + timedelta(days=20)).isoformat(),
    ),
    "extension": lambda: told("extended", days="10", reason="需要委托鉴定，鉴定结果还没有出来"),
    "opinion": lambda: told("opinion_issued", result="support"),
    "review_acceptance": lambda: drafted(under_review(), "review_accepted", role="reviewer"),
    "review_opinion": lambda: drafted(under_review(), "review_decided", role="reviewer", result="maintain"),
}


def test_what_was_taken_down_of_a_caller_speaks_to_the_caller_in_a_letter() -> None:
    words = "来电人反映工地欠薪三个月。来电人要求追回工资2.8万元。请求帮来访人员登记。"
    matter = sorted_matter(text=words)
    accepted(matter)
    claim = content(drafted(matter, "opinion_issued", role="handler", result="support"))["claim"]
    assert "您要求追回工资2.8万元" in claim and "来电人" not in claim
    assert "来访人员" in claim  # others are still called what they are


@pytest.mark.parametrize("kind", sorted(DRAFTS))
def test_a_first_draft_says_nothing_that_its_own_checks_find_wrong(kind: str) -> None:
    letter = DRAFTS[kind]()
    assert letter.kind == kind
    by = actor("reviewer") if kind.startswith("review") else actor("handler")
    rows = checking.checks(by, letter.pk, on=today())
    assert [row for row in rows if row.code != "missing" and row.weight != Weight.HINT] == []


@pytest.mark.parametrize("kind", sorted(set(DRAFTS) - {"opinion", "review_opinion"}))
def test_a_notice_is_whole_as_it_is_drafted(kind: str) -> None:
    letter = DRAFTS[kind]()
    by = actor("reviewer") if kind.startswith("review") else actor("head")
    rows = checking.checks(by, letter.pk, on=today())
    assert [row.element for row in rows if row.blocks] == []
    letters.sign(letter.pk, version=1, by=by, at=now())
    letter.refresh_from_db()
    assert letter.number and f"信{MARK[kind]}〔{today().year}〕" in letter.number


def test_every_kind_but_the_proof_of_service_has_a_mark_of_its_own_in_its_number() -> None:
    assert set(MARK) == set(LETTER_KINDS) - {"service_proof"}
    assert len(set(MARK.values())) == len(MARK)


def test_the_notice_of_review_tells_when_it_was_asked_and_until_when_it_is_answered_and_moves_no_limit() -> (
    None
):
    matter = under_review()
    before = Matter.objects.get(pk=matter).next_due
    letter = drafted(matter, "review_accepted", role="reviewer")
    said = content(letter)
    assert chinese_day(today() - timedelta(days=3)) in said["receipt"]
    assert before is not None and chinese_day(before) in said["due_day"]
    letters.sign(letter.pk, version=1, by=actor("reviewer"), at=now())
    after = Matter.objects.get(pk=matter)
    assert (after.stage, after.next_due) == ("review", before)
    with pytest.raises(NotAllowed):
        drafted(matter, "review_accepted", role="reviewer")


def test_an_assignment_asks_for_a_report_by_a_day_and_a_plain_transfer_for_none() -> None:
    matter = sorted_matter()
    with pytest.raises(Invalid) as lacking:
        drafted(matter, "transferred", to="lp-hrss", reason="属柳坪县职权", kind="assign")
    assert lacking.value.field == "report_by"
    day = (today() + timedelta(days=9)).isoformat()
    with pytest.raises(Invalid):
        drafted(matter, "transferred", to="lp-hrss", reason="属柳坪县职权", report_by=day)
    with pytest.raises(Invalid):
        yesterday = (today() - timedelta(days=1)).isoformat()
        drafted(
            matter, "transferred", to="lp-hrss", reason="属柳坪县职权", kind="assign", report_by=yesterday
        )
    letter = drafted(matter, "transferred", to="lp-hrss", reason="属柳坪县职权", kind="assign", report_by=day)
    assert chinese_day(today() + timedelta(days=9)) in content(letter)["report_by"]
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    act = Act.objects.get(matter=matter, kind="transferred")
    assert act.fields == {"to": "lp-hrss", "kind": "assign", "report_by": day}


def test_a_refusal_tells_its_ground_its_reason_and_the_article_of_the_ground() -> None:
    said = content(DRAFTS["declined"]())
    assert "人民法院正在审理" in said["ground"]
    assert "第二十八条" in said["law"]


def test_a_supporting_opinion_says_so_and_by_when_it_is_carried_out() -> None:
    matter = sorted_matter()
    accepted(matter)
    day = today() + timedelta(days=30)
    said = content(
        drafted(matter, "opinion_issued", role="handler", result="support", execute_by=day.isoformat())
    )
    assert "予以支持" in said["view"] and chinese_day(day) in said["view"]
    rejected = content(drafted(matter, "opinion_issued", role="handler", result="reject"))
    assert rejected["view"] == ""  # its reasons are for whoever writes it


def test_an_answer_on_the_fifth_path_names_the_government_of_the_same_level() -> None:
    matter = sorted_matter(path=5)
    letter = drafted(matter, "accepted", path="5")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    assert "青岚市人民政府" in content(drafted(matter, "answered", role="handler"))["remedy"]
