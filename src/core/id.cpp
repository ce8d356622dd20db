#include "core/id.hpp"

#include <openssl/rand.h>

#include <chrono>
#include <stdexcept>

namespace acervo {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr bool is_dash_position(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

Uuid Uuid::make() {
    Uuid id;
    if (RAND_bytes(id.bytes_.data(), static_cast<int>(id.bytes_.size())) != 1) {
        throw std::runtime_error{"the random number generator of OpenSSL failed"};
    }
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto millis = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    for (std::size_t i = 0; i < 6; ++i) id.bytes_[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
    id.bytes_[6] = static_cast<std::uint8_t>((id.bytes_[6] & 0x0F) | 0x70);
    id.bytes_[8] = static_cast<std::uint8_t>((id.bytes_[8] & 0x3F) | 0x80);
    return id;
}

Result<Uuid> Uuid::parse(std::string_view text) {
    const auto malformed = [] { return fail(ErrorKind::InvalidInput, "not a UUID"); };
    if (text.size() != 36) return malformed();
    Uuid id;
    std::size_t digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_dash_position(i)) {
            if (text[i] != '-') return malformed();
            continue;
        }
        const int value = hex_value(text[i]);
        if (value < 0) return malformed();
        auto& byte = id.bytes_[digits / 2];
        byte = static_cast<std::uint8_t>(digits % 2 == 0 ? value << 4 : byte | value);
        ++digits;
    }
    return id;
}

std::string Uuid::to_string() const {
    std::string text;
    text.reserve(36);
    for (const auto byte : bytes_) {
        if (is_dash_position(text.size())) text += '-';
        text += kHexDigits[byte >> 4];
        text += kHexDigits[byte & 0x0F];
    }
    return text;
}

}  // namespace acervo
