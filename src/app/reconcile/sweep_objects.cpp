#include <algorithm>

#include "app/reconcile/examine_key.hpp"
#include "app/reconcile/reconcile.hpp"

namespace acervo {
namespace {

using Entry = ObjectListing::Entry;
constexpr int kRows = 1000;

/// What the store has at one key, in short.
struct Held {
    int entries{0};
    Entry first;
};

/// Nothing to look at again: one version, the one that the row names, or nothing where nothing shall be.
bool agree(const std::optional<Held>& held, const std::optional<LedgerEntry>& row) {
    if (!row) return !held;
    if (!held) return row->state == LedgerState::Deleted || (row->state == LedgerState::Planned && row->awaited);
    if (row->state == LedgerState::Planned) return row->awaited;
    return row->state == LedgerState::Stored && held->entries == 1 && !held->first.is_delete_marker &&
           version_of(held->first) == row->version_id && held->first.size == row->size;
}

/// Goes through a bucket and its rows in step. It holds one page of either, and what the last page told of its last
/// key.
class Walk {
public:
    Walk(Reconciler& reconciler, std::string bucket, Reconciliation* into)
        : reconciler_{reconciler}, bucket_{std::move(bucket)}, into_{into} {}

    Async<Result<void>> run() {
        const ObjectAddress everything{bucket_, ""};
        for (std::string cursor;;) {
            auto page = CO_TRY(co_await reconciler_.objects.list_versions(everything, cursor));
            const bool is_last = page.next.empty();
            take(std::move(page.entries));
            CO_TRY(co_await compare(is_last));
            if (is_last) co_return ok();
            cursor = std::move(page.next);
        }
    }

private:
    void take(std::vector<Entry> entries) {
        for (auto& entry : entries) {
            if (keys_.empty() || keys_.back().first.key != entry.key) {
                keys_.push_back(Held{.entries = 0, .first = std::move(entry)});
            }
            ++keys_.back().entries;
        }
    }

    /// The rows are read after the page they are compared with. The last key may go on in the next page and waits.
    Async<Result<void>> compare(bool is_last) {
        std::optional<Held> waits;
        if (!is_last && !keys_.empty()) {
            waits = std::move(keys_.back());
            keys_.pop_back();
        }
        into_->objects_seen += keys_.size();
        LedgerRange range{.bucket = bucket_, .after = done_, .until = std::nullopt};
        if (!is_last) {
            // A store may have an order of its own (SeaweedFS sorts folder by folder): then keys lie outside of the
            // range and look like differences, which the second look clears.
            for (const auto& held : keys_) done_ = std::max(done_, held.first.key);
            range.until = done_;
        }
        CO_TRY(co_await compare_with(range));
        keys_.clear();
        if (waits) keys_.push_back(*std::move(waits));
        co_return ok();
    }

    Async<Result<void>> compare_with(LedgerRange range) {
        std::ranges::sort(keys_, {}, [](const Held& held) -> const std::string& { return held.first.key; });
        auto held = keys_.begin();
        for (bool more = true; more;) {
            const auto rows = CO_TRY(co_await list_ledger(reconciler_.database, range, kRows));
            more = rows.size() == static_cast<std::size_t>(kRows);
            for (const auto& row : rows) {
                for (; held != keys_.end() && held->first.key < row.key; ++held) {
                    CO_TRY(co_await judge(*held, std::nullopt));
                }
                const bool is_there = held != keys_.end() && held->first.key == row.key;
                std::optional<Held> here;
                if (is_there) here = *held;
                CO_TRY(co_await judge(std::move(here), row));
                if (is_there) ++held;
            }
            if (more) range.after = rows.back().key;
        }
        for (; held != keys_.end(); ++held) CO_TRY(co_await judge(*held, std::nullopt));
        co_return ok();
    }

    Async<Result<void>> judge(std::optional<Held> held, std::optional<LedgerEntry> row) {
        if (agree(held, row)) co_return ok();
        ObjectAddress object{bucket_, held ? held->first.key : row->key};
        co_return co_await examine_key(reconciler_, std::move(object), into_);
    }

    Reconciler& reconciler_;
    std::string bucket_;
    Reconciliation* into_;
    std::vector<Held> keys_;
    /// Everything up to this key was compared.
    std::string done_;
};

}  // namespace

Async<Result<void>> sweep_objects(Reconciler& reconciler, std::string bucket, Reconciliation* into) {
    Walk walk{reconciler, std::move(bucket), into};
    co_return co_await walk.run();
}

}  // namespace acervo
