#include "temporal/client/search_attributes.hpp"

#include <temporal/api/operatorservice/v1/request_response.pb.h>

#include "temporal/client/rpc.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::operatorservice::v1;
namespace enums = ::temporal::api::enums::v1;

using Types = std::map<std::string, SearchAttributeType>;

Types read_types(const google::protobuf::Map<std::string, enums::IndexedValueType>& from) {
    Types into;
    for (const auto& [name, type] : from) into.emplace(name, wire::same_number<SearchAttributeType>(type));
    return into;
}

}  // namespace

Async<Result<SearchAttributes>> list_search_attributes(Client client) {
    const auto& context = client.context();
    service::ListSearchAttributesRequest request;
    request.set_namespace_(context.core->name_space());
    const auto answer = CO_TRY(co_await ask<service::ListSearchAttributesResponse>(
        context.core, "ListSearchAttributes", request.SerializeAsString(), context.deadline()));
    co_return SearchAttributes{read_types(answer.custom_attributes()), read_types(answer.system_attributes())};
}

Async<Result<void>> add_search_attributes(Client client, Types wanted) {
    const auto known = CO_TRY(co_await list_search_attributes(client));
    const auto& context = client.context();
    service::AddSearchAttributesRequest request;
    request.set_namespace_(context.core->name_space());
    for (const auto& [name, type] : wanted) {
        const auto there = known.custom.find(name);
        if (there == known.custom.end()) {
            (*request.mutable_search_attributes())[name] = wire::same_number<enums::IndexedValueType>(type);
        } else if (there->second != type) {
            co_return fail(ErrorKind::PreconditionFailed, "search attribute " + name + " is there with another type");
        }
    }
    if (request.search_attributes().empty()) co_return ok();
    co_return co_await tell(context.core, "AddSearchAttributes", request.SerializeAsString(), context.deadline());
}

}  // namespace acervo::temporal
