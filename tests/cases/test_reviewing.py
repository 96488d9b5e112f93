"""Review and re-examination: by the next higher body and the one above it, each with its own steps."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed
from huiyin.cases.models import Act, Letter, Matter
from huiyin.cases.queries import lists
from huiyin.cases.queries.matter import may_see, opened
from huiyin.cases.services import answers, letters, past, work
from huiyin.orgs import services
from huiyin.orgs.rules import Actor
from tests.agency import actor, login, office_id, petition

pytestmark = pytest.mark.usefixtures("agency")


def under_review() -> tuple[int, int]:
    """Return a county matter, and its petition, for which review was asked for today."""
    done = petition(office="lp-hrss", received_on=today() - timedelta(days=60))
    head = actor("head", "lp-hrss")
    days = {"accepted": 50, "opinion_issued": 4, "served": 3}
    fields = {"accepted": {"path": 6}, "opinion_issued": {"result": "reject"}, "served": {"how": "hand"}}
    for kind, ago in days.items():
        past.enter(
            done.matter, kind, on=today() - timedelta(days=ago), by=head, at=now(), fields=fields[kind]
        )
    answers.ask_review(done.petition, reason="少算了四年。", at=now())
    return done.matter, done.petition


def take(matter: int, act: str, by: Actor) -> None:
    words = dict.fromkeys(("papers", "question", "advice"), "核对原始工资册")
    work.take(matter, act, words, on=today(), version=None, by=by, at=now())


def decide(matter: int, act: str, by: Actor) -> Letter:
    key = letters.draft(matter, act, {"result": "maintain"}, version=None, by=by, at=now())
    said = dict.fromkeys(("findings", "view"), "经审查，原意见事实清楚。")
    letters.revise(key, said, version=1, by=by, at=now())
    letters.sign(key, version=2, by=by, at=now())
    return Letter.objects.get(pk=key)


def government() -> Actor:
    services.add_staff("gaoyuan", name="高远", title="", office="ql-gov", roles=["reviewer"], password="x")
    return login("gaoyuan")


def test_whoever_only_reviews_finds_the_review_among_what_is_to_be_done() -> None:
    matter, _petition = under_review()
    reviewer = actor("reviewer")
    wanted = lists.Wanted(in_review=True)
    assert [row.id for row in lists.todo(reviewer, wanted=wanted, today=today()).rows] == [matter]
    assert lists.counts(reviewer, today=today())["review"] == 1
    assert "review" not in lists.counts(actor("handler"), today=today())


def test_the_reviewing_body_hears_asks_for_papers_and_consults_experts() -> None:
    matter, _petition = under_review()
    reviewer, handler = actor("reviewer"), actor("handler", "lp-hrss")
    with pytest.raises(NotAllowed):
        take(matter, "hearing_opened", handler)
    assert "papers_made_up" not in opened(reviewer, matter, at=now()).offered
    acts = ("papers_asked", "papers_made_up", "experts_asked", "experts_answered")
    for act in (*acts, "hearing_opened", "hearing_closed"):
        assert act in opened(reviewer, matter, at=now()).offered
        take(matter, act, reviewer)
    by_office = Act.objects.filter(matter=matter, kind__in=[*acts, "hearing_opened", "hearing_closed"])
    assert {a.office_id for a in by_office} == {office_id("ql-hrss")}
    assert len(opened(reviewer, matter, at=now()).notes) == 4  # the reasons, and why review was asked for


def test_nothing_of_a_review_is_offered_or_explained_before_one_is_asked_for() -> None:
    matter = petition(office="lp-hrss").matter
    roles = ["reviewer", "supervisor"]
    services.add_staff("both", name="双", title="", office="ql-hrss", roles=roles, password="x")
    view = opened(login("both"), matter, at=now())
    assert not {"papers_asked", "review_decided", "rereview_decided"} & {*view.offered, *view.blocked}


def test_re_examination_is_decided_by_the_body_above_the_reviewing_one_and_is_final() -> None:
    matter, asked = under_review()
    above, reviewer = government(), actor("reviewer")
    assert not may_see(above, matter)
    review = decide(matter, "review_decided", reviewer)
    assert Act.objects.get(letter=review).office_id == office_id("ql-hrss")
    letters.serve(review.pk, how="hand", day=today(), receipt="本人签收", by=reviewer, at=now())
    answers.ask_review(asked, reason="", at=now())
    assert Matter.objects.get(pk=matter).stage == "rereview"
    with pytest.raises(NotAllowed):
        letters.draft(matter, "rereview_decided", {"result": "maintain"}, version=None, by=reviewer, at=now())
    assert [row.id for row in lists.todo(above, wanted=lists.Wanted(), today=today()).rows] == [matter]
    assert "rereview_decided" in opened(above, matter, at=now()).offered
    last = decide(matter, "rereview_decided", above)
    assert (last.kind, last.office_id) == ("rereview_opinion", office_id("ql-gov"))
    assert Matter.objects.get(pk=matter).stage == "final"
    letters.serve(last.pk, how="hand", day=today(), receipt="本人签收", by=above, at=now())
