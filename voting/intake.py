"""What reaches the vote: blinded profiles, withdrawals, consents that end and the councils' last
lock.

Consumes events, once by effect.
"""

import datetime
from typing import Any

from django.db import transaction

from competition import clock
from competition.models import Edition
from submissions.models import EntryConsent, Sealing
from submissions.sealing import pairs, sealing
from voting import noting, whose
from voting.models import Candidate, CandidateQuerySet, Poll


@transaction.atomic
def apply(name: str, payload: dict[str, Any]) -> None:
    """Take one event. The public votes on sealed entries that went on, are still there, and
    were not kept out of the vote.
    """
    edition = Edition.objects.get(pk=payload["edition"])
    match name:
        case "entry.sealed":
            receive(payload["sealing"])
            if edition.vote_overlaps_judging:
                release(edition)
        case "consent.withdrawn":
            if payload["kind"] == EntryConsent.Kind.SUMMARY:
                Candidate.objects.filter(code=payload["vote_code"]).update(summary="")
        case "embargo.set":
            until = datetime.date.fromisoformat(payload["until"])
            Candidate.objects.filter(code=payload["vote_code"]).update(embargo_until=until)
        case "judging.ended":
            bind_codes(edition, clock.now())
            release(edition)
        case "entries.promoted":
            vote_codes = sealing.code_pairs(edition)
            left = [vote_codes[code] for code in payload["left"] if code in vote_codes]
            _take_out(Candidate.objects.in_edition(edition).filter(code__in=left))
        case _:  # entry.withdrawn, entry.unsealed, vote.refused
            _take_out(Candidate.objects.filter(code=payload["vote_code"]))


def _take_out(candidates: CandidateQuerySet) -> None:
    """They take no votes any more."""
    candidates.standing().update(withdrawn_at=clock.now())


def receive(sealing_id: int) -> Candidate | None:
    """A profile under the vote code, from the blinded text alone; the summary only where the
    entrant lets the public read it, and none where the work is kept out of the vote.

    Raises ValueError for an entry without a field.
    """
    copy, _files, entry = sealing.sealed_copy(sealing_id)
    if entry.is_kept_from_vote:
        return None
    if entry.field is None:
        raise ValueError(f"{copy.vote_code} has no field")
    candidate, _created = Candidate.objects.get_or_create(
        code=copy.vote_code,
        defaults={
            "edition": entry.edition,
            "result_code": copy.result_code,
            "field": entry.field,
            "kind": entry.kind,
            "title": copy.title,
            "summary": copy.summary if entry.publish_summary else "",
            "embargo_until": entry.embargo_until,
            "kept_from": whose.sealed(copy.vote_code, _people_of(copy)),
        },
    )
    return candidate


def _people_of(copy: Sealing) -> set[str]:
    """Digests of the owner, of authors as they are written down, and of co-authors who were let
    in.
    """
    people = sealing.people_behind(copy)
    return whose.marks(
        copy.vote_code, accounts=people.accounts, emails=people.emails, phones=people.phones
    )


@noting.before_noting
def bind_codes(edition: Edition, at: datetime.datetime) -> None:
    """Whose code is whose stands in the ledger before any ballot, whoever was away until then."""
    pairs.bind(edition, at=at)


def release(edition: Edition) -> Poll:
    """From now on the vote may run, within the dates of its phase."""
    poll, _created = Poll.objects.get_or_create(
        edition=edition, defaults={"released_at": clock.now()}
    )
    return poll
