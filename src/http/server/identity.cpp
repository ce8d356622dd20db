#include "http/server/identity.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <random>

#include "core/trace_context.hpp"

namespace acervo::http {
namespace {

constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kUuidCharacters = 36;

/// xoshiro256++ (Blackman, Vigna: Scrambled linear pseudorandom number generators, 2021), seeded by the system, one per
/// thread. These names must not repeat, but nothing is protected by their being hard to guess; the generator of
/// OpenSSL costs as much as all the rest of a small request.
class NameGenerator {
public:
    NameGenerator() {
        std::random_device device;
        for (auto& word : state_) word = std::uint64_t{device()} << 32U | device();
    }
    std::uint64_t next() noexcept {
        const auto result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const auto shifted = state_[1] << 17U;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }
    /// Never zero, which Trace Context keeps for "none".
    std::uint64_t next_name() noexcept {
        for (;;) {
            if (const auto name = next(); name != 0) return name;
        }
    }

private:
    std::array<std::uint64_t, 4> state_{};
};

NameGenerator& names() {
    thread_local NameGenerator generator;
    return generator;
}

/// 16 lower-case digits.
void write_hex(std::uint64_t value, char* out) noexcept {
    for (int shift = 60; shift >= 0; shift -= 4)
        *out++ = "0123456789abcdef"[value >> static_cast<unsigned>(shift) & 0xFU];
}

/// A random UUID (RFC 9562 §5.4), 36 characters.
void write_uuid(char* out) noexcept {
    std::array<char, kTraceDigits> digits{};
    write_hex((names().next() & ~0xF000ULL) | 0x4000ULL, digits.data());
    write_hex((names().next() & ~(3ULL << 62U)) | 2ULL << 62U, digits.data() + 16);
    const char* from = digits.data();
    for (const int group : {8, 4, 4, 4, 12}) {
        if (from != digits.data()) *out++ = '-';
        out = std::copy_n(from, group, out);
        from += group;
    }
}

}  // namespace

bool is_safe_request_id(std::string_view text) noexcept {
    return !text.empty() && text.size() <= Identity::kMostCharacters && std::ranges::all_of(text, [](char c) {
        const char lower = static_cast<char>(c | 0x20);
        return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z') || c == '-' || c == '_' || c == '.';
    });
}

Identity Identity::of(const Headers& headers, bool is_trusted) {
    Identity identity;
    const auto given = is_trusted ? headers.find("X-Request-Id") : std::nullopt;
    if (given && is_safe_request_id(*given)) {
        identity.request_id_size_ = given->copy(identity.request_id_.data(), kMostCharacters);
    } else {
        write_uuid(identity.request_id_.data());
        identity.request_id_size_ = kUuidCharacters;
    }
    const auto parent = headers.find("traceparent");
    if (const auto caller = parent ? TraceContext::parse(*parent) : std::nullopt) {
        caller->trace_id.to_string().copy(identity.trace_id_.data(), identity.trace_id_.size());
    } else {
        write_hex(names().next_name(), identity.trace_id_.data());
        write_hex(names().next(), identity.trace_id_.data() + 16);
    }
    write_hex(names().next_name(), identity.span_id_.data());
    return identity;
}

}  // namespace acervo::http
