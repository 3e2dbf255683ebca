"""The page on which the office words one letter, in one language."""

from django import forms
from django.conf import settings
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from competition.letters import texts
from competition.letters.events import Letter, Words, letter_of
from competition.letters.wording import MOST_LETTERS, product_text, refusal_of
from competition.office import Button, EditionOffice
from competition.two_windows import of_form


class TextForm(forms.Form):
    """Subject and text with placeholders."""

    subject = forms.CharField(label=pgettext_lazy("of a letter", "Subject"), max_length=200)
    body = forms.CharField(
        label=pgettext_lazy("of a letter", "Text"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 16}),
        help_text=gettext_lazy(
            "A line whose placeholders all stand for nothing is left out of the mail."
        ),
    )

    def __init__(self, *args, letter: Letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = letter.names

    def _known(self, name: str) -> str:
        text = self.cleaned_data[name]
        refusal = refusal_of(text, self.names)
        if refusal:
            raise forms.ValidationError(refusal)
        return text

    def clean_subject(self):
        return self._known("subject")

    def clean_body(self):
        return self._known("body")


class LetterPage(EditionOffice):
    """The text as it goes out now, its placeholders, and a real case of the edition."""

    route = "letter_text"
    title = gettext_lazy("Wording of a letter")
    template_name = "office/letters/text.html"
    header_icon = "mail"
    form: TextForm | None = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = letter_of(kwargs["letter"])
        if found is None or kwargs["language"] not in dict(settings.LANGUAGES):
            raise Http404
        self.letter = found
        self.language: str = kwargs["language"]

    def route_arguments(self) -> list:
        return [self.edition.slug, self.letter.name, self.language]

    def context(self) -> dict:
        now = texts.text_of(self.edition, self.letter, self.language)
        stored = TextForm(letter=self.letter, initial={"subject": now[0], "body": now[1]})
        form = self.form or stored
        shown = now
        if form.is_bound and form.is_valid():
            shown = (form.cleaned_data["subject"], form.cleaned_data["body"])
        with override(self.language):
            words = self.letter.case(self.edition)
            preview = texts.written(self.letter, shown, words) if words else None
            values = self._values(words)
        return {
            "letter": self.letter,
            "language": self.language,
            "languages": settings.LANGUAGES,
            "form": form,
            "upon": self.upon(now),
            "differences": list(of_form(form, stored)) if self.is_stale else [],
            "own": texts.own_text(self.edition, self.letter, self.language),
            "product": product_text(self.letter, self.language),
            "preview": preview,
            "to": words.get("recipient") if words else None,
            "placeholders": values,
        }

    def _values(self, words: Words | None) -> list[tuple[str, str | Promise, str]]:
        """(name in braces, what it is in the reader's language, what it is in the case that is
        shown in the letter's).
        """
        return [
            (f"{{{one.name}}}", one.label, one.value(words) if words else "")
            for one in self.letter.words
        ]


class PreviewLetter(Button, LetterPage):
    """The office's words are shown on a real case, and not kept."""

    def post(self, request, *args, **kwargs):
        self.form = TextForm(request.POST, letter=self.letter)
        status = 200 if self.form.is_valid() else 422
        return self.render_to_response(self.get_context_data(), status=status)


class KeepLetter(Button, LetterPage):
    """The office's words are kept."""

    def press(self) -> None:
        self.form = TextForm(self.request.POST, letter=self.letter)
        self.is_refused = not self.form.is_valid()
        if not self.is_refused:
            self.attempt_upon(
                texts.change,
                _("Kept: from now on the letter goes out in these words."),
                edition=self.edition,
                letter=self.letter,
                language=self.language,
                **self.form.cleaned_data,
            )


class ResetLetter(Button, LetterPage):
    """The product's own text again."""

    def press(self) -> None:
        self.attempt(
            texts.reset,
            _("The letter goes out in the product's own words again."),
            edition=self.edition,
            letter=self.letter,
            language=self.language,
        )
