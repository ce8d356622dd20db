#include "app/storage/storage_move.hpp"

#include <fmt/format.h>

#include <deque>

#include "app/reconcile/reconcile.hpp"
#include "core/sleep.hpp"
#include "core/task_group.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

/// Everything the source has by now is a row.
Async<Result<void>> add_all(StorageMove& move) {
    for (const auto& bucket : move.rules.buckets) {
        for (std::string after;;) {
            auto last = CO_TRY(co_await add_copies_of_ledger(move.database, move.row.id, bucket, after));
            if (!last) break;
            after = *std::move(last);
        }
        const ObjectAddress everything{bucket, ""};
        for (std::string cursor;;) {
            auto page = CO_TRY(co_await move.source.list(everything, cursor));
            CO_TRY(co_await add_copies_of_listing(move.database, move.row.id, bucket, std::move(page.entries)));
            if (page.next.empty()) break;
            cursor = std::move(page.next);
        }
    }
    co_return ok();
}

/// Copies what is missing, several at a time. It holds one page of them.
class Copiers {
public:
    explicit Copiers(StorageMove& move) : move_{move} {}

    /// How many could not be copied.
    Async<Result<std::uint64_t>> run() {
        TaskGroup tasks{move_.executor};
        for (int at = 0; at < move_.rules.parallel; ++at) tasks.spawn("storage_move.copier", work());
        co_await tasks.join();
        if (broken_) co_return fail(*broken_);
        co_return failed_;
    }

private:
    Async<void> work() {
        for (;;) {
            while (is_filling_) co_await sleep_for(10ms);
            if (broken_) co_return;
            if (pending_.empty() && !is_at_end_) co_await fill();
            if (broken_ || (pending_.empty() && is_at_end_)) co_return;
            if (pending_.empty()) continue;
            auto copy = std::move(pending_.front());
            pending_.pop_front();
            co_await copy_one(std::move(copy));
        }
    }

    Async<void> fill() {
        is_filling_ = true;
        auto page = co_await list_pending_copies(move_.database, move_.row.id, after_);
        is_filling_ = false;
        if (!page) {
            broken_ = page.error();
            co_return;
        }
        is_at_end_ = page->empty();
        if (!page->empty()) after_ = page->back().object;
        for (auto& copy : *page) pending_.push_back(std::move(copy));
    }

    Async<void> copy_one(PendingCopy copy) {
        const auto object = copy.object;
        const auto done = co_await copy_object(move_, std::move(copy));
        if (done) co_return;
        ++failed_;
        std::string reason{done.error().message()};
        if (move_.tell) move_.tell(object, reason);
        // That it failed is known here; the note is for who looks later.
        static_cast<void>(co_await note_failure_of_copy(move_.database, move_.row.id, object, std::move(reason)));
    }

    StorageMove& move_;
    std::deque<PendingCopy> pending_;
    ObjectAddress after_{"", ""};
    bool is_filling_{false};
    bool is_at_end_{false};
    std::uint64_t failed_{0};
    std::optional<Error> broken_;
};

/// Waits until every upload is over; nobody opens one any more.
Async<Result<void>> drain_uploads(StorageMove& move) {
    const auto until = std::chrono::steady_clock::now() + move.rules.drain;
    for (bool ended = false;;) {
        const auto left = CO_TRY(co_await count_unfinished_uploads(move.database));
        if (left == 0) co_return ok();
        const bool is_late = std::chrono::steady_clock::now() >= until;
        if (is_late && (ended || !move.rules.end_uploads)) {
            co_return fail(ErrorKind::Conflict, fmt::format("{} uploads have not ended in time", left));
        }
        if (is_late) {
            // As those are ended whose time is over: under their claims, with row and audit line.
            ended = true;
            CO_TRY(co_await expire_unfinished_uploads(move.database));
            Reconciler reconciler{.database = move.database,
                                  .objects = move.source,
                                  .remover = move.source,
                                  .clock = move.clock,
                                  .rules = {.buckets = {}, .repair = true},
                                  .tell = {}};
            Reconciliation seen;
            CO_TRY(co_await settle_uploads(reconciler, &seen));
            continue;
        }
        co_await sleep_for(500ms);
    }
}

/// The target's listing against what was verified: neither fewer nor other objects.
Async<Result<CopyTotals>> compare_listing(StorageMove& move) {
    const auto wanted = CO_TRY(co_await copy_totals(move.database, move.row.id));
    CopyTotals found;
    for (const auto& bucket : move.rules.buckets) {
        const ObjectAddress everything{bucket, ""};
        for (std::string cursor;;) {
            auto page = CO_TRY(co_await move.target.list(everything, cursor));
            const auto part =
                CO_TRY(co_await match_copies(move.database, move.row.id, bucket, std::move(page.entries)));
            found.verified_objects += part.verified_objects;
            found.verified_bytes += part.verified_bytes;
            if (page.next.empty()) break;
            cursor = std::move(page.next);
        }
    }
    if (found.verified_objects != wanted.objects || found.verified_bytes != wanted.bytes) {
        co_return fail(ErrorKind::Conflict,
                       fmt::format("the target lists {} of {} objects as they were verified ({} of {} bytes)",
                                   found.verified_objects, wanted.objects, found.verified_bytes, wanted.bytes));
    }
    co_return wanted;
}

Async<Result<CopyTotals>> switch_behind_the_gate(StorageMove& move) {
    CO_TRY(co_await drain_uploads(move));
    CO_TRY(co_await copy_storage(move));
    const auto totals = CO_TRY(co_await compare_listing(move));
    CO_TRY(co_await point_ledger_at_target(move.database, move.row.id));
    co_return totals;
}

}  // namespace

Async<Result<CopyTotals>> copy_storage(StorageMove& move) {
    std::uint64_t failed = 0;
    for (int attempt = 1; attempt <= move.rules.attempts; ++attempt) {
        CO_TRY(co_await add_all(move));
        Copiers copiers{move};
        failed = CO_TRY(co_await copiers.run());
        const auto totals = CO_TRY(co_await copy_totals(move.database, move.row.id));
        if (totals.verified_objects == totals.objects) co_return totals;
        if (failed > 0) co_await sleep_for(attempt * 1s);
    }
    co_return fail(ErrorKind::Conflict, fmt::format("{} objects could not be copied", failed));
}

Async<Result<CopyTotals>> switch_storage(StorageMove& move) {
    // Most of it is done before anybody has to wait.
    CO_TRY(co_await copy_storage(move));
    if (move.row.phase == MovePhase::Copying) {
        CO_TRY(co_await set_move_phase(move.database, move.row.id, MovePhase::Draining));
    }
    auto done = co_await switch_behind_the_gate(move);
    if (!done) {
        const auto opened = co_await set_move_phase(move.database, move.row.id, MovePhase::Copying);
        // Killed or cut off here, uploads wait until a switch or an undo is asked for again.
        if (!opened && move.tell) move.tell({"", ""}, fmt::format("uploads wait: {}", opened.error().message()));
    }
    co_return done;
}

Async<Result<void>> finish_storage_move(Database& database) {
    const auto row = CO_TRY(co_await find_storage_move(database));
    if (!row) co_return fail(ErrorKind::NotFound, "no move is under way");
    co_return co_await set_move_phase(database, row->id, MovePhase::Finished);
}

Async<Result<void>> undo_storage_move(Database& database) {
    const auto row = CO_TRY(co_await find_storage_move(database));
    if (!row) co_return fail(ErrorKind::NotFound, "no move is under way");
    co_return co_await point_ledger_at_source(database, row->id);
}

}  // namespace acervo
