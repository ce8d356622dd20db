#include "adapters/exiftool/exiftool.hpp"

#include <fmt/format.h>

#include <csignal>
#include <string>

#include "child/child_process.hpp"
#include "child/own_folder.hpp"

namespace acervo {
namespace {

Error failure_of(const ChildOutcome& outcome) {
    // Time on the wall is also that of other programs; time of the processor is the file's own.
    if (outcome.end == ChildEnd::WallLimit) return Error{ErrorKind::Timeout, "reading what it says took too long"};
    if (outcome.end == ChildEnd::CpuLimit) {
        return Error{ErrorKind::UnsupportedType, "reading what it says takes too long"};
    }
    if (outcome.end == ChildEnd::OutputLimit) return Error{ErrorKind::UnsupportedType, "it says too much"};
    if (outcome.end == ChildEnd::Signalled) {
        // Nothing in a file sends SIGKILL: a kernel without memory does, or an operator.
        const bool is_ours = outcome.signal == SIGKILL || outcome.signal == SIGTERM;
        return Error{is_ours ? ErrorKind::Internal : ErrorKind::UnsupportedType,
                     fmt::format("its reader ended by signal {}", outcome.signal)};
    }
    // Perl's words when a part of the program is not installed.
    if (outcome.error_tail.find("Can't locate ") != std::string::npos) {
        return Error{ErrorKind::Internal, "ExifTool is not whole"};
    }
    return Error{ErrorKind::UnsupportedType, "its reader gave up"};
}

class Exiftool final : public EmbeddedMetadataReader {
public:
    explicit Exiftool(ExiftoolOptions options) : options_{std::move(options)} {}

    Async<Result<EmbeddedReading>> read(std::filesystem::path file) override {
        const OwnFolder own{options_.work_folder};
        ChildCommand command;
        command.program = options_.exiftool;
        // No configuration, which would be a program. Numbers as they are stored, structures whole, the same name in
        // every group where it is; nothing of the disk's own about the file.
        command.arguments = {"-config",
                             "",
                             "-json",
                             "-G1",
                             "-a",
                             "-n",
                             "-struct",
                             "-api",
                             "largefilesupport=1",
                             "--System:all",
                             "--ExifTool:ExifToolVersion",
                             file.string()};
        command.work_folder = own.path();
        command.readable = {file};
        command.limits.wall = options_.longest;
        command.limits.cpu = options_.longest;
        command.limits.memory_bytes = options_.memory_bytes;
        command.limits.file_bytes = 0;
        command.limits.output_bytes = options_.output_bytes;
        const auto done = CO_TRY(co_await run_child(std::move(command), {}));
        // It says that it does not know a file by its exit code, and in what it writes.
        const bool has_spoken = done.end == ChildEnd::Exited && done.output.starts_with('[');
        if (!has_spoken) co_return std::unexpected{failure_of(done)};
        co_return reading_from_exiftool(done.output);
    }

private:
    ExiftoolOptions options_;
};

}  // namespace

std::unique_ptr<EmbeddedMetadataReader> make_exiftool(ExiftoolOptions options) {
    return std::make_unique<Exiftool>(std::move(options));
}

}  // namespace acervo
