#include "temporal/payload/json_view.hpp"

#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <limits>
#include <string>

namespace acervo::temporal {

namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

const boost::json::value& value_at(const void* address) noexcept {
    return *static_cast<const boost::json::value*>(address);
}

}  // namespace

std::string_view JsonView::kind() const noexcept {
    switch (value_at(value_).kind()) {
        case boost::json::kind::null:
            return "null";
        case boost::json::kind::bool_:
            return "a boolean";
        case boost::json::kind::string:
            return "a text";
        case boost::json::kind::array:
            return "an array";
        case boost::json::kind::object:
            return "an object";
        default:
            return "a number";
    }
}

bool JsonView::is_null() const noexcept { return value_at(value_).is_null(); }
bool JsonView::is_array() const noexcept { return value_at(value_).is_array(); }
bool JsonView::is_object() const noexcept { return value_at(value_).is_object(); }

std::optional<bool> JsonView::as_bool() const noexcept {
    const auto* truth = value_at(value_).if_bool();
    return truth != nullptr ? std::optional{*truth} : std::nullopt;
}

std::optional<std::int64_t> JsonView::as_int64() const noexcept {
    const auto& value = value_at(value_);
    if (const auto* number = value.if_int64()) return *number;
    if (const auto* number = value.if_uint64()) {
        if (*number <= std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
            return static_cast<std::int64_t>(*number);
        }
    }
    if (const auto* number = value.if_double()) {
        if (*number >= -kTwoTo63 && *number < kTwoTo63 && std::trunc(*number) == *number) {
            return static_cast<std::int64_t>(*number);
        }
    }
    return std::nullopt;
}

std::optional<std::uint64_t> JsonView::as_uint64() const noexcept {
    const auto& value = value_at(value_);
    if (const auto* number = value.if_uint64()) return *number;
    if (const auto* number = value.if_int64()) {
        if (*number >= 0) return static_cast<std::uint64_t>(*number);
    }
    if (const auto* number = value.if_double()) {
        if (*number >= 0 && *number < kTwoTo64 && std::trunc(*number) == *number) {
            return static_cast<std::uint64_t>(*number);
        }
    }
    return std::nullopt;
}

std::optional<double> JsonView::as_double() const noexcept {
    const auto& value = value_at(value_);
    if (const auto* number = value.if_double()) return *number;
    if (const auto* number = value.if_int64()) return static_cast<double>(*number);
    if (const auto* number = value.if_uint64()) return static_cast<double>(*number);
    return std::nullopt;
}

std::optional<std::string_view> JsonView::as_text() const noexcept {
    const auto* text = value_at(value_).if_string();
    if (text == nullptr) return std::nullopt;
    return std::string_view{text->data(), text->size()};
}

std::size_t JsonView::size() const noexcept {
    const auto& value = value_at(value_);
    if (const auto* array = value.if_array()) return array->size();
    if (const auto* object = value.if_object()) return object->size();
    return 0;
}

JsonView JsonView::element(std::size_t index) const noexcept {
    return JsonView{&(*value_at(value_).if_array())[index]};
}

std::pair<std::string_view, JsonView> JsonView::member(std::size_t index) const noexcept {
    const auto& found = value_at(value_).if_object()->begin()[index];
    return {std::string_view{found.key().data(), found.key().size()}, JsonView{&found.value()}};
}

std::optional<JsonView> JsonView::find(std::string_view name) const noexcept {
    const auto* object = value_at(value_).if_object();
    const auto* found = object != nullptr ? object->if_contains({name.data(), name.size()}) : nullptr;
    return found != nullptr ? std::optional{JsonView{found}} : std::nullopt;
}

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = kMaxDepth;
    options.numbers = boost::json::number_precision::precise;
    boost::json::parser parser{{}, options};
    boost::system::error_code error;
    const auto read = parser.write(text.data(), text.size(), error);
    if (error) {
        return fail(ErrorKind::InvalidInput, "not JSON at byte " + std::to_string(read) + ": " + error.message());
    }
    return JsonDocument{std::make_shared<const boost::json::value>(parser.release())};
}

JsonView JsonDocument::root() const noexcept { return JsonView{value_.get()}; }

}  // namespace acervo::temporal
