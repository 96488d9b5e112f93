"""Forecasts: how much will come in by area and kind, with intervals that hold, and how often they held.

`forecast` is what everybody calls. It speaks of counts of an area and kind, never of somebody.
"""

from huiyin.stats.forecast.ahead import Forecast, Known, forecast
from huiyin.stats.forecast.calendar import Calendar, days_from, weeks_from
from huiyin.stats.forecast.earlier import foretold_before
from huiyin.stats.forecast.track import Track, held

__all__ = [
    "Calendar",
    "Forecast",
    "Known",
    "Track",
    "days_from",
    "forecast",
    "foretold_before",
    "held",
    "weeks_from",
]
