"""Following a petition: every date, what comes next, the answer behind four digits, rating, review."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.base.ids import spaced
from huiyin.cases.models import Act, Feedback, Letter, Matter
from huiyin.cases.queries import follow, papers
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.services import past
from huiyin.cases.services.intake import Registered
from huiyin.foundation.wording import say
from huiyin.web.portal.follow import FEW, LOOKS, UNLOCKS
from tests.agency import actor, as_staff, petition
from tests.people import WORKER
from tests.web.page import read, sound
from tests.web.portal.visit import follows, opens

pytestmark = pytest.mark.usefixtures("agency")
LAST_FOUR = WORKER.phone[-4:]


def answered(*, served_days_ago: int = 2, person: PersonGiven = WORKER) -> Registered:
    """Return a petition whose opinion was served some days ago."""
    done = petition(received_on=today() - timedelta(days=90), person=person)
    days = {"accepted": 85, "opinion_issued": served_days_ago + 1, "served": served_days_ago}
    fields = {"accepted": {"path": 6}, "opinion_issued": {"result": "explain"}, "served": {"how": "hand"}}
    for kind, ago in days.items():
        on = today() - timedelta(days=ago)
        past.enter(done.matter, kind, on=on, by=actor("head"), at=now(), fields=fields[kind])
    return done


def opinion(done: Registered) -> int:
    return Letter.objects.get(matter=done.matter, kind="opinion").pk


def marks(**more: str) -> dict[str, str]:
    return {"petition_office": "3", "unit": "1", "comment": "", **more}


def test_the_page_that_asks_for_the_code_is_sound(client: Client) -> None:
    sound(client.get(reverse("portal:follow")))


@pytest.mark.parametrize("form", [str, str.lower, spaced, lambda code: f" {code[:5]} {code[5:]} "])
def test_a_code_is_forgiven_how_it_is_typed(client: Client, form: object) -> None:
    done = petition()
    page = follows(client, form(done.code))  # type: ignore[operator]
    assert done.number in read(page).text_content()


def test_progress_says_what_happened_and_who_does_what_until_when(client: Client) -> None:
    page = sound(follows(client, petition().code))
    text = page.text_content()
    assert say("portal.step.received") in text
    assert say("portal.duty.tell") in text
    assert "第二十三条" in text
    assert "青岚市人力资源和社会保障局" in text
    assert "0970-5550100" in text


def test_an_unknown_code_keeps_what_was_typed(client: Client) -> None:
    response = follows(client, "ABCD-EFG-HJK")
    assert response.status_code == 422
    assert sound(response).get_element_by_id("id_code").get("value") == "ABCD-EFG-HJK"
    page = read(response)
    assert not page.xpath("//*[@id='errors']"), "one field, one message: beside it"
    assert page.xpath("//form[@data-focus-first]//*[@id='id_code_error']")


def test_codes_cannot_be_found_by_trying(client: Client) -> None:
    done = petition()
    for _ in range(LOOKS):
        assert follows(client, "AAAAAAAAAA").status_code == 422
    response = follows(client, done.code)
    assert response.status_code == 429
    assert done.number not in read(response).text_content()


def test_progress_without_a_code_leads_to_the_question_for_it(client: Client) -> None:
    for name in ("progress", "unlock", "rate", "ask_review"):
        response = client.get(reverse(f"portal:{name}"), follow=True)
        assert response.redirect_chain[-1][0] == reverse("portal:follow")


def test_the_answer_is_closed_until_the_digits_are_given(client: Client) -> None:
    done = answered()
    page = follows(client, done.code)
    text = sound(page).text_content()
    assert say("step.result.explain") not in text
    for name in ("letter_page", "letter_pdf", "letter_docx"):
        assert client.get(reverse(f"portal:{name}", args=[opinion(done)])).status_code == 302
    assert client.post(reverse("portal:rate"), marks(), follow=True).status_code == 403
    assert client.post(reverse("portal:ask_review"), {"reason": ""}, follow=True).status_code == 409
    assert not Feedback.objects.exists()
    assert not Act.objects.filter(kind="review_asked").exists()


def test_wrong_digits_are_said_at_their_field_and_counted(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    for tried in range(UNLOCKS):
        response = opens(client, "0000")
        assert response.status_code == 422
        said = sound(response).get_element_by_id("id_digits_error").text_content()
        left = UNLOCKS - 1 - tried
        assert ("还可以再试" in said) == (0 < left <= FEW)
    assert "请过 6 小时再试" in said and "0970-5550100" in said
    other = Client()
    follows(other, done.code)
    assert opens(other, LAST_FOUR).status_code == 429


def test_the_right_digits_open_the_answer_in_three_forms(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    page = sound(opens(client, LAST_FOUR))
    assert say("step.result.explain") in page.text_content()
    letter = Letter.objects.get(pk=opinion(done))
    shown = sound(client.get(reverse("portal:letter_page", args=[letter.pk])))
    assert letter.number and letter.number in shown.text_content()
    pdf = client.get(reverse("portal:letter_pdf", args=[letter.pk]))
    assert pdf.content.startswith(b"%PDF") and pdf["Content-Type"] == "application/pdf"
    docx = client.get(reverse("portal:letter_docx", args=[letter.pk]))
    assert docx.content.startswith(b"PK") and "attachment" in docx["Content-Disposition"]


def test_the_words_of_an_answer_are_explained_below_it_on_paper_too(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    opens(client, LAST_FOUR)
    shown = sound(client.get(reverse("portal:letter_page", args=[opinion(done)])))
    words = shown.xpath("//section[contains(@class, 'words')]")[0]
    said = words.text_content()
    assert (
        "复查" in said and "30天以内，请上一级单位重新看一遍" in said and "《信访工作条例》第三十五条" in said
    )
    assert "no-print" not in words.get("class") and not words.xpath("ancestor::details")


def test_opening_one_petition_opens_no_other(client: Client) -> None:
    mine, other = answered(), answered(person=PersonGiven(name="林秋月", phone="19900005678"))
    follows(client, mine.code)
    opens(client, LAST_FOUR)
    assert client.get(reverse("portal:letter_page", args=[opinion(other)])).status_code == 404
    follows(client, other.code)
    assert client.get(reverse("portal:letter_page", args=[opinion(other)])).status_code == 302
    follows(client, mine.code)
    assert client.get(reverse("portal:letter_page", args=[opinion(mine)])).status_code == 302


def test_without_a_telephone_the_code_alone_opens_the_answer(client: Client) -> None:
    done = answered(person=PersonGiven(name="周大勇"))
    follows(client, done.code)
    assert client.get(reverse("portal:letter_page", args=[opinion(done)])).status_code == 200


def test_both_ratings_are_kept_apart(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    opens(client, LAST_FOUR)
    page = client.post(reverse("portal:rate"), marks(comment="告知很及时"), follow=True)
    sound(page)
    kept = Feedback.objects.get()
    assert (kept.petition_office, kept.unit) == (3, 1)
    assert "对责任单位" in read(page).text_content() and "不满意" in read(page).text_content()
    assert say("cases.rated_already") in read(page).text_content()
    assert client.post(reverse("portal:rate"), marks(), follow=True).status_code == 409


def test_a_half_given_rating_keeps_what_was_given(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    opens(client, LAST_FOUR)
    response = client.post(
        reverse("portal:rate"), {"petition_office": "2", "unit": "", "comment": "还行"}, follow=True
    )
    assert response.status_code == 422
    page = sound(response)
    assert page.xpath("//input[@name='petition_office' and @value='2' and @checked]")
    assert page.get_element_by_id("id_comment").text.strip() == "还行"
    assert not Feedback.objects.exists()


def test_review_is_asked_once_and_shows_what_comes_next(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    before = opens(client, LAST_FOUR)
    assert "第三十五条" in read(before).text_content()
    page = client.post(reverse("portal:ask_review"), {"reason": "工龄少算了四年"}, follow=True)
    sound(page)
    assert "您的复查申请已收到，正在转送青岚市人民政府" in read(page).text_content()
    assert say("portal.duty.decide_review") in read(page).text_content()
    again = client.post(reverse("portal:ask_review"), {"reason": "再来一次"}, follow=True)
    assert again.status_code == 409
    assert Act.objects.filter(kind="review_asked").count() == 1


def test_review_is_not_one_tap_away_and_reasons_may_come_later(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    page = read(opens(client, LAST_FOUR))
    [form] = page.xpath(f"//form[@action='{reverse('portal:ask_review')}']")
    assert form.xpath(".//button[@type='submit']") == form.xpath(".//details//button[@type='submit']")
    assert "确定申请复查吗" in form.text_content()
    assert f"写上编号 {done.number}" in " ".join(form.text_content().split())


def test_once_review_was_asked_for_the_body_that_decides_is_named(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    opens(client, LAST_FOUR)
    page = read(client.post(reverse("portal:ask_review"), {"reason": ""}, follow=True))
    above = Matter.objects.get(pk=done.matter).office.superior
    assert above is not None
    last = page.xpath("//li[contains(@class, 'moment')]")[-1].text_content()
    assert above.name in last and say("portal.step.review_asked") in last
    fact = page.xpath("//dt[contains(., '复查机关')]/..")[0]
    assert above.name in fact.text_content()


def test_an_accepted_matter_of_another_way_says_that_its_own_law_counts_and_invents_no_day(
    client: Client,
) -> None:
    done = petition(received_on=today() - timedelta(days=9))
    past.enter(done.matter, "accepted", on=today(), by=actor("head"), at=now(), fields={"path": 4})
    page = sound(follows(client, done.code))
    said = " ".join(page.text_content().split())
    assert "下一步" in said and "按“第四类：行政程序”依法办理，办好后书面告诉您" in said
    assert "没有统一的办理期限" in page.xpath("//li[contains(@class, 'moment')]")[-1].text_content()
    assert "最晚" not in said and "从第二天起计算办理期限" not in said


def test_an_accepted_matter_of_the_sixth_path_keeps_its_day(client: Client) -> None:
    done = petition(received_on=today() - timedelta(days=9))
    past.enter(done.matter, "accepted", on=today(), by=actor("head"), at=now(), fields={"path": 6})
    said = read(follows(client, done.code)).text_content()
    assert "最晚" in said and "没有统一的办理期限" not in said


def test_a_reason_that_is_too_long_is_refused_and_kept(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    opens(client, LAST_FOUR)
    response = client.post(reverse("portal:ask_review"), {"reason": "长" * 2_001}, follow=True)
    assert response.status_code == 422
    assert len(sound(response).get_element_by_id("id_reason").text.strip()) == 2_001


def test_a_late_request_for_review_is_taken_in(client: Client) -> None:
    done = answered(served_days_ago=60)
    follows(client, done.code)
    page = opens(client, LAST_FOUR)
    assert "期限已经过了" in read(page).text_content()
    client.post(reverse("portal:ask_review"), {"reason": ""})
    assert Act.objects.filter(kind="review_asked").exists()


def test_leaving_forgets_the_petition_on_this_device(client: Client) -> None:
    follows(client, petition().code)
    client.post(reverse("portal:leave"))
    assert client.get(reverse("portal:progress"))["Location"] == reverse("portal:follow")


def other_path(*acts: str, kind: str = "W1") -> Registered:
    """A matter of the fifth path, on which these things happened, a day apart, the last one today."""
    done = petition(received_on=today() - timedelta(days=30))
    Matter.objects.filter(pk=done.matter).update(kind=kind)
    fields = {"accepted": {"path": 5}, "answered": {"result": "support"}, "served": {"how": "hand"}}
    for ago, act in zip(reversed(range(len(acts))), acts, strict=True):
        on = today() - timedelta(days=ago)
        past.enter(done.matter, act, on=on, by=actor("head"), at=now(), fields=fields[act])
    return done


def test_unpaid_wages_that_were_accepted_have_the_limit_of_labour_inspection(client: Client) -> None:
    said = " ".join(sound(follows(client, other_path("accepted").code)).text_content().split())
    assert "第五类，就是请人社部门依法去查用人单位的违法行为" in said
    assert "最晚" in said and "《劳动保障监察条例》第十七条" in said
    assert "按受理当天立案计算" in said and "没有统一的办理期限，按它" in said
    other = " ".join(read(follows(client, other_path("accepted", kind="P3").code)).text_content().split())
    assert "最晚" not in other


def test_the_office_sees_the_same_limit_of_labour_inspection(client: Client) -> None:
    done = other_path("accepted")
    as_staff(client, "head")
    said = " ".join(sound(client.get(reverse("desk:matter", args=[done.matter]))).text_content().split())
    assert "《劳动保障监察条例》第十七条" in said and "按受理当天立案计算" in said


def test_an_answer_of_another_path_names_its_remedies_from_its_service_and_says_why_no_review(
    client: Client,
) -> None:
    done = other_path("accepted", "answered", "served")
    page = sound(follows(client, done.code))
    said = " ".join(page.text_content().split())
    assert "填对以后，就能看文书、评价。" in said and "评价、申请复查" not in said
    for words in (
        "申请行政复议",
        "提起行政诉讼",
        "送达给您那天起算",
        "为什么这里没有“申请复查”",
        "不要错过别的期限",
    ):
        assert words in said, words
    assert not page.xpath(f"//form[@action='{reverse('portal:ask_review')}']")
    before = " ".join(read(follows(client, other_path("accepted", "answered").code)).text_content().split())
    assert "送达以后这里会写明最晚哪一天" in before


def test_an_answer_of_the_sixth_path_speaks_of_no_other_remedy(client: Client) -> None:
    said = read(follows(client, answered().code)).text_content()
    assert "为什么这里没有" not in said and "填对以后，就能看文书、评价、申请复查。" in said


def test_a_form_that_was_refused_leaves_a_page_to_go_back_to(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    assert client.post(reverse("portal:unlock"), {"digits": "0000"}).status_code == 302
    assert client.get(reverse("portal:progress")).status_code == 422
    assert client.get(reverse("portal:progress")).status_code == 200


def test_the_number_in_place_of_the_code_is_told_apart(client: Client) -> None:
    page = sound(follows(client, petition().number))
    assert "您输入的是编号，不是查询码" in page.get_element_by_id("id_code_error").text_content()


def test_in_english_the_letter_says_what_it_is_and_its_last_day(client: Client) -> None:
    done = answered()
    follows(client, done.code)
    opens(client, LAST_FOUR)
    client.post(reverse("portal:language"), {"language": "en"})
    page = sound(client.get(reverse("portal:letter_page", args=[opinion(done)])))
    said = " ".join(page.text_content().split())
    assert "Handling opinion of Qinglan Bureau" in said and say("portal.duty.ask_review", "en") in said


def test_what_is_only_read_has_no_circle_for_a_seal_and_what_is_stamped_has_one() -> None:
    done = other_path("accepted", "answered")
    letter = Letter.objects.get(matter=done.matter, act="answered")
    assert not follow.answer(done.petition, letter.pk, at=now()).seal_placeholder
    assert papers.official_page(actor("head"), letter.pk, at=now()).page.seal_placeholder
