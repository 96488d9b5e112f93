"""Proofs over the records: `huiyin law rebuild`, `huiyin audit verify` and `seal`."""

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import track

from huiyin.base.clock import now
from huiyin.base.errors import Invalid
from huiyin.base.messages import Message
from huiyin.cases.services.rebuild import differing, matters
from huiyin.foundation import audit
from huiyin.foundation.wording import say

_ERR = Console(stderr=True)


def rebuild(*, check: bool, as_json: bool) -> int:
    """Build or check the index over the acts; return the exit code."""
    total, different = matters(), []
    steps = differing(mend=not check)
    for number, names in track(
        steps, total=total, console=_ERR, description="law rebuild", disable=not total
    ):
        if names:
            different.append({"matter": number, "columns": names})
    result = {"matters": total, "different": len(different), "first": different[:20], "mended": not check}
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        print(
            f"事项 {total} 件，与行为不一致 {len(different)} 件。/ {total} matters, {len(different)} differ."
        )
        for line in different[:20]:
            print(f"  {line['matter']}: {', '.join(line['columns'])}")
    return 1 if check and different else 0


def export_head(file: Path | None, *, as_json: bool) -> None:
    """Write the newest link of the chain to a file, or print it."""
    head = audit.head()
    text = json.dumps(vars(head))
    if file is not None:
        file.write_text(f"{text}\n", encoding="utf-8")
        print(
            say(Message("records.head_written", {"position": head.position, "path": str(file)})),
            file=sys.stderr,
        )
    if as_json or file is None:
        print(text)


def _against(file: Path) -> tuple[str | None, Message]:
    try:
        head = audit.Head(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as unreadable:
        raise Invalid("records.head_unreadable", path=str(file)) from unreadable
    differs = audit.differs_from(head)
    return differs, Message(f"records.head_{differs or 'matches'}", {"position": head.position})


def verify(*, as_json: bool, against: Path | None = None) -> int:
    """Verify the audit chain, and that it holds a head exported earlier; return the exit code."""
    verdict = audit.verify()
    differs, compared = _against(against) if against else (None, None)
    if compared:
        print(say(compared), file=sys.stderr)
    if as_json:
        print(
            json.dumps(
                {
                    "ok": verdict.broken is None and differs != "cut",
                    "broken": verdict.broken,
                    "seals": verdict.seals,
                    "sealed": verdict.sealed,
                    "unsealed": verdict.unsealed,
                    "oldest_unsealed": verdict.oldest_unsealed and verdict.oldest_unsealed.isoformat(),
                    "head": verdict.head,
                    **({"against": differs or "matches"} if against else {}),
                }
            )
        )
    else:
        print(f"封存 {verdict.seals} 次、{verdict.sealed} 条；未封存 {verdict.unsealed} 条。")
        print(f"{verdict.seals} seals over {verdict.sealed} entries; {verdict.unsealed} unsealed.")
        print(f"链首 head: {verdict.head}")
    if verdict.broken:
        print(f"断在 {verdict.broken} / the chain breaks at {verdict.broken}", file=sys.stderr)
    return 1 if verdict.broken or differs == "cut" else 0


def seal(*, as_json: bool = False) -> None:
    """Seal everything that waits."""
    sealed = 0
    while batch := audit.seal(at=now()):
        sealed += batch
    if as_json:
        print(json.dumps({"sealed": sealed}))
    else:
        print(f"已封存 {sealed} 条。/ {sealed} entries sealed.")
