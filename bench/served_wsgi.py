"""The web application, with a header that says how many statements the request asked the
database.
"""

from django.db import connection

from config.wsgi import application as served

HEADER = "X-Statements"


def application(environ, start_response):
    asked = 0

    def count(execute, sql, parameters, many, context):
        nonlocal asked
        asked += 1
        return execute(sql, parameters, many, context)

    def begin(status, headers, *error):
        return start_response(status, [*headers, (HEADER, str(asked))], *error)

    with connection.execute_wrapper(count):
        return served(environ, begin)
