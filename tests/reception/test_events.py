"""Grave and urgent events: reported at once, on the record of the matter, and out of sight once closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from huiyin.base.clock import now
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases.queries import matter as matters
from huiyin.foundation.documents import to_docx, to_pdf
from huiyin.reception.models import UrgentEvent
from huiyin.reception.queries import events as queries
from huiyin.reception.rules.events import EventGiven
from huiyin.reception.services import events
from huiyin.reception.services.events import ReportGiven
from tests.agency import actor, petition

pytestmark = pytest.mark.usefixtures("agency")


def enter(matter_number: str = "", **more: Any) -> int:
    usual: dict[str, Any] = {
        "headcount": 40,
        "spokespersons": 5,
        "place": "局机关大门外",
        "asked": "要求发放拖欠的工资",
        "danger": False,
        "known_at": now() - timedelta(minutes=5),
    }
    given = EventGiven(**{**usual, **more})
    return events.open_event(given, matter_number=matter_number, by=actor("registrar"), at=now())


def reported(event: int, *, close: bool = False, **more: Any) -> int:
    usual: dict[str, Any] = {
        "reported_at": now(),
        "to": ("committee", "government"),
        "headcount": 30,
        "situation": "情绪平稳，代表正在接谈。",
        "measures": "已通知监察支队到场。",
    }
    given = ReportGiven(**{**usual, **more})
    return events.report(event, given, close=close, by=actor("registrar"), at=now())


def number_of(matter: int) -> str:
    return matters.opened(actor("head"), matter, at=now()).number


def kinds(matter: int) -> list[str]:
    return [a.kind for a in matters.opened(actor("head"), matter, at=now()).acts]


def test_the_first_report_goes_on_the_record_of_every_linked_matter_once() -> None:
    one, other = petition().matter, petition("另一件").matter
    event = enter(number_of(one))
    assert kinds(one) == ["received"]
    reported(event)
    reported(event)
    assert kinds(one) == ["received", "urgent_reported"]
    events.link(event, number_of(other), by=actor("registrar"), at=now())
    events.link(event, number_of(other), by=actor("registrar"), at=now())
    assert kinds(other) == ["received", "urgent_reported"]


def test_an_open_event_is_at_the_top_for_leaders_and_gone_once_closed() -> None:
    event = enter()
    for role in ("head", "leader", "supervisor"):
        assert [row.id for row in queries.open_events(actor(role), at=now())] == [event]
    assert queries.open_events(actor("leader"), at=now())[0].due.kind == "first"  # type: ignore[union-attr]
    reported(event)
    reported(event, close=True)
    assert queries.open_events(actor("leader"), at=now()) == []
    seen = queries.event(actor("leader"), event, at=now())
    assert [r.kind for r in seen.reports] == ["first", "last"]
    with pytest.raises(NotAllowed):
        reported(event)


def test_a_late_first_report_is_recorded_and_says_so() -> None:
    event = enter(known_at=now() - timedelta(hours=3))
    reported(event)
    assert queries.event(actor("head"), event, at=now()).reports[0].late


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"headcount": 0}, "headcount"),
        ({"spokespersons": 6}, "spokespersons"),
        ({"headcount": 2, "spokespersons": 3}, "spokespersons"),
        ({"place": " "}, "place"),
        ({"asked": ""}, "asked"),
        ({"known_at": now() + timedelta(days=1)}, "known_at"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_entered(more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        enter(**more)
    assert refusal.value.field == field
    assert not UrgentEvent.objects.exists()


def test_an_unknown_matter_is_named_and_nothing_is_entered() -> None:
    with pytest.raises(Invalid) as refusal:
        enter("没有这个号")
    assert refusal.value.field == "matter_number"
    assert not UrgentEvent.objects.exists()


def test_people_are_counted_and_never_listed() -> None:
    columns = {column.name for column in UrgentEvent._meta.get_fields()}
    report = {column.name for column in apps.get_model("reception", "EventReport")._meta.get_fields()}
    assert "headcount" in columns
    assert not {
        c for c in columns | report if {"person", "name", "people", "key_person"} & {c, c.split("_")[0]}
    }
    assert "拖欠".encode() not in bytes(UrgentEvent.objects.get(pk=enter()).asked_sealed)


def test_another_office_sees_nothing_and_who_only_reads_reports_nothing() -> None:
    event = enter()
    with pytest.raises(NotFound):
        queries.event(actor("head", "lp-hrss"), event, at=now())
    with pytest.raises(NotFound):
        events.link(event, "x", by=actor("head", "lp-hrss"), at=now())
    given = ReportGiven(now(), ("committee",), 3, "情况", "")
    with pytest.raises(NotAllowed):
        events.report(event, given, by=actor("leader"), at=now())


def test_an_event_about_an_accusation_is_seen_by_named_officers_only() -> None:
    done = petition("我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。", by=actor("registrar"))
    given = EventGiven(3, 1, "大厅", "要求查处", False, now())
    number = number_of(done.matter)
    event = events.open_event(given, matter_number=number, by=actor("accusation-officer"), at=now())
    for role in ("registrar", "leader", "supervisor"):
        with pytest.raises(NotFound):
            queries.event(actor(role), event, at=now())
    assert queries.event(actor("accusation-officer"), event, at=now()).matters


def test_a_report_is_an_official_page() -> None:
    report = reported(enter(petition_number()))
    page, name = queries.report_document(actor("leader"), report, at=now())
    assert "急〔" in name and "第二十五条" in page.paragraphs[-1].text  # type: ignore[union-attr]
    assert page.addressee == "本级党委、本级政府"
    assert to_pdf(page)[:4] == b"%PDF"
    assert to_docx(page)[:2] == b"PK"


def petition_number() -> str:
    return number_of(petition().matter)
