#include "http/generated/decode.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo::http::api {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::SizeIs;

auto at(std::string_view pointer, std::string_view reason) {
    return testing::AllOf(Field("pointer", &FieldError::pointer, pointer),
                          Field("detail", &FieldError::detail, reason));
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

/// A good OpenUpload in which `member` (`"size": 1`) is added, or replaces the one of its name.
std::string open_upload_with(std::string_view member) {
    const auto name = member.substr(0, member.find(':'));
    std::string body = "{" + std::string{member};
    for (const std::string_view good : {R"("filename": "a.mp4")", R"("size": 1)", R"("mime_type": "video/mp4")"}) {
        if (!good.starts_with(name)) body += ", " + std::string{good};
    }
    return body + "}";
}

struct BadMember {
    std::string member;
    std::string pointer;
    std::string reason;
};

void PrintTo(const BadMember& bad, std::ostream* out) { *out << bad.member.substr(0, 60) << " → " << bad.reason; }

constexpr auto kSize = "must be an integer from 1 to 5497558138880";
constexpr auto kControl = "must not contain control characters";
constexpr auto kMediaType = "must be a media type in lower case without parameters, as video/mp4";
constexpr auto kHex = "must be 64 hexadecimal digits in lower case";
constexpr auto kTextControl = "must not contain control characters other than tab and line ends";
const std::string kDigits(62, 'a');

class OpenUploadRefuses : public testing::TestWithParam<BadMember> {};

TEST_P(OpenUploadRefuses, one_bad_member_with_its_place_and_reason) {
    const auto result = decode_open_upload(open_upload_with(GetParam().member));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::InvalidInput);
    EXPECT_THAT(result.error().fields(), ElementsAre(at(GetParam().pointer, GetParam().reason)));
    EXPECT_EQ(result.error().message(), GetParam().pointer + " " + GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Type, OpenUploadRefuses,
                         testing::Values(BadMember{R"("filename": 1)", "/filename", "must be a string"},
                                         BadMember{R"("filename": null)", "/filename", "must be a string"},
                                         BadMember{R"("filename": ["a"])", "/filename", "must be a string"},
                                         BadMember{R"("filename": {"a": "b"})", "/filename", "must be a string"},
                                         BadMember{R"("filename": true)", "/filename", "must be a string"},
                                         BadMember{R"("title": null)", "/title", "must be a string"},
                                         BadMember{R"("description": 0)", "/description", "must be a string"},
                                         BadMember{R"("sha256": 0)", "/sha256", "must be a string"},
                                         BadMember{R"("collection_id": 7)", "/collection_id", "must be a UUID"},
                                         BadMember{R"("priority": 1)", "/priority", "must be one of normal, urgent"},
                                         BadMember{R"("priority": null)", "/priority", "must be one of normal, urgent"},
                                         BadMember{R"("size": "1")", "/size", kSize},
                                         BadMember{R"("size": null)", "/size", kSize},
                                         BadMember{R"("size": true)", "/size", kSize},
                                         BadMember{R"("size": [1])", "/size", kSize},
                                         BadMember{R"("size": {})", "/size", kSize}));

INSTANTIATE_TEST_SUITE_P(
    IntegerAndRange, OpenUploadRefuses,
    testing::Values(BadMember{R"("size": 0)", "/size", kSize}, BadMember{R"("size": -1)", "/size", kSize},
                    BadMember{R"("size": -0)", "/size", kSize}, BadMember{R"("size": 5497558138881)", "/size", kSize},
                    BadMember{R"("size": 9223372036854775807)", "/size", kSize},
                    BadMember{R"("size": 9223372036854775808)", "/size", kSize},
                    BadMember{R"("size": 18446744073709551617)", "/size", kSize},
                    BadMember{R"("size": 1.0)", "/size", kSize}, BadMember{R"("size": 1.5)", "/size", kSize},
                    BadMember{R"("size": 1e3)", "/size", kSize}, BadMember{R"("size": 1E0)", "/size", kSize},
                    BadMember{R"("size": 1e400)", "/size", kSize}));

INSTANTIATE_TEST_SUITE_P(
    Length, OpenUploadRefuses,
    testing::Values(
        BadMember{R"("filename": "")", "/filename", "must have at least 1 character"},
        BadMember{R"("filename": ")" + repeated("a", 501) + '"', "/filename", "must have at most 500 characters"},
        BadMember{R"("filename": ")" + repeated("é", 501) + '"', "/filename", "must have at most 500 characters"},
        BadMember{R"("filename": ")" + repeated("\\ud83c\\udfac", 501) + '"', "/filename",
                  "must have at most 500 characters"},
        BadMember{R"("title": "")", "/title", "must have at least 1 character"},
        BadMember{R"("title": ")" + repeated("t", 501) + '"', "/title", "must have at most 500 characters"},
        BadMember{R"("description": ")" + repeated("d", 10001) + '"', "/description",
                  "must have at most 10000 characters"},
        BadMember{R"("external_id": "")", "/external_id", "must have at least 1 character"},
        BadMember{R"("external_id": ")" + repeated("x", 101) + '"', "/external_id", "must have at most 100 characters"},
        BadMember{R"("mime_type": "v/")", "/mime_type", "must have at least 3 characters"},
        BadMember{R"("mime_type": "video/)" + repeated("x", 122) + '"', "/mime_type",
                  "must have at most 127 characters"},
        BadMember{R"("sha256": ")" + kDigits + "a\"", "/sha256", "must have exactly 64 characters"},
        BadMember{R"("sha256": ")" + kDigits + "aaa\"", "/sha256", "must have exactly 64 characters"},
        BadMember{R"("sha256": "")", "/sha256", "must have exactly 64 characters"}));

INSTANTIATE_TEST_SUITE_P(Pattern, OpenUploadRefuses,
                         testing::Values(BadMember{R"("filename": "a\u0000b")", "/filename", kControl},
                                         BadMember{R"("filename": "a\nb")", "/filename", kControl},
                                         BadMember{R"("filename": "\u001f")", "/filename", kControl},
                                         BadMember{R"("filename": "a\u007f")", "/filename", kControl},
                                         BadMember{R"("filename": "\u0080a")", "/filename", kControl},
                                         BadMember{R"("filename": "a\u009fb")", "/filename", kControl},
                                         BadMember{R"("title": "a\tb")", "/title", kControl},
                                         BadMember{R"("external_id": "a\r")", "/external_id", kControl},
                                         BadMember{R"("description": "a\u0000")", "/description", kTextControl},
                                         BadMember{R"("description": "\u000b")", "/description", kTextControl},
                                         BadMember{R"("description": "line\u001b[31m")", "/description", kTextControl},
                                         BadMember{R"("mime_type": "Video/mp4")", "/mime_type", kMediaType},
                                         BadMember{R"("mime_type": "video")", "/mime_type", kMediaType},
                                         BadMember{R"("mime_type": "video/")", "/mime_type", kMediaType},
                                         BadMember{R"("mime_type": "/mp4")", "/mime_type", kMediaType},
                                         BadMember{R"("mime_type": "video//mp4")", "/mime_type", kMediaType},
                                         BadMember{R"("mime_type": "video/mp4; codecs=x")", "/mime_type", kMediaType},
                                         BadMember{R"("mime_type": "video/mp4/x")", "/mime_type", kMediaType},
                                         BadMember{R"("mime_type": "vídeo/mp4")", "/mime_type", kMediaType},
                                         BadMember{R"("sha256": ")" + kDigits + "AA\"", "/sha256", kHex},
                                         BadMember{R"("sha256": ")" + kDigits + "ag\"", "/sha256", kHex},
                                         BadMember{R"("sha256": ")" + kDigits + "a \"", "/sha256", kHex}));

INSTANTIATE_TEST_SUITE_P(
    EnumAndFormat, OpenUploadRefuses,
    testing::Values(
        BadMember{R"("priority": "Urgent")", "/priority", "must be one of normal, urgent"},
        BadMember{R"("priority": "")", "/priority", "must be one of normal, urgent"},
        BadMember{R"("priority": "normal ")", "/priority", "must be one of normal, urgent"},
        BadMember{R"("collection_id": "")", "/collection_id", "must be a UUID"},
        BadMember{R"("collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5")", "/collection_id", "must be a UUID"},
        BadMember{R"("collection_id": "01981f8011aa7d4e8a550f2b9c7d6e5f")", "/collection_id", "must be a UUID"}));

INSTANTIATE_TEST_SUITE_P(
    Name, OpenUploadRefuses,
    testing::Values(BadMember{R"("colour": 1)", "/colour", "is not known here"},
                    BadMember{R"("": 1)", "/", "is not known here"},
                    BadMember{R"("Filename": "a")", "/Filename", "is not known here"},
                    BadMember{R"("a/b~c": {})", "/a~1b~0c", "is not known here"},
                    BadMember{R"("__proto__": {})", "/__proto__", "is not known here"},
                    BadMember{R"("title": "a", "title": "a")", "/title", "is given more than once"},
                    BadMember{R"("title": "a", "t\u0069tle": "a")", "/title", "is given more than once"},
                    BadMember{'"' + repeated("n", 300) + R"(": 1)", "/" + repeated("n", 100), "is not known here"},
                    BadMember{'"' + repeated("n", 99) + repeated("é", 9) + R"(": 1)", "/" + repeated("n", 99),
                              "is not known here"}));

struct BadBody {
    std::string body;
    std::string message;
};

void PrintTo(const BadBody& bad, std::ostream* out) { *out << bad.body.substr(0, 60) << " → " << bad.message; }

class OpenUploadCannotRead : public testing::TestWithParam<BadBody> {};

TEST_P(OpenUploadCannotRead, what_is_no_json) {
    const auto result = decode_open_upload(GetParam().body);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::InvalidInput);
    EXPECT_THAT(result.error().message(), HasSubstr(GetParam().message));
    EXPECT_THAT(result.error().fields(), SizeIs(0));
}

INSTANTIATE_TEST_SUITE_P(
    Syntax, OpenUploadCannotRead,
    testing::Values(
        BadBody{"", "the body is not JSON"}, BadBody{"   ", "the body is not JSON"},
        BadBody{"{", "the body is not JSON"}, BadBody{R"({"filename": "a",})", "the body is not JSON"},
        BadBody{R"({"filename" "a"})", "the body is not JSON"}, BadBody{R"({filename: "a"})", "the body is not JSON"},
        BadBody{R"({'filename': "a"})", "the body is not JSON"}, BadBody{R"({"size": 01})", "the body is not JSON"},
        BadBody{R"({"size": +1})", "the body is not JSON"}, BadBody{R"({"size": .5})", "the body is not JSON"},
        BadBody{R"({"size": 0x10})", "the body is not JSON"}, BadBody{R"({"size": NaN})", "the body is not JSON"},
        BadBody{R"({"size": Infinity})", "the body is not JSON"}, BadBody{"{} {}", "at byte 3"},
        BadBody{"{}\x01", "at byte 2"}, BadBody{"// {}\n{}", "the body is not JSON"},
        BadBody{"\xEF\xBB\xBF{}", "the body is not JSON"}, BadBody{"{\"filename\": \"a\nb\"}", "the body is not JSON"},
        BadBody{std::string{"{}\0", 3}, "the body is not JSON"}));

INSTANTIATE_TEST_SUITE_P(Encoding, OpenUploadCannotRead,
                         testing::Values(BadBody{"{\"filename\": \"\xFF\"}", "the body is not JSON"},
                                         BadBody{"{\"filename\": \"\xC0\xAF\"}", "the body is not JSON"},
                                         BadBody{"{\"filename\": \"\xED\xA0\x80\"}", "the body is not JSON"},
                                         BadBody{"{\"filename\": \"\xF4\x90\x80\x80\"}", "the body is not JSON"},
                                         BadBody{"{\"filename\": \"\xE2\x82\"}", "the body is not JSON"},
                                         BadBody{"{\"\xFF\": 1}", "the body is not JSON"},
                                         BadBody{R"({"filename": "\ud83c"})", "the body is not JSON"},
                                         BadBody{R"({"filename": "\udfac"})", "the body is not JSON"},
                                         BadBody{R"({"filename": "\x41"})", "the body is not JSON"},
                                         BadBody{R"({"filename": "\u12"})", "the body is not JSON"}));

INSTANTIATE_TEST_SUITE_P(Limits, OpenUploadCannotRead,
                         testing::Values(BadBody{repeated("[", 33) + repeated("]", 33), "the body is not JSON"},
                                         BadBody{repeated("[", 100'000), "the body is not JSON"},
                                         BadBody{repeated("{\"a\":", 100'000), "the body is not JSON"},
                                         BadBody{"[" + repeated("0,", 100'000) + "0]",
                                                 "the body has more than 267 values"}));

TEST(DecodeOpenUpload, takes_a_full_request) {
    const auto upload = decode_open_upload(R"({
        "filename": "pleno \"municipal\" \u00e9\ud83c\udfac.mxf", "size": 5497558138880, "mime_type": "application/mxf",
        "title": "t", "description": "una\tlínea\r\ny otra", "external_id": "EXP/1", "priority": "urgent",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "collection_id": "01981F80-11aa-7d4e-8a55-0f2b9c7d6e5f"})");
    ASSERT_TRUE(upload) << upload.error().message();
    EXPECT_EQ(upload->filename, "pleno \"municipal\" é🎬.mxf");
    EXPECT_EQ(upload->size, 5'497'558'138'880);
    EXPECT_EQ(upload->description, "una\tlínea\r\ny otra");
    EXPECT_EQ(upload->priority, Priority::Urgent);
    EXPECT_EQ(upload->collection_id->to_string(), "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f");
}

TEST(DecodeOpenUpload, leaves_out_what_was_left_out) {
    const auto upload = decode_open_upload(R"({"mime_type":"image/png","size":1,"filename":"a"})");
    ASSERT_TRUE(upload) << upload.error().message();
    EXPECT_FALSE(upload->title);
    EXPECT_FALSE(upload->collection_id);
    EXPECT_EQ(upload->priority, Priority::Normal);
}

TEST(DecodeOpenUpload, counts_lengths_in_code_points) {
    EXPECT_TRUE(decode_open_upload(open_upload_with(R"("filename": ")" + repeated("🎬", 500) + '"')));
    EXPECT_TRUE(decode_open_upload(open_upload_with(R"("filename": ")" + repeated("\\ud83c\\udfac", 500) + '"')));
}

TEST(DecodeOpenUpload, tells_of_everything_at_once) {
    const auto result = decode_open_upload(R"({"filename": "", "size": 0, "priority": "later", "a": 1, "b": 2})");
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().fields(),
                ElementsAre(at("/filename", "must have at least 1 character"), at("/size", kSize),
                            at("/mime_type", "is required"), at("/priority", "must be one of normal, urgent"),
                            at("/a", "is not known here"), at("/b", "is not known here")));
    EXPECT_EQ(result.error().message(), "/filename must have at least 1 character (and 5 more)");
}

TEST(DecodeOpenUpload, misses_every_required_member_of_an_empty_object) {
    const auto result = decode_open_upload("{}");
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().fields(), ElementsAre(at("/filename", "is required"), at("/size", "is required"),
                                                     at("/mime_type", "is required")));
}

TEST(DecodeOpenUpload, wants_an_object) {
    for (const auto* body : {"[]", "null", "1", "\"a\"", "true"}) {
        const auto result = decode_open_upload(body);
        ASSERT_FALSE(result) << body;
        EXPECT_THAT(result.error().fields(), ElementsAre(at("", "must be an object"))) << body;
        EXPECT_EQ(result.error().message(), "the body must be an object");
    }
}

TEST(DecodeCompleteUpload, names_the_element_that_is_wrong) {
    const auto result = decode_complete_upload(R"({"parts": [{"part_number": 1, "etag": "\"abc\""},
        {"part_number": 0, "etag": ""}, 7, {"part_number": 10001, "etag": "a b", "size": 1}, {"etag": "\"\""}]})");
    ASSERT_FALSE(result);
    constexpr auto kNumber = "must be an integer from 1 to 10000";
    constexpr auto kTag = "must be an entity tag as the object store gave it";
    EXPECT_THAT(result.error().fields(),
                ElementsAre(at("/parts/1/part_number", kNumber), at("/parts/1/etag", "must have at least 1 character"),
                            at("/parts/2", "must be an object"), at("/parts/3/part_number", kNumber),
                            at("/parts/3/etag", kTag), at("/parts/3/size", "is not known here"),
                            at("/parts/4/part_number", "is required"), at("/parts/4/etag", kTag)));
}

TEST(DecodeCompleteUpload, wants_one_to_ten_thousand_parts) {
    const auto body = [](std::size_t count) {
        return R"({"parts":[)" + repeated(R"({"part_number":1,"etag":"a"},)", count - 1) +
               R"({"part_number":1,"etag":"a"}]})";
    };
    const auto most = decode_complete_upload(body(10'000));
    ASSERT_TRUE(most) << most.error().message();
    EXPECT_THAT(most->parts, SizeIs(10'000));
    const auto above = decode_complete_upload(body(10'001));
    ASSERT_FALSE(above);
    EXPECT_THAT(above.error().fields(), ElementsAre(at("/parts", "must have at most 10000 elements")));
    const auto none = decode_complete_upload(R"({"parts":[]})");
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().fields(), ElementsAre(at("/parts", "must have at least 1 element")));
    const auto other = decode_complete_upload(R"({"parts":{}})");
    ASSERT_FALSE(other);
    EXPECT_THAT(other.error().fields(), ElementsAre(at("/parts", "must be an array")));
}

TEST(DecodeCompleteUpload, keeps_the_first_hundred_errors_and_counts_the_rest) {
    const auto result = decode_complete_upload(R"({"parts":[)" + repeated("1,", 999) + "1]}");
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().fields(), SizeIs(100));
    EXPECT_EQ(result.error().message(), "/parts/0 must be an object (and 999 more)");
}

TEST(DecodeSignIn, never_repeats_what_was_typed) {
    const auto result = decode_sign_in(R"({"login": "marta ruiz", "password": "se\u0000creto"})");
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().fields(), ElementsAre(at("/login", "must not contain spaces or control characters"),
                                                     at("/password", "must not contain the character U+0000")));
    EXPECT_THAT(result.error().message(), testing::Not(HasSubstr("creto")));
}

TEST(DecodeUser, passes_over_members_of_a_later_version) {
    const auto user = decode_user(R"({"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta",
        "display_name": "Marta", "role": "editor", "groups": [{"a": 1}], "groups": 2})");
    ASSERT_TRUE(user) << user.error().message();
    EXPECT_EQ(user->role, Role::Editor);
}

TEST(DecodeDependencyHealth, wants_true_or_false) {
    const auto result = decode_dependency_health(R"({"name": "redis", "status": "up", "required": 1})");
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().fields(), ElementsAre(at("/required", "must be true or false")));
}

TEST(DecodePartAddress, wants_a_date_and_time) {
    const auto result = decode_part_address(R"({"part_number": 2147483648, "url": "", "expires_at": "yesterday"})");
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().fields(),
                ElementsAre(at("/part_number", "must be an integer from -2147483648 to 2147483647"),
                            at("/expires_at", "must be a date and time as in RFC 3339, with at most microseconds")));
}

TEST(DecodeEditAsset, takes_null_for_the_empty_value) {
    const auto patch = decode_edit_asset(R"({"description":null,"tags":null,"editorial_metadata":null})").value();
    EXPECT_EQ(patch.title, std::nullopt);
    EXPECT_EQ(patch.description, "");
    ASSERT_TRUE(patch.tags);
    EXPECT_TRUE(patch.tags->empty());
    EXPECT_EQ(patch.editorial_metadata, "");
    EXPECT_FALSE(decode_edit_asset(R"({"title":null})"));
}

TEST(DecodeEditAsset, keeps_free_members_as_they_came) {
    const auto body = R"({"editorial_metadata":{"a":[1,-2.5,true,null,"ñ\u0001"],"b":{"c":{}},"big":1e300,"n":[]}})";
    EXPECT_EQ(decode_edit_asset(body).value().editorial_metadata,
              R"({"a":[1,-2.5,true,null,"ñ\u0001"],"b":{"c":{}},"big":1e+300,"n":[]})");
}

TEST(DecodeEditAsset, refuses_what_no_database_could_keep_at_its_place) {
    const auto refused =
        decode_edit_asset(R"({"editorial_metadata":{"nul":"a\u0000","huge":[1e999],"twice":1,"twice":2,"k\u0000":1}})");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().fields(),
                testing::UnorderedElementsAre(at("/editorial_metadata/nul", "must not contain the character U+0000"),
                                              at("/editorial_metadata/huge/0", "is too large a number"),
                                              at("/editorial_metadata/twice", "is given more than once"),
                                              at("/editorial_metadata", "must not contain the character U+0000")));
    const auto large = R"({"editorial_metadata":{"a":")" + std::string(65'536, 'x') + "\"}}";
    EXPECT_FALSE(decode_edit_asset(large));
}

}  // namespace
}  // namespace acervo::http::api
