"""Reads tables people send: CSV in whatever encoding, Excel, with their headings and dates recognised."""

from huiyin.foundation.tables.headings import recognise
from huiyin.foundation.tables.moments import parse_moment
from huiyin.foundation.tables.rows import Cells, RowReader, read_rows
from huiyin.foundation.tables.writing import csv_table, xlsx_table

__all__ = ["Cells", "RowReader", "csv_table", "parse_moment", "read_rows", "recognise", "xlsx_table"]
