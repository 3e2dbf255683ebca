"""A factory for each model: a row that is valid by itself, with whatever it cannot be without.

Rows that belong together belong to one edition. A factory writes a row and nothing else: no line of
the ledger, no message, no event. What a verb leaves behind is tested with the verb.
"""
