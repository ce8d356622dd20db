#include "http/json/value.hpp"

#include <boost/json/basic_parser_impl.hpp>

namespace acervo::http::json {
namespace {

namespace bj = boost::json;

/// Builds a `Value` from the events of Boost's parser. Its own DOM keeps only the last of equal names.
class Builder {
public:
    // The body's size and the number of values are the limits; see most_values.
    // NOLINTBEGIN(readability-identifier-naming): the names are Boost.JSON's
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
    // NOLINTEND(readability-identifier-naming)

    explicit Builder(std::size_t most_values) : values_left_{most_values} {}

    Value take() { return std::move(root_); }
    bool overfull() const noexcept { return overfull_; }

    bool on_document_begin(boost::system::error_code&) { return true; }
    bool on_document_end(boost::system::error_code&) { return true; }
    bool on_object_begin(boost::system::error_code& error) { return open(Value{Object{}}, error); }
    bool on_object_end(std::size_t, boost::system::error_code&) { return close(); }
    bool on_array_begin(boost::system::error_code& error) { return open(Value{Array{}}, error); }
    bool on_array_end(std::size_t, boost::system::error_code&) { return close(); }
    bool on_key_part(bj::string_view part, std::size_t, boost::system::error_code&) { return gather(part); }
    bool on_key(bj::string_view part, std::size_t, boost::system::error_code&) {
        gather(part);
        names_.push_back(std::exchange(text_, {}));
        return true;
    }
    bool on_string_part(bj::string_view part, std::size_t, boost::system::error_code&) { return gather(part); }
    bool on_string(bj::string_view part, std::size_t, boost::system::error_code& error) {
        gather(part);
        return add(Value{std::exchange(text_, {})}, error);
    }
    bool on_number_part(bj::string_view, boost::system::error_code&) { return true; }
    bool on_int64(std::int64_t value, bj::string_view, boost::system::error_code& error) {
        return add(Value{value}, error);
    }
    // Boost asks for it only above the range of std::int64_t.
    bool on_uint64(std::uint64_t value, bj::string_view, boost::system::error_code& error) {
        return add(Value{Number{static_cast<double>(value)}}, error);
    }
    bool on_double(double value, bj::string_view, boost::system::error_code& error) {
        return add(Value{Number{value}}, error);
    }
    bool on_bool(bool value, boost::system::error_code& error) { return add(Value{value}, error); }
    bool on_null(boost::system::error_code& error) { return add(Value{nullptr}, error); }
    bool on_comment_part(bj::string_view, boost::system::error_code&) { return true; }
    bool on_comment(bj::string_view, boost::system::error_code&) { return true; }

private:
    bool gather(bj::string_view part) {
        text_.append(part.data(), part.size());
        return true;
    }

    bool count(boost::system::error_code& error) {
        if (values_left_ == 0) {
            overfull_ = true;
            error = bj::error::array_too_large;
            return false;
        }
        --values_left_;
        return true;
    }

    bool open(Value container, boost::system::error_code& error) {
        if (!count(error)) return false;
        containers_.push_back(std::move(container));
        return true;
    }

    bool close() {
        auto closed = std::move(containers_.back());
        containers_.pop_back();
        put(std::move(closed));
        return true;
    }

    bool add(Value value, boost::system::error_code& error) {
        if (!count(error)) return false;
        put(std::move(value));
        return true;
    }

    void put(Value value) {
        if (containers_.empty()) {
            root_ = std::move(value);
        } else if (auto* array = containers_.back().as<Array>()) {
            array->push_back(std::move(value));
        } else {
            containers_.back().as<Object>()->emplace_back(std::move(names_.back()), std::move(value));
            names_.pop_back();
        }
    }

    std::size_t values_left_;
    bool overfull_{false};
    std::string text_;
    std::vector<Value> containers_;
    std::vector<std::string> names_;
    Value root_;
};

}  // namespace

Value::Value() : held_{nullptr} {}
Value::Value(Held value) : held_{std::move(value)} {}
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

Result<Value> parse(std::string_view text, std::size_t most_values) {
    bj::parse_options options;
    options.max_depth = kMaxDepth;
    bj::basic_parser<Builder> parser{options, most_values};
    boost::system::error_code error;
    const auto consumed = parser.write_some(false, text.data(), text.size(), error);
    if (!error && consumed < text.size()) error = bj::error::extra_data;
    if (!error) return parser.handler().take();
    if (parser.handler().overfull()) {
        return fail(ErrorKind::InvalidInput, "the body has more than " + std::to_string(most_values) + " values");
    }
    return fail(ErrorKind::InvalidInput,
                "the body is not JSON: " + error.message() + " at byte " + std::to_string(consumed));
}

}  // namespace acervo::http::json
