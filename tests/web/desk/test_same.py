"""The same matter on the workbench: decided with its reasons, joined by number, answered together."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.letters import content_of
from huiyin.cases.models import Letter, Matter
from huiyin.cases.queries import follow, papers
from huiyin.cases.rules.given import Behalf, PersonGiven
from huiyin.cases.services import joining, past
from huiyin.law.parameters import national
from tests.agency import actor, as_staff, petition
from tests.people import COMPANION, PENSION, RETIREE, WAGES, WORKER
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def page(client: Client, matter: int) -> Any:
    return sound(client.get(reverse("desk:matter", args=[matter])))


def text(response: Any) -> str:
    return sound(response).text_content()


def test_the_proposal_shows_number_stage_day_and_reasons_in_words(client: Client) -> None:
    first, again = petition(), petition()
    said = page(as_staff(client, "registrar"), again.matter).text_content()
    assert "可能是同一事项" in said and first.number in said
    assert "电话相同；姓名和住址相同；内容完全相同" in said
    assert "很可能" in said


def test_confirmed_the_page_of_the_leading_matter_opens_and_lists_the_petition(client: Client) -> None:
    first, again = petition(), petition()
    as_staff(client, "registrar")
    answer = client.post(
        reverse("desk:same", args=[again.matter]), {"other": first.matter, "verdict": "same"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("desk:matter", args=[first.matter])
    assert again.number in text(answer)
    joined = page(client, again.matter)
    assert joined.xpath(f"//a[@href='{reverse('desk:matter', args=[first.matter])}']")
    assert "可能是同一事项" not in joined.text_content()


def test_decided_different_it_is_not_shown_again(client: Client) -> None:
    first, again = petition(), petition()
    as_staff(client, "registrar")
    client.post(reverse("desk:same", args=[again.matter]), {"other": first.matter, "verdict": "different"})
    assert "可能是同一事项" not in page(client, again.matter).text_content()


def test_parted_again_by_the_same_page(client: Client) -> None:
    first, again = petition(), petition()
    as_staff(client, "handler")
    client.post(reverse("desk:same", args=[again.matter]), {"other": first.matter, "verdict": "same"})
    answer = client.post(reverse("desk:part", args=[again.matter]), follow=True)
    assert "已拆开" in text(answer)
    assert "并入另一件办理" not in page(client, again.matter).text_content()


@pytest.mark.parametrize(("field", "value"), [("number", "青人社访〔2026〕999号"), ("join_reason", "")])
def test_what_cannot_be_joined_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, field: str, value: str
) -> None:
    first, other = petition(), petition(PENSION, person=RETIREE)
    typed = {"number": first.number, "join_reason": "same-claim", field: value}
    answer = as_staff(client, "registrar").post(reverse("desk:join", args=[other.matter]), typed)
    assert answer.status_code == 422
    tree = sound(answer)
    assert tree.xpath(f"//*[@id='id_{field}_error']")
    assert tree.get_element_by_id("id_number").get("value") == typed["number"]
    assert client.post(reverse("desk:join", args=[other.matter]), typed | {field: "0"}).status_code == 422


def test_joined_by_hand_with_a_number_and_a_reason(client: Client) -> None:
    first, other = petition(), petition(PENSION, person=RETIREE)
    typed = {"number": first.number, "join_reason": "same-claim"}
    answer = as_staff(client, "registrar").post(reverse("desk:join", args=[other.matter]), typed, follow=True)
    assert "已合并" in text(answer)


def test_a_candidate_out_of_sight_is_not_shown(client: Client) -> None:
    there = petition(office="lp-hrss")
    here = petition()
    said = page(as_staff(client, "registrar"), here.matter).text_content()
    assert there.number not in said and "可能是同一事项" not in said


def joined(days: int = 3) -> tuple[Any, Any, Any]:
    received = today() - timedelta(days=days)
    leads = petition(received_on=received)
    more = petition(person=RETIREE, received_on=received)
    silent = petition(anonymous=True, received_on=received)
    for each in (more, silent):
        joining.join(each.matter, leads.matter, reason="joint", by=actor("registrar"), at=now())
    return leads, more, silent


def test_everybody_is_told_in_one_wording_and_the_left_out_are_named(client: Client) -> None:
    leads, more, silent = joined()
    address = reverse("desk:together", args=[leads.matter])
    tree = sound(as_staff(client, "registrar").get(address))
    assert f"{silent.number}：匿名" in tree.text_content().replace("\n", "")
    wording = tree.get_element_by_id("id_wording").text.strip()
    assert leads.number in wording
    answer = client.post(address, {"do": "tell", "wording": wording}, follow=True)
    assert "已签发 1 份" in text(answer)
    again = client.post(address, {"do": "tell", "wording": wording}, follow=True)
    assert "没有再发" in text(again)
    assert follow.progress(more.petition, today=today()).steps[-1].kind == "told"


def test_an_empty_wording_is_said_at_its_field(client: Client) -> None:
    leads, _, _ = joined()
    answer = as_staff(client, "registrar").post(
        reverse("desk:together", args=[leads.matter]), {"do": "tell", "wording": " "}
    )
    assert answer.status_code == 422
    assert sound(answer).xpath("//*[@id='id_wording_error']")


def test_the_answer_is_served_to_each_with_own_day_and_proof(client: Client) -> None:
    leads, more, _silent = joined(days=30)
    head = actor("head")
    past.enter(
        leads.matter, "accepted", on=today() - timedelta(days=20), by=head, at=now(), fields={"path": 6}
    )
    issued = today() - timedelta(days=10)
    past.enter(leads.matter, "opinion_issued", on=issued, by=head, at=now(), fields={"result": "explain"})
    address = reverse("desk:together", args=[leads.matter])
    tree = sound(as_staff(client, "registrar").get(address))
    letter = tree.xpath("//input[@name='letter']/@value")[0]
    assert tree.xpath("//input[@name='to']/@value") == [str(leads.petition), str(more.petition)]
    late = (today() - timedelta(days=2)).isoformat()
    form = {
        "do": "serve",
        "letter": letter,
        "how": "post",
        "day": issued.isoformat(),
        "to": [str(leads.petition), str(more.petition)],
        f"receipt_{leads.petition}": "EMS1",
        f"day_{more.petition}": late,
    }
    refused = client.post(address, form)
    assert refused.status_code == 422
    tree = sound(refused)
    assert tree.xpath(f"//*[@id='id_receipt_{more.petition}_error']")
    assert tree.get_element_by_id(f"id_receipt_{leads.petition}").get("value") == "EMS1"
    done = client.post(address, form | {f"receipt_{more.petition}": "EMS2"}, follow=True)
    assert "已登记送达 2 人" in text(done)
    steps = {s.kind: s.day for s in follow.progress(more.petition, today=today()).steps}
    assert steps["served"].isoformat() == late
    pdf = client.get(reverse("desk:letter_pdf", args=[letter]), {"petition": more.petition})
    assert pdf.status_code == 200 and pdf["Content-Type"] == "application/pdf"
    mine = papers.official_page(actor("registrar"), int(letter), at=now(), petition=more.petition)
    assert mine.page.addressee == RETIREE.name


def test_nobody_chosen_and_foreign_letters_are_refused(client: Client) -> None:
    leads, _, _ = joined(days=30)
    address = reverse("desk:together", args=[leads.matter])
    as_staff(client, "registrar")
    assert client.post(address, {"do": "serve", "letter": "999", "how": "hand"}).status_code == 404


def test_matters_raised_again_are_listed_by_matter_with_their_petitions(client: Client) -> None:
    leads, _, _ = joined()
    alone = petition(PENSION, person=COMPANION)
    tree = sound(as_staff(client, "registrar").get(reverse("desk:repeats")))
    assert [row.text_content() for row in tree.xpath("//tbody/tr")]
    assert leads.number in tree.text_content() and "3 件" in tree.text_content()
    assert alone.number not in tree.text_content()
    assert WORKER.name not in tree.text_content()


def test_the_list_of_matters_raised_again_asks_the_same_number_of_queries_however_long(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    as_staff(client, "registrar")
    for _ in range(3):
        joined()
        with django_assert_max_num_queries(12):
            client.get(reverse("desk:repeats"))


def test_other_matters_of_the_petitioner_are_a_plain_list(client: Client) -> None:
    petition(PENSION)
    done = petition(WAGES)
    said = page(as_staff(client, "supervisor"), done.matter).text_content()
    assert "同一信访人的其他事项" in said


def test_an_anonymous_matter_says_that_no_notice_is_owed_and_it_is_handled(client: Client) -> None:
    done = petition(anonymous=True)
    tree = page(as_staff(client, "registrar"), done.matter)
    assert "没有办法书面告知" in tree.text_content() and "照常办理" in tree.text_content()
    assert "没有办法书面告知" not in page(client, petition().matter).text_content()


def entry(**typed: Any) -> dict[str, Any]:
    usual = {
        "channel": "visit",
        "received_on": today().isoformat(),
        "text": WAGES,
        "persons": "1",
        "name": "甲",
    }
    return usual | typed


def test_more_people_than_may_speak_are_recorded_as_concerned_with_a_plain_notice(client: Client) -> None:
    most = national().parameter("spokespersons", today()).value
    as_staff(client, "registrar")
    names = [f"代表{n}" for n in range(most + 1)]
    form = entry(persons="30", companion=names, concerned="工友甲\n工友乙\n")
    done = client.post(reverse("desk:register"), form)
    assert done.status_code == 302
    matter = papers.receipt(actor("registrar"), int(done["Location"].split("/")[-2]), at=now()).matter
    said = page(client, int(matter or 0)).text_content()
    assert f"代表不超过 {most} 人" in said and "第二十条" in said
    assert follow.progress(int(done["Location"].split("/")[-2]), today=today()).stage == "registered"


def test_on_behalf_of_somebody_is_entered_shown_and_named_in_the_letter(client: Client) -> None:
    as_staff(client, "registrar")
    form = entry(behalf_name="甲母", behalf_relation="child", behalf_paper="later", phone="19900009999")
    done = client.post(reverse("desk:register"), form)
    assert done.status_code == 302
    matter = papers.receipt(actor("registrar"), int(done["Location"].split("/")[-2]), at=now()).matter
    said = " ".join(page(client, int(matter or 0)).text_content().split())
    assert "甲＊" in said and "甲母" not in said and "子女" in said and "以后补交" in said
    past.enter(int(matter or 0), "accepted", on=today(), by=actor("head"), at=now(), fields={"path": 6})
    letter = Letter.objects.get(matter=matter)
    content = content_of(letter, Matter.objects.get(pk=matter))
    assert content["addressee"] == "甲" and content["matter"].startswith("您代甲母反映的")


@pytest.mark.parametrize("missing", ["behalf_name", "behalf_relation"])
def test_half_an_entry_on_behalf_is_said_at_its_field(client: Client, missing: str) -> None:
    form = entry(behalf_name="甲母", behalf_relation="child") | {missing: ""}
    answer = as_staff(client, "registrar").post(reverse("desk:register"), form)
    assert answer.status_code == 422
    assert sound(answer).xpath(f"//*[@id='id_{missing}_error']")


def test_the_name_of_the_person_concerned_is_masked_in_the_headline(client: Client) -> None:
    behalf = Behalf(PersonGiven(name="欧阳秋水"), "child")
    done = petition("我替母亲欧阳秋水反映养老金少算四年工龄。", title="欧阳秋水的养老金", behalf=behalf)
    assert "秋水" not in Matter.objects.get(pk=done.matter).headline
