"""Every page with forms has what keeps the others when one of them is pressed."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.judging.council import visit_as

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script\s+src="[^"]*js/keep\.js"\s+data-note="[^"]+"\s+data-lost="[^"]+"')
WHOSE = re.compile(r'data-who="(\d*)"')


def test_pages_of_the_site(client, sent_in):
    shown = client.get(reverse("begin", args=[sent_in.edition.slug])).content.decode()
    assert len(SCRIPT.findall(shown)) == 1
    assert WHOSE.findall(shown) == [""]


def test_pages_of_the_office(client, sent_in):
    visit_as(client, sent_in.cast.secretary)
    shown = client.get(reverse("entry_queue", args=[sent_in.edition.slug])).content.decode()
    assert len(SCRIPT.findall(shown)) == 1
    assert WHOSE.findall(shown) == [str(sent_in.cast.secretary.pk)]


def test_a_page_that_asks_once_more_passes_it_on(rf):
    shown = render_to_string("recap.html", {"recap": {"question": "Chắc chưa?"}}, rf.get("/"))
    assert "data-asks-once-more" in shown
    assert "data-not-now" in shown


def test_signing_out_leaves_nothing(client, sent_in):
    client.force_login(sent_in.cast.entrants[0])
    shown = client.get(reverse("account_page")).content.decode()
    out = re.search(rf'<form[^>]*action="{reverse("account_logout")}"[^>]*>', shown)
    assert "data-leaves" in out[0]
