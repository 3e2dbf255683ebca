import io
import subprocess
from decimal import ROUND_HALF_UP, Decimal

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.db import IntegrityError, transaction

from awards import announce, decision, ratification, standings, unsealing
from awards.certificates import issue, layout, verify
from awards.formula import Line, Tier, final_lines, propose_prizes, vote_points
from awards.models import Award, Certificate, Standing, StandingRow
from competition import clock, joint_requests
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from demo.rehearsal.whole import DAYS
from foundation.jobs import work
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.vault import store
from foundation.vault.models import Blob
from judging.models import Assignment, Scoresheet
from submissions.models import Entry, Outcome, Sealing
from tests import guards
from tests.awards.deciding import certificates_due
from tests.refusals import unchanged
from tests.rehearsed import SCALE, small
from tests.stages import stage
from voting.models import Ballot

data = pytest.mark.data
SCHEME = {
    "vote_formula": "share_of_highest",
    "vote_max": "20",
    "decimals": 1,
    "rounding": "ROUND_HALF_UP",
    "pass_mark": "0",
    "tie_rules": ["council", "first_criterion", "shared"],
    "criteria": [{"pass_mark": "0"}, {"pass_mark": "0"}, {"pass_mark": "0"}],
}


def line(code, council, votes=0, first="10", field=1) -> Line:
    return Line(
        code=code,
        field=field,
        council=Decimal(council),
        criterion_means=(Decimal(first), Decimal(20), Decimal(20)),
        votes=votes,
    )


class TestTheFormula:
    @pytest.mark.parametrize(
        ("votes", "highest", "points"),
        [
            (100, 100, "20.0"),
            (50, 100, "10.0"),
            (1, 3, "6.7"),
            (1, 400, "0.1"),
            (1, 401, "0.0"),
            (0, 100, "0.0"),
            (0, 0, "0"),
            (3, 80, "0.8"),
        ],
    )
    def test_vote_points_as_published(self, votes, highest, points):
        assert vote_points(votes, highest, SCHEME) == Decimal(points)

    def test_ties_are_broken_in_the_published_order_and_named(self):
        lines = final_lines(
            [
                line("A", 70, 50),
                line("B", 75, 25),
                line("C", 60, 100, "9"),
                line("D", 60, 100, "8"),
                line("E", 60, 100, "8"),
            ],
            SCHEME,
        )
        assert [(item.code, item.rank, item.tie_rule) for item in lines] == [
            ("B", 1, ""),
            ("A", 2, "council"),
            ("C", 3, "council"),
            ("D", 4, "first_criterion"),
            ("E", 4, "shared"),
        ]

    def test_equals_that_do_not_fit_leave_the_tier_empty_and_go_on_together(self):
        lines = final_lines([line("A", 80), line("B", 80), line("C", 70)], SCHEME)
        assert propose_prizes(lines, [Tier(1, 1), Tier(2, 2), Tier(3, 5)]) == {
            "A": 2,
            "B": 2,
            "C": 3,
        }

    def test_a_full_field_lets_the_next_field_pass(self):
        lines = final_lines([line("A", 80), line("B", 79), line("C", 78, field=2)], SCHEME)
        assert propose_prizes(lines, [Tier(1, 2, cap=1), Tier(2, 5)]) == {"A": 1, "C": 1, "B": 2}

    def test_who_misses_a_pass_mark_wins_nothing(self):
        scheme = SCHEME | {
            "criteria": [{"pass_mark": "11"}, {"pass_mark": "0"}, {"pass_mark": "0"}]
        }
        lines = final_lines([line("A", 80), line("B", 70, first="12")], scheme)
        assert propose_prizes(lines, [Tier(1, 2)]) == {"B": 1}

    def test_a_tier_with_a_least_score_may_stay_empty(self):
        lines = final_lines([line("A", 60)], SCHEME)
        assert propose_prizes(lines, [Tier(1, 1, minimum=Decimal(70)), Tier(2, 1)]) == {"A": 2}


@data
@pytest.mark.django_db
class TestTheWholeResult:
    def test_every_final_score_equals_an_independent_computation_from_raw_sheets_and_ballots(
        self, awarded
    ):
        """Written from the regulation alone: mean of the sheets' sums to two decimals, plus 20 ×
        votes ÷ highest to one.
        """
        codes = {s.judging_code: s.vote_code for s in Sealing.objects.exclude(confirmed_at=None)}
        votes = {
            code: Ballot.objects.filter(
                candidate__code=vote, revoked_at=None, quarantined_at=None
            ).count()
            for code, vote in codes.items()
        }
        highest = max(votes.values())
        for row in StandingRow.objects.filter(standing__edition=awarded.edition):
            sheets = Scoresheet.objects.filter(
                assignment__blinded_entry__code=row.code, state="locked"
            )
            sums = [sum(map(Decimal, sheet.points.values())) for sheet in sheets]
            council = (sum(sums) / len(sums)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            points = (Decimal(20) * votes[row.code] / highest).quantize(
                Decimal("0.1"), ROUND_HALF_UP
            )
            assert row.council_score == council
            assert row.vote_points == points
            assert row.final_score == council + points

    def test_everybody_learns_the_result_in_one_moment(self, awarded):
        outcomes = Outcome.objects.filter(entry__edition=awarded.edition)
        assert outcomes.count() == len(awarded.works)
        assert {outcome.announced_at for outcome in outcomes} == {awarded.at(92)}
        winners = set(
            Award.objects.filter(decision=awarded.decision).values_list("entry_id", flat=True)
        )
        assert {outcome.entry_id for outcome in outcomes if outcome.is_winner} == winners

    def test_the_ledger_of_the_whole_edition_verifies(self, awarded):
        assert chain.verify(awarded.edition.chain) is None

    def test_certificates_are_sealed_say_what_they_must_and_verify_by_their_qr_code(self, awarded):
        certificates = list(
            Certificate.objects.filter(award__decision=awarded.decision).select_related(
                "pdf", "award__entry"
            )
        )
        assert len(certificates) == certificates_due(awarded.decision) > 0
        for item in certificates[:3]:
            content = store.read(item.pdf)
            page = pypdfium2.PdfDocument(content)[0]
            text = " ".join(page.get_textpage().get_text_range().split())
            for name in item.snapshot["names"]:
                assert name in text
            assert item.serial in text
            assert (
                zxingcpp.read_barcode(page.render(scale=3).to_pil()).text
                == f"{settings.SITE_URL}/xac-minh/{item.verify_id}/"
            )
            assert verify.find(item.verify_id) == item
            assert verify.is_the_file(item, content)
            assert not verify.is_the_file(item, content + b" ")
            with pikepdf.open(io.BytesIO(content)) as document:
                assert all("/FontFile2" in font_file(font) for font in fonts_of(document))

    def test_a_second_tool_finds_the_signature_valid(self, awarded, tmp_path):
        item = (
            Certificate.objects.filter(award__decision=awarded.decision)
            .select_related("pdf")
            .first()
        )
        (tmp_path / "c.pdf").write_bytes(store.read(item.pdf))
        said = subprocess.run(
            ["pdfsig", tmp_path / "c.pdf"], capture_output=True, text=True, check=False
        ).stdout
        assert "Signature is Valid" in said
        assert "Total document signed" in said

    def test_a_revoked_certificate_is_seen_as_revoked_for_good(self, awarded):
        item = Certificate.objects.filter(award__decision=awarded.decision).first()
        with pytest.raises(NotAllowed):
            verify.revoke(
                certificate=item, reason="Sai", by=awarded.cast.committee[0], at=awarded.at(95)
            )
        with pytest.raises(Refused):
            verify.revoke(
                certificate=item, reason=" ", by=awarded.cast.secretary, at=awarded.at(95)
            )
        verify.revoke(
            certificate=item,
            reason="Kê khai không đúng",
            by=awarded.cast.secretary,
            at=awarded.at(95),
        )
        item = verify.find(item.verify_id)
        assert item.revocation.reason == "Kê khai không đúng"
        with pytest.raises(WrongState):
            verify.revoke(
                certificate=item, reason="Lần nữa", by=awarded.cast.secretary, at=awarded.at(95)
            )

    def test_issuing_again_makes_no_second_certificate(self, awarded):
        before = set(Certificate.objects.values_list("serial", "pdf"))
        issue.issue(decision=awarded.decision, by=awarded.cast.secretary, at=awarded.at(96))
        drain()
        assert set(Certificate.objects.values_list("serial", "pdf")) == before

    def test_a_second_decision_on_the_same_votes_supersedes_the_first(self, awarded):
        with clock.set_to(awarded.at(100)):
            later = decision.adopt(
                ratification=awarded.standing.ratification,
                number="9999/QĐ-BTCCT",
                date=awarded.at(100).date(),
                signer_name="Lê An",
                signer_title="PHÓ TRƯỞNG BAN",
                by=awarded.cast.secretary,
                at=awarded.at(100),
            )
        assert later.supersedes == awarded.decision
        assert Award.objects.filter(decision=awarded.decision).exists()


def fonts_of(document):
    for page in document.pages:
        yield from (font for _name, font in page.obj["/Resources"].get("/Font", {}).items())


def font_file(font):
    return font["/DescendantFonts"][0]["/FontDescriptor"]


@data
@pytest.mark.django_db
class TestRefusals:
    def test_nothing_is_known_before_two_people_open_the_seals(self, voted):
        with clock.set_to(voted.at(76)):
            standing = standings.compute(
                edition=voted.edition, by=voted.cast.secretary, at=voted.at(76)
            )
            assert not StandingRow.objects.exclude(entry=None).exists()
            asked = unsealing.ask(standing=standing, by=voted.cast.secretary, at=voted.at(76))
            for nobody in (voted.cast.secretary, voted.cast.judges[0]):
                with pytest.raises(NotAllowed):
                    joint_requests.agree(joint=asked, by=nobody, at=voted.at(76))
            with pytest.raises(WrongState):
                ratification.open_ballot(
                    standing=standing, by=voted.cast.secretary, at=voted.at(77)
                )
            joint_requests.agree(joint=asked, by=voted.cast.second, at=voted.at(76))
        assert not StandingRow.objects.filter(entry=None).exists()

    def test_the_database_itself_wants_two_people(self, awarded):
        opened = awarded.standing.unsealing
        with guards.as_owner(), pytest.raises(IntegrityError), transaction.atomic():
            opened.opened_by = opened.asked_by
            opened.save()

    def test_a_standing_needs_ranking_and_count(self, entered, judged):
        with pytest.raises(WrongState):
            standings.compute(edition=judged.edition, by=judged.cast.secretary, at=judged.at(76))

    @pytest.mark.parametrize(("approvals", "ratified"), [(4, False), (5, True)])
    def test_a_prize_needs_two_thirds_of_all_members(self, voted, approvals, ratified):
        secretary = voted.cast.secretary
        with clock.set_to(voted.at(77)):
            standing = standings.compute(edition=voted.edition, by=secretary, at=voted.at(77))
            asked = unsealing.ask(standing=standing, by=secretary, at=voted.at(77))
            joint_requests.agree(joint=asked, by=voted.cast.second, at=voted.at(77))
            vote = ratification.open_ballot(standing=standing, by=secretary, at=voted.at(77))
            assert vote.members == 7
            assert vote.required == 5
            rows = list(standing.rows.exclude(tier=None))
            for place, member in enumerate(voted.cast.committee):
                choices = {row.pk: place < approvals or row != rows[0] for row in rows}
                ratification.vote(ratification=vote, choices=choices, by=member, at=voted.at(77))
            with pytest.raises(NotAllowed):
                ratification.vote(
                    ratification=vote, choices={}, by=voted.cast.judges[0], at=voted.at(77)
                )
            vote = ratification.close(ratification=vote, by=secretary, at=voted.at(78))
            with pytest.raises(WrongState):
                ratification.vote(
                    ratification=vote, choices={}, by=voted.cast.committee[0], at=voted.at(78)
                )
        winners = ratification.ratified_rows(vote)
        assert (rows[0] in winners) is ratified
        assert len(winners) == len(rows) - (not ratified)

    @pytest.mark.parametrize(
        ("members", "required"), [(3, 2), (4, 3), (6, 4), (7, 5), (9, 6), (10, 7), (1, 1)]
    )
    def test_two_thirds_of_the_members_is_rounded_up(self, members, required):
        assert ratification.required_approvals(members, 2, 3) == required

    def test_only_the_secretariat_computes_the_standing(self, voted):
        for user in (voted.cast.committee[0], voted.cast.entrants[0]):
            with pytest.raises(NotAllowed):
                standings.compute(edition=voted.edition, by=user, at=voted.at(76))
        assert not Standing.objects.exists()


FIRST_DAY = DAYS["announcement"][0]


@stage(day=FIRST_DAY)
def decided(voted):
    """The decision is adopted, nothing is announced. The clock stands where the announcement may
    begin.
    """
    secretary, edition = voted.cast.secretary, voted.edition
    with clock.set_to(voted.at(76)):
        standing = standings.compute(edition=edition, by=secretary, at=voted.at(76))
        asked = unsealing.ask(standing=standing, by=secretary, at=voted.at(76))
        joint_requests.agree(joint=asked, by=voted.cast.committee[0], at=voted.at(76))
    with clock.set_to(voted.at(80)):
        ballot = ratification.open_ballot(standing=standing, by=secretary, at=voted.at(80))
        prizes = standing.rows.exclude(tier=None).values_list("pk", flat=True)
        for member in voted.cast.committee[:6]:
            ratification.vote(
                ratification=ballot, choices=dict.fromkeys(prizes, True), by=member, at=voted.at(80)
            )
        ballot = ratification.close(ratification=ballot, by=secretary, at=voted.at(80))
    with clock.set_to(voted.at(85)):
        voted.decision = decision.adopt(
            ratification=ballot,
            number="1/QĐ-BTCCT",
            date=voted.at(85).date(),
            signer_name=edition.signer_name,
            signer_title=edition.signer_title,
            by=secretary,
            at=voted.at(85),
        )
    return voted


@data
@pytest.mark.django_db
class TestTheAnnouncement:
    def announced(self, decided, day, by=None) -> int:
        return announce.announce(
            decision=decided.decision, by=by or decided.cast.secretary, at=decided.at(day)
        )

    @pytest.mark.parametrize("day", [FIRST_DAY - 0.01, DAYS["announcement"][1] + 1])
    def test_it_waits_for_its_phase(self, decided, day):
        at = decided.at(day)
        with unchanged(), pytest.raises(PhaseClosed):
            announce.announce(decision=decided.decision, by=decided.cast.secretary, at=at)

    def test_it_happens_within_its_phase_and_once(self, decided):
        assert self.announced(decided, FIRST_DAY) == len(decided.works)
        assert Outcome.objects.filter(entry__edition=decided.edition).count() == len(decided.works)
        with unchanged(), pytest.raises(WrongState):
            self.announced(decided, FIRST_DAY + 1)

    def test_it_is_made_by_the_secretariat_only(self, decided):
        for user in (decided.cast.committee[0], decided.cast.entrants[0]):
            with unchanged(), pytest.raises(NotAllowed):
                self.announced(decided, FIRST_DAY, by=user)

    def test_certificates_wait_for_it(self, decided):
        secretary = decided.cast.secretary
        with unchanged(), pytest.raises(WrongState):
            issue.issue(decision=decided.decision, by=secretary, at=decided.at(FIRST_DAY))
        self.announced(decided, FIRST_DAY)
        issue.issue(decision=decided.decision, by=secretary, at=decided.at(FIRST_DAY))
        certificates = Certificate.objects.filter(award__decision=decided.decision)
        assert certificates.count() == certificates_due(decided.decision) > 0


@data
@pytest.mark.django_db
def test_a_batch_that_dies_in_the_middle_loses_and_doubles_nothing(awarded, monkeypatch):
    """The first chunk is rendered but the worker dies before it is noted; the next run makes only
    what is missing.
    """
    guards.change(Certificate.objects.all(), pdf=None)
    Job.objects.filter(kind="issue_certificates").update(
        state="pending", leased_until=None, finished_at=None
    )
    monkeypatch.setattr(issue, "CHUNK", 2)
    calls = []
    original = layout.render_batch

    def dies_once(chunk):
        calls.append([item.serial for item in chunk])
        if len(calls) == 2:
            raise SystemExit("killed")
        return original(chunk)

    monkeypatch.setattr(layout, "render_batch", dies_once)
    job = Job.objects.get(kind="issue_certificates")
    with pytest.raises(SystemExit):
        work.run(job.pk)
    Job.objects.filter(pk=job.pk).update(
        leased_until=awarded.at(0) - (awarded.at(1) - awarded.at(0)) * 3650
    )  # the lease has run out
    drain()
    job.refresh_from_db()
    serials = [serial for chunk in calls for serial in chunk]
    assert job.state == Job.State.DONE
    assert not Certificate.objects.filter(pdf=None).exists()
    assert sorted(set(serials)) == sorted(Certificate.objects.values_list("serial", flat=True))
    assert len(serials) - len(set(serials)) == len(
        calls[1]
    )  # only the chunk that died was asked for twice


@data
@pytest.mark.django_db
def test_the_digest_of_a_seed_does_not_depend_on_codes_or_ids(awarded):
    first = awarded  # walked from the seed 11, as the second one
    second = small(seed=11)
    second.name = "thu-lai"
    second.run()
    assert chain.digest_of(first.result()) == chain.digest_of(second.result())
    third = small(seed=12)
    third.run()
    assert chain.digest_of(third.result()) != chain.digest_of(first.result())
    assert Blob.objects.exists()
    assert Entry.objects.count() == 18
    assert Assignment.objects.exists()


@pytest.mark.soak
@pytest.mark.django_db
def test_a_rehearsal_of_any_size_verifies_and_leaves_nobody_without_a_result():
    """1,000 entries, 60 judges and 20,000 votes in full; a twentieth of it in an ordinary run."""
    rehearsal = small(
        entries=10 * SCALE, judges=max(8, 60 * SCALE // 100), votes=200 * SCALE, seed=99
    )
    rehearsal.run()
    assert chain.verify(rehearsal.edition.chain) is None
    assert Outcome.objects.filter(entry__edition=rehearsal.edition).count() == 10 * SCALE
    assert sum(row.votes + row.set_aside for row in rehearsal.tally.rows.all()) == 200 * SCALE
