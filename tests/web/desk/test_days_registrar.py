"""What a registrar stumbled over on a first day at the desk, and no longer does."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.clock import now, today
from huiyin.cases.models import Letter, Matter
from huiyin.cases.queries import lists
from huiyin.cases.rules.given import PersonGiven, number_given
from huiyin.cases.services import joining, work
from huiyin.reception.models import Talk
from tests.agency import actor, as_staff, office_id, petition
from tests.people import COMPANION, RETIREE, WAGES
from tests.registers.told import carried, signed, sorted_matter
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def page(client: Client, name: str, *args: Any) -> Any:
    return sound(client.get(reverse(f"desk:{name}", args=args)))


def test_everything_that_needs_mending_in_an_entry_is_said_at_once(client: Client) -> None:
    as_staff(client, "registrar")
    typed = {"channel": "visit", "text": " ", "phone": "abc", "persons": "三十", "received_on": "昨天",
             "behalf_name": "周小勇", "name": "周大勇"}  # fmt: skip
    refused = client.post(reverse("desk:register"), typed)
    assert refused.status_code == 422
    shown = sound(refused)
    wrong = ["received_on", "text", "phone", "persons", "behalf_relation"]
    assert [e.get("href") for e in shown.xpath("//*[@id='errors']//a")] == [f"#id_{name}" for name in wrong]
    assert all(shown.xpath(f"//*[@id='id_{name}_error']") for name in wrong)
    assert shown.xpath("//input[@name='name']/@value") == ["周大勇"]


def test_an_anonymous_entry_is_not_held_up_by_a_telephone_it_leaves_out(client: Client) -> None:
    typed = {"channel": "visit", "text": "请问", "phone": "abc", "anonymous": "1", "persons": "?",
             "received_on": today().isoformat()}  # fmt: skip
    refused = sound(as_staff(client, "registrar").post(reverse("desk:register"), typed))
    assert not refused.xpath("//*[@id='id_phone_error']")


@given(
    st.sampled_from(["青人社访", "柳人社信处", "A"]),
    st.integers(1, 99_999),
    st.sampled_from(["〔〕", "[]", "()", "（）", "【】", "［］"]),
    st.booleans(),
    st.sampled_from(["", " ", "　"]),
)
def test_a_number_is_known_however_its_brackets_were_typed(
    short: str, running: int, brackets: str, with_the_end: bool, blank: str
) -> None:
    typed = f"{short}{blank}{brackets[0]}2026{brackets[1]}{running}{'号' if with_the_end else ''}"
    assert number_given(typed) == f"{short}〔2026〕{running}号"
    assert number_given(number_given(typed)) == number_given(typed)
    assert number_given("YPX98202600186") == "YPX98202600186"


def test_every_field_for_a_number_takes_plain_brackets(client: Client) -> None:
    done = petition()
    typed = done.number.replace("〔", "[").replace("〕", "]").removesuffix("号")
    as_staff(client, "head")
    assert "此人的信访件" in sound(client.get(reverse("desk:personal"), {"number": typed})).text_content()
    found = lists.newest(actor("head"), wanted=lists.Wanted(number=typed), today=today())
    assert [row.id for row in found.rows] == [done.matter]
    form = {"kind": "superior", "giver": "省厅", "day": today().isoformat(), "text": "查。",
            "office": office_id("ql-hrss"), "numbers": typed}  # fmt: skip
    item = client.post(reverse("desk:directive"), form)
    assert done.number in sound(client.get(item["Location"])).text_content()


def test_a_headline_does_not_end_in_half_a_number() -> None:
    words = "我在望岭区顺达物流当装卸工，去年八月到今年二月工资只发了一半，一共欠我18600元，至今没有给。"
    headline = Matter.objects.get(pk=petition(words).matter).headline
    assert headline.endswith("一共欠我…") and "186" not in headline


def test_the_sorting_card_is_there_for_who_sorts_and_never_empty(client: Client) -> None:
    done = petition()
    card = "//*[@id='sorting']"
    shown = page(as_staff(client, "registrar"), "matter", done.matter)
    assert shown.xpath(card) and shown.xpath("//a[@href='#sorting']")
    assert not page(as_staff(client, "leader"), "matter", done.matter).xpath(card)


def test_a_form_address_opened_by_hand_shows_the_way_back(client: Client) -> None:
    done = petition()
    as_staff(client, "registrar")
    for name, args in (("sort", (done.matter,)), ("unmask", (done.matter,))):
        response = client.get(reverse(f"desk:{name}", args=args))
        assert response.status_code == 405 and response["Allow"] == "POST"
        assert sound(response).xpath(f"//a[@href='{reverse('desk:matter', args=args)}']")
    assert "<h1>" not in client.get("/api/v1/petitions").content.decode()  # an interface answers as before


def test_a_transfer_says_its_reason_once_and_is_served_to_the_office(client: Client) -> None:
    matter, _ = sorted_matter(office="ql-hrss")
    by = actor("registrar")
    letter = signed(matter, "transferred", by, to="lp-hrss", reason="由县局调查处理。")
    shown = page(as_staff(client, "registrar"), "letter", letter).text_content()
    assert "由县局调查处理。随文" in shown
    assert "送到受送单位" in shown and "信访人手里" not in shown and "没有送到" not in shown


def test_the_step_asks_in_the_words_of_its_own(client: Client) -> None:
    matter, _ = sorted_matter(office="ql-hrss")
    as_staff(client, "registrar")
    asked = page(client, "step", matter, "told")
    version = asked.xpath("//input[@name='version']/@value")[0]
    assert "应当向哪个单位提出" in asked.text_content()
    lacking = client.post(reverse("desk:step", args=[matter, "told"]), {"to": "", "version": version})
    assert "请填写“应当向哪个单位提出”" in sound(lacking).text_content()


def test_notices_that_wait_to_be_served_are_listed_where_they_were_signed(client: Client) -> None:
    first, again = petition(person=COMPANION), petition(person=RETIREE)
    joining.decide(again.matter, first.matter, same=True, by=actor("registrar"), at=now())
    as_staff(client, "registrar")
    address = reverse("desk:together", args=[first.matter])
    assert "主件的信访人由主件自己的" in sound(client.get(address)).text_content()
    client.post(address, {"do": "tell", "wording": "合并办理。"})
    letter = Letter.objects.get(act="told")
    assert sound(client.get(address)).xpath(f"//a[@href='{reverse('desk:letter', args=[letter.pk])}']")
    assert "要拆开其中一件" in page(client, "matter", first.matter).text_content()


def test_after_the_talk_the_receipt_is_one_press_away(client: Client) -> None:
    as_staff(client, "registrar")
    client.post(reverse("desk:talk_begin"))
    talk = Talk.objects.get()
    form = {"said": WAGES, "name": "周大勇", "persons": "1", "version": "1", "do": "read_back"}
    client.post(reverse("desk:talk", args=[talk.pk]), form)
    client.post(reverse("desk:talk_register", args=[talk.pk]))
    talk.refresh_from_db()
    receipt = reverse("desk:receipt", args=[talk.petition_id])
    assert page(client, "talk_notice", talk.pk).xpath(f"//a[@href='{receipt}']")


def test_unmasked_people_say_which_part_they_have(client: Client) -> None:
    done = petition(companions=(PersonGiven(name="吴小满"),), persons=2)
    form = {"petition": done.petition, "reason": "contact"}
    shown = as_staff(client, "registrar").post(reverse("desk:unmask", args=[done.matter]), form)
    terms = sound(shown).xpath("//*[contains(@class, 'notice')]//dt/text()")
    assert "信访人" in terms and "同来或者联名的人" in terms


def test_a_registrar_is_told_who_proposes_an_erasure_and_offered_no_closed_door(client: Client) -> None:
    done = petition()
    Matter.objects.filter(pk=done.matter).update(active=False)
    shown = sound(as_staff(client, "registrar").get(reverse("desk:personal"), {"number": done.number}))
    assert not shown.xpath("//form[contains(@action, 'propose')]//button")


def test_an_entry_without_a_kind_is_said_at_its_field_in_words(client: Client) -> None:
    matter, _ = sorted_matter(path=2)
    signed(matter, "guided", actor("head", "lp-hrss"), path="2", to="柳坪县仲裁委", procedure="申请仲裁")
    carried()
    as_staff(client, "head", "lp-hrss")
    item = sound(client.get(reverse("desk:register_list"), {"of": "guidance"}))
    address = item.xpath("//a[contains(@href, '/registers/items/')]/@href")[-1]
    refused = client.post(address, {"kind": "", "day": today().isoformat(), "words": "问过了。"})
    assert refused.status_code == 422
    shown = sound(refused)
    assert shown.xpath("//*[@id='id_kind_error']") and "registers.move" not in shown.text_content()


def test_handing_over_without_a_unit_is_said_at_the_field(client: Client) -> None:
    done = petition()
    refused = as_staff(client, "registrar").post(reverse("desk:hand", args=[done.matter]), {"office": ""})
    assert refused.status_code == 422 and sound(refused).xpath("//*[@id='id_office_error']")


def test_unmasking_without_a_reason_is_said_where_the_reason_is_chosen(client: Client) -> None:
    done = petition()
    form = {"petition": done.petition, "reason": ""}
    refused = as_staff(client, "registrar").post(reverse("desk:unmask", args=[done.matter]), form)
    shown = sound(refused)
    assert shown.xpath("//details[@id='id_reason'][@open]//*[@id='id_reason_error']")


@pytest.mark.parametrize("nature", ["suggestion", "inquiry"])
def test_what_is_no_claim_is_accepted_without_one_of_the_six_paths(client: Client, nature: str) -> None:
    done = petition("建议在产业园区设夜间招聘专场，方便白天上班的人。")
    sorting = work.Sorting(nature, "G1", None, "")
    work.sort(done.matter, sorting, version=None, by=actor("registrar"), at=now())
    as_staff(client, "registrar")
    asked = page(client, "step", done.matter, "accepted")
    assert not asked.xpath("//main//input[@name='path']")
    version = asked.xpath("//input[@name='version']/@value")[0]
    drafted = client.post(reverse("desk:step", args=[done.matter, "accepted"]), {"version": version})
    said = sound(client.get(drafted["Location"])).text_content()
    assert "第六类" not in said and "没有规定办理期限" in said
    guided = page(client, "step", done.matter, "guided")
    assert guided.xpath("//main//input[@name='path']")
