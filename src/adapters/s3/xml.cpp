#include "adapters/s3/xml.hpp"

#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <sstream>

namespace acervo::s3 {
namespace {

/// Keys may begin or end with blanks, and be nothing else: every character of a text is kept.
constexpr unsigned kParseOptions = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_ws_pcdata_single;

}  // namespace

Result<XmlDocument> XmlDocument::parse(std::string_view text, const char* root) {
    XmlDocument xml;
    xml.document_ = std::make_unique<pugi::xml_document>();
    const auto parsed = xml.document_->load_buffer(text.data(), text.size(), kParseOptions, pugi::encoding_utf8);
    if (!parsed) {
        return fail(ErrorKind::Unavailable, fmt::format("the store's answer is not XML: {}", parsed.description()));
    }
    if (std::string_view{xml.root().name()} != root) {
        return fail(ErrorKind::Unavailable,
                    fmt::format("the store answered with {:?} instead of {:?}", xml.root().name(), root));
    }
    return xml;
}

std::string text_of(const pugi::xml_node& node, const char* child) { return node.child(child).text().get(); }

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digits = text.substr(i + 1, 2);
        unsigned value = 0;
        if (text[i] == '%' && std::from_chars(digits.begin(), digits.end(), value, 16).ptr == digits.begin() + 2) {
            decoded += static_cast<char>(value);
            i += digits.size();
        } else {
            decoded += text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

bool is_true(const pugi::xml_node& node, const char* child) { return node.child(child).text().as_bool(); }

void add_text(pugi::xml_node node, const char* name, std::string_view text) {
    node.append_child(name).text().set(std::string{text}.c_str());
}

std::string to_text(const pugi::xml_document& document) {
    std::ostringstream out;
    document.save(out, "", pugi::format_raw | pugi::format_no_declaration);
    return std::move(out).str();
}

}  // namespace acervo::s3
