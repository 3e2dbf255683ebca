from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks, events, nightly  # noqa: F401  register checks, and a daily job

        events.connect()
