#include "http/generated/parameters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo::http::api {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

auto at(std::string_view name, std::string_view reason) {
    return testing::AllOf(Field(&FieldError::pointer, name), Field(&FieldError::detail, reason));
}

using Query = std::vector<std::pair<std::string, std::string>>;

auto list_assets(Query query) {
    Request request;
    request.query = std::move(query);
    return decode_list_assets_parameters(request);
}

TEST(ListAssetsParameters, have_defaults) {
    const auto parameters = list_assets({});
    ASSERT_TRUE(parameters) << parameters.error().message();
    EXPECT_EQ(parameters->limit, 50);
    EXPECT_FALSE(parameters->cursor);
    EXPECT_THAT(parameters->type, IsEmpty());
    EXPECT_THAT(parameters->status, IsEmpty());
}

TEST(ListAssetsParameters, take_a_filter_more_than_once) {
    const auto parameters = list_assets({{"type", "video"}, {"limit", "200"}, {"type", "image"}, {"cursor", "aB-_9"}});
    ASSERT_TRUE(parameters) << parameters.error().message();
    EXPECT_THAT(parameters->type, ElementsAre(AssetType::Video, AssetType::Image));
    EXPECT_EQ(parameters->limit, 200);
    EXPECT_EQ(parameters->cursor, "aB-_9");
}

TEST(ListAssetsParameters, tell_of_everything_at_once) {
    const auto parameters = list_assets({{"status", "ready"},
                                         {"type", "film"},
                                         {"limit", "201"},
                                         {"cursor", "a b"},
                                         {"status", ""},
                                         {"offset", "3"},
                                         {"LIMIT", "3"}});
    ASSERT_FALSE(parameters);
    EXPECT_EQ(parameters.error().kind(), ErrorKind::InvalidInput);
    EXPECT_THAT(
        parameters.error().fields(),
        ElementsAre(at("cursor", "must be the `next` of an earlier page"),
                    at("limit", "must be an integer from 1 to 200"), at("type", "must be one of video, audio, image"),
                    at("status", "must be one of uploading, processing, ready, failed, archived"),
                    at("offset", "is not known here"), at("LIMIT", "is not known here")));
}

TEST(ListAssetsParameters, refuse_anything_but_a_plain_decimal_number) {
    for (const auto* text : {"", " 5", "5 ", "+5", "5.0", "5e0", "0x5", "٥", "99999999999999999999", "-1", "0"}) {
        const auto parameters = list_assets({{"limit", text}});
        ASSERT_FALSE(parameters) << text;
        EXPECT_THAT(parameters.error().fields(), ElementsAre(at("limit", "must be an integer from 1 to 200"))) << text;
    }
}

TEST(ListAssetsParameters, refuse_too_many_values_and_repeated_single_ones) {
    const auto parameters = list_assets(
        {{"type", "video"}, {"type", "video"}, {"type", "video"}, {"type", "video"}, {"limit", "1"}, {"limit", "1"}});
    ASSERT_FALSE(parameters);
    EXPECT_THAT(parameters.error().fields(),
                ElementsAre(at("limit", "is given more than once"), at("type", "must have at most 3 elements")));
}

TEST(ListAssetsParameters, refuse_bytes_that_are_no_text) {
    const auto parameters = list_assets({{"cursor", "\xC3"}});
    ASSERT_FALSE(parameters);
    EXPECT_THAT(parameters.error().fields(), ElementsAre(at("cursor", "must be valid UTF-8")));
}

TEST(GetAssetParameters, read_the_path) {
    Request request;
    request.path_parameters = {{"asset_id", "01981F81-7c00-7a10-b1c2-3d4e5f607182"}};
    const auto parameters = decode_get_asset_parameters(request);
    ASSERT_TRUE(parameters) << parameters.error().message();
    EXPECT_EQ(parameters->asset_id.to_string(), "01981f81-7c00-7a10-b1c2-3d4e5f607182");
}

TEST(GetAssetParameters, refuse_an_id_of_another_form_and_any_query) {
    Request request;
    request.path_parameters = {{"asset_id", "1; drop table assets"}};
    request.query = {{"fields", "all"}};
    const auto parameters = decode_get_asset_parameters(request);
    ASSERT_FALSE(parameters);
    EXPECT_THAT(parameters.error().fields(),
                ElementsAre(at("asset_id", "must be a UUID"), at("fields", "is not known here")));
    const auto missing = decode_get_asset_parameters(Request{});
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().fields(), ElementsAre(at("asset_id", "is required")));
}

TEST(OpenUploadParameters, find_the_key_whatever_its_case) {
    Request request;
    EXPECT_FALSE(decode_open_upload_parameters(request)->idempotency_key);
    request.headers.add("idempotency-KEY", "8e03978e-40d5-43dd-bc93-6894a57f9324");
    EXPECT_EQ(decode_open_upload_parameters(request)->idempotency_key, "8e03978e-40d5-43dd-bc93-6894a57f9324");
}

TEST(OpenUploadParameters, refuse_a_key_that_is_not_visible_ascii_or_came_twice) {
    Request request;
    request.headers.add("Idempotency-Key", "a b");
    request.headers.add("Idempotency-Key", "c");
    const auto parameters = decode_open_upload_parameters(request);
    ASSERT_FALSE(parameters);
    EXPECT_THAT(parameters.error().fields(), ElementsAre(at("Idempotency-Key", "is given more than once")));
    for (const auto& text : {std::string{}, std::string{"a b"}, std::string{"é"}, std::string(256, 'a')}) {
        Request one;
        one.headers.add("Idempotency-Key", text);
        EXPECT_FALSE(decode_open_upload_parameters(one)) << text;
    }
}

TEST(GetUploadParameters, know_their_ranges) {
    Request request;
    request.path_parameters = {{"asset_id", "01981f81-7c00-7a10-b1c2-3d4e5f607182"}};
    request.query = {{"after", "10000"}, {"limit", "100"}};
    const auto parameters = decode_get_upload_parameters(request);
    ASSERT_TRUE(parameters) << parameters.error().message();
    EXPECT_EQ(parameters->after, 10'000);
    request.query = {{"after", "-1"}, {"limit", "101"}};
    const auto refused = decode_get_upload_parameters(request);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().fields(), ElementsAre(at("after", "must be an integer from 0 to 10000"),
                                                      at("limit", "must be an integer from 1 to 100")));
}

}  // namespace
}  // namespace acervo::http::api
