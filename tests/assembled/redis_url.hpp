#pragma once

#include <string>

#include "adapters/redis/redis_router.hpp"

namespace acervo {

/// Of `redis://:PASSWORD@HOST:PORT/0`.
inline RedisRouter::Options redis_of(const std::string& url) {
    const auto at = url.rfind('@');
    const auto password = url.find("://:") + 4;
    RedisRouter::Options options;
    options.password = Secret{url.substr(password, at - password)};
    options.seeds = {url.substr(at + 1, url.rfind('/') - at - 1)};
    return options;
}

/// A port of this machine that nobody listens on.
inline RedisRouter::Options nowhere() {
    RedisRouter::Options options;
    options.seeds = {"127.0.0.1:1"};
    return options;
}

}  // namespace acervo
