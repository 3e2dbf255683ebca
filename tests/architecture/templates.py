"""What templates may not do: reach an entry from judging or the vote, let a word choose a verb."""

import ast
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.db.models import Model
from django.template import Engine, Template, TemplateDoesNotExist, engines
from django.template.base import Node, Variable
from django.template.defaulttags import ForNode, WithNode
from django.template.loader_tags import ExtendsNode, IncludeNode

from tests.architecture.doors import our_models, room
from tests.architecture.walking import ROOT, Source, sources

OWN = ROOT / "templates"
WORDS = ("action", "do", "act", "command", "verb")
# What a page of judging or of the vote may stand on: these rooms, and people with their units.
OPEN_ROOMS = ("judging", "voting", "competition")
OPEN_MODELS = ("accounts.User", "accounts.Unit")


def engine(*folders: Path) -> Engine:
    """The house's engine, which looks into these folders first."""
    known = engines["django"].engine
    return Engine(
        dirs=[str(folder) for folder in folders] + list(known.dirs),
        app_dirs=True,
        libraries=known.libraries,
        builtins=known.builtins,
    )


def named_in(files: Iterable[Source]) -> set[str]:
    """The templates whose names stand in these modules."""
    return {name for source in files for name in re.findall(r'"([\w/-]+\.html)"', source.text)}


def of_blinded_pages(tree: Path = ROOT) -> set[str]:
    """The templates of judging and of the vote: those their modules name."""
    return named_in(sources(tree, ("judging", "voting")))


def names_of_entries(tree: Path = ROOT) -> set[str]:
    """Names that fields and ways between models of submissions have, and nothing that judging or
    the vote works with: who walks over one of them, however the object got there, has left what a
    judge or a voter may know.
    """
    hidden: set[str] = set()
    known = own_words(sources(tree, ("judging", "voting"))) | {"last", "first"}
    for model in our_models():
        if room(model) == "submissions":
            hidden |= {field.name for field in model._meta.get_fields()} | _accessors(model)
        elif room(model) in OPEN_ROOMS or model._meta.label in OPEN_MODELS:
            known |= _names(model)
    return hidden - known


def own_words(files: Iterable[Source]) -> set[str]:
    """What the code of a room itself gives a name to: keys, attributes and fields it writes."""
    words: set[str] = set()
    for source in files:
        for node in ast.walk(source.code):
            if isinstance(node, ast.Dict):
                words |= {key.value for key in node.keys if isinstance(key, ast.Constant)}
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                words.add(node.attr)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                words.add(node.target.id)
            elif isinstance(node, ast.keyword) and node.arg:
                words.add(node.arg)
    return words


def _names(model: type[Model]) -> set[str]:
    """What a model of an open room has, without the ways back to what was entered."""
    own = {name for name in vars(model) if not name.startswith("_")}
    fields = {field.name for field in model._meta.get_fields()}
    return (own | fields | _accessors(model)) - _ways_back(model)


def _accessors(model: type[Model]) -> set[str]:
    names = [relation.get_accessor_name() for relation in model._meta.related_objects]
    return {name for name in names if name}


def _ways_back(model: type[Model]) -> set[str]:
    """`user.entries`: from a person, a field or a unit to an entry."""
    links = [one for one in model._meta.related_objects if room(one.related_model) == "submissions"]
    return {name for link in links for name in (link.name, link.get_accessor_name()) if name}


def reaching_entries(names: Iterable[str], loader: Engine) -> list[str]:
    """No page of judging or of the vote walks from what it shows to an entry, its people or its
    sealing; parts that it includes and pages that it extends are walked too.
    """
    hidden = names_of_entries()
    faults = set()
    for name in names:
        for template, lookups in paths_of(name, loader):
            if reached := hidden & set(lookups):
                faults.add(f"{template} reaches {'.'.join(lookups)} ({', '.join(sorted(reached))})")
    return sorted(faults)


def paths_of(
    name: str, loader: Engine, seen: set[str] | None = None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(template, path of attributes) of every variable in a template and in its parts."""
    seen = set() if seen is None else seen
    template = _template(name, loader)
    if template is None or name in seen or not _is_own(template.origin.name):
        return
    seen.add(name)
    nodes = list(_walk(template.nodelist, set()))
    own_names = {word for node in nodes for word in _named_here(node)}
    for thing in nodes:
        if isinstance(thing, Variable) and thing.lookups:
            is_named_here = thing.lookups[0] in own_names
            yield name, thing.lookups[1:] if is_named_here else thing.lookups
        elif isinstance(thing, ExtendsNode | IncludeNode):
            part = thing.parent_name if isinstance(thing, ExtendsNode) else thing.template
            if isinstance(part.var, str):
                yield from paths_of(part.var, loader, seen)


def _named_here(node) -> list[str]:
    """The names that a template itself gives, in a loop or by `with`."""
    if isinstance(node, ForNode):
        return node.loopvars
    return list(node.extra_context) if isinstance(node, WithNode | IncludeNode) else []


def _template(name: str, loader: Engine) -> Template | None:
    """A paper is named without its folder."""
    for candidate in (name, f"print/{name}"):
        try:
            return loader.get_template(candidate)
        except TemplateDoesNotExist:
            continue
    return None


def _is_own(path: str) -> bool:
    return "site-packages" not in path


def _walk(thing, seen: set[int]) -> Iterator:
    """All that hangs on a node: nodes, expressions, variables."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    yield thing
    for part in _parts(thing):
        yield from _walk(part, seen)


def _parts(thing) -> Iterable:
    if isinstance(thing, list | tuple):
        return list(thing)
    if isinstance(thing, dict):
        return list(thing.values())
    if not (isinstance(thing, Node) or type(thing).__module__.startswith("django.template")):
        return []
    names = [*getattr(thing, "__dict__", {}), *getattr(type(thing), "__slots__", ())]
    skipped = ("origin", "token", "engine", "parser")
    return [getattr(thing, name, None) for name in names if name not in skipped]


class Forms(HTMLParser):
    """The POST forms of a template and the words that their submit buttons send."""

    def __init__(self):
        super().__init__()
        self.forms: list[list[dict[str, str]]] = []
        self.words: list[str] = []
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.is_open = given.get("method", "").lower() == "post"
            self.forms.append([])
        elif tag in ("button", "input") and given.get("name") in WORDS:
            self.words.append(given["name"])
        if self.is_open and _submits(tag, given):
            self.forms[-1].append(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_open = False


def _submits(tag: str, given: dict[str, str]) -> bool:
    kind = given.get("type", "submit" if tag == "button" else "text")
    return tag in ("button", "input") and kind in ("submit", "image")


def words_on_buttons(files: Iterable[Path]) -> list[str]:
    """A button has an address of its own. No form sends a word that says which one was pressed:
    of several buttons, one with a name and no address is such a word.
    """
    faults = []
    for path in files:
        page = Forms()
        page.feed(without_tags(path.read_text()))
        faults += [f"{path.name}: a field is called {word}" for word in page.words]
        for buttons in page.forms:
            named = [given for given in buttons if given.get("name") and "formaction" not in given]
            if len(buttons) > 1 and named:
                faults.append(f"{path.name}: {named[0]['name']} tells which button was pressed")
    return faults


class Typed(HTMLParser):
    """The fields of a template's POST forms in which somebody types, by what is shown in them."""

    NOT_TYPED = ("hidden", "checkbox", "radio", "file", "submit", "password")

    def __init__(self):
        super().__init__()
        self.empty: list[str] = []
        self.is_open = False
        self.area = ""  # the field whose text comes next

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.area = ""
        if tag == "form":
            self.is_open = given.get("method", "").lower() == "post"
        elif not self.is_open or given.get("autocomplete") == "one-time-code":
            return
        elif tag == "textarea":
            self.area = given.get("name", "")
        elif tag == "input" and given.get("type", "text") not in self.NOT_TYPED:
            self.empty += [given.get("name", "")] if "value" not in given else []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.area = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.empty.append(self.area)
        if tag == "form":
            self.is_open = False


def fields_that_forget(files: Iterable[Path]) -> list[str]:
    """A field that stands empty however its page is shown: what was typed is lost by a refusal."""
    faults = []
    for path in files:
        page = Typed()
        page.feed(without_tags(path.read_text()))
        faults += [f"{path.name}: {name} is empty after a refusal" for name in page.empty]
    return faults


# Of its own answer: where it is refused the page stands in another window, as it was.
STAYS = {"behalf.html"}
CHOSEN = re.compile(
    r"<select\b(?:(?!selected).)*?</select>"
    r"|<input\b(?=[^<]*type=\"(?:checkbox|radio)\")(?:(?!{%).)*?>",
    re.DOTALL,
)


def choices_that_forget(files: Iterable[Path]) -> list[str]:
    """A choice or a tick of a POST form that never stands as it was sent."""
    faults = []
    for path in files:
        text = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL):
            for field in [] if path.name in STAYS else CHOSEN.findall(form):
                name = "".join(re.findall(r"name=\"([^\"]*)\"", field)[:1])
                faults.append(f"{path.name}: {name} forgets what was chosen")
    return faults


ADDRESSES = re.compile(r"action=\"{% url \"(\w+)\"")
REMEMBERS = re.compile(r"{% typed \"(\w+)\" \"([\w ]+)\"")


def buttons_that_forget(files: Iterable[Path]) -> list[str]:
    """A form of several buttons sends all its fields with each of them: one that remembers what a
    single button sent is empty after the refusal of another.
    """
    faults = []
    for path in files:
        for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.DOTALL):
            buttons = {*ADDRESSES.findall(form)}
            for field, known in REMEMBERS.findall(form):
                faults += [
                    f"{path.name}: {field} forgets what {button} sent"
                    for button in sorted(buttons - {*known.split()})
                ]
    return faults


def without_tags(text: str) -> str:
    """The HTML of a template, each tag and variable of Django's replaced by a letter."""
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "x", text, flags=re.DOTALL)


def own(tree: Path = ROOT) -> list[Path]:
    return sorted((tree / "templates").rglob("*.html"))
