"""The demonstration: four editions, their people, the website. Loads once."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from competition.models import Edition
from demo.editions import LOGINS, PASSWORD, Demo
from demo.pages import Website
from foundation.jobs import bell

LABELS = {
    "entrant": "người dự thi",
    "secretariat": "cơ quan thường trực",
    "secretariat, second person": "cơ quan thường trực, người thứ hai",
    "judge": "giám khảo",
    "panel chair": "chủ tịch hội đồng",
    "committee member": "ủy viên Ban Tổ chức",
    "voter": "cử tri bình chọn",
    "editor": "biên tập viên",
    "administrator": "quản trị",
    "unit's focal point": "đầu mối của đơn vị",
}
DOORS = {
    "entrant": "/ho-so/",
    "judge": "/cham-diem/",
    "panel chair": "/cham-diem/",
    "committee member": "/ban-to-chuc/",
    "voter": "/binh-chon/",
    "unit's focal point": "/don-vi/",
}


class Command(BaseCommand):
    help = "Load the demonstration once, and print the table of logins."

    def add_arguments(self, parser):
        parser.add_argument(
            "--url", default="", help="print the table with the doors under this address"
        )

    def handle(self, *, url, **options):
        if not Edition.objects.exists():
            settings.MAIL_TRANSPORT = (
                "django.core.mail.backends.dummy.EmailBackend"  # invented people get no mail
            )
            now = timezone.now()
            with bell.silenced(), transaction.atomic():
                Website(Demo(now).load(), timezone.localdate(now)).build()
        if url:
            self.print_table(url.rstrip("/"))

    def print_table(self, url: str) -> None:
        sys.stdout.write(f"\n  {url}/\n\n")
        for email, _name, role in LOGINS:
            door = url + DOORS.get(role, "/quan-tri/")
            sys.stdout.write(f"  {door:40} {email:20} {PASSWORD}  {LABELS[role]} / {role}\n")
        sys.stdout.write("\n")
