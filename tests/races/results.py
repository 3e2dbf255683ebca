"""Races of the result: rankings, comparisons, the count, the standing, the decision."""

from decimal import Decimal
from functools import partial

from awards import announce, decision, ratification, standings, unsealing
from awards.certificates import issue
from awards.models import Approval, AwardDecision, Certificate, Standing
from competition import clock, joint_requests
from competition.errors import WrongState
from competition.models import Scheme
from foundation.jobs.models import Job
from judging.models import Comparison, Promotion, Ranking, Round
from judging.results import comparing, promotion, ranking
from submissions.models import Outcome
from tests.awards.deciding import certificates_due
from tests.factories.voting import BallotFactory
from tests.judging.council import score
from tests.ledger_lines.awards import ballot_of, second_decision, standing_of
from tests.ledger_lines.judging import choose, close, frozen, put
from tests.races.rows import lines, race
from tests.voting import aside
from voting import integrity, tally
from voting.models import Ballot, Candidate, Tally, TallyRow

# The ranking


def freezing(r):
    return partial(ranking.freeze, judging_round=r.round, by=r.cast.secretary, at=r.at(43))


def superseding(r, old):
    usual = {"reason": "Nhầm mã", "by": r.cast.secretary, "at": r.at(44)}
    return partial(ranking.supersede, ranking=old, **usual)


@race(ranking.freeze, "freeze(judging_round)", on="convened")
def frozen_by_two(r):
    close(r)
    second = yield freezing(r), freezing(r)
    assert second.was_refused(WrongState)
    assert Ranking.objects.count() == 1
    assert lines("ranking.frozen") == 1


def to_promote(r):
    """A frozen ranking from which entries may go on."""
    with clock.set_to(r.at(-5)):
        Scheme.objects.filter(edition=r.edition).update(promotes_from=Decimal(30))
        Scheme.objects.create(edition=r.edition, order=2, name="Chung khảo")
    score(r, text="20", only=r.chair)
    return frozen(r)


def promoting(r, old):
    usual = {"overrides": {}, "by": r.cast.secretary, "at": r.at(44)}
    return partial(promotion.promote, ranking=old, **usual)


@race(promotion.promote, "promote(ranking)", on="convened")
def promoted_by_two(r):
    old = to_promote(r)
    second = yield promoting(r, old), promoting(r, old)
    assert second.was_refused(WrongState)
    assert Promotion.objects.count() == old.rows.count()
    assert lines("entries.promoted") == 1


@race(ranking.supersede, "supersede(ranking)", on="convened")
def superseded_while_entries_go_on(r):
    old = to_promote(r)
    second = yield promoting(r, old), superseding(r, old)
    assert second.was_refused(WrongState)
    assert Ranking.objects.get(pk=old.pk).superseded_at is None
    assert Round.objects.get(pk=r.round.pk).state == "frozen"


def putting(r, old, codes):
    return partial(comparing.put, ranking=old, codes=codes, by=r.cast.secretary, at=r.at(44))


@race(comparing.put, "put(ranking)", on="convened")
def put_to_the_judges_by_two(r):
    old = frozen(r)
    codes = sorted(row.code for row in old.rows.all())[:2]
    second = yield putting(r, old, codes), putting(r, old, codes)
    assert second.was_refused(WrongState)
    assert Comparison.objects.count() == 1
    assert lines("comparison.opened") == 1


def answering(r, comparison):
    return partial(choose, r, comparison, r.member)


def ending(r, comparison):
    return partial(comparing.close, comparison=comparison, by=r.cast.secretary, at=r.at(46))


@race(comparing.answer, "_locked(comparison)", on="convened")
def compared_from_two_windows(r):
    comparison = put(r)
    second = yield answering(r, comparison), answering(r, comparison)
    assert second.was_refused(WrongState)
    assert comparison.ballots.count() == 1
    assert lines("comparison.answered") == 1


@race(comparing.remind, "_locked(comparison)", on="convened")
def reminded_while_one_answers(r):
    """Whoever has just answered is not reminded."""
    comparison = put(r)
    asked = len(comparing.asked(comparison))
    remind = partial(comparing.remind, comparison=comparison, by=r.cast.secretary, at=r.at(45))
    second = yield answering(r, comparison), remind
    assert second.answer == asked - 1


@race(comparing.close, "_locked(comparison)", on="convened")
def ended_by_two(r):
    comparison = put(r)
    for judge in comparing.asked(comparison):
        choose(r, comparison, judge.user)
    second = yield ending(r, comparison), ending(r, comparison)
    assert second.was_refused(WrongState)
    assert lines("comparison.closed") == 1


# The count


def counting(r):
    return partial(tally.close, edition=r.edition, by=r.cast.secretary, at=r.at(75.8))


def a_burst(r):
    """So many votes from one network that they are set aside."""
    candidate = Candidate.objects.in_edition(r.edition).order_by("code").first()
    usual = {"cast_at": r.at(62), "network": "a1"}
    BallotFactory.create_batch(integrity.BURST_SIZE, candidate=candidate, **usual)
    return candidate


def scanning(r):
    return partial(integrity.scan, edition=r.edition, by=r.cast.secretary, at=r.at(75.8))


@race(tally.close, "close(edition)", on="judged")
def counted_by_two(r):
    second = yield counting(r), counting(r)
    assert second.was_refused(WrongState)
    assert Tally.objects.count() == 1
    assert lines("tally.closed") == 1


@race(tally.close, "close(edition)", on="judged")
def counted_while_ballots_are_set_aside(r):
    """Nobody has ruled on them: nothing is counted."""
    candidate = a_burst(r)
    second = yield scanning(r), counting(r)
    assert second.was_refused(WrongState)
    assert not TallyRow.objects.filter(code=candidate.code).exists()


@race(integrity.scan, "require_right_and_open_count(edition)", on="judged")
def set_aside_while_it_is_counted(r):
    """What was counted stays as it was counted."""
    a_burst(r)
    second = yield counting(r), scanning(r)
    assert second.was_refused(WrongState)
    assert not Ballot.objects.exclude(quarantined_at=None).exists()


@race(integrity.scan, "require_right_and_open_count(edition)", on="judged")
def set_aside_by_two(r):
    a_burst(r)
    second = yield scanning(r), scanning(r)
    assert second.answer == 0
    assert lines("ballots.quarantined") == 1


@race(integrity.restore, "require_right_and_open_count(edition)", on="judged")
def let_count_while_it_is_counted(r):
    candidate = a_burst(r)
    scanning(r)()
    aside.settled(r.edition)
    usual = {"candidate_code": candidate.code, "reason": "Một trường học", "at": r.at(75.8)}
    restore = partial(integrity.restore, edition=r.edition, by=r.cast.second, **usual)
    second = yield counting(r), restore
    assert second.was_refused(WrongState)
    assert not Ballot.objects.filter(quarantined_at=None).exists()


# The standing, and the committee


@race(standings.compute, "compute(edition)", on="voted")
def computed_by_two(r):
    second = yield partial(standing_of, r), partial(standing_of, r)
    assert second.was_refused(WrongState)
    assert Standing.objects.count() == 1
    assert lines("standing.computed") == 1


@race(standings.compute, "_hold_ranking(ranking)", on="voted")
def computed_while_the_ranking_is_superseded(r):
    """Nothing is built upon a ranking that falls in the same moment."""
    old = Ranking.objects.get(round__edition=r.edition)
    second = yield superseding(r, old), partial(standing_of, r)
    assert second.was_refused(WrongState)
    assert not Standing.objects.exists()


@race(ranking.supersede, "supersede(ranking)", on="voted")
def superseded_while_the_standing_is_computed(r):
    old = Ranking.objects.get(round__edition=r.edition)
    second = yield partial(standing_of, r), superseding(r, old)
    assert second.was_refused(WrongState)
    assert Ranking.objects.get().superseded_at is None


@race(joint_requests.agree, "_waiting(joint)", on="voted")
def opened_by_two(r):
    asked = unsealing.ask(standing=standing_of(r), by=r.cast.secretary, at=r.at(76))
    opened = partial(joint_requests.agree, joint=asked, by=r.cast.second, at=r.at(77))
    second = yield opened, opened
    assert second.was_refused(WrongState)
    assert lines("seals.opened") == 1


def approving(ballot, row, member, at):
    return partial(ratification.vote, ratification=ballot, choices={row.pk: True}, by=member, at=at)


def ratifying(r):
    """(the open ballot; its first prize, which one member less than needed has approved)."""
    ballot = ballot_of(r)
    row = ballot.standing.rows.exclude(tier=None).first()
    for member in r.cast.committee[: ballot.required - 1]:
        approving(ballot, row, member, r.at(77))()
    return ballot, row


@race(ratification.close, "close(ratification)", on="voted")
def closed_while_a_member_votes(r):
    """The approval of the last moment is counted."""
    ballot, row = ratifying(r)
    last = approving(ballot, row, r.cast.committee[-1], r.at(78))
    second = yield (
        last,
        partial(ratification.close, ratification=ballot, by=r.cast.secretary, at=r.at(78)),
    )
    assert second.error is None
    assert row in ratification.ratified_rows(second.answer)


@race(ratification.vote, "vote(ratification)", on="voted")
def a_member_votes_while_it_is_closed(r):
    ballot, row = ratifying(r)
    approving(ballot, row, r.cast.committee[-2], r.at(77))()
    end = partial(ratification.close, ratification=ballot, by=r.cast.secretary, at=r.at(78))
    second = yield end, approving(ballot, row, r.cast.committee[-1], r.at(78))
    assert second.was_refused(WrongState)
    assert not Approval.objects.filter(member=r.cast.committee[-1]).exists()


def adopting(r, number):
    return partial(
        decision.adopt,
        ratification=r.standing.ratification,
        number=number,
        date=r.at(95).date(),
        signer_name="Lê An",
        signer_title="PHÓ TRƯỞNG BAN",
        by=r.cast.secretary,
        at=r.at(95),
    )


def announcing(r, adopted):
    return partial(announce.announce, decision=adopted, by=r.cast.secretary, at=r.at(96))


@race(decision.adopt, "adopt(ratification)", on="awarded")
def adopted_by_two(r):
    second = yield adopting(r, "9998/QĐ"), adopting(r, "9999/QĐ")
    assert second.was_refused(WrongState)
    assert not AwardDecision.objects.filter(number="9999/QĐ").exists()
    assert AwardDecision.objects.filter(number="9998/QĐ").exists()


@race(announce.announce, "announce(decision)", on="awarded")
def announced_by_two(r):
    before = lines("results.announced")
    adopted = second_decision(r)
    told = Outcome.objects.count()
    second = yield announcing(r, adopted), announcing(r, adopted)
    assert second.was_refused(WrongState)
    assert lines("results.announced") == before + 1
    assert Outcome.objects.count() == told


def issuing(r, adopted):
    return partial(issue.issue, decision=adopted, by=r.cast.secretary, at=r.at(97))


@race(issue.issue, "issue(decision.edition)", on="awarded")
def issued_by_two(r):
    adopted = second_decision(r)
    announcing(r, adopted)()
    before = lines("certificates.issued")
    second = yield issuing(r, adopted), issuing(r, adopted)
    assert second.error is None
    made = Certificate.objects.filter(award__decision=adopted)
    assert made.count() == certificates_due(adopted)
    assert lines("certificates.issued") == before + 1


def stopping(r):
    return partial(issue.stop, decision=r.decision, by=r.cast.secretary, at=r.at(97))


@race(issue.stop, "stop(decision)", on="awarded")
def the_making_stopped_by_two(r):
    work_of_decision = Job.objects.filter(key=issue.job_key(r.decision))
    work_of_decision.update(state=Job.State.RUNNING)
    before = lines("certificates.stopped")
    second = yield stopping(r), stopping(r)
    assert second.was_refused(WrongState)
    assert work_of_decision.get().state == Job.State.CANCELLED
    assert lines("certificates.stopped") == before + 1


@race(issue.stop, "stop(decision)", on="awarded")
def the_making_stopped_while_it_is_begun_again(r):
    work_of_decision = Job.objects.filter(key=issue.job_key(r.decision))
    work_of_decision.update(state=Job.State.CANCELLED)
    second = yield issuing(r, r.decision), stopping(r)
    assert second.error is None
    assert work_of_decision.get().state == Job.State.CANCELLED


@race(issue.issue, "issue(decision)", on="awarded")
def issued_while_it_is_announced(r):
    adopted = second_decision(r)
    second = yield announcing(r, adopted), issuing(r, adopted)
    assert second.error is None
    made = Certificate.objects.filter(award__decision=adopted)
    assert made.count() == certificates_due(adopted)


@race(issue.issue, "issue(decision.edition)", on="awarded")
def two_decisions_issued_at_once(r):
    """Serials go on through all decisions of an edition."""
    adopted = second_decision(r)
    announcing(r, adopted)()
    later = adopting(r, "10000/QĐ")()
    announcing(r, later)()
    second = yield issuing(r, adopted), issuing(r, later)
    assert second.error is None
    numbers = Certificate.objects.order_by("serial").values_list("serial", flat=True)
    assert [int(serial[-5:]) for serial in numbers] == list(range(1, len(numbers) + 1))
