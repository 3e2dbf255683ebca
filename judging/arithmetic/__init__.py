"""What is computed from sheets and loads: numbers in, numbers out."""

from foundation.later import later

later(__name__, "calibration", "linking", "matching")
