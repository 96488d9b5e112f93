"""The pages of the reception: the queue, a talk record, the notice on the spot, service, urgent events."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.queries import matter as matters
from huiyin.cases.services import letters, work
from huiyin.reception.models import Talk, Ticket
from huiyin.reception.queries import service, talks
from huiyin.reception.services import queue
from huiyin.text.taxonomy import kinds
from tests.agency import actor, as_staff, petition
from tests.people import WAGES
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def post(client: Client, route: str, *arguments: int, **typed: Any) -> HttpResponse:
    return client.post(reverse(f"desk:{route}", args=arguments), typed)


def page(client: Client, name: str, *arguments: int) -> str:
    response = client.get(reverse(f"desk:{name}", args=arguments))
    assert response.status_code == 200
    return str(sound(response).text_content())


def written(client: Client, **typed: Any) -> int:
    """A talk record that was read back, by the pages."""
    as_staff(client, "registrar")
    post(client, "ticket_take", name="周大勇", persons="6", ahead_for="age")
    post(client, "ticket_call", window="2")
    post(client, "talk_begin", ticket=Ticket.objects.get().pk)
    talk = Talk.objects.get().pk
    form = {"said": WAGES, "name": "周大勇", "phone": "19900001234", "persons": "6", "version": "1"}
    assert post(client, "talk", talk, **{**form, "do": "read_back", **typed}).status_code == 302
    return talk


def test_from_number_to_signed_record_to_notice_handed_over(client: Client) -> None:
    talk = written(client)
    assert "2 窗口" in page(client, "reception")
    assert "1 请来访人签名" in page(client, "talk", talk)
    post(client, "talk_add", talk, entry="还有加班费。")
    post(client, "talk_sign", talk, signed="paper")
    went = post(client, "talk_register", talk, earlier="")
    assert went["Location"] == reverse("desk:talk_notice", args=[talk])
    choosing = sound(client.get(reverse("desk:talk_notice", args=[talk])))
    assert "告知什么" in choosing.text_content()
    # what the words say, and not the sixth because it is usual at a counter
    assert choosing.xpath("//input[@name='path'][@checked]/@value") == [str(kinds()["W2"].path)]
    post(client, "talk_notice", talk, do="draft", act="accepted", path="6")
    assert "核对后签发" in page(client, "talk_notice", talk)
    version = re.search(rb'name="version" value="(\d+)"', client.get(went["Location"]).content)
    post(client, "talk_notice", talk, do="sign", version=version[1].decode() if version else "")
    assert "谁签收" in page(client, "talk_notice", talk)
    assert post(client, "talk_notice", talk, do="hand", receipt="").status_code == 422
    post(client, "talk_notice", talk, do="hand", receipt="本人签收")
    assert "今天已经书面告知" in page(client, "talk_notice", talk)
    seen = talks.talk(actor("registrar"), talk, at=now())
    opened = matters.opened(actor("registrar"), seen.matter or 0, at=now())
    assert next(d for d in opened.deadlines if d.duty == "tell").state == "met"
    assert Ticket.objects.get().state == "served"


def test_what_was_typed_stays_when_something_is_missing(client: Client) -> None:
    as_staff(client, "registrar")
    post(client, "talk_begin")
    talk = Talk.objects.get().pk
    form = {"said": "", "asked": "想要回工资", "name": "周大勇", "companion": ["吴小满"], "persons": "3"}
    answer = post(client, "talk", talk, **form, version="1", do="read_back")
    assert answer.status_code == 422
    tree = sound(answer)
    assert tree.xpath("//textarea[@name='asked']")[0].text.strip() == "想要回工资"
    assert tree.xpath("//input[@name='companion']")[0].get("value") == "吴小满"
    assert tree.xpath("//p[@id='id_said_error']")
    assert post(client, "talk", talk, **{**form, "persons": "many"}, version="1").status_code == 422


def test_a_record_changed_meanwhile_keeps_what_was_typed(client: Client) -> None:
    as_staff(client, "registrar")
    post(client, "talk_begin")
    talk = Talk.objects.get().pk
    post(client, "talk", talk, said="先存的", version="1", do="save")
    answer = post(client, "talk", talk, said="后写的", version="1", do="save")
    assert answer.status_code == 409 and "后写的" in sound(answer).text_content()


def test_a_window_without_name_and_a_bad_number_of_people_are_named(client: Client) -> None:
    as_staff(client, "registrar")
    assert sound(post(client, "ticket_call", window=" ")).xpath("//p[@id='id_window_error']")
    answer = sound(post(client, "ticket_take", name="周", persons="x"))
    assert answer.xpath("//p[@id='id_persons_error']")
    assert answer.xpath("//input[@name='name']")[0].get("value") == "周"


def test_the_window_is_remembered_and_an_empty_queue_says_so(client: Client) -> None:
    as_staff(client, "registrar")
    answer = client.post(reverse("desk:ticket_call"), {"window": "3"}, follow=True)
    assert "没有人在等候" in sound(answer).text_content()
    assert sound(answer).xpath("//input[@name='window']")[0].get("value") == "3"


def test_who_works_at_no_desk_is_led_to_the_letters(client: Client) -> None:
    as_staff(client, "leader")
    assert client.get(reverse("desk:reception"))["Location"] == reverse("desk:unserved")
    assert client.post(reverse("desk:ticket_take"), {"persons": "1"}).status_code == 403


def test_a_record_prints_and_the_print_says_who_and_what(client: Client) -> None:
    talk = written(client)
    for name, begins in (("talk_pdf", b"%PDF"), ("talk_docx", b"PK")):
        answer = client.get(reverse(f"desk:{name}", args=[talk]))
        assert answer.content.startswith(begins)
        assert "attachment" in answer["Content-Disposition"]


def test_an_unregistered_record_is_named_on_the_queue_page(client: Client) -> None:
    talk = written(client)
    number = talks.talk(actor("registrar"), talk, at=now()).number
    assert number in page(client, "reception")
    assert "还没有登记" in page(client, "talks")


def test_a_possible_accusation_is_finished_here_and_shows_no_matter(client: Client) -> None:
    talk = written(client, said="我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。")
    assert post(client, "talk_register", talk)["Location"] == reverse("desk:talk", args=[talk])
    assert "这件由指定人员办理" in page(client, "talk", talk)
    assert client.get(reverse("desk:talk_notice", args=[talk])).status_code == 404


def _letter() -> int:
    by = actor("registrar")
    done = petition(by=by, channel="visit")
    work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=2, by=by, at=now())
    made = letters.draft(done.matter, "accepted", {"path": "6"}, version=3, by=by, at=now())
    letters.sign(made, version=1, by=by, at=now())
    return made


def test_attempts_are_recorded_on_the_letters_page_until_it_is_served(client: Client) -> None:
    letter = _letter()
    as_staff(client, "registrar")
    assert "受理告知书" in page(client, "unserved")
    assert "还没有送过" in page(client, "service", letter)
    form = {"day": today().isoformat(), "way": "hand", "address": "home", "outcome": "absent"}
    post(client, "service", letter, **form, words="敲门无人应")
    assert "换个时间再送一次" in page(client, "service", letter)
    answer = post(client, "service", letter, **{**form, "outcome": "signed"}, words="")
    assert answer.status_code == 422 and sound(answer).xpath("//p[@id='id_words_error']")
    post(client, "service", letter, **{**form, "outcome": "refused"}, words="不收", witness=["甲", "乙"])
    words = page(client, "service", letter)
    assert "已送达" in words and "待确认" in words and "甲、乙" in words
    assert "受理告知书" not in page(client, "unserved")


def test_agents_and_consents_come_and_go_on_the_page(client: Client) -> None:
    letter, day = _letter(), today().isoformat()
    as_staff(client, "registrar")
    answer = post(client, "service_receivers", letter, do="consent", address_named="", consent_day=day)
    assert sound(answer).xpath("//p[@id='id_address_named_error']")
    typed = {"do": "consent", "address_named": "19900001234", "said_how": "paper", "consent_day": day}
    post(client, "service_receivers", letter, **typed)
    assert "同意已撤回" in page(client, "service", letter)
    post(client, "service_receivers", letter, do="consent_end", said_how="phone", consent_end_day=day)
    assert "记录同意" in page(client, "service", letter)
    post(client, "service_receivers", letter, do="agent", who="妻子 吴小满", agent_day=day)
    assert "委托已撤销" in page(client, "service", letter)
    post(client, "service_receivers", letter, do="agent_end", agent_end_day=day)
    assert "记录委托" in page(client, "service", letter)
    assert post(client, "service_receivers", letter, do="anything").status_code == 422


def _event(client: Client, **typed: Any) -> HttpResponse:
    form = {"place": "局门口", "headcount": "40", "spokespersons": "5", "asked": "要求发工资"}
    moment = now().astimezone().isoformat(timespec="minutes")
    return post(client, "event_new", **{**form, "known_at": moment, **typed})


def test_an_event_is_reported_followed_and_closed_and_shown_on_top_meanwhile(client: Client) -> None:
    done = petition()
    number = matters.opened(actor("head"), done.matter, at=now()).number
    as_staff(client, "registrar")
    page(client, "event_new")
    went = _event(client, matter_number=number)
    event = int(went["Location"].rstrip("/").rsplit("/", 1)[1])
    assert "还没有报告，立即报告" in page(as_staff(client, "leader"), "todo")
    as_staff(client, "registrar")
    moment = now().astimezone().isoformat(timespec="seconds")
    form = {"to": ["committee", "government"], "headcount": "30", "situation": "平稳", "reported_at": moment}
    answer = post(client, "event", event, **{**form, "situation": ""})
    assert answer.status_code == 422 and "立即" in sound(answer).text_content()
    post(client, "event", event, **form, do="report")
    words = page(client, "event", event)
    assert "首次报告" in words and "本级党委、本级政府" in words
    assert "正在处理" in page(client, "matter", done.matter)
    seen = client.get(reverse("desk:event", args=[event])).content.decode()
    report = re.search(r"/reports/(\d+)/", seen)
    assert report
    for name, begins in (("event_pdf", b"%PDF"), ("event_docx", b"PK")):
        assert client.get(reverse(f"desk:{name}", args=[report[1]])).content.startswith(begins)
    post(client, "event", event, **form, do="close")
    assert "群体和紧急事项" not in page(as_staff(client, "leader"), "todo")
    assert "已办结" in page(client, "events")


def test_too_many_spokespersons_are_named_and_nothing_typed_is_lost(client: Client) -> None:
    as_staff(client, "registrar")
    tree = sound(_event(client, spokespersons="6"))
    assert tree.xpath("//p[@id='id_spokespersons_error']")
    assert tree.xpath("//input[@name='place']")[0].get("value") == "局门口"
    assert sound(_event(client, known_at="gestern")).xpath("//p[@id='id_known_at_error']")


@pytest.mark.parametrize("name", ["reception", "talks", "unserved", "events", "event_new"])
def test_the_pages_speak_english_too(client: Client, name: str) -> None:
    as_staff(client, "registrar")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    main = sound(client.get(reverse(f"desk:{name}"))).xpath("//main")[0].text_content()
    assert not re.search(r"[一-鿿]", main)


def test_the_number_of_queries_does_not_grow_with_the_lists(client: Client) -> None:
    as_staff(client, "registrar")

    def count() -> dict[str, int]:
        found = {}
        for name in ("reception", "talks", "unserved", "events"):
            with CaptureQueriesContext(
                connection,
            ) as caught:
                client.get(reverse(f"desk:{name}"))
            found[name] = len(caught)
        return found

    def more() -> None:
        by = actor("registrar")
        queue.take_ticket(name="周", persons=1, ahead_for="", by=by, at=now())
        queue.call_next(window="1", by=by, at=now())
        post(client, "talk_begin")
        _event(client)
        _letter()

    more()
    few = count()
    for _ in range(3):
        more()
    assert count() == few
    assert service.unserved(actor("registrar"), today=today()).rows
