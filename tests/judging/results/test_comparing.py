"""Entries of one rank at the prize line, compared in pairs: the arithmetic against another library,
and the way through the pages.
"""

import json
from decimal import Decimal
from itertools import combinations
from random import Random

import choix
import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards import bundle, standings
from awards.bundle import verify_bundle
from competition import audit, clock
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import PrizeTier, Scheme
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from judging import permissions
from judging.arithmetic import engine
from judging.councils import rounds
from judging.models import (
    Assignment,
    BlindedFile,
    Comparison,
    ComparisonBallot,
    Ranking,
    Scoresheet,
)
from judging.results import comparing, ranking
from judging.scoring import scoresheets
from submissions.models import Author, Sealing
from submissions.writing import intake as submissions
from tests import guards
from tests.awards.bundles import sealed_again, written
from tests.factories.judging import ComparisonBallotFactory, ConflictFactory
from tests.judging.council import points, visit_as
from tests.judging.leaks import forms, hits, identities, sent_to, texts_of
from tests.pressing import pressed
from tests.refusals import known_as, unchanged
from tests.stages import stage

django = [pytest.mark.django_db, pytest.mark.data]


# --- the arithmetic


def random_choices(rng: Random) -> tuple[list[str], list[tuple[str, str]]]:
    """Entries of different worth, judged by several who see some of the pairs."""
    codes = [f"HS-{number}" for number in range(rng.randint(2, 8))]
    worth = {code: rng.gauss(0, 1.5) for code in codes}
    choices = []
    for _judge in range(rng.randint(1, 12)):
        for pair in combinations(codes, 2):
            if rng.random() < 0.7:
                first = rng.random() < 1 / (1 + np.exp(worth[pair[1]] - worth[pair[0]]))
                choices.append(pair if first else pair[::-1])
    return codes, choices


def by_choix(codes, choices) -> np.ndarray:
    """The likeliest strengths by another library: every choice twice, and every pair once each way,
    is half a win each way.
    """
    number = {code: place for place, code in enumerate(codes)}
    data = [(number[better], number[other]) for better, other in choices] * 2
    data += [pair for a, b in combinations(range(len(codes)), 2) for pair in ((a, b), (b, a))]
    found = np.exp(choix.ilsr_pairwise(len(codes), data, max_iter=10_000, tol=1e-12))
    return found / found.sum()


def test_strengths_equal_those_of_another_library():
    rng = Random(20)
    for _ in range(80):
        codes, choices = random_choices(rng)
        ours = np.array([float(engine.strengths(codes, choices)[code]) for code in codes])
        assert ours == pytest.approx(by_choix(codes, choices), rel=1e-6)


def test_no_order_changes_them():
    rng = Random(21)
    for _ in range(40):
        codes, choices = random_choices(rng)
        expected = engine.strengths(codes, choices)
        for _again in range(3):
            rng.shuffle(codes)
            rng.shuffle(choices)
            assert engine.strengths(codes, choices) == expected


def test_where_everybody_saw_every_pair_more_wins_are_stronger_and_equal_ones_equal():
    rng = Random(22)
    for _ in range(40):
        codes = [f"HS-{number}" for number in range(rng.randint(2, 6))]
        choices = [
            pair if rng.random() < 0.6 else pair[::-1]
            for _judge in range(rng.randint(1, 7))
            for pair in combinations(codes, 2)
        ]
        wins = {code: sum(pair[0] == code for pair in choices) for code in codes}
        found = engine.strengths(codes, choices)
        for one, other in combinations(codes, 2):
            assert (found[one] > found[other]) == (wins[one] > wins[other])
            assert (found[one] == found[other]) == (wins[one] == wins[other])


def test_one_voice_for_all_wins_is_finite_and_nothing_compared_is_equal():
    assert engine.strengths(["A", "B"], [("A", "B")] * 60)["A"] == Decimal(
        "0.991803279"
    )  # 60.5 of 61
    assert len(set(engine.strengths(["A", "B", "C"], []).values())) == 1
    assert engine.strengths(["A"], []) == {"A": Decimal(1)}
    assert engine.strengths([], []) == {}


# --- the way


@stage(day=43)
def tied(council):
    """The ranking is frozen. Three entries have 30 points a sheet and two prizes wait for them; the
    others share a rank without a prize.
    """
    with clock.set_to(council.at(-5)):
        Scheme.objects.filter(edition=council.edition).update(
            tie_rules=["council", "pairs", "shared"], vote_formula="none", quorum_percent=67
        )
        PrizeTier.objects.filter(edition=council.edition).exclude(
            pk=council.edition.tiers.first().pk
        ).delete()
        PrizeTier.objects.filter(edition=council.edition).update(
            count=2, per_field_cap=None, minimum_score=0
        )
    council.edition.refresh_from_db()
    sheets = (
        Assignment.objects.countable()
        .filter(judge__panel=council.panel)
        .select_related("judge__user", "blinded_entry")
    )
    codes = sorted({item.blinded_entry.code for item in sheets})
    council.top = codes[:3]
    for item in sheets:
        text = "10" if item.blinded_entry.code in council.top else "5"
        scoresheets.submit_sheet(
            assignment=item,
            points=points(council, text),
            comment="Rõ",
            by=item.judge.user,
            at=council.at(41),
        )
    with clock.set_to(council.at(42)):
        rounds.close_round(
            judging_round=council.round, by=council.cast.secretary, at=council.at(42)
        )
        council.ranking = ranking.freeze(
            judging_round=council.round, by=council.cast.secretary, at=council.at(42)
        )
    return council


def put(tied) -> Comparison:
    return comparing.put(
        ranking=tied.ranking, codes=tied.top, by=tied.cast.secretary, at=tied.at(43)
    )


def choices(comparison, user, order) -> list:
    """This judge's pairs, by a wish: what stands earlier in `order` is better."""
    _judge, pairs = comparing.seat_of(comparison, user)
    return [tuple(sorted(pair, key=order.index)) for pair in pairs]


def all_choose(tied, comparison, order) -> None:
    for judge in comparing.asked(comparison):
        comparing.answer(
            comparison=comparison,
            better=choices(comparison, judge.user, order),
            by=judge.user,
            at=tied.at(43),
        )


class TestTheVerbs:
    pytestmark = django

    def test_the_standing_waits_for_the_tie_at_the_line_and_follows_the_judges(self, tied):
        groups = standings.ties_to_compare(tied.edition)
        assert [sorted(line.code for line in group) for group in groups] == [
            tied.top
        ]  # not the others, which share a rank far from the line
        with pytest.raises(WrongState, match=tied.top[0]):
            standings.compute(edition=tied.edition, by=tied.cast.secretary, at=tied.at(43))
        comparison = put(tied)
        assert len(comparing.asked(comparison)) == 3
        assert Message.objects.filter(key__startswith=f"comparison:{comparison.pk}").count() == 3
        with pytest.raises(WrongState):
            standings.compute(edition=tied.edition, by=tied.cast.secretary, at=tied.at(43))
        order = [tied.top[2], tied.top[0], tied.top[1]]
        all_choose(tied, comparison, order)
        comparing.close(comparison=comparison, by=tied.cast.secretary, at=tied.at(44))
        standing = standings.compute(edition=tied.edition, by=tied.cast.secretary, at=tied.at(44))
        rows = list(standing.rows.order_by("rank", "code"))
        assert [row.code for row in rows[:3]] == order
        assert [row.rank for row in rows[:3]] == [
            1,
            2,
            3,
        ]
        assert [bool(row.tier_id) for row in rows] == [True, True, False, False, False, False]
        assert [row.tie_rule for row in rows] == ["", "pairs", "pairs", "", "shared", "shared"]
        assert audit.faults(tied.edition) == []

    def test_without_the_rule_nobody_is_asked_and_the_rank_is_shared(self, tied):
        tied.ranking.scheme["tie_rules"] = ["council", "shared"]
        kept = type(tied.ranking).objects.filter(pk=tied.ranking.pk)
        guards.change(kept, scheme=tied.ranking.scheme)
        assert standings.ties_to_compare(tied.edition) == []
        standing = standings.compute(edition=tied.edition, by=tied.cast.secretary, at=tied.at(43))
        assert list(standing.rows.order_by("rank", "code").values_list("rank", flat=True)) == [
            1,
            1,
            1,
            4,
            4,
            4,
        ]

    def test_two_prizes_for_two_ask_nobody(self, tied):
        PrizeTier.objects.filter(edition=tied.edition).update(count=3)
        assert standings.ties_to_compare(tied.edition) == []

    def test_choices_that_cancel_out_leave_the_rank_shared(self, tied):
        comparison = put(tied)
        a, b, c = tied.top
        seats = list(comparing.asked(comparison))
        for judge, order in zip(seats, ([a, b, c], [b, c, a], [c, a, b]), strict=True):
            comparing.answer(
                comparison=comparison,
                better=choices(comparison, judge.user, order),
                by=judge.user,
                at=tied.at(43),
            )
        comparing.close(comparison=comparison, by=tied.cast.secretary, at=tied.at(44))
        standing = standings.compute(edition=tied.edition, by=tied.cast.secretary, at=tied.at(44))
        assert [row.rank for row in standing.rows.order_by("rank", "code")[:3]] == [1, 1, 1]

    def test_whoever_has_a_conflict_is_asked_about_the_other_pairs_only(self, tied):
        entry = tied.round.blinded_entries.get(code=tied.top[0])
        ConflictFactory(
            judge=tied.panel.judges.get(user=tied.member), blinded_entry=entry, reason="declared"
        )
        comparison = put(tied)
        pairs = {judge.user: pairs for judge, pairs in comparing.asked(comparison).items()}
        assert len(pairs[tied.chair]) == 3
        assert [sorted(pair) for pair in pairs[tied.member]] == [tied.top[1:]]

    def test_the_predicates_say_who_is_asked_and_about_what(self, tied):
        first = tied.round.blinded_entries.get(code=tied.top[0])
        seat = tied.panel.judges.get(user=tied.member)
        ConflictFactory(judge=seat, blinded_entry=first, reason="declared")
        comparison = put(tied)
        asked = {judge.user for judge in comparing.asked(comparison)}
        for user in [*tied.cast.judges, tied.cast.secretary]:
            assert permissions.can_compare(user, comparison) == (user in asked)
        assert permissions.reads_in_comparison(tied.chair, first)
        assert not permissions.reads_in_comparison(tied.member, first)
        Comparison.objects.filter(pk=comparison.pk).update(closed_at=tied.at(44))
        comparison.refresh_from_db()
        assert not permissions.can_compare(tied.chair, comparison)
        assert not permissions.reads_in_comparison(tied.chair, first)

    def test_where_nobody_may_compare_the_tie_stays_and_the_standing_goes_on(self, tied):
        for entry in tied.round.blinded_entries.filter(code__in=tied.top[:2]):
            for judge in tied.panel.judges.all():
                ConflictFactory(judge=judge, blinded_entry=entry, reason="declared")
        with pytest.raises(Refused):
            put(tied)
        assert not Comparison.objects.exists()
        standing = standings.compute(edition=tied.edition, by=tied.cast.secretary, at=tied.at(43))
        assert standing.rows.filter(rank=1).count() == 3

    def test_an_entry_that_leaves_takes_its_pairs_along(self, tied):
        comparison = put(tied)
        gone, first, second = tied.top
        all_choose(tied, comparison, [gone, second, first])
        entry = Sealing.objects.get(judging_code=gone).version.entry
        submissions.withdraw(entry=entry, by=entry.owner, reason="Rút", at=tied.at(43))
        drain()  # judging and vote hear of it
        comparing.close(comparison=comparison, by=tied.cast.secretary, at=tied.at(44))
        comparison.refresh_from_db()
        assert comparison.strengths.keys() == {first, second}
        assert Decimal(comparison.strengths[second]) > Decimal(comparison.strengths[first])
        assert audit.faults(tied.edition) == []

    def test_a_conflict_that_is_found_later_takes_the_choices_out_of_the_count(
        self, tied, tmp_path
    ):
        comparison, (a, b, c) = put(tied), tied.top
        seats = list(comparing.asked(comparison))
        for judge, order in zip(seats, ([a, b, c], [b, a, c], [a, b, c]), strict=True):
            comparing.answer(
                comparison=comparison,
                better=choices(comparison, judge.user, order),
                by=judge.user,
                at=tied.at(43),
            )
        for judge in (seats[0], seats[2]):  # both for A before B
            ConflictFactory(
                judge=judge, blinded_entry=tied.round.blinded_entries.get(code=a), reason="author"
            )
        comparing.close(comparison=comparison, by=tied.cast.secretary, at=tied.at(44))
        standing = standings.compute(edition=tied.edition, by=tied.cast.secretary, at=tied.at(44))
        assert [row.code for row in standing.rows.order_by("rank")[:2]] == [b, a]
        assert audit.faults(tied.edition) == []
        files = bundle.files_of(tied.edition)
        verify_bundle.verify(written(files, tmp_path / "x"))
        told = json.loads(files["comparisons.json"])
        told[0]["left_out"] = []
        with pytest.raises(verify_bundle.Fault):
            verify_bundle.verify(
                written(
                    sealed_again(files | {"comparisons.json": json.dumps(told).encode()}),
                    tmp_path / "x",
                )
            )

    def test_refusals(self, tied):
        with pytest.raises(NotAllowed):
            comparing.put(ranking=tied.ranking, codes=tied.top, by=tied.chair, at=tied.at(43))
        comparison = put(tied)
        with pytest.raises(WrongState):
            comparing.put(
                ranking=tied.ranking, codes=tied.top[:2], by=tied.cast.secretary, at=tied.at(43)
            )
        with pytest.raises(NotAllowed):  # the secretary of the panel does not score
            comparing.answer(
                comparison=comparison, better=[], by=tied.panel_secretary, at=tied.at(43)
            )
        with pytest.raises(comparing.Unanswered) as refusal:
            comparing.answer(
                comparison=comparison,
                better=choices(comparison, tied.chair, tied.top)[:2],
                by=tied.chair,
                at=tied.at(43),
            )
        assert len(refusal.value.pairs) == 1
        comparing.answer(
            comparison=comparison,
            better=choices(comparison, tied.chair, tied.top),
            by=tied.chair,
            at=tied.at(43),
        )
        with pytest.raises(WrongState):  # once
            comparing.answer(
                comparison=comparison,
                better=choices(comparison, tied.chair, tied.top),
                by=tied.chair,
                at=tied.at(43),
            )
        with pytest.raises(WrongState, match="3"):  # 67 % of three judges
            comparing.close(comparison=comparison, by=tied.cast.secretary, at=tied.at(43))
        assert comparing.remind(comparison=comparison, by=tied.cast.secretary, at=tied.at(44)) == 2
        comparing.answer(
            comparison=comparison,
            better=choices(comparison, tied.vice, tied.top),
            by=tied.vice,
            at=tied.at(43),
        )
        comparing.answer(
            comparison=comparison,
            better=choices(comparison, tied.member, tied.top),
            by=tied.member,
            at=tied.at(43),
        )
        with pytest.raises(NotAllowed):
            comparing.close(comparison=comparison, by=tied.chair, at=tied.at(43))
        comparing.close(comparison=comparison, by=tied.cast.secretary, at=tied.at(43))
        with pytest.raises(WrongState):
            comparing.close(comparison=comparison, by=tied.cast.secretary, at=tied.at(43))

    def test_a_superseded_ranking_ends_its_comparison(self, tied):
        comparison = put(tied)
        ranking.supersede(
            ranking=tied.ranking, reason="Nhầm", by=tied.cast.secretary, at=tied.at(43)
        )
        assert comparing.waiting_for(tied.chair) == []
        with pytest.raises(WrongState):
            comparing.answer(
                comparison=comparison,
                better=choices(comparison, tied.chair, tied.top),
                by=tied.chair,
                at=tied.at(43),
            )

    def test_what_was_given_is_not_changed_or_the_audit_finds_it(self, tied):
        comparison = put(tied)
        all_choose(tied, comparison, tied.top)
        for change in (
            lambda: ComparisonBallot.objects.update(choices=[]),
            lambda: ComparisonBallot.objects.first().delete(),
        ):
            with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
                change()
        comparing.close(comparison=comparison, by=tied.cast.secretary, at=tied.at(44))
        with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
            Comparison.objects.update(strengths={})
        ComparisonBallotFactory(
            comparison=comparison,
            judge=tied.panel.judges.get(user=tied.panel_secretary),
            choices=[],
        )
        assert any("choices" in fault for fault in audit.faults(tied.edition))

    def test_the_bundle_computes_the_strengths_again_and_finds_forged_choices(self, tied, tmp_path):
        comparison = put(tied)
        all_choose(tied, comparison, tied.top[::-1])
        comparing.close(comparison=comparison, by=tied.cast.secretary, at=tied.at(44))
        standings.compute(edition=tied.edition, by=tied.cast.secretary, at=tied.at(44))
        files = bundle.files_of(tied.edition)
        printed = [
            json.loads(line)
            for line in verify_bundle.verify(written(files, tmp_path / "x")).splitlines()
        ]
        assert [line["code"] for line in printed[:3]] == tied.top[::-1]

        def forged(change):
            told = json.loads(files["comparisons.json"])
            change(told)
            return sealed_again(files | {"comparisons.json": json.dumps(told).encode()})

        def turned(told):
            told[0]["ballots"][0][1][0].reverse()

        def stronger(told):
            told[0]["strengths"][tied.top[0]] = "0.9"

        for change in (
            turned,
            stronger,
            lambda told: told[0]["ballots"].pop(),
            lambda told: told.pop(),
        ):
            with pytest.raises(verify_bundle.Fault):
                verify_bundle.verify(written(forged(change), tmp_path / "x"))


class TestThePages:
    pytestmark = django

    def test_a_judge_reads_both_and_chooses_once(self, tied, client):
        comparison = put(tied)
        address = reverse("comparison", args=[comparison.pk])
        assert comparison.get_absolute_url() == address
        assert address in visit_as(client, tied.chair).get(reverse("judge_desk")).content.decode()
        page = client.get(address)
        text = page.content.decode()
        assert page.status_code == 200
        assert all(code in text for code in tied.top)
        other = tied.round.blinded_entries.exclude(code__in=tied.top).first()
        assert other.title not in text
        file = BlindedFile.objects.filter(blinded_entry__code=tied.top[0]).first()
        assert reverse("comparison_file", args=[comparison.pk, file.public_id]) in text
        assert (
            client.get(reverse("comparison_file", args=[comparison.pk, file.public_id])).status_code
            == 200
        )
        assert (
            client.get(
                reverse("comparison_page", args=[comparison.pk, file.public_id, 1])
            ).status_code
            == 200
        )
        words = reverse("comparison_words", args=[comparison.pk, file.public_id])
        assert words in text
        assert client.get(words).status_code == 200
        strange = BlindedFile.objects.filter(blinded_entry=other).first()
        assert (
            client.get(
                reverse("comparison_file", args=[comparison.pk, strange.public_id])
            ).status_code
            == 404
        )
        _judge, pairs = comparing.seat_of(comparison, tied.chair)
        typed = {f"pair-{number}": pair[0] for number, pair in enumerate(pairs, start=1)}
        answering = reverse("answer_comparison", args=[comparison.pk])
        missing = client.post(answering, typed | {"pair-2": ""})
        assert missing.status_code == 422
        assert missing.content.decode().count(" checked") == 2
        assert not ComparisonBallot.objects.exists()
        assert client.post(answering, typed | {"pair-3": "HS-KHONG-CO"}).status_code == 422
        assert client.post(answering, typed).status_code == 302
        ballot = ComparisonBallot.objects.get()
        assert sorted(ballot.choices) == sorted(list(pair) for pair in pairs)
        assert address not in client.get(reverse("judge_desk")).content.decode()
        again = client.get(address)
        assert "radio" not in again.content.decode()
        assert all(code in again.content.decode() for code in tied.top)

    def test_who_is_not_asked_finds_nothing(self, tied, client):
        comparison = put(tied)
        file = BlindedFile.objects.filter(blinded_entry__code=tied.top[0]).first()
        pages = [
            reverse("comparison", args=[comparison.pk]),
            reverse("comparison_file", args=[comparison.pk, file.public_id]),
            reverse("comparison_page", args=[comparison.pk, file.public_id, 1]),
        ]
        for user in (tied.panel_secretary, tied.cast.secretary, tied.cast.entrants[0]):
            assert [visit_as(client, user).get(page).status_code for page in pages] == [404] * 3
        all_choose(tied, comparison, tied.top)
        comparing.close(comparison=comparison, by=tied.cast.secretary, at=tied.at(44))
        assert [visit_as(client, tied.chair).get(page).status_code for page in pages] == [
            404
        ] * 3  # what is closed is closed

    def test_the_office_asks_reminds_closes_and_sees_no_choice_before(self, tied, client):
        address = reverse("awards_office", args=[tied.edition.slug])
        put_address = reverse("put_comparison", args=[tied.edition.slug])
        remind_address = reverse("remind_comparison", args=[tied.edition.slug])
        close_address = reverse("close_comparison", args=[tied.edition.slug])
        compute_address = reverse("compute_standing", args=[tied.edition.slug])
        visit_as(client, tied.cast.secretary)
        before = client.get(address).content.decode()
        assert ",".join(tied.top) in before
        assert client.post(put_address, {"codes": "HS-1,HS-2"}).status_code == 404
        client.post(put_address, {"codes": ",".join(tied.top)})
        comparison = Comparison.objects.get()
        pressed(client, close_address, {"comparison": comparison.pk})
        comparison.refresh_from_db()
        assert comparison.closed_at is None
        all_choose(tied, comparison, tied.top)
        client.post(remind_address, {"comparison": comparison.pk})
        assert "recap" in client.post(close_address, {"comparison": comparison.pk}).context
        pressed(client, close_address, {"comparison": comparison.pk})
        comparison.refresh_from_db()
        after = client.get(address).content.decode()
        assert comparison.closed_at
        assert comparison.digest[:12] in after
        client.post(compute_address)
        assert (
            list(tied.edition.standing.rows.order_by("rank").values_list("code", flat=True)[:3])
            == tied.top
        )

    def test_sheets_are_locked_with_a_nonce_of_their_own(self, tied):
        nonces = list(Scoresheet.objects.values_list("nonce", flat=True))
        assert len(set(nonces)) == len(nonces)
        assert all(len(nonce) == 32 for nonce in nonces)
        sheet = Scoresheet.objects.first()
        known = Event.objects.get(
            verb="sheet.locked", payload__assignment=sheet.assignment_id
        ).payload["digest"]
        assert scoresheets.sheet_digest(sheet) == known
        sheet.nonce = (
            "0" * 32
        )  # whoever tries the few points that there are gets nowhere without it
        assert scoresheets.sheet_digest(sheet) != known

    def test_nothing_here_names_an_entrant_and_no_table_of_identities_is_read(self, tied, client):
        comparison = put(tied)
        own = {user.full_name for user in tied.cast.judges} | {
            user.email for user in tied.cast.judges
        }
        canaries = {
            form: identity
            for identity in identities(tied.edition) - own
            for form in forms(identity)
        }
        visit_as(client, tied.chair)
        file = BlindedFile.objects.filter(blinded_entry__code=tied.top[0]).first()
        address = reverse("comparison", args=[comparison.pk])
        answering = reverse("answer_comparison", args=[comparison.pk])
        _judge, pairs = comparing.seat_of(comparison, tied.chair)
        typed = {f"pair-{number}": pair[0] for number, pair in enumerate(pairs, start=1)}
        requests = [
            ("get", reverse("judge_desk"), {}),
            ("get", address, {}),
            ("get", reverse("comparison_file", args=[comparison.pk, file.public_id]), {}),
        ]
        requests += [
            ("get", reverse("comparison_page", args=[comparison.pk, file.public_id, 1]), {}),
            ("post", answering, {}),
            ("post", answering, typed),
        ]
        texts = sent_to(tied.chair)
        for method, page, form in requests:
            with CaptureQueriesContext(connection) as captured:
                answer = getattr(client, method)(page, form)
            assert not [
                query["sql"]
                for query in captured.captured_queries
                if "submissions_" in query["sql"]
            ], page
            texts += texts_of(answer)
        assert len(canaries) > 300
        assert hits(texts, canaries) == set()
        assert hits(
            [*texts, Author.objects.exclude(full_name__in=own).first().full_name], canaries
        )  # the search itself sees one

    def test_the_judge_of_a_locked_sheet_sees_its_digest(self, tied, client):
        sheet = Scoresheet.objects.filter(assignment__judge__user=tied.chair).first()
        page = (
            visit_as(client, tied.chair)
            .get(reverse("sheet", args=[sheet.assignment.public_id]))
            .content.decode()
        )
        known = Event.objects.get(
            verb="sheet.locked", payload__assignment=sheet.assignment_id
        ).payload["digest"]
        assert known in page
        assert sheet.nonce not in page


class TestReminding:
    """`usual` is reminded: what is refused below is refused for one reason alone."""

    pytestmark = django

    @pytest.fixture
    def usual(self, tied) -> dict:
        return {"comparison": put(tied), "by": tied.cast.secretary, "at": tied.at(44)}

    def test_the_secretariat_reminds_whoever_has_not_chosen(self, usual):
        assert comparing.remind(**usual) == 3

    @pytest.mark.parametrize(
        "who",
        ["entrant", "judge", "committee member", "secretary of another edition"],
    )
    def test_nobody_else_does(self, tied, usual, who):
        stranger = known_as(tied, who)
        with unchanged(), pytest.raises(NotAllowed):
            comparing.remind(**usual | {"by": stranger})

    def test_not_when_it_is_closed(self, tied, usual):
        Comparison.objects.update(closed_at=tied.at(44))
        with unchanged(), pytest.raises(WrongState):
            comparing.remind(**usual)

    def test_not_when_its_ranking_is_superseded(self, tied, usual):
        Ranking.objects.filter(pk=tied.ranking.pk).update(superseded_at=tied.at(44))
        with unchanged(), pytest.raises(WrongState):
            comparing.remind(**usual)
