"""Components: documented, shown in the gallery, escaped, and without inline styles or scripts."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import engines
from lxml import html

ROOT = Path(__file__).parents[3]
TEMPLATES = ROOT / "src/huiyin/web/templates"
INNER = {
    "field_words",
    "rating_option",
    "mark",
    "ripple",
    "reading",
    "messages",
    "wordmark",
    "tile",
    "figure_number",
}


def render(text: str, **context: object) -> html.HtmlElement:
    """Return the tree of a piece of template with components."""
    from django_cotton.compiler_regex import CottonCompiler

    compiled = CottonCompiler().process(text)
    return html.fragment_fromstring(
        engines["django"].from_string(compiled).render(context), create_parent="div"
    )


def names() -> set[str]:
    """Return the names of all components."""
    return {path.stem for path in (TEMPLATES / "cotton").glob("*.html")}


def test_every_component_is_documented_and_in_the_gallery() -> None:
    documented = (ROOT / "frontend/COMPONENTS.md").read_text()
    gallery = (TEMPLATES / "desk/components.html").read_text()
    tags = {name: f"<c-{name.replace('_', '-')}" for name in names() - INNER}
    assert [n for n, tag in tags.items() if tag not in documented] == []
    assert [n for n, tag in tags.items() if tag not in gallery] == []


def test_every_icon_that_a_template_names_is_there() -> None:
    icons = {path.stem for path in (ROOT / "frontend/icons").glob("*.svg")}
    asked = {
        name
        for page in TEMPLATES.rglob("*.html")
        for name in re.findall(r'(?:\bicon=|% icon )"([a-z0-9-]+)"', page.read_text())
    }
    assert asked - icons == set()


def test_no_template_carries_inline_styles_or_scripts() -> None:
    pattern = re.compile(r"<style|<script(?! src=)|\sstyle=|\son[a-z]+=|href=\"(?:https?:)?//", re.I)
    guilty = [p.name for p in TEMPLATES.rglob("*.html") if pattern.search(p.read_text())]
    assert guilty == []


@pytest.mark.parametrize("how", [':value="typed"', 'value="{{ typed }}"'])
@pytest.mark.parametrize("kind", ["field", "textarea"])
def test_typed_text_is_escaped_once(kind: str, how: str) -> None:
    typed = '<script>alert("回音")</script> &amp; 😀'
    tree = render(f'<c-{kind} name="text" label="事" {how} />', typed=typed)
    control = tree.find(".//input") if kind == "field" else tree.find(".//textarea")
    assert control is not None
    found = control.get("value") if kind == "field" else control.text
    assert (found or "").removeprefix("\n") == typed
    assert tree.find(".//script") is None


def test_an_error_is_tied_to_its_field() -> None:
    tree = render(
        '<c-field name="phone" label="手机号" help="十一位" :error="errors.phone" />',
        errors={"phone": "少了一位"},
    )
    control = tree.find(".//input")
    assert control is not None and control.get("aria-invalid") == "true"
    told = [tree.get_element_by_id(i).text_content() for i in (control.get("aria-describedby") or "").split()]
    assert "少了一位" in told[0] and "十一位" in told[1]


def test_a_field_without_error_says_nothing_about_errors() -> None:
    control = render('<c-field name="phone" label="手机号" :error="errors.phone" />', errors={}).find(
        ".//input"
    )
    assert control is not None
    assert control.get("aria-invalid") is None and control.get("aria-describedby") is None


def test_the_chosen_options_stay_chosen() -> None:
    tree = render(
        '<c-choice name="k" label="涉及" type="checkbox" :options="options" :value="chosen" />',
        options=[(1, "工资"), (2, "养老"), (12, "工伤")], chosen=["1", "12"],
    )  # fmt: skip
    assert [box.get("value") for box in tree.iter("input") if box.get("checked") is not None] == ["1", "12"]


@pytest.mark.parametrize(
    ("state", "days", "words"),
    [
        ("open", 5, "还有 5 天"),
        ("open", 0, "今天到期"),
        ("overdue", -31, "已超 31 天"),
        ("met", 3, "按期完成"),
        ("late", 2, "逾期完成"),
    ],
)
def test_a_deadline_says_where_it_stands(state: str, days: int, words: str) -> None:
    tree = render(
        '<c-deadline :due="due" state="{{ state }}" :days="days" />',
        due=date(2026, 4, 7),
        state=state,
        days=days,
    )
    assert words in tree.text_content() and "2026年4月7日" in tree.text_content()


def test_a_component_takes_nothing_from_the_page_around_it() -> None:
    tree = render('<c-card title="诉求">正文</c-card>', footer="页面的 footer", actions="页面的 actions")
    assert "页面的" not in tree.text_content()
