"""What a draft still lacks, step by step and in words.

The same list stops an incomplete submission.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from competition.dossiers import form_of
from competition.models import Edition, Question
from foundation.vietnamese.templatetags.vietnamese import score
from submissions.models import Attachment, Author, Entry
from submissions.models.drafts import ADULT, years_between
from submissions.writing import answers, first_use, organisation

STEPS = ["general", "authors", "content", "files"]


@dataclass(frozen=True)
class Missing:
    """One thing to do, under the step where it is done."""

    step: str
    text: str


def step_title(step: str) -> str:
    """The step's name for the task list."""
    return {
        "general": _("General information"),
        "authors": _("Authors and shares"),
        "content": _("Content of the work"),
        "files": _("Files"),
        "review": _("Check and submit"),
        "whole": _("The whole dossier in one page"),
    }[step]


def missing(entry: Entry) -> list[Missing]:
    """Everything that must be done before the entry can be submitted; empty when it is complete."""
    return [*_general(entry), *_authors(entry), *_content(entry), *_files(entry)]


def _general(entry: Entry) -> Iterator[Missing]:
    wanted = [
        (entry.title, _("Give the work a title.")),
        (entry.field_id, _("Choose a field.")),
        (entry.kind_id, _("Choose what kind of work it is.")),
        (entry.unit_id, _("Choose your commune, ward or unit.")),
        (entry.summary.strip(), _("Write a short summary.")),
    ]
    for value, text in wanted:
        if not value:
            yield Missing("general", text)
    for text in organisation.lacking(entry):
        yield Missing("general", text)
    yield from _place_of_the_work(entry)
    yield from _age_of_the_work(entry)


def _place_of_the_work(entry: Entry) -> Iterator[Missing]:
    edition = entry.edition
    if edition.within and entry.unit and not entry.unit.path.startswith(edition.within.path):
        yield Missing(
            "general",
            _("The rules take works from “%(place)s” only; “%(unit)s” lies outside.")
            % {"place": edition.within, "unit": entry.unit},
        )


def _age_of_the_work(entry: Entry) -> Iterator[Missing]:
    edition = entry.edition
    if edition.first_applied_from is None:
        return
    is_asked_in_content = first_use.is_asked_in_content(edition, entry.kind_id)
    step = "content" if is_asked_in_content else "general"
    since = date_format(edition.first_applied_from, "SHORT_DATE_FORMAT")
    day = first_use.day_of(entry)
    if day is None:
        yield Missing(
            step,
            _(
                "Say when the work was first applied: the rules take works first applied from "
                "%(since)s on."
            )
            % {"since": since},
        )
    elif day < edition.first_applied_from:
        yield Missing(
            step,
            _(
                "The work was first applied on %(on)s; the rules take works first applied "
                "from %(since)s on."
            )
            % {"on": date_format(day, "SHORT_DATE_FORMAT"), "since": since},
        )


def wrong_shares(entry: Entry) -> str:
    """Why the authors' shares cannot stay so, in words; empty where they can, or there are none."""
    shares = [author.share for author in entry.authors.all()]
    total = sum(shares)
    if not shares or total == Decimal(100):
        return ""
    words = _("The authors' shares add up to %(total)s %%; they must add up to exactly 100 %%.")
    return words % {"total": score(total)}


def _authors(entry: Entry) -> Iterator[Missing]:
    edition = entry.edition
    authors = list(entry.authors.all())
    if not authors:
        yield Missing("authors", _("Name at least one author."))
        return
    wrong = wrong_shares(entry)
    if wrong:
        yield Missing("authors", wrong)
    if len(authors) > edition.max_authors:
        yield Missing(
            "authors",
            _("The rules allow %(count)s authors of one entry.") % {"count": edition.max_authors},
        )
    for author in authors:
        yield from _age(author, edition)


def refused_age(name: str, birth_date: datetime.date | None, edition: Edition) -> str:
    """Why the rules refuse an author of this age on the day of the deadline, in words; empty where
    they do not.
    """
    if birth_date is None:
        return ""
    age = years_between(birth_date, edition.closing_day)
    if edition.min_age is not None and age < edition.min_age:
        words = _("%(name)s is too young: the rules ask for %(age)s years.")
        return words % {"name": name, "age": edition.min_age}
    if edition.max_age is not None and age > edition.max_age:
        words = _("%(name)s is too old: the rules allow %(age)s years.")
        return words % {"name": name, "age": edition.max_age}
    return ""


def _age(author: Author, edition: Edition) -> Iterator[Missing]:
    limited = edition.min_age is not None or edition.max_age is not None
    if author.birth_date is None:
        if limited:
            yield Missing(
                "authors",
                _("Give the date of birth of %(name)s: the rules set an age.")
                % {"name": author.full_name},
            )
        return
    refused = refused_age(author.full_name, author.birth_date, edition)
    if refused:
        yield Missing("authors", refused)
    age = years_between(author.birth_date, edition.closing_day)
    if age < ADULT and not (author.guardian.strip() and author.guardian_agrees):
        yield Missing(
            "authors",
            _("%(name)s is under 18: name the guardian and confirm that the guardian agrees.")
            % {"name": author.full_name},
        )


def _content(entry: Entry) -> Iterator[Missing]:
    for question in form_of(entry.edition, entry.kind_id):
        if question.type == Question.Type.FILE:
            continue
        lack = answers.lacks(question, entry.answers.get(question.key, ""))
        if lack:
            yield Missing("content", lack)


def _files(entry: Entry) -> Iterator[Missing]:
    attachments = list(entry.attachments.all())
    # A scanner that is away keeps nobody from submitting: it looks at the file afterwards.
    good = (Attachment.Verdict.CLEARED, Attachment.Verdict.UNSCANNED)
    accepted = [file for file in attachments if file.verdict in good]
    parts = {file.part for file in accepted}
    for question in form_of(entry.edition, entry.kind_id):
        if question.type == Question.Type.FILE and question.required and question.key not in parts:
            yield Missing(
                "files", _("Add a file for “%(question)s”.") % {"question": question.text}
            )
    if not accepted:
        yield Missing("files", _("Add at least one file that describes the work (PDF or picture)."))
    for attachment in attachments:
        if attachment.verdict == Attachment.Verdict.PENDING:
            yield Missing(
                "files",
                _("“%(name)s” is still being checked; wait a few seconds.")
                % {"name": attachment.name},
            )
        if attachment.verdict == Attachment.Verdict.REFUSED:
            yield Missing(
                "files",
                _("“%(name)s” was refused. Remove it or replace it.") % {"name": attachment.name},
            )
