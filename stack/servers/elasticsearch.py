"""Elasticsearch 7.10.2, the second dialect of the search wire (no vectors). Started only by name: `up --only`."""

from __future__ import annotations

from stack.servers.opensearch import MODULES
from stack.servers.search_node import SearchNode


class Elasticsearch(SearchNode):
    name = "elasticsearch"
    packages = "org.elasticsearch"
    plugins = MODULES
    optional = True
