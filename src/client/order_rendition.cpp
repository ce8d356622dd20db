#include "client/order_rendition.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "client/connection.hpp"
#include "core/sleep.hpp"
#include "http/generated/decode.hpp"

namespace acervo::client {
namespace {

namespace json = boost::json;
namespace api = http::api;

std::string body_of(const OrderRenditionCommand& command) {
    json::object body{{"profile_name", command.profile_name}};
    if (command.first_frame && command.end_frame) {
        body["part"] = json::object{{"first_frame", *command.first_frame}, {"end_frame", *command.end_frame}};
    }
    return json::serialize(body);
}

bool is_on_its_way(const api::RenditionView& rendition) {
    return rendition.status == RenditionStatus::Pending || rendition.status == RenditionStatus::Processing;
}

/// Until it is made, or could not be; the last answer.
Async<Result<std::string>> wait_for(ApiClient& server, std::string asset, std::string answer,
                                    std::chrono::seconds limit, bool tells) {
    const auto end = std::chrono::steady_clock::now() + limit;
    int told = -1;
    for (;;) {
        const auto shown = CO_TRY(api::decode_rendition_view(answer));
        if (!is_on_its_way(shown) || std::chrono::steady_clock::now() >= end) co_return answer;
        const int percent = shown.progress_percent.value_or(0);
        if (tells && percent != told) fmt::print(stderr, "{} {} %\n", name_of(shown.status), percent);
        told = percent;
        co_await sleep_for(std::chrono::seconds{1});
        auto path = fmt::format("/api/v1/assets/{}/renditions/{}", asset, shown.rendition_id.to_string());
        answer = CO_TRY(co_await server.call(Method::Get, std::move(path)));
    }
}

}  // namespace

Async<Result<void>> order_rendition(Settings settings, OrderRenditionCommand command) {
    auto connection = CO_TRY(co_await connect(settings));
    auto path = fmt::format("/api/v1/assets/{}/renditions", command.asset_id);
    auto answer = CO_TRY(co_await connection->api().call(Method::Post, std::move(path), body_of(command)));
    auto waiting = wait_for(connection->api(), command.asset_id, std::move(answer), command.wait, !settings.json);
    answer = CO_TRY(co_await std::move(waiting));
    const auto shown = CO_TRY(api::decode_rendition_view(answer));
    if (settings.json) {
        print_line(answer);
    } else {
        print_line(fmt::format("{}  {}  {}", shown.rendition_id.to_string(), name_of(shown.status),
                               shown.url.value_or(shown.failure_reason.value_or(""))));
    }
    if (shown.status == RenditionStatus::Failed) {
        co_return fail(ErrorKind::Conflict, shown.failure_reason.value_or("it could not be made"));
    }
    if (is_on_its_way(shown) && command.wait.count() > 0) co_return fail(ErrorKind::Timeout, "it is not made yet");
    co_return ok();
}

}  // namespace acervo::client
