"""Loops over counts are compiled to machine code, kept between runs where a folder can be written.

numba keeps what it compiled beside the source, in the folder of `NUMBA_CACHE_DIR`, or in the user's own cache
folder. Where none can be written (an installation that is read-only, an account without a home) it refuses to
load; here it then compiles anew in each process, which takes some seconds at the first call and nothing else.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function at its first call; what divides by zero gives infinity, as in numpy."""
    try:
        made = numba.njit(cache=True, error_model="numpy")(function)
    except RuntimeError:  # nowhere to keep it
        made = numba.njit(error_model="numpy")(function)
    return cast(Callable[P, R], made)
