"""docs/security.md shows addresses and permissions as the code has them."""

from tests.architecture import security_page


def test_the_page_is_current():
    """Written anew by `python -m tests.architecture.security_page`."""
    assert security_page.PAGE.read_text() == security_page.current()
