// Canonicalisation on arbitrary bytes: what comes out must decode to what went in, be sorted, and keep the lines of the
// canonical request apart whatever a value holds.
#include <algorithm>
#include <cstdlib>

#include "adapters/s3/sigv4.hpp"

namespace {

using acervo::s3::Query;

void require(bool holds) {
    if (!holds) std::abort();
}

int digit(char c) { return c <= '9' ? c - '0' : c - 'A' + 10; }

/// Written apart from the encoder: strict, upper-case digits only, and nothing encoded that need not be.
std::string decode(std::string_view text, bool slashes) {
    constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            require(kUnreserved.contains(text[i]) || (slashes && text[i] == '/'));
            out += text[i];
            continue;
        }
        require(i + 2 < text.size());
        constexpr std::string_view kDigits = "0123456789ABCDEF";
        require(kDigits.contains(text[i + 1]) && kDigits.contains(text[i + 2]));
        const auto c = static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
        require(!kUnreserved.contains(c) && !(slashes && c == '/'));
        out += c;
        i += 2;
    }
    return out;
}

/// Takes the text up to the next byte 0xff off the front.
std::string take(std::string_view& input) {
    const auto end = std::min(input.find('\xff'), input.size());
    std::string piece{input.substr(0, end)};
    input.remove_prefix(std::min(end + 1, input.size()));
    return piece;
}

void check_query(const Query& query) {
    const auto encoded = acervo::s3::encode_query(query);
    Query decoded;
    Query as_written;
    for (std::string_view rest{encoded}; !rest.empty();) {
        const auto field = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(field.size() + 1, rest.size()));
        const auto equals = field.find('=');
        require(equals != std::string_view::npos);
        as_written.emplace_back(field.substr(0, equals), field.substr(equals + 1));
        decoded.emplace_back(decode(field.substr(0, equals), false), decode(field.substr(equals + 1), false));
    }
    require(std::ranges::is_sorted(as_written));
    auto expected = query;
    std::ranges::sort(expected);
    std::ranges::sort(decoded);
    require(decoded == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto key = take(input);
    const auto path = acervo::s3::encode_path(key);
    require(decode(path, true) == key);

    acervo::s3::SignedParts parts{
        .method = acervo::Method::Get, .host = "store", .path = "/" + path, .query = {}, .headers = {}};
    while (!input.empty() && parts.query.size() < 16) {
        auto name = take(input);
        parts.query.emplace_back(std::move(name), take(input));
    }
    check_query(parts.query);

    std::size_t names = 1;
    for (const auto& [name, value] : parts.query) {
        if (!parts.headers.find("x-amz-meta-" + std::to_string(name.size()))) ++names;
        parts.headers.add("x-amz-meta-" + std::to_string(name.size()), value);
    }
    const auto canonical =
        acervo::s3::canonical_request(parts, acervo::s3::encode_query(parts.query), acervo::s3::kUnsignedPayload);
    // Method, path, query, one line for each field, an empty one, the names, and the hash without a line's end.
    require(std::ranges::count(canonical, '\n') == static_cast<std::ptrdiff_t>(5 + names));
    return 0;
}
