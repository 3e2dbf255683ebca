"""The rehearsed contest of `bench.vote`, and what stands in its ballot box.

`prepare N` opens the vote for N voters who are signed in; `count` counts.
"""

import datetime
import json
import sys
from random import Random

import django

django.setup()

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts.models import User
from demo.rehearsal.cast import make_people
from demo.rehearsal.whole import Rehearsal
from foundation.jobs import bell
from voting.models import Ballot, Candidate

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def key_of_session(person: User) -> str:
    """A session in which this person is signed in."""
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = BACKEND
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def prepare(voters: int) -> dict:
    """The vote of an edition whose councils are done; the keys of its voters' sessions."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rehearsal = Rehearsal(
        entries=40,
        judges=4,
        votes=10,
        seed=3,
        name="bench",
        begins=today - datetime.timedelta(days=65),
    )
    with bell.silenced():
        rehearsal.set_up()
        rehearsal.enter()
        rehearsal.judge()
    people = make_people(Random(9), voters, "phieu")
    return {
        "edition": rehearsal.edition.slug,
        "codes": list(Candidate.objects.values_list("code", flat=True)),
        "keys": [key_of_session(person) for person in people],
    }


def count() -> dict:
    """All ballots, and pairs of a voter and a candidate."""
    return {
        "ballots": Ballot.objects.count(),
        "pairs": Ballot.objects.values("voter", "candidate").distinct().count(),
    }


if __name__ == "__main__":
    answer = prepare(int(sys.argv[2])) if sys.argv[1] == "prepare" else count()
    sys.stdout.write(json.dumps(answer) + "\n")
