"""A work whose entrant refuses even its title is kept out of the vote, and never silently zero."""

import datetime
import json

import pytest
from django.urls import reverse

from awards import bundle
from awards.models import StandingRow
from competition import clock
from competition.errors import NotAllowed, WrongState
from competition.models import Phase
from foundation.jobs.drain import drain
from submissions.models import Entry, Sealing
from submissions.screening import consents
from tests.awards.bundles import FAULTS, checked, sealed_again, written
from tests.factories.submissions import EntryFactory, EntryVersionFactory, SealingFactory
from tests.stages import stage
from voting import intake
from voting.models import Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def work(entered):
    entered.entry = Entry.objects.get(pk=entered.works[0].entry.pk)
    return entered


def keep(r, **changes) -> Entry:
    usual = {"entry": r.entry, "by": r.entry.owner, "at": r.at(36)}
    return consents.keep_from_vote(**usual | changes)


def test_it_is_on_record(work):
    assert keep(work).is_kept_from_vote


def test_a_second_time_there_is_nothing_to_keep(work):
    keep(work)
    with pytest.raises(WrongState, match="đến khi bình chọn bắt đầu"):
        keep(work)


def test_another_entrant_cannot(work):
    other = work.works[1].entry.owner
    with pytest.raises(NotAllowed):
        consents.keep_from_vote(entry=work.entry, by=other, at=work.at(36))


def vote_opens(r):
    return r.edition.phases.get(kind=Phase.Kind.VOTING).opens_at


def test_until_the_last_moment_before_the_vote(work):
    at = vote_opens(work) - SECOND
    assert keep(work, at=at).is_kept_from_vote


def test_not_from_its_first_moment(work):
    with pytest.raises(WrongState, match="đến khi bình chọn bắt đầu"):
        keep(work, at=vote_opens(work))


def test_not_where_there_is_no_vote(work):
    work.edition.phases.filter(kind=Phase.Kind.VOTING).delete()
    with pytest.raises(WrongState, match="đến khi bình chọn bắt đầu"):
        keep(work)


class TestThePage:
    def test_a_press_keeps_it_out(self, work, client):
        client.force_login(work.entry.owner)
        with clock.set_to(work.at(36)):
            client.post(reverse("keep_from_vote", args=[work.entry.public_id]))
        work.entry.refresh_from_db()
        assert work.entry.is_kept_from_vote

    def shown(self, work, client, at) -> str:
        client.force_login(work.entry.owner)
        with clock.set_to(at):
            return client.get(reverse("entry", args=[work.entry.public_id])).content.decode()

    def test_the_button_says_what_the_rules_give_instead(self, work, client):
        instead = "nhận điểm trung bình của các công trình được bình chọn"
        assert instead in self.shown(work, client, work.at(36))

    def test_there_is_no_button_once_the_vote_has_begun(self, work, client):
        assert "Không đưa ra bình chọn" not in self.shown(work, client, vote_opens(work))

    def test_it_says_that_the_work_is_kept_out(self, work, client):
        keep(work)
        said = "Công trình này không đưa ra bình chọn công khai."
        assert said in self.shown(work, client, work.at(36))


def candidate_of(entry: Entry) -> Candidate | None:
    code = Sealing.objects.get(version__entry=entry, voided_at=None).vote_code
    return Candidate.objects.filter(code=code).first()


@pytest.mark.parametrize(("is_kept", "candidates"), [(True, 0), (False, 1)])
def test_what_was_kept_out_before_the_sealing_never_reaches_the_vote(entered, is_kept, candidates):
    entry = EntryFactory(
        edition=entered.edition,
        field=entered.edition.fields.first(),
        kind=entered.edition.kinds.first(),
        is_kept_from_vote=is_kept,
    )
    copy = SealingFactory(version=EntryVersionFactory(entry=entry))
    intake.receive(copy.pk)
    assert Candidate.objects.filter(code=copy.vote_code).count() == candidates


def test_the_others_stay_in_it(entered):
    entry = Entry.objects.get(pk=entered.works[0].entry.pk)
    consents.keep_from_vote(entry=entry, by=entry.owner, at=entered.at(36))
    drain()
    left = Candidate.objects.exclude(withdrawn_at=None)
    assert [candidate.code for candidate in left] == [candidate_of(entry).code]


def test_what_is_kept_out_after_the_sealing_leaves_the_vote(judged):
    entry = Entry.objects.get(pk=judged.works[0].entry.pk)
    at = vote_opens(judged) - SECOND
    consents.keep_from_vote(entry=entry, by=entry.owner, at=at)
    drain()
    assert candidate_of(entry).withdrawn_at is not None


@stage()
def one_kept_out(judged):
    """To the standing; the first work was kept out of the vote."""
    entry = Entry.objects.get(pk=judged.works[0].entry.pk)
    at = vote_opens(judged) - SECOND
    consents.keep_from_vote(entry=entry, by=entry.owner, at=at)
    drain()
    for step in (judged.vote, judged.count, judged.award):
        step()
    return judged


def kept_row(r) -> StandingRow:
    return r.standing.rows.get(votes=None)


class TestTheStanding:
    def test_it_has_no_votes_there(self, one_kept_out):
        assert kept_row(one_kept_out).entry_id == one_kept_out.works[0].entry.pk

    def test_its_points_are_the_mean_of_the_others(self, one_kept_out):
        row = kept_row(one_kept_out)
        others = one_kept_out.standing.rows.exclude(pk=row.pk).values_list("vote_points", flat=True)
        assert row.vote_points == round(sum(others) / len(others), 1)

    def test_they_are_not_silently_zero(self, one_kept_out):
        assert kept_row(one_kept_out).vote_points > 0

    def test_the_bundle_computes_them_again(self, one_kept_out, tmp_path):
        lines = checked(written(bundle.files_of(one_kept_out.edition), tmp_path / "x")).splitlines()
        told = {line["code"]: line["vote_points"] for line in map(json.loads, lines)}
        row = kept_row(one_kept_out)
        assert float(told[row.code]) == float(row.vote_points)

    @pytest.mark.parametrize("votes", [0, 1])
    def test_a_vote_that_it_never_had_is_found(self, one_kept_out, tmp_path, votes):
        files = bundle.files_of(one_kept_out.edition)
        standing = json.loads(files["standing.json"])
        row = next(row for row in standing["entries"] if row["votes"] is None)
        row["votes"] = votes
        changed = sealed_again(files | {"standing.json": json.dumps(standing).encode()})
        with pytest.raises(FAULTS):
            checked(written(changed, tmp_path / "x"))
