"""Working on a matter: sorting, steps, letters, two officers at once."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.queries import matter as matters
from huiyin.cases.queries import papers
from huiyin.cases.services import answers, work
from huiyin.foundation import audit
from huiyin.foundation.models import AuditEntry
from tests.agency import actor, as_staff, office_id, petition, staff_id
from tests.people import WORKER
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
SORTING = {"nature": "claim", "kind": "W1", "path": "6", "division": "970121"}


def _version(matter: int) -> int:
    return matters.opened(actor("head"), matter, at=now()).version


def _sort(client: Client, matter: int, **changed: str) -> object:
    form = {**SORTING, "version": str(_version(matter)), **changed}
    return client.post(reverse("desk:sort", args=[matter]), form)


def _draft(client: Client, matter: int, act: str, **fields: str) -> int:
    address = reverse("desk:step", args=[matter, act])
    response = client.post(address, {"version": str(_version(matter)), **fields})
    assert response.status_code == 302, response.content.decode()
    return int(response["Location"].rstrip("/").rsplit("/", 1)[1])


def _content(client: Client, letter: int) -> dict[str, str]:
    page = sound(client.get(reverse("desk:letter", args=[letter])))
    kept = {t.get("name"): t.text.removeprefix("\n") for t in page.xpath("//form[@id='id_form']//textarea")}
    return {**kept, "version": page.xpath("//form[@id='id_form']//input[@name='version']/@value")[0]}


def test_a_registrar_confirms_the_sorting_in_one_go(client: Client) -> None:
    done = petition()
    assert _sort(as_staff(client, "registrar"), done.matter).status_code == 302
    view = matters.opened(actor("head"), done.matter, at=now())
    assert (view.nature, view.kind, view.path, view.division) == ("claim", "W1", 6, "970121")


@pytest.mark.parametrize(
    ("field", "value"), [("kind", ""), ("kind", "ZZ9"), ("nature", ""), ("path", "9"), ("path", "x")]
)
def test_a_sorting_that_is_none_is_said_at_its_field(client: Client, field: str, value: str) -> None:
    done = petition()
    response = _sort(as_staff(client, "registrar"), done.matter, **{field: value})
    assert response.status_code == 422
    page = sound(response)
    assert page.xpath(f"//*[@id='id_{field}_error']")
    assert page.xpath("//select[@name='division']/option[@selected]/@value") == ["970121"]


def test_two_officers_at_once_the_second_sees_the_latest_and_keeps_what_was_chosen(client: Client) -> None:
    done = petition()
    as_staff(client, "registrar")
    seen = _version(done.matter)
    work.sort(done.matter, work.Sorting("claim", "P1", 4, ""), version=seen, by=actor("head"), at=now())
    response = _sort(client, done.matter, version=str(seen))
    assert response.status_code == 409
    page = sound(response)
    assert "又有了改动" in page.text_content()
    assert page.xpath("//select[@name='kind']/option[@selected]/@value") == ["W1"]
    assert matters.opened(actor("head"), done.matter, at=now()).kind == "P1"
    latest = page.xpath("//form[contains(@action, '/sort/')]//input[@name='version']/@value")[0]
    assert _sort(client, done.matter, version=latest).status_code == 302


def test_from_acceptance_to_proof_of_service(client: Client) -> None:
    done = petition()
    _sort(as_staff(client, "registrar"), done.matter)
    letter = _draft(client, done.matter, "accepted", path="6")
    response = client.post(
        reverse("desk:letter", args=[letter]), {**_content(client, letter), "do": "sign"}, follow=True
    )
    assert "已签发" in response.content.decode()
    sound(response)
    served = client.post(
        reverse("desk:serve", args=[letter]),
        {"how": "hand", "day": today().isoformat(), "receipt": "本人签收"},
    )
    assert served.status_code == 302
    as_staff(client, "head")
    opinion = _draft(client, done.matter, "opinion_issued", result="support")
    content = {name: text or "经调查属实。" for name, text in _content(client, opinion).items()}
    shown = reverse("desk:matter", args=[done.matter])
    assert "已起草，等签发：" in client.get(shown).content.decode()
    assert client.post(reverse("desk:letter", args=[opinion]), {**content, "do": "sign"}).status_code == 302
    signed = client.get(shown).content.decode()
    assert "已签发，还没有送达" in signed and "等签发：" not in signed
    client.post(
        reverse("desk:serve", args=[opinion]), {"how": "post", "day": today().isoformat(), "receipt": "EMS 1"}
    )
    page = client.get(shown)
    sound(page)
    assert "还没有送达" not in page.content.decode()
    assert matters.opened(actor("head"), done.matter, at=now()).state.stage == "served"


def test_a_letter_that_lacks_what_the_law_wants_is_not_signed_and_what_was_typed_is_kept(
    client: Client,
) -> None:
    done = petition()
    _sort(as_staff(client, "head"), done.matter)
    accepted = _draft(client, done.matter, "accepted", path="6")
    client.post(reverse("desk:letter", args=[accepted]), {**_content(client, accepted), "do": "sign"})
    letter = _draft(client, done.matter, "opinion_issued", result="reject")
    typed = {**_content(client, letter), "view": "不予支持，理由如下。", "findings": "", "do": "sign"}
    response = client.post(reverse("desk:letter", args=[letter]), typed)
    assert response.status_code == 422
    page = sound(response)
    assert "事实认定" in page.text_content()
    assert page.xpath("//textarea[@name='view']")[0].text.strip() == "不予支持，理由如下。"
    assert _content(client, letter)["view"] == "不予支持，理由如下。"
    assert papers.letter(actor("head"), letter, at=now()).number == ""


def test_two_who_write_one_letter_the_second_keeps_the_words_and_sees_the_others(client: Client) -> None:
    done = petition()
    _sort(as_staff(client, "registrar"), done.matter)
    letter = _draft(client, done.matter, "accepted", path="6")
    first = _content(client, letter)
    address = reverse("desk:letter", args=[letter])
    as_staff(other := Client(), "head").post(address, {**first, "path": "另一位同事写的。", "do": "save"})
    response = client.post(address, {**first, "path": "我写的。", "do": "save"})
    assert response.status_code == 409
    page = sound(response)
    assert page.xpath("//textarea[@name='path']")[0].text.strip() == "我写的。"
    assert "另一位同事写的。" in page.text_content()
    assert other.get(address).status_code == 200
    again = {
        **first,
        "path": "我写的。",
        "do": "save",
        "version": page.xpath("//input[@name='version']/@value")[0],
    }
    assert client.post(address, again).status_code == 302


def test_a_registrar_may_draft_but_not_sign_a_refusal(client: Client) -> None:
    done = petition()
    _sort(as_staff(client, "registrar"), done.matter)
    letter = _draft(client, done.matter, "declined", ground="final", reason="已经复核终结。")
    page = sound(client.get(reverse("desk:letter", args=[letter])))
    assert not page.xpath("//button[@value='sign']")
    content = {name: text or "写明。" for name, text in _content(client, letter).items()}
    assert client.post(reverse("desk:letter", args=[letter]), {**content, "do": "sign"}).status_code == 403


def test_a_step_the_law_refuses_now_says_why(client: Client) -> None:
    done = petition()
    address = reverse("desk:step", args=[done.matter, "objected"])
    page = sound(as_staff(client, "head").get(address))
    assert "不是转送、交办来的" in page.text_content()
    response = client.post(address, {"version": str(_version(done.matter)), "reason": "不归我们管"})
    assert response.status_code == 403
    assert "不归我们管" in response.content.decode()


def test_a_step_without_its_facts_says_which(client: Client) -> None:
    done = petition()
    address = reverse("desk:step", args=[done.matter, "told"])
    response = as_staff(client, "registrar").post(
        address, {"version": str(_version(done.matter)), "procedure": "写信"}
    )
    assert response.status_code == 422
    page = sound(response)
    assert page.xpath("//*[@id='id_to_error']")
    assert page.xpath("//textarea[@name='procedure']")[0].text.strip() == "写信"


def test_a_transfer_goes_to_the_county_and_can_still_be_served_from_here(client: Client) -> None:
    done = petition()
    _sort(as_staff(client, "registrar"), done.matter)
    letter = _draft(client, done.matter, "transferred", to="lp-hrss", reason="事项发生在柳坪县。")
    content = {name: text or "随附。" for name, text in _content(client, letter).items()}
    client.post(reverse("desk:letter", args=[letter]), {**content, "do": "sign"})
    assert matters.opened(actor("head", "lp-hrss"), done.matter, at=now()).office == office_id("lp-hrss")
    served = client.post(
        reverse("desk:serve", args=[letter]), {"how": "electronic", "day": today().isoformat(), "receipt": ""}
    )
    assert served.status_code == 302


def test_letters_download_as_pdf_and_word_and_the_log_says_so(client: Client) -> None:
    done = petition()
    _sort(as_staff(client, "registrar"), done.matter)
    letter = _draft(client, done.matter, "accepted", path="6")
    pdf = client.get(reverse("desk:letter_pdf", args=[letter]))
    assert pdf.content.startswith(b"%PDF")
    word = client.get(reverse("desk:letter_docx", args=[letter]))
    assert word.content.startswith(b"PK")
    assert next(audit.entries()).action == "letter.download"


def test_names_are_masked_until_a_reason_is_given(client: Client) -> None:
    done = petition()
    as_staff(client, "registrar")
    address = reverse("desk:matter", args=[done.matter])
    assert "19900001234" not in client.get(address).content.decode()
    unmask = reverse("desk:unmask", args=[done.matter])
    refused = client.post(unmask, {"petition": done.petition, "reason": "curious"})
    assert refused.status_code == 422
    assert "19900001234" not in refused.content.decode()
    shown = client.post(unmask, {"petition": done.petition, "reason": "contact"})
    sound(shown)
    assert "19900001234" in shown.content.decode()
    assert [(e.action, e.reason) for e in audit.entries() if e.action == "person.unmask"] == [
        ("person.unmask", "contact")
    ]
    assert "no-store" in shown["Cache-Control"]


def test_a_note_and_its_refusals(client: Client) -> None:
    done = petition()
    address = reverse("desk:note", args=[done.matter])
    as_staff(client, "handler")
    assert client.post(address, {"note": "已电话联系。"}).status_code == 302
    assert client.post(address, {"note": " "}).status_code == 422
    long = client.post(address, {"note": "长" * 100_001})
    assert long.status_code == 422
    assert "长" * 100_001 in long.content.decode()
    assert "已电话联系。" in client.get(reverse("desk:matter", args=[done.matter])).content.decode()


def test_giving_to_a_colleague_and_handing_to_a_unit(client: Client) -> None:
    done = petition()
    as_staff(client, "registrar")
    handler = actor("handler").staff
    give = reverse("desk:give", args=[done.matter])
    assert client.post(give, {"handler": handler, "version": _version(done.matter)}).status_code == 302
    stranger = actor("handler", "fd-hrss").staff
    assert client.post(give, {"handler": stranger, "version": _version(done.matter)}).status_code == 422
    hand = reverse("desk:hand", args=[done.matter])
    county = client.post(hand, {"office": office_id("lp-hrss"), "version": _version(done.matter)})
    assert county.status_code == 422
    assert "另一个机关" in county.content.decode()
    assert (
        client.post(hand, {"office": office_id("ql-jc"), "version": _version(done.matter)}).status_code == 302
    )


def test_the_timeline_says_who_had_the_matter_when(client: Client) -> None:
    done = petition()
    work.give_to(done.matter, staff_id("luchuan"), version=None, by=actor("registrar"), at=now())
    work.hand_to_unit(done.matter, office_id("ql-jc"), version=None, by=actor("registrar"), at=now())
    page = sound(as_staff(client, "leader").get(reverse("desk:matter", args=[done.matter])))
    moments = [" ".join(m.text_content().split()) for m in page.xpath("//li[contains(@class, 'moment')]")]
    given = next(n for n, said in enumerate(moments) if said.startswith("指定承办人"))
    assert "陆川" in moments[given] and actor("registrar").name in moments[given]
    assert moments[given + 1].startswith("交本机关另一单位") and "监察" in moments[given + 1]
    assert moments[0].startswith("收到")


def test_unknown_things_are_not_found(client: Client) -> None:
    as_staff(client, "registrar")
    for address in (
        "/desk/matters/999999/",
        "/desk/letters/999999/",
        "/desk/files/999999/",
        "/desk/receipts/99999/",
    ):
        assert client.get(address).status_code == 404
    assert client.get("/desk/matters/1/steps/no-such-step/").status_code == 404


def test_the_reviewer_writes_signs_and_serves_the_review_of_a_countys_opinion(client: Client) -> None:
    head = actor("head", "lp-hrss")
    done = petition(office="lp-hrss", by=actor("registrar", "lp-hrss"), channel="visit")
    _sort(as_staff(client, "registrar", "lp-hrss"), done.matter)
    as_staff(client, "head", "lp-hrss")
    for act, fields in (("accepted", {"path": "6"}), ("opinion_issued", {"result": "reject"})):
        letter = _draft(client, done.matter, act, **fields)
        content = {name: text or "查明属实。" for name, text in _content(client, letter).items()}
        client.post(reverse("desk:letter", args=[letter]), {**content, "do": "sign"})
        proof = {"how": "hand", "day": today().isoformat(), "receipt": "本人签收"}
        assert client.post(reverse("desk:serve", args=[letter]), proof).status_code == 302
    answers.ask_review(done.petition, reason="金额不对", at=now())
    as_staff(client, "reviewer")
    letter = _draft(client, done.matter, "review_decided", result="change")
    content = {name: text or "经复查，予以变更。" for name, text in _content(client, letter).items()}
    signed = client.post(reverse("desk:letter", args=[letter]), {**content, "do": "sign"})
    assert signed.status_code == 302, signed.content.decode()
    assert client.post(reverse("desk:serve", args=[letter]), proof).status_code == 302
    assert matters.opened(head, done.matter, at=now()).state.stage == "reviewed"


def test_the_title_of_a_matter_is_worded_anew_and_names_nobody(client: Client) -> None:
    done = petition(title="")
    address = reverse("desk:retitle", args=[done.matter])
    as_staff(client, "registrar")
    before = {"version": str(_version(done.matter))}
    assert client.post(address, {**before, "headline": f"工地欠{WORKER.name}工资"}).status_code == 302
    shown = matters.opened(actor("head"), done.matter, at=now()).headline
    assert "工地欠" in shown and WORKER.name not in shown
    assert "matter.retitle" in AuditEntry.objects.values_list("action", flat=True)
    stale = client.post(address, {**before, "headline": "别的"})
    assert stale.status_code == 409 and sound(stale).xpath("//input[@name='headline']/@value") == ["别的"]
    for wrong in ("", "长" * 41):
        refused = client.post(address, {"version": str(_version(done.matter)), "headline": wrong})
        assert refused.status_code == 422 and sound(refused).xpath("//*[@id='id_headline_error']")
    as_staff(client, "auditor")
    assert client.post(address, {"headline": "别的"}).status_code == 403
