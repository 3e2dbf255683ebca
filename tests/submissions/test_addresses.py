"""Addresses in messages are those of the site's own language, whoever causes the message."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from competition.verbs import address_of, page_address

pytestmark = pytest.mark.django_db


def test_a_row_of_a_message_is_found_in_the_sites_language(entered):
    entry = entered.works[0].entry
    with override("en"):
        assert address_of(entry) == f"/ho-so/{entry.public_id}/"


def test_on_a_page_the_same_row_is_found_in_the_readers_language(entered):
    entry = entered.works[0].entry
    with override("en"):
        assert entry.get_absolute_url() == f"/en/ho-so/{entry.public_id}/"


def test_a_page_of_a_message_is_found_in_the_sites_language():
    with override("en"):
        assert page_address("judge_desk") == "/cham-diem/"
        assert reverse("judge_desk") == "/en/cham-diem/"
