"""Hotspots: in which areas that lie together, of which kind, more has come in of late than is usual there.

`scan` is what everybody calls. It says *where*: what rises everywhere at once is the business of
`huiyin.stats.surges`. A caller gives petitions *and* persons: fifty letters of one pen are no hotspot.
"""

from huiyin.stats.scan.clusters import Cluster, Found, scan
from huiyin.stats.scan.null import Nulls
from huiyin.stats.scan.usual import WINDOWS, Known, Usual, usual_of
from huiyin.stats.scan.zones import Zones, by_steps, nearest

__all__ = [
    "WINDOWS",
    "Cluster",
    "Found",
    "Known",
    "Nulls",
    "Usual",
    "Zones",
    "by_steps",
    "nearest",
    "scan",
    "usual_of",
]
