"""Who is told what: the only place where events of a lower floor meet their consumers above."""

from foundation.jobs.outbox import subscribe


def connect() -> None:
    """Called once at start, when every app is loaded."""
    from awards import posting
    from cms import results
    from judging import intake as judging
    from judging.councils import panels
    from judging.results import evidence
    from submissions.writing import notices
    from voting import intake as voting

    for name in ("entry.sealed", "entry.withdrawn", "entry.unsealed", "entries.promoted"):
        subscribe(name, judging.apply)
        subscribe(name, voting.apply)
    for name in ("authors.changed", "judges.changed", "clearance.changed"):
        subscribe(name, judging.apply, look_again=True)
    for name in ("sheet.given_up", "inquiry.asked", "inquiry.answered"):
        subscribe(name, judging.apply)
    subscribe("round.closed", evidence.apply)
    subscribe("judging.ended", voting.apply)
    subscribe("deadline.extended", notices.tell_drafts)
    subscribe("rules.corrected", notices.tell_of_correction)
    subscribe("rules.corrected", panels.tell_of_correction)
    for name in ("consent.withdrawn", "embargo.set", "vote.refused"):
        subscribe(name, voting.apply)
    subscribe("list.posted", posting.apply)
    for name in (
        *("results.announced", "certificate.revoked", "entry.withdrawn"),
        *("consent.withdrawn", "embargo.set"),
    ):
        subscribe(name, results.apply)
