"""The pages of a letter to many: written, looked at, tried out, asked for, followed."""

from typing import Any, cast

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Unit, User
from cms.letters.enclosed import taken_in
from competition import clock
from competition.errors import Refused
from competition.letters import broadcasting, groups
from competition.letters.broadcasting import NAMES, Content
from competition.letters.wording import MOST_LETTERS, refusal_of
from competition.models import Edition, Field
from competition.office import Button, EditionOffice, without_time
from competition.rows import row_of
from competition.two_windows import UPON, Difference, mark_of, of_form, typed_in, version_of
from competition.web import WAITS, number_of
from foundation.notifications.models import Message
from submissions.models import Entry

_PLACEHOLDERS = gettext_lazy("Placeholders: {ho_ten} is the person's name, {ky_thi} the edition.")
STATES = {
    "cho": gettext_lazy("waiting"),
    "da-gui": pgettext_lazy("a message", "sent"),
    "loi": pgettext_lazy("a message", "failed"),
    "hop-thu": gettext_lazy("in the inbox only"),
}
_OF_STATE: dict[str, dict[str, Any]] = {
    "cho": {"message__delivery": Message.Delivery.WAITING},
    "da-gui": {"message__delivery": Message.Delivery.SENT},
    "loi": {"message__delivery": Message.Delivery.FAILED},
    "hop-thu": {"message__delivery": Message.Delivery.IN_APP},
}


class BroadcastForm(forms.Form):
    """To whom, and what."""

    group = forms.ChoiceField(label=gettext_lazy("To whom"))
    field = forms.ModelChoiceField(
        label=gettext_lazy("Only this field of works"),
        queryset=Field.objects.none(),
        required=False,
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Only this commune or unit"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=gettext_lazy("For entrants only."),
    )
    subject = forms.CharField(label=pgettext_lazy("of a letter", "Subject"), max_length=200)
    body = forms.CharField(
        label=pgettext_lazy("of a letter", "Text"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 12}),
        help_text=_PLACEHOLDERS,
    )
    subject_en = forms.CharField(
        label=gettext_lazy("Subject in English"), max_length=200, required=False
    )
    body_en = forms.CharField(
        label=gettext_lazy("Text in English"),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy(
            "For people who read English; without it they get the Vietnamese text."
        ),
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        choices = []
        for one in groups.every_group():
            count = groups.people_of(edition, one.name, {}).count()
            choices.append((one.name, f"{one.label} ({count})"))
        cast(forms.ChoiceField, self.fields["group"]).choices = choices
        field = cast(forms.ModelChoiceField, self.fields["field"])
        field.queryset = edition.fields.all()
        unit = cast(forms.ModelChoiceField, self.fields["unit"])
        used = Entry.objects.in_edition(edition).order_by().values("unit")
        unit.queryset = Unit.objects.filter(pk__in=used).order_by("name")

    def clean(self):
        typed = super().clean() or {}
        for name in ("subject", "body", "subject_en", "body_en"):
            refusal = refusal_of(typed.get(name) or "", NAMES)
            if refusal:
                self.add_error(name, refusal)
        if bool(typed.get("subject_en")) != bool(typed.get("body_en")):
            missing = "body_en" if typed.get("subject_en") else "subject_en"
            self.add_error(missing, _("In English too, a letter has a subject and a text."))
        chosen = groups.group_of(typed.get("group", ""))
        for name in (groups.FIELD, groups.UNIT):
            if typed.get(name) and chosen and name not in chosen.narrows:
                self.add_error(name, _("This group is not divided so. Leave it empty."))
        return typed

    def content(self) -> Content:
        """What the verbs ask for."""
        typed = dict(self.cleaned_data)
        narrowed = {
            name: chosen.pk
            for name in (groups.FIELD, groups.UNIT)
            if (chosen := typed.pop(name)) is not None
        }
        return Content(narrowed=narrowed, **typed)


class AskForm(forms.Form):
    """A word for the second person."""

    reason = forms.CharField(
        label=gettext_lazy("A word for the second person"),
        max_length=300,
        help_text=gettext_lazy("Such as why now, and who has read the text."),
    )


class FileForm(forms.Form):
    """One file more."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("At most 3 files, 5 MB together; checked before it is kept."),
    )


class NewBroadcast(EditionOffice):
    """A letter to many is begun."""

    route = "new_broadcast"
    title = gettext_lazy("Letter to many")
    template_name = "office/letters/new_broadcast.html"
    header_icon = "mail"
    form: BroadcastForm | None = None

    def context(self) -> dict:
        return {"form": self.form or BroadcastForm(edition=self.edition)}


class WriteBroadcast(Button, NewBroadcast):
    """It is kept; nobody gets it yet."""

    number = 0

    def press(self) -> None:
        self.form = BroadcastForm(self.request.POST, edition=self.edition)
        self.is_refused = not self.form.is_valid()
        if self.is_refused:
            return
        try:
            letter = broadcasting.write(
                edition=self.edition,
                content=self.form.content(),
                by=cast(User, self.request.user),  # nobody else passes `may`
                at=clock.now(),
            )
        except Refused as refusal:
            self.form.add_error(None, str(refusal))
            self.is_refused = True
            return
        self.number = letter.pk

    def post(self, request, *args, **kwargs):
        answer = super().post(request, *args, **kwargs)
        if not self.number:
            return answer
        return redirect("broadcast", slug=self.edition.slug, number=self.number)


class BroadcastPage(EditionOffice):
    """One letter to many: as people get it, to how many, how far it is, person by person."""

    route = "broadcast"
    is_asked_about = True
    title = gettext_lazy("Letter to many")
    template_name = "office/letters/broadcast.html"
    header_icon = "mail"
    form: BroadcastForm | None = None
    ask_form: AskForm | None = None
    file_form: FileForm | None = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = self.edition.broadcasts.select_related("written_by", "agreed_by", "edition")
        self.letter = get_object_or_404(rows, pk=kwargs["number"])

    def route_arguments(self) -> list:
        return [self.edition.slug, self.letter.pk]

    def _stored_form(self) -> BroadcastForm:
        stored = broadcasting.stored_content(self.letter)
        return BroadcastForm(edition=self.edition, initial=stored | stored.pop("narrowed"))

    def mark(self) -> str:
        """Which letter is read on this page: by it a second person is asked for this very one."""
        return mark_of(broadcasting.parts_of(self.letter))

    def changed(self) -> list[Difference]:
        """What is not as it was when it was read by whoever asks."""
        return []

    def _typed(self) -> list[tuple[str, str]]:
        """What was typed into a form of this page, to be copied where it is not shown any more."""
        form = self.form or self.ask_form
        return list(typed_in(form)) if form else []

    def _differences(self) -> list[Difference]:
        """What somebody else has kept since what was typed here was begun."""
        return list(of_form(self.form, self._stored_form())) if self.form and self.is_stale else []

    def context(self) -> dict:
        letter = self.letter
        group = groups.group_of(letter.group)
        people = groups.people_of(self.edition, letter.group, letter.narrowed)
        first = people.first() or cast(User, self.request.user)
        joint = broadcasting.request_of(letter)
        is_open = broadcasting.is_open(letter, joint)
        return {
            "letter": letter,
            "group": group.label if group else letter.group,
            "narrowed": self._narrowed(),
            "count": letter.total or people.count(),
            "to": first,
            "preview": broadcasting.texts_for(letter, first),
            "files": letter.files.select_related("blob"),
            "is_open": is_open,
            "letter_state": broadcasting.state_now(letter, joint),
            "ending": broadcasting.ending_of(letter, joint),
            "mark": self.mark(),
            "changed": self.changed(),
            "form": self.form or self._stored_form(),
            "upon": self.upon(broadcasting.stored_content(letter)),
            "differences": self._differences(),
            "typed_in_vain": [] if is_open else self._typed(),
            "ask_form": self.ask_form or AskForm(),
            "file_form": self.file_form or FileForm(),
            "progress": broadcasting.progress_of(letter),
            "states": STATES,
            "state_shown": self.request.GET.get("trang-thai", ""),
            "page_obj": self.page_of(self._recipients()),
            "query": self.query_without("trang"),
        }

    def _narrowed(self) -> list[str]:
        narrowed = self.letter.narrowed
        fields = self.edition.fields.filter(pk=narrowed.get(groups.FIELD, 0))
        units = Unit.objects.filter(pk=narrowed.get(groups.UNIT, 0))
        return [*(one.label for one in fields), *(one.name for one in units)]

    def _recipients(self):
        rows = self.letter.recipients.select_related("person", "message")
        wanted = _OF_STATE.get(self.request.GET.get("trang-thai", ""))
        return rows.filter(**wanted) if wanted else rows.all()


class _Button(Button, BroadcastPage):
    """A button of the page."""

    def _of_letter(self, verb: Any, done: str, **more: Any) -> bool:
        return self.attempt(verb, done, broadcast=self.letter, **more)


class ReviseBroadcast(_Button):
    """It is written anew; one that was thrown away meanwhile can be kept as another."""

    is_gone = False

    def setup(self, request, *args, **kwargs):
        try:
            super().setup(request, *args, **kwargs)
        except Http404:
            if UPON not in request.POST or not hasattr(self, "edition"):
                raise
            self.is_gone = True
            self.template_name = "office/letters/new_broadcast.html"

    def waiting_here(self) -> list[dict[str, Any]]:
        return [] if self.is_gone else super().waiting_here()

    def context(self) -> dict:
        return {"form": self.form} if self.is_gone else super().context()

    def press(self) -> None:
        self.form = BroadcastForm(self.request.POST, edition=self.edition)
        self.is_refused = self.is_gone or not self.form.is_valid()
        if self.is_gone:
            words = _("This letter was thrown away meanwhile. Keep it anew if it is still needed.")
            self.form.add_error(None, words)
        if self.is_refused:
            return
        self.attempt_upon(
            broadcasting.revise,
            _("The letter is kept."),
            broadcast=self.letter,
            content=self.form.content(),
        )
        self.letter.refresh_from_db()  # somebody else may have written it, or asked for it


class TryBroadcast(_Button):
    """To oneself, as everybody would get it."""

    def press(self) -> None:
        self._of_letter(broadcasting.try_out, _("On its way to you, and to nobody else."))


class AskBroadcast(_Button):
    """A second person is asked."""

    def press(self) -> None:
        self.ask_form = AskForm(self.request.POST)
        self.is_refused = not self.ask_form.is_valid()
        if not self.is_refused:
            typed = self.ask_form.cleaned_data
            self.attempt_upon(broadcasting.ask, str(WAITS), broadcast=self.letter, **typed)
            self.letter.refresh_from_db()  # somebody else may have written it, or asked for it

    def upon(self, stored: Any) -> str:
        return version_of(stored)  # what came with this form is the mark

    def mark(self) -> str:
        is_read = self.is_stale or UPON not in self.request.POST
        return super().mark() if is_read else self.request.POST[UPON]

    def changed(self) -> list[Difference]:
        upon = self.request.POST.get(UPON, "")
        return broadcasting.changed_parts(self.letter, upon) if self.is_stale else []


class EncloseFile(_Button):
    """A file goes with it, once it was checked."""

    def press(self) -> None:
        self.file_form = FileForm(self.request.POST, self.request.FILES)
        self.is_refused = not self.file_form.is_valid()
        if self.is_refused:
            return
        try:
            name, blob = taken_in(self.file_form.cleaned_data["file"])
            broadcasting.enclose(
                broadcast=self.letter, name=name, blob=blob, by=cast(User, self.request.user)
            )
        except Refused as refusal:
            self.file_form.add_error("file", str(refusal))
            self.is_refused = True


class TakeFileOut(_Button):
    """A file does not go with it."""

    def press(self) -> None:
        number = number_of(self.request.POST.get("tep"))
        file = row_of(self.letter.files.all(), number)
        self.attempt(
            without_time(broadcasting.take_out), _("The file does not go with it."), file=file
        )


class ThrowBroadcastAway(_Button):
    """A letter that nobody got is forgotten."""

    is_gone = False

    def press(self) -> None:
        self.is_gone = self._of_letter(
            without_time(broadcasting.throw_away), _("The letter is thrown away.")
        )

    def address(self) -> str:
        return reverse("letters", args=[self.edition.slug]) if self.is_gone else super().address()
