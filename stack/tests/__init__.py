"""Tests of the local stack.

test_unit      folders, records, order of starts: seconds, no server
test_servers   real PostgreSQL, Redis, SeaweedFS, Temporal, OpenBao, nginx: a minute or two
"""
