"""Closing a round, its ranking, and what stands beside it."""

from foundation.later import later

later(__name__, "findings")
