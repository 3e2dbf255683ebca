"""From the standing to the announcement, a stage a step."""

from awards import announce, ratification, standings, unsealing
from competition import joint_requests
from tests.awards.deciding import adopted
from tests.stages import stage


@stage(day=76)
def ranked(voted):
    """The standing is computed; nobody has asked for the names."""
    at = voted.at(76)
    voted.standing = standings.compute(edition=voted.edition, by=voted.cast.secretary, at=at)
    return voted


@stage(day=80)
def put_to_the_committee(ranked):
    """The seals are open, and just enough members have approved of every prize."""
    cast, standing, at = ranked.cast, ranked.standing, ranked.at(80)
    asked = unsealing.ask(standing=standing, by=cast.secretary, at=at)
    joint_requests.agree(joint=asked, by=cast.second, at=at)
    vote = ratification.open_ballot(standing=standing, by=cast.secretary, at=at)
    prizes = standing.rows.exclude(tier=None).values_list("pk", flat=True)
    for member in cast.committee[: vote.required]:
        choices = dict.fromkeys(prizes, True)
        ratification.vote(ratification=vote, choices=choices, by=member, at=at)
    ranked.ratification = vote
    return ranked


@stage(day=92)
def closed_by_the_committee(put_to_the_committee):
    """The committee's vote is closed; there is no decision yet."""
    rehearsal = put_to_the_committee
    rehearsal.ratification = ratification.close(
        ratification=rehearsal.ratification, by=rehearsal.cast.secretary, at=rehearsal.at(81)
    )
    return rehearsal


@stage(day=93)
def announced(closed_by_the_committee):
    """Everybody knows the result; no certificate is issued."""
    closed_by_the_committee.decision = adopted(closed_by_the_committee)
    announce.announce(
        decision=closed_by_the_committee.decision,
        by=closed_by_the_committee.cast.secretary,
        at=closed_by_the_committee.at(92),
    )
    return closed_by_the_committee
