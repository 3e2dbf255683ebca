"""The public vote as rows: works and ballots, what voters say, the count."""

from voting.models.ballots import (
    BURST,
    Ballot,
    BallotBatch,
    BallotQuerySet,
    Candidate,
    CandidateQuerySet,
    ClusterRuling,
    Poll,
    Voter,
    random_nonce,
)
from voting.models.booths import Booth, PaperBallot
from voting.models.counts import Tally, TallyRow
from voting.models.objections import Objection

__all__ = [
    "BURST",
    "Ballot",
    "BallotBatch",
    "BallotQuerySet",
    "Booth",
    "Candidate",
    "CandidateQuerySet",
    "ClusterRuling",
    "Objection",
    "PaperBallot",
    "Poll",
    "Tally",
    "TallyRow",
    "Voter",
    "random_nonce",
]
