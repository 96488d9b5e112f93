"""What came in before a finding and after something was done about it, put into words: no proof."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.insight.undertaken.after import After, Span
from huiyin.stats.effect import Verdict
from huiyin.web.desk.insight import answered


@dataclass(frozen=True)
class CameAfter:
    """The weeks side by side, and what can be said of them."""

    spans: list[tuple[Span, str, str]]
    said: str


def told(after: After) -> CameAfter:
    """Return what came after as a page and a brief say it."""
    spans = [(one, _weekly(one.petitions), _weekly(one.persons)) for one in after.spans]
    return CameAfter(
        spans,
        " ".join(
            [
                _said(after),
                _(
                    "只是前后的数，不是证明：多的一阵过去以后，不管做没做什么，多半都会回落；来反映的少了，也可能是人们不再来了。"
                ),
            ]
        ),
    )


def _weekly(number: float | None) -> str:
    return _("隐") if number is None else f"{number:.1f}"


def _said(after: After) -> str:
    if after.early:
        return _("做了还不满八个整周，看有没有差别还太早。")
    if after.effect is None:
        return _("前后涉及的人太少，不作比较。")
    if after.effect.verdict is Verdict.UNKNOWN:
        return answered.said(after.effect)
    if after.effect.verdict is Verdict.NOT_DETECTABLE:
        return " ".join([_("同提示以前比，看不出差别。"), answered.least(after.effect)])
    if after.effect.verdict is Verdict.FELL:
        return " ".join([_("比提示以前还少。"), answered.change(after.effect)])
    return " ".join([_("还比提示以前多。"), answered.change(after.effect)])
