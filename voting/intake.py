"""What reaches the vote: blinded profiles, withdrawals and the councils' last lock. Consumes
events, once by effect.
"""

from django.db import transaction

from competition import clock
from competition.models import Edition
from submissions.sealing import sealing
from voting.models import Candidate, Poll


@transaction.atomic
def apply(name: str, payload: dict) -> None:
    """Take one event."""
    edition = Edition.objects.get(pk=payload["edition"])
    if name == "entry.sealed":
        receive(payload["sealing"])
        if edition.vote_overlaps_judging:
            release(edition)
    elif name == "judging.ended":
        release(edition)
    elif name == "entries.promoted":  # the public votes on those that went on
        pairs = sealing.code_pairs(edition)
        left = [pairs[code] for code in payload["left"] if code in pairs]
        Candidate.objects.standing().filter(edition=edition, code__in=left).update(
            withdrawn_at=clock.now()
        )
    else:  # entry.withdrawn, entry.unsealed
        Candidate.objects.standing().filter(code=payload["vote_code"]).update(
            withdrawn_at=clock.now()
        )


def receive(sealing_id: int) -> Candidate:
    """A profile under the vote code, from the blinded text alone."""
    copy, _files, entry = sealing.sealed_copy(sealing_id)
    candidate, _created = Candidate.objects.get_or_create(
        code=copy.vote_code,
        defaults={
            "edition": entry.edition,
            "field": entry.field,
            "title": copy.title,
            "summary": copy.summary,
        },
    )
    return candidate


def release(edition: Edition) -> Poll:
    """From now on the vote may run, within the dates of its phase."""
    poll, _created = Poll.objects.get_or_create(
        edition=edition, defaults={"released_at": clock.now()}
    )
    return poll
