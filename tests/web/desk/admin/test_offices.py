"""The administrator's pages about offices, areas and the agency: opened, changed, ended, gone back on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import offices, queries
from huiyin.orgs.models import Agency, Change, Division, Office, Post, Staff
from huiyin.orgs.rules import UNNAMED_OFFICE, holder, level_of
from tests.agency import actor, as_staff, office_id, petition
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
NEW = {
    "name": "青岚市技师学院",
    "short": "青技院",
    "kind": "hrss",
    "division": "970100",
    "reason": "青编〔2026〕3号",
}


def post(client: Client, page: str, /, *args: Any, **typed: Any) -> Any:
    return client.post(reverse(f"desk:{page}", args=args), typed)


def stands(office: int) -> dict[str, Any]:
    """What the form of an office holds when it is opened."""
    values = offices.values_of(Office.objects.get(pk=office))
    return {name: value if value is not None else "" for name, value in values.items()}


def test_an_office_is_opened_once_however_often_the_form_is_sent(client: Client) -> None:
    as_staff(client, "administrator")
    made = [post(client, "office_new", **NEW, parent=office_id("ql-hrss"), superior="") for _ in range(2)]
    assert [answer.status_code for answer in made] == [302, 302]
    assert made[0]["Location"] == made[1]["Location"]
    office = Office.objects.get(name=NEW["name"])
    row = Change.objects.get(about=f"office:{office.pk}")
    assert (row.what, row.reason, row.by_id) == ("office.open", NEW["reason"], actor("administrator").staff)
    entry = AuditEntry.objects.get(action="office.open")
    assert entry.reason == "v1"  # the free reason is not in the log
    page = sound(client.get(made[0]["Location"]))
    assert "青技院信受〔" in page.text_content() and NEW["reason"] in page.text_content()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "柳坪县人力资源和社会保障局"}),
        ("short", {"short": "青人社"}),
        ("short", {"short": ""}),
        ("kind", {"kind": "shop"}),
        ("division", {"division": "110000"}),
        ("code", {"code": "A b"}),
        ("code", {"code": "ql-hrss"}),
        ("phone", {"phone": "1" * 41}),
        ("parent", {"parent": "99999"}),
        ("fields", {"fields": ["X"]}),
        ("reason", {"reason": "长" * 201}),
    ],
)
def test_what_cannot_be_comes_back_beside_its_field(
    client: Client, field: str, typed: dict[str, Any]
) -> None:
    as_staff(client, "administrator")
    refused = post(client, "office_new", **{**NEW, "address": "湖东路 1 号", **typed})
    assert refused.status_code == 422
    page = sound(refused)
    assert page.xpath(f"//*[@id='id_{field}_error']")
    assert page.xpath("//input[@name='address']/@value") == ["湖东路 1 号"]
    assert not Change.objects.exists()


def test_no_ring_can_be_made_of_offices(client: Client) -> None:
    as_staff(client, "administrator")
    city, county = office_id("ql-hrss"), office_id("lp-hrss")
    refused = post(client, "office", city, **{**stands(city), "name": "市局", "parent": county})
    assert refused.status_code == 422
    assert sound(refused).xpath("//*[@id='id_parent_error']")
    assert Office.objects.get(pk=city).name != "市局"
    changed = post(client, "office", county, **{**stands(county), "name": "县局", "parent": ""})
    assert changed.status_code == 302
    assert queries.office(county).name == "县局"


def test_two_who_change_an_office_at_once_see_both_versions(client: Client) -> None:
    as_staff(client, "administrator")
    key = office_id("lp-hrss")
    first = {**stands(key), "hours": "周一", "seen": 0}
    late = {**stands(key), "hours": "周二", "superior": office_id("ql-gov"), "seen": 0}
    assert post(client, "office", key, **first).status_code == 302
    refused = post(client, "office", key, **late)
    assert refused.status_code == 409
    page = sound(refused)
    rows = [[td.text_content() for td in tr.xpath("td")] for tr in page.xpath("//main//table//tr[td]")]
    assert ["接待时间", "周一", "周二"] in rows and len(rows) == 2
    assert page.xpath("//input[@name='hours']/@value") == ["周二"]
    late["seen"] = page.xpath("//input[@name='seen']/@value")[0]
    assert post(client, "office", key, **late).status_code == 302
    assert Office.objects.get(pk=key).hours == "周二"


def test_a_change_is_undone_by_a_further_one(client: Client) -> None:
    as_staff(client, "administrator")
    key = office_id("lp-hrss")
    before = stands(key)
    assert post(client, "office", key, **{**before, "superior": "", "seen": 0}).status_code == 302
    page = sound(client.get(reverse("desk:changes")))
    back = page.xpath("//a[contains(@href, '?back=')]/@href")[0]
    filled = sound(client.get(back))
    chosen = filled.xpath("//select[@name='superior']/option[@selected]/@value")
    assert chosen == [str(before["superior"])]
    assert post(client, "office", key, **{**before, "seen": 1}).status_code == 302
    assert Office.objects.get(pk=key).superior_id == before["superior"]
    assert list(Change.objects.values_list("version", flat=True)) == [1, 2]


def test_saving_without_a_change_writes_nothing(client: Client) -> None:
    as_staff(client, "administrator")
    key = office_id("lp-hrss")
    assert post(client, "office", key, **stands(key), seen=0).status_code == 302
    assert not Change.objects.exists()


def test_an_office_ends_only_once_nothing_rests_on_it(client: Client) -> None:
    as_staff(client, "administrator")
    key = office_id("fd-hrss")
    petition(title="不该看到的标题", office="fd-hrss", by=actor("registrar", "fd-hrss"), channel="visit")
    asked = post(client, "office_end", key, reason="机构改革", seen=0)
    assert asked.status_code == 422 and "岗位" in sound(asked).text_content()
    Post.objects.filter(office=key).delete()
    asked = post(client, "office_end", key, reason="机构改革", seen=0)
    assert asked.status_code == 422 and "没办完" in sound(asked).text_content()
    assert "不该看到" not in asked.content.decode()
    assert post(client, "office_end", office_id("ql-hrss"), reason="x").status_code == 422  # it takes in


def test_an_ended_office_is_offered_nowhere_and_can_be_taken_up_again(client: Client) -> None:
    as_staff(client, "administrator")
    post(client, "office_new", **NEW)
    key = Office.objects.get(name=NEW["name"]).pk
    assert post(client, "office_end", key, reason=" ", seen=1).status_code == 422
    assert post(client, "office_end", key, reason="撤并", seen=1).status_code == 302
    assert key not in {o.id for o in queries.going_on()}
    asked = sound(client.get(reverse("desk:staff")))
    assert not asked.xpath(f"//form[@id='id_form']//select[@name='office']/option[@value='{key}']")
    refused = post(client, "staff", login="xin", name="新", office=key, roles=["analyst"])
    assert refused.status_code == 422
    listed = sound(client.get(reverse("desk:offices"), {"show": "ended"}))
    assert NEW["name"] in listed.text_content()
    assert post(client, "office", key, do="reopen", reason="恢复").status_code == 302
    assert key in {o.id for o in queries.going_on()}


def test_the_agency_names_who_takes_in(client: Client) -> None:
    as_staff(client, "administrator")
    county = office_id("lp-hrss")
    form = {"name": "青岚", "name_en": "Qinglan", "division": "970100", "intake": county, "seen": 0}
    assert post(client, "agency", **form).status_code == 302
    assert queries.intake_office().id == county
    late = post(client, "agency", **{**form, "name": "青岚州"})
    assert late.status_code == 409
    assert post(client, "agency", **{**form, "division": "110000", "seen": 1}).status_code == 422
    assert Agency.objects.count() == 1


def test_an_agency_named_in_chinese_alone_is_not_called_huiyin_in_english(client: Client) -> None:
    Agency.objects.update(name="回音", name_en="Huiyin")
    as_staff(client, "administrator")
    page = sound(client.get(reverse("desk:agency")))
    assert page.xpath("//input[@name='name_en']/@value") in ([], [""])
    form = {
        "name": "青岚",
        "name_en": "Huiyin",
        "division": "970100",
        "intake": office_id("lp-hrss"),
        "seen": 0,
    }
    assert post(client, "agency", **form).status_code == 302
    assert Agency.objects.get().name_en == "青岚"


def test_areas_are_added_and_make_no_ring(client: Client) -> None:
    as_staff(client, "administrator")
    new = {"code": "970123", "name": "石桥县", "parent": "970100"}
    assert post(client, "areas", **new).status_code == 302
    assert "石桥县" in sound(client.get(reverse("desk:areas"))).text_content()
    again = post(client, "areas", **{**new, "name": "另一个"})
    assert again.status_code == 422
    ring = post(client, "area", "970100", name="青岚市", parent="970123", seen=0)
    assert ring.status_code == 422 and sound(ring).xpath("//*[@id='id_parent_error']")
    assert post(client, "area", "970123", name="石桥区", parent="970100", seen=1).status_code == 302
    assert client.get(reverse("desk:area", args=["999999"])).status_code == 404


def test_the_level_of_an_area_follows_from_its_code() -> None:
    found = [level_of(code) for code in ("970000", "970100", "970121", "970121001", "970121001002", "")]
    assert found == ["province", "city", "county", "township", "village", ""]


def test_changes_are_paged_filtered_and_constant_in_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    as_staff(client, "administrator")
    key, who = office_id("lp-hrss"), Staff.objects.get(login="heqing")
    Change.objects.bulk_create(
        [
            Change(
                about=f"office:{key}",
                version=n,
                what="office.change",
                after={"hours": f"第{n}"},
                at=now(),
                by=who,
            )
            for n in range(1, 61)
        ]
    )
    Change.objects.create(about="agency:1", version=1, what="agency.change", after={"name": "新"}, at=now())
    with django_assert_max_num_queries(13):
        first = sound(client.get(reverse("desk:changes")))
    assert len(first.xpath("//tbody/tr")) == 50
    following = sound(client.get(reverse("desk:changes") + first.xpath("//a[@rel='next']/@href")[0]))
    assert len(following.xpath("//tbody/tr")) == 11

    def count(**asked: str) -> int:
        return len(sound(client.get(reverse("desk:changes"), asked)).xpath("//tbody/tr"))

    assert count(kind="agency") == 1
    assert count(by=who.name, kind="office") == 50
    assert count(by="没有这个人") == 0
    assert count(since="2999-01-01") == 0
    assert count(about="agency:1") == 1
    assert count(about="nonsense", kind="x", since="x", before="y") == 50


def test_numbers_are_shown_as_this_office_gives_them_out(client: Client) -> None:
    as_staff(client, "administrator")
    page = sound(client.get(reverse("desk:number_rules"), {"office": office_id("lp-hrss")}))
    assert "柳人社信受〔" in page.text_content()


def test_others_are_kept_out(client: Client) -> None:
    as_staff(client, "head")
    for page in ("administration", "offices", "staff", "limits", "calendars", "letter_words", "changes"):
        assert client.get(reverse(f"desk:{page}")).status_code == 403


def test_an_office_without_a_reviewing_body_is_warned_of(client: Client) -> None:
    as_staff(client, "administrator")
    made = post(client, "office_new", **NEW, parent="", superior="")
    page = sound(client.get(made["Location"]))
    assert "还没有复查机关" in page.text_content() and "上级单位的负责人看不到" in page.text_content()
    stands_well = sound(client.get(reverse("desk:office", args=[office_id("lp-hrss")])))
    assert "还没有复查机关" not in stands_well.text_content()
    assert Office.objects.get(name=NEW["name"]).fields == []  # what is not ticked is not kept


def test_a_county_without_an_area_above_is_asked_about_where_its_city_is_known(client: Client) -> None:
    as_staff(client, "administrator")
    new = {"code": "970133", "name": "石桥县", "parent": "", "seen": "0"}
    asked = post(client, "areas", **new)
    assert asked.status_code == 422
    page = sound(asked)
    assert "青岚市" in page.xpath("//*[@id='id_parent_error']")[0].text_content()
    assert page.xpath("//input[@name='alone']") and not Division.objects.filter(code="970133").exists()
    assert post(client, "areas", **new, alone="1").status_code == 302
    assert Division.objects.get(code="970133").parent is None


def test_the_nameless_first_office_loses_its_english_name_and_begins_with_every_field(client: Client) -> None:
    office = Office.objects.create(code="office", name="本单位", name_en=UNNAMED_OFFICE, short="本")
    as_staff(client, "administrator")
    page = sound(client.get(reverse("desk:office", args=[office.pk])))
    boxes = page.xpath("//input[@name='fields']")
    assert boxes and all(box.get("checked") is not None for box in boxes)
    assert page.xpath("//input[@name='name_en']/@value") in ([], [""])
    form = {**stands(office.pk), "name": "河湾市人力资源和社会保障局", "name_en": UNNAMED_OFFICE, "seen": 0}
    assert post(client, "office", office.pk, **form).status_code == 302
    assert Office.objects.get(pk=office.pk).name_en == ""


def test_the_area_that_holds_another_is_the_closest_by_its_code() -> None:
    known = ["970000", "970100", "980000"]
    assert [holder(c, known) for c in ("970122", "970122001000", "970100", "990100", "970000")] == [
        "970100", "970100", "970000", "", "",
    ]  # fmt: skip
