"""A small walk in Chromium, seeded: forms of each role sent as somebody in a hurry does. Where one
is refused, the focus stands on the summary of errors and the title begins with the word for it.
"""

import os
from random import Random

import pytest

from tests.journeys.people import ROLES

pytestmark = pytest.mark.browser

SEED = int(os.environ.get("WALKER_SEED", "2611"))
PAGES = 12  # of each role that are looked at for forms
FORMS = 4  # of each role that are sent
BEGINS = ["/viec-cua-toi/", "/tai-khoan/", "/ho-so/", "/cham-diem/", "/ban-to-chuc/", "/binh-chon/"]
# Leaves the site, or does what nobody takes back.
LEFT_ALONE = ("logout", "/xoa/", "/quan-tri/", "/en/")

LINKS = """() => [...document.querySelectorAll('main a[href^="/"]')]
    .map((link) => link.getAttribute('href').split('#')[0])"""
# Forms in which somebody types, by their place in the page.
FORMS_HERE = """() => [...document.forms].map((form, place) => [form, place])
    .filter(([form]) => form.closest('main') && form.method === 'post'
        && form.querySelector('input[required], textarea[required], select[required]')
        && form.querySelector('button'))
    .map(([, place]) => place)"""
EMPTIED = """(place) => {
    const form = document.forms[place]
    form.noValidate = true
    for (const field of form.querySelectorAll('input, textarea')) {
        if (['text', 'email', 'tel', 'date', 'textarea'].includes(field.type)) field.value = ''
    }
    form.requestSubmit(form.querySelector('button:not([type=button])'))
}"""
# A form of one field has no summary: its refusal stands at the field, and so does the focus.
STANDS_ON_REFUSAL = """() => {
    const at = document.activeElement
    if (at.matches('.error-summary')) return true
    const typed = 'input:not([type=hidden]), textarea, select'
    return at.matches('[aria-invalid=true]') && at.form.querySelectorAll(typed).length === 1
}"""
IS_REFUSED = (
    "() => document.querySelector('main .error-summary, main [aria-invalid=true]') !== null"
)


def faults_of(page) -> list[str]:
    """What is not right in how the page in this window refuses."""
    found = []
    if not page.evaluate(STANDS_ON_REFUSAL):
        found.append("the focus is not on the refusal")
    if not page.title().startswith("Lỗi: "):
        found.append(f"the title is {page.title()}")
    return found


def forms_met(page, rng: Random) -> list[tuple[str, int]]:
    """(address, place in the page) of some forms to which this person's links lead."""
    open_, seen, found = list(BEGINS), set(), []
    while open_ and len(seen) < PAGES:
        address = open_.pop(rng.randrange(len(open_)))
        if address in seen or any(part in address for part in LEFT_ALONE):
            continue
        seen.add(address)
        # A file opens no page; it is asked for beside the window, where nothing is downloaded.
        kind = page.request.get(address).headers.get("content-type", "")
        if not kind.startswith("text/html"):
            continue
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            continue
        found += [(address, place) for place in page.evaluate(FORMS_HERE)]
        open_ += page.evaluate(LINKS)
    return rng.sample(found, min(len(found), FORMS))


@pytest.mark.parametrize("role", ROLES)
def test_a_refusal_is_met_first(visit, role):
    page = visit(ROLES[role])
    met = {}
    for address, place in forms_met(page, Random(f"{SEED}-{role}")):
        page.goto(address)
        with page.expect_navigation():
            page.evaluate(EMPTIED, place)
        if page.evaluate(IS_REFUSED) and (faults := faults_of(page)):
            met[address, place] = faults
    assert met == {}


PLANTED = """<!DOCTYPE html><html lang="vi"><title>{}</title><main>
    <div class="error-summary" tabindex="-1" {}>Sai</div>
    <input aria-invalid="true"></main></html>"""


@pytest.mark.parametrize(
    ("title", "focus", "faults"),
    [
        ("Lỗi: Đơn", "autofocus", []),
        ("Đơn", "autofocus", ["the title is Đơn"]),
        ("Lỗi: Đơn", "", ["the focus is not on the refusal"]),
    ],
)
def test_a_planted_fault_is_seen(browser, title, focus, faults):
    page = browser.new_page()
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=PLANTED.format(title, focus), content_type="text/html; charset=utf-8"
        ),
    )
    page.goto("http://cuoc-thi.test/")
    assert page.evaluate(IS_REFUSED)
    assert faults_of(page) == faults
    page.close()
