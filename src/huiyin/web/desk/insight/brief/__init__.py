"""Briefs and yearly reports: figures put into words, tables and drawings, each figure with its source.

A document is written in Chinese, as all documents of the agency are; the page it is asked on is not.
"""
