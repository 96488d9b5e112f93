"""What a handler stumbled over on a first day at the desk, and no longer does."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Countersign, Letter, Service
from huiyin.cases.queries import papers
from huiyin.cases.services import countersigning, letters, work
from huiyin.orgs import standing_in
from huiyin.reception.services import service
from huiyin.registers.services import opening
from tests.agency import actor, as_staff, login, petition, staff_id
from tests.cases.test_letters import accept, drafted, sorted_matter
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
YESTERDAY = (today() - timedelta(days=1)).isoformat()


def page(client: Client, name: str, *args: Any, **asked: str) -> Any:
    return sound(client.get(reverse(f"desk:{name}", args=args), asked))


def test_an_opinion_is_not_carried_out_before_it_was_given(client: Client) -> None:
    matter = sorted_matter()
    accept(matter)
    as_staff(client, "handler")
    address = reverse("desk:step", args=[matter, "opinion_issued"])
    version = sound(client.get(address)).xpath("//input[@name='version']/@value")[0]
    form = {"version": version, "result": "support", "execute_by": YESTERDAY}
    refused = client.post(address, form)
    assert refused.status_code == 422 and sound(refused).xpath("//*[@id='id_execute_by_error']")
    assert client.post(address, {**form, "execute_by": today().isoformat()}).status_code == 302


def test_a_draft_shows_what_goes_on_record_and_the_step_leads_to_it(client: Client) -> None:
    matter = sorted_matter()
    accept(matter)
    letter = drafted(matter, "opinion_issued", role="handler", result="support")
    as_staff(client, "handler")
    shown = page(client, "letter", letter.pk).text_content()
    assert "签发时记入的" in shown and "支持" in shown
    again = page(client, "step", matter, "opinion_issued")
    assert again.xpath(f"//main//a[@href='{reverse('desk:letter', args=[letter.pk])}']")
    assert not page(client, "step", matter, "extended").xpath("//main//a[contains(@href, '/letters/')]")


def test_what_the_law_does_not_want_in_a_letter_may_be_left_out(client: Client) -> None:
    letter = drafted(sorted_matter(), "accepted", path="6")
    shown = page(as_staff(client, "registrar"), "letter", letter.pk)
    assert shown.xpath("//textarea[@name='limits'][not(@required)]")
    assert shown.xpath("//textarea[@name='matter'][@required]")
    assert "法律没有要求写" in shown.xpath("//*[@id='id_limits_help']")[0].text_content()


def test_what_somebody_answers_for_in_the_registers_stands_on_their_to_do_list(client: Client) -> None:
    done = petition()
    item = opening.promise(
        done.matter, "七日内答复。", today(), staff_id("luchuan"), by=actor("head"), at=now()
    )
    link = f"//a[@href='{reverse('desk:register_item', args=[item])}']"
    as_staff(client, "handler")
    assert page(client, "todo").xpath(link)
    other = client.get(
        reverse("desk:hand_over"), {"giver": staff_id("luchuan"), "taker": staff_id("zhoutong")}
    )
    assert sound(other).xpath(f"//select[@name='item:{item}']")
    assert "周桐（承办）" in sound(other).text_content()
    client.force_login(_user("zhoutong"))
    assert not page(client, "todo").xpath(link)


def _user(name: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(login=name)


def test_who_stands_in_finds_the_colleagues_matters_among_the_own(client: Client) -> None:
    done = petition()
    work.give_to(done.matter, staff_id("luchuan"), version=None, by=actor("head"), at=now())
    client.force_login(_user("zhoutong"))
    link = f"//a[@href='{reverse('desk:matter', args=[done.matter])}']"
    assert not page(client, "todo").xpath(link)
    assert page(client, "todo", whose="office").xpath(link)
    standing_in.set_stand_in(
        staff_id("luchuan"), staff_id("zhoutong"), kind="leave", from_day=today(), to_day=today(),
        by=login("luchuan"), at=now(),
    )  # fmt: skip
    shown = page(client, "todo")
    assert shown.xpath(link)
    assert shown.xpath("//a[contains(@href, 'show=all')]/span[@class='n']/text()") == ["1"]


def test_who_is_asked_again_sees_what_they_said_of_the_earlier_draft(client: Client) -> None:
    matter = sorted_matter()
    accept(matter)
    letter = drafted(matter, "opinion_issued", role="handler", result="support")
    asked = f"staff:{staff_id('heqing')}"
    countersigning.ask(letter.pk, [asked], by=actor("handler"), at=now())
    first = Countersign.objects.get()
    countersigning.answer(first.pk, "dissent", "年份没有依据。", version=1, by=actor("registrar"), at=now())
    letters.revise(letter.pk, {"view": "补发。"}, version=1, by=actor("handler"), at=now())
    second = Countersign.objects.exclude(pk=first.pk).get()
    assert "年份没有依据。" in page(as_staff(client, "registrar"), "countersign", second.pk).text_content()


def test_the_proof_of_a_refused_letter_reads_as_one_sentence(client: Client) -> None:
    matter = sorted_matter()
    accept(matter)
    letter = Letter.objects.get(matter=matter, act="accepted").pk
    given = service.AttemptGiven(
        day=today(), way="hand", address="home", outcome="refused", words="放在家中。", witnesses=("王", "陈")
    )
    service.attempt(letter, given, by=actor("registrar"), at=now())
    assert Service.objects.exists()
    served = papers.letter(actor("registrar"), letter, at=now()).served
    assert served is not None and served.receipt == "放在家中；见证人：王、陈"


def test_a_letter_for_somebody_who_left_no_name_waits_for_nobody(client: Client) -> None:
    by, kept = actor("registrar"), []
    for anonymous in (True, False):
        done = petition(anonymous=anonymous)
        work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=None, by=by, at=now())
        accept(done.matter)
        kept.append(Letter.objects.get(matter=done.matter).pk)
    as_staff(client, "registrar")
    waiting = page(client, "unserved")
    found = [bool(waiting.xpath(f"//a[@href='{reverse('desk:service', args=[key])}']")) for key in kept]
    assert found == [False, True]
    said = [("凭查询码可以看到" in page(client, "letter", key).text_content()) for key in kept]
    assert said == [True, False]


def test_a_promise_asks_for_what_is_missing_in_the_words_of_its_form(client: Client) -> None:
    address = reverse("desk:promise", args=[petition().matter])
    as_staff(client, "handler")
    for typed, said in (
        ({"due": ""}, "请写明承诺了什么"),
        ({"words": "答复", "due": YESTERDAY}, "不早于今天"),
    ):
        refused = client.post(address, typed)
        assert refused.status_code == 422 and said in sound(refused).text_content()
