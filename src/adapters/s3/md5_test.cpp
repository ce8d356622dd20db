#include "adapters/s3/md5.hpp"

#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "testkit/run.hpp"

namespace acervo::s3 {
namespace {

TEST(Md5, equals_the_examples_of_rfc_1321) {
    EXPECT_EQ(to_hex(md5_of("")), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(to_hex(md5_of("message digest")), "f96b697d7cb7938d525a2f31aaf161d0");
    EXPECT_EQ(content_md5(""), "1B2M2Y8AsgTpgAmY7PhCfg==");
}

TEST(Md5, of_a_completed_upload_is_that_of_its_parts_md5s) {
    const std::vector<UploadedPart> parts{{.part_number = 1, .etag = to_hex(md5_of("a")), .size = 1},
                                          {.part_number = 2, .etag = to_hex(md5_of("b")), .size = 1}};
    const auto first = md5_of("a");
    const auto second = md5_of("b");
    std::string both{first.begin(), first.end()};
    both.append(second.begin(), second.end());
    EXPECT_EQ(multipart_etag(parts), to_hex(md5_of(both)) + "-2");
}

TEST(Md5, says_nothing_of_parts_whose_etags_are_no_md5) {
    const std::vector<UploadedPart> parts{{.part_number = 1, .etag = "opaque", .size = 1}};
    EXPECT_EQ(multipart_etag(parts), std::nullopt);
    EXPECT_TRUE(looks_like_md5("d41d8cd98f00b204e9800998ecf8427e"));
    EXPECT_FALSE(looks_like_md5("d41d8cd98f00b204e9800998ecf8427e-2"));
    EXPECT_FALSE(looks_like_md5("zz1d8cd98f00b204e9800998ecf8427e"));
}

TEST(Md5, of_a_source_is_whole_when_its_end_was_read) {
    boost::asio::io_context context;
    const auto digest = std::make_shared<Md5>();
    HashedSource source{std::make_unique<StringSource>("message digest"), digest};
    EXPECT_EQ(source.size(), 14U);
    EXPECT_EQ(testkit::run(context, read_all(source, 100)), "message digest");
    EXPECT_EQ(to_hex(digest->finish()), "f96b697d7cb7938d525a2f31aaf161d0");
}

}  // namespace
}  // namespace acervo::s3
