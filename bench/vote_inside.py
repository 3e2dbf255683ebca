"""The rehearsed contest of `bench.vote`, and what stands in its ballot box.

`prepare REAL BARE TWICE` opens the vote for that many voters; `count` counts.
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
from tests import proven
from voting.models import Ballot, Candidate, Voter

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def key_of_session(person: User) -> str:
    """A session in which this person is signed in."""
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = BACKEND
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.update(proven.records_of(person))
    session.create()
    return session.session_key


def prepare(real: int, bare: int, twice: int) -> dict:
    """The vote of an edition whose councils are done, and voters: the keys of the sessions of those
    who vote by the page, and of those who press twice; the numbers of those of the bare view.
    """
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
    people = make_people(Random(9), real + bare + twice, "phieu")
    works = list(Candidate.objects.values_list("pk", "code"))
    strangers = people[real + twice :]
    voters = [Voter(edition=rehearsal.edition, user=person) for person in strangers]
    Voter.objects.bulk_create(voters)
    return {
        "edition": rehearsal.edition.slug,
        "codes": [code for _number, code in works],
        "works": [number for number, _code in works],
        "real": [key_of_session(person) for person in people[:real]],
        "twice": [key_of_session(person) for person in people[real : real + twice]],
        "bare": [str(voter.pk) for voter in voters],
    }


def count() -> dict:
    """What stands in the box."""
    return {"ballots": Ballot.objects.count()}


if __name__ == "__main__":
    counts = [int(argument) for argument in sys.argv[2:]]
    answer = prepare(*counts) if sys.argv[1] == "prepare" else count()
    sys.stdout.write(json.dumps(answer) + "\n")
