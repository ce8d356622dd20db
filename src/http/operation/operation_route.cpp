#include "http/operation/operation_route.hpp"

#include "http/parameters/parameter_reader.hpp"
#include "http/problem/problem.hpp"

namespace acervo::http {
namespace {

Async<Response> answer_at_once(Response response) { co_return response; }

}  // namespace

std::optional<Response> refuse_query(const api::Operation& operation, const Request& request) {
    if (operation.has_parameters || request.query.empty()) return std::nullopt;
    ParameterReader reader{request};
    reader.refuse_unknown_query({});
    return problem(reader.result(std::string{}).error());
}

Route operation_route(const api::Operation& operation, Handler handler, QueryCheck check) {
    if (check == QueryCheck::ByRoute && !operation.has_parameters) {
        handler = [&operation, handler = std::move(handler)](Request request) {
            if (auto refused = refuse_query(operation, request)) return answer_at_once(*std::move(refused));
            return handler(std::move(request));
        };
    }
    return Route{operation.method, std::string{operation.path}, std::string{operation.id}, std::move(handler)}
        .with_body_limit(operation.body_limit);
}

}  // namespace acervo::http
