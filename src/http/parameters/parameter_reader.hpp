#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "http/json/place.hpp"
#include "http/json/rules.hpp"
#include "http/server/request.hpp"

namespace acervo::http {

/// Path, query and header parameters of one request, checked as members of a body are. An error's pointer is the
/// parameter's name. Borrows the request.
class ParameterReader {
public:
    explicit ParameterReader(const Request& request) noexcept : request_{request} {}

    /// The text of a parameter, where there is one; refuses a name that came more than once.
    std::optional<std::string_view> path(std::string_view name);
    std::optional<std::string_view> query(std::string_view name);
    std::optional<std::string_view> header(std::string_view name);
    /// All texts of a query parameter that may be repeated.
    std::vector<std::string_view> queries(std::string_view name) const;

    void read_text(std::string_view name, std::string_view text, const json::TextRule& rule, std::string& into);
    void read_integer(std::string_view name, std::string_view text, const json::IntegerRule& rule, std::int64_t& into);
    void read_integer(std::string_view name, std::string_view text, const json::IntegerRule& rule, std::int32_t& into);
    void read_uuid(std::string_view name, std::string_view text, Uuid& into);
    template <class Tag>
    void read_uuid(std::string_view name, std::string_view text, Id<Tag>& into) {
        Uuid uuid = into.uuid();
        read_uuid(name, text, uuid);
        into = Id<Tag>{uuid};
    }
    void read_timestamp(std::string_view name, std::string_view text, Timestamp& into);
    std::optional<std::size_t> read_name(std::string_view name, std::string_view text,
                                         std::span<const std::string_view> names);
    /// Whether a list has as many elements as `rule` says.
    bool check_count(std::string_view name, std::size_t count, const json::CountRule& rule);

    void refuse(std::string_view name, std::string reason);
    /// Refuses every query parameter whose name is not among `known`: a mistyped filter must not show everything.
    void refuse_unknown_query(std::span<const std::string_view> known);

    template <class T>
    Result<T> result(T into) {
        if (!errors_.empty()) return fail(std::move(errors_).take());
        return into;
    }

private:
    const Request& request_;
    json::FieldErrors errors_;
};

}  // namespace acervo::http
