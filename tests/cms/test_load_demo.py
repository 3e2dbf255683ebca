"""The table of logins that a newcomer reads."""

import pytest
from django.core.management import call_command

from demo.editions import LOGINS

pytestmark = pytest.mark.django_db


def test_the_table_names_every_login_with_its_door(begun, capsys):
    call_command(
        "load_demo", url="http://127.0.0.1:8123/"
    )  # an edition is there: nothing is loaded again
    printed = capsys.readouterr().out
    for email, _name, role in LOGINS:
        line = next(line for line in printed.splitlines() if email in line)
        assert role in line
        assert line.strip().startswith("http://127.0.0.1:8123/")
    assert "http://127.0.0.1:8123/don-vi/" in printed
    assert "http://127.0.0.1:8123/cham-diem/" in printed
