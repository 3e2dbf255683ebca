"""Pictures drawn by functions, the same bytes for the same request: tiles of works from their
code, heroes, scenes, medals. Nothing here reads data, so no name can get in.
"""
