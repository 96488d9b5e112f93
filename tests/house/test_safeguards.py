"""The limits of docs/safeguards.md that can be read off the tables, the roles and the law."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from huiyin.base.clock import today
from huiyin.base.errors import NotFound
from huiyin.cases.queries import lists
from huiyin.cases.queries.scope import seen
from huiyin.law.acts import PETITIONERS_ACTS, Act
from huiyin.law.calendar import Calendar
from huiyin.law.lifecycle import fold
from huiyin.law.parameters import national
from huiyin.orgs.rules import ROLES
from huiyin.text.understanding import understand
from tests.agency import actor, petition
from tests.house.test_code import _words
from tests.people import colleague

# What no table may hold about a person: scores, lists, labels, and what the law calls sensitive without need.
NEVER_KEPT = frozenset(
    [
        "score",
        "scores",
        "rank",
        "ranking",
        "rating",
        "risk",
        "credit",
        "points",
        "blacklist",
        "watchlist",
        "dishonest",
        "ethnicity",
        "ethnic",
        "nationality",
        "religion",
        "political",
        "party",
        "threat",
        "threats",
        "temperament",
        "mood",
        "hardship",
        "organiser",
        "instigator",
        "ringleader",
        "stability",
        "suspect",
        "troublemaker",
        "vexatious",
        "escalated",
    ]
)
OURS = ("foundation", "orgs", "cases", "registers", "reception", "exchange", "insight")


def _columns() -> list[str]:
    models = [
        model for label in OURS for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return [f"{model.__name__}.{column.name}" for model in models for column in model._meta.concrete_fields]


def test_no_table_has_a_column_for_a_score_or_a_label_of_a_person() -> None:
    columns = _columns()
    assert "Person.name_sealed" in columns
    assert not [name for name in columns if _words(name) & NEVER_KEPT]


@pytest.mark.usefixtures("agency")
def test_what_is_only_a_passing_hint_is_not_stored_with_the_proposals() -> None:
    text = "我父亲重病，家里没有收入，靠低保生活。单位拖欠工资，请求帮我追回。"
    assert understand(text).as_dict()["hardship"], "this text no longer gives the hint"
    assert "hardship" not in str(_registered(text).proposed)


def _registered(text: str, **more: Any) -> Any:
    done = petition(text, **more)
    return apps.get_model("cases", "Petition").objects.select_related("matter").get(pk=done.petition)


def test_those_who_run_the_system_see_no_case_and_analysts_see_no_person() -> None:
    for role in ("administrator", "auditor", "analyst"):
        touching = {
            p
            for p in ROLES[role]
            if p.split(".")[0] in {"matter", "person", "letter", "act", "petition", "note"}
        }
        assert not touching, role


def test_only_one_role_named_for_it_opens_accusations() -> None:
    assert [role for role, permissions in ROLES.items() if "matter.read_restricted" in permissions] == [
        "accusation-officer"
    ]


@pytest.mark.usefixtures("agency")
def test_an_accusation_is_seen_by_named_officers_only() -> None:
    matter = _registered("我举报柳坪县人社局经办科科长收受贿赂，违规为他人办理提前退休，请求查处。").matter
    assert matter.restricted
    named = {"head"}
    assert "accusation-officer" in colleague("head").roles
    for role in ("registrar", "handler", "head", "supervisor", "leader", "reviewer"):
        rows = lists.newest(actor(role), wanted=lists.Wanted(), today=today()).rows
        if role in named:
            assert [row.id for row in rows] == [matter.pk]
            assert seen(actor(role), matter.pk).pk == matter.pk
        else:
            assert not rows, role
            with pytest.raises(NotFound):
                seen(actor(role), matter.pk)


@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize(
    "text",
    [
        "求助",
        "。。。！！！",
        "😀😀",
        "<script>alert(1)</script>",
        "asdf qwer",
        "我又来了，还是上次那件事。",
        "去北京反映",
    ],
)
def test_a_petition_that_nobody_can_read_anything_from_is_registered_all_the_same(text: str) -> None:
    registered = _registered(text)
    assert registered.matter.stage == "registered"
    assert not registered.matter.kind  # only a person sorts it


STAGES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "registered": [],
    "accepted": [("accepted", {"path": 6})],
    "declined": [("declined", {"ground": "final"})],
    "concluded": [("accepted", {"path": 6}), ("opinion_issued", {"result": "reject"})],
    "final": [
        ("accepted", {"path": 6}),
        ("opinion_issued", {"result": "reject"}),
        ("served", {"how": "hand"}),
        ("review_asked", {}),
        ("review_decided", {"result": "maintain"}),
        ("rereview_asked", {}),
        ("rereview_decided", {"result": "maintain"}),
    ],
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("kind", sorted(PETITIONERS_ACTS))
def test_what_a_petitioner_does_is_taken_in_whatever_the_stage(stage: str, kind: str) -> None:
    acts = [Act("received", date(2026, 1, 5), {"channel": "web"})]
    acts += [Act(done, date(2026, 1, 6), fields) for done, fields in STAGES[stage]]
    late = Act(kind, date(2026, 10, 30), {"channel": "web"} if kind == "received" else {})
    state = fold([*acts, late], office="hrss", nature="claim", law=national(), calendar=Calendar())
    assert state.acts[-1].kind == kind
