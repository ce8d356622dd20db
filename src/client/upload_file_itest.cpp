#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <charconv>
#include <deque>
#include <filesystem>
#include <fstream>

#include "client/upload_file.hpp"
#include "core/id.hpp"
#include "testkit/loopback_server.hpp"
#include "testkit/run.hpp"

namespace acervo::client {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto kAsset = "01981f81-7c00-7a10-b1c2-3d4e5f607182";
constexpr auto kOther = "01981f81-7c00-7a10-b1c2-3d4e5f607183";
constexpr auto kUpload = "01981f81-7c01-7f21-8a9b-0c1d2e3f4051";
constexpr auto kContent = "the bytes of a film";

std::size_t length_in(const std::string& head) {
    constexpr std::string_view kName = "Content-Length: ";
    std::size_t length = 0;
    if (const auto at = head.find(kName); at != std::string::npos) {
        std::from_chars(head.data() + at + kName.size(), head.data() + head.size(), length);
    }
    return length;
}

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

/// The API and the object store in one, for a file that is hashed while it is sent, as one part. Each look for assets
/// with its bytes finds what `looks` says next, and nothing afterwards.
class HashedBeside : public testing::Test {
protected:
    HashedBeside() {
        std::ofstream{path_} << "x";
        std::filesystem::resize_file(path_, kLarge);
        order_.file = path_;
    }
    ~HashedBeside() override { std::filesystem::remove(path_); }

    Result<UploadedFile> upload() {
        HttpClient http{context_.get_executor(), {}};
        ApiClient api{http, server_.url(), Secret{"token"}};
        return testkit::run(context_, upload_file(api, order_, [](std::uint64_t, std::uint64_t) {}));
    }

    static constexpr std::size_t kLarge = (std::size_t{64} << 20) + 1;
    UploadOrder order_{};
    /// What the listing holds: an asset of this size, none where it is zero.
    std::deque<std::size_t> looks_;
    /// The store takes parts; else they never end.
    bool takes_parts_{true};
    std::vector<std::string> asked_;
    std::string completion_;

private:
    Async<void> serve(testkit::LoopbackServer::Socket socket) {
        std::string buffer;
        for (;;) {
            const auto head = co_await testkit::read_header(&socket, &buffer);
            const auto line = head.substr(0, head.find(' ', head.find(' ') + 1));
            asked_.push_back(line);
            if (head.starts_with("PUT") && !takes_parts_) {
                co_await testkit::wait_for_close(&socket);
                co_return;
            }
            const auto body = co_await testkit::read_exactly(&socket, &buffer, length_in(head));
            if (line.ends_with("/complete")) completion_ = body;
            const auto [status, document] = answer_to(line);
            co_await testkit::write_text(
                &socket, fmt::format("HTTP/1.1 {} x\r\nETag: \"abc\"\r\nContent-Length: {}\r\n\r\n{}", status,
                                     document.size(), document));
        }
    }

    std::pair<int, std::string> answer_to(const std::string& request) {
        if (request == "POST /api/v1/assets") return {201, opened(kLarge)};
        if (request.starts_with("PUT")) return {200, ""};
        if (request.starts_with("DELETE")) return {204, ""};
        if (request.starts_with("GET")) return {200, page()};
        return {202, fmt::format(R"({{"asset_id":"{}","workflow_id":"w","status":"processing"}})", kAsset)};
    }

    std::string opened(std::size_t part_size) const {
        return fmt::format(R"({{"asset_id":"{}","upload_id":"{}","part_size":{},"part_count":1,)"
                           R"("parts":[{{"part_number":1,"url":"{}/part","expires_at":"2030-01-01T00:00:00Z"}}]}})",
                           kAsset, kUpload, part_size, server_.url());
    }

    std::string page() {
        const auto size = looks_.empty() ? 0 : looks_.front();
        if (!looks_.empty()) looks_.pop_front();
        if (size == 0) return R"({"assets":[]})";
        return fmt::format(R"({{"assets":[{{"asset_id":"{}","type":"video","status":"ready","title":"t",)"
                           R"("filename":"f","mime_type":"video/mp4","size":{},"priority":"normal",)"
                           R"("restricted":false,"created_by":"{}","created_at":"2030-01-01T00:00:00Z",)"
                           R"("updated_at":"2030-01-01T00:00:00Z","edit_version":1,"version":1}}]}})",
                           kOther, size, kUpload);
    }

    std::filesystem::path path_ =
        std::filesystem::path{testing::TempDir()} / ("large-" + Uuid::make().to_string() + ".mp4");
    boost::asio::io_context context_;
    testkit::LoopbackServer server_{
        context_, [this](testkit::LoopbackServer::Socket socket) { return serve(std::move(socket)); }};
};

constexpr auto kDiscarded = "DELETE /api/v1/assets/01981f81-7c00-7a10-b1c2-3d4e5f607182/upload?asset=discard";
constexpr auto kCompleted = "POST /api/v1/assets/01981f81-7c00-7a10-b1c2-3d4e5f607182/complete";

TEST_F(HashedBeside, ends_at_once_when_an_asset_has_the_bytes) {
    takes_parts_ = false;
    looks_ = {kLarge};

    const auto done = upload();

    ASSERT_TRUE(done) << done.error().message();
    EXPECT_TRUE(done->existing);
    EXPECT_EQ(done->asset_id, kOther);
    EXPECT_EQ(asked_.back(), kDiscarded);
    EXPECT_THAT(asked_, Not(Contains(kCompleted)));
}

TEST_F(HashedBeside, asks_again_when_all_is_sent) {
    looks_ = {0, kLarge};

    const auto done = upload();

    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(done->asset_id, kOther);
    EXPECT_EQ(asked_.back(), kDiscarded);
    EXPECT_THAT(asked_, Contains("PUT /part"));
    EXPECT_THAT(asked_, Not(Contains(kCompleted)));
}

TEST_F(HashedBeside, tells_the_hash_at_the_end_when_nothing_has_the_bytes) {
    looks_ = {kLarge + 1, 0};

    const auto done = upload();

    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(done->asset_id, kAsset);
    ASSERT_TRUE(done->hash);
    EXPECT_THAT(completion_, HasSubstr(fmt::format(R"("sha256":"{}")", done->hash->to_string())));
}

TEST_F(HashedBeside, asks_for_nothing_when_it_is_forced_and_tells_the_hash_all_the_same) {
    looks_ = {kLarge, kLarge};
    order_.force = true;

    const auto done = upload();

    ASSERT_TRUE(done) << done.error().message();
    EXPECT_THAT(asked_, ElementsAre("POST /api/v1/assets", "PUT /part", kCompleted));
    EXPECT_THAT(completion_, HasSubstr(R"("sha256":)"));
}

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
