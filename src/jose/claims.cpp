#include "jose/claims.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace acervo::jose {
namespace {

namespace json = http::json;

// Claims are small: a body of many values is somebody's try to cost us memory.
constexpr std::size_t kMostValues = 4096;
constexpr std::size_t kMostTextBytes = 1000;
constexpr std::size_t kMostTexts = 1000;
constexpr std::int64_t kLastSecond = 253'402'300'799;  // the end of the year 9999

Error bad(std::string_view name, std::string_view reason) {
    return Error{ErrorKind::Unauthenticated, std::string{name} + " of the token " + std::string{reason}};
}

bool is_good(const std::string& text) {
    return !text.empty() && text.size() <= kMostTextBytes && without_controls(text) == text;
}

}  // namespace

Result<Claims> Claims::parse(std::string_view text) {
    auto value = json::parse(text, kMostValues);
    if (!value) return fail(ErrorKind::Unauthenticated, "a part of the token is not JSON");
    auto* members = value->as<json::Object>();
    if (members == nullptr) return fail(ErrorKind::Unauthenticated, "a part of the token is not a JSON object");
    std::vector<std::string_view> names;
    for (const auto& member : *members) names.emplace_back(member.name);
    std::ranges::sort(names);
    if (std::ranges::adjacent_find(names) != names.end()) {
        return fail(ErrorKind::Unauthenticated, "a member of the token is there twice");
    }
    return Claims{std::move(*members)};
}

const json::Value* Claims::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(members_, name, &json::Member::name);
    return found == members_.end() ? nullptr : &found->value;
}

bool Claims::has(std::string_view name) const noexcept { return find(name) != nullptr; }

Result<std::string> Claims::text(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return fail(bad(name, "is missing"));
    const auto* text = value->as<std::string>();
    if (text == nullptr || !is_good(*text)) return fail(bad(name, "is not a text"));
    return *text;
}

Result<std::vector<std::string>> Claims::texts(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return fail(bad(name, "is missing"));
    std::vector<std::string> texts;
    if (const auto* list = value->as<json::Array>()) {
        if (list->size() > kMostTexts) return fail(bad(name, "is too long"));
        for (const auto& one : *list) {
            const auto* text = one.as<std::string>();
            if (text == nullptr || !is_good(*text)) return fail(bad(name, "is not a list of texts"));
            texts.push_back(*text);
        }
        return texts;
    }
    auto text = this->text(name);
    if (!text) return fail(std::move(text).error());
    texts.push_back(*std::move(text));
    return texts;
}

Result<Timestamp> Claims::moment(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return fail(bad(name, "is missing"));
    const auto* seconds = value->as<std::int64_t>();
    if (seconds == nullptr || *seconds < 0 || *seconds > kLastSecond) return fail(bad(name, "is not a time"));
    return Timestamp{std::chrono::seconds{*seconds}};
}

}  // namespace acervo::jose
