"""How well the system does what it claims: each module one measurement on data, run by `huiyin evaluate`.

Real data is read from a folder given on the command line; nothing of it is kept.
"""
