"""What the people of a council do in tests."""

from accounts.membership import grant
from accounts.models import Membership, User
from judging.models import Assignment, Conflict, Panel
from judging.scoring import scoresheets
from submissions.models import Author, Sealing
from tests.refusals import known_as, person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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


def pair(council):
    """(judge's seat, a sealed entry that this judge has a sheet of, its author): strangers to each
    other so far.
    """
    task = (
        Assignment.objects.countable()
        .filter(judge__user=council.member)
        .select_related("judge", "blinded_entry")
        .order_by("pk")
        .first()
    )
    entry = Sealing.objects.get(judging_code=task.blinded_entry.code).version.entry
    assert not Conflict.objects.filter(judge=task.judge).exists()
    return task, entry, Author.objects.filter(entry=entry).order_by("pk").last()


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


def typed_points(council, text="10"):
    return {f"points-{pk}": text for pk in points(council)}
