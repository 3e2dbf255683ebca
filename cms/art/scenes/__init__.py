"""Scenes of the province that may stand large: 800 × 520, flat, lit from the upper left, three
depths, one red accent, people from behind.
"""

WIDTH = 800
HEIGHT = 520
