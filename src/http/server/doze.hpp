#pragma once

#include <chrono>
#include <functional>
#include <utility>

namespace acervo::http {

using Moment = std::chrono::steady_clock::time_point;

/// The sleep of somebody who looks at deadlines: until the first of them, unless woken for an earlier one. So a server
/// that only keeps connections open has nothing to do.
class Doze {
public:
    /// `wake` must be harmless when nobody sleeps any more.
    explicit Doze(std::function<void()> wake) : wake_{std::move(wake)} {}

    void until(Moment moment) noexcept { until_ = moment; }
    void is_over() noexcept { until_ = Moment::min(); }
    /// Somebody has to be looked at then.
    void needed_by(Moment moment) {
        if (moment >= until_) return;
        is_over();
        wake_();
    }
    void needed_now() { needed_by(Moment::min() + Moment::duration{1}); }

private:
    std::function<void()> wake_;
    /// Awake while it is the beginning of time.
    Moment until_{Moment::min()};
};

}  // namespace acervo::http
