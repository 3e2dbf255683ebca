"""What the people of a council do in tests."""

from judging.models import Assignment
from judging.scoring import scoresheets

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


def visit_as(client, user):
    client.force_login(user, backend=BACKEND)
    return client
