"""A connected system of the tests, and the files it sends."""

import io
from collections.abc import Sequence
from typing import Any

from huiyin.base.clock import now
from huiyin.exchange.loading import load_map
from huiyin.exchange.services import systems, taking
from huiyin.exchange.services.taking import Taken
from huiyin.foundation.tables import csv_table, read_rows
from huiyin.orgs.rules import SYSTEM, Actor

PROVINCE = "province"
HOTLINE = "hotline"
TEXT = "我在柳坪县河口镇的工地干了八个月，包工头欠我工资，请求追回。"


def connected(code: str = PROVINCE, map_name: str = "petition-system", office: str = "ql-hrss") -> str:
    """Connect a system and return its code."""
    systems.connect(code, name=code, office=office, map_name=map_name, by=SYSTEM, at=now())
    return code


def row(number: str, **more: str) -> dict[str, str]:
    """A record of the petition system, by our field names."""
    usual = {"number": number, "received": "2026-03-02", "channel": "03", "text": TEXT, "status": "10"}
    return {**usual, "name": "周大勇", "phone": "19900001234", **more}


def table(
    rows: Sequence[dict[str, str]], map_name: str = "petition-system", encoding: str = "gb18030"
) -> bytes:
    """The file of a system with these records, by our field names."""
    mapped = load_map(map_name)
    fields = list(dict.fromkeys(name for r in rows for name in r))
    headers = [mapped.header(name) for name in fields]
    return csv_table(headers, [[r.get(name, "") for name in fields] for r in rows], encoding=encoding)


def take(content: bytes, system: str = PROVINCE, by: Actor = SYSTEM, **more: Any) -> Taken:
    """Take a file in, and return what came of it."""
    with read_rows(io.BytesIO(content), name="theirs.csv") as reader:
        steps = list(taking.take_in(reader.headers, reader, system=system, by=by, at=now(), **more))
    whole = steps[-1]
    whole.refusals = [refusal for step in steps for refusal in step.refusals]
    return whole
