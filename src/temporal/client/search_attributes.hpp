#pragma once

#include <map>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/client.hpp"

namespace acervo::temporal {

/// temporal.api.enums.v1.IndexedValueType
enum class SearchAttributeType {
    Text = 1,
    Keyword = 2,
    Int = 3,
    Double = 4,
    Bool = 5,
    Datetime = 6,
    KeywordList = 7,
};

struct SearchAttributes {
    std::map<std::string, SearchAttributeType> custom;
    std::map<std::string, SearchAttributeType> system;
};

/// Of the client's namespace.
Async<Result<SearchAttributes>> list_search_attributes(Client client);
/// Registers those that are missing. Ones that are there with this type are fine; PreconditionFailed, before anything
/// is changed, when one has another type. The server needs some seconds until starts may use a new one.
Async<Result<void>> add_search_attributes(Client client, std::map<std::string, SearchAttributeType> wanted);

}  // namespace acervo::temporal
