"""A page as somebody without a mouse meets it: its links, its forms, what it says of a refusal."""

import unicodedata
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import lxml.html

# Whose text a browser gives back as it was typed. Passwords are never given back.
ONCE = "one-time-code"  # of no use to anybody who has typed it wrongly
TYPED = {"text", "email", "tel", "number", "date", "datetime-local", "time", "url", "search"}
TICKED = ("checkbox", "radio")
BY_SCRIPT = "w-session"
REFUSAL = "error-summary"
BEGINS_REFUSED = "Lỗi: "  # the title of a page that was refused
SAYS_WRONG = (
    "//*[contains(@class, 'error-text') or contains(@class, 'error-message')"
    " or contains(@class, 'errorlist') or contains(@class, 'error-summary')"
    " or contains(@class, 'help-critical')"
    " or (contains(@class, 'alert') and @data-variant='error')"
    " or (@role='alert') or contains(@class, 'messages')]"
)


@dataclass
class Control:
    """A field of a form, as it stands in the page."""

    name: str
    kind: str  # the type of an input, or “textarea”, “select”
    value: str
    choices: list[str] = field(default_factory=list)
    is_checked: bool = False

    @property
    def is_filled_in(self) -> bool:
        return self.kind in TYPED or self.kind in ("textarea", "select", *TICKED)

    @property
    def stands(self) -> bool:
        """It is sent as it stands: typed, chosen, or ticked."""
        return self.is_checked or self.kind not in TICKED


@dataclass
class Form:
    """Where it goes, how, and with what. `buttons` are (address, name, value)."""

    action: str
    is_post: bool
    controls: list[Control]
    buttons: list[tuple[str, str, str]]
    is_sendable: bool = True  # by a button, or by Enter in a field
    is_scripts: bool = False  # sent by a script alone


class Page:
    """One answer in HTML; `address` is where it was found."""

    def __init__(self, address: str, text: str):
        self.address = address
        self.text = text
        self.tree = lxml.html.document_fromstring(text)

    def links(self) -> list[str]:
        """Addresses of this site, without what a browser adds to them."""
        found = [urljoin(self.address, link.get("href", "")) for link in self.tree.iter("a")]
        return [link.partition("#")[0] for link in found if link.startswith("/")]

    def forms(self) -> list[Form]:
        return [self._form(form) for form in self.tree.forms]

    def _form(self, form) -> Form:
        # What a template holds is no field yet: a script makes one of it.
        templates = {one for held in form.iter("template") for one in held.iter()}
        # Nor does anybody type where nobody comes: into a field that only robots fill in.
        for unseen in form.xpath(".//*[@aria-hidden='true']"):
            templates |= {*unseen.iter()}
        inside = [one for one in form.iter() if not one.get("form") and one not in templates]
        named = [one for one in self.tree.iter() if one.get("form") and self._is_of(one, form)]
        controls, buttons = [], []
        action = urljoin(self.address, form.get("action") or self.address)
        for element in [*inside, *named]:
            if element.get("disabled") is not None:
                continue
            if _presses(element):
                goes_to = urljoin(self.address, element.get("formaction") or action)
                buttons.append((goes_to, element.get("name", ""), element.get("value", "")))
            elif element.tag in ("input", "textarea", "select") and element.get("name"):
                controls.append(_control(element))
        is_post = (form.get("method") or "get").lower() == "post"
        can_enter = {*TYPED, "password"}
        # A form with a name is for a button elsewhere: allauth draws it while its button waits.
        # Wagtail's script sends one by itself, to tell who else has the page open.
        is_scripts = BY_SCRIPT in form.get("data-controller", "").split()
        is_sendable = bool(buttons or form.get("id") or is_scripts) or any(
            control.kind in can_enter for control in controls
        )
        pressed = buttons or [(action, "", "")]
        return Form(action, is_post, controls, pressed, is_sendable, is_scripts)

    @staticmethod
    def _is_of(element, form) -> bool:
        return element.get("form") == form.get("id")

    def filled_in(self) -> dict[str, set[str]]:
        """{name: what stands in the fields of this name}, of all forms together; and what stands
        beside a locked form, to be copied from there (`data-typed`).
        """
        found: dict[str, set[str]] = {}
        for form in self.forms():
            for control in form.controls:
                if control.stands:
                    found.setdefault(control.name, set()).add(as_read(control.value))
        for beside in self.tree.xpath("//*[@data-typed]"):
            found.setdefault(beside.get("data-typed"), set()).add(as_read(beside.text_content()))
        return found

    def is_refusal(self) -> bool:
        """It says, where a person and a screen reader meet it, that something was not taken."""
        alerts = self.tree.xpath("//*[contains(@class, 'alert') and @data-variant='error']")
        beside = self.tree.xpath("//*[@data-invalid or @aria-invalid]")
        return bool(alerts or beside or self.says_error())

    def says_error(self) -> bool:
        """In the list of what was done, above a page of Wagtail's."""
        said = (
            "//*[contains(@class, 'messages')]"
            "//li[contains(@class, 'error') and not(ancestor::template)]"
        )
        return bool(self.tree.xpath(said))

    def says_why(self) -> bool:
        return any(element.text_content().strip() for element in self.tree.xpath(SAYS_WRONG))

    def faults_of_refusal(self, *, is_refused: bool) -> list[str]:
        """What is not right in how the refusal is said."""
        found = []
        if is_refused and not self.title().startswith(BEGINS_REFUSED):
            found.append("the title does not begin with the error")
        for field_ in self.tree.xpath("//*[@data-invalid]"):
            if not field_.xpath(".//*[contains(@class, 'error-text')]"):
                found.append(f"no word beside {_names_in(field_)}")
        for summary in self.tree.xpath(f"//*[contains(@class, '{REFUSAL}')]"):
            takes_focus = {"tabindex", "autofocus"} <= {*summary.attrib}
            if is_refused and not takes_focus:
                found.append("the summary takes no focus")
            for link in summary.xpath(".//a[starts-with(@href, '#')]"):
                if not self.tree.xpath("//*[@id=$one]", one=link.get("href")[1:]):
                    found.append(f"the summary leads nowhere: {link.get('href')}")
        return found

    def title(self) -> str:
        return " ".join(self.tree.findtext(".//title", "").split())

    def headings(self) -> int:
        return len(self.tree.xpath("//h1"))


def as_read(text: str) -> str:
    """A text without what nobody sees: how letters are composed, signs that have no shape, and
    spaces at its edges. A number is the same however its thousands are parted.
    """
    shown = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    words = " ".join(unicodedata.normalize("NFC", shown).split())
    digits = words.replace(".", "").replace(" ", "")
    return digits.lstrip("0") or words if digits.isdecimal() else words


def shape(address: str) -> str:
    """The address without numbers, codes and what is asked of it."""
    parts = urlsplit(address).path.split("/")
    return "/".join("*" if any(sign.isdigit() for sign in part) else part for part in parts)


def _names_in(element) -> str:
    names = [one.get("name") for one in element.iter() if one.get("name")]
    return names[0] if names else "a field"


def _presses(element) -> bool:
    if element.tag == "button":
        return element.get("type", "submit") == "submit"
    return element.tag == "input" and element.get("type") == "submit"


def _control(element) -> Control:
    name = element.get("name")
    if element.tag == "textarea":
        return Control(name, "textarea", element.text or "")
    if element.tag == "select":
        options = [(one.get("value", ""), one) for one in element.iter("option")]
        chosen = [value for value, one in options if one.get("selected") is not None]
        first = options[0][0] if options else ""
        return Control(name, "select", (chosen or [first])[0], [value for value, _one in options])
    kind = element.get("type", "text").lower()
    if element.get("autocomplete") == ONCE:
        kind = "password"
    default = "on" if kind in ("checkbox", "radio") else ""
    value = element.get("value", default)
    return Control(name, kind, value, is_checked=element.get("checked") is not None)
