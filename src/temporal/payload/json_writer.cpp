#include "temporal/payload/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "core/json_text.hpp"

namespace acervo::temporal {

namespace {

template <class Number>
void append_number(std::string& text, Number number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end);
}

}  // namespace

void JsonWriter::separate() {
    if (comma_) text_ += ',';
    comma_ = true;
}

void JsonWriter::open(char bracket) {
    separate();
    text_ += bracket;
    comma_ = false;
}

void JsonWriter::close(char bracket) {
    text_ += bracket;
    comma_ = true;
}

void JsonWriter::raw(std::string_view text) {
    separate();
    text_ += text;
}

void JsonWriter::key(std::string_view name) {
    separate();
    append_json_text(text_, name);
    text_ += ':';
    comma_ = false;
}

void JsonWriter::value(std::int64_t number) {
    separate();
    append_number(text_, number);
}

void JsonWriter::value(std::uint64_t number) {
    separate();
    append_number(text_, number);
}

void JsonWriter::value(double number) {
    separate();
    faulty_ = faulty_ || !std::isfinite(number);
    append_number(text_, number);
}

void JsonWriter::value(std::string_view text) {
    separate();
    append_json_text(text_, text);
}

}  // namespace acervo::temporal
