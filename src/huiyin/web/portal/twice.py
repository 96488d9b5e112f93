"""The same page of the form in two windows: what the other one kept meanwhile is shown, not written over."""

import hashlib
import json
from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.web.portal.answers import FIELDS

LENGTH = 16


def mark(number: int, answers: Mapping[str, str]) -> str:
    """Return a mark of what is kept of one page, by which a page knows whether that changed since."""
    kept = json.dumps([answers.get(name, "") for name in FIELDS[number]], ensure_ascii=False)
    return hashlib.sha256(kept.encode("utf-8", "replace")).hexdigest()[:LENGTH]


def kept_elsewhere(
    request: HttpRequest, number: int, typed: Mapping[str, str], kept: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return what another window kept since this page was shown, where it differs from this one."""
    seen = request.POST.get("seen", "")
    if not seen or seen == mark(number, kept):
        return []
    return [
        (_names()[name], kept[name])
        for name in FIELDS[number]
        if name in typed and kept.get(name, "").strip() and _one(kept[name]) != _one(typed[name])
    ]


def _one(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _names() -> Mapping[str, str]:
    return {
        "title": _("一句话标题"),
        "text": _("您要反映的事情"),
        "place": _("地区"),
        "place_words": _("具体地点"),
        "employer": _("涉及的单位或个人"),
        "asked": _("您希望怎样解决"),
        "anonymous": _("用什么方式"),
        "name": _("姓名"),
        "phone": _("电话"),
        "id_number": _("身份证件号码"),
        "address": _("住址或通信地址"),
        "behalf": _("为谁反映"),
        "behalf_name": _("他/她的姓名"),
        "behalf_relation": _("您是他/她的"),
        "behalf_paper": _("有没有委托书或证明材料"),
        "joint": _("一共几个人"),
        "persons": _("连您自己一共多少人"),
        "companions": _("其他代表的姓名"),
        "concerned": _("其他人的姓名"),
    }
