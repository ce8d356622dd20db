#pragma once

#include <functional>

#include "adapters/s3/s3_options.hpp"
#include "core/metrics.hpp"

namespace acervo {

/// For `S3Options::observe`: tells a registry, which outlives the store, of each request to it.
///   acervo_s3_requests_total{operation,outcome}: `ok`, `refused` (4xx), `failed` (5xx), or the kind of error when
///   there was no answer (`timeout`, `unavailable` …) acervo_s3_request_seconds{operation}: up to the header of the
///   answer acervo_s3_retries_total{operation}: those of them that were not the first attempt
std::function<void(const S3Attempt&)> s3_observer(Metrics& metrics);

}  // namespace acervo
