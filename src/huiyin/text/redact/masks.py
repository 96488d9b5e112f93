"""How each kind of detail is masked, character for character, and by a placeholder."""

from collections.abc import Iterable

from huiyin.text.normalise import normalise
from huiyin.text.redact.found import Finding

_KEEP = {"mobile": (3, 2), "landline": (3, 0), "id": (2, 0), "card": (0, 4), "name": (1, 0)}
_LABELS = {
    "name": "姓名",
    "mobile": "手机",
    "landline": "电话",
    "id": "身份证",
    "social": "社保号",
    "card": "卡号",
    "email": "邮箱",
    "chat": "账号",
    "passport": "证件",
    "plate": "车牌",
    "address": "住址",
}
KINDS = tuple(_LABELS)
_BETWEEN = frozenset(" \t\n\r-–—.·•_/()（）@＠－．　")


def masked(seen: str, kind: str) -> str:
    """Return a detail masked, as long as it was; some figures or the surname stay to know it by."""
    first, last = _KEEP.get(kind, (0, 0))
    places = [at for at, character in enumerate(seen) if character not in _BETWEEN]
    hidden = set(places[first : len(places) - last])
    return "".join(_star(c) if at in hidden else c for at, c in enumerate(seen))


def _star(character: str) -> str:
    return "＊" if "\u3400" <= character <= "\u9fff" else "*"


def placeholders(findings: Iterable[Finding]) -> list[str]:
    """Return `[姓名1]` and the like for each finding; the same detail gets the same one."""
    known: dict[tuple[str, str], str] = {}
    counted: dict[str, int] = {}
    out = []
    for finding in findings:
        key = finding.kind, "".join(c for c in normalise(finding.text).text if c not in _BETWEEN)
        if key not in known:
            counted[finding.kind] = counted.get(finding.kind, 0) + 1
            known[key] = f"[{_LABELS[finding.kind]}{counted[finding.kind]}]"
        out.append(known[key])
    return out
