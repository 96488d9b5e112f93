"""What followed a measure, put into words: so much less or more, nothing to be seen, or not to be known."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from huiyin.base.messages import Message
from huiyin.foundation.wording import say
from huiyin.stats.effect import Change, Effect, Verdict
from huiyin.web.templatetags.wording import day, lang


def said(answer: Effect) -> str:
    """Return the answer in one sentence."""
    if answer.change is None:
        return " ".join(_in_words(note, None) for note in answer.notes)
    if answer.verdict is Verdict.NOT_DETECTABLE:
        return _("分不清是措施的作用还是偶然。")
    return _("与没有措施时相比，变化约 %(value)s（95%% 的范围：%(low)s 至 %(high)s）。") % _changed(
        answer.change
    )


def change(answer: Effect) -> str:
    """Return by how much it changed, with how far the estimate may be off."""
    if answer.change is None:
        return ""
    return _("变化约 %(value)s（95%% 的范围：%(low)s 至 %(high)s）。") % _changed(answer.change)


def _changed(change: Change) -> dict[str, str]:
    return {name: signed(getattr(change, name)) for name in ("value", "low", "high")}


def signed(share: float) -> str:
    """Return a change as a signed percentage."""
    percent = round(100 * share)
    return f"−{-percent}%" if percent < 0 else f"+{percent}%"


def numbers(answer: Effect) -> str:
    """Return what was counted after and what would have been, with how far the estimate may be off."""
    if answer.change is None:
        return ""
    count = {"counted": f"{answer.counted:.0f}", "expected": f"{answer.expected:.0f}"}
    told = _("施行之后来反映 %(counted)s 人次；没有措施时预计约 %(expected)s 人次。") % count
    if answer.verdict is Verdict.NOT_DETECTABLE:
        told += _("差别估计为 %(value)s，但 95%% 的范围是 %(low)s 至 %(high)s。") % _changed(answer.change)
    return told


def least(answer: Effect) -> str:
    """Return what change would have been seen, had it been there."""
    if answer.least_fall is None or answer.least_rise is None:
        return ""
    sizes = {"fall": f"{100 * answer.least_fall:.0f}%", "rise": f"{100 * answer.least_rise:.0f}%"}
    return (
        _("这样的数量，少了 %(fall)s 或多了 %(rise)s 以上，才五次里有四次看得出来；更小的变化多半看不出。")
        % sizes
    )


def beside(what: str, *, control: bool) -> str:
    """Return what it was compared with."""
    if not what or not control:
        return _("没有可作对照的，只同自己以前的走势比；这要有两年以上的记录。")
    if what == "areas":
        return _("对照：同一时间其他地区的同类诉求。对照也有的起伏（节日、登记快慢）已经抵消。")
    return _("对照：同一时间的其他各类诉求。对照也有的起伏（节日、登记快慢）已经抵消。")


def notes(answer: Effect, begins: date | None) -> list[str]:
    """Return what was and was not taken into account, and how often other days showed as much."""
    told = [
        _in_words(note, begins) for note in answer.notes if answer.change is not None and note.code != _BESIDE
    ]
    if answer.placebo is not None and not any(note.code == _AS_LARGE for note in answer.notes):
        tried = {"tried": answer.placebo.tried, "as_large": answer.placebo.as_large}
        told.append(_("施行前的 %(tried)s 个日子也照样问过：其中 %(as_large)s 个有同样大的“变化”。") % tried)
    return told


_BESIDE, _AS_LARGE = "stats.effect.no_control", "stats.effect.placebo_as_large"


def _in_words(note: Message, begins: date | None) -> str:
    """Return a note in words; weeks are counted from the first one, and are told by their first day."""
    weeks = note.params.get("weeks")
    if isinstance(weeks, list) and begins is not None:
        named = _("、").join(day(begins + timedelta(weeks=week)) for week in weeks)
        note = Message(note.code, {**note.params, "weeks": named})
    return say(note, lang())
