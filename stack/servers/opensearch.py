"""OpenSearch 2.19 with its k-NN plug-in. Vectors need the engine `lucene`: the others' native libraries are not there."""

from __future__ import annotations

from stack.servers.search_node import SearchNode

# The modules that the packaged server always loads, as far as our index needs them.
MODULES = (
    "transport.Netty4Plugin",
    "analysis.common.CommonAnalysisPlugin",
    "painless.PainlessPlugin",
    "index.reindex.ReindexPlugin",
    "index.mapper.MapperExtrasPlugin",
    "index.rankeval.RankEvalPlugin",
    "join.ParentJoinPlugin",
    "percolator.PercolatorPlugin",
    "script.mustache.MustachePlugin",
    "script.expression.ExpressionPlugin",
    "ingest.common.IngestCommonPlugin",
    "search.aggregations.matrix.MatrixAggregationPlugin",
)


class OpenSearch(SearchNode):
    name = "opensearch"
    packages = "org.opensearch"
    plugins = (*MODULES, "geo.GeoModulePlugin", "knn.plugin.KNNPlugin")
