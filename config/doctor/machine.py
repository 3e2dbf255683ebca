"""The machine: what is installed, its clock, its disks."""

import datetime
import platform
import shutil
import tempfile
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from config.doctor.lines import Found, check, fault, fine, hint
from foundation.vietnamese.calendar import years_without_holidays
from submissions.files import file_text

LEAST_PANGO = (1, 44)  # as WeasyPrint wants it
MOST_DRIFT = 2.0  # seconds between this machine's clock and the database server's
GIB = 1 << 30
LEAST_FREE = 1 * GIB
FEW_FREE = 5 * GIB


def _project() -> dict[str, Any]:
    return tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["project"]


@check(
    "python",
    "Python",
    mend=gettext_lazy("Install Python from 3.11 on: apt install python3 python3-venv"),
)
def python() -> Found:
    version = platform.python_version()
    wanted = _project()["requires-python"]
    if not SpecifierSet(wanted).contains(version, prereleases=True):
        todo = _("Install Python %(wanted)s, remove .venv and put in place what is needed: ./run")
        return fault(version, todo % {"wanted": wanted})
    return fine(version)


@check(
    "packages",
    gettext_lazy("Django and the other Python packages"),
    mend=gettext_lazy("Put the locked versions in place: uv sync --frozen --inexact"),
)
def packages() -> Found:
    """The direct dependencies have the versions of uv.lock."""
    lock = tomllib.loads((settings.ROOT / "uv.lock").read_text())
    # Some have another version for another Python.
    locked: dict[str, list[str]] = {}
    for package in lock["package"]:
        locked.setdefault(package["name"], []).append(package.get("version", ""))
    others = []
    for text in _project()["dependencies"]:
        name = Requirement(text).name
        version = _installed(name)
        if version not in locked[name]:
            others.append(f"{name} {version or '–'} ≠ {' / '.join(locked[name])}")
    if others:
        return fault(
            ", ".join(others),
            _("Put the locked versions in place: uv sync --frozen --inexact"),
        )
    return fine(f"Django {_installed('django')}, Wagtail {_installed('wagtail')}")


def _installed(name: str) -> str:
    """Empty where it is not there."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


@check(
    "database",
    gettext_lazy("Database"),
    mend=gettext_lazy(
        "See whether the database server runs (systemctl status postgresql) and whether "
        "DATABASE_URL has its address and password."
    ),
)
def database() -> Found:
    version = connection.get_database_version()
    least = connection.features.minimum_database_version
    said = f"{connection.display_name} {'.'.join(str(part) for part in version)}"
    if least and version < least:
        todo = _(
            "Install version %(least)s or a newer one, and move the data there by backup and "
            "restore."
        )
        return fault(said, todo % {"least": ".".join(str(part) for part in least)})
    if connection.vendor == "sqlite" and not settings.DEVELOPMENT_SEAL:
        return hint(said, _("For a contest in service use PostgreSQL: set DATABASE_URL."))
    return fine(said)


@check(
    "pango",
    "Pango",
    mend=gettext_lazy(
        "Papers cannot be laid out: apt install libpango-1.0-0 libpangoft2-1.0-0 "
        "libharfbuzz-subset0"
    ),
)
def pango() -> Found:
    number = _pango_number()
    version = (number // 10_000, number // 100 % 100)
    said = f"{version[0]}.{version[1]}.{number % 100}"
    if version < LEAST_PANGO:
        return fault(said, _("Papers need Pango from 1.44 on: renew the machine's system."))
    return fine(said)


def _pango_number() -> int:
    """Such as 15012 for 1.50.12. Raises OSError where the library is not there."""
    from weasyprint.text.ffi import pango as library  # noqa: PLC0415  loads what may be missing

    return library.pango_version()


@check(
    "tesseract",
    "Tesseract",
    mend=gettext_lazy("Install it with Vietnamese: apt install tesseract-ocr tesseract-ocr-vie"),
)
def tesseract() -> Found:
    if not file_text.ocr_is_there():
        return hint(
            _("not there, or without Vietnamese: a person must look at every blinded page"),
            _("Install it with Vietnamese: apt install tesseract-ocr tesseract-ocr-vie"),
        )
    return fine(_("there, with Vietnamese"))


@check(
    "clock",
    gettext_lazy("Clock"),
    mend=gettext_lazy("Have the clock set by the network: timedatectl set-ntp true"),
)
def clock() -> Found:
    """Deadlines are kept by this machine's clock; moments that the database notes by its own."""
    asked = {
        "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
        "postgresql": "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', "
        "'YYYY-MM-DD\"T\"HH24:MI:SS.US+00:00')",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        [text] = cursor.fetchone()
    drift = abs((timezone.now() - datetime.datetime.fromisoformat(text)).total_seconds())
    words = _("%(seconds)s s from the database server's") % {"seconds": f"{drift:.1f}"}
    if drift > MOST_DRIFT:
        return fault(
            words, _("Have both machines' clocks set by the network: timedatectl set-ntp true")
        )
    return fine(words)


def _places() -> dict[str, Path]:
    """Where files are written, by the name of what lies there."""
    places = {"VAR_DIR": settings.VAR_DIR, "UPLOADS_DIR": Path(settings.UPLOADS_DIR)}
    for name, alias in {"media": "default", "vault": "vault"}.items():
        storage = storages[alias]
        if isinstance(storage, FileSystemStorage):
            places[name] = Path(storage.location)
    if settings.BACKUP_DIR:
        places["BACKUP_DIR"] = Path(settings.BACKUP_DIR)
    return places | {"TMPDIR": Path(tempfile.gettempdir())}


def _there(path: Path) -> Path:
    """The path, or the nearest folder above it that exists."""
    return path if path.exists() else _there(path.parent)


_OFF = gettext_lazy("Name the days off of these years in DAYS_OFF, such as 2027-02-05,2027-02-08")


@check("holidays", gettext_lazy("Public holidays"), mend=_OFF)
def holidays() -> Found:
    """Days within which something is to be done are counted by them: this year and next."""
    year = timezone.localdate().year
    unknown = years_without_holidays([year, year + 1])
    if unknown:
        words = _("no holidays are known of %(years)s: only weekends are left out")
        return hint(words % {"years": ", ".join(map(str, unknown))}, _OFF)
    return fine(_("known of %(first)s and %(last)s") % {"first": year, "last": year + 1})


@check(
    "disk",
    gettext_lazy("Free place on disks"),
    mend=gettext_lazy("See whether the disks are mounted: df -h"),
)
def disk() -> Found:
    free = {name: shutil.disk_usage(_there(path)).free for name, path in _places().items()}
    full = {name: left for name, left in free.items() if left < LEAST_FREE}
    few = {name: left for name, left in free.items() if left < FEW_FREE}
    if full:
        return fault(
            _amounts(full),
            _("Make room or enlarge the disk at once: soon nothing more is taken in."),
        )
    if few:
        return hint(_amounts(few), _("Make room, or enlarge the disk, before the deadline."))
    return fine(_amounts(free))


def _amounts(free: dict[str, int]) -> str:
    return ", ".join(f"{name} {left / GIB:.1f} GiB" for name, left in free.items())
