"""What the numbers say: pure functions, arrays in, arrays out, each with its formula and its source.

No framework, no database, no clock, and no sentences.
"""
