#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// What a child may use. Passing wall, CPU or output ends it when it is passed; the outcome says which.
struct ChildLimits {
    std::chrono::milliseconds wall{std::chrono::minutes{1}};
    std::chrono::seconds cpu{60};
    /// Address space (RLIMIT_AS) in bytes.
    std::uint64_t memory_bytes{2ULL << 30U};
    /// Of one file that it writes (RLIMIT_FSIZE).
    std::uint64_t file_bytes{1ULL << 30U};
    int open_files{256};
    /// What it may say on its standard output before it is stopped.
    std::uint64_t output_bytes{64ULL << 20U};
};

/// A program for hostile bytes, in a process group of its own, with no network, an environment of its own and no way to
/// read or write anything but the named folders and the system's programs and fonts.
struct ChildCommand {
    std::filesystem::path program{};
    std::vector<std::string> arguments{};
    /// Its working directory; it may read and write all below.
    std::filesystem::path work_folder{};
    /// Files or folders it may read besides.
    std::vector<std::filesystem::path> readable{};
    ChildLimits limits{};
};

enum class ChildEnd { Exited, Signalled, WallLimit, CpuLimit, OutputLimit };

/// How a child ended. It is reaped, and so is all of its process group.
struct ChildOutcome {
    ChildEnd end{ChildEnd::Exited};
    /// When it exited.
    int exit_code{0};
    /// When it was ended by a signal.
    int signal{0};
    /// All it said on standard output, unless a line sink took it.
    std::string output{};
    /// The last 8 KiB it said on standard error.
    std::string error_tail{};
    std::chrono::microseconds cpu{0};
    std::uint64_t peak_resident_bytes{0};

    bool succeeded() const noexcept { return end == ChildEnd::Exited && exit_code == 0; }
};

/// Told every line of standard output as it comes, without its line end; a line longer than 64 KiB comes in pieces.
using LineSink = std::function<void(std::string_view)>;

/// Runs the child to its end. Cancelling the coroutine ends the whole process group at once (SIGKILL) and reaps it. The
/// child dies with this process. Errors: Internal when it cannot be started.
Async<Result<ChildOutcome>> run_child(ChildCommand command, LineSink on_line);

}  // namespace acervo
