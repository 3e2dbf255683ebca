"""A number that is no number, in a form or an address, is refused or not found: never an error."""

import pytest
from django import forms
from django.urls import reverse

from accounts.models import Unit
from competition import clock
from competition.web import RowsField, number_of, numbers_of
from submissions.writing import drafting

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NO_NUMBERS = ["", "abc", "1.5", "1e9", "-1", " 1", "²", "ⅷ", "٣", "1\x00", "9" * 23, "9" * 5000]
# In a form, what nobody sees is taken out before anything is read: a NUL behind a 1 is gone.
SENT = [typed for typed in NO_NUMBERS if "\x00" not in typed]


@pytest.mark.parametrize("typed", [*NO_NUMBERS, None])
def test_what_is_no_number_is_no_row(typed):
    assert number_of(typed) == 0


@pytest.mark.parametrize(("typed", "number"), [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_a_number_is_read(typed, number):
    assert number_of(typed) == number


def test_of_several_the_numbers_are_kept():
    assert numbers_of(["3", "²", "4", ""]) == [3, 4]


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_a_field_of_rows_refuses_it(typed):
    field = RowsField(queryset=Unit.objects.all())
    with pytest.raises(forms.ValidationError):
        field.clean([typed])


@pytest.mark.parametrize("typed", SENT)
@pytest.mark.parametrize(
    ("name", "field", "answer"),
    [
        ("revoke_certificate", "certificate", 404),
        ("hand_out_chosen", "chon", 302),
        ("accept_chosen", "chon", 422),
        ("establish_panel", "fields_", 422),
        ("set_rights", "judge", 404),
        ("take_out_question", "question", 404),
        ("move_exhibit", "exhibit", 404),
    ],
)
def test_a_button_of_the_office_is_not_broken_by_it(begun, client, name, field, answer, typed):
    client.force_login(begun.cast.secretary, backend=BACKEND)
    address = reverse(name, args=[begun.edition.slug])
    sent = {field: typed, "colleague": begun.cast.secretary.pk, "reason": "x", "name": "A"}
    status = client.post(address, sent).status_code
    assert status in (answer, 404, 422)


@pytest.mark.parametrize("typed", NO_NUMBERS)
@pytest.mark.parametrize("query", ["linh-vuc", "nguoi"])
def test_a_filter_of_the_queue_is_not_broken_by_it(begun, client, query, typed):
    client.force_login(begun.cast.secretary, backend=BACKEND)
    address = reverse("entry_queue", args=[begun.edition.slug])
    assert client.get(address, {query: typed}).status_code == 200


@pytest.mark.parametrize("step", ["general", "authors", "content", "files", "whole"])
def test_a_step_sent_with_nothing_in_it_is_no_error(begun, client, step):
    owner = begun.cast.entrants[0]
    client.force_login(owner, backend=BACKEND)
    with clock.set_to(begun.at(1)):
        entry = drafting.start_draft(edition=begun.edition, by=owner, at=begun.at(1))
    answer = client.post(reverse("edit_entry", args=[entry.public_id, step]))
    assert answer.status_code in (200, 302, 422)
