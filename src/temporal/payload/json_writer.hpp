#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace acervo::temporal {

/// Writes one JSON text (RFC 8259) without white space, members in the order of the calls. Commas are its business:
///   writer.begin_object(); writer.key("frames"); writer.value(std::int64_t{25}); writer.end_object();
class JsonWriter {
public:
    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }
    void key(std::string_view name);

    void null() { raw("null"); }
    void value(bool truth) { raw(truth ? "true" : "false"); }
    void value(std::int64_t number);
    void value(std::uint64_t number);
    /// The shortest digits that read back as the same number. JSON has no NaN and no infinity: see `faulty`.
    void value(double number);
    void value(std::string_view text);

    /// A number was met that JSON cannot hold.
    bool faulty() const noexcept { return faulty_; }
    std::string take() && { return std::move(text_); }

private:
    void open(char bracket);
    void close(char bracket);
    void raw(std::string_view text);
    void separate();

    std::string text_;
    bool comma_ = false;
    bool faulty_ = false;
};

}  // namespace acervo::temporal
