"""The letters to entrants that an office may word itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.letters.events import Letter, Placeholder, Words, letter
from competition.models import Edition
from competition.verbs import address_of, page_address
from foundation.notifications import post
from submissions.models import (
    Entry,
    EntryVersion,
    Invitation,
    Outcome,
    Receipt,
    Screening,
    UnitReturn,
)
from submissions.models import Letter as OfficeLetter

TITLE = Placeholder("ten_bai", _("title of the work"), "entry.title")
NUMBER = Placeholder("so_ho_so", _("number of the dossier"), "entry.receipt_number")


def _of(entry: Entry, **more: Any) -> Words:
    """The words of a mail about an entry, to its owner."""
    link = post.absolute(address_of(entry))
    return {"entry": entry, "recipient": entry.owner, "link": link} | more


def _of_version(version: EntryVersion, **more: Any) -> Words:
    return _of(version.entry, version=version, **more)


def _receipt(edition: Edition) -> Words | None:
    rows = Receipt.objects.filter(version__entry__edition=edition)
    last = rows.select_related("version__entry__owner").order_by("-pk").first()
    return _of_version(last.version, receipt=last) if last else None


def _screening(verdict: str) -> Any:
    def find(edition: Edition) -> Words | None:
        rows = Screening.objects.filter(version__entry__edition=edition, verdict=verdict)
        last = rows.select_related("version__entry__owner").order_by("-pk").first()
        return _of_version(last.version, screening=last) if last else None

    return find


def _letter(edition: Edition) -> Words | None:
    rows = OfficeLetter.objects.filter(entry__edition=edition, from_office=True)
    last = rows.select_related("entry__owner").order_by("-pk").first()
    return _of(last.entry, letter=last) if last else None


def _unit_return(edition: Edition) -> Words | None:
    rows = UnitReturn.objects.filter(version__entry__edition=edition)
    last = rows.select_related("version__entry__owner").order_by("-pk").first()
    if last is None:
        return None
    return _of_version(last.version, returned=last, unit=last.version.entry.unit)


def _outcome(*, is_winner: bool) -> Any:
    def find(edition: Edition) -> Words | None:
        rows = Outcome.objects.filter(entry__edition=edition, is_winner=is_winner)
        last = rows.select_related("entry__owner").order_by("-pk").first()
        return _of(last.entry, outcome=last) if last else None

    return find


def _extension(edition: Edition) -> Words | None:
    extension = edition.extensions.order_by("-pk").first()
    entry = Entry.objects.in_edition(edition).select_related("owner").first()
    if extension is None or entry is None:
        return None
    return _of(entry, extension=extension, edition=edition)


def _invitation(edition: Edition) -> Words | None:
    rows = Invitation.objects.filter(entry__edition=edition)
    last = rows.select_related("entry__edition", "invited_by").order_by("-pk").first()
    if last is None:
        return None
    # The address of a real invitation opens it: a preview shows where it stands, and no more.
    return {"entry": last.entry, "invitation": last, "link": page_address("my_entries")}


def _is_verdict(verdict: str) -> Any:
    return lambda words: words["screening"].verdict == verdict


REASON = Placeholder("ly_do", _("the office's words"), "screening.reason")
DUE = Placeholder("han", pgettext_lazy("of a letter", "day until when"), "screening.due", "d/m/Y")

letter(
    Letter(
        "receipt",
        "receipt",
        _("A dossier has arrived"),
        (
            TITLE,
            NUMBER,
            Placeholder("bien_nhan", _("number of the receipt"), "receipt.number"),
            Placeholder("thoi_gian", _("when it arrived"), "receipt.issued_at", "H:i:s d/m/Y"),
            Placeholder("danh_sach_tep", _("files and their SHA-256"), "version.file_lines"),
            Placeholder("ma_bam", _("digest of the whole dossier"), "version.digest"),
        ),
        _receipt,
    )
)
for _verdict, _label in (
    (Screening.Verdict.ACCEPTED, _("A dossier is accepted")),
    (Screening.Verdict.RETURNED, _("A dossier is returned for changes")),
    (Screening.Verdict.REFUSED, _("A dossier is refused")),
):
    letter(
        Letter(
            f"screening_{_verdict.value}",
            "screening",
            _label,
            (TITLE, NUMBER, REASON, DUE),
            _screening(_verdict),
            fits=_is_verdict(_verdict.value),
            shape={"screening": {"verdict": _verdict.value}},
        )
    )
letter(
    Letter(
        "letter",
        "letter",
        _("A letter about one dossier"),
        (
            TITLE,
            NUMBER,
            Placeholder("noi_dung", _("the office's words"), "letter.text"),
            Placeholder(
                "han", pgettext_lazy("of a letter", "day until when"), "letter.due", "d/m/Y"
            ),
        ),
        _letter,
    )
)
letter(
    Letter(
        "unit_return",
        "unit_return",
        _("A unit asks for changes"),
        (
            TITLE,
            NUMBER,
            Placeholder("don_vi", _("the unit"), "unit"),
            Placeholder("ly_do", _("the unit's words"), "returned.reason"),
        ),
        _unit_return,
    )
)
letter(
    Letter(
        "coauthor_invited",
        "invitation",
        _("A co-author is asked to confirm"),
        (
            TITLE,
            Placeholder("nguoi_moi", _("who invites"), "invitation.invited_by.full_name"),
            Placeholder("ky_thi", _("the edition"), "entry.edition.label"),
            Placeholder("han", _("last day of the link"), "invitation.expires_at", "d/m/Y"),
        ),
        _invitation,
    )
)
letter(
    Letter(
        "deadline_extended",
        "deadline_extended",
        _("The deadline was moved"),
        (
            Placeholder("ten_bai", _("title of the work"), "entry"),
            Placeholder("ky_thi", _("the edition"), "edition.label"),
            Placeholder("han_moi", _("the new deadline"), "extension.closes_at", "H:i d/m/Y"),
            Placeholder("quyet_dinh", _("number of the decision"), "extension.decision_number"),
            Placeholder("ly_do", _("the reason"), "extension.reason"),
        ),
        _extension,
    )
)
_PRIZE = Placeholder("giai", _("the prize"), "outcome.prize")
letter(
    Letter(
        "outcome_won",
        "outcome",
        _("The result: a prize"),
        (TITLE, NUMBER, _PRIZE),
        _outcome(is_winner=True),
        fits=lambda words: bool(words["outcome"].is_winner),
        shape={"outcome": {"is_winner": True}},
    )
)
letter(
    Letter(
        "outcome_other",
        "outcome",
        _("The result: no prize"),
        (TITLE, NUMBER),
        _outcome(is_winner=False),
        fits=lambda words: not words["outcome"].is_winner,
        shape={"outcome": {"is_winner": False}},
    )
)
