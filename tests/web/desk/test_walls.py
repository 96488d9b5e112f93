"""Who gets in where: every page names a permission, and another office's matter stays closed."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huiyin.base.clock import now, today
from huiyin.cases.queries import countersigning as countersigning_read
from huiyin.cases.queries import matter as matters
from huiyin.cases.queries import recusals as recusals_read
from huiyin.cases.services import batches, countersigning, letters, printing, recusals, sheets, tasks, work
from huiyin.orgs import services
from huiyin.orgs.rules import ROLES, Actor
from huiyin.reception.rules.days import BookingGiven, DayGiven
from huiyin.reception.rules.desk import TalkGiven
from huiyin.reception.rules.events import EventGiven
from huiyin.reception.services import days, events, queue, talks
from huiyin.registers.services import opening
from tests.agency import actor, as_staff, login, petition
from tests.cases.test_topics import topic_of
from tests.exchange.world import connected
from tests.people import STAFF

pytestmark = pytest.mark.usefixtures("agency")
# Pages of the administrator that name a thing: they show no case (tests/web/desk/admin).
ADMINISTRATION = ("office_end", "staff_leave", "area", "calendar", "limit", "letter_words_part")


def _routes(patterns: list[URLPattern | URLResolver], under: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, f"{under}{pattern.pattern}")
        else:
            yield f"{under}{pattern.pattern}", pattern


def test_every_page_names_who_may_open_it() -> None:
    pages = [
        (route, pattern.callback)
        for route, pattern in _routes(get_resolver().url_patterns)
        if pattern.callback.__module__.startswith("huiyin.web")
    ]
    assert len(pages) > 20
    assert [route for route, view in pages if not getattr(view, "permission", "")] == []
    known = {"public", "staff"} | {permission for held in ROLES.values() for permission in held}
    assert {view.permission for _route, view in pages} <= known


def test_no_page_of_the_workbench_but_the_door_is_public() -> None:
    desk = [
        (route, p.callback) for route, p in _routes(get_resolver().url_patterns) if route.startswith("desk/")
    ]
    doors = ["desk/sign-in/", "desk/sign-in/code/"]
    assert [route for route, view in desk if view.permission == "public"] == doors


@pytest.fixture
def elsewhere() -> dict[str, dict[str, Any]]:
    """A matter of the county office with a letter and a file, as the arguments of every route about it."""
    there = actor("registrar", "lp-hrss")
    done = petition(office="lp-hrss", by=there, channel="visit")
    work.note(done.matter, "只给本单位看", by=there, at=now())
    work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=2, by=there, at=now())
    letter = letters.draft(done.matter, "accepted", {"path": "6"}, version=3, by=there, at=now())
    ours = {"matter_id": done.matter}
    task = tasks.give(
        done.matter, f"staff:{there.staff}", due=today(), words="只给本单位看", by=there, at=now()
    )
    other = letters.draft(done.matter, "told", {"to": "只给本单位看"}, version=None, by=there, at=now())
    countersigning.ask(other, [f"staff:{actor('head', 'lp-hrss').staff}"], by=there, at=now())
    asked = countersigning_read.of_letter(other)[0].id
    services.add_staff("kin", name="亲", title="", office="lp-hrss", roles=["handler"], password="x")
    recusals.state(done.matter, "kin", by=login("kin"), at=now())
    recusal = recusals_read.of_matter(there, done.matter)[0].id
    routes = dict.fromkeys(
        ("matter", "sort", "retitle", "take_in", "confirm_kind", "give", "hand", "note", "attach", "unmask"),
        ours,
    )
    routes |= dict.fromkeys(("promise", "backlog", "matter_file", "bundle", "outside"), ours)
    promised = opening.promise(done.matter, "只给本单位看", today(), None, by=there, at=now())
    routes |= {name: {"item_id": promised} for name in ("register_item", "register_hand")}
    routes |= dict.fromkeys(("same", "join", "part", "apart", "together"), ours)
    sheets.keep(done.matter, {"can": "只给本单位看"}, version=0, by=there, at=now())
    routes |= dict.fromkeys(("sheet", "sheet_pdf", "sheet_docx"), ours)
    routes |= {"batch": {"batch_id": batches.choose("give", [done.matter], by=there, at=now())}}
    routes |= {"topic": {"topic_id": topic_of(done.matter)}}
    of_letter = ("letter", "serve", "letter_pdf", "letter_docx", "letter_checks", "letter_versions")
    of_letter += ("letter_proof", "proof_pdf", "proof_docx")
    routes |= {name: {"letter_id": letter} for name in of_letter}
    letters.sign(letter, version=1, by=there, at=now())
    printed = printing.print_day(there.office or 0, today(), [letter], by=there, at=now())
    routes |= {name: {"printing_id": printed} for name in ("printing", "printing_pdf")}
    routes |= reception(there, done.matter)
    routes |= {name: {"letter_id": letter} for name in ("service", "service_receivers")}
    there_system = connected("lp-system", office="lp-hrss")
    system = {"code": there_system}
    routes |= dict.fromkeys(("exchange_system", "exchange_export", "exchange_differences"), system)
    routes |= {
        "exchange_delivered": {**system, "number": 1},
        "exchange_download": {**system, "number": 1, "form": "csv"},
        "exchange_decide": {**system, "link_id": 1},
        "exchange_close": {**system, "difference_id": 1},
    }
    routes |= dict.fromkeys(("give_task", "recuse"), ours)
    routes |= {"ask_countersign": {"letter_id": letter}, "lift_recusal": {"recusal_id": recusal}}
    routes |= {name: {"task_id": task} for name in ("task_done", "withdraw_task")}
    routes |= {name: {"countersign_id": asked} for name in ("countersign", "withdraw_countersign")}
    routes |= {"step": {**ours, "act": "accepted"}, "correct": {**ours, "position": 1}}
    return routes | {"receipt": {"petition_id": done.petition}}


def reception(there: Actor, matter: int) -> dict[str, dict[str, int]]:
    """A number, a talk record and an urgent event there, as the arguments of every route about them."""
    queue.take_ticket(name="只给本单位看", persons=1, ahead_for="", by=there, at=now())
    ticket = queue.call_next(window="1", by=there, at=now())
    talk = talks.begin(ticket_id=ticket, by=there, at=now())
    talks.write(talk, TalkGiven(said="只给本单位看"), version=1, read_back=True, by=there, at=now())
    talks.register(talk, by=there, at=now())
    number = matters.opened(there, matter, at=now()).number
    given = EventGiven(3, 1, "只给本单位看", "只给本单位看", False, now())
    event = events.open_event(given, matter_number=number, by=there, at=now())
    report = events.report(
        event, events.ReportGiven(now(), ("committee",), 3, "只给本单位看", ""), by=there, at=now()
    )
    soon = DayGiven(today() + timedelta(days=3), time(9), time(10), 20, "县局局长", "一楼")
    day = days.publish(soon, by=there, at=now())
    booked = days.book(day, BookingGiven(0, "只给本单位看", "19900001234"), at=now())
    of_day = ("reception_day", "reception_day_contacts", "reception_day_withdraw")
    of_talk = (
        "talk",
        "talk_sign",
        "talk_add",
        "talk_erase",
        "talk_register",
        "talk_pdf",
        "talk_docx",
        "talk_notice",
    )
    return {
        "ticket_move": {"ticket_id": ticket or 0},
        "booking_arrive": {"booking_id": booked},
        **{name: {"day_id": day} for name in of_day},
        **{name: {"talk_id": talk} for name in of_talk},
        **{name: {"event_id": event} for name in ("event", "event_link")},
        **{name: {"report_id": report} for name in ("event_pdf", "event_docx")},
    }


def test_the_routes_about_one_matter_are_all_tried(elsewhere: dict[str, dict[str, Any]]) -> None:
    taking = {
        p.name
        for route, p in _routes(get_resolver().url_patterns)
        if route.startswith("desk/") and "<" in route
    }
    # The administrator's page of a system shows no case: tests/web/desk/test_exchange.py.
    about_the_agency = {"office", "staff_account", "end_away", "system", *ADMINISTRATION}
    of_files = {"file", "beside", "paper_page"}  # tests/web/desk/test_papers.py
    # tests/web/desk/test_insight.py, test_undertaken.py
    of_findings = {"insight_finding", "insight_undertaking"}
    assert taking - {"week"} == {*elsewhere, *of_files, *of_findings, *about_the_agency}


@pytest.mark.parametrize("colleague", [c for c in STAFF if c.office != "lp-hrss"], ids=lambda c: c.login)
def test_another_offices_matter_is_closed(
    client: Client, elsewhere: dict[str, dict[str, Any]], colleague: object
) -> None:
    roles, office = colleague.roles, colleague.office  # type: ignore[attr-defined]
    as_staff(client, roles[0], office)
    sees_the_branch = office == "ql-hrss" and set(roles) & {"head", "supervisor", "leader"}
    for name, arguments in elsewhere.items():
        address = reverse(f"desk:{name}", kwargs=arguments)
        for answer in (client.get(address), client.post(address, {"version": "4"})):
            assert "只给本单位看".encode() not in answer.content or sees_the_branch
            if not sees_the_branch:
                assert answer.status_code in {403, 404, 405}, (
                    f"{name} for {roles} answered {answer.status_code}"
                )
            elif answer.request["REQUEST_METHOD"] == "POST":
                assert answer.status_code in {403, 404, 405, 409, 422}, (
                    f"{name} changed something for {roles}"
                )


def test_the_leader_looks_but_does_not_act(client: Client, elsewhere: dict[str, dict[str, Any]]) -> None:
    as_staff(client, "leader")
    page = client.get(reverse("desk:matter", kwargs=elsewhere["matter"]))
    assert page.status_code == 200
    assert "确认</span>" not in page.content.decode()


def test_a_possible_accusation_is_hidden_from_who_took_it_in_but_the_receipt_is_not(client: Client) -> None:
    by = actor("registrar")
    done = petition("我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。", channel="visit", by=by)
    as_staff(client, "registrar")
    assert client.get(reverse("desk:matter", args=[done.matter])).status_code == 404
    receipt = client.get(reverse("desk:receipt", args=[done.petition]))
    assert receipt.status_code == 200
    assert "张某某" not in receipt.content.decode() and "事由" not in receipt.content.decode()
    as_staff(client, "handler")
    assert client.get(reverse("desk:receipt", args=[done.petition])).status_code in {403, 404}
    as_staff(client, "accusation-officer")
    assert client.get(reverse("desk:matter", args=[done.matter])).status_code == 200


def test_nobody_gets_in_without_signing_in(client: Client, elsewhere: dict[str, dict[str, Any]]) -> None:
    for name, arguments in elsewhere.items():
        answer = client.get(reverse(f"desk:{name}", kwargs=arguments))
        assert answer.status_code in {302, 405}
        assert answer.status_code == 405 or answer["Location"].startswith("/desk/sign-in/")
