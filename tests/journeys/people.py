"""The people of the demonstration by their role."""

from demo.editions import LOGINS

ROLES = {role: email for email, _name, role in LOGINS}
# Signed in, confirmed, and nothing else: no dossier, no ballot, no seat. The crawl makes it.
WITHOUT_A_ROLE = "khong-vai-tro@example.vn"
