#include "storage_steps.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace acervo::admin {
namespace {

Async<Result<void>> probe_all(ObjectStore& store, std::vector<std::string> buckets, std::string which) {
    for (const auto& bucket : buckets) {
        const auto there = co_await store.probe(bucket);
        if (there) continue;
        co_return fail(Error{there.error()}.with_context(fmt::format("bucket {} of the {}", bucket, which)));
    }
    co_return ok();
}

std::string words_of(const CopyTotals& totals) {
    return fmt::format("{} of {} objects, {} of {} bytes are copied and verified", totals.verified_objects,
                       totals.objects, totals.verified_bytes, totals.bytes);
}

/// What the source has, by its own listing.
Async<Result<CopyTotals>> count_source(StorageMove& move) {
    CopyTotals totals;
    for (const auto& bucket : move.rules.buckets) {
        const ObjectAddress everything{bucket, ""};
        for (std::string cursor;;) {
            const auto page = CO_TRY(co_await move.source.list(everything, cursor));
            totals.objects += page.entries.size();
            for (const auto& entry : page.entries) totals.bytes += entry.size;
            if (page.next.empty()) break;
            cursor = page.next;
        }
    }
    co_return totals;
}

Async<Result<std::string>> plan_move(StorageMove& move) {
    const auto there = CO_TRY(co_await count_source(move));
    auto text = fmt::format("{} objects, {} bytes are to be copied from {} to {}", there.objects, there.bytes,
                            move.row.source, move.row.target);
    if (move.row.id == 0) co_return text + "; nothing was begun (--copy begins)";
    const auto totals = CO_TRY(co_await copy_totals(move.database, move.row.id));
    co_return fmt::format("{}\n{}: {}", text, name_of(move.row.phase), words_of(totals));
}

Async<Result<std::string>> copy_all(StorageMove& move, MoveProgress& progress) {
    auto known = CO_TRY(co_await count_source(move));
    known.verified_bytes = CO_TRY(co_await copy_totals(move.database, move.row.id)).verified_bytes;
    known.bytes = std::max(known.bytes, known.verified_bytes);
    progress.set(known);
    co_return words_of(CO_TRY(co_await copy_storage(move)));
}

Async<Result<std::string>> verify_all(StorageMove& move) {
    const auto wrong = CO_TRY(co_await verify_copies(move));
    if (wrong > 0) co_return fail(ErrorKind::Conflict, fmt::format("{} copies are wrong; --copy sends them", wrong));
    co_return "every copy has the bytes that were read";
}

Async<Result<std::string>> switch_over(StorageMove& move) {
    const auto totals = CO_TRY(co_await switch_storage(move));
    co_return fmt::format(
        "{}. The ledger names {} now, and no upload is opened.\n"
        "Give every program the new section [s3], restart it, then: storage migrate --finish "
        "(or --undo, with the old section)",
        words_of(totals), move.row.target);
}

/// The move that is under way, when it is this one; one that is only begun by `--copy` has no id before.
Async<Result<StorageMoveRow>> row_of(StorageMove& move, MoveStep step) {
    auto row = CO_TRY(co_await find_storage_move(move.database));
    if (row && (row->source != move.row.source || row->target != move.row.target)) {
        co_return fail(ErrorKind::Conflict, fmt::format("a move from {} to {} is under way", row->source, row->target));
    }
    if (row && row->phase == MovePhase::Switched && step != MoveStep::Plan) {
        co_return fail(ErrorKind::Conflict, "the move is switched: --finish or --undo it");
    }
    if (row) co_return *std::move(row);
    if (step == MoveStep::Plan) co_return move.row;
    if (step != MoveStep::Copy) co_return fail(ErrorKind::NotFound, "nothing was copied: begin with --copy");
    co_return co_await start_storage_move(move.database, move.row.source, move.row.target);
}

Async<Result<std::string>> move_step(StorageMove& move, MoveStep step, MoveProgress& progress) {
    CO_TRY(co_await probe_all(move.source, move.rules.buckets, "source"));
    CO_TRY(co_await probe_all(move.target, move.rules.buckets, "target"));
    move.row = CO_TRY(co_await row_of(move, step));
    if (step == MoveStep::Copy) co_return co_await copy_all(move, progress);
    if (step == MoveStep::Verify) co_return co_await verify_all(move);
    if (step == MoveStep::Switch) co_return co_await switch_over(move);
    co_return co_await plan_move(move);
}

Async<Result<std::string>> write_end(Database& database, std::string endpoint, MoveStep step) {
    const auto row = CO_TRY(co_await find_storage_move(database));
    if (!row) co_return fail(ErrorKind::NotFound, "no move is under way");
    const auto& needed = step == MoveStep::Finish ? row->target : row->source;
    if (endpoint != needed) {
        co_return fail(ErrorKind::Conflict, fmt::format("s3.endpoint is {}, it has to be {}", endpoint, needed));
    }
    if (step == MoveStep::Finish) {
        CO_TRY(co_await finish_storage_move(database));
        co_return fmt::format("the platform uses {}; what {} has was left there", row->target, row->source);
    }
    CO_TRY(co_await undo_storage_move(database));
    co_return fmt::format("the platform uses {}; the copies were left at {}", row->source, row->target);
}

}  // namespace

Async<Result<std::string>> take_move_step(StorageMove& move, MoveStep step, MoveProgress& progress) {
    auto done = co_await move_step(move, step, progress);
    co_await move.database.close();
    co_return done;
}

Async<Result<std::string>> end_move(Database& database, std::string endpoint, MoveStep step) {
    auto done = co_await write_end(database, std::move(endpoint), step);
    co_await database.close();
    co_return done;
}

}  // namespace acervo::admin
