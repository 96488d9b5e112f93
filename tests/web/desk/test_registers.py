"""The pages of the registers: lists, items, forms that lose nothing, the file of a matter, downloads."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.foundation import audit
from huiyin.registers.models import ClosedFile, Entry, Item
from huiyin.registers.services import items, opening
from tests.agency import actor, as_staff, office_id, petition
from tests.registers.told import answered, carried, signed, sorted_matter
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
HEAD = ("head", "lp-hrss")
SOON = (today() + timedelta(days=5)).isoformat()
ACCUSATION = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"


def _guided() -> Item:
    matter, _ = sorted_matter(path=2)
    signed(matter, "guided", actor(*HEAD), path="2", to="柳坪县仲裁委", procedure="申请仲裁")
    carried()
    return Item.objects.get(register="guidance")


def _entry(item: Item, kind: str, **more: str) -> dict[str, str]:
    return {
        "version": str(item.version),
        "kind": kind,
        "day": today().isoformat(),
        "words": "问过了。",
        **more,
    }


def test_the_rail_leads_to_the_registers_with_their_counts(client: Client) -> None:
    item = _guided()
    Item.objects.filter(pk=item.pk).update(due=today() - timedelta(days=1))
    as_staff(client, *HEAD)
    page = sound(client.get(reverse("desk:registers")))
    assert page.xpath("//nav//a[@aria-current='page']")[0].text_content().strip() == "台账"
    row = page.xpath("//tr[.//a[contains(@href, 'of=guidance')]]")[0]
    assert [td.text_content().strip() for td in row.findall("td")[1:]] == ["1", "1"]
    assert "待确认" in page.text_content()
    late = sound(client.get(reverse("desk:register_list"), {"of": "guidance", "show": "overdue"}))
    assert late.xpath(f"//a[@href='{reverse('desk:register_item', args=[item.pk])}']")
    assert [n.text_content() for n in late.xpath("//a[@class='tab']/span[@class='n']")] == ["1", "1"]
    ended = sound(client.get(reverse("desk:register_list"), {"of": "guidance", "show": "ended"}))
    assert not ended.xpath("//tbody/tr")


@pytest.mark.parametrize("register", ["directive", "guidance", "execution", "backlog", "continued"])
def test_every_register_shows_a_sound_list_in_both_languages(client: Client, register: str) -> None:
    as_staff(client, "leader")
    assert not sound(client.get(reverse("desk:register_list"), {"of": register})).xpath("//tbody/tr")
    client.cookies["django_language"] = "en"
    sound(client.get(reverse("desk:register_list"), {"of": register, "office": "x", "after": "x_y"}))
    assert client.get(reverse("desk:register_list"), {"of": "people"}).status_code == 404


def test_an_entry_with_a_gap_is_said_at_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    item = _guided()
    as_staff(client, *HEAD)
    address = reverse("desk:register_item", args=[item.pk])
    sound(client.get(address))
    answer = client.post(address, _entry(item, "unknown", source="petitioner", words="说还没去。"))
    assert answer.status_code == 422
    page = sound(answer)
    assert page.xpath("//*[@id='id_due_error']")
    assert page.xpath("//textarea[@name='words']")[0].text.strip() == "说还没去。"
    assert page.xpath("//input[@name='kind'][@checked]/@value") == ["unknown"]
    assert page.xpath("//input[@name='source'][@checked]/@value") == ["petitioner"]
    assert client.post(address, _entry(item, "unknown", source="petitioner", due=SOON)).status_code == 302
    unreadable = client.post(address, _entry(item, "unknown", source="petitioner", due="明天"))
    assert unreadable.status_code == 422 and sound(unreadable).xpath("//*[@id='id_due_error']")


def test_what_came_back_stands_at_the_top_of_the_matter_with_what_may_be_done(client: Client) -> None:
    item = _guided()
    as_staff(client, *HEAD)
    matter = reverse("desk:matter", args=[item.matter_id])
    assert "事项回到本单位" not in client.get(matter).content.decode()
    done = client.post(
        reverse("desk:register_item", args=[item.pk]), _entry(item, "not_filed", source="petitioner")
    )
    assert done.status_code == 302
    page = sound(client.get(matter))
    assert "事项回到本单位" in page.text_content()
    assert page.xpath(f"//a[@href='{reverse('desk:step', args=[item.matter_id, 'accepted'])}']")
    sound(client.get(reverse("desk:register_item", args=[item.pk])))


def test_the_matter_page_offers_registers_to_who_keeps_them_and_the_file_to_all(client: Client) -> None:
    matter, _ = sorted_matter()
    address = reverse("desk:matter", args=[matter])
    as_staff(client, *HEAD)
    assert sound(client.get(address)).xpath(f"//a[@href='{reverse('desk:backlog', args=[matter])}']")
    as_staff(client, "leader")
    page = sound(client.get(address))
    assert page.xpath(f"//a[@href='{reverse('desk:matter_file', args=[matter])}']")
    assert not page.xpath(f"//a[@href='{reverse('desk:backlog', args=[matter])}']")


def test_evidence_comes_with_the_entry_or_not_at_all(client: Client) -> None:
    answered()
    carried()
    item = Item.objects.get(register="execution")
    as_staff(client, *HEAD)
    address = reverse("desk:register_item", args=[item.pk])
    receipt = SimpleUploadedFile("回单.pdf", b"%PDF-1.4\n%%EOF\n")
    refused = client.post(address, {**_entry(item, "unconfirmed", words=""), "files": receipt})
    assert refused.status_code == 422
    assert not Entry.objects.exists()
    assert "回单" not in client.get(address).content.decode()
    receipt.seek(0)
    assert client.post(address, {**_entry(item, "unconfirmed"), "files": receipt}).status_code == 302
    page = sound(client.get(address))
    assert "回单.pdf" in page.text_content() and "已落实" in page.text_content()


def test_a_directive_is_entered_and_a_wrong_one_keeps_what_was_typed(client: Client) -> None:
    as_staff(client, *HEAD)
    address = reverse("desk:directive")
    sound(client.get(address))
    form = {
        "kind": "superior",
        "giver": "省厅信访处",
        "reference": "信访函〔2026〕9号",
        "day": today().isoformat(),
        "due": SOON,
        "text": "请查清后报告。",
        "office": str(office_id("lp-hrss")),
        "numbers": "没有这个号",
    }
    refused = client.post(address, form)
    assert refused.status_code == 422
    page = sound(refused)
    assert page.xpath("//*[@id='id_numbers_error']")
    for left_out in ("kind", "office"):  # what is missing is named, beside its field
        lacking = sound(client.post(address, {**form, "numbers": "", left_out: ""}))
        assert lacking.xpath(f"//*[@id='id_{left_out}_error']")
    assert page.xpath("//textarea[@name='text']")[0].text.strip() == "请查清后报告。"
    assert page.xpath("//input[@name='giver']/@value") == ["省厅信访处"]
    done = client.post(address, {**form, "numbers": ""})
    assert done.status_code == 302
    shown = sound(client.get(done["Location"]))
    assert "请查清后报告。" in shown.text_content() and "信访函〔2026〕9号" in shown.text_content()
    listed = sound(client.get(reverse("desk:register_list"), {"of": "directive"}))
    assert "省厅信访处：请查清后报告" in listed.text_content()  # not only who gave it: they give several
    assert client.post(address, {}).status_code == 422


def test_a_leader_says_what_is_wanted_and_of_whom_the_rest_stands_already(client: Client) -> None:
    county, done = office_id("lp-hrss"), petition(office="lp-hrss", title="久拖的一件")
    as_staff(client, "leader")
    page = sound(client.get(reverse("desk:directive"), {"office": county, "number": done.number}))
    assert page.xpath("//form[@id='id_form']//a[text()='久拖的一件']")
    folded = {name.get("name") for name in page.xpath("//form[@id='id_form']//details//*[@name]")}
    assert folded == {"kind", "giver", "reference", "day", "numbers"}
    people = page.xpath("//select[@name='officer']/optgroup/option")
    assert len({p.get("value") for p in people}) == len(people) > 2, "each person is offered once"
    of = [p.get("data-of").split() for p in people]
    assert str(county) in of[0], "those of the office first"
    assert any(str(county) not in offices for offices in of)
    assert any(len(offices) > 1 for offices in of), "who leads above may answer for several offices"
    sent = {e.get("name"): e.get("value") for e in page.xpath("//details//input[@type!='radio']")}
    sent |= {"kind": "own-leader", "numbers": done.number, "office": county, "text": "请一周内报告进展。"}
    assert client.post(reverse("desk:directive"), sent).status_code == 302


def test_a_backlog_matter_from_its_form_to_its_independent_closing(client: Client) -> None:
    matter, _ = answered(result="reject")
    handler = str(actor("handler", "lp-hrss").staff)
    as_staff(client, *HEAD)
    address = reverse("desk:backlog", args=[matter])
    sound(client.get(address))
    refused = client.post(address, {"standard": "own", "words": "单位已注销。"})
    assert refused.status_code == 422
    assert sound(refused).xpath("//textarea[@name='words']")[0].text.strip() == "单位已注销。"
    made = client.post(address, {"standard": "own", "words": "单位已注销。", "officer": handler})
    item = Item.objects.get(register="backlog")
    assert made["Location"] == reverse("desk:register_item", args=[item.pk])
    page = sound(client.get(made["Location"]))
    asked = page.xpath("//select[starts-with(@name, 'outcome_')]/@name")
    assert asked
    proposal = {**dict.fromkeys(asked, "explained"), "word": "petitioner", "word_on": today().isoformat()}
    gap = client.post(made["Location"], _entry(item, "closing_proposed", **{**proposal, asked[0]: ""}))
    assert gap.status_code == 422 and sound(gap).xpath("//a[@href='#id_outcomes']")
    assert client.post(made["Location"], _entry(item, "closing_proposed", **proposal)).status_code == 302
    own = sound(client.get(made["Location"]))
    assert "等候独立核查" in own.text_content() and not own.xpath("//input[@value='closing_granted']")
    item.refresh_from_db()
    as_staff(client, "supervisor")
    assert sound(client.get(made["Location"])).xpath("//input[@value='closing_granted']")
    assert client.post(made["Location"], _entry(item, "closing_granted")).status_code == 302
    assert "已销号" in sound(client.get(made["Location"])).text_content()


def test_a_promise_is_entered_and_given_to_somebody(client: Client) -> None:
    matter, _ = sorted_matter()
    as_staff(client, *HEAD)
    address = reverse("desk:promise", args=[matter])
    sound(client.get(address))
    assert client.post(address, {"words": "三天内答复。", "due": ""}).status_code == 422
    made = client.post(address, {"words": "三天内答复。", "due": SOON})
    item = Item.objects.get(register="execution")
    hand = reverse("desk:register_hand", args=[item.pk])
    assert client.post(hand, {"officer": "0"}).status_code == 422
    assert client.post(hand, {"officer": str(actor("handler", "lp-hrss").staff)}).status_code == 302
    assert "方圆" in sound(client.get(made["Location"])).text_content()


def test_the_file_of_a_matter_is_closed_downloaded_and_handed_over(client: Client) -> None:
    matter, _ = answered(result="reject")
    as_staff(client, *HEAD)
    address = reverse("desk:matter_file", args=[matter])
    page = sound(client.get(address))
    assert "处理意见书" in page.text_content() and "都在" in page.text_content()
    version = page.xpath("//input[@name='version']/@value")[0]
    assert client.post(address, {"do": "close", "version": version}).status_code == 422
    assert client.post(address, {"do": "close", "retention": "long", "version": version}).status_code == 302
    assert "柳人社信档" in sound(client.get(address)).text_content()
    bundle = reverse("desk:bundle", args=[matter])
    download = client.post(bundle, {"purpose": "archive"})
    content = b"".join(download.streaming_content)  # type: ignore[attr-defined]
    assert int(download["Content-Length"]) == len(content)
    assert "attachment" in download["Content-Disposition"]
    assert "00-目录.csv" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    early = client.post(bundle, {"purpose": "finality"})
    assert early.status_code == 403
    sound(early)
    archive = reverse("desk:archive")
    sound(client.get(archive))
    assert client.post(archive, {}).status_code == 422
    chosen = str(ClosedFile.objects.get().pk)
    handed = client.post(archive, {"files": chosen})
    assert "已移交 1 份" in sound(client.get(handed["Location"])).text_content()
    listed = client.post(archive, {"files": chosen, "do": "list"})
    assert listed["Content-Type"].startswith("text/csv") and listed.content.startswith(b"\xef\xbb\xbf")
    assert "柳人社信档" in sound(client.get(archive, {"show": "transferred"})).text_content()
    assert client.post(address, {"do": "reopen", "reason": "补材料"}).status_code == 302
    sound(client.get(address))
    assert {"file.close", "bundle.download", "file.transfer", "file.list", "file.reopen"} <= {
        e.action for e in audit.entries()
    }


def test_a_possible_accusation_is_on_no_page_of_the_registers_but_for_who_is_named(client: Client) -> None:
    done = petition(ACCUSATION)
    named = actor("head")
    made = opening.promise(done.matter, "七日内答复举报人。", today(), None, by=named, at=now())
    note = items.Given(kind="progress", day=today(), words="已转纪检。")
    items.enter(made, note, version=None, by=named, at=now())
    for role, seen in (("accusation-officer", True), ("registrar", False), ("leader", False)):
        as_staff(client, role)
        item = client.get(reverse("desk:register_item", args=[made]))
        assert (item.status_code == 200) == seen
        listed = client.get(reverse("desk:register_list"), {"of": "execution"}).content.decode()
        assert (reverse("desk:register_item", args=[made]) in listed) == seen
        file = client.get(reverse("desk:matter_file", args=[done.matter]))
        assert (file.status_code == 200) == seen


def test_the_day_by_which_an_opinion_is_carried_out_is_asked_with_it(client: Client) -> None:
    matter, _ = sorted_matter()
    signed(matter, "accepted", actor(*HEAD), path="6")
    as_staff(client, *HEAD)
    address = reverse("desk:step", args=[matter, "opinion_issued"])
    page = sound(client.get(address))
    assert page.xpath("//input[@name='execute_by'][@type='date']")
    version = page.xpath("//input[@name='version']/@value")[0]
    wrong = client.post(address, {"version": version, "result": "support", "execute_by": "下月"})
    assert wrong.status_code == 422 and sound(wrong).xpath("//*[@id='id_execute_by_error']")
    right = client.post(address, {"version": version, "result": "support", "execute_by": SOON})
    assert right.status_code == 302


def test_matters_that_may_belong_into_the_backlog_have_a_tab_of_their_own(client: Client) -> None:
    from huiyin.cases.models import Matter

    matter, _ = answered(result="reject")
    Matter.objects.filter(pk=matter).update(concluded_on=today() - timedelta(days=250))
    as_staff(client, *HEAD)
    link = reverse("desk:matter", args=[matter])
    plain = sound(client.get(reverse("desk:register_list"), {"of": "backlog"}))
    assert not plain.xpath(f"//main//a[@href='{link}']")
    shown = sound(client.get(reverse("desk:register_list"), {"of": "backlog", "show": "suggested"}))
    assert shown.xpath(f"//main//a[@href='{link}']")
