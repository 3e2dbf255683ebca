"""What journeys need to know of the site's data, or to change in it.

Each function runs in a process of its own with the site's settings (`Site.call`), never in the
process of the tests: arguments and answers are JSON.
"""
