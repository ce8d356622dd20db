// What the test server answers.
#include <boost/asio/this_coro.hpp>
#include <stdexcept>
#include <thread>

#include "core/sleep.hpp"
#include "http/problem/problem.hpp"
#include "http/server/server_fixture.hpp"
#include "testkit/pattern.hpp"

namespace acervo::http {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kBodyLimit = 100'000;

/// Says by its life whether a handler or a stream is still there.
class Presence {
public:
    explicit Presence(Stage& stage) : stage_{&stage} { ++stage_->alive; }
    Presence(const Presence&) = delete;
    Presence& operator=(const Presence&) = delete;
    ~Presence() { --stage_->alive; }

private:
    Stage* stage_;
};

/// The test pattern, counted as it goes.
class StagedStream final : public ByteSource {
public:
    StagedStream(Stage& stage, std::uint64_t length, std::optional<std::uint64_t> told)
        : stage_{stage}, presence_{stage}, inner_{length, told} {}

    Async<Result<std::size_t>> read(std::span<char> into) override {
        auto count = co_await inner_.read(into);
        if (count) stage_.streamed += *count;
        co_return count;
    }
    std::optional<std::uint64_t> size() const noexcept override { return inner_.size(); }

private:
    Stage& stage_;
    Presence presence_;
    testkit::PatternSource inner_;
};

class FailingStream final : public ByteSource {
public:
    Async<Result<std::size_t>> read(std::span<char> /*into*/) override {
        co_return fail(ErrorKind::Unavailable, "the store is away");
    }
    std::optional<std::uint64_t> size() const noexcept override { return std::nullopt; }
};

Response text(std::string body) { return Response{200, "text/plain", std::move(body)}; }

Async<Response> hello(Request /*request*/) { co_return text("hello"); }

Async<Response> echo(Request request) {
    auto body = co_await read_all(*request.body, kBodyLimit);
    if (!body) co_return problem(body.error());
    co_return text(*std::move(body));
}

Async<Response> relay(Request request) {
    Response response{200};
    response.stream = std::move(request.body);
    co_return response;
}

Async<Response> who(Request request) {
    co_return text(request.request_id + "\n" + request.trace_id + "\n" + request.span_id + "\n" +
                   request.remote_address + "\n");
}

Async<Response> host(Request request) { co_return text(std::string{request.headers.find("Host").value_or("(none)")}); }

enum class Told { Size, Nothing, TooMuch };

Async<Response> stream(Stage* stage, Request request, Told told) {
    const auto size = std::stoull(std::string{request.query_value("n").value_or("0")});
    std::optional<std::uint64_t> said;
    if (told != Told::Nothing) said = told == Told::Size ? size : size + 1;
    Response response{200};
    response.stream = std::make_unique<StagedStream>(*stage, size, said);
    co_return response;
}

Async<Response> fail_at_once(Request /*request*/) {
    Response response{200};
    response.stream = std::make_unique<FailingStream>();
    co_return response;
}

Async<Response> wait(Stage* stage, Request /*request*/) {
    const Presence presence{*stage};
    while (!stage->is_open) co_await sleep_for(milliseconds{2});
    ++stage->left;
    co_return text("waited");
}

Async<Response> wait_stubbornly(Stage* stage, Request request) {
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
    co_return co_await wait(stage, std::move(request));
}

Async<Response> block(Stage* stage, Request /*request*/) {
    while (!stage->is_open) std::this_thread::sleep_for(milliseconds{2});
    co_return text("blocked");
}

Async<Response> block_later(Stage* stage, Request request) {
    while (!stage->may_block) co_await sleep_for(milliseconds{2});
    ++stage->blocked;
    co_return co_await block(stage, std::move(request));
}

Async<Response> throw_error(Request /*request*/) {
    throw std::runtime_error{"a secret of the house"};
    co_return Response{204};
}

Async<Response> throw_odd(Request /*request*/) {
    throw 7;  // NOLINT(hicpp-exception-baseclass): what no library should do, and some do
    co_return Response{204};
}

}  // namespace

Router make_routes(Stage& stage) {
    Router router;
    auto* seen = &stage;
    const auto add = [&router, seen](Method method, const char* path, auto handler) {
        router.add(Route{
            method, path, path + 1, [seen, handler](Request request) {
                ++seen->entered;
                return handler(std::move(request));
            }}.with_body_limit(kBodyLimit));
    };
    const auto with_stage = [seen](auto handler) {
        return [seen, handler](Request request) { return handler(seen, std::move(request)); };
    };
    const auto streaming = [seen](Told told) {
        return [seen, told](Request request) { return stream(seen, std::move(request), told); };
    };
    add(Method::Get, "/hello", hello);
    add(Method::Post, "/echo", echo);
    add(Method::Post, "/relay", relay);
    add(Method::Post, "/ignore", hello);
    add(Method::Get, "/who", who);
    add(Method::Get, "/host", host);
    add(Method::Get, "/sized", streaming(Told::Size));
    add(Method::Get, "/chunked", streaming(Told::Nothing));
    add(Method::Get, "/broken", streaming(Told::TooMuch));
    add(Method::Get, "/failing", fail_at_once);
    add(Method::Get, "/wait", with_stage(wait));
    add(Method::Get, "/stubborn", with_stage(wait_stubbornly));
    add(Method::Get, "/block", with_stage(block));
    add(Method::Get, "/block-later", with_stage(block_later));
    add(Method::Get, "/throw", throw_error);
    add(Method::Get, "/throw-odd", throw_odd);
    return router;
}

}  // namespace acervo::http
