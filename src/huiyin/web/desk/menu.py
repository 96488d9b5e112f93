"""The pages in the rail of the workbench: each with the permission that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class Entry:
    """One page: `url` is its name under `desk:`, `at` the names of pages where it is the current one."""

    url: str
    label: Any
    icon: str
    permission: str
    at: tuple[str, ...] = ()
    key: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the pages on which this entry is marked as current."""
        return (self.url, *self.at)


MENU: Sequence[Entry] = (
    Entry("todo", _("我的待办"), "list-check", "matter.read", key="t"),
    Entry("matters", _("全部事项"), "notes", "matter.read", at=("matter", "step"), key="m"),
    Entry("register", _("登记来访来信"), "pencil", "petition.register", key="n"),
    Entry("notices", _("消息"), "bell", "staff", key="i"),
    Entry("offices", _("机构与人员"), "building", "office.edit", at=("office", "staff_account")),
    Entry("audit", _("审计记录"), "shield-check", "audit.read"),
)


def menu(actor: Actor | None) -> Sequence[Entry]:
    """Return the pages that somebody may open."""
    return [entry for entry in MENU if actor and entry.permission in {"staff", *actor.may}]
