"""The letter editor: checks beside it, words taken over, reasons given, versions, proof of service."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huiyin.base.clock import now, today
from huiyin.cases.models import Attachment, Countersign, Letter, Overruling
from huiyin.cases.services import countersigning, letters
from huiyin.cases.services.giving_back import give_back
from tests.agency import actor, as_staff
from tests.cases.letters.world import accepted, content, drafted, opinion, revised, sorted_matter
from tests.web.page import read, sound

pytestmark = pytest.mark.usefixtures("agency")
WRONG = "可以自收到之日起15日内向青岚市人民政府请求复查。"
PROMISE = "您的请求予以支持。我局将督促项目部支付工资。"
REASON = "项目部的付款计划还没有定下来"


def draft(**changes: str) -> Letter:
    matter = sorted_matter()
    accepted(matter)
    letter = opinion(matter)
    return revised(letter, changes) if changes else letter


def address(letter: Letter, name: str = "letter") -> str:
    return reverse(f"desk:{name}", args=[letter.pk])


def form(client: Client, letter: Letter) -> dict[str, str]:
    tree = read(client.get(address(letter)))
    fields = tree.xpath("//form[@id='id_form']//textarea | //form[@id='id_form']//input[@name='version']")
    sent = {
        f.get("name"): (f.text or "").lstrip("\n") if f.tag == "textarea" else f.get("value") for f in fields
    }
    return {name: value for name, value in sent.items() if not name.startswith("reason_")}


def test_the_editor_says_under_each_element_who_asks_for_it_and_what_is_unsure(client: Client) -> None:
    as_staff(client, "handler")
    tree = sound(client.get(address(draft())))
    said = {
        name: tree.get_element_by_id(f"id_{name}_help").text_content()
        for name in ("findings", "investigation")
    }
    assert "《信访工作条例》第三十二条" in said["findings"]
    assert "公开的文书式样" in said["investigation"] and "还没有核对" in said["investigation"]
    assert not [words for words in said.values() if "条款待核" in words or "待确认" in words]


def test_each_check_says_what_is_wrong_what_to_do_and_the_article(client: Client) -> None:
    as_staff(client, "handler")
    tree = sound(client.get(address(draft(remedy=WRONG))))
    checks = tree.get_element_by_id("checks")
    said = " ".join(checks.text_content().split())
    assert "必须改" in said and "应当是 30 日" in said and "第三十五条" in said
    assert checks.xpath(".//a[@href='#id_remedy']")
    assert checks.get("aria-live") == "polite"


def test_checks_come_while_somebody_writes_and_nothing_is_kept(client: Client) -> None:
    letter = draft()
    as_staff(client, "handler")
    typed = {**form(client, letter), "remedy": WRONG, "view": PROMISE}
    first = client.post(address(letter, "letter_checks"), typed)
    assert first.status_code == 200
    assert "应当是 30 日" in first.content.decode()
    (area,) = read(first).xpath("//textarea[starts-with(@name, 'reason_')]/@name")
    again = read(client.post(address(letter, "letter_checks"), {**typed, area: "写到一半的理由"}))
    assert again.xpath(f"//*[@id='checks']//textarea[@name='{area}']")[0].text.strip() == "写到一半的理由"
    assert content(letter)["remedy"] != WRONG
    tree = read(client.get(address(letter)))
    assert tree.get_element_by_id("id_form").get("hx-post") == address(letter, "letter_checks")


def test_where_the_session_has_run_out_the_checks_say_so_and_nothing_half_typed_is_kept(
    client: Client,
) -> None:
    letter = draft()
    as_staff(client, "handler")
    form = read(client.get(address(letter))).get_element_by_id("id_form")
    assert form.get("hx-status:401") == "swap:outerHTML"
    client.logout()
    answer = client.post(address(letter, "letter_checks"), {"view": "半句"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    part = read(answer)
    assert part.get("id") == form.get("hx-target").removeprefix("#")
    assert "退出登录" in part.text_content() and "写的字还在" in part.text_content()
    (link,) = part.xpath(".//a")
    assert (link.get("href"), link.get("target")) == (reverse("desk:sign_in"), "_blank")
    assert "半句" not in answer.content.decode()
    assert "huiyin_kept" not in client.session


def test_how_plain_a_letter_is_follows_what_is_typed(client: Client) -> None:
    letter = draft()
    as_staff(client, "handler")
    before = read(client.get(address(letter))).get_element_by_id("readable")
    assert before.get("hx-swap-oob") is None
    typed = {
        **form(client, letter),
        "view": "鉴于上述情形，不得不" + "对您的该项请求作出不予支持的处理，" * 8 + "特此告知。",
    }
    part = read(client.post(address(letter, "letter_checks"), typed)).get_element_by_id("readable")
    assert part.get("hx-swap-oob") == "true"
    assert part.text_content().split() != before.text_content().split()
    assert part.xpath(".//a[@href='#id_view']")


def test_the_words_of_the_file_are_taken_over_with_one_press_and_nothing_else_is_lost(client: Client) -> None:
    letter = draft(remedy=WRONG)
    as_staff(client, "handler")
    sent = {**form(client, letter), "view": "您的请求予以支持，款项已经付清。", "do": "use:remedy"}
    answer = client.post(address(letter), sent, follow=True)
    assert "已换成案卷里的写法" in answer.content.decode()
    kept = content(letter)
    assert "30 日内" in kept["remedy"] and kept["view"] == sent["view"]


def test_a_reason_is_given_in_the_same_form_and_shown_to_who_signs(client: Client) -> None:
    letter = draft(view=PROMISE)
    as_staff(client, "handler")
    tree = sound(client.get(address(letter)))
    (button,) = tree.xpath("//button[starts-with(@value, 'overrule:')]")
    (area,) = tree.xpath("//textarea[starts-with(@name, 'reason_')]")
    assert button.get("form") == area.get("form") == "id_form"
    short = client.post(
        address(letter), {**form(client, letter), "do": button.get("value"), area.get("name"): "嗯"}
    )
    assert short.status_code == 422
    assert "至少 4 个字" in sound(short).get_element_by_id("checks").text_content()
    client.post(
        address(letter), {**form(client, letter), "do": button.get("value"), area.get("name"): REASON}
    )
    assert Overruling.objects.count() == 1
    as_staff(client, "head")
    page = client.get(address(letter)).content.decode()
    assert REASON in page and "已写明理由" in page


def test_a_letter_against_the_law_is_refused_on_the_page_with_everything_typed_still_there(
    client: Client,
) -> None:
    letter = draft()
    as_staff(client, "head")
    sent = {**form(client, letter), "remedy": WRONG, "do": "sign"}
    answer = client.post(address(letter), sent)
    assert answer.status_code == 422
    tree = sound(answer)
    assert WRONG in tree.get_element_by_id("id_remedy").text
    assert tree.get_element_by_id("id_remedy").get("aria-invalid") == "true"
    assert Letter.objects.get(pk=letter.pk).number is None


def test_what_changed_between_two_versions_is_read_without_colour(client: Client) -> None:
    letter = draft(view=PROMISE)
    as_staff(client, "head")
    assert read(client.get(address(letter))).xpath(f"//a[@href='{address(letter, 'letter_versions')}']")
    tree = sound(client.get(address(letter, "letter_versions")))
    gone, new = tree.findall(".//del"), tree.findall(".//ins")
    assert new and "［增］" in new[0].text_content() and "［增完］" in new[0].text_content()
    assert all("［删］" in one.text_content() for one in gone)
    first = sound(client.get(address(letter, "letter_versions"), {"old": 1, "new": 1}))
    assert "这两版的文字一样" in first.text_content()
    assert {e.get("value") for e in tree.xpath("//input[@name='old']")} == {"1", "2", "3"}


def test_no_other_office_reads_versions_checks_or_forms(client: Client) -> None:
    letter = draft()
    as_staff(client, "head", "lp-hrss")
    for name in ("letter_versions", "proof_pdf", "proof_docx"):
        assert client.get(address(letter, name)).status_code == 404
    assert client.post(address(letter, "letter_checks"), {}).status_code == 404


def test_the_signed_receipt_is_kept_from_the_page_of_the_letter(client: Client) -> None:
    letter = accepted(sorted_matter())
    as_staff(client, "registrar")
    assert client.get(address(letter, "proof_pdf")).content.startswith(b"%PDF")
    letters.serve(letter.pk, how="post", day=today(), receipt="挂号信", by=actor("registrar"), at=now())
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    picture.seek(0)
    picture.name = "回证.png"
    answer = client.post(
        address(letter, "letter_proof"), {"proof": picture, "post_number": "EA123456789CN"}, follow=True
    )
    tree = sound(answer)
    assert "EA123456789CN" in tree.text_content() and "回证.png" in tree.text_content()
    assert Attachment.objects.filter(service__isnull=False).count() == 1
    refused = client.post(address(letter, "letter_proof"), {"post_number": "坏"})
    assert refused.status_code == 422
    assert sound(refused).get_element_by_id("id_post_number").get("aria-invalid") == "true"


def test_a_signed_letter_says_what_is_done_when_something_in_it_is_wrong(client: Client) -> None:
    letter = accepted(sorted_matter())
    as_staff(client, "registrar")
    assert "没有规定更正函" in sound(client.get(address(letter))).text_content()


def test_an_assignment_is_chosen_on_the_form_of_the_step(client: Client) -> None:
    matter = sorted_matter()
    as_staff(client, "registrar")
    there = reverse("desk:step", args=[matter, "transferred"])
    tree = sound(client.get(there))
    assert tree.xpath("//input[@name='kind'][@value='transfer'][@checked]")
    version = tree.xpath("//input[@name='version']/@value")[0]
    sent = {"to": "lp-hrss", "kind": "assign", "reason": "属柳坪县职权", "version": version}
    refused = client.post(there, sent)
    assert sound(refused).get_element_by_id("id_report_by").get("aria-invalid") == "true"
    client.post(there, {**sent, "report_by": today().isoformat()})
    assert Letter.objects.get().kind == "assign"
    assert sound(client.get(address(Letter.objects.get()))).xpath("//dt[contains(., '转送还是交办')]")


def test_drafts_of_several_kinds_show_their_own_elements(client: Client) -> None:
    as_staff(client, "registrar")
    for act, fields in (
        ("told", {"to": "医保局"}),
        ("declined", {"ground": "final", "reason": "已经复核终结"}),
    ):
        letter = drafted(sorted_matter(), act, **fields)
        tree = sound(client.get(address(letter)))
        assert {e.get("name") for e in tree.xpath("//form[@id='id_form']//textarea")} == set(content(letter))


def test_the_day_a_promise_ends_is_noted_beside_the_words_and_goes_on_record(client: Client) -> None:
    as_staff(client, "handler")
    letter, day = draft(), today() + timedelta(days=20)
    said = f"您的请求予以支持，项目部在{day.year}年{day.month}月{day.day}日前付清。"
    sent = {**form(client, letter), "view": said, "do": "save"}
    client.post(address(letter), sent)
    assert "不会提醒任何人" in read(client.get(address(letter))).get_element_by_id("checks").text_content()
    past = {**form(client, letter), "execute_by": "2020-01-01", "do": "save"}
    refused = client.post(address(letter), past)
    assert refused.status_code == 422 and sound(refused).xpath("//*[@id='id_execute_by_error']")
    sent = {**form(client, letter), "execute_by": day.isoformat(), "do": "save"}
    assert client.post(address(letter), sent).status_code == 302
    assert Letter.objects.get(pk=letter.pk).act_fields["execute_by"] == day.isoformat()
    shown = read(client.get(address(letter)))
    assert "不会提醒任何人" not in shown.get_element_by_id("checks").text_content()
    assert shown.get_element_by_id("id_execute_by").get("value") == day.isoformat()


def test_a_promise_by_a_day_that_no_register_holds_reminds_until_it_is_entered(client: Client) -> None:
    day = today() + timedelta(days=20)
    said = f"我们作了说明。{day.year}年{day.month}月{day.day}日前由业务科修改应答内容，并电话告知您。"
    letter = draft(view=said)
    signed = {"number": "青人社信处〔2026〕9号", "signed_on": today(), "signed_by": actor("head").staff}
    Letter.objects.filter(pk=letter.pk).update(act_fields={"result": "explain"}, **signed)
    as_staff(client, "handler")
    matter = reverse("desk:matter", args=[letter.matter_id])
    for page in (matter, address(letter)):
        [way] = sound(client.get(page)).xpath("//a[contains(@href, '?letter=')]/@href")
    form = sound(client.get(way))
    assert form.get_element_by_id("id_due").get("value") == day.isoformat()
    words = form.get_element_by_id("id_words").text
    assert "修改应答内容" in words
    assert client.post(way, {"words": words, "due": day.isoformat(), "officer": ""}).status_code == 302
    assert not sound(client.get(matter)).xpath("//a[contains(@href, '?letter=')]")


def test_a_wrong_result_is_changed_in_the_draft_and_whoever_signed_along_is_asked_again(
    client: Client,
) -> None:
    letter = draft()
    colleague = actor("registrar")
    countersigning.ask(letter.pk, [f"staff:{colleague.staff}"], by=actor("handler"), at=now())
    row = Countersign.objects.get(letter=letter)
    version = Letter.objects.get(pk=letter.pk).version
    countersigning.answer(row.pk, "agree", "", version=version, by=colleague, at=now())
    as_staff(client, "handler")
    sent = {**form(client, letter), "do": "save", "view": "我们作了说明。", "result": "explain"}
    assert client.post(address(letter), sent).status_code == 302
    changed = Letter.objects.get(pk=letter.pk)
    assert changed.act_fields["result"] == "explain" and changed.version > version
    assert Countersign.objects.filter(letter=letter, answer="").exists()
    assert client.post(address(letter), {**form(client, letter), "result": "nonsense"}).status_code == 422
    shown = read(client.get(address(letter)))
    assert shown.xpath("//select[@name='result']/option[@selected]/@value") == ["explain"]
    assert not shown.xpath("//*[@name='execute_by']"), "what is not supported has no day to be carried out"


def test_the_words_with_which_a_draft_came_back_stand_on_its_page(client: Client) -> None:
    letter = draft()
    give_back(letter.pk, "请写明哪天以前", by=actor("head"), at=now())
    assert "请写明哪天以前" in sound(as_staff(client, "handler").get(address(letter))).text_content()


def test_whoever_is_asked_to_sign_along_answers_on_the_page_of_the_letter(client: Client) -> None:
    letter = draft()
    colleague = actor("registrar")
    countersigning.ask(letter.pk, [f"staff:{colleague.staff}"], by=actor("handler"), at=now())
    shown = sound(as_staff(client, "registrar").get(address(letter)))
    [action] = shown.xpath("//*[@id='countersign_here']//form/@action")
    assert not shown.xpath("//button[@value='discard']")
    version = Letter.objects.get(pk=letter.pk).version
    assert client.post(action, {"said": "agree", "version": version}).status_code == 302
    assert not sound(client.get(address(letter))).xpath("//*[@id='countersign_here']")


def test_a_letter_that_lacks_a_countersign_says_so_at_its_top(client: Client) -> None:
    letter = draft()
    countersigning.ask(letter.pk, [f"staff:{actor('registrar').staff}"], by=actor("handler"), at=now())
    shown = sound(as_staff(client, "head").get(address(letter)))
    assert shown.xpath("//*[contains(@class,'notice')]//*[contains(.,'还有会签没有答复')]")


def test_one_tally_is_given_of_what_keeps_a_letter_from_being_signed(client: Client) -> None:
    letter = draft(findings="")
    shown = sound(as_staff(client, "handler").get(address(letter)))
    said = [
        re.findall(r"还有 (\d+) 处", shown.get_element_by_id(place).text_content())
        for place in ("checks_say", "checks")
    ]
    assert said[0] and said[0] == said[1]


def test_after_a_conflict_one_box_says_who_changed_what_and_the_other_words_are_open(client: Client) -> None:
    letter = draft()
    as_staff(client, "handler")
    mine = {**form(client, letter), "findings": "我写的事实。", "do": "save"}
    revised(letter, {"findings": "同事写的事实。"})
    shown = sound(client.post(address(letter), mine))
    assert not shown.xpath("//*[@id='errors']")
    assert any("同事写的事实" in e.text_content() for e in shown.xpath("//details[@open]"))
    assert shown.xpath("//*[contains(@class,'notice')]//a[@href='#id_findings']")


def test_a_draft_that_came_back_waits_among_the_to_do_of_who_wrote_it(client: Client) -> None:
    letter = draft()
    give_back(letter.pk, "请写明哪天以前", by=actor("head"), at=now())
    tree = sound(as_staff(client, "handler").get(reverse("desk:todo")))
    assert tree.xpath(f"//*[@class='asked-of-me']//a[@href='{address(letter)}']")


def test_service_and_its_proof_are_recorded_in_one_go_or_not_at_all(client: Client) -> None:
    matter = sorted_matter()
    letter = accepted(matter)
    as_staff(client, "registrar")
    page = sound(client.get(address(letter)))
    assert "邮寄的，写邮件签收那天，不是寄出那天" in page.text_content()
    assert page.xpath(
        "//form[@id='id_form' and @enctype='multipart/form-data']//input[@name='proof' and @type='file']"
    )
    typed = {"how": "post", "day": today().isoformat(), "receipt": "本人签收"}
    wrong = client.post(address(letter, "serve"), {**typed, "post_number": "12"})
    assert wrong.status_code == 422 and sound(wrong).xpath("//input[@name='post_number' and @value='12']")
    assert "还没有送达" in sound(client.get(reverse("desk:service", args=[letter.pk]))).text_content()
    shot = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(shot, "PNG")
    proof = SimpleUploadedFile("回证.png", shot.getvalue(), "image/png")
    done = client.post(address(letter, "serve"), {**typed, "post_number": "EMS 1234 5678", "proof": proof})
    assert done.status_code == 302
    assert Attachment.objects.get().service.letter_id == letter.pk
    said = sound(client.get(address(letter))).text_content()
    assert "EMS12345678" in said and "回证.png" in said
    service = sound(client.get(reverse("desk:service", args=[letter.pk])))
    assert "还没有送过" not in service.text_content() and "直接登记了送达" in service.text_content()
    here = service.xpath("//nav[contains(@class, 'rail-nav')]//a[@aria-current='page']/@href")
    assert here == [reverse("desk:letters")]
