"""The pages in the rail of the workbench: each with the permission that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class Entry:
    """One page: `url` is its name under `desk:`, `at` the names of pages where it is the current one.

    `rare` marks a page opened now and then: the rail lists it under a heading of its own.
    """

    url: str
    label: Any
    icon: str
    permission: str
    at: tuple[str, ...] = ()
    key: str = ""
    rare: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the pages on which this entry is marked as current."""
        return (self.url, *self.at)


REGISTER_PAGES = (
    "register_list",
    "register_item",
    "directive",
    "backlog",
    "promise",
    "matter_file",
    "archive",
)
ADMINISTRATION = (
    "roles",
    "number_rules",
    "agency",
    "areas",
    "area",
    "calendars",
    "calendar",
    "limits",
    "limit",
    "letter_words",
    "letter_words_part",
    "changes",
    "offices",
    "office",
    "office_new",
    "office_end",
    "staff",
    "staff_account",
    "staff_leave",
)
INSIGHT = (
    *("insight_finding", "insight_matters", "insight_forecast", "insight_warning", "insight_policies"),
    *("insight_ways", "insight_ways_matters", "insight_effect", "insight_effect_matters"),
    *("insight_alike", "insight_brief", "insight_profile", "insight_undertaking"),
)
MENU: Sequence[Entry] = (
    Entry("todo", _("我的待办"), "list-check", "matter.read", key="t"),
    Entry("overview", _("各单位情况"), "building", "branch.overview", at=("week", "corrections"), key="o"),
    Entry("topics", _("当前热点"), "flag", "topic.read", at=("topic",), key="h"),
    Entry("insight", _("研判"), "eye", "insight.read", at=INSIGHT, key="a"),
    Entry("notices", _("消息"), "bell", "staff", key="i"),
    Entry("intake", _("逐件分拣"), "inbox", "petition.register", key="s"),
    Entry("register", _("登记来访来信"), "pencil", "petition.register", key="n"),
    Entry(
        "reception",
        _("接待"),
        "users",
        "matter.read",
        at=(
            "talks",
            "talk",
            "talk_notice",
            "unserved",
            "events",
            "event",
            "event_new",
            "reception_days",
            "reception_day",
        ),
        key="r",
    ),
    Entry(
        "matters",
        _("全部事项"),
        "notes",
        "matter.read",
        at=("matter", "step", "outside", "together", "repeats", "sheet", "correct"),
        key="m",
    ),
    Entry(
        "letters",
        _("文书"),
        "certificate",
        "letter.draft",
        at=(
            "letter",
            "service",
            "letter_versions",
            "letters_drafts",
            "letters_day",
            "letters_numbers",
            "printing",
        ),
        key="w",
    ),
    Entry("search", _("检索"), "search", "matter.read", at=("search_similar", "look_up"), key="f"),
    Entry("registers", _("台账"), "list-details", "matter.read", at=REGISTER_PAGES, key="g"),
    Entry("teach", _("教系统分类"), "bulb", "matter.sort", at=("models",), rare=True),
    Entry("personal", _("信息副本与清除"), "lock", "person.unmask", rare=True),
    Entry(
        "exchange",
        _("数据交换"),
        "arrows-exchange",
        "exchange.run",
        at=("exchange_system", "exchange_export", "exchange_decide", "exchange_differences"),
        rare=True,
    ),
    Entry("confirming", _("双人确认"), "shield-lock", "access.confirm", rare=True),
    Entry("hand_over", _("工作交接"), "user-check", "work.hand_over", rare=True),
    Entry("administration", _("机构管理"), "building", "office.edit", at=ADMINISTRATION, rare=True),
    Entry("systems", _("对接系统"), "link", "office.edit", at=("system",), rare=True),
    Entry("audit", _("审计记录"), "shield-check", "audit.read", rare=True),
)


def menu(actor: Actor | None) -> Sequence[Entry]:
    """Return the pages that somebody may open: those of every day first, those used now and then after."""
    return [entry for entry in MENU if actor and entry.permission in {"staff", *actor.may}]
