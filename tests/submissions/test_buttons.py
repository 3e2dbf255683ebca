"""The address of a button: opened by GET it leads to its page, and for a stranger there is none."""

import pytest
from django.urls import reverse

from competition import clock
from submissions.models import Entry
from submissions.sharing import invitations

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OF_THE_EDITION = {
    "dossier_form": [
        "keep_question",
        "add_template",
        "raise_question",
        "lower_question",
        "take_out_question",
    ],
    "exhibits": ["receive_exhibit", "move_exhibit"],
    "entry_queue": [
        "hand_out_chosen",
        "accept_chosen",
        "prepare_all_copies",
        "seal_clean_copies",
    ],
}
OF_ONE_DOSSIER = [
    "accept_entry",
    "return_entry",
    "refuse_entry",
    "undo_acceptance",
    "hand_out_entry",
    "write_letter",
    "prepare_copy",
    "seal_copy",
    "mask_word",
    "leave_word",
    "void_copy",
    "keep_away",
    "clear_pair",
]


@pytest.fixture
def entry(begun):
    with clock.set_to(begun.at(3)):
        return Entry.objects.create(
            edition=begun.edition, owner=begun.cast.entrants[0], title="Máy gieo hạt"
        )


@pytest.fixture
def addresses(begun, entry) -> list[tuple[str, str]]:
    """(address of a button, address of its page), in the office."""
    edition = [begun.edition.slug]
    dossier = [begun.edition.slug, entry.public_id]
    pairs = [
        (reverse(button, args=edition), reverse(page, args=edition))
        for page, buttons in OF_THE_EDITION.items()
        for button in buttons
    ]
    page = reverse("office_entry", args=dossier)
    return pairs + [(reverse(button, args=dossier), page) for button in OF_ONE_DOSSIER]


def test_in_the_office_it_leads_to_its_page_with_the_same_filters(begun, addresses, client):
    client.force_login(begun.cast.secretary, backend=BACKEND)
    for button, page in addresses:
        answer = client.get(f"{button}?trang=2")
        assert answer.status_code == 302, button
        assert answer["Location"] == f"{page}?trang=2"


def test_in_the_office_a_stranger_presses_nothing(begun, entry, addresses, client):
    for stranger in (entry.owner, begun.cast.judges[0], begun.cast.committee[0]):
        client.force_login(stranger, backend=BACKEND)
        for button, _page in addresses:
            assert client.post(button).status_code in (302, 404)  # Wagtail turns them away
    entry.refresh_from_db()
    assert entry.status == Entry.Status.DRAFT


def test_on_the_desk_it_leads_to_its_page(begun, entry, client):
    client.force_login(entry.owner, backend=BACKEND)
    invite = reverse("invite_coauthor", args=[entry.public_id])
    assert client.get(invite)["Location"] == reverse("coauthors", args=[entry.public_id])
    client.force_login(begun.cast.secretary, backend=BACKEND)
    edition = [begun.edition.slug]
    for button in ("begin_for_somebody", "read_list", "print_sign_in_codes"):
        answer = client.get(reverse(button, args=edition))
        assert answer["Location"] == reverse("behalf_desk", args=edition)


def test_on_the_desk_a_stranger_gets_404(begun, entry, client):
    client.force_login(begun.cast.entrants[1], backend=BACKEND)
    edition = [begun.edition.slug]
    strange = [
        reverse("invite_coauthor", args=[entry.public_id]),
        reverse("begin_for_somebody", args=edition),
        reverse("read_list", args=edition),
        reverse("print_sign_in_codes", args=edition),
        reverse("enter_list", args=[*edition, 1]),
        reverse("confirm_list"),
        reverse("accept_invitation", args=["khong-co"]),
        reverse("decline_invitation", args=["khong-co"]),
    ]
    for address in strange:
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code == 404, address


def test_an_invitation_is_answered_by_post_alone(begun, entry, client):
    with begun.step("x", 3) as at:
        _invited, token = invitations.invite(
            entry=entry, email="ban@example.vn", right="view", by=entry.owner, at=at
        )
    client.force_login(begun.cast.entrants[1], backend=BACKEND)
    with begun.step("x", 4):
        for answer in ("accept_invitation", "decline_invitation"):
            seen = client.get(reverse(answer, args=[token]))
            assert seen["Location"] == reverse("invitation", args=[token])
        assert invitations.find(token, at=begun.at(4)) is not None


def test_a_saved_step_stays_or_goes_on_as_its_button_says(begun, entry, client):
    client.force_login(entry.owner, backend=BACKEND)
    address = reverse("edit_entry", args=[entry.public_id, "general"])
    typed = {"revision": entry.revision, "title": "Máy gieo hạt", "entrant": "person"}
    on = client.post(address, typed)
    assert on["Location"] == reverse("edit_entry", args=[entry.public_id, "authors"])
    stayed = client.post(f"{address}?o-lai=1", typed | {"revision": entry.revision + 1})
    assert stayed["Location"] == address
