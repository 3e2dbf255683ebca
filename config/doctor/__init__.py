"""`manage.py doctor`: one line for each part of a site in service, with what to do about it.

A check is a small function that answers with what it found, or raises; it is ended when it takes
too long. What `/readyz` and the system checks know is asked of them.
"""

from config.doctor import keys, machine, outside, services
from config.doctor.lines import Grade, Line, examine, names

__all__ = ["Grade", "Line", "examine", "keys", "machine", "names", "outside", "services"]
