"""Who scores what."""

from foundation.later import later

later(__name__, "preference")
