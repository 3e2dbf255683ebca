"""The public vote."""

import factory
from factory.django import DjangoModelFactory

from competition.models import JointRequest
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, FieldFactory, JointRequestFactory
from tests.factories.moments import TODAY, days, some_digest
from tests.factories.submissions import SUMMARY, TITLE
from voting.models import (
    Ballot,
    BallotBatch,
    Booth,
    Candidate,
    ClusterRuling,
    Objection,
    PaperBallot,
    Poll,
    Tally,
    TallyRow,
    Voter,
)

CODES = "BC-{:06}".format


class PollFactory(DjangoModelFactory):
    class Meta:
        model = Poll

    edition = factory.SubFactory(EditionFactory)
    released_at = days(-5)


class CandidateFactory(DjangoModelFactory):
    class Meta:
        model = Candidate

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(CODES)
    result_code = factory.Sequence("KQ-{:06}".format)
    field = factory.SubFactory(FieldFactory, edition=factory.SelfAttribute("..edition"))
    title = TITLE
    summary = SUMMARY


class VoterFactory(DjangoModelFactory):
    """One a person and edition: asked for again, it is the same."""

    class Meta:
        model = Voter
        django_get_or_create = ("edition", "user")

    edition = factory.SubFactory(EditionFactory)
    user = factory.SubFactory(UserFactory)


class BallotFactory(DjangoModelFactory):
    """A ballot that counts."""

    class Meta:
        model = Ballot

    candidate = factory.SubFactory(CandidateFactory)
    voter = factory.SubFactory(VoterFactory, edition=factory.SelfAttribute("..candidate.edition"))
    cast_at = days(-4)
    receipt = factory.Sequence(some_digest)


class BallotBatchFactory(DjangoModelFactory):
    class Meta:
        model = BallotBatch

    edition = factory.SubFactory(EditionFactory)
    number = factory.Sequence(lambda number: number + 1)
    root = factory.Sequence(some_digest)
    at = days(-3)


class ClusterRulingFactory(DjangoModelFactory):
    """The cluster stays set aside."""

    class Meta:
        model = ClusterRuling

    joint = factory.SubFactory(
        JointRequestFactory,
        kind="ballot_cluster",
        content={"counts": False},
        changes=[],
        state=JointRequest.State.AGREED,
        answered_by=factory.SubFactory(UserFactory),
        answered_at=days(-3),
    )
    counts = False
    at = days(-3)


class TallyFactory(DjangoModelFactory):
    class Meta:
        model = Tally

    edition = factory.SubFactory(EditionFactory)
    closed_by = factory.SubFactory(UserFactory)
    closed_at = days(-2)
    ballots_root = factory.Sequence(some_digest)
    digest = factory.Sequence(some_digest)
    ledger_head = factory.Sequence(some_digest)


class TallyRowFactory(DjangoModelFactory):
    class Meta:
        model = TallyRow

    tally = factory.SubFactory(TallyFactory)
    code = factory.Sequence(CODES)
    votes = 12


class ObjectionFactory(DjangoModelFactory):
    """No ruling has answered it."""

    class Meta:
        model = Objection

    ballot = factory.SubFactory(BallotFactory, quarantined_at=days(-1), quarantine_reason="burst")
    text = "Lớp chúng tôi bình chọn chung trong giờ học"
    at = days(0)


class BoothFactory(DjangoModelFactory):
    """Nobody has typed its box yet."""

    class Meta:
        model = Booth

    edition = factory.SubFactory(EditionFactory)
    place = "Trường THCS Chu Văn An"
    day = TODAY
    first_keeper = factory.SubFactory(UserFactory)
    second_keeper = factory.SubFactory(UserFactory)
    set_up_by = factory.SubFactory(UserFactory)
    set_up_at = days(-1)


class PaperBallotFactory(DjangoModelFactory):
    """Not valid: no work is marked on it."""

    class Meta:
        model = PaperBallot

    booth = factory.SubFactory(BoothFactory)
    keeper = factory.SelfAttribute("booth.first_keeper")
    serial = factory.Sequence(lambda number: number + 1)
    at = days(0)
