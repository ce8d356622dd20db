#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "temporal/model/command.hpp"

namespace acervo::temporal {

/// What the server takes in one command; it answers with less helpful words. Large data belongs into an object store,
/// and only its key travels.
struct PayloadLimits {
    std::size_t warn_bytes = std::size_t{512} * 1024;
    std::size_t refuse_bytes = std::size_t{2} * 1024 * 1024;
    /// For all commands of one workflow task together. The server ends a workflow that sends it more than 4 MB.
    std::size_t refuse_task_bytes = std::size_t{4} * 1024 * 1024 - std::size_t{128} * 1024;
};

enum class SizeVerdict { Fine, Large, TooLarge };

struct SizeReport {
    SizeVerdict verdict = SizeVerdict::Fine;
    std::size_t bytes = 0;
    /// `ScheduleActivity{seq 3 "probe"} carries 2500000 bytes of payload; the limit is 2097152`; empty when fine.
    std::string text;
};

SizeReport check_size(const Command& command, const PayloadLimits& limits);

/// Of `count` commands in one task that carry so many bytes: fine or too large.
SizeReport check_task_size(std::size_t count, std::size_t bytes, const PayloadLimits& limits);

}  // namespace acervo::temporal
