"""The people of the demonstration by their role, and how they sign in."""

from playwright.sync_api import Page

from demo.editions import LOGINS, PASSWORD

ROLES = {role: email for email, _name, role in LOGINS}
# Signed in, confirmed, and nothing else: no dossier, no ballot, no seat. The crawl makes it.
WITHOUT_A_ROLE = "khong-vai-tro@example.vn"
LOGIN = "/tai-khoan/login/"


def sign_in(page: Page, email: str) -> None:
    """With the password, which lies folded beneath the ways without one."""
    page.goto(LOGIN)
    page.click(".entrance-password summary")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click(".entrance-password .actions button")
