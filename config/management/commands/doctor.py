"""Look at every part of the site, and say what is to be done."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import doctor
from config.doctor import Grade


class Command(BaseCommand):
    help = (
        "Look at versions, keys, clock, disks, database, worker, mail, storages, headers and "
        "backup: one line each, with what to do. Ends with 1 when something must be mended, with 0 "
        "when there are only hints. Run it as the system's user, with the environment of the site."
    )
    requires_system_checks = []  # what they find is one of the lines

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("only", nargs="*", metavar="NAME", help=", ".join(doctor.names()))

    def handle(self, *args: str, only: list[str], **options: Any) -> None:
        if unknown := sorted(set(only) - set(doctor.names())):
            raise CommandError(
                _("There is no check of this name: %(names)s") % {"names": ", ".join(unknown)}
            )
        words = {Grade.FINE: _("fine"), Grade.HINT: _("hint"), Grade.FAULT: _("MEND")}
        styles = {
            Grade.FINE: self.style.SUCCESS,
            Grade.HINT: self.style.WARNING,
            Grade.FAULT: self.style.ERROR,
        }
        width = max(len(word) for word in words.values())
        faults = 0
        for line in doctor.examine(only):
            mark = styles[line.grade](words[line.grade].ljust(width))
            self.stdout.write(f"{mark}  {line.what}: {line.words}")
            if line.todo:
                self.stdout.write(f"{' ' * width}  → {line.todo}")
            faults += line.grade is Grade.FAULT
        if faults:
            text = ngettext(
                "%(count)s thing must be mended.", "%(count)s things must be mended.", faults
            )
            raise CommandError(text % {"count": faults})
        self.stdout.write(_("Nothing must be mended."))
