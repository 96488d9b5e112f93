"""Every pair of text and ground keeps its contrast, in both themes (WCAG 2.2 AA, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[3] / "frontend/styles"
INKS, GROUNDS = ("ink", "ink-soft", "teal", "teal-deep", "bad"), ("paper", "paper-deep", "sheet")
TEXT_ON_GROUND = [
    *[(text, ground) for text in INKS for ground in GROUNDS],
    *[(text, f"{text}-wash") for text in ("ok", "warn", "bad", "teal")],
    *[("ink", ground) for ground in ("ok-wash", "warn-wash", "bad-wash", "teal-wash", "found")],
    *[(text, "sheet") for text in ("ok", "warn", "cinnabar")],
    ("on-teal", "teal"), ("on-teal", "teal-deep"), ("rail-ink", "rail"), ("rail-soft", "rail"),
]  # fmt: skip
EDGE_ON_GROUND = [("line-strong", "sheet"), ("line-strong", "paper"), ("focus", "paper"), ("focus", "sheet")]


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of each theme, read from the style sheet itself."""
    text = (STYLES / "tokens.css").read_text()
    blocks = {
        "light": re.search(r"^:root \{(.*?)^\}", text, re.S | re.M),
        "dark": re.search(r':root\[data-theme="dark"\] \{(.*?)^\}', text, re.S | re.M),
        "dark by system": re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', text, re.S),
    }
    read = {
        name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", found.group(1)))
        for name, found in blocks.items()
        if found
    }
    return {name: {**read["light"], **colours} for name, colours in read.items()}


def light(colour: str) -> float:
    """Return the relative luminance of a colour."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG counts it."""
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark", "dark by system"])
def test_text_can_be_read_on_its_ground(theme: str) -> None:
    colours = themes()[theme]
    weak = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in TEXT_ON_GROUND}
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark", "dark by system"])
def test_edges_of_controls_and_focus_can_be_seen(theme: str) -> None:
    colours = themes()[theme]
    weak = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in EDGE_ON_GROUND}
    assert {pair: value for pair, value in weak.items() if value < 3} == {}


def test_the_chosen_dark_theme_is_the_one_the_system_gives() -> None:
    assert themes()["dark"] == themes()["dark by system"]


def test_no_style_sheet_loads_anything_from_elsewhere() -> None:
    for sheet in STYLES.glob("*.css"):
        assert "url(" not in sheet.read_text(), f"{sheet.name} loads a file"
