#include "http/playback/play_routes.hpp"

#include <fmt/format.h>

#include "http/playback/file_answer.hpp"
#include "http/problem/problem.hpp"

namespace acervo::http {
namespace {

constexpr auto kPlay = "play";
constexpr auto kCheck = "check_playback";
Result<PlayRequest> asked_by(const Request& request) {
    const auto& segments = request.path_parameters;
    const auto folder = segments.find("folder");
    auto name = folder == segments.end() ? std::string{} : folder->second + "/";
    name += segments.at("name");
    auto path = PlayPath::parse(segments.at("set"), segments.at("make"), name);
    if (!path) return fail(std::move(path).error());
    return PlayRequest{.token = segments.at("token"), .path = *std::move(path)};
}

Response refused(Error error) {
    auto answer = problem(std::move(error));
    add_player_fields(answer.headers);
    answer.headers.set("Cache-Control", "no-store");
    return answer;
}

Async<Response> play(Playback& playback, Request request) {
    auto asked = asked_by(request);
    if (!asked) co_return refused(std::move(asked).error());
    const auto file = co_await find_playable(playback, *asked);
    if (!file) co_return refused(file.error());
    auto answer = answer_file(request, *file);
    if (!answer.body_bytes) co_return std::move(answer.head);

    std::optional<PlayPart> part;
    if (answer.part) part = PlayPart{.first = answer.part->first, .last = answer.part->last};
    auto bytes = co_await open_playable(playback, *std::move(asked), *file, part);
    if (!bytes) co_return refused(std::move(bytes).error());
    answer.head.stream = *std::move(bytes);
    co_return std::move(answer.head);
}

/// For the gateway: who is refused here is refused by `play`, in its words.
Async<Response> check(Playback& playback, Request request) {
    Response answer{204};
    answer.headers.set("Cache-Control", "no-store");
    const auto asked = asked_by(request);
    if (!asked) co_return answer;
    const auto file = co_await find_playable(playback, *asked);
    if (!file) co_return answer;
    const auto& address = file->object.address;
    answer.headers.set("X-Playback-Object", fmt::format("{}/{}", address.bucket, address.key));
    co_return answer;
}

/// A page of another origin asks whether it may send Range (Fetch, §3.2.2).
Async<Response> allow(Request /*request*/) {
    Response answer{204};
    add_player_fields(answer.headers);
    answer.headers.set("Access-Control-Allow-Methods", "GET, HEAD");
    answer.headers.set("Access-Control-Allow-Headers", "Range, If-Range, If-None-Match");
    answer.headers.set("Access-Control-Max-Age", "86400");
    co_return answer;
}

}  // namespace

void add_play_routes(Router& router, Playback& playback) {
    for (const std::string tail : {"/{token}/{set}/{make}/{name}", "/{token}/{set}/{make}/{folder}/{name}"}) {
        const auto add = [&](Method method, const char* front, const char* name, Handler handler) {
            router.add(Route{method, front + tail, name, std::move(handler)}.with_hidden_path());
        };
        add(Method::Get, "/play", kPlay, [&playback](Request request) { return play(playback, std::move(request)); });
        add(Method::Options, "/play", kPlay, allow);
        add(Method::Get, "/playback-checks", kCheck,
            [&playback](Request request) { return check(playback, std::move(request)); });
    }
}

std::vector<std::string> play_route_names() { return {kPlay, kCheck}; }

}  // namespace acervo::http
