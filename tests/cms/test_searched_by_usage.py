"""Documents and pictures, searched while they are filtered by how often they are used."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
FILTERED = {"q": "chè", "usage_count_min": "0", "usage_count_max": "3"}


@pytest.mark.parametrize("page", ["wagtaildocs:index_results", "wagtailimages:index_results"])
def test_it_is_answered(client, page):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert client.get(reverse(page), FILTERED).status_code == 200
