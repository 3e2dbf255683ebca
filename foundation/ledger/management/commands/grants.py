"""Print what gives the application's role its rights on PostgreSQL, for the owner to read and
run.
"""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from foundation.ledger import grants


class Command(BaseCommand):
    help = (
        "SQL for the owner of the tables: the rights of the application's role. `migrate` runs it "
        "by itself where MIGRATION_DATABASE_URL is set."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role of DATABASE_URL")

    def handle(self, *args: str, role: str, **options: str) -> None:
        try:
            statements = grants.statements(connection, role)
        except ValueError as reason:
            raise CommandError(str(reason)) from reason
        quoted = connection.ops.quote_name(role)
        self.stdout.write(f"-- once: CREATE ROLE {quoted} LOGIN PASSWORD '…';")
        for statement in statements:
            self.stdout.write(f"{statement};")
