"""The choices behind the ballots leave the house by two people, for an inspector."""

import hashlib
import io
import zipfile

import pytest
from django.urls import reverse

from awards import bundle, inspection
from awards.bundle import verify_choices
from competition import clock, joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger.models import Event
from tests.awards.bundles import written
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = 96
INSPECTOR = "Trần Thanh Tra, Thanh tra tỉnh, giấy số 7"


@pytest.fixture
def usual(awarded) -> dict:
    return {
        "edition": awarded.edition,
        "inspector": INSPECTOR,
        "reason": "Có đơn khiếu nại",
        "by": awarded.cast.secretary,
        "at": awarded.at(DAY),
    }


@pytest.fixture
def agreed(awarded, usual):
    with clock.set_to(awarded.at(DAY)):
        joint = inspection.ask(**usual)
        second = awarded.cast.second
        awarded.joint = joint_requests.agree(joint=joint, by=second, at=awarded.at(DAY))
    return awarded


def package_of(agreed) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(inspection.as_zip(agreed.joint))) as package:
        return {name: package.read(name) for name in package.namelist()}


def fetched(client, agreed, person):
    client.force_login(person, backend=BACKEND)
    address = reverse("vote_choices", args=[agreed.edition.slug, agreed.joint.pk])
    with clock.set_to(agreed.at(DAY)):
        return client.get(address)


def test_the_count_is_confirmed_by_what_is_handed_over(agreed, tmp_path):
    folder = written(bundle.files_of(agreed.edition), tmp_path / "x")
    (tmp_path / "choices").write_bytes(package_of(agreed)["choices.jsonl"])
    told = verify_choices.verify(folder, tmp_path / "choices")
    assert sum(votes for _code, votes in told["rows"]) == agreed.votes


def test_the_script_is_beside_it(agreed):
    assert package_of(agreed)["verify_choices.py"] == bundle.CHOICES_SCRIPT.read_bytes()


def test_the_ledger_knows_what_was_handed_over(agreed):
    line = Event.objects.get(verb="choices.handed")
    sha256 = hashlib.sha256(package_of(agreed)["choices.jsonl"]).hexdigest()
    assert line.payload == {"request": agreed.joint.pk, "sha256": sha256}


def test_the_ledger_does_not_name_the_inspector(agreed):
    payloads = [str(event.payload) for event in Event.objects.all()]
    assert not [payload for payload in payloads if "Thanh Tra" in payload]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_asks(awarded, usual, who):
    stranger = known_as(awarded, who)
    with unchanged(), pytest.raises(NotAllowed):
        inspection.ask(**usual | {"by": stranger})


def test_nobody_agrees_alone(awarded, usual):
    with clock.set_to(awarded.at(DAY)):
        joint = inspection.ask(**usual)
        with pytest.raises(NotAllowed):
            joint_requests.agree(joint=joint, by=usual["by"], at=usual["at"])
    assert not Event.objects.filter(verb="choices.handed").exists()


def test_not_before_the_count(judged):
    with unchanged(), pytest.raises(WrongState):
        inspection.ask(
            edition=judged.edition,
            inspector=INSPECTOR,
            reason="Có đơn khiếu nại",
            by=judged.cast.secretary,
            at=judged.at(70),
        )


@pytest.mark.parametrize("missing", ["inspector", "reason"])
def test_not_without(usual, missing):
    with unchanged(), pytest.raises(Refused):
        inspection.ask(**usual | {missing: " \n"})


def test_who_asked_fetches_it(client, agreed):
    answer = fetched(client, agreed, agreed.cast.secretary)
    assert answer.headers["Content-Type"] == "application/zip"


def test_before_the_second_has_agreed_nobody_does(client, awarded, usual):
    with clock.set_to(awarded.at(DAY)):
        awarded.joint = inspection.ask(**usual)
    assert fetched(client, awarded, awarded.cast.secretary).status_code == 404


def test_the_page_offers_it_to_who_asked(client, agreed):
    fetched(client, agreed, agreed.cast.secretary)
    with clock.set_to(agreed.at(DAY)):
        address = reverse("awards_office", args=[agreed.edition.slug])
        page = client.get(address).content.decode()
    assert INSPECTOR in page


def test_what_was_typed_is_kept(client, awarded):
    client.force_login(awarded.cast.secretary, backend=BACKEND)
    with clock.set_to(awarded.at(DAY)):
        address = reverse("ask_for_choices", args=[awarded.edition.slug])
        answer = client.post(address, {"inspector": INSPECTOR, "reason": ""})
    assert answer.status_code == 422
    assert INSPECTOR in answer.content.decode()
