"""The invented people of the tests: the same few everywhere. No name, number or place of theirs is real."""

from dataclasses import dataclass

from huiyin.cases.rules.given import PersonGiven

PASSWORD = "lantern-for-tests"


@dataclass(frozen=True)
class Colleague:
    """Somebody of the staff, by office and roles."""

    login: str
    name: str
    office: str
    roles: tuple[str, ...]


STAFF = (
    Colleague("heqing", "何青", "ql-hrss", ("registrar",)),
    Colleague("luchuan", "陆川", "ql-hrss", ("handler",)),
    Colleague("mengran", "孟然", "ql-hrss", ("head", "accusation-officer")),
    Colleague("baizhi", "白芷", "ql-hrss", ("reviewer",)),
    Colleague("tingyun", "停云", "ql-hrss", ("supervisor",)),
    Colleague("yuanshan", "远山", "ql-hrss", ("leader",)),
    Colleague("qiaomu", "乔木", "ql-hrss", ("auditor",)),
    Colleague("suanpan", "宋算", "ql-hrss", ("analyst",)),
    Colleague("guanli", "管理", "ql-hrss", ("administrator",)),
    Colleague("zhuanjia", "钟家", "ql-hrss", ("expert",)),
    Colleague("huoban", "霍伴", "ql-hrss", ("partner",)),
    Colleague("wenxin", "温馨", "ql-hrss", ("care-worker",)),
    Colleague("linlan", "林岚", "ql-jc", ("registrar", "handler")),
    Colleague("zhoutong", "周桐", "ql-hrss", ("handler",)),
    Colleague("fangyuan", "方圆", "lp-hrss", ("registrar", "handler")),
    Colleague("muqing", "穆清", "lp-hrss", ("head",)),
    Colleague("miaohe", "苗禾", "fd-hrss", ("registrar", "handler")),
    Colleague("wenliang", "温良", "fd-hrss", ("head",)),
)

WORKER = PersonGiven(name="周大勇", phone="19900001234", address="柳坪县河口镇一号")
RETIREE = PersonGiven(name="林秋月", phone="19900005678")
COMPANION = PersonGiven(name="吴小满", phone="19900002468")

WAGES = (
    "我在柳坪县河口镇的工地干了8个月，包工头欠我2.8万元工资，从2026年3月起多次讨要无果。请求帮我追回工资。"
)
PENSION = "我1986年参加工作，退休核定时少算了四年工龄，请求重新核定养老金。"


def colleague(role: str, office: str = "ql-hrss") -> Colleague:
    """Return the first colleague who holds a role at an office."""
    return next(c for c in STAFF if c.office == office and role in c.roles)
