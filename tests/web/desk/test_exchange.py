"""The pages of the exchange: files in and out, decisions, differences; systems, tokens and webhooks."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.cases.models import Matter
from huiyin.cases.services import past
from huiyin.exchange.models import AccessToken, Delivery, Difference, Link, Webhook
from huiyin.exchange.rules.scopes import EVENTS
from huiyin.exchange.services import telling
from tests.agency import actor, as_staff, petition
from tests.exchange.world import HOTLINE, PROVINCE, connected, row, table, take
from tests.people import STAFF, WAGES
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
OPEN = {"exchange": (), "exchange_system": (PROVINCE,), "exchange_differences": (PROVINCE,)}


def upload(client: Client, content: bytes, do: str = "take", code: str = PROVINCE) -> Any:
    file = SimpleUploadedFile("theirs.csv", content)
    return client.post(reverse("desk:exchange_system", args=[code]), {"do": do, "files": file})


def test_a_file_is_brought_in_on_the_page_and_what_was_refused_is_shown(client: Client) -> None:
    connected()
    as_staff(client, "registrar")
    answer = upload(client, table([row("XF1", kind="9999"), row("")]))
    assert answer.status_code == 200
    shown = sound(answer).text_content()
    assert "新登记 1" in shown and "这一行没有编号" in shown and "9999" in shown
    assert Link.objects.get().matter.office.code == "ql-hrss"


def test_a_file_that_is_no_table_is_refused_beside_the_field(client: Client) -> None:
    connected()
    as_staff(client, "registrar")
    answer = upload(client, b"%PDF-1.7 nothing")
    assert answer.status_code == 422
    assert "不是表格" in sound(answer).text_content()
    empty = client.post(reverse("desk:exchange_system", args=[PROVINCE]), {"do": "take"})
    assert (empty.status_code, "请选择要导入的文件" in empty.content.decode()) == (422, True)


def test_an_export_is_made_downloaded_and_confirmed(client: Client) -> None:
    connected()
    take(table([row("XF1")]))
    matter = Matter.objects.get()
    past.enter(matter.pk, "accepted", on=date(2026, 3, 5), fields={"path": 6}, by=actor("handler"), at=now())
    as_staff(client, "head")
    made = client.post(reverse("desk:exchange_export", args=[PROVINCE]), {"what": "progress"}, follow=True)
    assert "第 2 批，1 行" in sound(made).text_content()
    for form in ("csv", "xlsx"):
        file = client.get(reverse("desk:exchange_download", args=[PROVINCE, 2, form]))
        assert file["Content-Disposition"] == f'attachment; filename="province-progress-0002.{form}"'
    assert client.get(reverse("desk:exchange_download", args=[PROVINCE, 2, "exe"])).status_code == 404
    assert client.get(reverse("desk:exchange_download", args=[PROVINCE, 9, "csv"])).status_code == 404
    done = client.post(reverse("desk:exchange_delivered", args=[PROVINCE, 2]), follow=True)
    assert "对方已接收" in sound(done).text_content()
    nothing = client.post(reverse("desk:exchange_export", args=[PROVINCE]), {"what": "progress"}, follow=True)
    assert "没有新的内容" in nothing.content.decode()
    assert client.post(reverse("desk:exchange_export", args=[PROVINCE]), {"what": "?"}).status_code == 422


@pytest.mark.parametrize(("do", "matters"), [("same", 1), ("new", 2)])
def test_a_waiting_record_is_decided_on_the_page(client: Client, do: str, matters: int) -> None:
    connected(HOTLINE, "hotline-12345")
    petition()
    take(table([{"number": "GD1", "received": "2026-03-02", "text": WAGES}], "hotline-12345"), HOTLINE)
    as_staff(client, "registrar")
    page = sound(client.get(reverse("desk:exchange_system", args=[HOTLINE])))
    assert "GD1" in page.text_content() and "内容相同" in page.text_content()
    link = Link.objects.get()
    sound(client.post(reverse("desk:exchange_decide", args=[HOTLINE, link.pk]), {"do": do}, follow=True))
    assert Matter.objects.count() == matters
    gone = client.post(reverse("desk:exchange_decide", args=[HOTLINE, link.pk]), {"do": do})
    assert gone.status_code == 404


def test_differences_are_listed_and_closed(client: Client) -> None:
    connected()
    take(table([row("XF1")]))
    as_staff(client, "registrar")
    upload(client, table([row("XF1", status="90"), row("XF2")]), "compare")
    page = sound(client.get(reverse("desk:exchange_differences", args=[PROVINCE]))).text_content()
    assert "状态不同" in page and "本系统没有" in page and "导入对方的登记表" in page
    one = Difference.objects.order_by("id").first()
    assert one is not None
    address = reverse("desk:exchange_close", args=[PROVINCE, one.pk])
    assert "请选择怎样处理的" in client.post(address, {}, follow=True).content.decode()
    sound(client.post(address, {"outcome": "done"}, follow=True))
    closed = client.get(reverse("desk:exchange_differences", args=[PROVINCE]) + "?show=closed")
    assert "已在本系统更正" in sound(closed).text_content()


def test_the_page_of_a_matter_shows_their_number_status_and_own_clocks(client: Client) -> None:
    connected()
    take(
        table(
            [
                row(
                    "XF1",
                    due="2026-03-20",
                    returned="2026-03-09",
                    return_reason="不属本单位",
                    query_code="QQ7",
                )
            ]
        )
    )
    as_staff(client, "registrar")
    shown = sound(client.get(reverse("desk:matter", args=[Matter.objects.get().pk]))).text_content()
    for words in ("XF1", "办理时限", "不是法定期限", "不属本单位", "QQ7"):
        assert words in shown


def test_pages_are_as_cheap_with_many_systems(client: Client, django_assert_max_num_queries: Any) -> None:
    for n in range(12):
        connected(f"system-{n}")
    as_staff(client, "registrar")
    with django_assert_max_num_queries(14):
        sound(client.get(reverse("desk:exchange")))


@pytest.mark.parametrize("colleague", STAFF, ids=lambda c: c.login)
def test_only_those_who_run_the_exchange_open_its_pages(client: Client, colleague: Any) -> None:
    connected()
    as_staff(client, colleague.roles[0], colleague.office)
    runs = colleague.office == "ql-hrss" and bool({"registrar", "head"} & set(colleague.roles))
    for name, arguments in OPEN.items():
        status = client.get(reverse(f"desk:{name}", args=arguments)).status_code
        elsewhere = name == "exchange" and bool({"registrar", "head"} & set(colleague.roles))
        assert (status == 200) == (runs or elsewhere), (name, status)
    looks_after = "administrator" in colleague.roles
    for address in (reverse("desk:systems"), reverse("desk:system", args=[PROVINCE])):
        assert (client.get(address).status_code == 200) == looks_after
        assert (client.post(address, {"do": "disconnect"}).status_code == 403) == (not looks_after)


def test_the_administrator_connects_a_system_and_sees_no_case(client: Client) -> None:
    as_staff(client, "administrator")
    bad = client.post(reverse("desk:systems"), {"code": "省", "name": "省系统", "office": "ql-hrss"})
    assert bad.status_code == 422 and 'value="省系统"' in bad.content.decode()
    sound(bad)
    given = {"code": PROVINCE, "name": "省系统", "office": "ql-hrss", "map": "petition-system"}
    sound(client.post(reverse("desk:systems"), given, follow=True))
    take(table([row("XF1", text="灯塔路工程款")]))
    whole = (
        client.get(reverse("desk:systems")).content
        + client.get(reverse("desk:system", args=[PROVINCE])).content
    )
    assert "灯塔路" not in whole.decode() and "XF1" not in whole.decode()
    assert client.get(reverse("desk:exchange")).status_code == 403
    assert client.get(reverse("desk:system", args=["nowhere"])).status_code == 404


def test_a_token_is_shown_once_rotated_and_revoked(client: Client) -> None:
    connected()
    as_staff(client, "administrator")
    address = reverse("desk:system", args=[PROVINCE])
    lacking = client.post(address, {"do": "token", "days": "30"})
    assert lacking.status_code == 422
    sound(lacking)
    made = client.post(address, {"do": "token", "scopes": ["matters:read"], "days": "30"})
    token = sound(made).xpath("//code[starts-with(text(), 'hyt_')]/text()")[0]
    assert token not in client.get(address).content.decode()
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/matters", headers=bearer).status_code == 200
    key = AccessToken.objects.get().pk
    assert "明天以前仍然有效" in sound(client.post(address, {"do": "rotate", "id": key})).text_content()
    sound(client.post(address, {"do": "revoke", "id": key}, follow=True))
    assert client.get("/api/v1/matters", headers=bearer).status_code == 401
    assert (
        "没有这个令牌" in client.post(address, {"do": "revoke", "id": "9" * 30}, follow=True).content.decode()
    )
    assert client.post(address, {"do": "dance"}).status_code == 302


def test_a_webhook_is_looked_after_on_the_page(client: Client, settings: Any) -> None:
    connected()
    as_staff(client, "administrator")
    address = reverse("desk:system", args=[PROVINCE])
    inner = client.post(address, {"do": "webhook", "url": "https://127.0.0.1/x", "events": EVENTS})
    assert inner.status_code == 422 and "指向内部网络" in sound(inner).text_content()
    settings.WEBHOOK_PRIVATE = True
    made = client.post(address, {"do": "webhook", "url": "http://127.0.0.1:9/x", "events": EVENTS})
    assert "whsec_" in made.content.decode()
    hook = Webhook.objects.get().pk
    for do in ("ping", "pause"):
        sound(client.post(address, {"do": do, "id": hook}, follow=True))
    telling.deliver(at=now())
    shown = sound(client.get(address)).text_content()
    assert "推送已暂停" in sound(client.get(reverse("desk:systems"))).text_content()
    assert "推送已暂停" in shown and "unreachable" in shown and "未送达" in shown
    delivery = Delivery.objects.get().pk
    sound(client.post(address, {"do": "resend", "id": delivery}, follow=True))
    sound(client.post(address, {"do": "resume", "id": hook}, follow=True))
    assert "whsec_" in client.post(address, {"do": "secret", "id": hook}).content.decode()
    sound(client.post(address, {"do": "close", "id": hook}, follow=True))
    assert Webhook.objects.get().closed_at is not None
    done = client.post(address, {"do": "disconnect"}, follow=True)
    assert done.status_code == 200 and client.get(address).status_code == 404


def test_the_pages_speak_english(client: Client) -> None:
    connected()
    client.cookies["huiyin_language"] = "en"
    as_staff(client, "registrar")
    assert (
        "Bring in their file"
        in sound(client.get(reverse("desk:exchange_system", args=[PROVINCE]))).text_content()
    )
