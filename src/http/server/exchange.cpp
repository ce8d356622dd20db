#include "http/server/exchange.hpp"

#include <exception>

#include "core/traced_work.hpp"
#include "http/problem/problem.hpp"
#include "http/server/request_span.hpp"

namespace acervo::http {
namespace {

/// Every method that some path here may have.
constexpr auto kMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

/// The answer to `OPTIONS *` (RFC 9110 §9.3.7).
Response whole_server() {
    Response answer{204};
    answer.headers.set("Allow", kMethods);
    return answer;
}

/// What nginx logs for a client that went away before there was an answer.
constexpr int kClientClosedRequest = 499;

}  // namespace

Exchange::Exchange(Site& site, Wire& wire, const Peer& peer)
    : site_{site},
      wire_{wire},
      peer_{peer},
      began_{std::chrono::steady_clock::now()},
      pace_{site.options->deadlines.write, site.options->deadlines.bytes_per_second},
      status_{kClientClosedRequest} {
    site_.observer->request_started();
}

Exchange::~Exchange() {
    if (body_) body_->detach();
    const auto told = summary();
    site_.observer->request_finished(told);
    if (!span_) return;
    const auto pattern = route_ != nullptr ? std::string_view{route_->pattern} : std::string_view{};
    end_request_span(*site_.options->tracer, std::move(*span_), told, pattern);
}

RequestSummary Exchange::summary() const noexcept {
    RequestSummary summary;
    if (method_) summary.method = name_of(*method_);
    if (route_ != nullptr) summary.route = route_->name;
    summary.path = path_;
    summary.status = status_;
    summary.complete = complete_;
    summary.duration = std::chrono::steady_clock::now() - began_;
    summary.bytes_received = bytes_received_ + (body_ ? body_->received() : 0);
    summary.bytes_sent = bytes_sent_;
    summary.request_id = identity_.request_id();
    summary.trace_id = identity_.trace_id();
    summary.span_id = identity_.span_id();
    summary.remote_address = remote_address_.empty() ? std::string_view{peer_.text} : remote_address_;
    return summary;
}

/// One function, and no more of them on the way: each coroutine that a small request passes costs it some percent.
Async<Exchange::Next> Exchange::serve(Site* site, Wire* wire, const Peer* peer, FoundHead head) {
    Exchange exchange{*site, *wire, *peer};
    auto response = exchange.read_request(head);
    if (!response) {
        // The border where exceptions end: what a handler throws is an answer, unless it was told to stop.
        try {
            auto work = exchange.route_->handler(*std::move(exchange.request_));
            if (exchange.span_) {
                work = run_in_trace(TraceScope{*site->options->tracer, exchange.span_->context}, std::move(work));
            }
            response.emplace(co_await std::move(work));
        } catch (const std::exception& thrown) {
            if (wire->is_given_up()) throw;
            response.emplace(problem(Error{ErrorKind::Internal, thrown.what()}));
        } catch (...) {
            if (wire->is_given_up()) throw;
            response.emplace(problem(Error{ErrorKind::Internal, "an exception of unknown type"}));
        }
    }
    if (wire->is_given_up()) co_return Next::Close;
    exchange.render(*response);
    if (response->stream && !exchange.is_bodiless(*response)) {
        co_return co_await exchange.send_stream(*std::move(response));
    }
    Wire::Parts parts;
    auto sent = exchange.send_text(*response, parts);
    if (sent == IoStatus::TimedOut) sent = co_await wire->write(parts, &exchange.pace_);
    exchange.complete_ = sent == IoStatus::Ok;
    if (const auto next = exchange.conclude_now()) co_return *next;
    co_return co_await exchange.conclude();
}

/// Who sent this may see the end of its request elsewhere than we do: nothing after it can be understood.
Response Exchange::refusal(Refusal refused) {
    keep_alive_ = false;
    return protocol_problem(refused.status, refused.detail, identity_.request_id());
}

std::optional<Response> Exchange::read_request(const FoundHead& found) {
    const auto text = wire_.buffered().substr(0, found.size);
    std::expected<RequestHead, Refusal> head = std::unexpected{found.refusal.value_or(Refusal{})};
    if (!found.refusal) head = read_request_head(text, site_.options->limits);
    bytes_received_ = found.size;
    if (!head) {
        identity_ = Identity::of(Headers{}, false);
        return refusal(head.error());
    }
    identity_ = Identity::of(head->headers, peer_.is_trusted);
    if (const auto* tracer = site_.options->tracer; tracer != nullptr) {
        span_ = begin_request_span(*tracer, identity_, head->headers, peer_.is_trusted);
    }
    method_ = head->method;
    is_http_1_1_ = head->is_http_1_1;
    keep_alive_ = head->keep_alive;
    if (peer_.is_trusted) {
        remote_address_ = address_text(client_address(peer_.address, head->headers, *site_.trusted));
    }
    return make_request(*head, found.size);
}

std::optional<Response> Exchange::make_request(RequestHead& head, std::size_t head_size) {
    auto target = Target::parse(head.target, head.method);
    wire_.consume(head_size);
    if (!target) return refusal(Refusal{400, target.error().message()});
    path_ = target->path();
    if (!target->authority().empty()) head.headers.set("Host", target->authority());
    if (head.is_chunked || head.content_length > 0) {
        body_ = std::make_shared<BodyReader>(wire_, head, *site_.options);
    }
    request_.emplace();
    if (auto answer = find_route(head, *target, request_->path_parameters)) return answer;
    if (body_) {
        body_->limit_to(route_->body_limit);
        request_->body = std::make_unique<RequestBody>(body_);
    } else {
        request_->body = std::make_unique<StringSource>(std::string{});
    }
    request_->method = head.method;
    request_->query = std::move(target->query());
    request_->path = std::move(*target).take_path();
    request_->headers = std::move(head.headers);
    request_->remote_address = remote_address_.empty() ? peer_.text : remote_address_;
    request_->request_id = identity_.request_id();
    request_->trace_id = identity_.trace_id();
    request_->span_id = identity_.span_id();
    return std::nullopt;
}

std::optional<Response> Exchange::find_route(const RequestHead& head, const Target& target,
                                             Router::Parameters& parameters) {
    if (target.is_whole_server()) return whole_server();
    auto match = site_.router->find(head.method, target);
    if (match.route == nullptr) {
        if (match.allowed.empty()) return problem(Error{ErrorKind::NotFound, "there is nothing at this path"});
        auto answer = head.method == Method::Options
                          ? Response{204}
                          : protocol_problem(405, "this path has other methods, see Allow", identity_.request_id());
        answer.headers.set("Allow", std::move(match.allowed));
        return answer;
    }
    route_ = match.route;
    if (route_->hides_path) path_ = route_->pattern;
    parameters = std::move(match.parameters);
    if (head.content_length > route_->body_limit) {
        return problem(Error{ErrorKind::TooLarge, "the body is larger than the " + std::to_string(route_->body_limit) +
                                                      " bytes that this operation takes"});
    }
    return std::nullopt;
}

}  // namespace acervo::http
