"""Measured claims: one file each, run by `./run bench [name]`; every figure is one JSON line on
standard output.
"""
