#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "store/storage_moves/storage_moves.hpp"

namespace acervo::admin {

/// One line on standard error that tells how far a move is: again and again in place on a terminal, else now and then.
class MoveProgress {
public:
    MoveProgress();
    /// What there is to do, as it is known now.
    void set(const CopyTotals& totals) { total_ = 2 * (totals.bytes - totals.verified_bytes); }
    /// Bytes that were read, from the source or back from the target.
    void count(std::size_t bytes);

private:
    std::uint64_t done_{0};
    std::uint64_t total_{0};
    bool is_live_;
    std::chrono::steady_clock::time_point began_{std::chrono::steady_clock::now()};
    std::chrono::steady_clock::time_point shown_{began_};
};

}  // namespace acervo::admin
