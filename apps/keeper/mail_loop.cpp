#include "mail_loop.hpp"

#include "core/log.hpp"
#include "core/sleep.hpp"

namespace acervo::keeper {

MailLoop::MailLoop(MailRules rules, Metrics& metrics)
    : rules_{std::move(rules)},
      failures_{metrics.counter("acervo_keeper_failures_total", "Rounds of a loop that failed", {{"loop", "mail"}})} {
    for (const auto* outcome : {"sent", "put_off", "refused", "nobody"}) {
        letters_.push_back(metrics.counter(
            "acervo_letters_total", "Letters that were asked for, by what became of them", {{"outcome", outcome}}));
    }
}

Async<void> MailLoop::run(Database& database, Mailer& mailer, std::chrono::milliseconds pause) {
    for (;;) {
        const auto done = co_await send_next_reset_mail(database, mailer, clock_.now(), rules_);
        if (done) {
            count(*done);
        } else {
            failures_.add();
            log::warn("mail.failed", {{"error", done.error()}});
        }
        if (!done || *done == MailOutcome::Idle) co_await sleep_for(pause);
    }
}

void MailLoop::count(MailOutcome outcome) {
    if (outcome != MailOutcome::Idle) letters_.at(static_cast<std::size_t>(outcome) - 1).add();
}

}  // namespace acervo::keeper
