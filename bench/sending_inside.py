"""What `bench.served` asks of a place so that dossiers can be sent in while judges score: `begin N`
opens the phase and begins that many drafts, `look` looks at the files that came, `end` closes it.
"""

import datetime
import json
import sys
from pathlib import Path
from random import Random

from bench.submission_inside import dossier, large_pdf  # isort: skip  it sets Django up

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bench import world
from bench.vote_inside import key_of_session
from competition.models import Edition, Phase
from demo.rehearsal.cast import make_people
from foundation.jobs import bell, work
from foundation.jobs.models import Job
from submissions.writing import drafting

LATER = datetime.timedelta(days=30)
KEPT = "closes.json"  # in the place's folder: when the phase was closed


def begin(count: int) -> dict:
    """Who sends (a session's key), where the dossier is typed and sent, what is typed, the file."""
    edition = Edition.objects.get(slug=world.SLUG)
    phase = edition.phases.get(kind=Phase.Kind.SUBMISSION)
    Path(settings.VAR_DIR, KEPT).write_text(json.dumps(phase.closes_at.isoformat()))
    Phase.objects.filter(pk=phase.pk).update(closes_at=timezone.now() + LATER)
    file = Path(settings.VAR_DIR, "dossier.pdf")
    file.write_bytes(large_pdf(count))
    senders = []
    for number, person in enumerate(make_people(Random(11), count, "nguoigui")):
        draft = drafting.start_draft(edition=edition, by=person, at=timezone.now())
        typed = dossier(edition, person.full_name, number, b"")
        del typed["files"]
        senders.append(
            {
                "key": key_of_session(person),
                "whole": reverse("edit_entry", args=[draft.public_id, "whole"]),
                "submit": reverse("submit_entry", args=[draft.public_id]),
                "typed": typed,
            }
        )
    return {"senders": senders, "file": str(file)}


def look() -> dict:
    """The worker has looked at every file."""
    with bell.silenced():
        waiting = Job.objects.waiting().exclude(kind__in=["send_mail", "prepare_paper"])
        numbers = list(waiting.values_list("pk", flat=True))
        for number in numbers:
            work.run(number)
    return {"jobs": len(numbers)}


def end() -> dict:
    """The phase is closed as it was."""
    closed = datetime.datetime.fromisoformat(json.loads(Path(settings.VAR_DIR, KEPT).read_text()))
    phases = Phase.objects.filter(edition__slug=world.SLUG, kind=Phase.Kind.SUBMISSION)
    return {"phases": phases.update(closes_at=closed)}


VERBS = {"look": look, "end": end}


def main(verb: str, *arguments: str) -> None:
    answer = begin(int(arguments[0])) if verb == "begin" else VERBS[verb]()
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
