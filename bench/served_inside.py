"""What `bench.served` asks of a place: `prepare N` writes the contest and tells who can ask, and
from where; `advance STATE` brings it on; `unreached FILE` says to which addresses no walk has come.
"""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.urls import reverse

from accounts.models import User
from bench import entry_points, reached, world, world_states
from bench.vote_inside import key_of_session
from judging.models import Assignment, Panel, Scoresheet
from submissions.models import Entry
from voting.models import Candidate

PRESSES = 10  # of each button, at most


def prepare(size: int) -> dict:
    """The keys of the sessions by role, where a walk begins, and what may be pressed."""
    filled = world.fill(size, whole=True)
    world_states.look_at_tables()
    cast, edition = filled["cast"], filled["edition"]
    people = {
        "entrant": cast.entrants[1],
        "entrant with drafts": cast.entrants[0],
        "judge": cast.judges[0],
        "panel chair": cast.judges[1],
        "committee member": cast.committee[0],
        "voter": cast.voters[0],
        "focal point": User.objects.get(email=world.FOCAL_POINT),
        "secretary": cast.secretary,
        "administrator": User.objects.get(email=world.ADMINISTRATOR),
    }
    panel = Panel.objects.get(round__edition=edition)
    return {
        "keys": {role: key_of_session(person) for role, person in people.items()},
        "begins": [
            *entry_points.of(edition.slug, panel.pk),
            *entry_points.of_entries(filled["winner"], filled["waiting"]),
        ],
        "presses": presses(cast.judges[0], edition),
    }


def presses(judge: User, edition) -> dict[str, dict]:
    """{button: {role, its addresses, what is typed}}: each address can be pressed once."""
    waiting = Assignment.objects.assigned_to(judge).exclude(sheet__state=Scoresheet.State.LOCKED)
    sheets = [assigned.public_id for assigned in waiting.order_by("-pk")[: 2 * PRESSES]]
    criteria = edition.scheme.criteria.all()
    points = {f"points-{criterion.pk}": "12,5" for criterion in criteria} | {"comment": "Rõ"}
    candidates = Candidate.objects.in_edition(edition).order_by("-pk")[:PRESSES]
    sent = Entry.objects.in_edition(edition).filter(status=Entry.Status.SUBMITTED).order_by("-pk")
    return {
        "save a sheet": {
            "role": "judge",
            "addresses": [reverse("save_sheet", args=[sheet]) for sheet in sheets[:PRESSES]],
            "typed": points,
        },
        "lock a sheet": {
            "role": "judge",
            "addresses": [reverse("lock_sheet", args=[sheet]) for sheet in sheets[PRESSES:]],
            "typed": points,
        },
        "vote": {
            "role": "voter",
            "addresses": [
                reverse("cast_vote", args=[edition.slug, one.code]) for one in candidates
            ],
            "typed": {},
        },
        "accept an entry": {
            "role": "secretary",
            "addresses": [
                reverse("accept_entry", args=[edition.slug, entry.public_id])
                for entry in sent[: PRESSES - 2]
            ],
            "typed": {"check": edition.screening_points},
        },
    }


def unreached(file: str) -> dict:
    """Which routes a walk has not come to, of how many; the file holds the addresses that it has
    come to.
    """
    wanted = reached.wanted()
    come_to = reached.names(json.loads(Path(file).read_text()))
    return {"unreached": sorted(wanted - come_to), "count": len(wanted)}


VERBS = {
    "prepare": lambda size: prepare(int(size)),
    "advance": world_states.advance,
    "unreached": unreached,
}


def main(verb: str, argument: str) -> None:
    answer = VERBS[verb](argument)
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
