#pragma once

#include <exception>

#include "core/async.hpp"

namespace acervo {

/// Unwinds the caller when it has been cancelled: for those who wait by a value that says so. Not where the coroutine
/// has asked to be spared (Asio's `throw_if_cancelled(false)`).
Async<void> unwind_if_cancelled();

/// Whether `thrown` is the exception by which cancellation unwinds a coroutine.
bool is_cancellation(const std::exception_ptr& thrown) noexcept;

}  // namespace acervo
