#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace acervo::s3 {

/// A parsed document whose root has the expected name. Neither entities nor external documents exist for the parser.
class XmlDocument {
public:
    /// Unavailable when `text` is not well-formed or its root is not `root`.
    static Result<XmlDocument> parse(std::string_view text, const char* root);

    pugi::xml_node root() const { return document_->document_element(); }

private:
    std::unique_ptr<pugi::xml_document> document_;
};

/// The text of a child element; empty when it is missing.
std::string text_of(const pugi::xml_node& node, const char* child);
/// `%20` and `+` become a blank, as keys are written in listings with `encoding-type=url`.
std::string percent_decoded(std::string_view text);
bool is_true(const pugi::xml_node& node, const char* child);

/// Adds `<name>text</name>`.
void add_text(pugi::xml_node node, const char* name, std::string_view text);
std::string to_text(const pugi::xml_document& document);

}  // namespace acervo::s3
