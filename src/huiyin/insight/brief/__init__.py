"""What a brief (研判简报) or a yearly report (年度报告) holds: figures of a period.

A brief leaves the house. It holds what is in sight of who takes it along; fewer than five persons are in no
number of it, and none can be worked out from what it shows: fields and areas with few are put together with
others (`merging`), so that sums stay whole; what is left of small cells is hidden.
"""

from huiyin.insight.brief.figures import Brief, of_period
from huiyin.insight.brief.periods import Period, offered, read, years
from huiyin.insight.brief.taken import taken

__all__ = ["Brief", "Period", "of_period", "offered", "read", "taken", "years"]
