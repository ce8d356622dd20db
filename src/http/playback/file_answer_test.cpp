#include "http/playback/file_answer.hpp"

#include <gtest/gtest.h>

namespace acervo::http {
namespace {

constexpr auto kEtag = "\"0123abcd\"";

PlayableFile file_of(std::uint64_t size) {
    auto path = PlayPath::parse("proxies", "v1", "web.mp4").value();
    ReadyObject object{.master = ContentHash::parse(std::string(64, 'a')).value(),
                       .profile_name = "web_720p",
                       .address = {"dam-proxies", "proxies/key"},
                       .size = size,
                       .etag = "0123abcd",
                       .mime_type = "video/mp4"};
    return {std::move(path), std::move(object)};
}

Request request(Method method, std::vector<Headers::Field> fields = {}) {
    Request made;
    made.method = method;
    for (auto& [name, value] : fields) made.headers.add(name, std::move(value));
    return made;
}

std::string field(const FileAnswer& answer, std::string_view name) {
    return std::string{answer.head.headers.find(name).value_or("-")};
}

struct Case {
    const char* range;
    int status;
    const char* content_range;
    std::uint64_t bytes;
};

TEST(FileAnswer, is_the_part_that_was_asked_for) {
    const Case cases[]{
        {"bytes=0-0", 206, "bytes 0-0/1000", 1},
        {"bytes=0-999", 206, "bytes 0-999/1000", 1000},
        {"bytes=0-1000000", 206, "bytes 0-999/1000", 1000},
        {"bytes=500-", 206, "bytes 500-999/1000", 500},
        {"bytes=999-", 206, "bytes 999-999/1000", 1},
        {"bytes=-1", 206, "bytes 999-999/1000", 1},
        {"bytes=-5000", 206, "bytes 0-999/1000", 1000},
        {"Bytes=1-2", 206, "bytes 1-2/1000", 2},
        {"bytes=1000-", 416, "bytes */1000", 0},
        {"bytes=-0", 416, "bytes */1000", 0},
        {"bytes=18446744073709551615-", 416, "bytes */1000", 0},
        {"bytes=5-4", 200, "-", 1000},
        {"bytes=a-b", 200, "-", 1000},
        {"lines=1-2", 200, "-", 1000},
        {"bytes=", 200, "-", 1000},
        {"bytes=0-1,5-6", 200, "-", 1000},
        {"bytes=0-1,1-2", 206, "bytes 0-2/1000", 3},  // touching ones are one
    };
    for (const auto& one : cases) {
        const auto answer = answer_file(request(Method::Get, {{"Range", one.range}}), file_of(1000));
        EXPECT_EQ(answer.head.status, one.status) << one.range;
        EXPECT_EQ(field(answer, "Content-Range"), one.content_range) << one.range;
        EXPECT_EQ(answer.body_bytes.value_or(0), one.bytes) << one.range;
        EXPECT_EQ(answer.part.has_value(), one.status == 206) << one.range;
        EXPECT_EQ(field(answer, "Accept-Ranges"), "bytes") << one.range;
        if (one.status == 416) EXPECT_EQ(field(answer, "ETag"), "-");
    }
}

TEST(FileAnswer, counts_a_range_only_when_its_condition_holds) {
    for (const auto& [condition, status] : {std::pair{kEtag, 206},
                                            {"\"other\"", 200},
                                            {"W/\"0123abcd\"", 200},
                                            {"Sun, 06 Nov 1994 08:49:37 GMT", 200},
                                            {"", 200}}) {
        const auto asked = request(Method::Get, {{"Range", "bytes=1-2"}, {"If-Range", condition}});
        EXPECT_EQ(answer_file(asked, file_of(1000)).head.status, status) << condition;
    }
}

TEST(FileAnswer, to_a_head_tells_the_length_and_fetches_nothing) {
    const auto answer = answer_file(request(Method::Head, {{"Range", "bytes=1-2"}}), file_of(5'000'000'000));
    EXPECT_EQ(answer.head.status, 200);
    EXPECT_FALSE(answer.body_bytes);
    ASSERT_TRUE(answer.head.stream);
    EXPECT_EQ(answer.head.stream->size(), 5'000'000'000U);
    EXPECT_EQ(field(answer, "ETag"), kEtag);
}

TEST(FileAnswer, is_not_sent_again_to_who_has_it) {
    for (const auto& [known, status] : {std::pair{kEtag, 304},
                                        {"W/\"0123abcd\"", 304},
                                        {"\"a\", \"0123abcd\"", 304},
                                        {"*", 304},
                                        {"\"other\"", 200}}) {
        for (const auto method : {Method::Get, Method::Head}) {
            const auto answer = answer_file(request(method, {{"If-None-Match", known}}), file_of(10));
            EXPECT_EQ(answer.head.status, status) << known;
            EXPECT_EQ(field(answer, "ETag"), kEtag);
        }
    }
}

TEST(FileAnswer, may_be_read_by_any_page_and_kept_by_one_browser) {
    const auto answer = answer_file(request(Method::Get), file_of(10));
    EXPECT_EQ(answer.head.status, 200);
    EXPECT_EQ(field(answer, "Content-Type"), "video/mp4");
    EXPECT_EQ(field(answer, "Cache-Control"), "private, max-age=43200, immutable");
    EXPECT_EQ(field(answer, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(field(answer, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(field(answer, "Content-Security-Policy"), "sandbox; default-src 'none'");
}

}  // namespace
}  // namespace acervo::http
