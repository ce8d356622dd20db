#pragma once

#include "app/limits/rate_limiter.hpp"
#include "http/server/response.hpp"

namespace acervo::http {

/// The answer with `RateLimit-Limit`, `-Remaining`, `-Reset` and `-Policy` of the limit that has the least left
/// (draft-ietf-httpapi-ratelimit-headers-06, the last one with a field for each).
Response with_rate(Response response, RateState rate);

}  // namespace acervo::http
