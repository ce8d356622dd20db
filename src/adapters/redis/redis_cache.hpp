#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "adapters/redis/redis_router.hpp"
#include "core/metrics.hpp"
#include "ports/cache.hpp"

namespace acervo {

/// The cache on Redis 7, single or cluster, spoken to by Boost.Redis. It belongs to the executor's thread. `metrics`,
/// if any, outlives it:
///   acervo_cache_requests_total{operation,outcome}: `get`, `set`, `add`, `remove`, `count`; `hit` and `miss` of `get`,
///   `ok` of the others, `failed` when Redis did not answer, `skipped` when it was not asked because it is away
///   acervo_cache_request_seconds: of those that were asked
std::unique_ptr<Cache> make_redis_cache(boost::asio::any_io_executor executor, RedisRouter::Options options,
                                        Metrics* metrics = nullptr);

}  // namespace acervo
