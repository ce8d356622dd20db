#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

#include "adapters/exiftool/exiftool.hpp"
#include "core/utf8.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostRaw = 256 * 1024;
constexpr std::size_t kLongestText = 10'000;
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kMostItems = 1'000;
constexpr std::size_t kMostNames = 5'000;
constexpr int kDeepest = 8;
constexpr auto kLeftOut = "left_out";

/// Valid UTF-8 without U+0000, which PostgreSQL keeps in no text, and no longer than it may be.
std::string clean(std::string_view text) {
    std::string cleaned;
    for (std::size_t at = 0; at < text.size() && cleaned.size() < kLongestText;) {
        const auto begin = at;
        const auto point = next_code_point(text, at);
        if (!point) {
            at = begin + 1;
            cleaned += "\xEF\xBF\xBD";
        } else if (*point != 0) {
            cleaned.append(text.substr(begin, at - begin));
        }
    }
    return cleaned;
}

/// What ExifTool shows in place of bytes.
bool is_binary(std::string_view text) {
    return text.starts_with("(Binary data ") || text.starts_with("base64:") || text.starts_with("(large array of ");
}

/// A value as it may be kept; nothing for what may not be.
class Cleaner {
public:
    std::optional<json::value> clean_value(const json::value& value, int depth) {
        if (value.is_string()) return clean_text(value.get_string());
        if (value.is_array()) return clean_array(value.get_array(), depth);
        if (value.is_object()) return clean_object(value.get_object(), depth);
        if (value.is_double() && !std::isfinite(value.get_double())) return std::nullopt;
        return value;
    }
    std::size_t left_out() const noexcept { return left_out_; }

private:
    std::optional<json::value> clean_text(std::string_view text) {
        auto cleaned = clean(text);
        if (cleaned.size() < text.size()) ++left_out_;
        return json::value(std::string_view{cleaned});
    }
    std::optional<json::value> clean_array(const json::array& array, int depth) {
        if (depth == kDeepest) return std::nullopt;
        json::array cleaned;
        for (const auto& item : array) {
            if (cleaned.size() == kMostItems) break;
            if (auto one = clean_value(item, depth + 1)) cleaned.push_back(*std::move(one));
        }
        left_out_ += array.size() - cleaned.size();
        return cleaned;
    }
    std::optional<json::value> clean_object(const json::object& object, int depth) {
        if (depth == kDeepest) return std::nullopt;
        json::object cleaned;
        for (const auto& [name, member] : object) {
            if (cleaned.size() == kMostItems) break;
            if (name.size() > kLongestName) continue;
            if (auto one = clean_value(member, depth + 1)) cleaned[clean(name)] = *std::move(one);
        }
        left_out_ += object.size() - cleaned.size();
        return cleaned;
    }
    std::size_t left_out_{0};
};

/// Texts of a value under its name.
class Flattener {
public:
    explicit Flattener(EmbeddedValues& into) : into_{into} {}
    void add(const std::string& name, const json::value& value) {
        if (value.is_array()) {
            for (const auto& item : value.get_array()) add(name, item);
        } else if (value.is_object()) {
            for (const auto& [member, below] : value.get_object()) add(name + "/" + std::string{member}, below);
        } else if (auto text = text_of(value); !text.empty() && !is_binary(text)) {
            auto& texts = into_[name];
            if (texts.size() < kMostItems) texts.push_back(std::move(text));
        }
    }

private:
    static std::string text_of(const json::value& value) {
        if (value.is_string()) return std::string{value.get_string()};
        if (value.is_int64()) return std::to_string(value.get_int64());
        if (value.is_uint64()) return std::to_string(value.get_uint64());
        if (value.is_double()) return fmt::format("{}", value.get_double());
        if (value.is_bool()) return value.get_bool() ? "true" : "false";
        return {};
    }
    EmbeddedValues& into_;
};

}  // namespace

Result<EmbeddedReading> reading_from_exiftool(std::string_view text) {
    json::parse_options lenient;
    lenient.allow_invalid_utf8 = true;
    boost::system::error_code wrong;
    const auto parsed = json::parse(text, wrong, {}, lenient);
    if (wrong || !parsed.is_array() || parsed.get_array().empty() || !parsed.get_array()[0].is_object()) {
        return fail(ErrorKind::UnsupportedType, "what its reader says cannot be read");
    }
    EmbeddedReading reading;
    Flattener flattener{reading.values};
    Cleaner cleaner;
    json::object raw;
    std::size_t bytes = 0;
    std::size_t left_out = 0;
    for (const auto& [name, value] : parsed.get_array()[0].get_object()) {
        // The path is ours.
        if (name == "SourceFile") continue;
        auto cleaned = cleaner.clean_value(value, 0);
        if (!cleaned || name.size() > kLongestName || raw.size() == kMostNames) {
            ++left_out;
            continue;
        }
        auto plain_name = clean(name);
        flattener.add(plain_name, *cleaned);
        const auto size = plain_name.size() + json::serialize(*cleaned).size() + 4;
        if (bytes + size > kMostRaw - 64) {
            ++left_out;
            continue;
        }
        bytes += size;
        raw[plain_name] = *std::move(cleaned);
    }
    if (left_out + cleaner.left_out() > 0) raw[kLeftOut] = left_out + cleaner.left_out();
    reading.raw = json::serialize(raw);
    return reading;
}

}  // namespace acervo
