#include "http/server/response_head.hpp"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace acervo::http {
namespace {

constexpr std::array<std::string_view, 5> kOwnFields{"Connection", "Content-Length", "Date", "Transfer-Encoding",
                                                     "X-Request-Id"};

using CharacterSet = std::array<bool, 256>;

/// RFC 9110 §5.6.2.
constexpr CharacterSet kTokenCharacters = [] {
    CharacterSet set{};
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~0123456789"}) set[static_cast<unsigned char>(c)] = true;
    for (unsigned char c = 'a'; c <= 'z'; ++c) set[c] = set[c - 0x20U] = true;
    return set;
}();

/// RFC 9110 §5.5: no control character but the tab.
constexpr CharacterSet kValueCharacters = [] {
    CharacterSet set{};
    for (std::size_t c = 0x20; c < set.size(); ++c) set[c] = c != 0x7F;
    set['\t'] = true;
    return set;
}();

bool consists_of(std::string_view text, const CharacterSet& set) noexcept {
    return std::ranges::all_of(text, [&set](char c) { return set[static_cast<unsigned char>(c)]; });
}

bool is_own_field(std::string_view name) noexcept {
    return std::ranges::any_of(kOwnFields, [name](auto own) { return Headers::same_name(own, name); });
}

/// IMF-fixdate (RFC 9110 §5.6.7) of this second.
std::string_view date_now() {
    thread_local std::time_t second = -1;
    thread_local std::string text;
    ::timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec != second) {
        static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm utc{};
        ::gmtime_r(&now.tv_sec, &utc);
        text = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays.at(static_cast<std::size_t>(utc.tm_wday)),
                           utc.tm_mday, kMonths.at(static_cast<std::size_t>(utc.tm_mon)), 1900 + utc.tm_year,
                           utc.tm_hour, utc.tm_min, utc.tm_sec);
        second = now.tv_sec;
    }
    return text;
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

void append_framing(std::string& head, const ResponseFrame& frame) {
    switch (frame.framing) {
        case BodyFraming::Sized:
            append_field(head, "Content-Length", fmt::format_int{frame.size}.c_str());
            break;
        case BodyFraming::Chunked:
            append_field(head, "Transfer-Encoding", "chunked");
            break;
        case BodyFraming::None:
        case BodyFraming::ToClose:
            break;
    }
}

}  // namespace

std::string_view reason_phrase(int status) noexcept {
    switch (status) {
        case 100:
            return "Continue";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 411:
            return "Length Required";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "";
    }
}

bool write_response_head(const ResponseFrame& frame, const Headers& headers, std::string& head) {
    head.clear();
    head.reserve(512);
    head.append("HTTP/1.1 ").append(fmt::format_int{frame.status}.c_str()).append(" ");
    head.append(reason_phrase(frame.status)).append("\r\n");
    for (const auto& [name, value] : headers) {
        if (name.empty() || !consists_of(name, kTokenCharacters) || !consists_of(value, kValueCharacters)) return false;
        if (!is_own_field(name)) append_field(head, name, value);
    }
    append_framing(head, frame);
    append_field(head, "Date", date_now());
    append_field(head, "X-Request-Id", frame.request_id);
    if (!frame.keep_alive) append_field(head, "Connection", "close");
    if (frame.keep_alive && !frame.is_http_1_1) append_field(head, "Connection", "keep-alive");
    head.append("\r\n");
    return true;
}

}  // namespace acervo::http
