"""Submitting a petition: nothing typed is lost, a double click is one petition."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.cases.models import Attachment, Draft, Petition
from huiyin.cases.persons import opened, words_of
from huiyin.cases.services import drafts
from huiyin.foundation.wording import say
from tests.people import WAGES
from tests.web.page import read, sound
from tests.web.portal.visit import TYPED, fill, filled, picture, said, sent, value

pytestmark = pytest.mark.usefixtures("agency")


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_page_of_the_form_is_sound(client: Client, number: int) -> None:
    sound(client.get(reverse("portal:step", args=[number])))


def test_there_is_no_fifth_page(client: Client) -> None:
    response = client.get(reverse("portal:step", args=[5]))
    assert response.status_code == 404
    sound(response)


def test_a_petition_goes_in_and_the_receipt_shows_number_code_and_the_day_of_telling(client: Client) -> None:
    page = sound(sent(client))
    petition = Petition.objects.get()
    words = words_of(petition)
    assert petition.number in page.text_content()
    assert words.title == TYPED[1]["title"]
    for part in (WAGES, TYPED[2]["place_words"], TYPED[2]["employer"], TYPED[3]["asked"]):
        assert part in words.text
    assert petition.matter.division == "970121"
    assert opened(petition.person).name == TYPED[4]["name"]
    assert "周＊＊" in page.text_content() and TYPED[4]["name"] not in page.text_content()
    assert TYPED[1]["title"] in page.text_content()
    asked = page.xpath("//dt[text()='请求']/following-sibling::dd[1]")[0].text_content()
    assert TYPED[3]["asked"].splitlines()[0] in asked
    assert "第二十三条" in page.text_content()
    assert "第二十七条" in page.text_content()


def test_the_check_page_shows_everything_and_how_it_was_read(client: Client) -> None:
    page = sound(filled(client).get(reverse("portal:check")))
    text = page.text_content()
    for typed in (*TYPED[1].values(), "柳坪县", "桥头工地", TYPED[3]["asked"], TYPED[4]["name"]):
        assert typed in text
    assert "28,000" in text
    assert say("portal.nature.claim") in text and say("nature.claim") not in text
    assert page.xpath("//form[contains(@class,'send')]//button[@type='submit']")


def test_sending_twice_gives_one_petition_and_the_same_receipt(client: Client) -> None:
    filled(client)
    again = Client()
    again.cookies = client.cookies.copy()
    first = client.post(reverse("portal:send"), follow=True)
    second = again.post(reverse("portal:send"), follow=True)
    assert Petition.objects.count() == 1
    number = Petition.objects.get().number
    assert number in said(first) and number in said(second)
    third = client.post(reverse("portal:send"), follow=True)  # back to the page before, and send once more
    assert number in said(third)
    assert Petition.objects.count() == 1


def test_sending_without_anything_typed_is_answered_kindly(client: Client) -> None:
    response = client.post(reverse("portal:send"))
    assert response.status_code == 404
    assert say("cases.draft_gone") in said(response)


def test_the_receipt_is_shown_only_to_the_browser_that_sent(client: Client) -> None:
    sent(client)
    response = Client().get(reverse("portal:receipt"))
    assert response.status_code == 302
    assert response["Location"] == reverse("portal:follow")


def test_an_anonymous_petition_keeps_nobody(client: Client) -> None:
    page = said(sent(client, anonymous="yes"))
    petition = Petition.objects.get()
    assert petition.anonymous
    assert opened(petition.person).name == ""
    assert "没有留下联系方式" in page


def test_people_petition_together(client: Client) -> None:
    sent(client, joint="yes", persons="3", companions="吴小满 19900002468\n\n林秋月\n")
    petition = Petition.objects.get()
    assert petition.persons == 3
    assert sorted(opened(c).name for c in petition.companions.all()) == ["吴小满", "林秋月"]


def test_at_most_five_speak_and_everybody_is_named(client: Client) -> None:
    speakers = "\n".join(["吴小满 19900002468", "林秋月", "钱一平", "孙二宝", "李三多"])
    filled(client, joint="yes", persons="9", companions=speakers, concerned="郑四方\n王五福")
    check = said(client.get(reverse("portal:check")))
    speaking, _, named = check.partition("只记名字、不做代表的：")
    assert "孙二宝" in speaking and "李三多" in named and "王五福" in named
    assert "共 9 人共同提出" in check
    client.post(reverse("portal:send"))
    kept = Petition.objects.get()
    assert kept.persons == 9 and kept.companions.count() == 7


def test_one_petitions_for_somebody_else_with_or_without_a_paper(client: Client) -> None:
    filled(client, behalf="yes", behalf_name="周老太", behalf_relation="parent", behalf_paper="later")
    assert "周老太" in said(client.get(reverse("portal:check")))
    client.post(reverse("portal:send"))
    kept = Petition.objects.get()
    assert kept.behalf_of is not None and opened(kept.behalf_of).name == "周老太"
    assert (kept.behalf_relation, kept.behalf_paper) == ("parent", "later")


def test_what_is_missing_is_listed_on_the_check_page_with_a_way_there(client: Client) -> None:
    fill(client, 2)
    response = client.post(reverse("portal:send"))
    assert response.status_code == 422
    page = sound(response)
    links = page.xpath("//div[@id='errors']//a/@href")
    assert f"{reverse('portal:step', args=[1])}?back=check#id_text" in links
    assert not Petition.objects.exists()


def test_a_change_from_the_check_page_comes_back_to_it(client: Client) -> None:
    filled(client)
    page = client.get(reverse("portal:step", args=[3]) + "?back=check")
    assert read(page).xpath("//input[@name='back']/@value") == ["check"]
    response = fill(client, 3, asked="改过的诉求", back="check")
    assert response["Location"] == reverse("portal:check")
    assert "改过的诉求" in said(client.get(response["Location"]))


def test_coming_back_offers_the_draft(client: Client) -> None:
    assert client.get(reverse("portal:submit"))["Location"] == reverse("portal:step", args=[1])
    fill(client, 1)
    page = client.get(reverse("portal:submit"))
    sound(page)
    assert "您有一份未提交的草稿" in said(page)
    assert "您有一份未提交的草稿" in said(client.get(reverse("portal:home")))
    other = Client().get(reverse("portal:submit"))
    assert other.status_code == 302


def test_going_back_keeps_what_was_typed_even_half_done(client: Client) -> None:
    fill(client, 1)
    page = read(client.get(reverse("portal:step", args=[4])))
    assert page.xpath("//button[@type='submit' and @name='do' and @value='back']")
    response = fill(client, 4, name="周大勇", phone="", address="", do="back")
    assert response["Location"] == reverse("portal:step", args=[3])
    assert value(client.get(reverse("portal:step", args=[4])), "name") == "周大勇"
    assert fill(client, 1, text="写了一半", do="back")["Location"] == reverse("portal:home")
    assert value(client.get(reverse("portal:step", args=[1])), "text").strip() == "写了一半"


def _goes_on_at(client: Client) -> int:
    page = read(client.get(reverse("portal:submit")))
    return next(n for n in TYPED if page.xpath(f"//a[@href='{reverse('portal:step', args=[n])}']"))


def test_a_draft_goes_on_at_the_first_page_that_is_not_done(client: Client) -> None:
    fill(client, 1)
    assert _goes_on_at(client) == 2
    fill(client, 2, place="", place_words="", employer="")  # left blank on purpose: done
    assert _goes_on_at(client) == 3
    fill(client, 3, asked="", do="back")  # only looked at
    assert _goes_on_at(client) == 3
    fill(client, 3, asked="")
    assert _goes_on_at(client) == 4
    fill(client, 4)
    assert _goes_on_at(client) == 4
    fill(client, 1, text="")
    assert _goes_on_at(client) == 1


def test_a_thrown_away_draft_leaves_nothing(client: Client) -> None:
    fill(client, 1, files=SimpleUploadedFile("工资条.png", picture()))
    assert Attachment.objects.count() == 1
    response = client.post(reverse("portal:forget"), follow=True)
    assert "草稿已删除" in said(response)
    assert not Draft.objects.exists() and not Attachment.objects.exists()


def test_a_draft_forgotten_meanwhile_loses_only_what_was_before(client: Client) -> None:
    fill(client, 1)
    drafts.forget_old(at=now() + timedelta(days=8))
    assert fill(client, 3).status_code == 302
    assert value(client.get(reverse("portal:step", args=[3])), "asked").strip() == TYPED[3]["asked"]


def test_files_come_along_and_can_be_taken_out(client: Client) -> None:
    fill(client, 1, files=SimpleUploadedFile("工资条.png", picture()), do="upload")
    page = client.get(reverse("portal:step", args=[1]))
    assert "工资条.png" in said(page)
    assert value(page, "text").strip() == WAGES
    sound(page)
    fill(client, 1, drop=str(Attachment.objects.get().pk), text="改了一半")
    assert not Attachment.objects.exists()
    assert value(client.get(reverse("portal:step", args=[1])), "text").strip() == "改了一半"


def test_a_sent_file_belongs_to_the_petition(client: Client) -> None:
    sent(client, files=SimpleUploadedFile("工资条.png", picture()))
    kept = Attachment.objects.get()
    assert kept.petition == Petition.objects.get()
    assert kept.draft is None


def test_danger_to_life_shows_the_emergency_numbers_at_once_and_sending_stays_possible(
    client: Client,
) -> None:
    response = fill(client, 1, text="再不给我工资我就从楼上跳下去，不想活了。")
    page = said(client.get(response["Location"]))
    assert all(number in page for number in ("110", "120", "12356"))
    check = read(filled(client, text="再不给我工资我就从楼上跳下去，不想活了。").get(reverse("portal:check")))
    assert "12356" in check.text_content()
    assert check.xpath("//form[contains(@class,'send')]//button[@type='submit' and not(@disabled)]")


def test_the_emergency_numbers_stay_on_the_receipt_of_what_told_of_danger_and_of_nothing_else(
    client: Client,
) -> None:
    assert "12356" in said(sent(client, text="再不给我工资我就从楼上跳下去，不想活了。"))
    assert "12356" in said(client.post(reverse("portal:send"), follow=True))
    assert "12356" not in said(sent(client))


def test_a_matter_of_another_authority_can_still_be_sent(client: Client) -> None:
    check = filled(
        client, title="医保报销", text="请问医保报销比例是多少，住院费医保局不给报销。", asked=""
    ).get(reverse("portal:check"))
    assert read(check).xpath("//form[contains(@class,'send')]//button[@type='submit']")


def test_the_form_works_in_english(client: Client) -> None:
    client.cookies["huiyin_language"] = "en"
    response = fill(client, 1, text="")
    assert say("cases.text_missing", "en") in said(response)
    assert read(response).get("lang") == "en"
