#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace acervo {

/// What a field of the editorial metadata holds. A choice is one value of a vocabulary that the site gives.
enum class FieldType { Text, Choice, Integer, Number, Boolean, Date, DateTime };

std::string_view name_of(FieldType type) noexcept;
/// InvalidInput for a name that is not in the list.
Result<FieldType> parse_field_type(std::string_view name);

/// A word for people in one language (BCP 47).
struct FieldLabel {
    std::string language;
    std::string text;
};

struct FieldChoice {
    std::string value;
    std::vector<FieldLabel> labels{};
};

/// One field that assets of a type may have.
struct Field {
    std::string name;
    FieldType type{FieldType::Text};
    /// A list of such values.
    bool list{false};
    bool required{false};
    std::vector<FieldLabel> labels{};
    /// Of a text, in code points.
    std::optional<int> min_length{};
    std::optional<int> max_length{};
    /// Of an integer or a number, both included.
    std::optional<std::int64_t> minimum{};
    std::optional<std::int64_t> maximum{};
    /// Of a list.
    std::optional<int> max_items{};
    std::vector<FieldChoice> choices{};
};

/// What editorial metadata of one type of asset may hold. Without fields: none was made, anything goes.
struct MetadataSchema {
    std::int64_t revision{0};
    std::optional<std::vector<Field>> fields{};
};

/// InvalidInput, with each place, when names or choices come twice, limits do not belong to the type or are not in
/// order, or a choice has no vocabulary.
Result<void> check_fields(const std::vector<Field>& fields);

/// `2026-01-31`, a day that there is (RFC 3339 full-date).
bool is_date(std::string_view text) noexcept;
/// `2026-01-31T08:00:00Z`, with an offset or a fraction of the second if need be (RFC 3339 date-time).
bool is_date_time(std::string_view text) noexcept;

}  // namespace acervo
