#pragma once

#include <boost/asio/awaitable.hpp>

namespace acervo {

/// A coroutine that runs on the executor of the one who awaits it. It starts when it is awaited, and must be awaited.
template <class T>
using Async = boost::asio::awaitable<T>;

}  // namespace acervo
