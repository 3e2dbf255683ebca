"""Which addresses a walk has to come to, and to which it has come."""

import json

import pytest
from django.http import HttpResponse
from django.urls import resolve, reverse
from django.views.decorators.http import require_GET, require_POST

from bench import reached, served_inside
from competition.office import Button, EditionOffice
from judging.desk.buttons import button


def test_a_page_shows_something():
    assert reached.shows(require_GET(lambda request: HttpResponse()))


def test_so_does_a_page_of_the_office():
    assert reached.shows(EditionOffice.as_view())


def test_a_button_of_the_office_does_not():
    class Pressed(Button):
        """Leads back to its page."""

    assert not reached.shows(Pressed.as_view())


def test_nor_does_a_button_of_a_desk():
    assert not reached.shows(button("meeting", "number")(lambda request, number: HttpResponse()))


def test_nor_what_takes_no_get():
    assert not reached.shows(require_POST(lambda request: HttpResponse()))


@pytest.mark.parametrize(
    ("name", "arguments"), [("panel_entry", [7, "HS-ABCDEF"]), ("entry_queue", ["do"])]
)
def test_an_address_is_known_by_its_route(name, arguments):
    address = reverse(name, args=arguments)
    assert resolve(address).url_name == name
    assert reached.names([address, "no address"]) == {name}


def test_what_no_walk_has_come_to_is_told(tmp_path):
    wanted = reached.wanted()
    assert "panel_entry" in wanted
    come_to = tmp_path / "reached.json"
    come_to.write_text(json.dumps([reverse("entry_queue", args=["do"])]))
    found = served_inside.unreached(str(come_to))
    assert found == {"unreached": sorted(wanted - {"entry_queue"}), "count": len(wanted)}


@pytest.mark.parametrize("name", sorted(reached.BESIDE))
def test_what_stands_beside_the_way_is_a_route_and_has_a_reason(name):
    assert name in reached.ROUTES
    assert reached.BESIDE[name]
