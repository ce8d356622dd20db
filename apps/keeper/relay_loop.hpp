#pragma once

#include <chrono>

#include "core/async.hpp"
#include "core/metrics.hpp"
#include "core/result.hpp"
#include "sections/sections.hpp"
#include "store/database.hpp"

namespace acervo::keeper {

/// Starts the workflows that committed changes ask for, and tells those that shall end; for the leader.
class RelayLoop {
public:
    RelayLoop(const TemporalSection& section, Metrics& metrics);

    /// Until it is cancelled. `pause` when nothing is to do, and after a failure.
    Async<void> run(Database& database, std::chrono::milliseconds pause);

private:
    Async<Result<void>> connect_and_relay(Database& database, std::chrono::milliseconds pause);

    const TemporalSection& section_;
    Counter started_;
    Counter refused_;
    Counter cancelled_;
    Counter failures_;
};

}  // namespace acervo::keeper
