#pragma once

#include <chrono>

#include "core/async.hpp"

namespace acervo {

/// Suspends the caller; a duration that is not positive only lets others run. Cancellation ends it at once, as it ends
/// every wait of the house: by an exception (boost::system::system_error, operation_aborted) that nobody catches but
/// who cancelled: `with_timeout` and `TaskGroup`.
Async<void> sleep_for(std::chrono::nanoseconds duration);

}  // namespace acervo
