"""A copy of what is held: complete for the person, masked for others, on record."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base import clock
from huiyin.base.clock import now
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.services import past, work
from huiyin.foundation.models import AuditEntry
from tests.agency import actor, as_staff, petition
from tests.people import COMPANION, RETIREE, WAGES, WORKER

pytestmark = pytest.mark.usefixtures("agency")


def unpacked(answer: Any) -> tuple[str, dict[str, Any]]:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return archive.read("我的信息副本.html").decode(), json.loads(archive.read("copy.json"))


def answered() -> Any:
    done = petition(companions=(COMPANION,), channel="visit")
    head = actor("head")
    work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=None, by=head, at=now())
    today = clock.today()
    past.enter(done.matter, "accepted", on=today, by=head, at=now(), fields={"path": 6})
    said = {"view": f"支持周大勇；另{COMPANION.name}（{COMPANION.phone}）同案。"}
    past.enter(
        done.matter, "opinion_issued", on=today, by=head, at=now(), fields={"result": "support"}, content=said
    )
    return done


def ask(client: Client, number: str, proof: str = "document-shown") -> Any:
    return client.post(reverse("desk:personal_copy"), {"number": number, "proof": proof})


def test_the_copy_holds_everything_and_names_no_colleague_and_no_other_person(client: Client) -> None:
    done = answered()
    as_staff(client, "handler").get(reverse("desk:matter", args=[done.matter]))
    page, copy = unpacked(ask(client, done.number))
    one = copy["petitions"][0]
    assert one["person"]["phone"] == WORKER.phone
    assert one["text"] == WAGES
    assert [a["step"] for a in one["matter"]["acts"]]
    opinion = next(letter for letter in one["matter"]["letters"] if "处理" in letter["title"])
    assert "支持周大勇" in str(opinion["text"])
    whole = page + json.dumps(copy, ensure_ascii=False)
    for secret in (COMPANION.name, COMPANION.phone, "陆川", "孟然"):
        assert secret not in whole
    assert "吴＊＊" in whole
    looks = [(look["what"], look["who"]) for look in one["looks"]]
    assert ("打开事项", "青岚市人力资源和社会保障局 承办") in looks
    entry = AuditEntry.objects.get(action="person.copy")
    assert (entry.about, entry.reason) == (f"petition:{done.petition}", "document-shown")


def test_all_contacts_of_the_same_person_are_in_it_and_a_relatives_are_not(client: Client) -> None:
    one, other = petition(), petition("另一件事：" + WAGES)
    petition("弟弟的事", person=PersonGiven(name="周小勇", phone=WORKER.phone))
    petition(person=RETIREE)
    _, copy = unpacked(ask(as_staff(client, "registrar"), one.number))
    assert {p["number"] for p in copy["petitions"]} == {one.number, other.number}


def test_a_proof_of_identity_is_asked_for(client: Client) -> None:
    done = petition()
    answer = ask(as_staff(client, "registrar"), done.number, proof="")
    assert answer.status_code == 422
    assert "请选择怎样核对的身份" in answer.content.decode()
    assert not AuditEntry.objects.filter(action="person.copy").exists()


def test_another_office_and_those_without_case_work_get_none(client: Client) -> None:
    done = petition()
    assert ask(as_staff(client, "registrar", "lp-hrss"), done.number).status_code == 404
    for role in ("auditor", "analyst", "leader", "administrator"):
        assert ask(as_staff(client, role), done.number).status_code == 403


def test_the_petitioner_takes_a_copy_along_with_code_and_last_four_digits(client: Client) -> None:
    done = answered()
    client.post(reverse("portal:follow"), {"code": done.code})
    assert client.post(reverse("portal:copy")).status_code == 302, "the code alone does not open it"
    client.post(reverse("portal:unlock"), {"digits": WORKER.phone[-4:]})
    page, copy = unpacked(client.post(reverse("portal:copy")))
    assert [p["number"] for p in copy["petitions"]] == [done.number]
    assert WORKER.phone in page
    assert COMPANION.name not in page


def test_without_a_telephone_the_code_alone_opens_no_copy(client: Client) -> None:
    done = petition(person=PersonGiven(name="林秋月", address="柳坪县河口镇二号"))
    page = client.post(reverse("portal:follow"), {"code": done.code}, follow=True)
    assert "请带上证件" in page.content.decode()
    assert client.post(reverse("portal:copy")).status_code == 302


def test_what_was_written_cannot_become_a_script_in_the_page(client: Client) -> None:
    done = petition("<script>alert(1)</script>请求追回工资")
    page, _ = unpacked(ask(as_staff(client, "registrar"), done.number))
    assert "<script>" not in page
