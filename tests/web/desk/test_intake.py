"""The intake morning: one matter after the other, read, decided with a few keys, straight on to the next."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Act, Letter, Matter
from huiyin.cases.queries.usual import usual_hands
from huiyin.cases.services import work
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import standing_in
from tests.agency import actor, as_staff, login, office_id, petition, staff_id
from tests.people import COMPANION, PENSION, RETIREE, WAGES
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
ACCUSATION = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"
VAGUE = "请问。"


def shown(client: Client, **asked: Any) -> Any:
    return sound(client.get(reverse("desk:intake"), asked))


def number_of(page: Any) -> int:
    [address] = page.xpath("//form[contains(@class, 'intake-form')]/@action")
    return int(address.split("/")[-2])


def proposed(page: Any) -> dict[str, str]:
    """What the form says when nobody touches it and the button is pressed."""
    form = page.xpath("//form[contains(@class, 'intake-form')]")[0]
    sent = {i.get("name"): i.get("value") for i in form.xpath(".//input[@type='hidden']")}
    sent |= {i.get("name"): i.get("value") for i in form.xpath(".//input[@type='radio' and @checked]")}
    for select in form.xpath(".//select"):
        chosen = select.xpath("./option[@selected]/@value")
        sent[select.get("name")] = chosen[0] if chosen else select.xpath("./option/@value")[0]
    return sent


def send(client: Client, page: Any, **changed: str) -> Any:
    form = {**proposed(page), **changed}
    form.pop("csrfmiddlewaretoken", None)
    return client.post(reverse("desk:take_in", args=[number_of(page)]), form)


def test_what_is_proposed_is_confirmed_as_it_stands_and_the_next_one_follows(client: Client) -> None:
    later = petition(PENSION, person=RETIREE).matter
    first = petition(received_on=today() - timedelta(days=5)).matter
    as_staff(client, "registrar")
    page = shown(client)
    assert number_of(page) == first and "还有 2 件" in page.text_content()
    answer = send(client, page)
    assert answer.status_code == 302
    sorted_one = Matter.objects.get(pk=first)
    assert (sorted_one.kind, sorted_one.nature, sorted_one.path, sorted_one.division) == (
        "W1",
        "claim",
        5,
        "970121",
    )
    assert sorted_one.handler_id is None and not Letter.objects.exists()
    following = sound(client.get(answer["Location"]))
    assert number_of(following) == later
    assert following.xpath(f"//p[@class='intake-done']/a[@href='{reverse('desk:matter', args=[first])}']")


def test_another_kind_a_colleague_and_the_acceptance_go_in_one_sending(client: Client) -> None:
    matter = petition().matter
    as_staff(client, "registrar")
    page = shown(client)
    second = page.xpath("//input[@name='kind' and @data-pick='6']/@value") or ["other"]
    colleague = f"staff:{staff_id('luchuan')}"
    answer = send(client, page, kind=second[0], kind_other="P4", path="6", step="accepted", to=colleague)
    assert answer["Location"].startswith(reverse("desk:intake"))
    done = Matter.objects.get(pk=matter)
    assert (done.kind, done.path, done.handler_id) == ("P4", 6, staff_id("luchuan"))
    letter = Letter.objects.get()
    assert (letter.act, letter.number, letter.drafted_by_id) == ("accepted", None, staff_id("heqing"))
    assert Act.objects.count() == 1  # drafted is not done: the act counts on the day its letter is signed
    actions = list(AuditEntry.objects.filter(about__endswith=f":{matter}").values_list("action", flat=True))
    assert {"matter.sort", "matter.give"} <= set(actions)
    assert AuditEntry.objects.filter(action="letter.draft").exists()
    todo = sound(client.get(reverse("desk:todo")))
    assert todo.xpath(f"//a[@href='{reverse('desk:letter', args=[letter.pk])}']")


def test_all_of_it_or_nothing(client: Client) -> None:
    matter = petition().matter
    as_staff(client, "registrar")
    answer = send(client, shown(client), path="", step="accepted", to=f"staff:{staff_id('luchuan')}")
    assert answer.status_code == 422
    page = sound(answer)
    assert page.xpath("//*[@id='id_path_error']")
    kept = proposed(page)
    assert kept["step"] == "accepted"
    assert (kept["to"], kept["to_other"]) == (f"staff:{staff_id('luchuan')}", "")
    untouched = Matter.objects.get(pk=matter)
    assert untouched.kind == "" and untouched.handler_id is None and not Letter.objects.exists()


def test_where_the_reading_is_unsure_nothing_is_chosen_for_anybody(client: Client) -> None:
    petition(VAGUE)
    as_staff(client, "registrar")
    page = shown(client)
    assert not page.xpath("//input[@name='kind' and @checked and @value != 'other']")
    answer = send(client, page)
    assert answer.status_code == 422 and sound(answer).xpath("//*[@id='id_kind_error']")


def test_a_possible_accusation_is_with_its_officers_and_is_sorted_and_nothing_else(client: Client) -> None:
    hidden = petition(ACCUSATION).matter
    assert "都分好了" in shown(as_staff(client, "registrar")).text_content()
    as_staff(client, "accusation-officer")
    page = shown(client)
    assert number_of(page) == hidden
    assert not page.xpath("//input[@name='kind' and @checked and @value != 'other']")
    assert proposed(page)["nature"] == ""
    colleague = f"staff:{staff_id('luchuan')}"
    refused = send(client, page, nature="accusation", kind="other", kind_other="G1", to=colleague)
    assert refused.status_code == 422 and "只确认分类" in sound(refused).text_content()
    assert send(client, page, nature="accusation", kind="other", kind_other="G1").status_code == 302
    assert Matter.objects.get(pk=hidden).restricted


def test_what_is_put_off_comes_last_and_is_still_there(client: Client) -> None:
    keys = [petition(f"{WAGES}第{n}次").matter for n in range(3)]
    as_staff(client, "registrar")
    address, seen = reverse("desk:intake"), []
    for _ in keys:
        page = sound(client.get(address))
        seen.append(number_of(page))
        [skip] = page.xpath("//a[@data-pick='z']/@href")
        address = reverse("desk:intake") + skip
    assert seen == keys
    page = sound(client.get(address))
    assert "再看放一放的 3 件" in page.text_content()
    assert Matter.objects.filter(kind="").count() == 3


def test_after_one_that_was_put_off_the_next_one_stays_the_next(client: Client) -> None:
    keys = [petition(f"{WAGES}第{n}次").matter for n in range(3)]
    as_staff(client, "registrar")
    [skip] = shown(client).xpath("//a[@data-pick='z']/@href")
    page = sound(client.get(reverse("desk:intake") + skip))
    answer = send(client, page)
    assert number_of(sound(client.get(answer["Location"]))) == keys[2]


def test_a_colleague_who_was_faster_is_not_overruled(client: Client) -> None:
    first, other = petition().matter, petition(PENSION).matter
    as_staff(client, "registrar")
    page = shown(client)
    work.sort(first, work.Sorting("claim", "W2", 5, ""), version=None, by=actor("head"), at=now())
    answer = send(client, page)
    following = client.get(answer["Location"], follow=True)
    assert "刚刚已经分好了" in following.content.decode()
    assert number_of(sound(following)) == other
    assert Matter.objects.get(pk=first).kind == "W2"


def test_a_change_that_left_it_unsorted_is_said_and_what_was_chosen_stays(client: Client) -> None:
    matter = petition().matter
    as_staff(client, "registrar")
    page = shown(client)
    work.give_to(matter, staff_id("luchuan"), version=None, by=actor("head"), at=now())
    answer = send(client, page, step="accepted")
    assert answer.status_code == 409
    assert proposed(sound(answer))["step"] == "accepted"


def test_a_matter_goes_to_another_unit_which_decides_what_comes_next(client: Client) -> None:
    matter = petition().matter
    as_staff(client, "registrar")
    unit = f"office:{office_id('ql-jc')}"
    refused = send(client, shown(client), to=unit, step="accepted")
    page = sound(refused)
    assert refused.status_code == 422 and "由那个单位决定" in page.text_content()
    # The one way that is left is chosen and has the focus: one key confirms it.
    assert page.xpath("//input[@data-first]/@id") == ["step_q"] and page.xpath(
        "//input[@id='step_q' and @checked]"
    )
    assert send(client, page).status_code == 302
    assert Matter.objects.get(pk=matter).office_id == office_id("ql-jc")


def test_a_step_that_asks_for_more_opens_after_sorting(client: Client) -> None:
    matter = petition().matter
    as_staff(client, "registrar")
    answer = send(client, shown(client), step="guided")
    assert answer["Location"] == reverse("desk:step", args=[matter, "guided"]) + "?intake=1"
    assert Matter.objects.get(pk=matter).kind == "W1" and not Letter.objects.exists()


def test_the_step_that_asks_for_more_leads_back_to_sorting(client: Client) -> None:
    petition(PENSION, person=RETIREE)
    matter = petition(received_on=today() - timedelta(days=5)).matter
    as_staff(client, "registrar")
    put_off = f"2026-01-01_{matter}"
    answer = send(client, shown(client), step="guided", after=put_off)
    page = sound(client.get(answer["Location"]))
    on = f"{reverse('desk:intake')}?done={matter}&after={put_off}"
    assert "再填下面几项" in page.text_content()
    assert page.xpath("//form[@id='id_form']/@data-focus-first")
    assert page.xpath(f"//a[contains(@class, 'back') and @href='{on}']")
    assert page.xpath(f"//a[@href='{on}']")[-1].text_content().strip() == "先不起草，分拣下一件"
    fields = {
        f.get("name"): (f.xpath("./option[@value!='']/@value") or ["向劳动争议仲裁委员会申请仲裁。"])[0]
        for f in page.xpath("//form[@id='id_form']//*[self::select or self::textarea or @type='text']")
    }
    fields |= {
        r.get("name"): r.get("value") for r in page.xpath("//form[@id='id_form']//input[@type='radio']")
    }
    fields["version"] = page.xpath("//input[@name='version']/@value")[0]
    done = client.post(answer["Location"], fields)
    assert done.status_code == 302, done.content.decode()
    assert done["Location"] == on and Letter.objects.filter(matter=matter, act="guided").exists()


def test_whoever_takes_it_is_told_so_and_whoever_gives_it_away_too(client: Client) -> None:
    me = as_staff(client, "registrar")
    petition(PENSION, person=RETIREE)
    petition()
    said = {}
    for who, to in (("me", actor("registrar").staff), ("another", staff_id("luchuan"))):
        answer = send(me, shown(me), to=f"staff:{to}")
        said[who] = sound(me.get(answer["Location"])).text_content()
    assert "由您承办" in said["me"] and "已交出去" not in said["me"]
    assert "已交出去" in said["another"] and "由您承办" not in said["another"]


def test_the_reason_for_a_unit_names_the_place(client: Client) -> None:
    petition()
    page = shown(as_staff(client, "registrar"))
    reasons = " ".join(page.xpath("//label[starts-with(@for, 'who_')]//span[@class='quiet']/text()"))
    assert "反映的地点“" in reasons


def test_what_is_another_departments_is_told_where_to_ask_and_what_is_a_countys_is_transferred(
    client: Client,
) -> None:
    told = petition("小区物业费乱收费，请管一管物业。", person=COMPANION).matter
    as_staff(client, "registrar")
    page = shown(client)
    answer = send(client, page, kind="other", kind_other="N1", nature="claim", step="told")
    assert answer["Location"].startswith(reverse("desk:intake"))
    assert Letter.objects.get(matter=told).act_fields["to"]
    county = petition().matter
    page = shown(client)
    assert "柳坪县人力资源和社会保障局" in page.xpath("//label[@for='step_e']")[0].text_content()
    answer = send(client, page, step="transferred")
    assert answer["Location"].startswith(reverse("desk:intake"))
    assert Letter.objects.get(matter=county).act_fields["to"] == "lp-hrss"


def test_a_transfer_whose_key_names_the_office_is_drafted_though_the_kind_was_chosen_by_hand(
    client: Client,
) -> None:
    matter = petition().matter
    page = shown(as_staff(client, "registrar"))
    assert proposed(page)["kind"] != "W2"
    answer = send(client, page, kind="other", kind_other="W2", step="transferred")
    assert answer["Location"].startswith(reverse("desk:intake"))
    assert Letter.objects.get(matter=matter).act_fields["to"] == "lp-hrss"
    elsewhere = petition(PENSION, person=RETIREE).matter
    answer = send(client, shown(client), step="transferred", division="970121")
    assert reverse("desk:step", args=[elsewhere, "transferred"]) in answer["Location"], "the key named none"


def test_where_no_place_is_known_the_office_of_a_transfer_is_asked_for(client: Client) -> None:
    matter = petition(PENSION, person=RETIREE).matter
    page = shown(as_staff(client, "registrar"))
    assert (
        page.xpath("//label[@for='step_e']//span[@class='pick-words']")[0].text_content().strip()
        == "转送交办"
    )
    answer = send(client, page, step="transferred", division="")
    assert reverse("desk:step", args=[matter, "transferred"]) in answer["Location"]
    assert not Letter.objects.exists()
    asked = sound(client.get(answer["Location"]))
    assert asked.xpath("//select[@id='id_to']/option[1]/@value") == [""]
    assert not asked.xpath("//select[@id='id_to']/option[@selected]")
    considered = asked.xpath("//*[@id='id_to_help']")[0].text_content()
    assert "可以考虑：" in considered and "由该单位办理" in considered
    assert asked.xpath("//select[@id='id_to']/option[2]")[0].text_content() in considered
    form = {"to": "fd-hrss", "reason": "由县局处理。"}
    form["version"] = asked.xpath("//input[@name='version']/@value")[0]
    drafted = client.post(answer["Location"].split("?")[0], form)
    assert "“枫渡县”在来信和登记里都没有提到" in sound(client.get(drafted["Location"])).text_content()


def test_the_colleague_who_had_the_last_one_of_the_kind_is_proposed_with_that_reason(client: Client) -> None:
    before = petition(PENSION).matter
    work.sort(before, work.Sorting("claim", "W1", 5, ""), version=None, by=actor("registrar"), at=now())
    work.give_to(before, staff_id("zhoutong"), version=None, by=actor("registrar"), at=now())
    assert usual_hands(office_id("ql-hrss"), ["W1", "P4"]) == {"W1": staff_id("zhoutong")}
    petition()
    page = shown(as_staff(client, "registrar"))
    first = page.xpath("//label[@for='who_s']")[0].text_content()
    assert "周桐" in first and "上一件" in first
    standing_in.set_stand_in(
        staff_id("zhoutong"), staff_id("luchuan"), kind="leave", from_day=today(), to_day=today(),
        by=login("zhoutong"), at=now(),
    )  # fmt: skip
    page = shown(client)
    first = page.xpath("//label[@for='who_s']")[0].text_content()
    assert "陆川" in first and "代周桐办理" in first
    picks = page.xpath("//input[@name='to' and @data-pick]/@value")
    assert f"staff:{staff_id('zhoutong')}" not in picks
    assert page.xpath("//input[@id='who_a' and @checked]")  # proposed, never chosen for anybody


def test_somebody_on_leave_is_named_with_the_stand_in_and_may_be_meant_all_the_same(client: Client) -> None:
    matter = petition().matter
    standing_in.set_stand_in(
        staff_id("luchuan"), staff_id("zhoutong"), kind="leave", from_day=today(), to_day=today(),
        by=login("luchuan"), at=now(),
    )  # fmt: skip
    as_staff(client, "registrar")
    colleague = f"staff:{staff_id('luchuan')}"
    refused = send(client, shown(client), to=colleague)
    page = sound(refused)
    assert refused.status_code == 422 and "周桐" in page.text_content()
    assert Matter.objects.get(pk=matter).kind == ""
    answer = send(client, page, anyway=str(staff_id("luchuan")))
    assert answer.status_code == 302
    assert Matter.objects.get(pk=matter).handler_id == staff_id("luchuan")


@pytest.mark.parametrize("role", ["leader", "supervisor", "auditor"])
def test_who_sorts_nothing_has_no_such_page(client: Client, role: str) -> None:
    matter = petition().matter
    as_staff(client, role)
    assert client.get(reverse("desk:intake")).status_code == 403
    assert client.post(reverse("desk:take_in", args=[matter])).status_code == 403


def test_another_offices_matter_is_neither_shown_nor_taken_in(client: Client) -> None:
    matter = petition(office="lp-hrss").matter
    as_staff(client, "registrar", "fd-hrss")
    assert "都分好了" in shown(client).text_content()
    sent = {"kind": "W1", "nature": "claim", "path": "usual", "version": "1"}
    assert client.post(reverse("desk:take_in", args=[matter]), sent).status_code == 404
    assert "都分好了" in shown(as_staff(client, "head")).text_content()  # seen, but not the head's to sort


def test_it_costs_the_same_however_many_wait(client: Client) -> None:
    as_staff(client, "registrar")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        return len(queries)

    petition()
    asked()
    few = asked()
    for n in range(8):
        petition(f"{WAGES}第{n}次")
    assert asked() == few


def test_a_question_may_be_answered_straight_from_sorting_by_who_handles_it_and_a_claim_may_not(
    client: Client,
) -> None:
    asked = petition("请问灵活就业人员怎么办理养老保险参保登记，需要带什么材料，在哪里办？", office="lp-hrss")
    as_staff(client, "registrar", "lp-hrss")
    page = shown(client)
    assert page.xpath("//input[@name='step' and @value='answered']/@data-pick") == ["y"]
    answer = send(client, page, step="answered", kind="other", kind_other="P4")
    address = reverse("desk:step", args=[asked.matter, "answered"])
    assert answer["Location"].startswith(address)
    assert sound(client.get(answer["Location"])).xpath("//main//form")
    petition(office="lp-hrss")
    assert not shown(client).xpath("//input[@name='step' and @value='answered']")
