"""A council of four in an open round, with nothing scored and with everything scored."""

from accounts.membership import grant
from accounts.models import Membership, User
from competition import clock
from competition.models import Scheme
from demo.rehearsal import steps
from judging.councils import panels, rounds
from judging.models import Assignment, Judge, Panel
from judging.scoring import scoresheets
from tests.refusals import known_as, person
from tests.stages import stage

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FEES = {"fee_per_sheet": 60_000, "fee_per_session": 200_000, "fee_of_secretary": 150_000}


@stage(day=41)
def council(entered):
    """One panel of four (chair, vice-chair, judge, secretary) in an open round; nothing is scored.
    The clock stands on day 41.
    """
    cast = entered.cast
    with clock.set_to(entered.at(-5)):
        Scheme.objects.filter(edition=entered.edition).update(spread_limit=20, **FEES)
    with clock.set_to(entered.at(40.5)):
        judging_round = rounds.prepare_round(edition=entered.edition, by=cast.secretary)
        judging_round.sheets_per_entry = 3
        judging_round.save()
        panel = panels.establish_panel(
            judging_round=judging_round,
            name="Hội đồng 1",
            fields=entered.edition.fields.all(),
            by=cast.secretary,
        )
        for user, position in zip(
            cast.judges, ["chair", "vice_chair", "judge", "panel_secretary"], strict=True
        ):
            seat = panels.appoint(panel=panel, user=user, by=cast.secretary, position=position)
            Judge.objects.filter(pk=seat.pk).update(
                accepted_at=entered.at(40.5), undertaking_at=entered.at(40.5)
            )
        steps.assign_and_open(judging_round, cast, entered.at(40.5))
    entered.round, entered.panel = judging_round, panel
    entered.chair, entered.vice, entered.member, entered.panel_secretary = cast.judges
    return entered


def points(council, text="10") -> dict:
    return {criterion.pk: text for criterion in council.round.scheme.criteria.all()}


def score(council, *, text="10", only=None):
    """Lock every waiting sheet, or those of one person."""
    waiting = (
        Assignment.objects.countable()
        .filter(judge__panel=council.panel)
        .exclude(sheet__state="locked")
        .select_related("judge__user")
    )
    for item in waiting.filter(judge__user=only) if only else waiting:
        scoresheets.submit_sheet(
            assignment=item,
            points=points(council, text),
            comment="Rõ",
            by=item.judge.user,
            at=council.at(41),
        )


@stage(day=41)
def scored(council):
    """Every sheet is locked; the chair is far from the others."""
    score(council, text="20", only=council.chair)
    score(council)
    return council


def visit_as(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def outsider(council, who: str) -> User:
    """A person who leads no meeting of this panel, by what he or she is."""
    if who == "member":
        return council.member
    if who == "chair of another panel":
        chair = person("chu-tich-hoi-dong-khac")
        other = Panel.objects.create(round=council.round, name="Hội đồng khác")
        grant(chair, Membership.Role.CHAIR, panel_id=other.pk)
        return chair
    return known_as(council, who)


OUTSIDE_THE_LEAD = [
    "member",
    "chair of another panel",
    "entrant",
    "committee member",
    "secretary of another edition",
    "secretary who left",
]
