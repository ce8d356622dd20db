#pragma once

#include <exception>

namespace acervo {

/// Whether `thrown` is the exception by which cancellation unwinds a coroutine.
bool is_cancellation(const std::exception_ptr& thrown) noexcept;

}  // namespace acervo
