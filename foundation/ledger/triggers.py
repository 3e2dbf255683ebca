"""What the database itself refuses, whoever writes to it: tables whose rows stay.

Each room declares its guards in a module `triggers`; they are put in place after every `migrate`
(SQLite loses the triggers of a table that a migration remakes), and a system check compares what
stands in the database with what is declared.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

INTEGRITY = "integrity_constraint_violation"
# Bits of pg_trigger.tgtype: ROW, BEFORE, and the statement.
BEFORE_ROW = {"INSERT": 7, "DELETE": 11, "UPDATE": 19, "TRUNCATE": 34}


class Trigger(NamedTuple):
    """Before `verb` (INSERT, UPDATE, DELETE, TRUNCATE) of a row for which `when` holds (SQL over
    OLD and NEW) the statement is refused with what `says`.
    """

    table: str
    name: str
    verb: str
    when: str
    says: str
    of: str = ""  # " OF column, …": only where one of these is set

    def on_sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.verb}{self.of} ON {self.table} "
            f"WHEN {self.when} BEGIN SELECT RAISE(ABORT, '{self.says}'); END"
        )

    def body(self) -> str:
        """Of the function on PostgreSQL."""
        answer = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(self.verb, "NEW")
        return (
            f"BEGIN IF {self.when} THEN RAISE EXCEPTION '{self.says}' "
            f"USING ERRCODE = '{INTEGRITY}'; END IF; RETURN {answer}; END"
        )

    def on_postgresql(self, schema: str) -> Iterator[str]:
        # Tables of the session (pg_temp) would otherwise be found before ours.
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $guard${self.body()}"
            f'$guard$ LANGUAGE plpgsql SET search_path = "{schema}", pg_temp'
        )
        level = "STATEMENT" if self.verb == "TRUNCATE" else "ROW"
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self.verb}{self.of} ON {self.table} "
            f"FOR EACH {level} EXECUTE FUNCTION {self.name}()"
        )


@dataclass(frozen=True)
class Guard:
    """A table whose rows stay as they were written, but for what is said here.

    Conditions are SQL that both databases read, over OLD (the row as it is) and NEW.
    """

    model: str  # "ledger.Event"
    free: str = ""  # rows with which anything may still be done
    kept: tuple[str, ...] = ()  # the fields that stay; none named: all but those below
    once: tuple[str, ...] = ()  # filled once, and then kept
    open: tuple[str, ...] = ()  # may change
    final: str = ""  # rows of which neither of these two changes any more
    emptied: tuple[str, ...] = ()  # texts that may be forgotten at any time
    unless: str = ""  # one more change that is let through
    refuses: str = ""  # rows (NEW) that are not taken in

    @property
    def table(self) -> str:
        return self._model()._meta.db_table

    def _model(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def triggers(self, vendor: str) -> list[Trigger]:
        says = f"{self.table} is append-only"
        not_free = f"NOT {_certain(self.free)}"
        conditions = {
            "INSERT": self._not_taken_in(vendor),
            "UPDATE": self._not_changed(vendor),
            "DELETE": not_free,
            "TRUNCATE": "" if vendor == "sqlite" else "TRUE",
        }
        return [
            Trigger(self.table, f"{self.table}_no_{verb.lower()}", verb, when, says)
            for verb, when in conditions.items()
            if when
        ]

    def _not_changed(self, vendor: str) -> str:
        """A row that stays; one with which anything may be done does not become one that would not
        be taken in, nor, on SQLite, take another's place (UPDATE OR REPLACE).
        """
        stays = f"NOT {_certain(self.free)} AND NOT {_certain(self.unless)}"
        refused = [f"{stays} AND ({self._changed(vendor)})"]
        if self.free and self.refuses:
            refused.append(f"{_certain(self.free)} AND {_certain(self.refuses)}")
        if vendor == "sqlite":
            number = self._model()._meta.pk.column
            refused += self._taken(f" AND {number} <> OLD.{number}")
        return " OR ".join(f"({one})" for one in refused)

    def _changed(self, vendor: str) -> str:
        """A field has another value, and may not."""
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        changed = []
        for field in self._model()._meta.concrete_fields:
            change = f"NEW.{field.column} {differs} OLD.{field.column}"
            if field.name in self.once:
                change += f" AND (OLD.{field.column} IS NOT NULL OR {_certain(self.final)})"
            elif field.name in self.open:
                change += f" AND {_certain(self.final)}"
            elif field.name in self.emptied:
                change += f" AND NEW.{field.column} <> ''"
            elif self.kept and field.name not in self.kept:
                continue
            changed.append(f"({change})")
        return " OR ".join(changed)

    def _not_taken_in(self, vendor: str) -> str:
        """On SQLite also a row whose key is there: INSERT OR REPLACE would take the place of the
        old one, and no trigger on DELETE is asked.
        """
        refused = [f"({self.refuses})"] if self.refuses else []
        if vendor == "sqlite":
            refused += self._taken()
        return " OR ".join(refused)

    def _taken(self, but: str = "") -> Iterator[str]:
        """A row with this key is there."""
        for columns, condition in self._keys():
            same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
            taken = ["EXISTS (SELECT 1 FROM", self.table, "WHERE", f"{same}{condition}{but})"]
            yield " ".join(taken)

    def _keys(self) -> Iterator[tuple[list[str], str]]:
        """The columns of every unique key, with the condition under which it is one."""
        meta = self._model()._meta
        column_of = {field.name: str(field.column) for field in meta.concrete_fields}
        for field in meta.concrete_fields:
            if field.unique:
                yield [column_of[field.name]], ""
        for constraint in meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                condition = _still(constraint.condition, column_of)
                yield [column_of[name] for name in constraint.fields], condition


def _still(condition: models.Q | None, column_of: dict[str, str]) -> str:
    """The condition of a unique key that holds while a column is empty. Raises ValueError for
    another one.
    """
    if condition is None:
        return ""
    for name, column in column_of.items():
        if condition == models.Q(**{name: None}):
            return f" AND {column} IS NULL AND NEW.{column} IS NULL"
    raise ValueError(f"a unique key under {condition} is not guarded")


def _certain(condition: str) -> str:
    """True or false, never unknown: a trigger lets pass what it cannot tell."""
    return f"COALESCE(({condition}), FALSE)" if condition else "FALSE"


@dataclass(frozen=True)
class Refusal:
    """Rows that a table does not take in, by INSERT or by an UPDATE that sets one of `columns`;
    all else may change.
    """

    model: str
    name: str
    columns: tuple[str, ...]
    when: str  # SQL over NEW
    says: str

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table

    def triggers(self, _vendor: str) -> list[Trigger]:
        of = f" OF {', '.join(self.columns)}"
        name = f"{self.table}_{self.name}"
        return [
            Trigger(self.table, f"{name}_insert", "INSERT", self.when, self.says),
            Trigger(self.table, f"{name}_update", "UPDATE", self.when, self.says, of),
        ]


_declared: list[Guard | Refusal] = [
    Guard("ledger.Event"),
    Guard("ledger.KeptText"),
    Guard("ledger.Head"),
    # A chain grows by the line that stands behind its last one, and its head is that line.
    Guard(
        "ledger.Chain",
        open=("length", "head"),
        final="NEW.length <> OLD.length + 1 OR NOT EXISTS (SELECT 1 FROM ledger_event e WHERE "
        "e.chain_id = NEW.id AND e.number = NEW.length AND e.digest = NEW.head)",
    ),
]


def declare(*guards: Guard | Refusal) -> None:
    """Called by the modules `triggers` of the rooms, at start."""
    _declared.extend(guards)


def tables() -> list[str]:
    """The guarded ones, sorted."""
    return sorted({guard.table for guard in _declared})


def append_only_tables() -> list[str]:
    """Those of which no row is ever changed or deleted, sorted."""
    return sorted(
        guard.table
        for guard in _declared
        if isinstance(guard, Guard) and guard == Guard(guard.model, refuses=guard.refuses)
    )


def declared(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """What should stand in this database: the triggers of the tables that are there."""
    there = set(connection.introspection.table_names())
    found = []
    for guard in _declared:
        if guard.table in there:
            found += guard.triggers(connection.vendor)
    return found


def put_in_place(connection: BaseDatabaseWrapper) -> None:
    """Exactly the declared triggers stand on the guarded tables."""
    lift(connection)
    with connection.cursor() as cursor:
        for trigger in declared(connection):
            if connection.vendor == "sqlite":
                cursor.execute(trigger.on_sqlite())
                continue
            cursor.execute("SELECT current_schema()")
            for statement in trigger.on_postgresql(cursor.fetchone()[0]):
                cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """No trigger stands on the guarded tables: a migration may remake them and fill new columns."""
    with connection.cursor() as cursor:
        for table, name in _standing_names(connection):
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
                cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')


def _standing_names(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    return [(table, name) for table, name, _text in _standing(connection)]


def _standing(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    """(table, name, text) of every trigger on a guarded table."""
    if connection.vendor == "sqlite":
        asked = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = (
            "SELECT c.relname, t.tgname, concat(t.tgtype, t.tgenabled, "
            "t.tgqual IS NULL, p.proconfig, p.prosrc) FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = cursor.fetchall()
    guarded = set(tables())
    return [(table, name, text) for table, name, text in found if table in guarded]


def differences(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are missing, altered, switched off or not ours, sorted."""
    expected = {}
    schema = "public"
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = cursor.fetchone()[0]
    for trigger in declared(connection):
        text = trigger.on_sqlite()
        if connection.vendor != "sqlite":
            path = f"search_path={schema}, pg_temp"
            settings = '{"' + path.replace('"', '\\"') + '"}'
            text = f"{BEFORE_ROW[trigger.verb]}Ot{settings}{trigger.body()}"
        expected[trigger.table, trigger.name] = text
    standing = {(table, name): text for table, name, text in _standing(connection)}
    differing = {
        name
        for table, name in expected.keys() | standing.keys()
        if expected.get((table, name)) != standing.get((table, name))
    }
    return sorted(differing)


def deny_changes(table: str, *, when: str = "") -> Callable:
    """For migrations that were written before guards were declared: triggers that refuse UPDATE
    and DELETE of rows for which `when` holds (SQL over OLD; empty: all rows).
    """

    def forward(_apps: Any, editor: Any) -> None:
        condition = f"WHEN ({when})" if when else ""
        if editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"{condition} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        else:
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$ "
                f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql"
            )
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR "
                f"EACH ROW {condition} EXECUTE FUNCTION {table}_append_only()"
            )

    return forward


def allow_changes(table: str) -> Callable:
    """The reverse of `deny_changes`."""

    def backward(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {table}_append_only()")

    return backward
