"""Somebody wanders over the site: follows links, fills in forms well and badly, presses buttons,
and notes whatever a person should never meet.
"""

from dataclasses import dataclass
from random import Random

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from tests.english import english_in
from tests.judging.council import BACKEND
from tests.walker import files, typed
from tests.walker.page import Control, Form, Page, as_read, shape

BEGINS = (
    *("/", "/tai-khoan/", "/ho-so/", "/cham-diem/"),
    *("/ban-to-chuc/", "/binh-chon/", "/quan-tri/", "/cho-dong-y/"),
)
# Signing out ends the walk. Wagtail's own rooms of pages and pictures have their own editors, drawn
# by their scripts.
LEFT_ALONE = (
    *("logout", "/static/", "/media/", "/xoa/"),
    *("/quan-tri/pages/", "/quan-tri/images/", "/quan-tri/account/"),
    *("results/", "/documents/multiple/", "/editing-sessions/"),  # parts, for a script
)
OTHER_LANGUAGE = "/en/"
OWN_WORDS = ("/quan-tri/", "/_util/")  # where Wagtail says things of its own
REFUSED = 422
SHOWN = 200  # Wagtail's answer to a form that it shows again


@dataclass(frozen=True)
class Fault:
    """What was met, and where; the walk's seed and step say how to meet it again."""

    what: str
    where: str
    step: str

    def __str__(self):
        return f"{self.what} at {self.where} ({self.step})"


class Walk:
    """One person's walk. `person` is None for a stranger."""

    def __init__(self, person: User | None, seed: int, begins: tuple[str, ...] = BEGINS):
        self.rng = Random(seed)
        self.seed = seed
        self.begins = begins
        self.client = Client(raise_request_exception=False)
        self.faults: dict[tuple[str, str], Fault] = {}
        self.refusals = 0
        self.steps = 0
        self.sent = 0
        self.seen: dict[str, int] = {}
        self.known: list[str] = list(begins)
        self.page: Page | None = None
        if person is not None:
            self.client.force_login(person, backend=BACKEND)

    def go(self, steps: int) -> "Walk":
        for _step in range(steps):
            self.steps += 1
            cache.clear()  # limits count what one person does in a minute
            forms = self._forms_here()
            if forms and self.rng.random() < 0.6:
                self._fill_in(self.rng.choice(forms))
            else:
                self._follow(self._way_on())
        return self

    # --- where to

    def _way_on(self) -> str:
        """A link of this page, or one that was met before; those least often seen first."""
        links = [link for link in (self.page.links() if self.page else []) if _is_open(link)]
        for link in links:
            if link not in self.known:
                self.known.append(link)
        here = links if links and self.rng.random() < 0.7 else self.known
        few = self.rng.sample(here, min(len(here), 6))
        return min(few, key=lambda link: self.seen.get(shape(link), 0))

    def _follow(self, address: str) -> None:
        self.seen[shape(address)] = self.seen.get(shape(address), 0) + 1
        self._arrive(address, self.client.get(address, follow=True))

    def _forms_here(self) -> list[Form]:
        forms = self.page.forms() if self.page else []
        return [form for form in forms if _is_open(form.action) and not form.is_scripts]

    # --- what is sent

    def _fill_in(self, form: Form) -> None:
        is_wild = self.rng.random() < 0.5
        data: dict[str, list[str | SimpleUploadedFile]] = {}
        for control in form.controls:
            for value in self._value(control, is_wild):
                if control.kind == "radio":
                    data[control.name] = [value]  # one of its name
                else:
                    data.setdefault(control.name, []).append(value)
        address, name, value = self.rng.choice(form.buttons)
        if not _is_open(address):
            return
        if name:
            data.setdefault(name, []).append(value)
        if not form.is_post:
            self._arrive(address, self.client.get(address.partition("?")[0], data, follow=True))
            return
        self.sent += 1
        names = {control.name for control in form.controls if control.is_filled_in}
        written = {name: data.get(name, []) for name in names}
        answer = self.client.post(address, data)
        before = self.page
        self._arrive(address, answer if answer.status_code != 302 else self._led(answer))
        if answer.status_code in (404, 405) and before is not None:
            self._note(
                f"a button offered on {shape(before.address)} is {answer.status_code}", address
            )
        self._after(address, answer.status_code, written)

    def _value(self, control: Control, is_wild: bool) -> list[str | SimpleUploadedFile]:
        if control.kind in ("hidden", "password") or control.name == "language":
            return [control.value]
        if control.kind == "file":
            return [files.any_file(self.rng, is_wild=is_wild)] if self.rng.random() < 0.5 else []
        if control.kind in ("checkbox", "radio"):
            stays = control.is_checked if self.rng.random() < 0.5 else self.rng.random() < 0.5
            return [control.value] if stays else []
        if control.kind == "select":
            return [self.rng.choice(control.choices)] if control.choices else []
        if control.value and self.rng.random() < 0.5:
            return [control.value]
        pick = typed.wild if is_wild else typed.good
        text = pick(self.rng, control.kind)
        lines = text.splitlines()
        return ["\r\n".join(lines) if control.kind == "textarea" else " ".join(lines)]

    def _led(self, answer):
        return self.client.get(answer["Location"], follow=True)

    # --- what is met

    def _arrive(self, address: str, answer) -> None:
        if answer.status_code >= 500:
            self._note(f"answer {answer.status_code}", address)
        self.page = None
        if "html" not in answer.headers.get("Content-Type", "") or answer.streaming:
            return
        last = (getattr(answer, "redirect_chain", None) or [(address, 0)])[-1][0]
        request = getattr(answer, "request", {})
        if not answer.content.strip():
            if answer.status_code == 200:
                self._note("an empty page", address)
            return
        page = Page(request.get("PATH_INFO", last), answer.content.decode())
        self._look(page)
        if answer.status_code < 400 or answer.status_code == REFUSED:
            self.page = page

    def _look(self, page: Page) -> None:
        if not page.title() or page.title().startswith("–"):
            self._note("a page without a title", page.address)
        if page.headings() != 1:
            self._note(f"{page.headings()} headings of the first order", page.address)
        for form in page.forms():
            if form.is_post and not form.is_sendable:
                self._note("a form that nobody can send", page.address)
        if not page.address.startswith(OWN_WORDS):
            for text in english_in(page.text)[:3]:
                self._note(f"English: {text[:80]}", page.address)

    def _after(self, address: str, status: int, written: dict[str, list[str]]) -> None:
        """After a form was sent: where it was refused, all that was typed stands there again, and
        the page says why.
        """
        page = self.page
        is_refused = status == REFUSED or (
            status == SHOWN and page is not None and page.says_error()
        )
        if page is None or not (is_refused or page.is_refusal()):
            return
        self.refusals += 1
        if not page.says_why():
            self._note("refused without a word", address)
        for what in page.faults_of_refusal(is_refused=is_refused):
            self._note(what, address)
        there = page.filled_in()
        for name, texts in written.items():
            for text in texts:
                if as_read(text) and as_read(text) not in there.get(name, set()):
                    self._note(f"lost: {name}", address, text)

    def _note(self, what: str, address: str, typed_text: str = "") -> None:
        where = shape(address)
        step = f"seed {self.seed}, step {self.steps}"
        if typed_text:
            step += f", {typed_text[:40]!r}"
        if (what, where) not in self.faults:
            self.faults[what, where] = Fault(what, where, step)
            print(self.faults[what, where], flush=True)  # noqa: T201  a soak is read as it goes


def _is_open(address: str) -> bool:
    if address.startswith(OTHER_LANGUAGE):
        return False
    return not any(part in address for part in LEFT_ALONE)
