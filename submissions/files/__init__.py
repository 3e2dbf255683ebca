"""Files of an entry: sent, looked at, read."""

from foundation.later import later

later(__name__, "file_text")
