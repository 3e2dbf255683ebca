"""Faults that a reader would not see, each planted into a copy of the house, in a file of a kind
that nobody has named anywhere: the guard for it speaks, and keeps silent about a harmless twin.
"""

import importlib.util
import itertools
import shutil
from pathlib import Path

import pytest
from django.db import models
from django.test.utils import isolate_apps
from django.urls import path

from accounts import permissions as people
from config.routes import ROUTES, Route
from judging import permissions as judging
from submissions import permissions as submissions
from tests.architecture import (
    doors,
    permissions,
    plain,
    queries,
    routes,
    templates,
    texts,
    types,
    views,
    walking,
    width,
)

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def texts_known():
    return texts.known()


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    """A copy of the house's code, into which faults are planted one after the other."""
    tree = tmp_path_factory.mktemp("house")
    for room in walking.FLOORS:
        left = shutil.ignore_patterns("__pycache__", "*.mo", "catalogues", "migrations")
        shutil.copytree(walking.ROOT / room, tree / room, ignore=left)
    shutil.copy(walking.ROOT / "pyproject.toml", tree)
    return tree


@pytest.fixture
def plant(house):
    """`plant("judging/desk/stray.py", code)`: the file with this code, gone after the test."""
    planted: list[tuple[Path, str | None]] = []

    def write(name: str, code: str) -> walking.Source:
        file = house / name
        planted.append((file, file.read_text() if file.exists() else None))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
        return walking.Source(house, file)

    yield write
    for file, before in reversed(planted):
        if before is None:
            file.unlink()
        else:
            file.write_text(before)


@pytest.fixture
def routed(plant):
    """`routed(name, code)`: a planted module whose `page` has an address, as the walk finds it."""

    def walk(name: str, code: str, route: str = "stray") -> list[walking.Routed]:
        source = plant(name, code)
        # A name of its own, so that the module of the house stays as it is.
        spec = importlib.util.spec_from_file_location(f"{source.name}_{next(NUMBERS)}", source.path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        view = module.page.as_view() if isinstance(module.page, type) else module.page
        return list(walking.routes([path("la/", view, name=route)]))

    return walk


def seen(faults: list[str], name: str) -> bool:
    """Whether a guard speaks of this file."""
    return any(name in fault for fault in faults)


FUNCTION_VIEW = """
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect

@login_required
def page(request):
    note(request.user)
    return redirect("/")

def note(user):
    {line}
"""
OFFICE_PAGE = """
from competition.office import Button, EditionOffice
from judging.councils import rounds

class page(Button, EditionOffice):
    def press(self):
        {line}
"""


@pytest.mark.parametrize("room", ["accounts", "awards", "competition", "judging", "voting", "cms"])
def test_a_save_in_a_view_of_any_wing(routed, house, room):
    """In a helper of the view, under a name that no list of files has."""
    name = f"{room}/strange_pages.py"
    bad = routed(name, FUNCTION_VIEW.format(line="user.save()"))
    assert seen(views.writes(walking.view_sources(bad, house)), "strange_pages.py")
    good = routed(name, FUNCTION_VIEW.format(line="user.refresh_from_db()"))
    assert not seen(views.writes(walking.view_sources(good, house)), "strange_pages.py")


@pytest.mark.parametrize(
    "line",
    [
        "self.edition.save()",
        "self.edition.rounds.filter(order=1).update(state='open')",
        "self.attempt(self.edition.delete, '')\n        self.edition.delete()",
    ],
)
def test_a_write_in_an_office_page(plant, house, line):
    """A file in a door is walked although no address leads to it yet."""
    plant("judging/office/stray_buttons.py", OFFICE_PAGE.format(line=line))
    assert seen(views.writes(walking.view_sources([], house)), "stray_buttons.py")
    line = "self.attempt(rounds.open_round, '', judging_round=self.round)"
    plant("judging/office/stray_buttons.py", OFFICE_PAGE.format(line=line))
    assert not seen(views.writes(walking.view_sources([], house)), "stray_buttons.py")


@pytest.mark.parametrize(
    "line",
    [
        "from foundation.ledger import chain; chain.append('c', 'v', {}, at=None)",
        "from foundation.notifications.post import tell as say; say(user, 'x', {}, key='k')",
        "from django.core.mail import send_mail; send_mail('a', 'b', 'c', [])",
    ],
)
def test_a_view_that_tells_somebody(plant, house, line):
    plant("voting/desk/stray.py", FUNCTION_VIEW.format(line=line))
    assert seen(views.writes(walking.view_sources([], house)), "stray.py")
    harmless = "from foundation.ledger import chain; chain.head_of('c')"
    plant("voting/desk/stray.py", FUNCTION_VIEW.format(line=harmless))
    assert not seen(views.writes(walking.view_sources([], house)), "stray.py")


def test_a_state_tested_in_a_view(plant, house):
    bad = "from judging.models import Round\n    if user.round.state == Round.State.OPEN: pass"
    plant("awards/desk/stray.py", FUNCTION_VIEW.format(line=bad))
    assert seen(views.state_tests(walking.view_sources([], house)), "stray.py")
    good = "from judging.models import Round\n    Round.objects.filter(state=Round.State.OPEN)"
    plant("awards/desk/stray.py", FUNCTION_VIEW.format(line=good))
    assert not seen(views.state_tests(walking.view_sources([], house)), "stray.py")


DOORS = {
    "judging/results/stray.py": "from submissions.models import Entry",
    "judging/councils/stray.py": "from judging import intake",
    "judging/office/stray.py": "def page(request):\n    from submissions.models import Entry",
    "voting/desk/stray.py": "from voting.intake import apply",
    "judging/arithmetic/stray.py": "from django.db import models",
    "submissions/similarity/stray.py": "from submissions.desk import forms",
}
HARMLESS = {
    "judging/results/fine.py": "from judging.councils import meetings",
    "judging/councils/fine.py": "from judging.models import BlindedEntry",
    "judging/office/fine.py": "from judging.results import ranking",
    "voting/desk/fine.py": "from voting import casting",
    "judging/arithmetic/fine.py": "from decimal import Decimal",
    "submissions/similarity/fine.py": "from submissions.writing import answers",
}


def test_a_door_crossed_in_any_wing(plant, house):
    """The contracts speak of wings: a file made tomorrow is under them."""
    for name, code in {**DOORS, **HARMLESS}.items():
        plant(name, f"{code}\n")
    said = doors.broken_contracts(house)
    crossed = [name.removesuffix(".py").replace("/", ".") for name in DOORS]
    assert [name for name in crossed if f"{name} -> " not in said] == []
    assert ".fine -> " not in said


def test_the_copy_keeps_the_contracts(house):
    assert doors.broken_contracts(house) == ""


def test_a_wing_that_no_contract_knows(plant, house):
    plant("judging/gossip/__init__.py", "")
    assert "judging.gossip" in doors.broken_contracts(house)


def test_a_door_crossed_by_a_name_in_a_string(plant, house):
    look = "from django.apps import apps\n\ndef look():\n    return apps.get_model({name})\n"
    plant("judging/papers/stray.py", look.format(name='"submissions", "Entry"'))
    assert seen(doors.side_doors(house), "stray.py")
    plant("judging/papers/stray.py", look.format(name='"judging", "Panel"'))
    assert not seen(doors.side_doors(house), "stray.py")


def test_arithmetic_that_imports_django_or_the_house(plant, house):
    plant("awards/arithmetic/stray.py", "import django.utils.timezone\n")
    plant("judging/arithmetic/stray.py", "from judging.models import Panel\n")
    faults = doors.django_in_arithmetic(house)
    assert seen(faults, "awards/arithmetic/stray.py")
    assert seen(faults, "judging/arithmetic/stray.py")
    plant("awards/arithmetic/stray.py", "from judging.arithmetic import engine\n")
    plant("judging/arithmetic/stray.py", "from judging.arithmetic.engine import rounded\n")
    assert not seen(doors.django_in_arithmetic(house), "stray.py")


@isolate_apps("judging", "submissions")
def test_a_foreign_key_up_that_is_given_as_a_string():
    class Stray(models.Model):  # noqa: DJ008  never shown
        entry = models.ForeignKey("awards.Award", models.CASCADE)

        class Meta:
            app_label = "judging"

    class Fine(models.Model):  # noqa: DJ008  never shown
        entry = models.ForeignKey("judging.BlindedEntry", models.CASCADE)

        class Meta:
            app_label = "judging"

    assert doors.upward_relations([Stray]) == ["Stray.entry points up to awards"]
    assert doors.upward_relations([Fine]) == []


@pytest.mark.parametrize(
    "line",
    [
        "{{ candidate.sealing.version.entry.title }}",
        "{% for author in row.authors.all %}{{ author }}{% endfor %}",
        "{% if panel.entry.owner == user %}x{% endif %}",
        '{% include "components/stray.html" with who=user.entries.first.receipt_number %}',
        "{% with v=copy.version %}{{ v }}{% endwith %}",
    ],
)
def test_a_template_that_reaches_an_entry(tmp_path, line):
    (tmp_path / "office").mkdir()
    page = tmp_path / "office" / "stray.html"
    names = ["office/stray.html"]
    page.write_text(f'{{% extends "base.html" %}}{{% block content %}}{line}{{% endblock %}}')
    assert seen(templates.reaching_entries(names, templates.engine(tmp_path)), "stray.html")
    fine = "{{ candidate.code }}{{ candidate.title }}{{ panel.round.edition.label }}{{ user.unit }}"
    page.write_text(f'{{% extends "base.html" %}}{{% block content %}}{fine}{{% endblock %}}')
    assert not seen(templates.reaching_entries(names, templates.engine(tmp_path)), "stray.html")


def test_a_template_named_in_a_page_of_judging_is_walked(plant, house):
    plant("judging/desk/stray.py", 'TEMPLATE = "judging/stray.html"\n')
    assert "judging/stray.html" in templates.of_blinded_pages(house)
    plant("submissions/desk/stray.py", 'TEMPLATE = "submissions/stray.html"\n')
    assert "submissions/stray.html" not in templates.of_blinded_pages(house)


def test_an_unclassified_route(routed):
    code = FUNCTION_VIEW.format(line="pass")
    known = {"stray": Route(people.is_signed_in, "always")}
    assert seen(routes.unclassified(routed("cms/stray.py", code), ROUTES), "stray")
    assert routes.unclassified(routed("cms/stray.py", code), known) == []


def test_a_route_that_is_stale(routed):
    found = routed("cms/stray.py", FUNCTION_VIEW.format(line="pass"))
    known = {"stray": ROUTES["my_work"], "gone": ROUTES["my_work"]}
    assert routes.stale(found, known) == ["gone has no address"]


def test_a_route_that_asks_another_predicate_than_it_says(routed):
    page = routed("judging/office/stray.py", OFFICE_PAGE.format(line="pass"))
    assert routes.other_predicates(page, {"stray": Route(judging.can_key, "always")})
    assert not routes.other_predicates(page, {"stray": Route(page[0].view.may, "always")})
    asks = "from judging import permissions; permissions.can_key(user, None)"
    view = routed("judging/desk/stray.py", FUNCTION_VIEW.format(line=asks))
    assert routes.other_predicates(view, {"stray": Route(judging.can_compare, "always")})
    assert not routes.other_predicates(view, {"stray": Route(judging.can_key, "always")})


def test_a_page_that_asks_a_stranger_for_a_role_of_people(routed):
    code = FUNCTION_VIEW.format(line="pass")
    known = {"stray": Route(submissions.can_write, "always")}
    open_page = routed("submissions/desk/stray.py", code.replace("@login_required", ""))
    assert routes.open_to_strangers(open_page, known)
    closed_page = routed("submissions/desk/stray.py", code)
    assert routes.open_to_strangers(closed_page, known) == []


@pytest.mark.parametrize(
    "line",
    [
        "if 'lock' in request.POST: pass",
        "verb = {'a': 1}[request.POST['action']]",
        "if request.POST.get('step') == 'next': pass",
        "getattr(request, f'do_{request.POST.get(chr(120))}')()",
    ],
)
def test_an_action_without_a_view_of_its_own(plant, house, line):
    plant("submissions/desk/stray.py", f"def page(request):\n    {line}\n")
    assert seen(views.words_in_forms(walking.view_sources([], house)), "stray.py")
    fine = "typed = request.POST.get('reason', '')"
    plant("submissions/desk/stray.py", f"def page(request):\n    {fine}\n")
    assert not seen(views.words_in_forms(walking.view_sources([], house)), "stray.py")


@pytest.mark.parametrize(
    "code",
    [
        "def page(request):\n    get_object_or_404(User, pk=request.POST.get('who'))\n",
        "class End(Button):\n    def press(self):\n        get_object_or_404(User, pk=self.pk)\n",
    ],
)
def test_a_row_that_may_be_gone(plant, house, code):
    plant("submissions/office/stray.py", code)
    assert seen(views.rows_not_found(walking.view_sources([], house)), "stray.py")
    plant("submissions/office/stray.py", code.replace("get_object_or_404", "row_of"))
    assert not seen(views.rows_not_found(walking.view_sources([], house)), "stray.py")


@pytest.mark.parametrize("press", ["attempt(request, casting.cast, {}by=1)"])
def test_a_press_without_a_word(plant, house, press):
    page = "def page(request):\n    {}\n    return redirect('x')\n"
    plant("voting/desk/stray.py", page.format(press.format("")))
    assert seen(views.silent_presses(walking.view_sources([], house)), "stray.py")
    plant("voting/desk/stray.py", page.format(press.format("done='x', ")))
    assert not seen(views.silent_presses(walking.view_sources([], house)), "stray.py")


@pytest.mark.parametrize(
    "lines",
    [
        "attempt(request, casting.cast, by=1)\n    attempt(request, casting.revoke, by=1)",
        "attempt(request, casting.cast if request else casting.revoke, by=1)",
        "verb = casting.cast or casting.revoke\n    attempt(request, verb, by=1)",
    ],
)
def test_a_view_with_two_verbs(plant, house, lines):
    head = "from competition.web import attempt\nfrom voting import casting\n\ndef page(request):\n"
    plant("voting/desk/stray.py", f"{head}    {lines}\n")
    assert seen(views.verbs_a_view(walking.view_sources([], house)), "stray.py")
    plant("voting/desk/stray.py", f"{head}    attempt(request, casting.cast, by=1)\n")
    assert not seen(views.verbs_a_view(walking.view_sources([], house)), "stray.py")


@pytest.mark.parametrize(
    "field",
    [
        '<input name="reason">',
        '<input type="number" name="reason" required>',
        '<textarea name="reason"></textarea>',
    ],
)
def test_a_field_that_forgets(tmp_path, field):
    page = tmp_path / "stray.html"
    page.write_text(f'<form method="post">{field}</form>')
    assert templates.fields_that_forget([page]) == ["stray.html: reason is empty after a refusal"]
    shown = '<input name="reason" value="{{ x }}"><textarea name="why">{{ y }}</textarea>'
    searched = '<form><input name="reason"></form>'
    page.write_text(f'<form method="post">{shown}</form>{searched}')
    assert templates.fields_that_forget([page]) == []


def test_a_button_that_forgets(tmp_path):
    page = tmp_path / "stray.html"
    form = """<form action="{{% url "keep" 1 %}}"><input value="{{% typed "why" "{}" %}}">
        <button formaction="{{% url "drop" 1 %}}">Bỏ</button></form>"""
    page.write_text(form.format("keep"))
    assert templates.buttons_that_forget([page]) == ["stray.html: why forgets what drop sent"]
    page.write_text(form.format("keep drop") + form.format("drop keep"))
    assert templates.buttons_that_forget([page]) == []


@pytest.mark.parametrize(
    ("field", "remembered"),
    [
        (
            '<select name="how"><option value="a">A</option></select>',
            '<select name="how"><option value="a" {% if x %}selected{% endif %}></select>',
        ),
        (
            '<input type="checkbox" name="how" checked>',
            '<input type="checkbox" name="how" {% if x %}checked{% endif %}>',
        ),
    ],
)
def test_a_choice_that_forgets(tmp_path, field, remembered):
    page = tmp_path / "stray.html"
    page.write_text(f'<form method="post">{remembered}{field}</form>')
    assert templates.choices_that_forget([page]) == ["stray.html: how forgets what was chosen"]
    page.write_text(f'<form method="post">{remembered}</form><form>{field}</form>')
    assert templates.choices_that_forget([page]) == []


@pytest.mark.parametrize(
    "fields",
    [
        '<input type="hidden" name="action" value="open">',
        '<button name="lock">a</button><button name="keep">b</button>',
    ],
)
def test_a_button_that_sends_a_word(tmp_path, fields):
    page = tmp_path / "stray.html"
    page.write_text(f'<form method="post" action="{{% url "x" %}}">{fields}</form>')
    assert templates.words_on_buttons([page])
    fine = '<button>a</button><button name="row" value="1" formaction="{% url "y" %}">b</button>'
    page.write_text(f'<form method="post" action="{{% url "x" %}}">{fine}</form>')
    assert templates.words_on_buttons([page]) == []


@pytest.mark.parametrize(
    "question",
    [
        "return user.is_superuser or False",
        "return user.memberships.filter(role='secretariat').exists()",
        "from accounts.permissions import is_secretariat as ok; return ok(user, 1)",
        "from accounts import permissions as p; return p.has_role(user, 'secretariat')",
        "from accounts.models import Membership; return Membership.objects.filter(user=user)",
        "from accounts.models import User; return User.objects.filter(memberships__role='judge')",
        "return getattr(user, 'is_superuser', False)",
        "return user.groups.exists() or user.has_perm('x')",
    ],
)
def test_a_role_asked_in_a_view_under_another_name(plant, house, question):
    plant("voting/office/stray.py", f"def may_run_office(user):\n    {question}\n")
    assert seen(permissions.roles_asked(walking.sources(house, ["voting"])), "stray.py")
    fine = "from voting import permissions; return permissions.can_run_vote(user, 1)"
    plant("voting/office/stray.py", f"def may_run_office(user):\n    {fine}\n")
    assert not seen(permissions.roles_asked(walking.sources(house, ["voting"])), "stray.py")


def test_a_role_asked_in_a_template(tmp_path):
    page = tmp_path / "stray.html"
    page.write_text("{% if request.user.is_superuser %}x{% endif %}")
    assert permissions.roles_in_templates([page])
    page.write_text("{% if request.user.is_authenticated %}x{% endif %}")
    assert permissions.roles_in_templates([page]) == []


def test_a_predicate_without_a_row(plant):
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("x", None))
    module.__name__ = "judging.permissions"
    code = "def can_peep(user, panel) -> bool:\n    return True\ndef _can(user) -> bool: ...\n"
    exec(compile(code, "stray", "exec"), vars(module))  # noqa: S102  a planted module
    known = permissions.predicates_of(module)
    missing = permissions.without_rows(known, ["judging.can_key"])
    assert missing == ["judging.can_peep has no row in the table of permissions"]
    assert permissions.without_rows(known, ["judging.can_peep"]) == []
    assert permissions.without_a_rule(known) == ["judging.can_peep does not say its rule"]


LIST = """
from django.core.paginator import Paginator

def page(request):
    return Paginator([], 20)
"""


def test_a_list_without_a_test_that_counts(routed):
    listing = queries.list_routes(routed("awards/desk/stray.py", LIST))
    assert queries.uncounted(listing, ["entry_queue"]) == [
        "stray has no test that counts its queries"
    ]
    assert queries.uncounted(listing, ["stray"]) == []
    office = routed("cms/office/stray.py", OFFICE_PAGE.replace("Button, ", "").format(line="pass"))
    assert queries.list_routes(office) == ["stray"]
    button = routed("cms/office/stray.py", OFFICE_PAGE.format(line="pass"))
    assert queries.list_routes(button) == []


def test_a_test_that_counts_nothing(tmp_path):
    mark = (
        "import pytest\n\n@pytest.mark.counts_queries('stray')\ndef test_it(client):\n    {line}\n"
    )
    test = tmp_path / "test_stray.py"
    test.write_text(mark.format(line="client.get('/')"))
    assert queries.counted_in(tmp_path) == set()
    test.write_text(mark.format(line="with CaptureQueriesContext(None): client.get('/')"))
    assert queries.counted_in(tmp_path) == {"stray"}


VERB = """
from accounts.models import User


def open_it(*, number: int, by{by}) -> None:
    {line}
"""


@pytest.mark.parametrize("by", ["", ": object", ": int"])
def test_a_verb_whose_by_has_no_type(plant, house, by):
    name = "submissions/gossiping/stray.py"
    plant(name, VERB.format(by=by, line="..."))
    assert seen(types.untyped_verbs(walking.process_modules(house)), "stray.py")
    plant(name, VERB.format(by=": User", line="..."))
    assert not seen(types.untyped_verbs(walking.process_modules(house)), "stray.py")


@pytest.mark.parametrize(
    ("dense", "plainly"),
    [
        ("x = [[b for b in a] for a in rows]", "x = [list(a) for a in rows]"),
        ("x = 1 if a else 2 if b else 3", "x = 1 if a else 2"),
        ("x, y = 1, 2", "x, y = pair"),
        ("def f():\n" + "    pass\n" * 60, "def f():\n" + "    pass\n" * 59),
    ],
)
def test_a_rule_that_is_written_densely(plant, house, dense, plainly):
    plant("awards/stray.py", dense)
    assert seen(plain.dense_statements(walking.sources(house)), "stray.py")
    plant("awards/stray.py", plainly)
    assert not seen(plain.dense_statements(walking.sources(house)), "stray.py")


def test_a_verb_that_nobody_has_seen_refusing(plant, house, tmp_path):
    test = tmp_path / "tests" / "test_stray.py"
    test.parent.mkdir()
    use = "from voting.stray import open_it\n\n\ndef test_it():\n    {line}\n"
    plant("voting/stray.py", VERB.format(by=": User", line="raise ValueError"))
    test.write_text(use.format(line="open_it()"))
    modules = walking.process_modules(house)
    assert seen(types.untested_refusals(modules, test.parent), "voting.stray.open_it")
    test.write_text(use.format(line="with pytest.raises(ValueError): open_it()"))
    assert not seen(types.untested_refusals(modules, test.parent), "voting.stray.open_it")


def test_an_address_written_by_hand(plant, house):
    plant("judging/results/stray.py", 'def link(n):\n    return f"/cham-diem/hop/{n}/"\n')
    assert seen(types.typed_addresses(walking.process_modules(house)), "stray.py")
    plant("judging/results/stray.py", "def link(row):\n    return row.get_absolute_url()\n")
    assert not seen(types.typed_addresses(walking.process_modules(house)), "stray.py")


@pytest.mark.parametrize(
    "text",
    [
        "{% blocktranslate trimmed %}\n  One text\n  that nobody knows\n{% endblocktranslate %}",
        "{% blocktranslate count n=n %}One stray{% plural %}{{ n }} strays{% endblocktranslate %}",
        "{% translate 'A stray text' as x %}",
        '<p title="{{ _("A stray text") }}">',
    ],
)
def test_a_text_of_a_template_that_is_in_no_catalogue(tmp_path, text, texts_known):
    page = tmp_path / "stray.html"
    page.write_text(text)
    assert texts.untranslated([], [page], texts_known)
    page.write_text(
        "{% blocktranslate trimmed %}\n  Your details\n  are saved.\n{% endblocktranslate %}"
    )
    assert texts.untranslated([], [page], texts_known) == []


@pytest.mark.parametrize(
    "call",
    [
        '_("A stray " "text")',
        '_("A stray " + "text")',
        'many("A stray", "%(n)s strays", 2)',
        'translation.pgettext_lazy("somewhere", "A stray text")',
    ],
)
def test_a_text_of_the_code_that_is_in_no_catalogue(plant, call, texts_known):
    head = (
        "from django.utils import translation\nfrom django.utils.translation import gettext as _\n"
    )
    head += "from django.utils.translation import ngettext_lazy as many\n\n"
    bad = plant("awards/stray.py", f"{head}TEXT = {call}\n")
    assert texts.untranslated([bad], [], texts_known)
    good = plant("awards/stray.py", f'{head}TEXT = _("Your details " "are saved.")\n')
    assert texts.untranslated([good], [], texts_known) == []


def test_a_line_that_nobody_sees_whole(plant):
    wide = plant("awards/stray.py", f"TEXT = '{'x' * 100}'\n")
    assert width.wide_lines([wide.path])
    skips = plant("awards/stray.py", "A = 1  # fmt: " + "skip\nB = 1  # noqa: " + "E501\n")
    assert len(width.switched_off([skips])) == 2
    fine = plant("awards/stray.py", 'TEXT = "# fmt: ' + 'skip"\n')
    assert width.wide_lines([fine.path]) == []
    assert width.switched_off([fine]) == []
