"""Is a file what it says it is, and safe to keep?

Type by content and a real parse; the way out when it is refused.
"""

from submissions.files.inspection.cage import inspect_safely
from submissions.files.inspection.verdict import (
    KINDS,
    Verdict,
    clean_name,
    inspect_name,
    media_type_of,
)

__all__ = ["KINDS", "Verdict", "clean_name", "inspect_name", "inspect_safely", "media_type_of"]
