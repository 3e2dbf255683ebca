"""The list of a unit's works, to be signed and stamped by its head."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from competition import clock
from foundation.papers import pdf, prepared
from submissions.models import Entry
from submissions.sharing import units

_SENT = (
    Entry.Status.SUBMITTED,
    Entry.Status.ACCEPTED,
    Entry.Status.SEALED,
)


@prepared.maker("unit_list", ".pdf")
def unit_list(params: dict) -> bytes:
    """The works of a focal point's units, edition by edition, each list on a page of its own."""
    person = User.objects.get(pk=params["by"])
    entries = units.entries_of(person).filter(status__in=_SENT)
    rows = entries.select_related("edition__contest", "field", "owner", "unit")
    lists: dict[int, list[Entry]] = {}
    for entry in rows.prefetch_related("authors").order_by("edition", "receipt_number"):
        lists.setdefault(entry.edition_id, []).append(entry)
    if not lists:
        raise prepared.NotMade(_("No work of your unit was sent in yet."))
    at = clock.now()
    names = ", ".join(str(unit) for unit in units.units_of(person))
    papers = [
        {"entries": each, "edition": each[0].edition, "unit": names, "person": person, "at": at}
        for each in lists.values()
    ]
    with override("vi"):
        return pdf.render_each("unit_list.html", papers)
