"""The main job, end to end, as its people do it: petition, understanding, work, answer, rating, record."""

import io
import re
from typing import Any

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from huiyin.demo.play import PASSWORD

TEXT = (
    "我从2026年3月起在芷川县城关镇东风桥安置房工地做钢筋工，包工头只发过两个月生活费，还欠我工资28000元。"
    "找了项目部三次，都说等甲方拨款。"
)
ASKED = "请帮我追回工资28000元。"
OFFICE = "芷川县人力资源和社会保障局"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page, login: str) -> None:
    page.goto("/desk/sign-in/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile(r"/desk/(audit/)?$"))


def hand_in(page: Page, picture: Any) -> str:
    """Hand a petition in by the portal's four steps; return the query code."""
    picture(page, "01-home")
    page.goto("/submit/")
    page.fill("#id_text", TEXT)
    page.set_input_files(
        "#id_files", {"name": "工资条.txt", "mimeType": "text/plain", "buffer": "三月 5600".encode()}
    )
    picture(page, "02-what-happened")
    page.locator("main").get_by_role("button", name="下一步").last.click()
    page.select_option("#id_place", label="芷川县")
    page.locator("main").get_by_role("button", name="下一步").last.click()
    page.fill("#id_asked", ASKED)
    page.locator("main").get_by_role("button", name="下一步").last.click()
    page.fill("#id_name", "周大勇")
    page.fill("#id_phone", "199 0000 4321")
    page.fill("#id_address", "芷川县城关镇东风桥社区")
    picture(page, "03-who-you-are")
    page.locator("main").get_by_role("button", name="去核对").last.click()
    expect(page.locator("main")).to_contain_text(ASKED)
    expect(page.locator("main")).to_contain_text("工资条.txt")
    picture(page, "04-check")
    press(page, "提交")
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的来信")
    picture(page, "05-receipt")
    assert len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]{3}", page.locator("main").inner_text())
    assert found
    return found[0]


def open_newest(page: Page) -> None:
    page.goto("/desk/matters/")
    page.locator("main table a[href*='/desk/matters/']").first.click()
    expect(page.locator("main")).to_contain_text("信访人怎么说")


def take_letter_step(page: Page, name: str, fill: Any = None) -> None:
    """Take a step that needs a letter, up to its draft."""
    page.get_by_role("link", name=name, exact=True).click()
    if fill:
        fill(page)
    press(page, "起草文书")
    expect(page.locator("main")).to_contain_text("文书内容")


def sign_letter(page: Page) -> None:
    press(page, "签发")
    expect(page.locator("main")).to_contain_text("已签发")


def test_a_petition_is_handed_in_understood_worked_answered_read_and_rated(visit: Any, picture: Any) -> None:
    petitioner = visit("/")
    code = hand_in(petitioner, picture)

    # The city's registrar sees what the system read, confirms it, and transfers it to the county.
    registrar = visit("/desk/")
    sign_in(registrar, "zhouhui")
    picture(registrar, "06-todo")
    open_newest(registrar)
    expect(registrar.locator("main")).to_contain_text("农民工欠薪")
    expect(registrar.locator("main mark.found").first).to_be_visible()
    expect(registrar.locator("main")).to_contain_text("周＊＊")
    picture(registrar, "07-matter")
    registrar.locator("#id_path").select_option("6")
    press(registrar, "确认")
    take_letter_step(
        registrar,
        "转送交办",
        lambda p: (p.select_option("#id_to", label=OFFICE), p.fill("#id_reason", "属该县职权")),
    )
    sign_letter(registrar)

    # The county's registrar unmasks for a reason, accepts, and hands the notice over.
    county = visit("/desk/")
    sign_in(county, "pengxiang")
    open_newest(county)
    county.get_by_text("查看完整信息").first.click()
    county.locator("select[name=reason]").first.select_option("contact")
    press(county, "查看")
    expect(county.locator("main")).to_contain_text("19900004321")
    take_letter_step(county, "受理", lambda p: p.locator("[name=path][value='6']").check())
    picture(county, "08-letter-draft")
    sign_letter(county)

    # The handler drafts the opinion; what the law wants and is missing stops the signature.
    open_newest(county)
    take_letter_step(county, "出具处理意见", lambda p: p.locator("[name=result][value=support]").check())
    expect(county.locator("main")).to_contain_text("还缺法律要求的内容")
    for element, words in {
        "investigation": "我局走访了工地，查阅了考勤和工资台账。",
        "findings": "查明总承包单位尚欠周大勇工资28000元。",
        "view": "支持您的请求，已责令总承包单位于十日内清偿。",
    }.items():
        county.fill(f"#id_{element}", words)
    press(county, "保存草稿")
    expect(county.locator("main")).to_contain_text("法律要求的内容都已写到")
    draft = county.url

    # The head signs; the handler serves it with proof.
    head = visit("/desk/")
    sign_in(head, "zengfanlin")
    head.goto(draft)
    sign_letter(head)
    picture(head, "09-signed")
    county.goto(draft)
    county.locator("[name=how][value=hand]").check()
    county.fill("#id_receipt", "本人签收")
    press(county, "登记送达")
    expect(county.locator("main")).to_contain_text("已送达")

    # The petitioner follows by code, opens the answer with the last four digits, reads and rates it.
    reader = visit("/follow/")
    reader.fill("#id_code", code.lower())
    press(reader, "查询")
    expect(reader.locator("main")).to_contain_text("走过的每一步")
    for words in ("收到您的来信", "转给有权处理的单位", "决定受理", "作出处理意见", "送达给您"):
        expect(reader.locator("main")).to_contain_text(words)
    reader.fill("#id_digits", "0000")
    press(reader, "打开")
    expect(reader.locator("#id_digits")).to_have_attribute("aria-invalid", "true")
    reader.fill("#id_digits", "4321")
    press(reader, "打开")
    picture(reader, "10-progress")
    reader.get_by_role("link", name=re.compile("处理意见书")).click()
    expect(reader.locator("article")).to_contain_text("支持您的请求")
    expect(reader.locator("article")).to_contain_text("复查")
    picture(reader, "11-answer")
    pdf = reader.request.get(reader.url + "pdf/")
    assert "支持您的请求" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.body())).pages)
    assert reader.request.get(reader.url + "docx/").body()[:2] == b"PK"
    reader.goto("/progress/")
    reader.locator("[name=petition_office][value='3']").check()
    reader.locator("[name=unit][value='2']").check()
    press(reader, "提交评价")
    expect(reader.locator("main")).to_contain_text("您已经评价过了")
    reader.fill("#id_reason", "逾期利息没有算。")
    reader.locator("summary", has_text="申请复查").click()
    press(reader, "确定申请复查")
    expect(reader.locator("main")).to_contain_text("复查")

    # The auditor finds every step of it on record.
    auditor = visit("/desk/")
    sign_in(auditor, "hebo")
    auditor.goto("/desk/audit/")
    for action in ("记录行为：请求复查", "登记送达", "查看个人信息", "签发文书", "群众评价"):
        expect(auditor.locator("main")).to_contain_text(action)
    picture(auditor, "12-audit")
