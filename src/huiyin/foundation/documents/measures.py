"""The geometry and type sizes of GB/T 9704-2012, in millimetres and points."""

from typing import Final

PAGE_WIDTH: Final = 210.0
PAGE_HEIGHT: Final = 297.0
TOP: Final = 37.0
LEFT: Final = 28.0
TYPE_WIDTH: Final = 156.0
TYPE_HEIGHT: Final = 225.0
RIGHT: Final = PAGE_WIDTH - LEFT - TYPE_WIDTH  # 26
BOTTOM: Final = PAGE_HEIGHT - TOP - TYPE_HEIGHT  # 35

LINES_A_PAGE: Final = 22
CHARACTERS_A_LINE: Final = 28
POINTS_A_MM: Final = 72 / 25.4

SIZE_2: Final = 22.0  # 二号: the title
SIZE_3: Final = 16.0  # 三号: everything not said otherwise
SIZE_4: Final = 14.0  # 四号: page numbers, copies
ROWS_KEPT_WHOLE: Final = 16  # a small table of so many rows stands on one page
MOST_KEPT_WHOLE: Final = 300  # characters of a cell in a small table that may not stand on two pages
SIZE_5: Final = 10.5  # 五号: tables of many figures, which the standard does not speak of
LINE_PITCH: Final = 28.95  # 22 lines in 225 mm, rounded down to what Word can hold
TITLE_PITCH: Final = 35.0
COPIES_PITCH: Final = 20.0
CHARACTER_PITCH: Final = TYPE_WIDTH * POINTS_A_MM / CHARACTERS_A_LINE  # 28 characters in 156 mm
CLOSER: Final = 0.25  # points by which Word sets a character of 三号 closer, so that 28 stand on a line

# The letter form (10.1 of the standard): red double lines 170 mm long, the lower one 20 mm above the edge.
LETTERHEAD_TOP: Final = 30.0
RED_LINE_WIDTH: Final = 170.0
RED_LINE_BOTTOM: Final = 20.0
LETTERHEAD_SIZE: Final = 36.0
RED: Final = "C00000"

DATE_FROM_RIGHT: Final = 4  # characters left free to the right of the date
SEAL_DIAMETER: Final = 42.0

FACE_BODY: Final = "仿宋_GB2312"
FACE_TITLE: Final = "方正小标宋简体"
FACE_HEADING_1: Final = "黑体"
FACE_HEADING_2: Final = "楷体_GB2312"
FACE_PAGE_NUMBER: Final = "宋体"


def letterhead_size(sender_width: float) -> float:
    """Return the type size at which a sender of this many characters fits the type area on one line."""
    if sender_width <= 0:
        return LETTERHEAD_SIZE
    return max(SIZE_3, min(LETTERHEAD_SIZE, TYPE_WIDTH * POINTS_A_MM / sender_width))


def signature_indent(signature_width: float, date_width: float) -> float:
    """Return how many characters stay free right of the signature so that it stands centred over the date."""
    return max(0.0, DATE_FROM_RIGHT + date_width / 2 - signature_width / 2)
