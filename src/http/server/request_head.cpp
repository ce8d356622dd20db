#include "http/server/request_head.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <charconv>

#include "http/server/authority.hpp"

namespace acervo::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;
using std::string_view;
using BeastText = boost::beast::string_view;

constexpr string_view kHeadEnd = "\r\n\r\n";
constexpr std::array kMethods{Method::Get,   Method::Head,   Method::Post,   Method::Put,
                              Method::Patch, Method::Delete, Method::Options};

std::optional<Method> method_named(string_view name) noexcept {
    const auto* found = std::ranges::find(kMethods, name, [](Method method) { return name_of(method); });
    return found == kMethods.end() ? std::nullopt : std::optional{*found};
}

/// Collects what Beast finds; what the RFC lets through and we do not is noted in `refusal`.
class HeadParser final : public beast_http::basic_parser<true> {
public:
    explicit HeadParser(const ServerLimits& limits) : limits_{limits} {
        header_limit(UINT32_MAX);  // who reads the text counts its bytes
        body_limit(boost::none);
        head.headers.reserve(8);
    }

    RequestHead head;
    std::optional<Refusal> refusal;

private:
    void refuse(int status, string_view detail, error_code& error) {
        refusal = Refusal{status, detail};
        error = beast_http::error::bad_field;
    }

    void on_request_impl(beast_http::verb, BeastText method, BeastText target, int version,
                         error_code& error) override {
        if (target.size() > limits_.target_bytes) return refuse(414, "the request target is too long", error);
        const auto known = method_named(method);
        if (!known) return refuse(501, "the request method is not known here", error);
        head.method = *known;
        head.target = target;
        head.is_http_1_1 = version == 11;
    }

    void on_field_impl(beast_http::field, BeastText name, BeastText value, error_code& error) override {
        if (head.headers.size() == limits_.header_fields) return refuse(431, "the header has too many fields", error);
        head.headers.add(name, std::string{value.data(), value.size()});
    }

    void on_response_impl(int, BeastText, int, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(BeastText, error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, BeastText, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, BeastText, error_code&) override { return 0; }
    void on_finish_impl(error_code&) override {}

    const ServerLimits& limits_;
};

Refusal refusal_of(error_code error) noexcept {
    if (error == beast_http::error::bad_version) return {505, "the server speaks HTTP/1.0 and HTTP/1.1"};
    if (error == beast_http::error::bad_method) return {400, "the request line does not begin with a method"};
    if (error == beast_http::error::bad_target) return {400, "the request target is malformed"};
    if (error == beast_http::error::bad_content_length) return {400, "Content-Length is malformed"};
    if (error == beast_http::error::bad_transfer_encoding) return {400, "Transfer-Encoding is malformed"};
    return {400, "the request header is malformed"};
}

/// The one value of a field; `count` says how many there are.
struct FieldCount {
    std::size_t count{0};
    string_view value;
};

FieldCount count_field(const Headers& headers, string_view name) noexcept {
    FieldCount found;
    for (const auto& field : headers) {
        if (!Headers::same_name(field.first, name)) continue;
        ++found.count;
        found.value = field.second;
    }
    return found;
}

/// RFC 9112 §3.2. An empty one is what a target without an authority has.
std::optional<Refusal> check_host(const RequestHead& head) noexcept {
    const auto host = count_field(head.headers, "Host");
    if (host.count > 1 || (host.count == 0 && head.is_http_1_1)) return Refusal{400, "there must be one Host field"};
    if (!host.value.empty() && !is_authority(host.value)) return Refusal{400, "the Host field is malformed"};
    return std::nullopt;
}

std::optional<Refusal> read_framing(RequestHead& head) noexcept {
    const auto length = count_field(head.headers, "Content-Length");
    const auto coding = count_field(head.headers, "Transfer-Encoding");
    if (length.count + coding.count > 1) return Refusal{400, "the length of the body is given more than once"};
    if (length.count == 1) {
        const auto* end = length.value.data() + length.value.size();
        const auto [last, error] = std::from_chars(length.value.data(), end, head.content_length);
        if (error != std::errc{} || last != end) return Refusal{400, "Content-Length is malformed"};
    }
    if (coding.count == 1) {
        if (!head.is_http_1_1) return Refusal{400, "HTTP/1.0 knows no Transfer-Encoding"};
        if (!Headers::same_name(coding.value, "chunked")) return Refusal{501, "the only transfer coding is chunked"};
        head.is_chunked = true;
    }
    return std::nullopt;
}

std::optional<Refusal> read_expectation(RequestHead& head) noexcept {
    const auto expectation = count_field(head.headers, "Expect");
    if (expectation.count == 0 || !head.is_http_1_1) return std::nullopt;
    if (expectation.count > 1 || !Headers::same_name(expectation.value, "100-continue")) {
        return Refusal{417, "the only expectation is 100-continue"};
    }
    head.expects_continue = head.is_chunked || head.content_length > 0;
    return std::nullopt;
}

/// What another reader could take for the end of a line (RFC 9112 §2.2), and what Beast would unfold (§5.2).
std::optional<Refusal> check_lines(string_view text) noexcept {
    for (auto end = text.find('\n'); end != string_view::npos; end = text.find('\n', end + 1)) {
        if (end == 0 || text[end - 1] != '\r') return kBareLineFeed;
        const auto next = text.substr(end + 1, 1);
        if (next == " " || next == "\t") return Refusal{400, "a header field is folded over lines"};
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::size_t> find_head_end(string_view text, std::size_t scanned) noexcept {
    const auto from = scanned < kHeadEnd.size() ? 0 : scanned - kHeadEnd.size() + 1;
    const auto found = text.find(kHeadEnd, from);
    if (found == string_view::npos) return std::nullopt;
    return found + kHeadEnd.size();
}

std::expected<RequestHead, Refusal> read_request_head(string_view text, const ServerLimits& limits) {
    if (const auto refusal = check_lines(text)) return std::unexpected{*refusal};
    HeadParser parser{limits};
    error_code error;
    parser.put(boost::asio::const_buffer{text.data(), text.size()}, error);
    if (parser.refusal) return std::unexpected{*parser.refusal};
    if (error) return std::unexpected{refusal_of(error)};
    auto& head = parser.head;
    head.keep_alive = parser.keep_alive();
    if (const auto refusal = check_host(head)) return std::unexpected{*refusal};
    if (const auto refusal = read_framing(head)) return std::unexpected{*refusal};
    if (const auto refusal = read_expectation(head)) return std::unexpected{*refusal};
    return std::move(head);
}

}  // namespace acervo::http
