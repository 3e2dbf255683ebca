"""The people of the demonstration by their role."""

from demo.editions import LOGINS

ROLES = {role: email for email, _name, role in LOGINS}
