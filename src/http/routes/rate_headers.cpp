#include "http/routes/rate_headers.hpp"

#include <fmt/format.h>

namespace acervo::http {

Response with_rate(Response response, RateState rate) {
    const auto window = std::chrono::duration_cast<std::chrono::seconds>(rate.tightest.window);
    response.headers.set("RateLimit-Limit", fmt::to_string(rate.tightest.allowed));
    response.headers.set("RateLimit-Remaining", fmt::to_string(rate.remaining));
    response.headers.set("RateLimit-Reset", fmt::to_string(rate.resets_in.count()));
    response.headers.set("RateLimit-Policy", fmt::format("{};w={}", rate.tightest.allowed, window.count()));
    return response;
}

}  // namespace acervo::http
