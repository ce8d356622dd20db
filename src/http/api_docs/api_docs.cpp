#include "http/api_docs/api_docs.hpp"

#include <array>
#include <fstream>
#include <iterator>

#include "http/generated/document.hpp"
#include "http/generated/parameters.hpp"
#include "http/operation/operation_route.hpp"
#include "http/problem/problem.hpp"

namespace acervo::http {
namespace {

constexpr auto kPage = "index.html";
constexpr std::array<std::string_view, 4> kFiles{kPage, "viewer.js", "swagger-ui-bundle.js", "swagger-ui.css"};

/// Scripts, styles and requests of this server only. The viewer draws its icons from data addresses.
constexpr auto kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

std::string_view content_type_of(std::string_view name) {
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    return "text/html; charset=utf-8";
}

Response answer(std::string_view content_type, std::string text) {
    Response response{200, std::string{content_type}, std::move(text)};
    response.headers.set("Cache-Control", "public, max-age=3600");
    response.headers.set("X-Content-Type-Options", "nosniff");
    return response;
}

Response not_installed() {
    return problem(Error{ErrorKind::NotFound, "the viewer is not installed; the document is at /api/v1/openapi.json"});
}

Response file_answer(const ApiDocs& docs, const Request& request) {
    const auto asked = api::decode_get_docs_file_parameters(request);
    return asked ? docs.file(asked->file) : problem(asked.error());
}

Async<Response> ready(Response response) { co_return response; }

}  // namespace

ApiDocs::ApiDocs() : document_{api::openapi_document()} {}

Result<ApiDocs> ApiDocs::load(const std::filesystem::path& folder) {
    ApiDocs docs;
    for (const auto name : kFiles) {
        std::ifstream file{folder / name, std::ios::binary};
        std::string text{std::istreambuf_iterator<char>{file}, {}};
        if (!file || text.empty()) {
            return fail(ErrorKind::NotFound, "the API viewer's file " + (folder / name).string() + " cannot be read");
        }
        docs.files_.emplace(name, std::move(text));
    }
    return docs;
}

Response ApiDocs::document() const { return answer("application/json", document_); }

Response ApiDocs::page() const {
    const auto page = files_.find(kPage);
    if (page == files_.end()) return not_installed();
    auto response = answer(content_type_of(kPage), page->second);
    response.headers.set("Content-Security-Policy", kPagePolicy);
    response.headers.set("Referrer-Policy", "no-referrer");
    return response;
}

Response ApiDocs::file(std::string_view name) const {
    const auto found = files_.find(name);
    if (found == files_.end() || name == kPage) return problem(Error{ErrorKind::NotFound, "there is no such file"});
    return answer(content_type_of(name), found->second);
}

void add_docs_routes(Router& router, const ApiDocs& docs) {
    router.add(operation_route(api::kGetOpenapiDocument, [&docs](const Request&) { return ready(docs.document()); }));
    router.add(operation_route(api::kGetDocsPage, [&docs](const Request&) { return ready(docs.page()); }));
    router.add(operation_route(api::kGetDocsFile,
                               [&docs](const Request& request) { return ready(file_answer(docs, request)); }));
}

}  // namespace acervo::http
