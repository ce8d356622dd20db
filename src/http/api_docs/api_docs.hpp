#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "http/router/router.hpp"
#include "http/server/response.hpp"

namespace acervo::http {

/// The contract for programs (`/api/v1/openapi.json`, part of the binary) and for people (`/api/docs`: a packaged
/// viewer and our page, read once from a folder). The page asks nothing of any other server, and its
/// Content-Security-Policy keeps it so.
class ApiDocs {
public:
    /// Without a viewer: the page and its files are NotFound.
    ApiDocs();
    /// The viewer in `folder`, as `python3 -m stack.api_viewer` puts it there. NotFound, naming the file, when one is
    /// missing.
    static Result<ApiDocs> load(const std::filesystem::path& folder);

    Response document() const;
    Response page() const;
    /// One of the files the page names; NotFound for every other name.
    Response file(std::string_view name) const;

private:
    std::string document_;
    std::map<std::string, std::string, std::less<>> files_;
};

/// The operations `get_openapi_document`, `get_docs_page` and `get_docs_file`. `docs` must outlive the router.
void add_docs_routes(Router& router, const ApiDocs& docs);

}  // namespace acervo::http
