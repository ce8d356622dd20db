#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_message.hpp"

namespace acervo::http {

/// Bytes `first` to `last`, both included, of a representation; never empty.
class ByteRange {
public:
    constexpr ByteRange(std::uint64_t first_byte, std::uint64_t last_byte) noexcept
        : first{first_byte}, last{last_byte} {}

    constexpr std::uint64_t length() const noexcept { return last - first + 1; }
    friend constexpr auto operator<=>(const ByteRange&, const ByteRange&) = default;

    std::uint64_t first;
    std::uint64_t last;
};

/// What a request with a Range field gets (RFC 9110 §14.2).
enum class RangeOutcome {
    Whole,           ///< 200 with everything: no range was asked for, or the field is to be ignored
    Partial,         ///< 206 with `ranges`: one, or several that neither overlap nor touch
    NotSatisfiable,  ///< 416: no range asked for lies inside the representation
};

class RangeAnswer {
public:
    explicit RangeAnswer(RangeOutcome result) noexcept : outcome{result} {}

    RangeOutcome outcome;
    /// In the order asked for, unless some had to be joined: then ascending. All of them inside the representation.
    std::vector<ByteRange> ranges;
};

/// More ranges than this in one request are ignored (RFC 9110 §14.2: a defence against many tiny ranges).
inline constexpr std::size_t kMaxRanges = 16;

/// The bytes that a Range field's value (RFC 9110 §14.1.2) selects of `size` bytes. Ignored: other units than `bytes`,
/// a value that breaks the grammar or ends before it begins, and more than `kMaxRanges` ranges.
RangeAnswer select_ranges(std::string_view range_value, std::uint64_t size);

/// What a conditional range request is compared with; members are as they are sent, empty where there is none.
class RangeValidators {
public:
    RangeValidators(std::string_view entity_tag, std::string_view modified) noexcept
        : etag{entity_tag}, last_modified{modified} {}

    /// With its quotes, `W/"…"` when weak.
    std::string_view etag;
    /// As IMF-fixdate.
    std::string_view last_modified;
};

/// Whether an If-Range value (RFC 9110 §13.1.5) allows the range: the same strong entity tag, or exactly the same date.
bool if_range_holds(std::string_view if_range_value, RangeValidators validators) noexcept;

/// The whole decision for one request: Range counts only for GET, once, and only when If-Range holds.
RangeAnswer answer_range(Method method, const Headers& headers, std::uint64_t size, RangeValidators validators);

/// `bytes 0-99/1234` for Content-Range of a 206 (RFC 9110 §14.4).
std::string content_range(ByteRange range, std::uint64_t size);
/// `bytes */1234` for Content-Range of a 416.
std::string unsatisfied_content_range(std::uint64_t size);

}  // namespace acervo::http
