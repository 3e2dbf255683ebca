"""What blinding lets through, what it costs, and how well its copies are read.

In full: 153 hiding places in bytes, 75 ways of being seen, the written forms with fresh people, 200
plain pages read by OCR before and after. A quarter of an hour; without Tesseract what needs it is
left out.
"""

import resource
import time
from collections.abc import Callable
from itertools import count
from types import ModuleType

import django
import pypdfium2

django.setup()

from bench import report
from foundation.vault import drawing as vault_drawing
from submissions.files import file_text
from submissions.sealing import blinding
from submissions.sealing.blinding import drawing, opening, paper, words
from submissions.sealing.blinding.identities import look_through
from tests.security import every_column, unbound_columns
from tests.submissions import (
    bare_names,
    harder_forms,
    names_of_peoples,
    written_by_hand,
    written_forms,
)
from tests.submissions.sealing import planted, planted_deeper, seen

WHO = blinding.named([planted.PERSON])
PAGES = 40  # of a dossier
PLAIN = 200  # pages of typed text
HARDER_SEEDS = (
    (harder_forms.FORMS_SEED, harder_forms.DECOYS_SEED),
    (1001, 1002),
    (1003, 1004),
)
BARE_SEEDS = ((bare_names.FORMS_SEED, bare_names.DECOYS_SEED), (1001, 1002), (1003, 1004))
SEEDS = ((1001, 1002), (1003, 1004))  # fresh ones


def hidden_bytes() -> None:
    """How many of the hiding places survive in a copy."""
    makers = planted.makers() | planted_deeper.makers()
    survive = 0
    for name, make in makers.items():
        copy = blinding.blind(name, make(), WHO)
        survive += bool(planted.traces("x.pdf", copy.content))
    report.line("guard", "hiding places in bytes", len(makers), "")
    report.line("guard", "hiding places that survive", survive, "")


def seen_pages() -> None:
    """How many pages on which somebody is seen are neither painted over nor kept for the eye."""
    missed = 0
    makers = seen.makers()
    for name, make in makers.items():
        content = make()
        readings = dict(blinding.read(name, content))
        copy = blinding.blind(name, content, WHO, readings=readings)
        missed += not copy.eye
    report.line("guard", "ways of being seen", len(makers), "")
    report.line("guard", "seen pages sealed without an eye", missed, "")


def forms(corpus: ModuleType = written_forms, of: str = "") -> None:
    """The written forms that are masked, and the harmless sentences that are."""
    own = (corpus.FORMS_SEED, corpus.DECOYS_SEED)
    for number, (of_forms, of_decoys) in enumerate((own, *SEEDS)):
        people = of + ("committed people" if not number else f"fresh people {number}")
        every = corpus.forms(of_forms)
        masked = 0
        for form in every:
            left, _hits = blinding.mask(form.sentence, blinding.named([form.person]))
            masked += form.must_go not in left and left != form.sentence
        decoys = corpus.decoys(of_decoys)
        touched = sum(
            bool(blinding.mask(text, blinding.named([person]))[1]) for person, text in decoys
        )
        report.line("guard", f"written forms masked, {people}", 100 * masked / len(every), "%")
        report.line("guard", f"decoys masked, {people}", 100 * touched / len(decoys), "%")


def harder() -> None:
    """What leads to somebody and is masked or asked about, and harmless sentences that are."""
    for number, (of_forms, of_decoys) in enumerate(HARDER_SEEDS):
        people = "committed people" if not number else f"fresh people {number}"
        every = harder_forms.forms(of_forms)
        masked = asked = 0
        for form in every:
            known = blinding.named([form.person])
            if form.must_go not in blinding.mask(form.sentence, known)[0]:
                masked += 1
            else:
                asked += bool(blinding.doubts(form.sentence, known))
        told = 100 * (masked + asked) / len(every)
        report.line("guard", f"harder forms masked or asked about, {people}", told, "%")
        report.line("guard", f"harder forms masked, {people}", 100 * masked / len(every), "%")
        harmless = harder_forms.decoys(of_decoys)
        touched = asked = 0
        for person, text in harmless:
            known = blinding.named([person])
            touched += bool(blinding.mask(text, known)[1])
            asked += bool(blinding.doubts(text, known))
        report.line("guard", f"decoys masked, harder, {people}", 100 * touched / len(harmless), "%")
        report.line("guard", f"decoys asked about, {people}", 100 * asked / len(harmless), "%")


def shortly() -> None:
    """People of whom nothing is known, named by one word behind a role or by two: asked about."""
    for number, (of_forms, of_decoys) in enumerate(BARE_SEEDS):
        people = "committed people" if not number else f"fresh people {number}"
        every = bare_names.forms(of_forms)
        told = 0
        for form in every:
            start = form.sentence.rindex(form.must_go)
            found = look_through(form.sentence, blinding.named([form.person]))
            places = [*found.doubts, *found.hits]
            told += any(
                place[0] < start + len(form.must_go) and start < place[1] for place in places
            )
        harmless = bare_names.decoys(of_decoys)
        asked = sum(
            bool(blinding.doubts(text, blinding.named([person]))) for person, text in harmless
        )
        case = f"people named shortly, asked about, {people}"
        report.line("guard", case, 100 * told / len(every), "%")
        case = f"decoys of short names asked about, {people}"
        report.line("guard", case, 100 * asked / len(harmless), "%")


def by_hand() -> None:
    """What was written by hand: the sentences that bars hold, and others beside them."""
    for case, people, every in (
        ("sentences by hand seen", (written_by_hand.KNOWN,), written_by_hand.telling()),
        ("later sentences by hand seen", written_by_hand.LATER_KNOWN, written_by_hand.later()),
    ):
        known = blinding.named([*people])
        seen_ones = [
            text for text in every if blinding.mask(text, known)[1] or blinding.doubts(text, known)
        ]
        report.line("guard", case, 100 * len(seen_ones) / len(every), "%")


def cpu() -> float:
    """Seconds of this process and of those that it has waited for (Tesseract)."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def a_dossier() -> list[bytes]:
    """Plain documents of together PAGES pages or a few more."""
    documents: list[bytes] = []
    pages = 0
    for content, _size in seen.plain_pages(21, 100):
        if pages >= PAGES:
            break
        documents.append(content)
        pages += len(pypdfium2.PdfDocument(content))
    return documents


def drawn(content: bytes) -> tuple[int, int]:
    """A copy made in this process, so that its CPU is seen: (pages, bytes)."""
    opening.opened(".pdf", content)
    pages = []
    for number in range(1, len(pypdfium2.PdfDocument(content)) + 1):
        made = drawing.drawn(content, number, WHO, [], None, True)
        pages.append(paper.unpacked(made.partition(b"\n")[2]))
    return len(pages), len(paper.written(pages))


def cost() -> None:
    """CPU of a dossier of forty pages, without and with OCR, and the weight of its pages."""
    documents = a_dossier()
    drawn(documents[0])
    started = cpu()
    made = [drawn(content) for content in documents]
    pages = sum(of_one for of_one, _bytes in made)
    forty = PAGES / pages
    without = (cpu() - started) * forty
    report.line("guard", "40 pages, OCR aside", without, "s CPU")
    heaviest = max(size / of_one for of_one, size in made)
    report.line("guard", "heaviest copy a page", heaviest / 1000, "kB")
    if not file_text.ocr_is_there():
        return
    started = cpu()
    for content in documents:
        for number in range(1, len(pypdfium2.PdfDocument(content)) + 1):
            file_text.places_on(drawing.for_reading(content, number))
    report.line("guard", "40 pages, with OCR", without + (cpu() - started) * forty, "s CPU")


def reading() -> None:
    """Plain pages that are kept for the eye, and how well a copy is read beside its original.

    What OCR does not finish in its time, on a machine that others use too, waits for the eye of
    itself; it is counted apart, since it says nothing of the copy.
    """
    if not file_text.ocr_is_there():
        return
    pages = flagged = unread = 0
    read: dict[bool, list[int]] = {True: [0, 0], False: [0, 0]}  # is 7 pt -> words, read again
    for seed in count(31):
        for content, size in seen.plain_pages(seed, 20):
            readings = dict(blinding.read("x.pdf", content))
            copy = blinding.blind("x.pdf", content, WHO, readings=readings)
            if not all(readings.values()):
                unread += 1
                continue
            pages += copy.pages
            flagged += len(copy.eye)
            if pages % 4 == 0 or size == 7:
                told = read[size == 7]
                for differing in _differing(copy.content):
                    told[0] += len(differing)
                    told[1] += len(differing) - sum(differing)
        if pages >= PLAIN:
            break
    report.line("guard", "plain pages looked at", pages, "")
    report.line("guard", "plain documents that OCR did not finish", unread, "")
    report.line("guard", "plain pages kept for the eye", 100 * flagged / pages, "%")
    for is_small, (written, again) in read.items():
        case = "words read again on the copy" + (", 7 pt" if is_small else "")
        report.line("guard", case, 100 * again / max(1, written), "%")


def _differing(copy: bytes) -> list[list[bool]]:
    """Of the words of each page of a copy: whether OCR reads something else on it."""
    document = pypdfium2.PdfDocument(copy)
    found = []
    for number, words_read in blinding.read("x.pdf", copy):
        if not words_read:
            continue  # not finished in its time
        page = document[number - 1]
        letters = words.letters_of(page, page.render(scale=1))
        runs = words.runs_of(letters)
        found.append(words.unconfirmed(letters, runs, range(len(runs.ends)), words_read))
    return found


def judges_page() -> None:
    """The picture of a page that a judge opens first, drawn from a copy, against the original drawn
    in the way before: one run, one page after the other.
    """
    before = after = 0.0
    for content in a_dossier()[:12]:
        copy = blinding.blind("x.pdf", content, WHO).content
        before += _timed(lambda content=content: _as_before(content))
        after += _timed(
            lambda copy=copy: vault_drawing.page_as_webp(copy, "application/pdf", 1, 1100)
        )
    report.line("guard", "judge's page, after : before", after / before, "×")


def _as_before(content: bytes) -> None:
    page = pypdfium2.PdfDocument(content)[0]
    picture = page.render(scale=1100 / page.get_width()).to_pil()
    picture.convert("RGB").save("/dev/null", "WEBP", quality=82, method=4)


def _timed(work: Callable[[], object]) -> float:
    work()
    started = time.process_time()
    work()
    return time.process_time() - started


def evidence() -> None:
    """How many columns are changed past the verbs one by one, and which no line holds; that all
    others are found is for the tests to say (tests/security).
    """
    tables = every_column.tables()
    walked = [table for table in tables if table._meta.label not in unbound_columns.TABLES]
    columns = sum(len(every_column.columns_of(table)) + 1 for table in walked)
    unbound = sum(len(unbound_columns.of_table(label)) for label in unbound_columns.COLUMNS)
    report.line("guard", "tables whose columns are changed one by one", len(walked), "")
    report.line("guard", "tables left out, each with a reason", len(tables) - len(walked), "")
    report.line("guard", "columns and rows changed", columns, "")
    report.line("guard", "of these not found, each with a reason", unbound, "")


def main() -> None:
    evidence()
    hidden_bytes()
    forms()
    forms(names_of_peoples, "names of mountain peoples, ")
    harder()
    shortly()
    by_hand()
    cost()
    judges_page()
    if file_text.ocr_is_there():
        seen_pages()
        reading()
