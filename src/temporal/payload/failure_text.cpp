#include "temporal/payload/failure_text.hpp"

#include <string_view>

namespace acervo::temporal {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

unsigned char byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

/// Bytes of the character at the front, or 0 when it is none (Unicode 15, table 3-7).
std::size_t character(std::string_view text) {
    const auto lead = byte_at(text, 0);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
    const unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte_at(text, 1) < lowest || byte_at(text, 1) > highest) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if ((byte_at(text, i) & 0xC0) != 0x80) return 0;
    }
    return length;
}

/// What may stand behind the most: the words about the cut, so that a text that was cut once is not cut again.
constexpr std::size_t kSlack = 100;

std::string sendable_text(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (out.size() >= kMostFailureText && text.size() - at > kSlack) {
            return out + " … (cut; it had " + std::to_string(text.size()) + " bytes)";
        }
        const auto length = character(text.substr(at));
        out += length == 0 ? kReplacement : text.substr(at, length);
        at += length == 0 ? 1 : length;
    }
    return out;
}

Failure sendable_link(const Failure& failure, int links_left) {
    auto sent = failure;
    sent.message = sendable_text(failure.message);
    sent.stack_trace = sendable_text(failure.stack_trace);
    if (auto* info = std::get_if<Failure::ApplicationInfo>(&sent.info)) info->type = sendable_text(info->type);
    if (!failure.cause) return sent;
    sent.cause = nullptr;
    if (links_left > 1) {
        sent.cause = std::make_shared<const Failure>(sendable_link(*failure.cause, links_left - 1));
    }
    return sent;
}

}  // namespace

Failure sendable(const Failure& failure) { return sendable_link(failure, kMostFailureLinks); }

}  // namespace acervo::temporal
