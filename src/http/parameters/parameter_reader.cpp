#include "http/parameters/parameter_reader.hpp"

#include <algorithm>
#include <charconv>

#include "http/json/read.hpp"

namespace acervo::http {
namespace {

/// Field names compare without case (RFC 9110 §5.1).
bool same_field_name(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace

std::optional<std::string_view> ParameterReader::path(std::string_view name) {
    const auto found = request_.path_parameters.find(name);
    if (found == request_.path_parameters.end()) return std::nullopt;
    return found->second;
}

std::vector<std::string_view> ParameterReader::queries(std::string_view name) const {
    std::vector<std::string_view> texts;
    for (const auto& [key, text] : request_.query) {
        if (key == name) texts.emplace_back(text);
    }
    return texts;
}

std::optional<std::string_view> ParameterReader::query(std::string_view name) {
    const auto texts = queries(name);
    if (texts.empty()) return std::nullopt;
    if (texts.size() > 1) refuse(name, "is given more than once");
    return texts.front();
}

std::optional<std::string_view> ParameterReader::header(std::string_view name) {
    std::optional<std::string_view> found;
    for (const auto& [key, text] : request_.headers) {
        if (!same_field_name(key, name)) continue;
        if (found) refuse(name, "is given more than once");
        found = text;
    }
    return found;
}

void ParameterReader::read_text(std::string_view name, std::string_view text, const json::TextRule& rule,
                                std::string& into) {
    if (auto wrong = json::objection(text, rule)) {
        refuse(name, *std::move(wrong));
    } else {
        into = text;
    }
}

void ParameterReader::read_integer(std::string_view name, std::string_view text, const json::IntegerRule& rule,
                                   std::int64_t& into) {
    std::int64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end || json::objection(number, rule)) {
        refuse(name, json::expectation(rule));
    } else {
        into = number;
    }
}

void ParameterReader::read_integer(std::string_view name, std::string_view text, const json::IntegerRule& rule,
                                   std::int32_t& into) {
    std::int64_t wide = into;
    read_integer(name, text, rule, wide);
    into = static_cast<std::int32_t>(wide);
}

void ParameterReader::read_uuid(std::string_view name, std::string_view text, Uuid& into) {
    if (const auto parsed = Uuid::parse(text)) {
        into = *parsed;
    } else {
        refuse(name, "must be a UUID");
    }
}

void ParameterReader::read_timestamp(std::string_view name, std::string_view text, Timestamp& into) {
    if (const auto parsed = json::parse_rfc3339(text)) {
        into = *parsed;
    } else {
        refuse(name, "must be a date and time as 2026-01-31T08:09:10Z");
    }
}

std::optional<std::size_t> ParameterReader::read_name(std::string_view name, std::string_view text,
                                                      std::span<const std::string_view> names) {
    const auto found = std::ranges::find(names, text);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    refuse(name, json::expectation(names));
    return std::nullopt;
}

bool ParameterReader::check_count(std::string_view name, std::size_t count, const json::CountRule& rule) {
    auto wrong = json::objection(count, rule);
    if (!wrong) return true;
    refuse(name, *std::move(wrong));
    return false;
}

void ParameterReader::refuse(std::string_view name, std::string reason) {
    errors_.add(std::string{name}, std::move(reason));
}

void ParameterReader::refuse_unknown_query(std::span<const std::string_view> known) {
    for (const auto& [key, text] : request_.query) {
        if (std::ranges::find(known, key) == known.end()) refuse(key, "is not known here");
    }
}

}  // namespace acervo::http
