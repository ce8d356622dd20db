#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

namespace acervo::temporal {

/// Lets another thread see that a workflow does not come back: it blocks, or spins, in its own code. Safe from any
/// thread; one for each `Instance`, and it may outlive it.
class ActivationWatch {
public:
    using Clock = std::chrono::steady_clock;
    /// After this the workflow counts as deadlocked, as in the official SDKs.
    static constexpr std::chrono::seconds kLimit{2};

    void begin(Clock::time_point now);
    void end();
    void name(const std::string& workflow_type, const std::string& workflow_id);

    /// `workflow "ingest" (id asset-7) has not come back for 2.4 s: …` while an activation runs longer than `limit`.
    std::optional<std::string> overdue(Clock::time_point now, Clock::duration limit = kLimit) const;

private:
    mutable std::mutex mutex_;
    std::optional<Clock::time_point> began_;
    std::string name_ = "a workflow that is about to begin";
};

}  // namespace acervo::temporal
