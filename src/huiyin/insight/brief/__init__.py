"""What a brief (研判简报) or a yearly report (年度报告) holds: figures of a period.

A brief leaves the house. It holds what is in sight of who takes it along; fewer than five persons are in no
number of it, and none can be worked out from what it shows: fields and areas with few are put together with
others (`merging`), so that sums stay whole; small numbers of periods before, and of cells, are hidden.

That holds for one brief. Of several that overlap (a quarter and two of its months, or one period beside
others) a small number can be worked out. So what is for use outside, and what somebody takes along who may
not see the matters, is of a quarter and of nothing else: no two of them overlap.
"""

from huiyin.insight.brief.figures import Brief, of_period
from huiyin.insight.brief.periods import OUTSIDE, Period, offered, read, years
from huiyin.insight.brief.taken import taken

__all__ = ["OUTSIDE", "Brief", "Period", "of_period", "offered", "read", "taken", "years"]
