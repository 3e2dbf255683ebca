"""Every address × every role over the states of the demonstration: right answers only, and no name
where none may be.
"""

import json
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest

from foundation.vietnamese.text import fold
from tests.journeys.people import ROLES

pytestmark = pytest.mark.browser

FACTS = """
from accounts.models import User, Membership
from awards.models import AwardDecision, Certificate
from competition.models import Edition
from judging.models import Assignment, BlindedFile, Judge, Meeting, Panel, Round
from submissions.models import Attachment, Author, Entry, SealedFile
from voting.models import Candidate
who = {role: User.objects.get(email=email).pk for role, email in ROLES.items()}
rows = []
def row(url, who_may, owner=None): rows.append([url, who_may, owner])
for e in Entry.objects.select_related('edition'):
    base = f'/ho-so/{e.public_id}/'
    row(base, 'owner', e.owner_id); row(base + 'rut/', 'owner', e.owner_id); row(base + 'nop/', 'owner', e.owner_id)
    for step in ('general', 'authors', 'content', 'files'): row(base + f'sua/{step}/', 'owner', e.owner_id)
    if e.receipt_number: row(base + 'giay-tiep-nhan/', 'owner', e.owner_id); row(base + 'da-nop/', 'owner', e.owner_id)
    row(f'/quan-tri/ho-so/{e.edition.slug}/{e.public_id}/', 'office')
for a in Attachment.objects.select_related('entry__edition'):
    row(f'/ho-so/{a.entry.public_id}/tep/{a.public_id}/', 'owner', a.entry.owner_id)
    if a.entry.status != 'draft': row(f'/quan-tri/ho-so/{a.entry.edition.slug}/{a.entry.public_id}/tep/{a.public_id}/', 'office')
for f in SealedFile.objects.select_related('sealing__version__entry__edition')[:40]:
    e = f.sealing.version.entry; row(f'/quan-tri/ho-so/{e.edition.slug}/{e.public_id}/ban-an-danh/{f.pk}/', 'office')
for a in Assignment.objects.select_related('judge').prefetch_related('blinded_entry__files'):
    row(f'/cham-diem/{a.public_id}/', 'owner', a.judge.user_id if a.state == 'confirmed' else None)
    for f in a.blinded_entry.files.all(): row(f'/cham-diem/{a.public_id}/tep/{f.public_id}/', 'owner', a.judge.user_id if a.state == 'confirmed' else None)
for p in Panel.objects.all():
    lead = p.judges.filter(position='chair').first(); row(f'/cham-diem/hoi-dong/{p.pk}/', 'lead', lead.user_id)
    for page in ('', 'bang/'): row(f'/cham-diem/hoi-dong/{p.pk}/phieu-giay/{page}', 'office')
for m in Meeting.objects.select_related('panel'):
    members = list(m.panel.judges.values_list('user', flat=True)); row(f'/cham-diem/hop/{m.pk}/', 'member', members); row(f'/cham-diem/hop/{m.pk}/bien-ban.docx', 'member', members)
for j in Judge.objects.filter(undertaking_at__isnull=False): row(f'/cham-diem/ghe/{j.pk}/so-sanh/', 'owner', j.user_id)
for r in Round.objects.filter(state='frozen').select_related('edition'):
    row(f'/quan-tri/cham/{r.edition.slug}/xep-hang/', 'office'); row(f'/quan-tri/cham/{r.edition.slug}/phan-cong/{r.order}/', 'office'); row(f'/quan-tri/cham/{r.edition.slug}/thu-lao/{r.order}/', 'office')
for c in Certificate.objects.select_related('award__entry'):
    row(f'/giay-chung-nhan/{c.verify_id}/', 'owner', c.award.entry.owner_id); row(f'/xac-minh/{c.verify_id}/', 'public'); row(f'/quan-tri/chung-nhan/{c.pk}/', 'office')
for d in AwardDecision.objects.all(): row(f'/quan-tri/quyet-dinh/{d.pk}/', 'office')
for e in Edition.objects.all():
    row(f'/du-thi/{e.slug}/', 'public'); row(f'/ban-to-chuc/{e.slug}/', 'committee'); row(f'/quan-tri/xung-dot/{e.slug}/', 'office')
    for room in ('dieu-hanh', 'ho-so', 'cham', 'binh-chon', 'ket-qua'): row(f'/quan-tri/{room}/{e.slug}/', 'office')
    row(f'/binh-chon/{e.slug}/', 'public' if e.slug in ('2025', 'sang-kien-2026') else 'nobody')
for c in Candidate.objects.select_related('edition'):
    row(f'/binh-chon/{c.edition.slug}/{c.code}/', 'public' if c.edition.slug in ('2025', 'sang-kien-2026') else 'nobody')
for url in ('/', '/en/', '/so-cai/', '/binh-chon/', '/xac-minh/', '/xac-minh/tra-cuu/', '/livez', '/readyz', '/robots.txt', '/sitemap.xml', '/styleguide/', '/thu-da-gui/'): row(url, 'public')
for url in ('/ho-so/', '/tai-khoan/', '/hop-thu/', '/giay-chung-nhan/'): row(url, 'signed-in')
row('/don-vi/', 'focal'); row('/cham-diem/', 'judges'); row('/ban-to-chuc/', 'committee')
hidden = Author.objects.exclude(entry__edition__slug='2025')
seats = set(Membership.objects.values_list('user__folded_name', flat=True))
public = set(Author.objects.filter(entry__edition__slug='2025').values_list('folded_name', flat=True))
names = sorted({a.full_name for a in hidden if a.folded_name not in seats | public})
emails = sorted({a.email for a in hidden if a.email} - {u.email for u in User.objects.filter(memberships__isnull=False)})
own = list(Author.objects.filter(entry__owner=who['entrant']).values_list('full_name', flat=True)) + ['thisinh@example.vn']
codes = dict(Candidate.objects.values_list('code', 'edition__slug'))
print(json.dumps({'who': who, 'rows': rows, 'names': names, 'emails': emails, 'own': own}))
"""


@pytest.fixture(scope="module")
def facts(site):
    return site.python(f"ROLES = {ROLES!r}\n{FACTS}")


@pytest.fixture(scope="module")
def visitors(site):
    return {"stranger": site.session()} | {
        role: site.session(email) for role, email in ROLES.items()
    }


OFFICE = {"secretariat", "secretariat, second person", "administrator"}


def may(role: str, who_may: str, owner, facts) -> bool:
    """The classification, written again from config/routes.py and the roles of the
    demonstration.
    """
    if who_may == "public":
        return True
    if role == "stranger" or who_may == "nobody":
        return False
    if who_may == "owner":
        return owner == facts["who"][role]
    if who_may == "member":
        return facts["who"][role] in owner or role in OFFICE
    if who_may == "lead":
        return owner == facts["who"][role] or role in OFFICE
    return {
        "signed-in": True,
        "office": role in OFFICE,
        "committee": role == "committee member",
        "focal": role == "unit's focal point",
        "judges": role in ("judge", "panel chair"),
    }[who_may]


def spread(rows, most=12):
    """At most that many addresses of one shape, own ones first among equals by chance of order; all
    shapes are kept.
    """
    kept: dict[str, list] = {}
    for url, who_may, owner in rows:
        shape = re.sub(r"[0-9a-f-]{32,36}|\d+|(HS|BC)-\w{6}", "*", url)
        kept.setdefault(shape, []).append((url, who_may, owner))
    for group in kept.values():
        step = max(1, len(group) // most)
        yield from group[::step]


def of_every_role(look, visitors) -> list:
    """What `look(role, visitor)` finds, all roles together: each visitor reads in a thread of its
    own.
    """
    with ThreadPoolExecutor(len(visitors)) as readers:
        return [
            line
            for found in readers.map(look, *zip(*visitors.items(), strict=True))
            for line in found
        ]


def test_every_address_answers_every_role_as_classified(facts, visitors, site):
    own = set(facts["who"].values())
    rows = [
        *spread(facts["rows"]),
        *spread([row for row in facts["rows"] if not isinstance(row[2], list) and row[2] in own]),
    ]

    def wrong(role, visitor):
        for url, who_may, owner in rows:
            answer = visitor.get(site.url + url, allow_redirects=False, stream=True)
            status = answer.status_code
            answer.close()
            allowed = may(role, who_may, owner, facts)
            # A stranger is asked to sign in (which tells nothing about the address) or gets 404.
            fine = (
                status in (200, 202, 302)
                if allowed
                else status in ((302, 404) if role == "stranger" else (404, 302))
            )
            if not allowed and status == 302 and role != "stranger":
                fine = answer.headers["Location"].startswith(
                    ("/quan-tri/", "/tai-khoan/login")
                )  # Wagtail turns away who has no access
            if allowed and status == 302:
                fine = answer.headers["Location"].startswith(
                    "/ho-so/"
                )  # a step that is no longer open leads to the entry
            if not fine:
                yield f"{role} {url} ({who_may}): {status} {answer.headers.get('Location', '')}"

    assert of_every_role(lambda *who: list(wrong(*who)), visitors) == []
    assert len(rows) * len(visitors) >= 1500


def test_nobody_posts_where_they_may_not_even_read(facts, visitors, site):
    """The same addresses by POST with a valid token: a stranger is asked to sign in, others get
    404, 405 or 403.
    """
    rows = list(spread(facts["rows"], most=3))

    def wrong(role, visitor):
        for url, who_may, owner in rows:
            if may(role, who_may, owner, facts):
                continue
            token = visitor.cookies.get("csrftoken") or ""
            answer = visitor.post(
                site.url + url,
                data={"csrfmiddlewaretoken": token, "reason": "x"},
                headers={"Referer": site.url + url},
                allow_redirects=False,
            )
            turned_away = answer.status_code == 302 and answer.headers["Location"].startswith(
                ("/quan-tri/", "/tai-khoan/login")
            )
            if answer.status_code not in (403, 404, 405) and not turned_away:
                yield f"{role} {url}: {answer.status_code}"

    assert of_every_role(lambda *who: list(wrong(*who)), visitors) == []


def forms(text: str) -> set[str]:
    """A name as it could leak: composed, decomposed, without accents."""
    return {
        unicodedata.normalize("NFC", text).lower(),
        unicodedata.normalize("NFD", text).lower(),
        fold(text),
    }


def test_no_planted_name_is_seen_where_it_must_not_be(facts, visitors, site):
    """Judges, voters, committee members and strangers read everything they may open; names of
    running editions are not in it.
    """
    canaries = {form for name in facts["names"] + facts["emails"] for form in forms(name)}
    assert len(facts["names"]) > 25
    pages = []

    def seen(role, visitor):
        for url, answer in reachable(visitor, site.url):
            if not re.search("html|json|text", answer.headers.get("Content-Type", "")):
                continue
            pages.append(url)
            text = unescape(answer.text).lower() + json.dumps(dict(answer.headers)).lower()
            folded = fold(text)
            yield from (
                f"{role} {url}: {canary}"
                for canary in canaries
                if canary in text or (canary.isascii() and canary in folded)
            )

    readers = ("stranger", "judge", "panel chair", "voter", "committee member", "editor")
    assert (
        of_every_role(lambda *who: list(seen(*who)), {role: visitors[role] for role in readers})
        == []
    )
    assert len(pages) > 120


def test_the_crawl_would_see_a_name(facts, visitors, site):
    """The test of the test: the secretariat's pages do show the names, and the same search finds
    them.
    """
    pages = [
        url
        for url, who_may, _owner in facts["rows"]
        if re.fullmatch(r"/quan-tri/ho-so/2026/[0-9a-f-]{36}/", url)
    ]
    text = "".join(visitors["secretariat"].get(site.url + url).text.lower() for url in pages)
    assert sum(any(form in text for form in forms(name)) for name in facts["names"]) > 10


def reachable(visitor, root, most=140):
    """(address, answer) of what a visitor finds by following links, a few of each shape."""
    queue, seen, shapes = (
        [
            "/",
            "/en/",
            "/cham-diem/",
            "/ban-to-chuc/",
            "/binh-chon/",
            "/binh-chon/2025/",
            "/quan-tri/",
        ],
        set(),
        {},
    )
    while queue and len(seen) < most:
        url = queue.pop(0)
        shape = re.sub(r"[0-9a-f-]{32,36}|\d+|(HS|BC)-\w{6}|\?.*", "*", url)
        if url in seen or shapes.setdefault(shape, 0) >= 12:
            continue
        shapes[shape] += 1
        answer = visitor.get(root + url)
        if answer.status_code != 200:
            continue
        seen.add(url)
        yield url, answer
        if "html" in answer.headers.get("Content-Type", ""):
            links = re.findall(r'(?:href|src)="(/[^"#]*)"', unescape(answer.text))
            queue += [
                link
                for link in links
                if not link.startswith(("/static/", "/media/")) and "logout" not in link
            ]


def test_private_pages_are_never_kept_by_a_cache(visitors, site):
    for role, url in [
        ("judge", "/cham-diem/"),
        ("entrant", "/ho-so/"),
        ("secretariat", "/quan-tri/"),
        ("committee member", "/ban-to-chuc/"),
    ]:
        assert visitors[role].get(site.url + url).headers["Cache-Control"] == "private, no-store"
    public = visitors["stranger"].get(site.url + "/")
    assert "Set-Cookie" not in public.headers
    policy = public.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "nonce" not in policy
