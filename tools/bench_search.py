"""How fast search is over a million matters: an index of short invented texts, nothing of it kept."""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from tools.timing import line, timed

SIZE = 1_000_000
OFFICES = 200
_BATCH = 2_000
_PLACES = [
    "柳坪",
    "枫渡",
    "青岚",
    "河口",
    "石桥",
    "云溪",
    "白杨",
    "东岭",
    "长滩",
    "梅坞",
    "望江",
    "古渡",
    "松岗",
    "莲塘",
    "双桥",
    "南浦",
]
_ENDS = ["县", "区", "镇", "街道", "村", "社区", "新城", "花园", "小区", "工业园"]
_UNITS = [
    "建筑公司",
    "劳务公司",
    "电子厂",
    "纺织厂",
    "物业公司",
    "中学",
    "医院",
    "快递站",
    "酒店",
    "家政公司",
    "机械厂",
    "食品厂",
]
_WHO = [
    "我们五个人",
    "我和老乡",
    "我父亲",
    "我爱人",
    "本人",
    "车间三十多人",
    "我们班组",
    "我母亲",
    "退伍后的我",
    "刚毕业的我",
]
_WHAT = (
    ("拖欠工资没有发", "请求追回工资"),
    ("不给办工伤认定", "请求督促申报工伤"),
    ("养老保险断缴了三年", "请求补缴养老保险"),
    ("退休手续一直没有批", "请求核对缴费年限"),
    ("没有签劳动合同就被辞退", "请求依法支付补偿"),
    ("失业金申领被退回", "请求说明原因"),
    ("职称评审材料丢失", "请求尽快找回"),
    ("社保卡挂失后不能用", "请求尽快恢复"),
    ("加班费从来不发", "请求劳动监察介入"),
    ("培训补贴没有到账", "请求查明去向"),
    ("档案找不到了", "请求协助查找"),
)
_SAID = (
    "多次找单位都说再等等",
    "窗口说系统里没有记录",
    "家里老人住院急需用钱",
    "打过热线也没有回音",
    "单位说没有钱",
    "有考勤和转账记录可以证明",
    "项目部说等甲方拨款",
    "经办人说要等上面的文件",
    "材料交了三次都被退回",
    "同批的人都办好了",
    "问了几个部门都说不归他们管",
)


def texts(size: int, seed: int = 20_261_126) -> Iterator[tuple[str, str]]:
    """Yield invented titles and texts: places, units, people, sums and complaints put together at random."""
    draw = random.Random(seed)  # noqa: S311 - for texts
    for _ in range(size):
        place = draw.choice(_PLACES) + draw.choice(_ENDS)
        unit = draw.choice(_PLACES) + draw.choice(_PLACES)[0] + draw.choice(_UNITS)
        what, asks = draw.choice(_WHAT)
        year, sum_ = draw.randrange(2005, 2026), draw.randrange(8, 900) / 10
        said = "，".join(draw.sample(_SAID, 3))
        yield (
            f"{place}{unit}{what}",
            f"{draw.choice(_WHO)}{year}年起在{place}的{unit}上班，{what}，涉及{sum_}万元，编号{draw.randrange(10**6)}。"
            f"{said}。{asks}。",
        )


def entries(size: int) -> Iterator[object]:
    """Yield the matters of the index."""
    from huiyin.foundation.search import Entry, Said

    draw, first = random.Random(7), date(2020, 1, 1)  # noqa: S311 - for texts
    for key, (title, text) in enumerate(texts(size), 1):
        office = draw.randrange(1, OFFICES + 1)
        day = first + timedelta(days=draw.randrange(2_400))
        kind = draw.choice(("W1", "I1", "P2", "L3"))
        yield Entry(key, office, office, 0, kind, "accepted", "970100", day, None, Said(title, text))


def build(home: Path, size: int) -> None:
    """Write the index and say how long it took and how large it is."""
    from huiyin.foundation.search.shelves import State, keep, place
    from huiyin.foundation.search.writing import Writer

    begun, writer, batch = time.perf_counter(), Writer(place(home) / "bench"), list[object]()
    for entry in entries(size):
        batch.append(entry)
        if len(batch) == _BATCH:
            writer.put(batch)  # type: ignore[arg-type]
            batch = []
    writer.put(batch)  # type: ignore[arg-type]
    writer.commit()
    writer.close()
    keep(home, State("bench", size, 0, "2026-01-01T00:00:00+00:00"))
    spent = time.perf_counter() - begun
    bytes_ = sum(file.stat().st_size for file in place(home).rglob("*") if file.is_file())
    print(
        f"search index of {size:,}: {spent:.0f} s, {size / spent:,.0f} matters/s, {bytes_ / 2**20:,.0f} MiB"
    )


def looked(home: Path, runs: int = 200) -> None:
    """Measure looking for words and for what is similar, as an officer of one office and as a leader."""
    from huiyin.foundation.search import Narrowed, Said, Sight, alike, matching, shelf

    here = shelf(home)
    if here is None:
        raise SystemExit("the index that was just written cannot be read")
    asked = list(texts(runs, seed=3))
    typed = [text[:12] if n % 3 else title[-7:] for n, (title, text) in enumerate(asked)]
    typed += ["工资", "养老保险 补缴"]
    for who, sight in (
        ("one office", Sight([7])),
        ("half the offices", Sight(range(1, OFFICES // 2))),
        ("all offices", Sight((), whole=True)),
    ):
        find = [partial(matching, here, words, sight, Narrowed(), limit=20) for words in typed]
        line(f"search, {who} ({here.size:,})", [timed(call, 1)[0] for call in find])
        like = [partial(alike, here, Said(*words), sight, limit=30) for words in asked]
        line(f"similar, {who} ({here.size:,})", [timed(call, 1)[0] for call in like])


def measure(size: int = SIZE) -> None:
    """Build the index in a folder of its own and measure."""
    with tempfile.TemporaryDirectory(prefix="huiyin-search-") as home:
        build(Path(home), size)
        looked(Path(home))
