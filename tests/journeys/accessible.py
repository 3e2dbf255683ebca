"""What axe and a ruler say of a page, in a window of one language, width and scheme."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.drawn import ALL
from tests.journeys.in_page import ANIMATIONS_END, SCROLLS_SIDEWAYS
from tests.journeys.in_site import language as office_language
from tests.journeys.people import ROLES
from tests.rehearsed import SCALE

# language, width in pixels, scheme. All of them under `./run soak axe`.
FEW = [("vi", 360, "light"), ("vi", 1440, "dark"), ("en", 360, "dark")]
WINDOWS = list(product(["vi", "en"], [360, 1440], ["light", "dark"])) if SCALE == ALL else FEW


class Look:
    """A window, and what was found in it: `problems`, and addresses `outside` the site."""

    def __init__(self, page: Page, url: str, is_office: bool):
        self.page = page
        # The frame of the office is Wagtail's; ours is what stands inside.
        self.part = {"include": [["main"]]} if is_office else None
        self.problems: list[str] = []
        self.outside: list[str] = []
        own = (url, "data:", "blob:")
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(own) else self.outside.append(asked.url),
        )

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.page.evaluate(ANIMATIONS_END)

    def measure(self, address: str) -> None:
        wide = self.page.evaluate(SCROLLS_SIDEWAYS)
        if wide > 0:
            self.problems.append(f"{address} scrolls {wide}px sideways")

    def read(self, address: str) -> None:
        """What axe finds serious or critical, each with the first places where it stands."""
        answer = Axe().run(self.page, context=self.part, options={"resultTypes": ["violations"]})
        for violation in answer.response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                targets = [node["target"] for node in violation["nodes"]]
                self.problems.append(f"{address} {violation['id']}: {targets[:4]}")


@contextmanager
def looking(
    site, browser: Browser, role: str | None, language: str, width: int, scheme: str
) -> Iterator[Look]:
    """A window of somebody of the demonstration; nobody signed in where there is no role."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        base_url=site.url,
        bypass_csp=True,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    email = ROLES[role] if role else None
    if email:
        site.call(office_language.prefer, email=email, language=language)
    kept = site.session(email).cookies if email else []
    context.add_cookies(
        [{"name": cookie.name, "value": cookie.value, "url": site.url} for cookie in kept]
    )
    yield Look(context.new_page(), site.url, is_office=role == "secretariat")
    context.close()
    if email:
        site.call(office_language.prefer, email=email, language="vi")
