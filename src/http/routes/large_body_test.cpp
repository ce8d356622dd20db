#include "http/routes/large_body.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <thread>

#include "testkit/run.hpp"

namespace acervo::http {
namespace {

class Decoded {
public:
    std::size_t size;
    std::thread::id thread;
};

Result<Decoded> note(std::string_view body) { return Decoded{body.size(), std::this_thread::get_id()}; }

Result<Decoded> refuse(std::string_view body) {
    return fail(ErrorKind::InvalidInput, "byte " + std::to_string(body.size()));
}

class LargeBody : public testing::Test {
protected:
    Result<Decoded> decode(std::size_t size, Result<Decoded> (*how)(std::string_view)) {
        return testkit::run(context_, decode_body(pool_, std::string(size, 'x'), how));
    }

    boost::asio::io_context context_;
    CpuPool pool_{1, 1};
};

TEST_F(LargeBody, is_decoded_on_another_thread) {
    const auto decoded = decode(kSmallBody + 1, note);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->size, kSmallBody + 1);
    EXPECT_NE(decoded->thread, std::this_thread::get_id());
}

TEST_F(LargeBody, is_large_only_above_the_limit) {
    EXPECT_EQ(decode(kSmallBody, note)->thread, std::this_thread::get_id());
    EXPECT_EQ(decode(0, note)->size, 0U);
}

TEST_F(LargeBody, is_refused_in_the_decoders_words) {
    for (const auto size : {kSmallBody, kSmallBody + 1}) {
        const auto refused = decode(size, refuse);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind(), ErrorKind::InvalidInput);
        EXPECT_EQ(refused.error().message(), "byte " + std::to_string(size));
    }
}

}  // namespace
}  // namespace acervo::http
