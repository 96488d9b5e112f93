"""Reads of the exchange with other systems; frozen rows only."""

from huiyin.exchange.queries.matters import counted

__all__ = ["counted"]
