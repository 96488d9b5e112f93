"""Loops over counts are compiled to machine code, kept between runs where a folder can be written.

numba keeps what it compiled beside the source, in the folder of `NUMBA_CACHE_DIR`, or in the user's own cache
folder. Where none can be written (an installation that is read-only, an account without a home) it refuses to
load; here it then compiles anew in each process, which takes some seconds at the first call and nothing else.

numba looks only at the file of a function, not at those it calls; what was kept would outlive a change beside
it. Here it holds for the whole floor as it stands.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


@cache
def floor_as_it_stands(folder: Path = Path(__file__).parent) -> str:
    """Return a mark of the source of this floor."""
    files = sorted(folder.rglob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function at its first call; what divides by zero gives infinity, as in numpy."""
    made: Any = numba.njit(error_model="numpy")(function)
    try:
        made.enable_caching()
        made._cache._cache_file._source_stamp = floor_as_it_stands()
    except (RuntimeError, OSError, AttributeError):  # nowhere to keep it, or no way to say for what it holds
        made = numba.njit(error_model="numpy")(function)
    return cast(Callable[P, R], made)
