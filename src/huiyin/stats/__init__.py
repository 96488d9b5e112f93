"""What the numbers say: pure functions, arrays in, arrays out, each with its formula and its source.

Nothing here knows petitions, persons or offices: a series is a row of counts, a week a column.
"""
