"""Every address of the site, and the names that may not be seen."""

from allauth.account.models import EmailAddress

from accounts.models import Membership, User
from demo.editions import PASSWORD
from submissions.models import Author
from tests.journeys import addresses


def somebody(email: str) -> None:
    """An account with a confirmed address and without any role or thing of its own."""
    person = User.objects.create_user(email=email, full_name="Lò Văn Khách", password=PASSWORD)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)


def facts(roles: dict[str, str]) -> dict[str, list]:
    """`rows` and `missed` of `addresses.visited`; `names` and `emails` of authors of running
    editions whom no page may show to strangers.
    """
    rows, missed = addresses.visited(roles)
    hidden = Author.objects.exclude(entry__edition__slug="2025")
    seats = set(Membership.objects.values_list("user__folded_name", flat=True))
    public = Author.objects.filter(entry__edition__slug="2025")
    shown = seats | set(public.values_list("folded_name", flat=True))
    names = {author.full_name for author in hidden if author.folded_name not in shown}
    staff = User.objects.filter(memberships__isnull=False).values_list("email", flat=True)
    emails = {author.email for author in hidden if author.email} - set(staff)
    return {"rows": rows, "missed": missed, "names": sorted(names), "emails": sorted(emails)}
