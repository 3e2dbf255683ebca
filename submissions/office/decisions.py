"""The buttons by which a dossier is screened: accept, return, refuse; who looks at it; a letter."""

from django.utils.translation import gettext as _

from competition.office import Button
from competition.rows import row_of
from submissions.office.dossiers import EntryDetail, posted_person
from submissions.screening import consents, correspondence, screening
from submissions.sealing import questions


class DecisionButton(Button, EntryDetail):
    """A decision of the secretariat, with reasons that the entrant reads."""

    def reason(self) -> str:
        """The picked reasons of the edition's list, one a line, then what was written."""
        picked = self.request.POST.getlist("picked")
        lines = [reason for reason in picked if reason in self.edition.reason_list]
        lines.append(self.request.POST.get("reason", "").strip())
        return "\n".join(lines).strip()


class AcceptEntry(DecisionButton):
    """The dossier is complete and eligible; every point of the list is ticked."""

    def press(self):
        checks = self.request.POST.getlist("check")
        done = _("The dossier is accepted.")
        self.attempt(screening.accept, done, entry=self.entry, checks=checks)


class UndoAcceptance(Button, EntryDetail):
    """The dossier waits for a decision again; until it is sealed."""

    def press(self):
        self.attempt(
            screening.undo_acceptance,
            _("The acceptance is taken back; the entrant is told."),
            entry=self.entry,
            reason=self.request.POST.get("reason", ""),
        )


class ReturnEntry(DecisionButton):
    """The entrant is asked for changes."""

    def press(self):
        done = _("The dossier is returned; the entrant is told.")
        self.attempt(screening.return_for_changes, done, entry=self.entry, reason=self.reason())


class RefuseEntry(DecisionButton):
    """The entry is not eligible."""

    def press(self):
        done = _("The dossier is refused; the entrant is told.")
        self.attempt(screening.refuse, done, entry=self.entry, reason=self.reason())


class HandOutEntry(Button, EntryDetail):
    """A colleague looks at this dossier."""

    def press(self):
        colleague = posted_person(self.request, "colleague")
        done = _("%(name)s looks at this dossier.") % {"name": colleague}
        self.attempt(screening.hand_to, done, entries=[self.entry], colleague=colleague)


class WriteLetter(Button, EntryDetail):
    """The secretariat writes to the entrant, and may ask for an answer."""

    def press(self):
        self.attempt(
            correspondence.write,
            _("The letter is sent."),
            entry=self.entry,
            text=self.request.POST.get("text", ""),
            asks=bool(self.request.POST.get("asks")),
        )


class EndConsent(Button, EntryDetail):
    """What an entrant has asked for after the announcement is carried out."""

    def press(self):
        withdrawals = self.entry.consent_withdrawals.all()
        withdrawal = row_of(withdrawals, self.kwargs["number"])
        done = _("Done: public pages show it no more, and the entrant is told.")
        self.attempt(consents.carry_out, done, withdrawal=withdrawal)


class AnswerJudge(Button, EntryDetail):
    """A judge's question is answered; a refusal keeps what was typed beside its question."""

    def press(self):
        asked = self.entry.judges_questions.all()
        self.question = row_of(asked, self.kwargs["number"])
        self.attempt(
            questions.answer,
            _("The answer is on its way to the judge."),
            question=self.question,
            text=self.request.POST.get("answer", ""),
        )

    def context(self):
        context = super().context()
        if self.is_refused:
            context |= {"answered_in_vain": self.question.pk}
        return context
