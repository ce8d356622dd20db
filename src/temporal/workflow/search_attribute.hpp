#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "temporal/workflow/arguments.hpp"

namespace acervo::temporal {

/// A value for the server's index; it must know the name with this type.
struct SearchAttributeValue {
    std::string name;
    Payload payload;
};

/// A typed name: `inline const SearchAttribute<std::string> tenant{"Tenant", "Keyword"};`. The types are those of the
/// server: Keyword, Text, Int, Double, Bool, Datetime (RFC 3339 text), KeywordList.
template <class T>
class SearchAttribute {
public:
    SearchAttribute(std::string name, std::string type) : name_{std::move(name)}, type_{std::move(type)} {}

    SearchAttributeValue is(const T& value) const {
        SearchAttributeValue attribute{name_, encode_or_throw(value, "search attribute " + name_)};
        attribute.payload.metadata.emplace("type", type_);
        return attribute;
    }
    /// Takes the value off the index.
    SearchAttributeValue none() const {
        SearchAttributeValue attribute{name_, json_payload("null")};
        attribute.payload.metadata.emplace("type", type_);
        return attribute;
    }

private:
    std::string name_;
    std::string type_;
};

inline SearchAttribute<std::string> keyword(std::string name) { return {std::move(name), "Keyword"}; }
inline SearchAttribute<std::string> full_text(std::string name) { return {std::move(name), "Text"}; }
inline SearchAttribute<std::int64_t> whole_number(std::string name) { return {std::move(name), "Int"}; }
inline SearchAttribute<double> real_number(std::string name) { return {std::move(name), "Double"}; }
inline SearchAttribute<bool> truth(std::string name) { return {std::move(name), "Bool"}; }
inline SearchAttribute<std::string> datetime(std::string name) { return {std::move(name), "Datetime"}; }
inline SearchAttribute<std::vector<std::string>> keyword_list(std::string name) {
    return {std::move(name), "KeywordList"};
}

}  // namespace acervo::temporal
