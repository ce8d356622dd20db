#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "adapters/redis/redis_router.hpp"
#include "ports/cache.hpp"

namespace acervo {

/// The cache on Redis 7, single or cluster, spoken to by Boost.Redis. It belongs to the executor's thread.
std::unique_ptr<Cache> make_redis_cache(boost::asio::any_io_executor executor, RedisRouter::Options options);

}  // namespace acervo
