"""Small faults put into the process, one at a time: does a test see each of them?"""
