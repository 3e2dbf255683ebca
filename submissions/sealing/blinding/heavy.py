"""What is imported when a copy is first made: a web process does without the parsers."""

from foundation.later import later

later("submissions.sealing.blinding", "paper")
