#include "core/cancellation.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

namespace acervo {

Async<void> unwind_if_cancelled() {
    const auto state = co_await boost::asio::this_coro::cancellation_state;
    if (state.cancelled() == boost::asio::cancellation_type::none) co_return;
    if (!co_await boost::asio::this_coro::throw_if_cancelled()) co_return;
    throw boost::system::system_error{boost::asio::error::operation_aborted};
}

bool is_cancellation(const std::exception_ptr& thrown) noexcept {
    if (!thrown) return false;
    try {
        std::rethrow_exception(thrown);
    } catch (const boost::system::system_error& error) {
        return error.code() == boost::asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

}  // namespace acervo
