#include "adapters/s3/sigv4.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <stdexcept>

#include "core/encoding.hpp"

namespace acervo::s3 {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kHexUpper = "0123456789ABCDEF";

using Hash = std::array<unsigned char, 32>;

/// OpenSSL's functions fail only for want of memory or a broken installation.
void require(bool worked) {
    if (!worked) throw std::runtime_error{"OpenSSL could not compute a SHA-256"};
}

Hash sha256(std::string_view bytes) {
    // Fetched once: looking an algorithm up costs more than hashing a request.
    static EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> kContext{EVP_MD_CTX_new(),
                                                                                        &EVP_MD_CTX_free};
    Hash hash{};
    require(EVP_DigestInit_ex(kContext.get(), kSha256, nullptr) == 1 &&
            EVP_DigestUpdate(kContext.get(), bytes.data(), bytes.size()) == 1 &&
            EVP_DigestFinal_ex(kContext.get(), hash.data(), nullptr) == 1);
    return hash;
}

/// HMAC-SHA256 (RFC 2104) under one key, any number of times.
class Hmac {
public:
    explicit Hmac(std::span<const unsigned char> key) {
        static EVP_MAC* const kHmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
        context_.reset(EVP_MAC_CTX_new(kHmac));
        std::array<char, 7> digest{"SHA256"};
        const std::array parameters{OSSL_PARAM_construct_utf8_string("digest", digest.data(), 0),
                                    OSSL_PARAM_construct_end()};
        require(context_ && EVP_MAC_init(context_.get(), key.data(), key.size(), parameters.data()) == 1);
    }

    Hash of(std::string_view text) const {
        Hash hash{};
        std::size_t size = 0;
        require(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1 &&
                EVP_MAC_update(context_.get(), reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1 &&
                EVP_MAC_final(context_.get(), hash.data(), &size, hash.size()) == 1 && size == hash.size());
        return hash;
    }

private:
    std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context_{nullptr, &EVP_MAC_CTX_free};
};

/// The characters that stay as they are; for paths with `/`.
constexpr std::array<bool, 256> plain_characters(bool with_slash) {
    std::array<bool, 256> plain{};
    for (const char c : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"}) {
        plain[static_cast<unsigned char>(c)] = true;
    }
    plain['/'] = with_slash;
    return plain;
}
constexpr auto kPlainInQuery = plain_characters(false);
constexpr auto kPlainInPath = plain_characters(true);

void append_encoded(std::string& out, std::string_view text, const std::array<bool, 256>& plain) {
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (plain[byte]) continue;
        const std::array code{'%', kHexUpper[byte >> 4], kHexUpper[byte & 0xf]};
        out.append(text, copied, i - copied).append(code.data(), code.size());
        copied = i + 1;
    }
    out.append(text, copied);
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return out;
}

/// "Trimall": no blanks at the ends, one where there were several.
void append_trimmed(std::string& out, std::string_view value) {
    constexpr std::string_view kBlanks = " \t\r\n\v\f";
    bool first = true;
    for (auto begin = value.find_first_not_of(kBlanks); begin != std::string_view::npos;) {
        const auto end = std::min(value.find_first_of(kBlanks, begin), value.size());
        if (!std::exchange(first, false)) out += ' ';
        out += value.substr(begin, end - begin);
        begin = value.find_first_not_of(kBlanks, end);
    }
}

/// The fields to sign as `lower-case name → trimmed values, joined by commas`, in the order of their names.
std::vector<std::pair<std::string, std::string>> canonical_headers(const SignedParts& parts) {
    std::vector<std::pair<std::string, std::string>> fields;
    fields.reserve(parts.headers.size() + 1);
    fields.emplace_back("host", parts.host);
    for (const auto& [name, value] : parts.headers) {
        auto key = lower(name);
        auto same = std::ranges::find(fields, key, &std::pair<std::string, std::string>::first);
        if (same == fields.end()) {
            same = fields.insert(fields.end(), {key, {}});
        } else {
            same->second += ',';
        }
        append_trimmed(same->second, value);
    }
    std::ranges::sort(fields);
    return fields;
}

std::string signed_names(const SignedParts& parts) {
    std::string names;
    for (const auto& [name, value] : canonical_headers(parts)) {
        if (!names.empty()) names += ';';
        names += name;
    }
    return names;
}

/// `20260131T080910Z`, as ISO 8601's basic format.
std::string basic_time(Timestamp now) {
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(now - day)};
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

constexpr std::size_t kDateLength = 8;

}  // namespace

std::string encode_path(std::string_view key) {
    std::string out;
    out.reserve(key.size() + key.size() / 2);
    append_encoded(out, key, kPlainInPath);
    return out;
}

std::string encode_query(const Query& query) {
    // All of them one after another in one piece of memory, then views of it in order.
    std::string encoded;
    encoded.reserve(512);
    std::vector<std::pair<std::size_t, std::size_t>> ends;
    ends.reserve(query.size());
    for (const auto& [name, value] : query) {
        append_encoded(encoded, name, kPlainInQuery);
        const auto end_of_name = encoded.size();
        append_encoded(encoded, value, kPlainInQuery);
        ends.emplace_back(end_of_name, encoded.size());
    }
    std::vector<std::pair<std::string_view, std::string_view>> fields;
    fields.reserve(query.size());
    std::size_t begin = 0;
    for (const auto& [end_of_name, end] : ends) {
        const std::string_view all{encoded};
        fields.emplace_back(all.substr(begin, end_of_name - begin), all.substr(end_of_name, end - end_of_name));
        begin = end;
    }
    std::ranges::sort(fields);
    std::string out;
    out.reserve(encoded.size() + 2 * fields.size());
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out += '&';
        out.append(name).append("=").append(value);
    }
    return out;
}

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }

std::string canonical_request(const SignedParts& parts, std::string_view canonical_query,
                              std::string_view payload_hash) {
    std::string text;
    text.reserve(512 + parts.path.size() + canonical_query.size());
    text.append(name_of(parts.method)).append("\n");
    text.append(parts.path).append("\n");
    text.append(canonical_query).append("\n");
    std::string names;
    for (const auto& [name, value] : canonical_headers(parts)) {
        text.append(name).append(":").append(value).append("\n");
        if (!names.empty()) names += ';';
        names += name;
    }
    text.append("\n").append(names).append("\n").append(payload_hash);
    return text;
}

class Signer::Keys {
public:
    Keys(const Secret& secret_key, std::string region)
        : first_key_{"AWS4" + secret_key.reveal()}, region_{std::move(region)} {}

    /// `date/region/s3/aws4_request`
    std::string scope(std::string_view time) const {
        return fmt::format("{}/{}/s3/aws4_request", time.substr(0, kDateLength), region_);
    }

    std::string signature(std::string_view time, std::string_view scope, std::string_view canonical) {
        const auto text = fmt::format("{}\n{}\n{}\n{}", kAlgorithm, time, scope, sha256_hex(canonical));
        const auto date = time.substr(0, kDateLength);
        if (!key_ || date != date_) {
            const auto& secret = first_key_.reveal();
            const std::span first{reinterpret_cast<const unsigned char*>(secret.data()), secret.size()};
            key_.emplace(Hmac{Hmac{Hmac{Hmac{first}.of(date)}.of(region_)}.of("s3")}.of("aws4_request"));
            date_ = date;
        }
        return to_hex(key_->of(text));
    }

private:
    Secret first_key_;
    std::string region_;
    std::string date_;
    std::optional<Hmac> key_;
};

Signer::Signer(Credentials credentials, std::string region)
    : credentials_{std::move(credentials)}, keys_{std::make_unique<Keys>(credentials_.secret_key, std::move(region))} {}
Signer::~Signer() = default;
Signer::Signer(Signer&&) noexcept = default;
Signer& Signer::operator=(Signer&&) noexcept = default;

void Signer::sign(SignedParts& parts, std::string_view payload_hash, Timestamp now) const {
    const auto time = basic_time(now);
    const auto scope = keys_->scope(time);
    parts.headers.remove("Authorization");  // of an earlier attempt
    parts.headers.set("x-amz-date", time);
    parts.headers.set("x-amz-content-sha256", std::string{payload_hash});
    if (!credentials_.session_token.empty()) {
        parts.headers.set("x-amz-security-token", credentials_.session_token.reveal());
    }
    const auto canonical = canonical_request(parts, encode_query(parts.query), payload_hash);
    parts.headers.set("Authorization", fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm,
                                                   credentials_.access_key, scope, signed_names(parts),
                                                   keys_->signature(time, scope, canonical)));
}

std::string Signer::presign(SignedParts parts, std::chrono::seconds expires, Timestamp now) const {
    const auto time = basic_time(now);
    const auto scope = keys_->scope(time);
    auto& query = parts.query;
    query.reserve(query.size() + 6);
    query.emplace_back("X-Amz-Algorithm", kAlgorithm);
    query.emplace_back("X-Amz-Credential", fmt::format("{}/{}", credentials_.access_key, scope));
    query.emplace_back("X-Amz-Date", time);
    query.emplace_back("X-Amz-Expires", std::to_string(expires.count()));
    query.emplace_back("X-Amz-SignedHeaders", signed_names(parts));
    if (!credentials_.session_token.empty()) {
        query.emplace_back("X-Amz-Security-Token", credentials_.session_token.reveal());
    }
    const auto canonical_query = encode_query(query);
    const auto canonical = canonical_request(parts, canonical_query, kUnsignedPayload);
    return fmt::format("{}?{}&X-Amz-Signature={}", parts.path, canonical_query,
                       keys_->signature(time, scope, canonical));
}

}  // namespace acervo::s3
