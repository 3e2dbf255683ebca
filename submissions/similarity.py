"""Similar entries, found on our own machine: against this and all past editions. It never decides anything by itself."""

import datetime
import io
import zipfile
from decimal import Decimal

import pypdfium2
from defusedxml.ElementTree import fromstring
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import is_secretariat
from competition import clock
from competition.errors import NotAllowed, Refused
from foundation.jobs import work
from foundation.vault import store
from foundation.vault.models import Blob
from submissions import resemblance
from submissions.models import EntryVersion, Fingerprint, SimilarPair

MOST_CHARACTERS = 200_000  # of one file
MOST_PAIRS = 10


def parts_of(version: EntryVersion) -> list[tuple[str, str]]:
    """(name, text) of everything that is compared: title and summary, the answers marked for it, the texts of files."""
    content = version.content
    found = [("title", content["title"]), ("summary", content["summary"])]
    found += [(answer["key"], answer["answer"]) for answer in content["answers"] if answer.get("similarity", True) and answer["answer"]]
    found += [(file["name"], _text_of(file)) for file in content["files"]]
    return [(name, text) for name, text in found if text.strip()]


def _text_of(file: dict) -> str:
    """The text of a PDF or DOCX; empty for other kinds and for what cannot be read."""
    suffix = file["name"].lower().rpartition(".")[2]
    reader = {"pdf": _text_of_pdf, "docx": _text_of_docx}.get(suffix)
    if reader is None:
        return ""
    try:
        return reader(store.read(Blob.objects.get(pk=file["blob"])))[:MOST_CHARACTERS]
    except Exception:  # a file that was cleared and yet cannot be read must not stop the search
        return ""


def _text_of_pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(document[place].get_textpage().get_text_range() for place in range(len(document)))
    finally:
        document.close()


def _text_of_docx(content: bytes) -> str:
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = fromstring(package.read("word/document.xml"), forbid_dtd=True)
    return "\n".join("".join(text.text or "" for text in paragraph.iter(f"{space}t")) for paragraph in body.iter(f"{space}p"))


def fingerprint(version: EntryVersion) -> Fingerprint:
    """The stored text and signature of a version; made once, since a version never changes."""
    found = Fingerprint.objects.filter(version=version).first()
    if found:
        return found
    parts = parts_of(version)
    signature = resemblance.signature(whole(parts))
    return Fingerprint.objects.get_or_create(version=version, defaults={"parts": parts, "signature": signature, "made_at": clock.now()})[0]


def whole(parts) -> str:
    """All parts as one text."""
    return "\n".join(text for _name, text in parts)


def _others(version: EntryVersion) -> list[tuple[int, bytes]]:
    """(fingerprint id, signature) of every other entry of every edition: old versions of the same entry are not others."""
    rows = Fingerprint.objects.exclude(version__entry=version.entry_id).exclude(version__entry__status="withdrawn")
    return [(pk, bytes(signature)) for pk, signature in rows.values_list("pk", "signature").iterator(chunk_size=2000)]


def find(version: EntryVersion) -> list[tuple[EntryVersion, float, list[tuple[str, float]]]]:
    """(other version, share of this text that stands there, share by part) above the edition's threshold, the most first."""
    mine = fingerprint(version)
    chosen = resemblance.candidates(bytes(mine.signature), _others(version))
    found = list(Fingerprint.objects.filter(pk__in=chosen).select_related("version__entry__edition"))
    texts = {other.pk: set(resemblance.shingles(whole(other.parts))) for other in found}
    own = resemblance.shingles(whole(mine.parts))
    weights = resemblance.Weights([set(own), *texts.values()])
    threshold = version.entry.edition.similarity_percent / 100
    pairs = []
    for other in found:
        share = resemblance.share(own, texts[other.pk], weights)
        if share >= threshold:
            by_part = [(name, resemblance.share(resemblance.shingles(text), texts[other.pk], weights)) for name, text in mine.parts]
            pairs.append((other.version, share, by_part))
    return sorted(pairs, key=lambda pair: -pair[1])[:MOST_PAIRS]


@work.handler("find_similar")
def search(job) -> tuple[int, int]:
    """Look for entries that resemble one version, and note what was found."""
    version = EntryVersion.objects.select_related("entry__edition").get(pk=job.params["version"])
    for other, share, by_part in find(version):
        SimilarPair.objects.get_or_create(
            version=version, other=other,
            defaults={"share": _percent(share), "by_part": [(name, float(_percent(part))) for name, part in by_part], "found_at": clock.now()},
        )  # fmt: skip
    return 1, 1


def _percent(share: float) -> Decimal:
    return Decimal(str(round(100 * share, 1)))


@transaction.atomic
def look_at(*, pair: SimilarPair, because: str, by, at: datetime.datetime) -> SimilarPair:
    """A person has compared both and says what it means. Raises NotAllowed, Refused."""
    pair = SimilarPair.objects.select_for_update(of=("self",)).select_related("version__entry").get(pk=pair.pk)
    if not is_secretariat(by, pair.version.entry.edition_id):
        raise NotAllowed(_("Only the secretariat looks at similar entries."))
    if not because.strip():
        raise Refused(_("Write what you found: it is kept with the dossier."))
    pair.looked_at_by, pair.looked_at, pair.because = by, at, because.strip()
    pair.save(update_fields=["looked_at_by", "looked_at", "because"])
    return pair


def side_by_side(pair: SimilarPair) -> dict[str, list[dict]]:
    """{"mine", "other"}: the parts of both texts, each in pieces (text, whether it stands in the other one too)."""
    mine, other = fingerprint(pair.version), fingerprint(pair.other)
    here, there = set(resemblance.shingles(whole(mine.parts))), set(resemblance.shingles(whole(other.parts)))
    shares = dict(pair.by_part)
    return {
        "mine": [{"name": name, "share": shares.get(name, 0), "pieces": resemblance.marked(text, there)} for name, text in mine.parts],
        "other": [{"name": name, "pieces": resemblance.marked(text, here)} for name, text in other.parts],
    }
