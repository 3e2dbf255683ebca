"""The buttons by which a dossier is blinded and sealed, and judges are kept away from it or
cleared.
"""

from django.utils.translation import gettext as _

from competition.office import Button
from competition.rows import DealtWith, taken_away
from competition.web import WAITS
from submissions.models import Sealing
from submissions.office.dossiers import EntryDetail, posted_person
from submissions.sealing import clearing, redacting, sealing


class PrepareCopy(Button, EntryDetail):
    """The blinded copy of the latest version is made, or made again."""

    def press(self):
        done = _("The blinded copy is ready to be looked at.")
        self.attempt(sealing.prepare, done, entry=self.entry)


class SealCopy(Button, EntryDetail):
    """A person has looked at the copy: it goes to the judges as it is."""

    def press(self):
        of_version = Sealing.objects.filter(version=self.entry.versions.first())
        copy = of_version.filter(voided_at=None).first()
        if copy is None:
            raise DealtWith(taken_away())
        self.attempt(sealing.seal, _("The dossier is sealed for judging."), sealing=copy)


class MaskWord(Button, EntryDetail):
    """A word that may tell whose work it is is masked wherever it stands in the dossier."""

    def press(self):
        self.attempt(
            redacting.decide,
            _("Masked in every text and file of the blinded copy."),
            entry=self.entry,
            word=self.request.POST.get("word", ""),
            is_masked=True,
        )


class LeaveWord(Button, EntryDetail):
    """A word that may tell whose work it is stays: judges read it."""

    def press(self):
        self.attempt(
            redacting.decide,
            _("The word stays as it is."),
            entry=self.entry,
            word=self.request.POST.get("word", ""),
            is_masked=False,
        )


class VoidCopy(Button, EntryDetail):
    """The sealed copy is void, and the entrant may change the dossier."""

    def press(self):
        self.attempt(
            sealing.unseal_for_changes,
            _("The copy is void; the entrant may change the dossier."),
            waits=WAITS,
            entry=self.entry,
            reason=self.request.POST.get("reason", ""),
        )


class KeepAway(Button, EntryDetail):
    """A person on a panel does not judge this entry."""

    def press(self):
        person = posted_person(self.request, "person")
        self.attempt(
            clearing.enter,
            _("%(name)s is kept away from this entry.") % {"name": person},
            entry=self.entry,
            person=person,
            reason=self.request.POST.get("reason", ""),
        )


class ClearPair(Button, EntryDetail):
    """A related person may judge this entry all the same."""

    def press(self):
        self.attempt(
            clearing.clear,
            _("The pair is cleared."),
            entry=self.entry,
            person=posted_person(self.request, "person"),
            reason=self.request.POST.get("reason", ""),
        )
