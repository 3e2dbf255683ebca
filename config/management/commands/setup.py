"""Make an empty site ready for its office, once; a second run changes nothing."""

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email, validate_slug
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import administrators
from competition import clock, rule_sets
from competition.errors import Refused
from competition.models import Edition
from config import first_setup
from config.first_setup import FirstEdition
from foundation.vietnamese.calendar import parse_date

PASSWORD = "SETUP_PASSWORD"  # noqa: S105  the name of a variable

# (option, what is asked)
OF_THE_EDITION = (
    ("contest", "Tên cuộc thi"),
    ("contest-en", "Tên cuộc thi bằng tiếng Anh"),
    ("contest-slug", "Địa chỉ của cuộc thi (chữ không dấu, gạch nối)"),
    ("edition", "Tên lần thi đầu tiên"),
    ("slug", "Địa chỉ của lần thi (chữ không dấu, gạch nối)"),
    ("prefix", "Ký hiệu giấy tiếp nhận"),
    ("rules", "Bộ quy định"),
    ("opens", "Ngày mở nhận hồ sơ (ngày/tháng/năm)"),
)
OF_THE_PERSON = (("email", "Thư điện tử của người quản trị"), ("name", "Họ và tên"))


class Command(BaseCommand):
    help = (
        "Make an empty site ready: languages, home page, the 92 communes and wards, the first "
        "administrator, and the draft of a first edition by ready rules. What is there already "
        f"stays. Whatever is not given is asked for; the password is read from {PASSWORD} or "
        "typed unseen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for option, words in (*OF_THE_PERSON, *OF_THE_EDITION):
            parser.add_argument(f"--{option}", default="", help=words)
        parser.add_argument(
            "--no-input", action="store_true", help="ask nothing: what is missing is an error"
        )

    def handle(self, *args: Any, no_input: bool, **options: Any) -> None:
        self.asks = not no_input
        first_setup.languages()
        self.tell(_("Units: %(count)s.") % {"count": first_setup.units()})
        admin = administrators().first() or self.administrator(options)
        self.tell(_("Administrator: %(name)s.") % {"name": admin})
        edition = Edition.objects.first() or self.edition(options, admin)
        self.tell(_("Edition: %(name)s.") % {"name": edition})
        home = first_setup.home_page(edition)
        self.tell(_("Home page: %(name)s.") % {"name": home.title})

    def tell(self, words: str) -> None:
        self.stdout.write(words)

    def given(self, options: dict[str, Any], option: str, words: str) -> str:
        """What the option says, or what is typed. Raises CommandError when it is missing."""
        value = options[option.replace("-", "_")].strip()
        if not value and self.asks:
            value = input(f"{words}: ").strip()
        if not value and option != "contest-en":
            raise CommandError(_("Missing: --%(option)s") % {"option": option})
        return value

    def administrator(self, options: dict[str, Any]) -> User:
        email, name = (self.given(options, *asked) for asked in OF_THE_PERSON)
        password = os.environ.get(PASSWORD, "")
        if not password and self.asks:
            password = getpass.getpass("Mật khẩu: ")
        try:
            validate_email(email)
            validate_password(password, User(email=email, full_name=name))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return first_setup.administrator(email=email, full_name=name, password=password)

    def edition(self, options: dict[str, Any], admin: User) -> Edition:
        ready = ", ".join(rule_sets.rule_sets())
        typed = {}
        for option, words in OF_THE_EDITION:
            asked = f"{words} ({ready})" if option == "rules" else words
            typed[option] = self.given(options, option, asked)
        try:
            validate_slug(typed["contest-slug"])
            validate_slug(typed["slug"])
            opens_on = parse_date(typed["opens"])
        except (ValidationError, ValueError) as error:
            raise CommandError(
                _("Addresses are letters, figures and hyphens; a day is 22/11/2026.")
            ) from error
        first = FirstEdition(
            contest=typed["contest"],
            contest_en=typed["contest-en"],
            contest_slug=typed["contest-slug"],
            name=typed["edition"],
            slug=typed["slug"],
            prefix=typed["prefix"],
            rules=typed["rules"],
            opens_on=opens_on,
        )
        try:
            return first_setup.first_edition(first, admin=admin, at=clock.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
