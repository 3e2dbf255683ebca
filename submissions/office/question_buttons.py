"""The buttons by which the form of a dossier is changed, and what a change means for drafts."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competition import dossiers
from competition.models import Question
from competition.office import Button, without_time
from competition.rows import row_of
from competition.two_windows import UPON
from competition.web import number_of
from submissions.models import Entry
from submissions.office.questions import WRITTEN_ON, DossierForm, QuestionForm
from submissions.writing.checklist import missing

MOST_COUNTED = 500  # drafts that are asked what they lack


class FormButton(Button, DossierForm):
    """A change of the form; the page comes back without the question that was being changed."""

    def address(self):
        if self.request.method == "POST":
            return reverse(self.route, args=self.route_arguments())
        return super().address()

    def question(self) -> Question:
        """The question whose number the form sends."""
        number = number_of(self.request.POST.get("question"))
        return row_of(self.edition.questions.all(), number)

    def tell_consequences(self) -> None:
        """A form in use: how many drafts see the change, how many lack an answer now."""
        use = self.use()
        if not any(use.values()):
            return
        written_on = Entry.objects.in_edition(self.edition).filter(status__in=WRITTEN_ON)
        lacking = 0
        for draft in written_on.select_related("edition")[:MOST_COUNTED]:
            if any(item.step == "content" for item in missing(draft)):
                lacking += 1
        sentences = [
            _(
                "The form is in use. %(submitted)s submitted dossiers keep the form under "
                "which they were sent."
            )
            % use,
            ngettext(
                "%(drafts)s draft sees the new form at once;",
                "%(drafts)s drafts see the new form at once;",
                use["drafts"],
            )
            % use,
            _("%(lacking)s of them lack an answer now.") % {"lacking": lacking},
        ]
        messages.warning(self.request, " ".join(sentences))


class KeepQuestion(FormButton):
    """A new question, or a changed one."""

    def press(self):
        following = self.edition.questions.count() + 1
        question = self.chosen() or Question(order=following)
        self.form = QuestionForm(self.request.POST, instance=question, edition=self.edition)
        self.is_refused = not self.form.is_valid()
        if self.is_gone():
            words = _("This question was taken out meanwhile. Keep it anew if it is still needed.")
            self.form.add_error(None, words)
            self.is_refused = True
        if self.is_refused:
            return
        keep = without_time(dossiers.keep_question)
        if self.attempt_upon(keep, _("The question is kept."), question=self.form.instance):
            self.tell_consequences()

    def chosen(self) -> Question | None:
        """The question that is changed; None for a new one, and for one that is gone."""
        is_new = not self.request.POST.get("question")
        return None if is_new or self.is_gone() else self.question()

    def is_gone(self) -> bool:
        """Whether a form of this page was opened on a question that was taken out meanwhile."""
        number = number_of(self.request.POST.get("question"))
        is_there = Question.objects.filter(pk=number).exists()
        return bool(number) and UPON in self.request.POST and not is_there


class AddTemplate(FormButton):
    """The questions of a ready template, for one kind of work or for all."""

    def press(self):
        name = self.request.POST.get("name")
        if name not in dossiers.TEMPLATES:
            return
        number = number_of(self.request.POST.get("kind"))
        kind = self.edition.kinds.filter(pk=number).first()
        add = without_time(dossiers.apply_template)
        done = _("The template's questions are added.")
        if self.attempt(add, done, edition=self.edition, kind=kind, name=name):
            self.tell_consequences()


class RaiseQuestion(FormButton):
    """One place up."""

    def press(self):
        self.attempt(without_time(dossiers.move), "", question=self.question(), up=True)


class LowerQuestion(FormButton):
    """One place down."""

    def press(self):
        self.attempt(without_time(dossiers.move), "", question=self.question(), up=False)


class TakeOutQuestion(FormButton):
    """The question is asked no longer."""

    def press(self):
        done = _("The question is taken out; answers that were given stay in the drafts.")
        self.attempt(without_time(dossiers.take_out), done, question=self.question())
