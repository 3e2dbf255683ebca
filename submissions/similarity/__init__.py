"""Entries that resemble each other."""

from foundation.later import later

later(__name__, "meaning", "resemblance")
