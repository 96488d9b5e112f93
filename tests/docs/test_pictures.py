"""The pictures in the guides: each is there, each is taken by a walk through the pages, none is left over."""

import pytest
from PIL import Image
from tools.pictures import COLOURS, GUIDES, PICTURES, TALLEST, named, walks

GUIDES_OF = ("petitioner", "registrar", "handler", "leader", "administrator")
NAMES = named()


@pytest.mark.parametrize("role", GUIDES_OF)
def test_every_role_has_a_guide_with_pictures(role: str) -> None:
    guide = (GUIDES / f"{role}.zh-CN.md").read_text(encoding="utf-8")
    assert guide.count("](pictures/") >= 2


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_picture_is_taken_by_a_walk(name: str) -> None:
    assert walks(name), f"no test in tests/browser takes {name}"


def test_the_folder_holds_what_the_guides_show_and_no_more() -> None:
    shown = {file for files in NAMES.values() for file in files}
    assert {path.name for path in PICTURES.glob("*")} == shown


@pytest.mark.parametrize("path", sorted(PICTURES.glob("*.png")), ids=lambda path: path.name)
def test_a_picture_is_small_enough_to_be_read_over_a_slow_line(path: object) -> None:
    with Image.open(str(path)) as picture:
        assert picture.height <= TALLEST
        assert len(picture.getcolors(COLOURS) or ()) > 1, "not an empty page"
