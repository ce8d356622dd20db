#include "core/log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <mutex>
#include <optional>
#include <system_error>

#include "core/json_text.hpp"

namespace acervo::log {
namespace {

constexpr std::array<std::string_view, 4> kLevelNames{"debug", "info", "warn", "error"};

/// Where lines go. There is one per process; it is never destroyed, so that the last destructors may still log.
class Sink {
public:
    /// Takes the descriptor over; one it owned before is closed.
    void use(int descriptor) {
        const std::lock_guard lock{mutex_};
        if (descriptor_ != STDERR_FILENO) ::close(descriptor_);
        descriptor_ = descriptor;
    }

    bool write(std::string_view line) {
        const std::lock_guard lock{mutex_};
        while (!line.empty()) {
            const auto count = ::write(descriptor_, line.data(), line.size());
            if (count > 0) line.remove_prefix(static_cast<std::size_t>(count));
            if (count < 0 && !wait_after(errno)) return false;
        }
        return true;
    }

    std::atomic<Level> level{Level::Info};
    std::atomic<std::uint64_t> lost{0};

private:
    /// Whether it is worth to try again. A descriptor that somebody made non-blocking is waited for.
    bool wait_after(int problem) const {
        if (problem == EINTR) return true;
        if (problem != EAGAIN) return false;
        pollfd ready{.fd = descriptor_, .events = POLLOUT, .revents = 0};
        return ::poll(&ready, 1, -1) >= 0 || errno == EINTR;
    }

    std::mutex mutex_;
    int descriptor_{STDERR_FILENO};
};

Sink& sink() {
    static auto* const kSink = new Sink;
    return *kSink;
}

std::optional<Level> level_named(std::string_view name) {
    for (std::size_t i = 0; i < kLevelNames.size(); ++i) {
        if (kLevelNames[i] == name) return static_cast<Level>(i);
    }
    return std::nullopt;
}

/// Writes each kind of value as JSON.
struct ValueWriter {
    std::string& out;

    void operator()(std::string_view text) const { append_json_text(out, text); }
    void operator()(std::int64_t number) const { fmt::format_to(std::back_inserter(out), "{}", number); }
    void operator()(std::uint64_t number) const { fmt::format_to(std::back_inserter(out), "{}", number); }
    void operator()(double number) const {
        if (std::isfinite(number)) {
            fmt::format_to(std::back_inserter(out), "{}", number);
        } else {
            out += "null";
        }
    }
    void operator()(bool truth) const { out += truth ? "true" : "false"; }
    void operator()(const Uuid& id) const { append_json_text(out, id.to_string()); }
    void operator()(const Error* error) const {
        fmt::format_to(std::back_inserter(out), R"({{"kind":"{}","message":)", name_of(error->kind()));
        append_json_text(out, error->message());
        if (error->hides_something()) {
            out += R"(,"told":)";
            append_json_text(out, error->public_message());
        }
        out += '}';
    }
};

void append_fields(std::string& out, Fields fields) {
    for (const auto& field : fields) {
        out += ',';
        append_json_text(out, field.name());
        out += ':';
        std::visit(ValueWriter{out}, field.value());
    }
}

}  // namespace

void describe(config::Section<Options>& section) {
    section.doc("Structured logs of the process");
    section.key("level", &Options::level, "The least level that is written").one_of({"debug", "info", "warn", "error"});
    section.key("file", &Options::file, "File to append to; standard error when empty");
}

Result<void> start(const Options& options) {
    const auto level = level_named(options.level);
    if (!level) return fail(ErrorKind::InvalidInput, fmt::format("log level \"{}\" is unknown", options.level));
    int descriptor = STDERR_FILENO;
    if (!options.file.empty()) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): open(2) is what there is
        descriptor = ::open(options.file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
        if (descriptor < 0) {
            const auto reason = std::generic_category().message(errno);
            return fail(ErrorKind::Unavailable, fmt::format("log file {}: {}", options.file, reason));
        }
    }
    sink().use(descriptor);
    sink().level = *level;
    return {};
}

Context Context::with(Fields fields) const {
    auto text = std::make_shared<std::string>(this->text());
    append_fields(*text, fields);
    Context more;
    more.text_ = std::move(text);
    return more;
}

bool enabled(Level level) noexcept { return level >= sink().level.load(std::memory_order_relaxed); }

std::uint64_t lost_lines() noexcept { return sink().lost.load(std::memory_order_relaxed); }

std::string format_line(Timestamp moment, Level level, Event event, const Context& context, Fields fields) {
    std::string line;
    line.reserve(256);
    fmt::format_to(std::back_inserter(line), R"({{"time":"{}","level":"{}","event":"{}")", format_rfc3339(moment),
                   kLevelNames[static_cast<std::size_t>(level)], event.text());
    line += context.text();
    append_fields(line, fields);
    line += '}';
    return line;
}

void write(Level level, Event event, const Context& context, Fields fields) noexcept try {
    if (!enabled(level)) return;
    auto line = format_line(SystemClock{}.now(), level, event, context, fields);
    line += '\n';
    if (!sink().write(line)) ++sink().lost;
} catch (const std::exception&) {
    ++sink().lost;
}

}  // namespace acervo::log
