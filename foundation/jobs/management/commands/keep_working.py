"""The worker, started again whenever it ends."""

import argparse
import signal
import time
from types import FrameType
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from foundation.jobs import keeper


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit


class Command(BaseCommand):
    help = "Start this command again whenever it ends, and do what waits while it is silent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("worker", nargs=argparse.REMAINDER, help="the command and its options")

    def handle(self, *_args: Any, worker: list[str], **_options: Any) -> None:
        signal.signal(signal.SIGTERM, _leave)
        kept = keeper.Keeper(worker)
        kept.begin()
        try:
            while True:
                time.sleep(keeper.LOOKS_EACH)
                keeper.look_after()
        except KeyboardInterrupt:
            return
        finally:
            kept.end()
