"""E-mail, chat accounts, passports and vehicle plates."""

import re
from collections.abc import Iterator

from huiyin.text.redact.found import Spot

_EMAIL = re.compile(r"[a-z0-9][a-z0-9._%+\-]{0,63} ?@ ?[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,3}")
_CHAT = re.compile(
    r"(?:[微薇威][信心]|v信|qq|扣扣|企鹅|抖音|快手|钉钉|支付宝|(?<![a-z])(?:wx|vx)(?![a-z])|加我q)"
    r"(?:号码?|账号|帐号|id|是|为|加|:|\(| )*"
    r"(?P<account>(?:[a-z][a-z0-9_\-]{5,25}|[1-9]\d{4,10}))(?![0-9a-z@])(?! ?(?:元|块|万|人|次|年|月))"
)
_PASSPORT = re.compile(
    r"(?<![0-9a-z])(?:[egdsp] ?\d{4} ?\d{4}|e[a-z]\d{7})(?![0-9a-z])"
    r"|(?<=护照)(?:号码?)?(?:是|为|:| )*(?P<passport>[a-z]{1,2}\d{7,8})(?![0-9a-z])"
    r"|(?:通行证|回乡证|台胞证|居住证)(?:号码?)?(?:是|为|:| )*(?P<permit>[a-z]\d{8,10}|\d{8})(?![0-9a-z])"
    r"|(?<![0-9a-z])h\d{8}(?![0-9a-z])"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-z][·.\- ]?"
    r"(?:(?P<tail>[a-hj-np-z0-9]{5})|[a-hk][0-9a-hj-np-z]\d{4}|\d{5}[a-hk]|[0-9]{4}[学警港澳挂])(?![0-9a-z])"
)
_LETTER = re.compile("[a-z]")
_MODEL = re.compile(r"(?:订单|编号|型号|代码|单号|合同|发票|设备|机器|批号)[^。,;!?\n]{0,6}$")
_FEWEST = 2  # figures in a plate, or it is a word


def contacts(text: str) -> Iterator[Spot]:
    """Yield e-mail addresses, chat accounts, passports and plates."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Spot("email", match.start(), match.end(), 0.98)
    for match in _CHAT.finditer(text):
        if not text.endswith(("公众号", "公众号("), 0, match.start()):
            yield Spot("chat", *match.span("account"), 0.9)
    if not _LETTER.search(text) and "证" not in text:
        return
    for match in _PASSPORT.finditer(text):
        group = "passport" if match["passport"] else "permit" if match["permit"] else 0
        if group or not _MODEL.search(text[max(0, match.start() - 12) : match.start()]):
            yield Spot("passport", *match.span(group), 0.95 if group else 0.8)
    for match in _PLATE.finditer(text):
        if match["tail"] is None or sum(c.isdigit() for c in match["tail"]) >= _FEWEST:
            yield Spot("plate", match.start(), match.end(), 0.9)
