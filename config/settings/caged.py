"""What a process that reads hostile bytes knows of the site: the templates of papers. No key, no
database, no address.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSTALLED_APPS: list[str] = []
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [ROOT / "templates"]}
]
LANGUAGE_CODE = "vi"
USE_TZ = True
