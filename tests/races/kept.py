"""A database as it stood at some moments, and the way back to each of them.

Every table has a twin in the schema of a moment. What differs from its twin is emptied and filled
from it, past all triggers; numbers of rows go on from where they were.
"""

from django.db import connection, transaction

from tests import guards

KEEP = """
DROP SCHEMA IF EXISTS {moment} CASCADE;
CREATE SCHEMA {moment};
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE {moment}.%1$I AS TABLE public.%1$I', name);
  END LOOP;
END $$;
"""
BRING_BACK = """
SET LOCAL session_replication_role = replica;
DO $$
DECLARE
  name text;
  is_same boolean;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = '{moment}' LOOP
    EXECUTE format(
      'SELECT NOT EXISTS (TABLE public.%1$I EXCEPT ALL TABLE {moment}.%1$I)'
      ' AND NOT EXISTS (TABLE {moment}.%1$I EXCEPT ALL TABLE public.%1$I)', name
    ) INTO is_same;
    IF NOT is_same THEN
      EXECUTE format('DELETE FROM public.%1$I', name);
      EXECUTE format('INSERT INTO public.%1$I TABLE {moment}.%1$I', name);
    END IF;
  END LOOP;
END $$;
"""


def keep(name: str) -> None:
    """From here on it can be brought back to what it is now."""
    _run(KEEP, name)


def bring_back(name: str) -> None:
    """Every row is as it was when this was kept."""
    _run(BRING_BACK, name)


def _run(statements: str, name: str) -> None:
    with guards.as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements.format(moment=f"kept_{name}"))
