#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "core/clock.hpp"
#include "core/config.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "core/secret.hpp"

/// Structured logs: one JSON object (RFC 8259) per line, on standard error or in a file.
///
///   log::info(context, "upload.completed", {{"asset_id", id}, {"size", size}});
///   {"time":"2026-01-31T08:09:10.123456Z","level":"info","event":"upload.completed","request_id":"…","asset_id":"…","size":7}
///
/// A line is written by one write(2) under a lock, before the call returns: nothing is lost when the process dies, and
/// a reader that stops reading a pipe blocks the thread that logs. Nothing here throws. A line that cannot be written
/// (full disk, closed pipe, no memory) is counted in `lost_lines()` and dropped. SIGPIPE must be ignored by the
/// program.
namespace acervo::log {

enum class Level { Debug, Info, Warn, Error };

/// The section `log` of every program.
struct Options {
    std::string level{"info"};
    std::string file;
};
void describe(config::Section<Options>& section);

/// Sets level and file of the process (append, mode 0640). Before the first call: `info`, standard error. May be called
/// again. Unavailable when the file cannot be opened; then nothing changes.
Result<void> start(const Options& options);

/// The name of an event: `noun.verb`, lower-case words of a-z, 0-9 and _, checked when the program is compiled.
class Event {
public:
    template <std::size_t N>
    consteval Event(const char (&text)[N]) : text_{text, N - 1} {  // NOLINT(google-explicit-constructor)
        if (!is_well_formed(text_)) throw "an event is named noun.verb";
    }
    constexpr std::string_view text() const noexcept { return text_; }

private:
    static consteval bool is_well_formed(std::string_view text) {
        std::size_t dots = 0;
        char before = '.';
        for (const char c : text) {
            if (c == '.') ++dots;
            if (c == '.' && before == '.') return false;
            if (c != '.' && c != '_' && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) return false;
            before = c;
        }
        return dots > 0 && before != '.';
    }
    std::string_view text_;
};

/// One named value of a line. It borrows texts for the time of the call. A name is used once per line, `time`, `level`
/// and `event` not at all. Text may hold any bytes: what is not UTF-8 becomes U+FFFD. Numbers that JSON cannot hold
/// (NaN, infinity) become null. Units belong into the name: `duration_ms`.
class Field {
public:
    using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool, Uuid, const Error*>;

    Field(std::string_view name, std::string_view value) : name_{name}, value_{value} {}
    Field(std::string_view name, const std::string& value) : name_{name}, value_{std::string_view{value}} {}
    Field(std::string_view name, const char* value)
        : name_{name}, value_{std::string_view{value != nullptr ? value : ""}} {}
    template <std::signed_integral T>
    Field(std::string_view name, T value) : name_{name}, value_{static_cast<std::int64_t>(value)} {}
    template <std::unsigned_integral T>
        requires(!std::same_as<T, bool>)
    Field(std::string_view name, T value) : name_{name}, value_{static_cast<std::uint64_t>(value)} {}
    Field(std::string_view name, double value) : name_{name}, value_{value} {}
    /// Only a `bool` itself: a pointer is no truth.
    Field(std::string_view name, std::same_as<bool> auto value) : name_{name}, value_{value} {}
    Field(std::string_view name, const Uuid& value) : name_{name}, value_{value} {}
    template <class Tag>
    Field(std::string_view name, const Id<Tag>& value) : name_{name}, value_{value.uuid()} {}
    /// Written as `{"kind":"timeout","message":"…","told":"…"}`; `told`, what a caller of the API reads, where that is
    /// not the message.
    Field(std::string_view name, const Error& value) : name_{name}, value_{&value} {}
    /// What is secret is not logged.
    Field(std::string_view name, const Secret& value) = delete;

    std::string_view name() const noexcept { return name_; }
    const Value& value() const noexcept { return value_; }

private:
    std::string_view name_;
    Value value_;
};

using Fields = std::initializer_list<Field>;

/// Fields that go with a piece of work (request_id, trace_id, asset_id …), handed from function to function as a value:
/// coroutines share threads, so nothing hangs on a thread. Copying costs a reference count.
class Context {
public:
    Context() = default;
    /// This context and more fields.
    Context with(Fields fields) const;
    /// The fields as they stand in a line: `,"request_id":"…"`.
    std::string_view text() const noexcept { return text_ ? std::string_view{*text_} : std::string_view{}; }

private:
    std::shared_ptr<const std::string> text_;
};

void write(Level level, Event event, const Context& context, Fields fields) noexcept;
bool enabled(Level level) noexcept;
/// Lines dropped since the process began.
std::uint64_t lost_lines() noexcept;

/// One line without its end, as `write` would write it at `moment`.
std::string format_line(Timestamp moment, Level level, Event event, const Context& context, Fields fields);

inline void debug(Event event, Fields fields = {}) noexcept { write(Level::Debug, event, {}, fields); }
inline void info(Event event, Fields fields = {}) noexcept { write(Level::Info, event, {}, fields); }
inline void warn(Event event, Fields fields = {}) noexcept { write(Level::Warn, event, {}, fields); }
inline void error(Event event, Fields fields = {}) noexcept { write(Level::Error, event, {}, fields); }
inline void debug(const Context& context, Event event, Fields fields = {}) noexcept {
    write(Level::Debug, event, context, fields);
}
inline void info(const Context& context, Event event, Fields fields = {}) noexcept {
    write(Level::Info, event, context, fields);
}
inline void warn(const Context& context, Event event, Fields fields = {}) noexcept {
    write(Level::Warn, event, context, fields);
}
inline void error(const Context& context, Event event, Fields fields = {}) noexcept {
    write(Level::Error, event, context, fields);
}

}  // namespace acervo::log
