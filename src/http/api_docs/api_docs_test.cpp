#include "http/api_docs/api_docs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace acervo::http {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A viewer's folder with a few words in each file.
class ViewerFolder {
public:
    ViewerFolder() : path_{std::filesystem::temp_directory_path() / ("acervo-viewer-" + std::to_string(::getpid()))} {
        std::filesystem::create_directories(path_);
        for (const auto* name : {"index.html", "viewer.js", "swagger-ui-bundle.js", "swagger-ui.css", "secret.txt"}) {
            std::ofstream{path_ / name} << "this is " << name;
        }
    }
    ViewerFolder(const ViewerFolder&) = delete;
    ViewerFolder& operator=(const ViewerFolder&) = delete;
    ~ViewerFolder() { std::filesystem::remove_all(path_); }

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::string header(const Response& response, std::string_view name) {
    return std::string{response.headers.find(name).value_or("")};
}

TEST(ApiDocs, hold_the_contract_whatever_is_installed) {
    const auto document = ApiDocs{}.document();
    EXPECT_EQ(document.status, 200);
    EXPECT_EQ(header(document, "Content-Type"), "application/json");
    EXPECT_THAT(document.body, StartsWith("{\n\"openapi\": \"3.1.0\","));
    EXPECT_THAT(document.body, HasSubstr("\"operationId\": \"complete_upload\""));
}

TEST(ApiDocs, say_so_when_the_viewer_is_missing) {
    ASSERT_TRUE(ApiDocs{}.page().failure);
    EXPECT_EQ(ApiDocs{}.page().failure->kind(), ErrorKind::NotFound);
    const auto loaded = ApiDocs::load("/nowhere");
    ASSERT_FALSE(loaded);
    EXPECT_THAT(loaded.error().message(), HasSubstr("/nowhere/index.html"));
}

TEST(ApiDocs, let_the_page_ask_nobody_else) {
    const ViewerFolder folder;
    const auto docs = ApiDocs::load(folder.path());
    ASSERT_TRUE(docs) << docs.error().message();
    const auto page = docs->page();
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body, "this is index.html");
    EXPECT_EQ(header(page, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(header(page, "Content-Security-Policy"), StartsWith("default-src 'none'; script-src 'self';"));
    EXPECT_THAT(header(page, "Content-Security-Policy"), Not(HasSubstr("http")));
    EXPECT_THAT(header(page, "Content-Security-Policy"), Not(HasSubstr("unsafe")));
}

TEST(ApiDocs, give_only_the_files_the_page_names) {
    const ViewerFolder folder;
    const auto docs = ApiDocs::load(folder.path());
    ASSERT_TRUE(docs) << docs.error().message();
    const auto script = docs->file("viewer.js");
    EXPECT_EQ(script.body, "this is viewer.js");
    EXPECT_EQ(header(script, "Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(header(script, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header(docs->file("swagger-ui.css"), "Content-Type"), "text/css; charset=utf-8");
    for (const auto* name : {"secret.txt", "index.html", "..", "../viewer.js", "", "viewer.js.map"}) {
        EXPECT_TRUE(docs->file(name).failure) << name;
    }
}

TEST(ApiDocs, are_three_operations_of_the_contract) {
    const ApiDocs docs;
    Router router;
    add_docs_routes(router, docs);
    for (const auto* path : {"/api/v1/openapi.json", "/api/docs", "/api/docs/viewer.js"}) {
        const auto target = Target::parse(path);
        ASSERT_TRUE(target);
        EXPECT_NE(router.find(Method::Get, *target).route, nullptr) << path;
    }
}

}  // namespace
}  // namespace acervo::http
