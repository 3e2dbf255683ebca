"""One side of `bench.paired`: fills a contest with the code of the folder it is started in, prints
the names of its pages, and then, for each name on a line, the CPU of one request in ms.

Only `bench.place` and `bench.pages_inside` of that side are used, which every version has.
"""

import json
import os
import sys
import time

sys.path[0] = os.getcwd()  # of this script's folder there may be another version

from bench import place

KIND, SIZE = sys.argv[1:3]
where = place.environment(KIND)
os.environ |= where

from bench import pages_inside as pages


def cases(world: dict) -> dict:
    """{name: (visitor, method, address, form)} of what is measured on both sides."""
    from django.test import Client
    from django.urls import NoReverseMatch, reverse

    judge, office, owner = (
        pages.signed_in(person)
        for person in (world["judge"], world["cast"].secretary, world["owner"])
    )
    slug = world["edition"].slug
    number = world["task"].public_id
    sheet = f"/cham-diem/{number}/"
    try:
        saving = reverse("save_sheet", args=[number])
    except NoReverseMatch:  # a version in which the page was its own button
        saving = sheet
    criteria = world["edition"].scheme.criteria.all()
    points = {f"points-{criterion.pk}": "12,5" for criterion in criteria}
    points |= {"comment": "Rõ", "action": "save"}
    stranger = Client()
    return {
        # A parameter that no page knows passes by the cache of public pages.
        "home": (stranger, "get", "/?khong-nho=1", {}),
        "home, cached": (stranger, "get", "/", {}),
        "edition page": (stranger, "get", "/the-le/?khong-nho=1", {}),
        "edition page, cached": (stranger, "get", "/the-le/", {}),
        "ballot paper": (stranger, "get", f"/binh-chon/{slug}/", {}),
        "ledger": (stranger, "get", "/so-cai/", {}),
        "judge's list of 50": (judge, "get", "/cham-diem/", {}),
        "open a sheet": (judge, "get", sheet, {}),
        "save a sheet": (judge, "post", saving, points),
        "office home": (office, "get", "/quan-tri/", {}),
        "office list of entries": (office, "get", f"/quan-tri/ho-so/{slug}/", {}),
        "office judging": (office, "get", f"/quan-tri/cham/{slug}/", {}),
        "my entries": (owner, "get", "/ho-so/", {}),
        "entry": (owner, "get", f"/ho-so/{world['entry'].public_id}/", {}),
    }


def main() -> None:
    try:
        asked = cases(pages.fill(int(SIZE)))
        sys.stdout.write(json.dumps(list(asked)) + "\n")
        sys.stdout.flush()
        for line in sys.stdin:
            visitor, method, address, form = asked[line.strip()]
            started = time.thread_time()
            answer = getattr(visitor, method)(address, form)
            spent = (time.thread_time() - started) * 1000
            assert answer.status_code in (200, 302), (address, answer.status_code)
            sys.stdout.write(f"{spent}\n")
            sys.stdout.flush()
    finally:
        place.drop(where)


if __name__ == "__main__":
    main()
