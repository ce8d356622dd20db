#pragma once

#include <array>
#include <chrono>
#include <vector>

#include "app/identity/reset_mails.hpp"
#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"

namespace acervo::keeper {

/// Sends the letters that were asked for; for the leader.
class MailLoop {
public:
    MailLoop(MailRules rules, Metrics& metrics);

    /// Until it is cancelled. `pause` when nothing is due, and after a failure.
    Async<void> run(Database& database, Mailer& mailer, std::chrono::milliseconds pause);

private:
    void count(MailOutcome outcome);

    MailRules rules_;
    SystemClock clock_;
    Counter failures_;
    /// By outcome, in the order of `MailOutcome`, without the first.
    std::vector<Counter> letters_;
};

}  // namespace acervo::keeper
