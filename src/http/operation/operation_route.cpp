#include "http/operation/operation_route.hpp"

#include "http/parameters/parameter_reader.hpp"
#include "http/problem/problem.hpp"

namespace acervo::http {
namespace {

Async<Response> refuse_query(Request request) {
    ParameterReader reader{request};
    reader.refuse_unknown_query({});
    co_return problem(reader.result(std::string{}).error());
}

Handler without_query(Handler handler) {
    return [handler = std::move(handler)](Request request) {
        return request.query.empty() ? handler(std::move(request)) : refuse_query(std::move(request));
    };
}

}  // namespace

Route operation_route(const api::Operation& operation, Handler handler) {
    if (!operation.has_parameters) handler = without_query(std::move(handler));
    return Route{operation.method, std::string{operation.path}, std::string{operation.id}, std::move(handler)}
        .with_body_limit(operation.body_limit);
}

}  // namespace acervo::http
