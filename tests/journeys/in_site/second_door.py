"""Sessions in which a second factor was shown."""

from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from tests.proven import records_of


def open_for(session_key: str) -> None:
    """Whoever is signed in in this session is asked for nothing more, for twelve hours."""
    session = SessionStore(session_key)
    session.update(records_of(User.objects.get(pk=session["_auth_user_id"])))
    session.save()
