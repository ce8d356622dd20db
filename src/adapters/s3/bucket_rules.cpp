#include "adapters/s3/bucket_rules.hpp"

#include <algorithm>
#include <array>

#include "adapters/s3/xml.hpp"

namespace acervo::s3 {
namespace {

constexpr std::string_view kNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";
constexpr std::array kMethods{"GET", "HEAD", "PUT"};
/// How long a browser may remember what a preflight answered.
constexpr std::string_view kPreflightSeconds = "3600";

pugi::xml_node add_root(pugi::xml_document* document, const char* name) {
    auto root = document->append_child(name);
    root.append_attribute("xmlns") = kNamespace.data();
    return root;
}

pugi::xml_node add_rule(pugi::xml_node root, std::string_view id, std::string_view prefix) {
    auto rule = root.append_child("Rule");
    add_text(rule, "ID", id);
    add_text(rule, "Status", "Enabled");
    add_text(rule.append_child("Filter"), "Prefix", prefix);
    return rule;
}

/// Older documents name the prefix without `Filter`; Ceph does so for the empty one.
std::string prefix_of(const pugi::xml_node& rule) {
    const auto filter = rule.child("Filter");
    return filter ? text_of(filter, "Prefix") : text_of(rule, "Prefix");
}

std::vector<std::string> texts_of(const pugi::xml_node& node, const char* child) {
    std::vector<std::string> texts;
    for (const auto& one : node.children(child)) texts.emplace_back(one.text().get());
    return texts;
}

std::vector<std::pair<std::string, int>> sorted(const std::vector<BucketRules::Expiry>& expiries) {
    std::vector<std::pair<std::string, int>> pairs;
    pairs.reserve(expiries.size());
    for (const auto& expiry : expiries) pairs.emplace_back(expiry.prefix, expiry.days);
    std::ranges::sort(pairs);
    return pairs;
}

}  // namespace

std::string versioning_document(bool enabled) {
    pugi::xml_document document;
    add_text(add_root(&document, "VersioningConfiguration"), "Status", enabled ? "Enabled" : "Suspended");
    return to_text(document);
}

Result<bool> read_versioning(std::string_view text) {
    const auto xml = XmlDocument::parse(text, "VersioningConfiguration");
    if (!xml) return fail(xml.error());
    return text_of(xml->root(), "Status") == "Enabled";
}

std::string lifecycle_document(const BucketRules& rules) {
    pugi::xml_document document;
    auto root = add_root(&document, "LifecycleConfiguration");
    if (rules.abort_multipart_days > 0) {
        auto rule = add_rule(root, "abort-unfinished-uploads", "");
        add_text(rule.append_child("AbortIncompleteMultipartUpload"), "DaysAfterInitiation",
                 std::to_string(rules.abort_multipart_days));
    }
    for (const auto& expiry : rules.expiries) {
        auto rule = add_rule(root, "expire-" + expiry.prefix, expiry.prefix);
        add_text(rule.append_child("Expiration"), "Days", std::to_string(expiry.days));
    }
    if (rules.expire_delete_markers) {
        auto rule = add_rule(root, "expire-delete-markers", "");
        add_text(rule.append_child("Expiration"), "ExpiredObjectDeleteMarker", "true");
    }
    return root.first_child() ? to_text(document) : "";
}

Result<BucketRules> read_lifecycle(std::string_view text) {
    const auto xml = XmlDocument::parse(text, "LifecycleConfiguration");
    if (!xml) return fail(xml.error());
    BucketRules rules;
    rules.abort_multipart_days = 0;
    for (const auto& rule : xml->root().children("Rule")) {
        if (text_of(rule, "Status") != "Enabled") continue;
        const auto expiration = rule.child("Expiration");
        if (const auto days = expiration.child("Days")) {
            rules.expiries.push_back({.prefix = prefix_of(rule), .days = days.text().as_int()});
        }
        if (is_true(expiration, "ExpiredObjectDeleteMarker")) rules.expire_delete_markers = true;
        const auto abort = rule.child("AbortIncompleteMultipartUpload").child("DaysAfterInitiation");
        if (abort && prefix_of(rule).empty()) rules.abort_multipart_days = abort.text().as_int();
    }
    return rules;
}

bool same_lifecycle(const BucketRules& left, const BucketRules& right) {
    return left.abort_multipart_days == right.abort_multipart_days &&
           left.expire_delete_markers == right.expire_delete_markers && sorted(left.expiries) == sorted(right.expiries);
}

std::string cors_document(const std::vector<std::string>& origins) {
    if (origins.empty()) return "";
    pugi::xml_document document;
    auto rule = add_root(&document, "CORSConfiguration").append_child("CORSRule");
    for (const auto& origin : origins) add_text(rule, "AllowedOrigin", origin);
    for (const auto* method : kMethods) add_text(rule, "AllowedMethod", method);
    add_text(rule, "AllowedHeader", "*");
    // A browser must read it to complete an upload by parts.
    add_text(rule, "ExposeHeader", "ETag");
    add_text(rule, "MaxAgeSeconds", kPreflightSeconds);
    return to_text(document);
}

Result<std::vector<std::string>> read_cors(std::string_view text) {
    const auto xml = XmlDocument::parse(text, "CORSConfiguration");
    if (!xml) return fail(xml.error());
    std::vector<std::string> origins;
    for (const auto& rule : xml->root().children("CORSRule")) {
        const auto methods = texts_of(rule, "AllowedMethod");
        const bool all_methods = std::ranges::all_of(
            kMethods, [&](const char* method) { return std::ranges::find(methods, method) != methods.end(); });
        const auto exposed = texts_of(rule, "ExposeHeader");
        const bool exposes_etag = std::ranges::any_of(exposed, [](const std::string& name) { return name == "ETag"; });
        if (all_methods && exposes_etag)
            std::ranges::move(texts_of(rule, "AllowedOrigin"), std::back_inserter(origins));
    }
    return origins;
}

}  // namespace acervo::s3
