"""Where each figure of a document comes from: numbered as they are used, listed at its end."""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from huiyin.base.clock import LOCAL
from huiyin.foundation.documents import Paragraph, Table
from huiyin.insight.brief import Brief
from huiyin.web.templatetags.wording import day

ALONE = "只有汇总数字"


@dataclass
class Sources:
    """The sources of one document. `opens`: who takes it along may open the matters behind figures."""

    found: Brief
    opens: bool
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def numbered(self, sort: str) -> str:
        """Return the name of the next table (表) or drawing (图) of the document: 表1, 表2."""
        self.numbers[sort] = self.numbers.get(sort, 0) + 1
        return f"{sort}{self.numbers[sort]}"

    def note(self, what: str, how: str, when: str = "", link: str = "") -> str:
        """Add a source, what it is, how it was counted, of when, where it opens; return its mark."""
        number = len(self.rows) + 1
        opened = link if self.opens and link else ALONE if not self.opens else "无单独事项"
        self.rows.append((str(number), f"{what}。{how}", when or period_days(self.found), opened))
        return f"〔{number}〕"

    def matters(self, **asked: str) -> str:
        """Return the address of the matters behind a figure of the period."""
        said = {"period": self.found.period.code, **asked}
        query = "\n&".join(f"{name}={code}" for name, code in said.items())  # a browser drops line breaks
        return f"{reverse('desk:insight_matters')}\n?{query}"

    def table(self) -> list[Paragraph | Table]:
        """Return the list of sources with what holds for all of them."""
        found = self.found
        at = f"{found.at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
        about = (
            f"全部数字取自事实库第 {found.generation} 次写入（{at}），截至{day(found.on)}，"
            f"范围为编制人可查看的 {found.offices} 个单位办理或登记的信访件。“打开事项”是本系统内的地址，"
            "登录后按各人权限显示；地址中写“代码”的，换成表中名称后的代码；"
            f"往期的数字，把 period 换成该期代码（{'、'.join(one.code for one in found.columns)}）。"
        )
        head = ("号", "数字和口径", "时段", "打开事项")
        return [
            Paragraph("body", about),
            Table((head, *self.rows), head="row", widths=(11, 64, 30, 51), small=True),
            Paragraph("body", "以上由系统按编制时的记录生成，编制人核对、补充后使用。"),
        ]


def period_days(found: Brief) -> str:
    """Return the days of the period in words."""
    return days(found.period.since, found.period.last)


def days(since: date, until: date) -> str:
    """Return days as the list of sources writes them."""
    return f"{since.isoformat()}\n至 {until.isoformat()}"
