#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <charconv>
#include <fstream>

#include "client/upload_file.hpp"
#include "testkit/loopback_server.hpp"
#include "testkit/run.hpp"

namespace acervo::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto kAsset = "01981f81-7c00-7a10-b1c2-3d4e5f607182";
constexpr auto kUpload = "01981f81-7c01-7f21-8a9b-0c1d2e3f4051";
constexpr auto kContent = "the bytes of a film";

/// The API and the object store in one, for an upload of one part. The store takes the part and hangs up.
class ForgetfulStore {
public:
    explicit ForgetfulStore(boost::asio::io_context& context)
        : server_{context, [this](testkit::LoopbackServer::Socket socket) { return serve(std::move(socket)); }} {}

    std::string url() const { return server_.url(); }

    std::vector<std::string> asked;
    std::string opening;
    std::string completion;

private:
    Async<void> serve(testkit::LoopbackServer::Socket socket) {
        std::string buffer;
        for (;;) {
            const auto head = co_await testkit::read_header(&socket, &buffer);
            const auto body = co_await testkit::read_exactly(&socket, &buffer, length_in(head));
            asked.push_back(head.substr(0, head.find(' ', head.find(' ') + 1)));
            if (head.starts_with("PUT")) co_return;
            if (asked.back() == "POST /api/v1/assets") opening = head;
            if (asked.back().ends_with("/complete")) completion = body;
            const auto [status, document] = answer_to(asked.back());
            co_await testkit::write_text(&socket, fmt::format("HTTP/1.1 {} x\r\nContent-Length: {}\r\n\r\n{}", status,
                                                              document.size(), document));
        }
    }

    static std::size_t length_in(const std::string& head) {
        constexpr std::string_view kName = "Content-Length: ";
        std::size_t length = 0;
        if (const auto at = head.find(kName); at != std::string::npos) {
            std::from_chars(head.data() + at + kName.size(), head.data() + head.size(), length);
        }
        return length;
    }

    std::pair<int, std::string> answer_to(const std::string& request) const {
        const auto ids =
            fmt::format(R"("asset_id":"{}","upload_id":"{}","part_size":8388608,"part_count":1)", kAsset, kUpload);
        if (request == "POST /api/v1/assets") {
            const auto part = fmt::format(R"({{"part_number":1,"url":"{}/part","expires_at":"2030-01-01T00:00:00Z"}})",
                                          server_.url());
            return {201, fmt::format("{{{},\"parts\":[{}]}}", ids, part)};
        }
        if (request.starts_with("GET")) {
            const auto stored = R"({"part_number":1,"etag":"abc","size":19})";
            return {200, fmt::format(R"({{{},"state":"open","size":19,"stored":[{}],"parts":[]}})", ids, stored)};
        }
        return {202, fmt::format(R"({{"asset_id":"{}","workflow_id":"w","status":"processing"}})", kAsset)};
    }

    testkit::LoopbackServer server_;
};

TEST(UploadFile, goes_on_when_the_answer_to_a_part_that_is_stored_was_lost) {
    const auto path = std::filesystem::path{testing::TempDir()} / "film.mp4";
    std::ofstream{path} << kContent;
    boost::asio::io_context context;
    ForgetfulStore store{context};
    HttpClient http{context.get_executor(), {}};
    ApiClient api{http, store.url(), Secret{"token"}};
    std::uint64_t told = 0;
    UploadOrder order;
    order.file = path;

    const auto done = testkit::run(
        context, upload_file(api, std::move(order), [&told](std::uint64_t sent, std::uint64_t) { told = sent; }));

    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(done->parts, 1);
    EXPECT_EQ(told, std::string_view{kContent}.size()) << "what was sent twice counts once";
    const auto upload = fmt::format("/api/v1/assets/{}", kAsset);
    EXPECT_THAT(store.asked, ElementsAre("POST /api/v1/assets", "PUT /part", "GET " + upload + "/upload?after=0",
                                         "POST " + upload + "/complete"));
    EXPECT_THAT(store.completion, HasSubstr(R"("etag":"abc")"));
    EXPECT_THAT(store.opening, HasSubstr("Idempotency-Key: "));
}

}  // namespace
}  // namespace acervo::client
