#include "http/server/target.hpp"

#include <gmock/gmock.h>

namespace acervo::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::vector<std::string> segments_of(std::string_view text) {
    const auto target = Target::parse(text);
    std::vector<std::string> segments;
    for (std::size_t i = 0; target && i < target->segment_count(); ++i) segments.emplace_back(target->segment(i));
    return segments;
}

std::vector<Target::QueryMember> query_of(std::string_view text) {
    auto target = Target::parse(text);
    return target ? std::move(target->query()) : std::vector<Target::QueryMember>{};
}

TEST(Target, is_cut_into_segments) {
    EXPECT_THAT(segments_of("/"), ElementsAre(""));
    EXPECT_THAT(segments_of("/a"), ElementsAre("a"));
    EXPECT_THAT(segments_of("/a/b"), ElementsAre("a", "b"));
    EXPECT_THAT(segments_of("/a//b/"), ElementsAre("a", "", "b", ""));
}

TEST(Target, decodes_each_segment_once) {
    EXPECT_THAT(segments_of("/a%20b/%C3%B1/%2525"), ElementsAre("a b", "\xC3\xB1", "%25"));
    EXPECT_EQ(Target::parse("/a%20b/%c3%b1?x")->path(), "/a b/\xC3\xB1");
}

TEST(Target, keeps_an_escaped_slash_inside_its_segment) {
    EXPECT_THAT(segments_of("/a%2Fb/c"), ElementsAre("a/b", "c"));
    EXPECT_THAT(segments_of("/%2F"), ElementsAre("/"));
}

TEST(Target, leaves_a_plus_in_the_path_and_makes_it_a_space_in_the_query) {
    EXPECT_EQ(Target::parse("/a+b")->path(), "/a+b");
    EXPECT_THAT(query_of("/?q=a+b%2Bc"), ElementsAre(Pair("q", "a b+c")));
}

TEST(Target, gives_query_members_in_their_order) {
    EXPECT_THAT(query_of("/s?b=2&a=1&b=&c&&=x&d=e=f?"), ElementsAre(Pair("b", "2"), Pair("a", "1"), Pair("b", ""),
                                                                    Pair("c", ""), Pair("", "x"), Pair("d", "e=f?")));
    EXPECT_TRUE(query_of("/s?").empty());
}

TEST(Target, takes_the_absolute_form_and_says_whose_it_is) {
    auto target = Target::parse("HTTP://dam.example.org:8080/a/b?c=d");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->authority(), "dam.example.org:8080");
    EXPECT_EQ(target->path(), "/a/b");
    EXPECT_THAT(target->query(), ElementsAre(Pair("c", "d")));
    EXPECT_EQ(Target::parse("https://[::1]/")->authority(), "[::1]");
    EXPECT_EQ(Target::parse("/a")->authority(), "");
}

TEST(Target, without_a_path_is_the_root) {
    EXPECT_THAT(segments_of("http://h"), ElementsAre(""));
    EXPECT_EQ(Target::parse("http://h?a=b")->path(), "/");
    EXPECT_THAT(query_of("http://h?a=b"), ElementsAre(Pair("a", "b")));
    EXPECT_FALSE(Target::parse("http://h?a=b", Method::Options)->is_whole_server());
}

TEST(Target, of_options_may_be_the_whole_server) {
    EXPECT_TRUE(Target::parse("*", Method::Options)->is_whole_server());
    EXPECT_TRUE(Target::parse("http://h", Method::Options)->is_whole_server());
    EXPECT_FALSE(Target::parse("http://h/", Method::Options)->is_whole_server());
    EXPECT_FALSE(Target::parse("http://h")->is_whole_server());
    EXPECT_FALSE(Target::parse("**", Method::Options));
    EXPECT_FALSE(Target::parse("/*", Method::Options)->is_whole_server());
}

class MalformedTarget : public testing::TestWithParam<std::string> {};

TEST_P(MalformedTarget, is_refused) {
    const auto target = Target::parse(GetParam());
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().kind(), ErrorKind::InvalidInput);
}

INSTANTIATE_TEST_SUITE_P(Table, MalformedTarget,
                         testing::Values("", "a", "*", "h:80", "http://", "http:///a", "http://h:x/a", "http://me@h/a",
                                         "http://h/../a", "http://h#a", "ftp://h/a", "http:/h/a", "://h/a",
                                         "http://h\\a", "http://h b/", "?q", "/a#b", "/%", "/%2", "/%g0", "/%0g",
                                         "/%00", "/a%0Ab", "/%7F", "/.", "/..", "/a/../b", "/a/./b", "/a/..",
                                         "/%2e%2E/a", "/a/%2E", "/\xC3\xB1", "/a b", "/\x7F", "/%C3", "/%C0%AF",
                                         "/%ED%A0%80", "/%F4%90%80%80", "/%FF", "/?a=%", "/?%00", "/?a=%0D%0A",
                                         "/?a=%C3%28", "/?a#b"));

TEST(Target, takes_names_that_only_look_like_dot_segments) {
    EXPECT_THAT(segments_of("/.../.a/a./..b"), ElementsAre("...", ".a", "a.", "..b"));
}

TEST(Target, takes_every_length_of_utf8) {
    EXPECT_EQ(Target::parse("/%C2%80%E0%A0%80%EF%BF%BD%F0%90%80%80%F4%8F%BF%BF")->path(),
              "/\xC2\x80\xE0\xA0\x80\xEF\xBF\xBD\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
}

}  // namespace
}  // namespace acervo::http
