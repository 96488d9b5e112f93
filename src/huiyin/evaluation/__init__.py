"""How well the system does what it claims, measured on data: a module a measurement (`huiyin evaluate`).

Real data is read from a folder given on the command line; nothing of it is kept. Modules that need
scikit-learn import it when they run.
"""
