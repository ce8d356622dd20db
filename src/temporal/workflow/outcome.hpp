#pragma once

#include <expected>
#include <string>
#include <utility>

#include "temporal/model/failure.hpp"
#include "temporal/payload/failures.hpp"
#include "temporal/workflow/task.hpp"

namespace acervo::temporal {

/// How something ended, as a value, for code that goes on either way (C++ cannot `co_await` in a `catch`):
///   auto probed = co_await ctx.run(probe, asset).settled();
///   if (!probed) co_await ctx.run(report, probed.failure().message);
template <class T>
class Outcome {
public:
    explicit Outcome(Stored<T> value) : value_{std::move(value)} {}
    explicit Outcome(std::unexpected<Failure> failure) : value_{std::move(failure)} {}

    explicit operator bool() const noexcept { return value_.has_value(); }
    bool has_value() const noexcept { return value_.has_value(); }
    const Stored<T>& operator*() const& noexcept { return *value_; }
    Stored<T>&& operator*() && noexcept { return *std::move(value_); }
    const Stored<T>* operator->() const noexcept { return &*value_; }
    /// The value; throws the failure as the exception it came from.
    Stored<T> value() const {
        if (!value_) std::rethrow_exception(to_exception(value_.error()));
        return *value_;
    }

    /// Only without a value.
    const Failure& failure() const noexcept { return value_.error(); }
    bool was_cancelled() const noexcept { return !value_ && is_cancelled(value_.error()); }
    /// The application's name of the failure, or an empty text.
    std::string type() const { return value_ ? std::string{} : application_type(value_.error()); }

private:
    std::expected<Stored<T>, Failure> value_;
};

}  // namespace acervo::temporal
