"""Answers calls in the site's own settings: a line of JSON for each, `[module, function,
arguments]`, and one back, `[answer, error]`.

Modules are read once; each call runs in a fork of this process, with connections of its own.
"""

import importlib
import json
import os
import sys
import traceback
from typing import IO

import django


def called(module: str, name: str, arguments: dict) -> str:
    try:
        function = getattr(importlib.import_module(module), name)
        return json.dumps([function(**arguments), ""])
    except Exception:
        return json.dumps([None, traceback.format_exc()])


def answer(call: str, answers: IO[str]) -> None:
    module, name, arguments = json.loads(call)
    importlib.import_module(module)
    child = os.fork()
    if child == 0:
        answers.write(f"{called(module, name, arguments)}\n")
        answers.flush()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if status:
        answers.write(f"{json.dumps([None, f'{name} ended with status {status}'])}\n")
        answers.flush()


def main() -> None:
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a function prints is no answer
        django.setup()
        for call in sys.stdin:
            answer(call, answers)


if __name__ == "__main__":
    main()
