#include "app/housekeeping/housekeeping.hpp"

#include <algorithm>

#include "store/events/events.hpp"
#include "store/housekeeping/housekeeping.hpp"
#include "store/renditions/renditions.hpp"
#include "store/webhooks/webhooks.hpp"

namespace acervo {
namespace {

Async<Result<int>> forget_assets(Transaction& tx, HouseRules rules) {
    const auto job = CO_TRY(co_await lock_old_job(tx, rules.job_assets));
    if (!job) co_return 0;
    co_return co_await delete_job_assets(tx, *job, rules.batch);
}

}  // namespace

Async<Result<Tidied>> tidy_up(Database& database, HouseRules rules) {
    Tidied done;
    done.rows[0] = CO_TRY(co_await delete_ended_sessions(database, rules.sessions, rules.batch));
    done.rows[1] = CO_TRY(co_await delete_ended_password_resets(database, rules.batch));
    done.rows[2] = CO_TRY(co_await delete_old_idempotency_keys(database, rules.idempotency_keys, rules.batch));
    const auto forget = [rules](Transaction& tx) { return forget_assets(tx, rules); };
    done.rows[3] = CO_TRY(co_await in_transaction(database, forget));
    done.rows[4] = CO_TRY(co_await expire_renditions(database, rules.batch));
    done.rows[5] = CO_TRY(co_await delete_old_reset_mails(database, rules.reset_mails, rules.batch));
    done.rows[6] = CO_TRY(co_await delete_old_events(database, rules.events, rules.batch));
    done.rows[7] = CO_TRY(co_await delete_old_webhook_deliveries(database, rules.events, rules.batch));
    // Jobs are tidied one by one, so any of them may have a next.
    done.is_full = done.rows[3] > 0 || std::ranges::any_of(done.rows, [&](int rows) { return rows >= rules.batch; });
    co_return done;
}

}  // namespace acervo
