"""A whole edition by seed through the contest's own verbs, on the configured database."""

import json
import os
import secrets
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from demo.rehearsal.whole import Rehearsal
from foundation.jobs import bell
from foundation.jobs.drain import helped


class Command(BaseCommand):
    help = (
        "Run a whole edition by seed; the last line printed is one JSON object with counts, "
        "seconds and result_digest."
    )

    def add_arguments(self, parser):
        parser.add_argument("--entries", type=int, default=60)
        parser.add_argument("--judges", type=int, default=12)
        parser.add_argument("--votes", type=int, default=2000)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--final",
            action="store_true",
            help="with a second, open round for the best of each field",
        )
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--json", action="store_true", help="print nothing but the report")

    def handle(self, *, entries, judges, votes, seed, out, final, **options):
        # The people are invented: whatever server is configured, no mail leaves.
        settings.MAIL_TRANSPORT = "django.core.mail.backends.dummy.EmailBackend"
        rehearsal = Rehearsal(
            entries=entries,
            judges=judges,
            votes=votes,
            seed=seed,
            name=f"dien-tap-{secrets.token_hex(4)}",
            final=final,
        )
        with bell.silenced(), helped(by=(os.cpu_count() or 1) - 1):
            rehearsal.run()
            report = rehearsal.finish(out)
        if not options["json"]:
            for step, seconds in report["seconds"].items():
                sys.stdout.write(f"{step:24} {seconds:8.2f} s\n")
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
