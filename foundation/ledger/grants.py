"""What the application's role may do on PostgreSQL: read and write rows, and of what is kept for
good only add to it. It owns nothing, so it can neither alter a table nor lift a trigger.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from foundation.ledger import triggers

ROWS = "SELECT, INSERT, UPDATE, DELETE"


def statements(connection: BaseDatabaseWrapper, role: str) -> list[str]:
    """SQL for the owner of the tables, in order; it may be repeated. Raises ValueError for another
    database than PostgreSQL.
    """
    if connection.vendor != "postgresql":
        raise ValueError("roles are a matter of PostgreSQL")
    quoted = connection.ops.quote_name(role)
    database = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
    there = set(connection.introspection.table_names())
    kept = [table for table in triggers.append_only_tables() if table in there]
    sql = [
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {quoted}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE CREATE ON SCHEMA public FROM {quoted}",
        f"GRANT USAGE ON SCHEMA public TO {quoted}",
        f"GRANT {ROWS} ON ALL TABLES IN SCHEMA public TO {quoted}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {quoted}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {ROWS} ON TABLES TO {quoted}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {quoted}",
    ]
    if kept:
        sql.append(f"REVOKE UPDATE, DELETE ON {', '.join(kept)} FROM {quoted}")
    return sql


def owned_by(connection: BaseDatabaseWrapper, role: str) -> list[str]:
    """Why a role could lift what guards the tables: what of ours it owns, and powers that go past
    every right; empty where it could not.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
            "AND tableowner = %s ORDER BY tablename",
            [role],
        )
        owned = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = %s", [role])
        row = cursor.fetchone()
    if row and row[0]:
        return ["SUPERUSER", *owned]
    return owned
