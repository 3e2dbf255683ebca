"""What a draft still lacks, step by step and in words; the same list stops an incomplete submission."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from competition.dossiers import form_of
from competition.models import Question
from foundation.vietnamese.templatetags.vietnamese import score
from submissions import answers
from submissions.models import Attachment, Entry

STEPS = ["general", "authors", "content", "files"]


@dataclass(frozen=True)
class Missing:
    """One thing to do, under the step where it is done."""

    step: str
    text: str


def step_title(step: str) -> str:
    """The step's name for the task list."""
    return {
        "general": _("General information"), "authors": _("Authors and shares"), "content": _("Content of the work"),
        "files": _("Files"), "review": _("Check and submit"),
    }[step]  # fmt: skip


def missing(entry: Entry) -> list[Missing]:
    """Everything that must be done before the entry can be submitted; empty when it is complete."""
    return [*_general(entry), *_authors(entry), *_content(entry), *_files(entry)]


def _general(entry: Entry):
    wanted = [
        (entry.title, _("Give the work a title.")), (entry.field_id, _("Choose a field.")),
        (entry.kind_id, _("Choose what kind of work it is.")), (entry.unit_id, _("Choose your commune, ward or unit.")),
        (entry.summary.strip(), _("Write a short summary.")),
    ]  # fmt: skip
    for value, text in wanted:
        if not value:
            yield Missing("general", text)


def _authors(entry: Entry):
    shares = [author.share for author in entry.authors.all()]
    if not shares:
        yield Missing("authors", _("Name at least one author."))
    elif sum(shares) != Decimal(100):
        yield Missing(
            "authors",
            _("The authors' shares add up to %(total)s %%; they must add up to exactly 100 %%.") % {"total": score(sum(shares))},
        )


def _content(entry: Entry):
    for question in form_of(entry.edition, entry.kind_id):
        if question.type != Question.Type.FILE and (text := answers.lacks(question, entry.answers.get(question.key, ""))):
            yield Missing("content", text)


def _files(entry: Entry):
    attachments = list(entry.attachments.all())
    parts = {attachment.part for attachment in attachments if attachment.verdict == Attachment.Verdict.CLEARED}
    for question in form_of(entry.edition, entry.kind_id):
        if question.type == Question.Type.FILE and question.required and question.key not in parts:
            yield Missing("files", _("Add a file for “%(question)s”.") % {"question": question.text})
    if not any(attachment.verdict == Attachment.Verdict.CLEARED for attachment in attachments):
        yield Missing("files", _("Add at least one file that describes the work (PDF or picture)."))
    for attachment in attachments:
        if attachment.verdict == Attachment.Verdict.PENDING:
            yield Missing("files", _("“%(name)s” is still being checked; wait a few seconds.") % {"name": attachment.name})
        if attachment.verdict == Attachment.Verdict.REFUSED:
            yield Missing("files", _("“%(name)s” was refused. Remove it or replace it.") % {"name": attachment.name})
