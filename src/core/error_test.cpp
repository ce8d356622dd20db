#include "core/error.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

Error failure(ErrorKind kind) { return Error{kind, "10.0.0.7 port 5432: secret"}; }

TEST(Error, shows_its_message_where_it_is_about_what_the_caller_asked_for) {
    const Error error{ErrorKind::Conflict, "the external id is taken"};
    EXPECT_EQ(error.public_message(), "the external id is taken");
    EXPECT_FALSE(error.hides_something());
}

TEST(Error, shows_words_of_the_kind_where_it_is_about_ourselves) {
    for (const auto kind : {ErrorKind::Unavailable, ErrorKind::Timeout, ErrorKind::Internal}) {
        const auto error = failure(kind);
        EXPECT_FALSE(error.public_message().contains("secret")) << name_of(kind);
        EXPECT_FALSE(error.public_message().empty()) << name_of(kind);
        EXPECT_TRUE(error.hides_something()) << name_of(kind);
        EXPECT_EQ(error.message(), "10.0.0.7 port 5432: secret") << "the log has all of it";
    }
}

TEST(Error, shows_the_words_made_for_the_caller_in_place_of_its_message) {
    for (const auto kind : {ErrorKind::Unavailable, ErrorKind::Timeout, ErrorKind::NotFound, ErrorKind::InvalidInput}) {
        const auto error = failure(kind).with_public_message("the database is away");
        EXPECT_EQ(error.public_message(), "the database is away") << name_of(kind);
        EXPECT_TRUE(error.hides_something()) << name_of(kind);
    }
}

TEST(Error, of_the_kind_internal_has_no_words_for_the_caller) {
    const auto error = failure(ErrorKind::Internal).with_public_message("10.0.0.7");
    EXPECT_FALSE(error.public_message().contains("10.0.0.7"));
}

TEST(Error, keeps_a_context_out_of_the_words_made_for_the_caller) {
    const auto error = failure(ErrorKind::NotFound).with_public_message("it is not there").with_context("HEAD b/k");
    EXPECT_EQ(error.message(), "HEAD b/k: 10.0.0.7 port 5432: secret");
    EXPECT_EQ(error.public_message(), "it is not there");
}

}  // namespace
}  // namespace acervo
