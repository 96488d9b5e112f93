"""Write the table of traditional and variant characters anew from OpenCC's dictionary (Apache-2.0).

    python tools/characters.py PATH/opencc/dictionary

The folder is the one of the package opencc-python-reimplemented, which is needed only for this. Kept is what
leads from one character to one: offsets into a text stay true. A character that the simplified standard
GB 2312 has itself (乾, 著, 藉 …) stays as it is, because simplified texts use it in another sense, unless it
is named below. Look-alikes that come out of PDF files (Kangxi radicals, compatibility ideographs) are
led back by Unicode's own table.
"""

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "src/huiyin/text/characters.txt"
# In GB 2312, and still meant as the traditional form by people who write it in a petition.
MEANT = {"於": "于", "後": "后", "徵": "征", "麽": "么", "菸": "烟", "捱": "挨", "覆": "复"}
# Printed variants (第一批异体字整理表) and forms of other keyboards that OpenCC's table lacks.
VARIANTS = dict(
    zip(
        "倂偪勅囬妬姪寃寳尅帋廼惪慙搾敺栢槩氷牕畧眎砲窰粧繙羢聼蔴蘂賍酧阬韮騐鬭賸妳揹淸菓隷効銭衞敍枱痺簷糭",
        "并逼敕回妒侄冤宝克纸乃德惭榨驱柏概冰窗略视炮窑妆翻绒听麻蕊赃酬坑韭验斗剩你背清果隶效钱卫叙台痹檐粽",
        strict=True,
    )
)
_RARE = 0x10000  # characters beyond 16 bits no dictionary of ours knows
_LOOK_ALIKES = ((0x2E80, 0x2FE0), (0xF900, 0xFB00))


def main(folder: Path) -> None:
    """Write one line for each simplified character: it, a blank, and every character it stands for."""
    led = dict(_pairs(folder / "TSCharacters.txt")) | VARIANTS | MEANT
    for first, end in _LOOK_ALIKES:
        for code in range(first, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code) and ord(plain) < _RARE:
                led[chr(code)] = led.get(plain, plain)
    forms: dict[str, list[str]] = {}
    for form, plain in led.items():
        forms.setdefault(plain, []).append(form)
    head = (
        "# Traditional, variant and look-alike characters after the simplified one each is read as.",
        "# Made by tools/characters.py from OpenCC (Apache-2.0, BYVoid and contributors) and Unicode.",
    )
    lines = [f"{plain} {''.join(sorted(forms[plain]))}" for plain in sorted(forms)]
    TABLE.write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
    print(f"{len(led):,} characters, read as {len(forms):,}")


def _pairs(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        form, _, simplified = line.partition("\t")
        plain = simplified.split(" ")[0] if simplified else ""
        if len(form) == len(plain) == 1 and form != plain and not _in(form, "gb2312") and _in(plain, "gbk"):
            yield form, plain


def _in(character: str, standard: str) -> bool:
    try:
        character.encode(standard)
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
