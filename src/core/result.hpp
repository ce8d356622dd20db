#pragma once

#include <expected>
#include <string>
#include <utility>

#include "core/error.hpp"

namespace acervo {

/// A value, or the reason why there is none.
template <class T>
using Result = std::expected<T, Error>;

/// `return fail(ErrorKind::Conflict, "upload is no longer open");`
[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
    return std::unexpected<Error>{std::in_place, kind, std::move(message)};
}

/// Passes an error on to the caller's own `Result`.
[[nodiscard]] inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>{std::move(error)}; }

[[nodiscard]] inline Result<void> ok() { return {}; }

}  // namespace acervo

/// In a coroutine that answers `Result<…>`: the value of `expression` (a `Result`), or end here with its error.
///   auto rows = CO_TRY(co_await tx.execute(kSelect, id));
/// The one macro of the house: without it every handler doubles in length (docs/adr/0005).
#define CO_TRY(expression)                                               \
    ({                                                                   \
        auto co_try_result = (expression);                               \
        if (!co_try_result) {                                            \
            co_return std::unexpected(std::move(co_try_result).error()); \
        }                                                                \
        *std::move(co_try_result);                                       \
    })
