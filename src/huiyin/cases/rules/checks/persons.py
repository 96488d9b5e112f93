"""Are the names and numbers in a letter those of the file?"""

import re
from collections.abc import Iterator, Mapping

from huiyin.cases.rules.checks.found import File, Finding, Weight
from huiyin.law.letters import LETTER_KINDS
from huiyin.law.parameters import Law
from huiyin.text.amounts import amounts
from huiyin.text.reading import read
from huiyin.text.redact import findings
from huiyin.text.redact.naming import is_word

_LOOKED_AT = frozenset({"matter", "claim", "investigation", "findings", "view", "reason", "receipt"})
_FIGURES = frozenset({"mobile", "landline", "id", "card", "social", "passport"})
_SHORTEST = 3  # characters of a name; with fewer, half the words of a letter look like it
_CASE_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,20}?)(?:访|信(?:不受|查受|核受|[告受转交延处答复查核异]))[〔［\[（(]\d{4}[〕］\]）)]\d+号"
)
# What the finder of names takes for one now and then.
_NO_NAME = ("单位", "部门", "公司", "中心", "窗口", "卡")
_HAN = "\u4e00-\u9fff"


def addressee(content: Mapping[str, str], file: File) -> Iterator[Finding]:
    """Yield an addressee who is not the petitioner of the file, nor who receives letters instead."""
    to = re.sub(r"(?:先生|女士|同志)?[\s:：]*$", "", content.get("addressee", "").strip())
    if not LETTER_KINDS[file.kind].to_petitioner or not to or not file.addressees:
        return
    named = {part for part in re.split(r"[、，,\s等]+", to) if part}
    if not named & file.addressees and to not in file.addressees:
        params = {"said": to, "known": "、".join(sorted(file.addressees))}
        yield Finding(
            "addressee", "addressee", Weight.ASK, file.basis, params, file.fresh.get("addressee", "")
        )


def receiver(file: File) -> Iterator[Finding]:
    """Yield the receiver of a transfer whose area appears nowhere in the matter."""
    if file.elsewhere:
        yield Finding("receiver_elsewhere", "addressee", Weight.HINT, file.basis, {"place": file.elsewhere})


def strangers(content: Mapping[str, str], file: File) -> Iterator[Finding]:
    """Yield names and numbers that stand nowhere in the file, and names that nearly are the petitioner's."""
    seen: set[str] = set()
    for name in sorted(_LOOKED_AT & content.keys()):
        text = content[name]
        for near, known in _nearly(text, file):
            seen.add(near)
            params = {"said": near, "known": known}
            yield Finding("name_nearly", name, Weight.ASK, file.basis, params)
        for found in findings(text, whose="office"):
            said = re.sub(r"[\s\-—]", "", found.text)
            if said in seen or (found.kind == "name" and any(said in s or s in said for s in seen)):
                continue
            seen.add(said)
            if found.kind == "name" and not (is_word(said) or _is_known(said, file)):
                yield Finding("name_unknown", name, Weight.ASK, file.basis, {"said": said})
            elif found.kind in _FIGURES and said not in file.numbers and said not in file.told:
                yield Finding("number_unknown", name, Weight.ASK, file.basis, {"said": said})
            elif found.kind in {"id", "card", "passport"}:
                yield Finding(
                    "number_shown", name, Weight.HINT, file.basis, {"said": f"{said[:3]}…{said[-2:]}"}
                )


def _is_known(name: str, file: File) -> bool:
    return (
        name.endswith(_NO_NAME)
        or name in file.told
        or any(name in known or known in name for known in file.names if known)
    )


def _nearly(text: str, file: File) -> Iterator[tuple[str, str]]:
    """Yield what differs from the petitioner's name in one character, and the right name."""
    for known in sorted(file.addressees & file.names):
        if len(known) < _SHORTEST or not re.fullmatch(f"[{_HAN}]+", known):
            continue
        for place in range(1, len(known)):
            pattern = re.compile(f"{known[:place]}[{_HAN}]{known[place + 1 :]}")
            for found in pattern.finditer(text):
                if found.group() not in file.names and found.group() not in file.told:
                    yield found.group(), known


def case_numbers(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield numbers in the agency's own form that belong to no petition and no letter of this matter."""
    said: set[str] = set()
    for name, text in content.items():
        for found in _CASE_NUMBER.finditer(text):
            number = next(
                (found.group()[at:] for at in range(len(found[1])) if found[1][at:] in file.shorts), ""
            )
            plain = re.sub(r"[［\[（(]", "〔", re.sub(r"[］\]）)]", "〕", number))
            if number and plain not in file.case_numbers and number not in said:
                said.add(number)
                where = law.cite("entering", file.today)
                yield Finding("case_number", name, Weight.ASK, where, {"said": number})


def sums(content: Mapping[str, str], file: File) -> Iterator[Finding]:
    """Yield sums that the letter says were asked for and that the petitioner never named."""
    claim = content.get("claim", "")
    asked = {round(a.value, 2) for a in amounts(read(file.told, "text"))}
    for found in amounts(read(claim, "text")):
        if asked and round(found.value, 2) not in asked:
            yield Finding("sum_unknown", "claim", Weight.ASK, file.basis, {"said": found.span.text})
