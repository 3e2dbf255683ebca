"""What is done with several dossiers of the queue at once."""

from typing import cast

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from competition import clock
from competition.listing.office import ALL_LISTED
from competition.office import Button
from competition.web import numbers_of
from submissions.models import Entry
from submissions.office.dossiers import posted_person
from submissions.office.queue import EntryQueue
from submissions.screening import screening
from submissions.sealing import batch


class QueueButton(Button, EntryQueue):
    """A button below the queue."""

    def chosen(self) -> list[Entry]:
        """The ticked dossiers of this edition, or all that the filters list."""
        if self.request.POST.get(ALL_LISTED):
            return list(self.listing.rows.select_related("edition"))
        numbers = numbers_of(self.request.POST.getlist("chon"))
        entries = Entry.objects.in_edition(self.edition).filter(pk__in=numbers)
        return list(entries.select_related("edition"))


class HandOutChosen(QueueButton):
    """A colleague looks at the ticked dossiers."""

    def press(self):
        colleague = posted_person(self.request, "colleague")
        done = _("%(name)s looks at the chosen dossiers.") % {"name": colleague}
        self.attempt(screening.hand_to, done, entries=self.chosen(), colleague=colleague)


class AcceptChosen(QueueButton):
    """The ticked dossiers are accepted where that is safe; the others are left alone, each with
    its reason.
    """

    def press(self):
        chosen = self.chosen()
        has_looked = bool(self.request.POST.get("looked"))
        accepted, left_alone = screening.accept_all(
            entries=chosen,
            by=cast(User, self.request.user),  # nobody else passes `may`
            at=clock.now(),
            checks=self.edition.screening_points if has_looked else [],
        )
        for entry, why in left_alone:
            reason = {"number": entry.receipt_number or entry, "why": why}
            messages.error(self.request, _("%(number)s was left alone: %(why)s") % reason)
        if not chosen:
            messages.error(self.request, _("Choose at least one dossier."))
        if accepted:
            text = ngettext(
                "%(count)s dossier is accepted.", "%(count)s dossiers are accepted.", accepted
            )
            messages.success(self.request, text % {"count": accepted})
        self.is_refused = not accepted or bool(left_alone)


class PrepareAllCopies(QueueButton):
    """The blinded copies of all accepted dossiers are asked for."""

    def press(self):
        done = _("The blinded copies are being prepared.")
        self.attempt(batch.prepare_all, done, edition=self.edition)


class SealCleanCopies(QueueButton):
    """Every copy in which nothing was found is sealed."""

    def press(self):
        done = _("Copies without any finding are sealed.")
        self.attempt(batch.seal_clean, done, edition=self.edition)
