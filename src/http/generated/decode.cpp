// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#include "http/generated/decode.hpp"

#include "http/generated/names.hpp"
#include "http/json/read.hpp"

namespace acervo::http::api {
namespace {

constexpr json::CodePointRange kSignInLoginPattern0[]{{0x21, 0x7E}, {0xA0, 0x10FFFF}};
// ^[^\u0000-\u0020\u007F-\u009F]+$
constexpr json::PatternStep kSignInLoginPattern[]{{kSignInLoginPattern0, 1, json::kUnbounded}};
constexpr json::TextRule kSignInLoginRule{
    .least = 1, .most = 320, .pattern = kSignInLoginPattern, .reason = "must not contain spaces or control characters"};
constexpr json::CodePointRange kSignInPasswordPattern0[]{{0x1, 0x10FFFF}};
// ^[^\u0000]+$
constexpr json::PatternStep kSignInPasswordPattern[]{{kSignInPasswordPattern0, 1, json::kUnbounded}};
constexpr json::TextRule kSignInPasswordRule{
    .least = 1, .most = 1024, .pattern = kSignInPasswordPattern, .reason = "must not contain the character U+0000"};
constexpr json::CodePointRange kRefreshTokensRefreshTokenPattern0[]{
    {0x2D, 0x2D}, {0x30, 0x39}, {0x41, 0x5A}, {0x5F, 0x5F}, {0x61, 0x7A}};
// ^[A-Za-z0-9_-]+$
constexpr json::PatternStep kRefreshTokensRefreshTokenPattern[]{
    {kRefreshTokensRefreshTokenPattern0, 1, json::kUnbounded}};
constexpr json::TextRule kRefreshTokensRefreshTokenRule{
    .least = 1, .most = 200, .pattern = kRefreshTokensRefreshTokenPattern, .reason = "must be a refresh token"};
constexpr json::TextRule kResetPasswordTokenRule{
    .least = 1, .most = 200, .pattern = kRefreshTokensRefreshTokenPattern, .reason = "must be the token of a link"};
constexpr json::TextRule kResetPasswordPasswordRule{
    .least = 12, .most = 1024, .pattern = kSignInPasswordPattern, .reason = "must not contain the character U+0000"};
constexpr json::TextRule kAskPasswordResetLoginRule{
    .least = 1, .most = 320, .pattern = kSignInPasswordPattern, .reason = "must not contain the character U+0000"};
constexpr json::CodePointRange kCreateCollectionNamePattern0[]{{0x20, 0x7E}, {0xA0, 0x10FFFF}};
// ^[^\u0000-\u001F\u007F-\u009F]+$
constexpr json::PatternStep kCreateCollectionNamePattern[]{{kCreateCollectionNamePattern0, 1, json::kUnbounded}};
constexpr json::TextRule kCreateCollectionNameRule{
    .least = 1, .most = 200, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kUpdateCollectionNameRule{
    .least = 1, .most = 200, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kCreateGroupNameRule{
    .least = 1, .most = 200, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kCreateUserUsernameRule{
    .least = 1, .most = 200, .pattern = kSignInLoginPattern, .reason = "must not contain spaces or control characters"};
constexpr json::TextRule kCreateUserDisplayNameRule{
    .least = 1, .most = 200, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::CodePointRange kCreateUserEmailPattern0[]{{0x21, 0x3F}, {0x41, 0x7E}, {0xA0, 0x10FFFF}};
constexpr json::CodePointRange kCreateUserEmailPattern1[]{{0x40, 0x40}};
constexpr json::CodePointRange kCreateUserEmailPattern2[]{{0x21, 0x3F}, {0x41, 0x7E}, {0xA0, 0x10FFFF}};
// ^[^\u0000-\u0020@\u007F-\u009F]+@[^\u0000-\u0020@\u007F-\u009F]+$
constexpr json::PatternStep kCreateUserEmailPattern[]{{kCreateUserEmailPattern0, 1, json::kUnbounded},
                                                      {kCreateUserEmailPattern1, 1, 1},
                                                      {kCreateUserEmailPattern2, 1, json::kUnbounded}};
constexpr json::TextRule kCreateUserEmailRule{
    .least = 3, .most = 320, .pattern = kCreateUserEmailPattern, .reason = "must be an e-mail address"};
constexpr json::TextRule kCreateUserPasswordRule{
    .least = 12, .most = 1024, .pattern = kSignInPasswordPattern, .reason = "must not contain the character U+0000"};
constexpr json::TextRule kUpdateUserDisplayNameRule{
    .least = 1, .most = 200, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kUpdateUserEmailRule{
    .least = 3, .most = 320, .pattern = kCreateUserEmailPattern, .reason = "must be an e-mail address"};
constexpr json::TextRule kUpdateUserPasswordRule{
    .least = 12, .most = 1024, .pattern = kSignInPasswordPattern, .reason = "must not contain the character U+0000"};
constexpr json::TextRule kCreateKeyNameRule{
    .least = 1, .most = 200, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::CodePointRange kCreateWebhookUrlPattern0[]{{0x68, 0x68}};
constexpr json::CodePointRange kCreateWebhookUrlPattern1[]{{0x74, 0x74}};
constexpr json::CodePointRange kCreateWebhookUrlPattern2[]{{0x74, 0x74}};
constexpr json::CodePointRange kCreateWebhookUrlPattern3[]{{0x70, 0x70}};
constexpr json::CodePointRange kCreateWebhookUrlPattern4[]{{0x73, 0x73}};
constexpr json::CodePointRange kCreateWebhookUrlPattern5[]{{0x3A, 0x3A}};
constexpr json::CodePointRange kCreateWebhookUrlPattern6[]{{0x2F, 0x2F}};
constexpr json::CodePointRange kCreateWebhookUrlPattern7[]{{0x2F, 0x2F}};
constexpr json::CodePointRange kCreateWebhookUrlPattern8[]{{0x21, 0x7E}};
// ^https?://[!-~]+$
constexpr json::PatternStep kCreateWebhookUrlPattern[]{{kCreateWebhookUrlPattern0, 1, 1},
                                                       {kCreateWebhookUrlPattern1, 1, 1},
                                                       {kCreateWebhookUrlPattern2, 1, 1},
                                                       {kCreateWebhookUrlPattern3, 1, 1},
                                                       {kCreateWebhookUrlPattern4, 0, 1},
                                                       {kCreateWebhookUrlPattern5, 1, 1},
                                                       {kCreateWebhookUrlPattern6, 1, 1},
                                                       {kCreateWebhookUrlPattern7, 1, 1},
                                                       {kCreateWebhookUrlPattern8, 1, json::kUnbounded}};
constexpr json::TextRule kCreateWebhookUrlRule{.least = 8,
                                               .most = 2000,
                                               .pattern = kCreateWebhookUrlPattern,
                                               .reason = "must be an absolute http or https address"};
constexpr json::CodePointRange kCreateWebhookTypePattern0[]{{0x2E, 0x2E}, {0x5F, 0x5F}, {0x61, 0x7A}};
// ^[a-z_.]+$
constexpr json::PatternStep kCreateWebhookTypePattern[]{{kCreateWebhookTypePattern0, 1, json::kUnbounded}};
constexpr json::TextRule kCreateWebhookTypeRule{
    .least = 1, .most = 100, .pattern = kCreateWebhookTypePattern, .reason = "must be the type of an event"};
constexpr json::TextRule kCreateWebhookDescriptionRule{
    .least = 1, .most = 200, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kUpdateWebhookUrlRule{.least = 8,
                                               .most = 2000,
                                               .pattern = kCreateWebhookUrlPattern,
                                               .reason = "must be an absolute http or https address"};
constexpr json::TextRule kOpenUploadFilenameRule{
    .least = 1, .most = 500, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::CodePointRange kOpenUploadMimeTypePattern0[]{{0x30, 0x39}, {0x61, 0x7A}};
constexpr json::CodePointRange kOpenUploadMimeTypePattern1[]{{0x21, 0x21}, {0x23, 0x24}, {0x26, 0x26}, {0x2B, 0x2B},
                                                             {0x2D, 0x2E}, {0x30, 0x39}, {0x5E, 0x5F}, {0x61, 0x7A}};
constexpr json::CodePointRange kOpenUploadMimeTypePattern2[]{{0x2F, 0x2F}};
constexpr json::CodePointRange kOpenUploadMimeTypePattern3[]{{0x30, 0x39}, {0x61, 0x7A}};
constexpr json::CodePointRange kOpenUploadMimeTypePattern4[]{{0x21, 0x21}, {0x23, 0x24}, {0x26, 0x26}, {0x2B, 0x2B},
                                                             {0x2D, 0x2E}, {0x30, 0x39}, {0x5E, 0x5F}, {0x61, 0x7A}};
// ^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$
constexpr json::PatternStep kOpenUploadMimeTypePattern[]{{kOpenUploadMimeTypePattern0, 1, 1},
                                                         {kOpenUploadMimeTypePattern1, 0, json::kUnbounded},
                                                         {kOpenUploadMimeTypePattern2, 1, 1},
                                                         {kOpenUploadMimeTypePattern3, 1, 1},
                                                         {kOpenUploadMimeTypePattern4, 0, json::kUnbounded}};
constexpr json::TextRule kOpenUploadMimeTypeRule{
    .least = 3,
    .most = 127,
    .pattern = kOpenUploadMimeTypePattern,
    .reason = "must be a media type in lower case without parameters, as video/mp4"};
constexpr json::TextRule kOpenUploadTitleRule{
    .least = 1, .most = 500, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::CodePointRange kOpenUploadDescriptionPattern0[]{{0x9, 0xA}, {0xD, 0xD}, {0x20, 0x7E}, {0xA0, 0x10FFFF}};
// ^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$
constexpr json::PatternStep kOpenUploadDescriptionPattern[]{{kOpenUploadDescriptionPattern0, 0, json::kUnbounded}};
constexpr json::TextRule kOpenUploadDescriptionRule{
    .most = 10000,
    .pattern = kOpenUploadDescriptionPattern,
    .reason = "must not contain control characters other than tab and line ends"};
constexpr json::TextRule kOpenUploadExternalIdRule{
    .least = 1, .most = 100, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::CodePointRange kOpenUploadSha256Pattern0[]{{0x30, 0x39}, {0x61, 0x66}};
// ^[0-9a-f]{64}$
constexpr json::PatternStep kOpenUploadSha256Pattern[]{{kOpenUploadSha256Pattern0, 64, 64}};
constexpr json::TextRule kOpenUploadSha256Rule{.least = 64,
                                               .most = 64,
                                               .pattern = kOpenUploadSha256Pattern,
                                               .reason = "must be 64 hexadecimal digits in lower case"};
constexpr json::TextRule kOpenVersionFilenameRule{
    .least = 1, .most = 500, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kOpenVersionMimeTypeRule{
    .least = 3,
    .most = 127,
    .pattern = kOpenUploadMimeTypePattern,
    .reason = "must be a media type in lower case without parameters, as video/mp4"};
constexpr json::TextRule kOpenVersionSha256Rule{.least = 64,
                                                .most = 64,
                                                .pattern = kOpenUploadSha256Pattern,
                                                .reason = "must be 64 hexadecimal digits in lower case"};
constexpr json::CodePointRange kOrderRenditionProfileNamePattern0[]{{0x30, 0x39}, {0x5F, 0x5F}, {0x61, 0x7A}};
// ^[a-z0-9_]+$
constexpr json::PatternStep kOrderRenditionProfileNamePattern[]{
    {kOrderRenditionProfileNamePattern0, 1, json::kUnbounded}};
constexpr json::TextRule kOrderRenditionProfileNameRule{
    .least = 1, .most = 64, .pattern = kOrderRenditionProfileNamePattern, .reason = "must be a name of a-z, 0-9 and _"};
constexpr json::CodePointRange kCompletedPartEtagPattern0[]{{0x22, 0x22}};
constexpr json::CodePointRange kCompletedPartEtagPattern1[]{{0x2B, 0x2B}, {0x2D, 0x2D}, {0x2F, 0x39}, {0x3D, 0x3D},
                                                            {0x41, 0x5A}, {0x5F, 0x5F}, {0x61, 0x7A}};
constexpr json::CodePointRange kCompletedPartEtagPattern2[]{{0x22, 0x22}};
// ^"?[0-9A-Za-z+/=_-]+"?$
constexpr json::PatternStep kCompletedPartEtagPattern[]{{kCompletedPartEtagPattern0, 0, 1},
                                                        {kCompletedPartEtagPattern1, 1, json::kUnbounded},
                                                        {kCompletedPartEtagPattern2, 0, 1}};
constexpr json::TextRule kCompletedPartEtagRule{.least = 1,
                                                .most = 128,
                                                .pattern = kCompletedPartEtagPattern,
                                                .reason = "must be an entity tag as the object store gave it"};
constexpr json::TextRule kCompleteUploadSha256Rule{.least = 64,
                                                   .most = 64,
                                                   .pattern = kOpenUploadSha256Pattern,
                                                   .reason = "must be 64 hexadecimal digits in lower case"};
constexpr json::TextRule kEditAssetTitleRule{
    .least = 1, .most = 500, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kEditAssetDescriptionRule{
    .most = 10000,
    .pattern = kOpenUploadDescriptionPattern,
    .reason = "must not contain control characters other than tab and line ends"};
constexpr json::TextRule kEditAssetTagsElementRule{
    .least = 1, .most = 100, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kSelectionQueryTagRule{
    .least = 1, .most = 100, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kBulkChangeTitleRule{
    .least = 1, .most = 500, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kBulkChangeDescriptionRule{
    .most = 10000,
    .pattern = kOpenUploadDescriptionPattern,
    .reason = "must not contain control characters other than tab and line ends"};
constexpr json::TextRule kBulkChangeTagsElementRule{
    .least = 1, .most = 100, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kBulkChangeRemoveTagsElementRule{
    .least = 1, .most = 100, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kBulkChangeAddTagsElementRule{
    .least = 1, .most = 100, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kHoldAssetReasonRule{
    .least = 1, .most = 500, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::CodePointRange kFieldLabelLanguagePattern0[]{{0x2D, 0x2D}, {0x30, 0x39}, {0x41, 0x5A}, {0x61, 0x7A}};
// ^[A-Za-z0-9-]+$
constexpr json::PatternStep kFieldLabelLanguagePattern[]{{kFieldLabelLanguagePattern0, 1, json::kUnbounded}};
constexpr json::TextRule kFieldLabelLanguageRule{
    .least = 2, .most = 16, .pattern = kFieldLabelLanguagePattern, .reason = "must be a language tag, as es or pt-BR"};
constexpr json::TextRule kFieldLabelTextRule{
    .least = 1, .most = 80, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::TextRule kFieldChoiceValueRule{
    .least = 1, .most = 64, .pattern = kCreateCollectionNamePattern, .reason = "must not contain control characters"};
constexpr json::CodePointRange kFieldNamePattern0[]{{0x61, 0x7A}};
constexpr json::CodePointRange kFieldNamePattern1[]{{0x30, 0x39}, {0x5F, 0x5F}, {0x61, 0x7A}};
// ^[a-z][a-z0-9_]*$
constexpr json::PatternStep kFieldNamePattern[]{{kFieldNamePattern0, 1, 1}, {kFieldNamePattern1, 0, json::kUnbounded}};
constexpr json::TextRule kFieldNameRule{
    .least = 1,
    .most = 64,
    .pattern = kFieldNamePattern,
    .reason = "must be letters, digits and underscores in lower case and begin with a letter"};

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, TokenType& into) {
    if (const auto name = json::read_name(value, place, kTokenTypeNames)) into = kTokenTypeValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, Language& into) {
    if (const auto name = json::read_name(value, place, kLanguageNames)) into = kLanguageValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, Role& into) {
    if (const auto name = json::read_name(value, place, kRoleNames)) into = kRoleValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, Right& into) {
    if (const auto name = json::read_name(value, place, kRightNames)) into = kRightValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, Scope& into) {
    if (const auto name = json::read_name(value, place, kScopeNames)) into = kScopeValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, AssetType& into) {
    if (const auto name = json::read_name(value, place, kAssetTypeNames)) into = kAssetTypeValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, AssetStatus& into) {
    if (const auto name = json::read_name(value, place, kAssetStatusNames)) into = kAssetStatusValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, Priority& into) {
    if (const auto name = json::read_name(value, place, kPriorityNames)) into = kPriorityValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, RenditionStatus& into) {
    if (const auto name = json::read_name(value, place, kRenditionStatusNames)) into = kRenditionStatusValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, RelationType& into) {
    if (const auto name = json::read_name(value, place, kRelationTypeNames)) into = kRelationTypeValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, RelationDirection& into) {
    if (const auto name = json::read_name(value, place, kRelationDirectionNames))
        into = kRelationDirectionValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, UploadStatus& into) {
    if (const auto name = json::read_name(value, place, kUploadStatusNames)) into = kUploadStatusValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, CacheAction& into) {
    if (const auto name = json::read_name(value, place, kCacheActionNames)) into = kCacheActionValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, JobKind& into) {
    if (const auto name = json::read_name(value, place, kJobKindNames)) into = kJobKindValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, JobState& into) {
    if (const auto name = json::read_name(value, place, kJobStateNames)) into = kJobStateValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, JobOutcome& into) {
    if (const auto name = json::read_name(value, place, kJobOutcomeNames)) into = kJobOutcomeValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, FieldType& into) {
    if (const auto name = json::read_name(value, place, kFieldTypeNames)) into = kFieldTypeValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, ImportMode& into) {
    if (const auto name = json::read_name(value, place, kImportModeNames)) into = kImportModeValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, ImportOutcome& into) {
    if (const auto name = json::read_name(value, place, kImportOutcomeNames)) into = kImportOutcomeValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, AssetShelf& into) {
    if (const auto name = json::read_name(value, place, kAssetShelfNames)) into = kAssetShelfValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, AbandonedAsset& into) {
    if (const auto name = json::read_name(value, place, kAbandonedAssetNames)) into = kAbandonedAssetValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, AssetSort& into) {
    if (const auto name = json::read_name(value, place, kAssetSortNames)) into = kAssetSortValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, LivenessStatus& into) {
    if (const auto name = json::read_name(value, place, kLivenessStatusNames)) into = kLivenessStatusValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, ReadinessStatus& into) {
    if (const auto name = json::read_name(value, place, kReadinessStatusNames)) into = kReadinessStatusValues[*name];
}

[[maybe_unused]] void read(const json::Value& value, const json::Place& place, DependencyStatus& into) {
    if (const auto name = json::read_name(value, place, kDependencyStatusNames)) into = kDependencyStatusValues[*name];
}

constexpr std::string_view kSignInMembers[]{"login", "password"};

void read(const json::Value& value, const json::Place& place, SignIn& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("login")) {
        json::read_text(*member, place.at("login"), kSignInLoginRule, into.login);
    }
    if (const auto* member = object.required("password")) {
        json::read_text(*member, place.at("password"), kSignInPasswordRule, into.password);
    }
    object.refuse_unknown(kSignInMembers);
}

void read(const json::Value& value, const json::Place& place, User& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("user_id")) {
        json::read_uuid(*member, place.at("user_id"), into.user_id);
    }
    if (const auto* member = object.required("username")) {
        json::read_text(*member, place.at("username"), json::TextRule{}, into.username);
    }
    if (const auto* member = object.required("display_name")) {
        json::read_text(*member, place.at("display_name"), json::TextRule{}, into.display_name);
    }
    if (const auto* member = object.required("role")) {
        read(*member, place.at("role"), into.role);
    }
    if (const auto* member = object.optional("email")) {
        json::read_text(*member, place.at("email"), json::TextRule{}, into.email.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, Session& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("access_token")) {
        json::read_text(*member, place.at("access_token"), json::TextRule{}, into.access_token);
    }
    if (const auto* member = object.required("token_type")) {
        read(*member, place.at("token_type"), into.token_type);
    }
    if (const auto* member = object.required("expires_in")) {
        json::read_integer(*member, place.at("expires_in"), json::kInt32, into.expires_in);
    }
    if (const auto* member = object.required("user")) {
        read(*member, place.at("user"), into.user);
    }
}

constexpr std::string_view kRefreshTokensMembers[]{"refresh_token"};

void read(const json::Value& value, const json::Place& place, RefreshTokens& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("refresh_token")) {
        json::read_text(*member, place.at("refresh_token"), kRefreshTokensRefreshTokenRule, into.refresh_token);
    }
    object.refuse_unknown(kRefreshTokensMembers);
}

void read(const json::Value& value, const json::Place& place, Tokens& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("access_token")) {
        json::read_text(*member, place.at("access_token"), json::TextRule{}, into.access_token);
    }
    if (const auto* member = object.required("token_type")) {
        read(*member, place.at("token_type"), into.token_type);
    }
    if (const auto* member = object.required("expires_in")) {
        json::read_integer(*member, place.at("expires_in"), json::kInt32, into.expires_in);
    }
    if (const auto* member = object.required("refresh_token")) {
        json::read_text(*member, place.at("refresh_token"), json::TextRule{}, into.refresh_token);
    }
    if (const auto* member = object.required("refresh_expires_in")) {
        json::read_integer(*member, place.at("refresh_expires_in"), json::kInt32, into.refresh_expires_in);
    }
    if (const auto* member = object.required("user")) {
        read(*member, place.at("user"), into.user);
    }
}

void read(const json::Value& value, const json::Place& place, PasswordReset& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("token")) {
        json::read_text(*member, place.at("token"), json::TextRule{}, into.token);
    }
    if (const auto* member = object.required("expires_at")) {
        json::read_timestamp(*member, place.at("expires_at"), into.expires_at);
    }
}

constexpr std::string_view kResetPasswordMembers[]{"token", "password"};

void read(const json::Value& value, const json::Place& place, ResetPassword& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("token")) {
        json::read_text(*member, place.at("token"), kResetPasswordTokenRule, into.token);
    }
    if (const auto* member = object.required("password")) {
        json::read_text(*member, place.at("password"), kResetPasswordPasswordRule, into.password);
    }
    object.refuse_unknown(kResetPasswordMembers);
}

constexpr std::string_view kAskPasswordResetMembers[]{"login", "language"};

void read(const json::Value& value, const json::Place& place, AskPasswordReset& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("login")) {
        json::read_text(*member, place.at("login"), kAskPasswordResetLoginRule, into.login);
    }
    if (const auto* member = object.optional("language")) {
        read(*member, place.at("language"), into.language.emplace());
    }
    object.refuse_unknown(kAskPasswordResetMembers);
}

constexpr std::string_view kMailPasswordResetMembers[]{"language"};

void read(const json::Value& value, const json::Place& place, MailPasswordReset& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.optional("language")) {
        read(*member, place.at("language"), into.language.emplace());
    }
    object.refuse_unknown(kMailPasswordResetMembers);
}

void read(const json::Value& value, const json::Place& place, CollectionView& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("collection_id")) {
        json::read_uuid(*member, place.at("collection_id"), into.collection_id);
    }
    if (const auto* member = object.optional("parent_id")) {
        json::read_uuid(*member, place.at("parent_id"), into.parent_id.emplace());
    }
    if (const auto* member = object.required("name")) {
        json::read_text(*member, place.at("name"), json::TextRule{}, into.name);
    }
    if (const auto* member = object.optional("inbox_of")) {
        json::read_uuid(*member, place.at("inbox_of"), into.inbox_of.emplace());
    }
    if (const auto* member = object.required("rights")) {
        json::read_list(*member, place.at("rights"), json::CountRule{.most = 6}, into.rights,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.required("created_by")) {
        json::read_uuid(*member, place.at("created_by"), into.created_by);
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
}

void read(const json::Value& value, const json::Place& place, CollectionPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("collections")) {
        json::read_list(*member, place.at("collections"), json::CountRule{.most = 200}, into.collections,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_text(*member, place.at("next"), json::TextRule{}, into.next.emplace());
    }
}

constexpr std::string_view kCreateCollectionMembers[]{"name", "parent_id"};

void read(const json::Value& value, const json::Place& place, CreateCollection& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("name")) {
        json::read_text(*member, place.at("name"), kCreateCollectionNameRule, into.name);
    }
    if (const auto* member = object.optional("parent_id")) {
        json::read_uuid(*member, place.at("parent_id"), into.parent_id.emplace());
    }
    object.refuse_unknown(kCreateCollectionMembers);
}

constexpr std::string_view kUpdateCollectionMembers[]{"name", "parent_id", "top_level"};

void read(const json::Value& value, const json::Place& place, UpdateCollection& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.optional("name")) {
        json::read_text(*member, place.at("name"), kUpdateCollectionNameRule, into.name.emplace());
    }
    if (const auto* member = object.optional("parent_id")) {
        json::read_uuid(*member, place.at("parent_id"), into.parent_id.emplace());
    }
    if (const auto* member = object.optional("top_level")) {
        json::read_boolean(*member, place.at("top_level"), into.top_level);
    }
    object.refuse_unknown(kUpdateCollectionMembers);
}

void read(const json::Value& value, const json::Place& place, Grant& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.optional("user_id")) {
        json::read_uuid(*member, place.at("user_id"), into.user_id.emplace());
    }
    if (const auto* member = object.optional("group_id")) {
        json::read_uuid(*member, place.at("group_id"), into.group_id.emplace());
    }
    if (const auto* member = object.required("name")) {
        json::read_text(*member, place.at("name"), json::TextRule{}, into.name);
    }
    if (const auto* member = object.required("rights")) {
        json::read_list(*member, place.at("rights"), json::CountRule{.most = 6}, into.rights,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

void read(const json::Value& value, const json::Place& place, GrantList& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("grants")) {
        json::read_list(*member, place.at("grants"), json::CountRule{.most = 10000}, into.grants,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

constexpr std::string_view kPutGrantMembers[]{"rights"};

void read(const json::Value& value, const json::Place& place, PutGrant& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("rights")) {
        json::read_list(*member, place.at("rights"), json::CountRule{.least = 1, .most = 6}, into.rights,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    object.refuse_unknown(kPutGrantMembers);
}

void read(const json::Value& value, const json::Place& place, Group& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("group_id")) {
        json::read_uuid(*member, place.at("group_id"), into.group_id);
    }
    if (const auto* member = object.required("name")) {
        json::read_text(*member, place.at("name"), json::TextRule{}, into.name);
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
}

void read(const json::Value& value, const json::Place& place, GroupPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("groups")) {
        json::read_list(*member, place.at("groups"), json::CountRule{.most = 200}, into.groups,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_text(*member, place.at("next"), json::TextRule{}, into.next.emplace());
    }
}

constexpr std::string_view kCreateGroupMembers[]{"name"};

void read(const json::Value& value, const json::Place& place, CreateGroup& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("name")) {
        json::read_text(*member, place.at("name"), kCreateGroupNameRule, into.name);
    }
    object.refuse_unknown(kCreateGroupMembers);
}

void read(const json::Value& value, const json::Place& place, UserView& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("user_id")) {
        json::read_uuid(*member, place.at("user_id"), into.user_id);
    }
    if (const auto* member = object.required("username")) {
        json::read_text(*member, place.at("username"), json::TextRule{}, into.username);
    }
    if (const auto* member = object.required("display_name")) {
        json::read_text(*member, place.at("display_name"), json::TextRule{}, into.display_name);
    }
    if (const auto* member = object.required("role")) {
        read(*member, place.at("role"), into.role);
    }
    if (const auto* member = object.optional("email")) {
        json::read_text(*member, place.at("email"), json::TextRule{}, into.email.emplace());
    }
    if (const auto* member = object.required("disabled")) {
        json::read_boolean(*member, place.at("disabled"), into.disabled);
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
}

void read(const json::Value& value, const json::Place& place, UserPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("users")) {
        json::read_list(*member, place.at("users"), json::CountRule{.most = 200}, into.users,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_text(*member, place.at("next"), json::TextRule{}, into.next.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, UserList& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("users")) {
        json::read_list(*member, place.at("users"), json::CountRule{.most = 10000}, into.users,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

constexpr std::string_view kCreateUserMembers[]{"username", "display_name", "email", "role", "password"};

void read(const json::Value& value, const json::Place& place, CreateUser& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("username")) {
        json::read_text(*member, place.at("username"), kCreateUserUsernameRule, into.username);
    }
    if (const auto* member = object.optional("display_name")) {
        json::read_text(*member, place.at("display_name"), kCreateUserDisplayNameRule, into.display_name.emplace());
    }
    if (const auto* member = object.optional("email")) {
        json::read_text(*member, place.at("email"), kCreateUserEmailRule, into.email.emplace());
    }
    if (const auto* member = object.required("role")) {
        read(*member, place.at("role"), into.role);
    }
    if (const auto* member = object.optional("password")) {
        json::read_text(*member, place.at("password"), kCreateUserPasswordRule, into.password.emplace());
    }
    object.refuse_unknown(kCreateUserMembers);
}

constexpr std::string_view kUpdateUserMembers[]{"display_name", "email", "role", "disabled", "password"};

void read(const json::Value& value, const json::Place& place, UpdateUser& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.optional("display_name")) {
        json::read_text(*member, place.at("display_name"), kUpdateUserDisplayNameRule, into.display_name.emplace());
    }
    if (const auto* member = object.optional("email")) {
        json::read_text(*member, place.at("email"), kUpdateUserEmailRule, into.email.emplace());
    }
    if (const auto* member = object.optional("role")) {
        read(*member, place.at("role"), into.role.emplace());
    }
    if (const auto* member = object.optional("disabled")) {
        json::read_boolean(*member, place.at("disabled"), into.disabled.emplace());
    }
    if (const auto* member = object.optional("password")) {
        json::read_text(*member, place.at("password"), kUpdateUserPasswordRule, into.password.emplace());
    }
    object.refuse_unknown(kUpdateUserMembers);
}

void read(const json::Value& value, const json::Place& place, Key& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("key_id")) {
        json::read_uuid(*member, place.at("key_id"), into.key_id);
    }
    if (const auto* member = object.required("name")) {
        json::read_text(*member, place.at("name"), json::TextRule{}, into.name);
    }
    if (const auto* member = object.required("scopes")) {
        json::read_list(*member, place.at("scopes"), json::CountRule{.most = 32}, into.scopes,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.required("created_by")) {
        json::read_uuid(*member, place.at("created_by"), into.created_by);
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
    if (const auto* member = object.optional("expires_at")) {
        json::read_timestamp(*member, place.at("expires_at"), into.expires_at.emplace());
    }
    if (const auto* member = object.optional("last_used_at")) {
        json::read_timestamp(*member, place.at("last_used_at"), into.last_used_at.emplace());
    }
    if (const auto* member = object.optional("revoked_at")) {
        json::read_timestamp(*member, place.at("revoked_at"), into.revoked_at.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, KeyList& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("keys")) {
        json::read_list(*member, place.at("keys"), json::CountRule{.most = 1000}, into.keys,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

constexpr std::string_view kCreateKeyMembers[]{"name", "scopes", "expires_at"};

void read(const json::Value& value, const json::Place& place, CreateKey& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("name")) {
        json::read_text(*member, place.at("name"), kCreateKeyNameRule, into.name);
    }
    if (const auto* member = object.required("scopes")) {
        json::read_list(*member, place.at("scopes"), json::CountRule{.least = 1, .most = 32}, into.scopes,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("expires_at")) {
        json::read_timestamp(*member, place.at("expires_at"), into.expires_at.emplace());
    }
    object.refuse_unknown(kCreateKeyMembers);
}

void read(const json::Value& value, const json::Place& place, CreatedKey& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("key")) {
        read(*member, place.at("key"), into.key);
    }
    if (const auto* member = object.required("token")) {
        json::read_text(*member, place.at("token"), json::TextRule{}, into.token);
    }
}

void read(const json::Value& value, const json::Place& place, WebhookView& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("webhook_id")) {
        json::read_uuid(*member, place.at("webhook_id"), into.webhook_id);
    }
    if (const auto* member = object.required("url")) {
        json::read_text(*member, place.at("url"), json::TextRule{}, into.url);
    }
    if (const auto* member = object.optional("type")) {
        json::read_text(*member, place.at("type"), json::TextRule{}, into.type.emplace());
    }
    if (const auto* member = object.optional("description")) {
        json::read_text(*member, place.at("description"), json::TextRule{}, into.description.emplace());
    }
    if (const auto* member = object.required("enabled")) {
        json::read_boolean(*member, place.at("enabled"), into.enabled);
    }
    if (const auto* member = object.optional("disabled_reason")) {
        json::read_text(*member, place.at("disabled_reason"), json::TextRule{}, into.disabled_reason.emplace());
    }
    if (const auto* member = object.required("after")) {
        json::read_integer(*member, place.at("after"), json::IntegerRule{}, into.after);
    }
    if (const auto* member = object.required("attempts")) {
        json::read_integer(*member, place.at("attempts"), json::kInt32, into.attempts);
    }
    if (const auto* member = object.optional("failing_since")) {
        json::read_timestamp(*member, place.at("failing_since"), into.failing_since.emplace());
    }
    if (const auto* member = object.optional("next_try_at")) {
        json::read_timestamp(*member, place.at("next_try_at"), into.next_try_at.emplace());
    }
    if (const auto* member = object.required("created_by")) {
        json::read_uuid(*member, place.at("created_by"), into.created_by);
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
}

void read(const json::Value& value, const json::Place& place, WebhookList& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("webhooks")) {
        json::read_list(*member, place.at("webhooks"), json::CountRule{.most = 100}, into.webhooks,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

constexpr std::string_view kCreateWebhookMembers[]{"url", "type", "description"};

void read(const json::Value& value, const json::Place& place, CreateWebhook& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("url")) {
        json::read_text(*member, place.at("url"), kCreateWebhookUrlRule, into.url);
    }
    if (const auto* member = object.optional("type")) {
        json::read_text(*member, place.at("type"), kCreateWebhookTypeRule, into.type.emplace());
    }
    if (const auto* member = object.optional("description")) {
        json::read_text(*member, place.at("description"), kCreateWebhookDescriptionRule, into.description.emplace());
    }
    object.refuse_unknown(kCreateWebhookMembers);
}

constexpr std::string_view kUpdateWebhookMembers[]{"url", "enabled"};

void read(const json::Value& value, const json::Place& place, UpdateWebhook& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.optional("url")) {
        json::read_text(*member, place.at("url"), kUpdateWebhookUrlRule, into.url.emplace());
    }
    if (const auto* member = object.optional("enabled")) {
        json::read_boolean(*member, place.at("enabled"), into.enabled.emplace());
    }
    object.refuse_unknown(kUpdateWebhookMembers);
}

constexpr std::string_view kReplayWebhookMembers[]{"after"};

void read(const json::Value& value, const json::Place& place, ReplayWebhook& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("after")) {
        json::read_integer(*member, place.at("after"), json::IntegerRule{.least = 0, .most = 9223372036854775807},
                           into.after);
    }
    object.refuse_unknown(kReplayWebhookMembers);
}

void read(const json::Value& value, const json::Place& place, CreatedWebhook& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("webhook")) {
        read(*member, place.at("webhook"), into.webhook);
    }
    if (const auto* member = object.required("secret")) {
        json::read_text(*member, place.at("secret"), json::TextRule{}, into.secret);
    }
}

void read(const json::Value& value, const json::Place& place, WebhookDelivery& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("delivery_id")) {
        json::read_integer(*member, place.at("delivery_id"), json::IntegerRule{}, into.delivery_id);
    }
    if (const auto* member = object.required("sequence")) {
        json::read_integer(*member, place.at("sequence"), json::IntegerRule{}, into.sequence);
    }
    if (const auto* member = object.required("type")) {
        json::read_text(*member, place.at("type"), json::TextRule{}, into.type);
    }
    if (const auto* member = object.required("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id);
    }
    if (const auto* member = object.required("attempted_at")) {
        json::read_timestamp(*member, place.at("attempted_at"), into.attempted_at);
    }
    if (const auto* member = object.required("duration_ms")) {
        json::read_integer(*member, place.at("duration_ms"), json::kInt32, into.duration_ms);
    }
    if (const auto* member = object.optional("status_code")) {
        json::read_integer(*member, place.at("status_code"), json::kInt32, into.status_code.emplace());
    }
    if (const auto* member = object.optional("error")) {
        json::read_text(*member, place.at("error"), json::TextRule{}, into.error.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, WebhookDeliveryPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("deliveries")) {
        json::read_list(*member, place.at("deliveries"), json::CountRule{.most = 200}, into.deliveries,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_integer(*member, place.at("next"), json::IntegerRule{}, into.next.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, AuditEntry& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("audit_id")) {
        json::read_integer(*member, place.at("audit_id"), json::IntegerRule{}, into.audit_id);
    }
    if (const auto* member = object.optional("actor_id")) {
        json::read_uuid(*member, place.at("actor_id"), into.actor_id.emplace());
    }
    if (const auto* member = object.required("action")) {
        json::read_text(*member, place.at("action"), json::TextRule{}, into.action);
    }
    if (const auto* member = object.required("object_type")) {
        json::read_text(*member, place.at("object_type"), json::TextRule{}, into.object_type);
    }
    if (const auto* member = object.required("object_id")) {
        json::read_text(*member, place.at("object_id"), json::TextRule{}, into.object_id);
    }
    if (const auto* member = object.required("request_id")) {
        json::read_text(*member, place.at("request_id"), json::TextRule{}, into.request_id);
    }
    if (const auto* member = object.required("details")) {
        json::read_text(*member, place.at("details"), json::TextRule{}, into.details);
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
}

void read(const json::Value& value, const json::Place& place, AuditPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("entries")) {
        json::read_list(*member, place.at("entries"), json::CountRule{.most = 200}, into.entries,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_integer(*member, place.at("next"), json::IntegerRule{}, into.next.emplace());
    }
}

constexpr std::string_view kOpenUploadMembers[]{"filename",    "size",   "mime_type",     "title",    "description",
                                                "external_id", "sha256", "collection_id", "priority", "force"};

void read(const json::Value& value, const json::Place& place, OpenUpload& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("filename")) {
        json::read_text(*member, place.at("filename"), kOpenUploadFilenameRule, into.filename);
    }
    if (const auto* member = object.required("size")) {
        json::read_integer(*member, place.at("size"), json::IntegerRule{.least = 1, .most = 5497558138880}, into.size);
    }
    if (const auto* member = object.required("mime_type")) {
        json::read_text(*member, place.at("mime_type"), kOpenUploadMimeTypeRule, into.mime_type);
    }
    if (const auto* member = object.optional("title")) {
        json::read_text(*member, place.at("title"), kOpenUploadTitleRule, into.title.emplace());
    }
    if (const auto* member = object.optional("description")) {
        json::read_text(*member, place.at("description"), kOpenUploadDescriptionRule, into.description.emplace());
    }
    if (const auto* member = object.optional("external_id")) {
        json::read_text(*member, place.at("external_id"), kOpenUploadExternalIdRule, into.external_id.emplace());
    }
    if (const auto* member = object.optional("sha256")) {
        json::read_text(*member, place.at("sha256"), kOpenUploadSha256Rule, into.sha256.emplace());
    }
    if (const auto* member = object.optional("collection_id")) {
        json::read_uuid(*member, place.at("collection_id"), into.collection_id.emplace());
    }
    if (const auto* member = object.optional("priority")) {
        read(*member, place.at("priority"), into.priority);
    }
    if (const auto* member = object.optional("force")) {
        json::read_boolean(*member, place.at("force"), into.force.emplace());
    }
    object.refuse_unknown(kOpenUploadMembers);
}

constexpr std::string_view kOpenVersionMembers[]{"filename", "size", "mime_type", "sha256", "force"};

void read(const json::Value& value, const json::Place& place, OpenVersion& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("filename")) {
        json::read_text(*member, place.at("filename"), kOpenVersionFilenameRule, into.filename);
    }
    if (const auto* member = object.required("size")) {
        json::read_integer(*member, place.at("size"), json::IntegerRule{.least = 1, .most = 5497558138880}, into.size);
    }
    if (const auto* member = object.required("mime_type")) {
        json::read_text(*member, place.at("mime_type"), kOpenVersionMimeTypeRule, into.mime_type);
    }
    if (const auto* member = object.optional("sha256")) {
        json::read_text(*member, place.at("sha256"), kOpenVersionSha256Rule, into.sha256.emplace());
    }
    if (const auto* member = object.optional("force")) {
        json::read_boolean(*member, place.at("force"), into.force.emplace());
    }
    object.refuse_unknown(kOpenVersionMembers);
}

void read(const json::Value& value, const json::Place& place, Version& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("version_number")) {
        json::read_integer(*member, place.at("version_number"), json::kInt32, into.version_number);
    }
    if (const auto* member = object.required("current")) {
        json::read_boolean(*member, place.at("current"), into.current);
    }
    if (const auto* member = object.required("filename")) {
        json::read_text(*member, place.at("filename"), json::TextRule{}, into.filename);
    }
    if (const auto* member = object.required("mime_type")) {
        json::read_text(*member, place.at("mime_type"), json::TextRule{}, into.mime_type);
    }
    if (const auto* member = object.required("size")) {
        json::read_integer(*member, place.at("size"), json::IntegerRule{}, into.size);
    }
    if (const auto* member = object.optional("sha256")) {
        json::read_text(*member, place.at("sha256"), json::TextRule{}, into.sha256.emplace());
    }
    if (const auto* member = object.required("created_by")) {
        json::read_uuid(*member, place.at("created_by"), into.created_by);
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
}

void read(const json::Value& value, const json::Place& place, VersionPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("versions")) {
        json::read_list(*member, place.at("versions"), json::CountRule{.most = 200}, into.versions,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_integer(*member, place.at("next"), json::kInt32, into.next.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, RenditionView& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("rendition_id")) {
        json::read_uuid(*member, place.at("rendition_id"), into.rendition_id);
    }
    if (const auto* member = object.required("profile_name")) {
        json::read_text(*member, place.at("profile_name"), json::TextRule{}, into.profile_name);
    }
    if (const auto* member = object.required("profile_version")) {
        json::read_integer(*member, place.at("profile_version"), json::kInt32, into.profile_version);
    }
    if (const auto* member = object.required("revision")) {
        json::read_integer(*member, place.at("revision"), json::kInt32, into.revision);
    }
    if (const auto* member = object.required("status")) {
        read(*member, place.at("status"), into.status);
    }
    if (const auto* member = object.required("active")) {
        json::read_boolean(*member, place.at("active"), into.active);
    }
    if (const auto* member = object.required("of_present_master")) {
        json::read_boolean(*member, place.at("of_present_master"), into.of_present_master);
    }
    if (const auto* member = object.optional("mime_type")) {
        json::read_text(*member, place.at("mime_type"), json::TextRule{}, into.mime_type.emplace());
    }
    if (const auto* member = object.optional("size")) {
        json::read_integer(*member, place.at("size"), json::IntegerRule{}, into.size.emplace());
    }
    if (const auto* member = object.optional("width")) {
        json::read_integer(*member, place.at("width"), json::kInt32, into.width.emplace());
    }
    if (const auto* member = object.optional("height")) {
        json::read_integer(*member, place.at("height"), json::kInt32, into.height.emplace());
    }
    if (const auto* member = object.optional("duration_ms")) {
        json::read_integer(*member, place.at("duration_ms"), json::IntegerRule{}, into.duration_ms.emplace());
    }
    if (const auto* member = object.optional("bitrate_kbps")) {
        json::read_integer(*member, place.at("bitrate_kbps"), json::kInt32, into.bitrate_kbps.emplace());
    }
    if (const auto* member = object.optional("first_frame")) {
        json::read_integer(*member, place.at("first_frame"), json::IntegerRule{}, into.first_frame.emplace());
    }
    if (const auto* member = object.optional("end_frame")) {
        json::read_integer(*member, place.at("end_frame"), json::IntegerRule{}, into.end_frame.emplace());
    }
    if (const auto* member = object.optional("progress_percent")) {
        json::read_integer(*member, place.at("progress_percent"), json::kInt32, into.progress_percent.emplace());
    }
    if (const auto* member = object.optional("failure_reason")) {
        json::read_text(*member, place.at("failure_reason"), json::TextRule{}, into.failure_reason.emplace());
    }
    if (const auto* member = object.optional("expires_at")) {
        json::read_timestamp(*member, place.at("expires_at"), into.expires_at.emplace());
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
    if (const auto* member = object.optional("url")) {
        json::read_text(*member, place.at("url"), json::TextRule{}, into.url.emplace());
    }
    if (const auto* member = object.optional("url_expires_at")) {
        json::read_timestamp(*member, place.at("url_expires_at"), into.url_expires_at.emplace());
    }
}

constexpr std::string_view kFrameRangeMembers[]{"first_frame", "end_frame"};

void read(const json::Value& value, const json::Place& place, FrameRange& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("first_frame")) {
        json::read_integer(*member, place.at("first_frame"), json::IntegerRule{.least = 0, .most = 1000000000},
                           into.first_frame);
    }
    if (const auto* member = object.required("end_frame")) {
        json::read_integer(*member, place.at("end_frame"), json::IntegerRule{.least = 1, .most = 1000000000},
                           into.end_frame);
    }
    object.refuse_unknown(kFrameRangeMembers);
}

constexpr std::string_view kOrderRenditionMembers[]{"profile_name", "part"};

void read(const json::Value& value, const json::Place& place, OrderRendition& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("profile_name")) {
        json::read_text(*member, place.at("profile_name"), kOrderRenditionProfileNameRule, into.profile_name);
    }
    if (const auto* member = object.optional("part")) {
        read(*member, place.at("part"), into.part.emplace());
    }
    object.refuse_unknown(kOrderRenditionMembers);
}

void read(const json::Value& value, const json::Place& place, RenditionPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("renditions")) {
        json::read_list(*member, place.at("renditions"), json::CountRule{.most = 200}, into.renditions,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_text(*member, place.at("next"), json::TextRule{}, into.next.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, PlayableFile& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("profile_name")) {
        json::read_text(*member, place.at("profile_name"), json::TextRule{}, into.profile_name);
    }
    if (const auto* member = object.required("url")) {
        json::read_text(*member, place.at("url"), json::TextRule{}, into.url);
    }
    if (const auto* member = object.required("mime_type")) {
        json::read_text(*member, place.at("mime_type"), json::TextRule{}, into.mime_type);
    }
    if (const auto* member = object.required("size")) {
        json::read_integer(*member, place.at("size"), json::IntegerRule{}, into.size);
    }
    if (const auto* member = object.optional("width")) {
        json::read_integer(*member, place.at("width"), json::kInt32, into.width.emplace());
    }
    if (const auto* member = object.optional("height")) {
        json::read_integer(*member, place.at("height"), json::kInt32, into.height.emplace());
    }
    if (const auto* member = object.optional("bitrate_kbps")) {
        json::read_integer(*member, place.at("bitrate_kbps"), json::kInt32, into.bitrate_kbps.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, PlaybackView& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id);
    }
    if (const auto* member = object.required("expires_at")) {
        json::read_timestamp(*member, place.at("expires_at"), into.expires_at);
    }
    if (const auto* member = object.optional("duration_ms")) {
        json::read_integer(*member, place.at("duration_ms"), json::IntegerRule{}, into.duration_ms.emplace());
    }
    if (const auto* member = object.optional("hls_url")) {
        json::read_text(*member, place.at("hls_url"), json::TextRule{}, into.hls_url.emplace());
    }
    if (const auto* member = object.optional("dash_url")) {
        json::read_text(*member, place.at("dash_url"), json::TextRule{}, into.dash_url.emplace());
    }
    if (const auto* member = object.optional("poster_url")) {
        json::read_text(*member, place.at("poster_url"), json::TextRule{}, into.poster_url.emplace());
    }
    if (const auto* member = object.optional("sprite_url")) {
        json::read_text(*member, place.at("sprite_url"), json::TextRule{}, into.sprite_url.emplace());
    }
    if (const auto* member = object.optional("sprite_track_url")) {
        json::read_text(*member, place.at("sprite_track_url"), json::TextRule{}, into.sprite_track_url.emplace());
    }
    if (const auto* member = object.optional("waveform_url")) {
        json::read_text(*member, place.at("waveform_url"), json::TextRule{}, into.waveform_url.emplace());
    }
    if (const auto* member = object.required("files")) {
        json::read_list(*member, place.at("files"), json::CountRule{.most = 200}, into.files,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.required("thumbnails")) {
        json::read_list(*member, place.at("thumbnails"), json::CountRule{.most = 200}, into.thumbnails,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

void read(const json::Value& value, const json::Place& place, RenditionProgress& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("profile_name")) {
        json::read_text(*member, place.at("profile_name"), json::TextRule{}, into.profile_name);
    }
    if (const auto* member = object.required("status")) {
        read(*member, place.at("status"), into.status);
    }
    if (const auto* member = object.required("mandatory")) {
        json::read_boolean(*member, place.at("mandatory"), into.mandatory);
    }
    if (const auto* member = object.required("progress_percent")) {
        json::read_integer(*member, place.at("progress_percent"), json::IntegerRule{.least = 0, .most = 100},
                           into.progress_percent);
    }
    if (const auto* member = object.optional("failure_reason")) {
        json::read_text(*member, place.at("failure_reason"), json::TextRule{}, into.failure_reason.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, ProcessingView& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id);
    }
    if (const auto* member = object.required("status")) {
        read(*member, place.at("status"), into.status);
    }
    if (const auto* member = object.optional("failure_reason")) {
        json::read_text(*member, place.at("failure_reason"), json::TextRule{}, into.failure_reason.emplace());
    }
    if (const auto* member = object.required("parked")) {
        json::read_boolean(*member, place.at("parked"), into.parked);
    }
    if (const auto* member = object.optional("waiting_for")) {
        json::read_text(*member, place.at("waiting_for"), json::TextRule{}, into.waiting_for.emplace());
    }
    if (const auto* member = object.optional("waiting_since")) {
        json::read_timestamp(*member, place.at("waiting_since"), into.waiting_since.emplace());
    }
    if (const auto* member = object.required("renditions")) {
        json::read_list(*member, place.at("renditions"), json::CountRule{.most = 200}, into.renditions,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

void read(const json::Value& value, const json::Place& place, RelationView& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("type")) {
        read(*member, place.at("type"), into.type);
    }
    if (const auto* member = object.required("direction")) {
        read(*member, place.at("direction"), into.direction);
    }
    if (const auto* member = object.required("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id);
    }
    if (const auto* member = object.required("asset_type")) {
        read(*member, place.at("asset_type"), into.asset_type);
    }
    if (const auto* member = object.required("title")) {
        json::read_text(*member, place.at("title"), json::TextRule{}, into.title);
    }
    if (const auto* member = object.required("created_by")) {
        json::read_uuid(*member, place.at("created_by"), into.created_by);
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
}

void read(const json::Value& value, const json::Place& place, RelationPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("relations")) {
        json::read_list(*member, place.at("relations"), json::CountRule{.most = 200}, into.relations,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_uuid(*member, place.at("next"), into.next.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, PartAddress& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("part_number")) {
        json::read_integer(*member, place.at("part_number"), json::kInt32, into.part_number);
    }
    if (const auto* member = object.required("url")) {
        json::read_text(*member, place.at("url"), json::TextRule{}, into.url);
    }
    if (const auto* member = object.required("expires_at")) {
        json::read_timestamp(*member, place.at("expires_at"), into.expires_at);
    }
}

void read(const json::Value& value, const json::Place& place, StoredPart& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("part_number")) {
        json::read_integer(*member, place.at("part_number"), json::kInt32, into.part_number);
    }
    if (const auto* member = object.required("etag")) {
        json::read_text(*member, place.at("etag"), json::TextRule{}, into.etag);
    }
    if (const auto* member = object.required("size")) {
        json::read_integer(*member, place.at("size"), json::IntegerRule{}, into.size);
    }
}

void read(const json::Value& value, const json::Place& place, OpenedUpload& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id);
    }
    if (const auto* member = object.required("upload_id")) {
        json::read_uuid(*member, place.at("upload_id"), into.upload_id);
    }
    if (const auto* member = object.required("part_size")) {
        json::read_integer(*member, place.at("part_size"), json::IntegerRule{}, into.part_size);
    }
    if (const auto* member = object.required("part_count")) {
        json::read_integer(*member, place.at("part_count"), json::kInt32, into.part_count);
    }
    if (const auto* member = object.required("parts")) {
        json::read_list(*member, place.at("parts"), json::CountRule{.most = 100}, into.parts,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next_parts")) {
        json::read_integer(*member, place.at("next_parts"), json::kInt32, into.next_parts.emplace());
    }
    if (const auto* member = object.optional("existing")) {
        json::read_boolean(*member, place.at("existing"), into.existing.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, UploadProgress& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id);
    }
    if (const auto* member = object.required("upload_id")) {
        json::read_uuid(*member, place.at("upload_id"), into.upload_id);
    }
    if (const auto* member = object.required("state")) {
        read(*member, place.at("state"), into.state);
    }
    if (const auto* member = object.required("size")) {
        json::read_integer(*member, place.at("size"), json::IntegerRule{}, into.size);
    }
    if (const auto* member = object.required("part_size")) {
        json::read_integer(*member, place.at("part_size"), json::IntegerRule{}, into.part_size);
    }
    if (const auto* member = object.required("part_count")) {
        json::read_integer(*member, place.at("part_count"), json::kInt32, into.part_count);
    }
    if (const auto* member = object.required("stored")) {
        json::read_list(*member, place.at("stored"), json::CountRule{.most = 1000}, into.stored,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.required("parts")) {
        json::read_list(*member, place.at("parts"), json::CountRule{.most = 100}, into.parts,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next_parts")) {
        json::read_integer(*member, place.at("next_parts"), json::kInt32, into.next_parts.emplace());
    }
}

constexpr std::string_view kCompletedPartMembers[]{"part_number", "etag"};

void read(const json::Value& value, const json::Place& place, CompletedPart& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("part_number")) {
        json::read_integer(*member, place.at("part_number"), json::IntegerRule{.least = 1, .most = 10000},
                           into.part_number);
    }
    if (const auto* member = object.required("etag")) {
        json::read_text(*member, place.at("etag"), kCompletedPartEtagRule, into.etag);
    }
    object.refuse_unknown(kCompletedPartMembers);
}

constexpr std::string_view kCompleteUploadMembers[]{"parts", "sha256"};

void read(const json::Value& value, const json::Place& place, CompleteUpload& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("parts")) {
        json::read_list(*member, place.at("parts"), json::CountRule{.least = 1, .most = 10000}, into.parts,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("sha256")) {
        json::read_text(*member, place.at("sha256"), kCompleteUploadSha256Rule, into.sha256.emplace());
    }
    object.refuse_unknown(kCompleteUploadMembers);
}

void read(const json::Value& value, const json::Place& place, CompletedUpload& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id);
    }
    if (const auto* member = object.required("workflow_id")) {
        json::read_text(*member, place.at("workflow_id"), json::TextRule{}, into.workflow_id);
    }
    if (const auto* member = object.required("status")) {
        read(*member, place.at("status"), into.status);
    }
}

void read(const json::Value& value, const json::Place& place, AssetView& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id);
    }
    if (const auto* member = object.required("type")) {
        read(*member, place.at("type"), into.type);
    }
    if (const auto* member = object.required("status")) {
        read(*member, place.at("status"), into.status);
    }
    if (const auto* member = object.required("title")) {
        json::read_text(*member, place.at("title"), json::TextRule{}, into.title);
    }
    if (const auto* member = object.required("filename")) {
        json::read_text(*member, place.at("filename"), json::TextRule{}, into.filename);
    }
    if (const auto* member = object.required("mime_type")) {
        json::read_text(*member, place.at("mime_type"), json::TextRule{}, into.mime_type);
    }
    if (const auto* member = object.required("size")) {
        json::read_integer(*member, place.at("size"), json::IntegerRule{}, into.size);
    }
    if (const auto* member = object.required("priority")) {
        read(*member, place.at("priority"), into.priority);
    }
    if (const auto* member = object.required("restricted")) {
        json::read_boolean(*member, place.at("restricted"), into.restricted);
    }
    if (const auto* member = object.required("created_by")) {
        json::read_uuid(*member, place.at("created_by"), into.created_by);
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
    if (const auto* member = object.required("updated_at")) {
        json::read_timestamp(*member, place.at("updated_at"), into.updated_at);
    }
    if (const auto* member = object.required("edit_version")) {
        json::read_integer(*member, place.at("edit_version"), json::IntegerRule{}, into.edit_version);
    }
    if (const auto* member = object.required("version")) {
        json::read_integer(*member, place.at("version"), json::IntegerRule{}, into.version);
    }
    if (const auto* member = object.optional("description")) {
        json::read_text(*member, place.at("description"), json::TextRule{}, into.description.emplace());
    }
    if (const auto* member = object.optional("tags")) {
        json::read_list(*member, place.at("tags"), json::CountRule{.most = 100}, into.tags.emplace(),
                        [](const json::Value& element, const json::Place& at, auto& to) {
                            json::read_text(element, at, json::TextRule{}, to);
                        });
    }
    if (const auto* member = object.optional("editorial_metadata")) {
        json::read_object(*member, place.at("editorial_metadata"), 65536, into.editorial_metadata.emplace());
    }
    if (const auto* member = object.optional("edited_by")) {
        json::read_uuid(*member, place.at("edited_by"), into.edited_by.emplace());
    }
    if (const auto* member = object.optional("edited_at")) {
        json::read_timestamp(*member, place.at("edited_at"), into.edited_at.emplace());
    }
    if (const auto* member = object.optional("trashed_at")) {
        json::read_timestamp(*member, place.at("trashed_at"), into.trashed_at.emplace());
    }
    if (const auto* member = object.optional("legal_hold")) {
        json::read_boolean(*member, place.at("legal_hold"), into.legal_hold.emplace());
    }
    if (const auto* member = object.optional("external_id")) {
        json::read_text(*member, place.at("external_id"), json::TextRule{}, into.external_id.emplace());
    }
    if (const auto* member = object.optional("sha256")) {
        json::read_text(*member, place.at("sha256"), json::TextRule{}, into.sha256.emplace());
    }
    if (const auto* member = object.optional("collection_id")) {
        json::read_uuid(*member, place.at("collection_id"), into.collection_id.emplace());
    }
    if (const auto* member = object.optional("technical_metadata")) {
        json::read_object(*member, place.at("technical_metadata"), 4194304, into.technical_metadata.emplace());
    }
    if (const auto* member = object.optional("failure_reason")) {
        json::read_text(*member, place.at("failure_reason"), json::TextRule{}, into.failure_reason.emplace());
    }
}

constexpr std::string_view kEditAssetMembers[]{"title", "description", "tags", "editorial_metadata"};

void read(const json::Value& value, const json::Place& place, EditAsset& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.optional("title")) {
        json::read_text(*member, place.at("title"), kEditAssetTitleRule, into.title.emplace());
    }
    if (const auto* member = object.optional("description")) {
        if (member->as<std::nullptr_t>() != nullptr) {
            into.description.emplace();
        } else {
            json::read_text(*member, place.at("description"), kEditAssetDescriptionRule, into.description.emplace());
        }
    }
    if (const auto* member = object.optional("tags")) {
        if (member->as<std::nullptr_t>() != nullptr) {
            into.tags.emplace();
        } else {
            json::read_list(*member, place.at("tags"), json::CountRule{.most = 100}, into.tags.emplace(),
                            [](const json::Value& element, const json::Place& at, auto& to) {
                                json::read_text(element, at, kEditAssetTagsElementRule, to);
                            });
        }
    }
    if (const auto* member = object.optional("editorial_metadata")) {
        if (member->as<std::nullptr_t>() != nullptr) {
            into.editorial_metadata.emplace();
        } else {
            json::read_object(*member, place.at("editorial_metadata"), 65536, into.editorial_metadata.emplace());
        }
    }
    object.refuse_unknown(kEditAssetMembers);
}

constexpr std::string_view kSelectionQueryMembers[]{"type",         "status",     "collection_id",
                                                    "created_from", "created_to", "tag"};

void read(const json::Value& value, const json::Place& place, SelectionQuery& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.optional("type")) {
        json::read_list(*member, place.at("type"), json::CountRule{.most = 3}, into.type.emplace(),
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("status")) {
        json::read_list(*member, place.at("status"), json::CountRule{.most = 5}, into.status.emplace(),
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("collection_id")) {
        json::read_uuid(*member, place.at("collection_id"), into.collection_id.emplace());
    }
    if (const auto* member = object.optional("created_from")) {
        json::read_timestamp(*member, place.at("created_from"), into.created_from.emplace());
    }
    if (const auto* member = object.optional("created_to")) {
        json::read_timestamp(*member, place.at("created_to"), into.created_to.emplace());
    }
    if (const auto* member = object.optional("tag")) {
        json::read_text(*member, place.at("tag"), kSelectionQueryTagRule, into.tag.emplace());
    }
    object.refuse_unknown(kSelectionQueryMembers);
}

constexpr std::string_view kAssetSelectionMembers[]{"query", "excluded", "asset_ids"};

void read(const json::Value& value, const json::Place& place, AssetSelection& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.optional("query")) {
        read(*member, place.at("query"), into.query.emplace());
    }
    if (const auto* member = object.optional("excluded")) {
        json::read_list(
            *member, place.at("excluded"), json::CountRule{.most = 1000}, into.excluded.emplace(),
            [](const json::Value& element, const json::Place& at, auto& to) { json::read_uuid(element, at, to); });
    }
    if (const auto* member = object.optional("asset_ids")) {
        json::read_list(
            *member, place.at("asset_ids"), json::CountRule{.least = 1, .most = 1000}, into.asset_ids.emplace(),
            [](const json::Value& element, const json::Place& at, auto& to) { json::read_uuid(element, at, to); });
    }
    object.refuse_unknown(kAssetSelectionMembers);
}

constexpr std::string_view kBulkChangeMembers[]{"title",       "description", "tags",
                                                "remove_tags", "add_tags",    "editorial_metadata"};

void read(const json::Value& value, const json::Place& place, BulkChange& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.optional("title")) {
        json::read_text(*member, place.at("title"), kBulkChangeTitleRule, into.title.emplace());
    }
    if (const auto* member = object.optional("description")) {
        if (member->as<std::nullptr_t>() != nullptr) {
            into.description.emplace();
        } else {
            json::read_text(*member, place.at("description"), kBulkChangeDescriptionRule, into.description.emplace());
        }
    }
    if (const auto* member = object.optional("tags")) {
        if (member->as<std::nullptr_t>() != nullptr) {
            into.tags.emplace();
        } else {
            json::read_list(*member, place.at("tags"), json::CountRule{.most = 100}, into.tags.emplace(),
                            [](const json::Value& element, const json::Place& at, auto& to) {
                                json::read_text(element, at, kBulkChangeTagsElementRule, to);
                            });
        }
    }
    if (const auto* member = object.optional("remove_tags")) {
        json::read_list(*member, place.at("remove_tags"), json::CountRule{.most = 100}, into.remove_tags.emplace(),
                        [](const json::Value& element, const json::Place& at, auto& to) {
                            json::read_text(element, at, kBulkChangeRemoveTagsElementRule, to);
                        });
    }
    if (const auto* member = object.optional("add_tags")) {
        json::read_list(*member, place.at("add_tags"), json::CountRule{.most = 100}, into.add_tags.emplace(),
                        [](const json::Value& element, const json::Place& at, auto& to) {
                            json::read_text(element, at, kBulkChangeAddTagsElementRule, to);
                        });
    }
    if (const auto* member = object.optional("editorial_metadata")) {
        if (member->as<std::nullptr_t>() != nullptr) {
            into.editorial_metadata.emplace();
        } else {
            json::read_object(*member, place.at("editorial_metadata"), 65536, into.editorial_metadata.emplace());
        }
    }
    object.refuse_unknown(kBulkChangeMembers);
}

constexpr std::string_view kBulkEditMembers[]{"selection", "change"};

void read(const json::Value& value, const json::Place& place, BulkEdit& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("selection")) {
        read(*member, place.at("selection"), into.selection);
    }
    if (const auto* member = object.required("change")) {
        read(*member, place.at("change"), into.change);
    }
    object.refuse_unknown(kBulkEditMembers);
}

constexpr std::string_view kCacheOrderMembers[]{"action", "selection"};

void read(const json::Value& value, const json::Place& place, CacheOrder& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("action")) {
        read(*member, place.at("action"), into.action);
    }
    if (const auto* member = object.required("selection")) {
        read(*member, place.at("selection"), into.selection);
    }
    object.refuse_unknown(kCacheOrderMembers);
}

void read(const json::Value& value, const json::Place& place, JobCount& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("outcome")) {
        read(*member, place.at("outcome"), into.outcome);
    }
    if (const auto* member = object.required("assets")) {
        json::read_integer(*member, place.at("assets"), json::IntegerRule{}, into.assets);
    }
}

void read(const json::Value& value, const json::Place& place, JobView& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("job_id")) {
        json::read_uuid(*member, place.at("job_id"), into.job_id);
    }
    if (const auto* member = object.required("kind")) {
        read(*member, place.at("kind"), into.kind);
    }
    if (const auto* member = object.required("state")) {
        read(*member, place.at("state"), into.state);
    }
    if (const auto* member = object.optional("undoes")) {
        json::read_uuid(*member, place.at("undoes"), into.undoes.emplace());
    }
    if (const auto* member = object.required("created_by")) {
        json::read_uuid(*member, place.at("created_by"), into.created_by);
    }
    if (const auto* member = object.required("created_at")) {
        json::read_timestamp(*member, place.at("created_at"), into.created_at);
    }
    if (const auto* member = object.optional("started_at")) {
        json::read_timestamp(*member, place.at("started_at"), into.started_at.emplace());
    }
    if (const auto* member = object.optional("ended_at")) {
        json::read_timestamp(*member, place.at("ended_at"), into.ended_at.emplace());
    }
    if (const auto* member = object.optional("error")) {
        json::read_text(*member, place.at("error"), json::TextRule{}, into.error.emplace());
    }
    if (const auto* member = object.required("total")) {
        json::read_integer(*member, place.at("total"), json::IntegerRule{}, into.total);
    }
    if (const auto* member = object.required("done")) {
        json::read_integer(*member, place.at("done"), json::IntegerRule{}, into.done);
    }
    if (const auto* member = object.required("skipped")) {
        json::read_integer(*member, place.at("skipped"), json::IntegerRule{}, into.skipped);
    }
    if (const auto* member = object.required("failed")) {
        json::read_integer(*member, place.at("failed"), json::IntegerRule{}, into.failed);
    }
    if (const auto* member = object.required("outcomes")) {
        json::read_list(*member, place.at("outcomes"), json::CountRule{.most = 6}, into.outcomes,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

void read(const json::Value& value, const json::Place& place, JobAsset& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id);
    }
    if (const auto* member = object.required("outcome")) {
        read(*member, place.at("outcome"), into.outcome);
    }
    if (const auto* member = object.optional("edit_version")) {
        json::read_integer(*member, place.at("edit_version"), json::IntegerRule{}, into.edit_version.emplace());
    }
    if (const auto* member = object.optional("detail")) {
        json::read_text(*member, place.at("detail"), json::TextRule{}, into.detail.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, JobAssetPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("assets")) {
        json::read_list(*member, place.at("assets"), json::CountRule{.most = 200}, into.assets,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_uuid(*member, place.at("next"), into.next.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, Edit& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("edit_version")) {
        json::read_integer(*member, place.at("edit_version"), json::IntegerRule{}, into.edit_version);
    }
    if (const auto* member = object.required("title")) {
        json::read_text(*member, place.at("title"), json::TextRule{}, into.title);
    }
    if (const auto* member = object.required("description")) {
        json::read_text(*member, place.at("description"), json::TextRule{}, into.description);
    }
    if (const auto* member = object.required("tags")) {
        json::read_list(*member, place.at("tags"), json::CountRule{.most = 100}, into.tags,
                        [](const json::Value& element, const json::Place& at, auto& to) {
                            json::read_text(element, at, json::TextRule{}, to);
                        });
    }
    if (const auto* member = object.required("editorial_metadata")) {
        json::read_object(*member, place.at("editorial_metadata"), 65536, into.editorial_metadata);
    }
    if (const auto* member = object.optional("edited_by")) {
        json::read_uuid(*member, place.at("edited_by"), into.edited_by.emplace());
    }
    if (const auto* member = object.required("edited_at")) {
        json::read_timestamp(*member, place.at("edited_at"), into.edited_at);
    }
    if (const auto* member = object.optional("from_file")) {
        json::read_boolean(*member, place.at("from_file"), into.from_file.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, EditPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("edits")) {
        json::read_list(*member, place.at("edits"), json::CountRule{.most = 200}, into.edits,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_integer(*member, place.at("next"), json::IntegerRule{}, into.next.emplace());
    }
}

constexpr std::string_view kHoldAssetMembers[]{"reason"};

void read(const json::Value& value, const json::Place& place, HoldAsset& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("reason")) {
        json::read_text(*member, place.at("reason"), kHoldAssetReasonRule, into.reason);
    }
    object.refuse_unknown(kHoldAssetMembers);
}

constexpr std::string_view kFieldLabelMembers[]{"language", "text"};

void read(const json::Value& value, const json::Place& place, FieldLabel& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("language")) {
        json::read_text(*member, place.at("language"), kFieldLabelLanguageRule, into.language);
    }
    if (const auto* member = object.required("text")) {
        json::read_text(*member, place.at("text"), kFieldLabelTextRule, into.text);
    }
    object.refuse_unknown(kFieldLabelMembers);
}

constexpr std::string_view kFieldChoiceMembers[]{"value", "labels"};

void read(const json::Value& value, const json::Place& place, FieldChoice& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("value")) {
        json::read_text(*member, place.at("value"), kFieldChoiceValueRule, into.value);
    }
    if (const auto* member = object.optional("labels")) {
        json::read_list(*member, place.at("labels"), json::CountRule{.most = 4}, into.labels.emplace(),
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    object.refuse_unknown(kFieldChoiceMembers);
}

constexpr std::string_view kFieldMembers[]{"name",       "type",    "list",    "required",  "labels", "min_length",
                                           "max_length", "minimum", "maximum", "max_items", "choices"};

void read(const json::Value& value, const json::Place& place, Field& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("name")) {
        json::read_text(*member, place.at("name"), kFieldNameRule, into.name);
    }
    if (const auto* member = object.required("type")) {
        read(*member, place.at("type"), into.type);
    }
    if (const auto* member = object.optional("list")) {
        json::read_boolean(*member, place.at("list"), into.list);
    }
    if (const auto* member = object.optional("required")) {
        json::read_boolean(*member, place.at("required"), into.required);
    }
    if (const auto* member = object.optional("labels")) {
        json::read_list(*member, place.at("labels"), json::CountRule{.most = 16}, into.labels.emplace(),
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("min_length")) {
        json::read_integer(*member, place.at("min_length"), json::IntegerRule{.least = 0, .most = 65536},
                           into.min_length.emplace());
    }
    if (const auto* member = object.optional("max_length")) {
        json::read_integer(*member, place.at("max_length"), json::IntegerRule{.least = 0, .most = 65536},
                           into.max_length.emplace());
    }
    if (const auto* member = object.optional("minimum")) {
        json::read_integer(*member, place.at("minimum"),
                           json::IntegerRule{.least = -9007199254740991, .most = 9007199254740991},
                           into.minimum.emplace());
    }
    if (const auto* member = object.optional("maximum")) {
        json::read_integer(*member, place.at("maximum"),
                           json::IntegerRule{.least = -9007199254740991, .most = 9007199254740991},
                           into.maximum.emplace());
    }
    if (const auto* member = object.optional("max_items")) {
        json::read_integer(*member, place.at("max_items"), json::IntegerRule{.least = 1, .most = 1000},
                           into.max_items.emplace());
    }
    if (const auto* member = object.optional("choices")) {
        json::read_list(*member, place.at("choices"), json::CountRule{.most = 100}, into.choices.emplace(),
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    object.refuse_unknown(kFieldMembers);
}

constexpr std::string_view kPreviewMetadataSchemaMembers[]{"fields"};

void read(const json::Value& value, const json::Place& place, PreviewMetadataSchema& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("fields")) {
        json::read_list(*member, place.at("fields"), json::CountRule{.most = 32}, into.fields,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    object.refuse_unknown(kPreviewMetadataSchemaMembers);
}

constexpr std::string_view kPutMetadataSchemaMembers[]{"after", "fields", "accept_breaking"};

void read(const json::Value& value, const json::Place& place, PutMetadataSchema& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("after")) {
        json::read_integer(*member, place.at("after"), json::IntegerRule{.least = 0, .most = 9007199254740991},
                           into.after);
    }
    if (const auto* member = object.required("fields")) {
        json::read_list(*member, place.at("fields"), json::CountRule{.most = 32}, into.fields,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("accept_breaking")) {
        json::read_boolean(*member, place.at("accept_breaking"), into.accept_breaking);
    }
    object.refuse_unknown(kPutMetadataSchemaMembers);
}

void read(const json::Value& value, const json::Place& place, MetadataSchema& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("asset_type")) {
        read(*member, place.at("asset_type"), into.asset_type);
    }
    if (const auto* member = object.required("revision")) {
        json::read_integer(*member, place.at("revision"), json::IntegerRule{}, into.revision);
    }
    if (const auto* member = object.optional("fields")) {
        json::read_list(*member, place.at("fields"), json::CountRule{.most = 32}, into.fields.emplace(),
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

void read(const json::Value& value, const json::Place& place, ProblemField& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("pointer")) {
        json::read_text(*member, place.at("pointer"), json::TextRule{}, into.pointer);
    }
    if (const auto* member = object.required("detail")) {
        json::read_text(*member, place.at("detail"), json::TextRule{}, into.detail);
    }
}

void read(const json::Value& value, const json::Place& place, BreakingAsset& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id);
    }
    if (const auto* member = object.required("title")) {
        json::read_text(*member, place.at("title"), json::TextRule{}, into.title);
    }
    if (const auto* member = object.required("errors")) {
        json::read_list(*member, place.at("errors"), json::CountRule{}, into.errors,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

void read(const json::Value& value, const json::Place& place, SchemaImpact& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("assets")) {
        json::read_integer(*member, place.at("assets"), json::IntegerRule{}, into.assets);
    }
    if (const auto* member = object.required("breaking")) {
        json::read_integer(*member, place.at("breaking"), json::IntegerRule{}, into.breaking);
    }
    if (const auto* member = object.required("examples")) {
        json::read_list(*member, place.at("examples"), json::CountRule{.most = 100}, into.examples,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

void read(const json::Value& value, const json::Place& place, ImportFault& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.optional("column")) {
        json::read_text(*member, place.at("column"), json::TextRule{}, into.column.emplace());
    }
    if (const auto* member = object.required("detail")) {
        json::read_text(*member, place.at("detail"), json::TextRule{}, into.detail);
    }
}

void read(const json::Value& value, const json::Place& place, ImportedRow& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("line")) {
        json::read_integer(*member, place.at("line"), json::IntegerRule{}, into.line);
    }
    if (const auto* member = object.optional("asset_id")) {
        json::read_uuid(*member, place.at("asset_id"), into.asset_id.emplace());
    }
    if (const auto* member = object.required("outcome")) {
        read(*member, place.at("outcome"), into.outcome);
    }
    if (const auto* member = object.required("columns")) {
        json::read_list(*member, place.at("columns"), json::CountRule{.most = 1000}, into.columns,
                        [](const json::Value& element, const json::Place& at, auto& to) {
                            json::read_text(element, at, json::TextRule{}, to);
                        });
    }
    if (const auto* member = object.required("errors")) {
        json::read_list(*member, place.at("errors"), json::CountRule{.most = 1000}, into.errors,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

void read(const json::Value& value, const json::Place& place, ImportReport& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("mode")) {
        read(*member, place.at("mode"), into.mode);
    }
    if (const auto* member = object.required("changed")) {
        json::read_integer(*member, place.at("changed"), json::kInt32, into.changed);
    }
    if (const auto* member = object.required("unchanged")) {
        json::read_integer(*member, place.at("unchanged"), json::kInt32, into.unchanged);
    }
    if (const auto* member = object.required("refused")) {
        json::read_integer(*member, place.at("refused"), json::kInt32, into.refused);
    }
    if (const auto* member = object.required("rows")) {
        json::read_list(*member, place.at("rows"), json::CountRule{.most = 1000}, into.rows,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

void read(const json::Value& value, const json::Place& place, AssetPage& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("assets")) {
        json::read_list(*member, place.at("assets"), json::CountRule{.most = 200}, into.assets,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
    if (const auto* member = object.optional("next")) {
        json::read_text(*member, place.at("next"), json::TextRule{}, into.next.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, DownloadAddress& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("url")) {
        json::read_text(*member, place.at("url"), json::TextRule{}, into.url);
    }
    if (const auto* member = object.required("expires_at")) {
        json::read_timestamp(*member, place.at("expires_at"), into.expires_at);
    }
    if (const auto* member = object.required("filename")) {
        json::read_text(*member, place.at("filename"), json::TextRule{}, into.filename);
    }
    if (const auto* member = object.required("size")) {
        json::read_integer(*member, place.at("size"), json::IntegerRule{}, into.size);
    }
    if (const auto* member = object.optional("sha256")) {
        json::read_text(*member, place.at("sha256"), json::TextRule{}, into.sha256.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, Liveness& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("status")) {
        read(*member, place.at("status"), into.status);
    }
}

void read(const json::Value& value, const json::Place& place, DependencyHealth& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("name")) {
        json::read_text(*member, place.at("name"), json::TextRule{}, into.name);
    }
    if (const auto* member = object.required("status")) {
        read(*member, place.at("status"), into.status);
    }
    if (const auto* member = object.required("required")) {
        json::read_boolean(*member, place.at("required"), into.required);
    }
    if (const auto* member = object.optional("detail")) {
        json::read_text(*member, place.at("detail"), json::TextRule{}, into.detail.emplace());
    }
}

void read(const json::Value& value, const json::Place& place, Readiness& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("status")) {
        read(*member, place.at("status"), into.status);
    }
    if (const auto* member = object.required("dependencies")) {
        json::read_list(*member, place.at("dependencies"), json::CountRule{.most = 32}, into.dependencies,
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

void read(const json::Value& value, const json::Place& place, Problem& into) {
    const json::ObjectReader object{value, place};
    if (const auto* member = object.required("type")) {
        json::read_text(*member, place.at("type"), json::TextRule{}, into.type);
    }
    if (const auto* member = object.required("title")) {
        json::read_text(*member, place.at("title"), json::TextRule{}, into.title);
    }
    if (const auto* member = object.required("status")) {
        json::read_integer(*member, place.at("status"), json::kInt32, into.status);
    }
    if (const auto* member = object.required("detail")) {
        json::read_text(*member, place.at("detail"), json::TextRule{}, into.detail);
    }
    if (const auto* member = object.required("request_id")) {
        json::read_text(*member, place.at("request_id"), json::TextRule{}, into.request_id);
    }
    if (const auto* member = object.optional("errors")) {
        json::read_list(*member, place.at("errors"), json::CountRule{.most = 100}, into.errors.emplace(),
                        [](const json::Value& element, const json::Place& at, auto& to) { read(element, at, to); });
    }
}

}  // namespace

Result<SignIn> decode_sign_in(std::string_view body) { return json::decode<SignIn>(body, 259, read); }

Result<User> decode_user(std::string_view body) { return json::decode<User>(body, 1000000, read); }

Result<Session> decode_session(std::string_view body) { return json::decode<Session>(body, 1000000, read); }

Result<RefreshTokens> decode_refresh_tokens(std::string_view body) {
    return json::decode<RefreshTokens>(body, 258, read);
}

Result<Tokens> decode_tokens(std::string_view body) { return json::decode<Tokens>(body, 1000000, read); }

Result<PasswordReset> decode_password_reset(std::string_view body) {
    return json::decode<PasswordReset>(body, 1000000, read);
}

Result<ResetPassword> decode_reset_password(std::string_view body) {
    return json::decode<ResetPassword>(body, 259, read);
}

Result<AskPasswordReset> decode_ask_password_reset(std::string_view body) {
    return json::decode<AskPasswordReset>(body, 259, read);
}

Result<MailPasswordReset> decode_mail_password_reset(std::string_view body) {
    return json::decode<MailPasswordReset>(body, 258, read);
}

Result<CollectionView> decode_collection_view(std::string_view body) {
    return json::decode<CollectionView>(body, 1000000, read);
}

Result<CollectionPage> decode_collection_page(std::string_view body) {
    return json::decode<CollectionPage>(body, 1000000, read);
}

Result<CreateCollection> decode_create_collection(std::string_view body) {
    return json::decode<CreateCollection>(body, 259, read);
}

Result<UpdateCollection> decode_update_collection(std::string_view body) {
    return json::decode<UpdateCollection>(body, 260, read);
}

Result<Grant> decode_grant(std::string_view body) { return json::decode<Grant>(body, 1000000, read); }

Result<GrantList> decode_grant_list(std::string_view body) { return json::decode<GrantList>(body, 1000000, read); }

Result<PutGrant> decode_put_grant(std::string_view body) { return json::decode<PutGrant>(body, 264, read); }

Result<Group> decode_group(std::string_view body) { return json::decode<Group>(body, 1000000, read); }

Result<GroupPage> decode_group_page(std::string_view body) { return json::decode<GroupPage>(body, 1000000, read); }

Result<CreateGroup> decode_create_group(std::string_view body) { return json::decode<CreateGroup>(body, 258, read); }

Result<UserView> decode_user_view(std::string_view body) { return json::decode<UserView>(body, 1000000, read); }

Result<UserPage> decode_user_page(std::string_view body) { return json::decode<UserPage>(body, 1000000, read); }

Result<UserList> decode_user_list(std::string_view body) { return json::decode<UserList>(body, 1000000, read); }

Result<CreateUser> decode_create_user(std::string_view body) { return json::decode<CreateUser>(body, 262, read); }

Result<UpdateUser> decode_update_user(std::string_view body) { return json::decode<UpdateUser>(body, 262, read); }

Result<Key> decode_key(std::string_view body) { return json::decode<Key>(body, 1000000, read); }

Result<KeyList> decode_key_list(std::string_view body) { return json::decode<KeyList>(body, 1000000, read); }

Result<CreateKey> decode_create_key(std::string_view body) { return json::decode<CreateKey>(body, 292, read); }

Result<CreatedKey> decode_created_key(std::string_view body) { return json::decode<CreatedKey>(body, 1000000, read); }

Result<WebhookView> decode_webhook_view(std::string_view body) {
    return json::decode<WebhookView>(body, 1000000, read);
}

Result<WebhookList> decode_webhook_list(std::string_view body) {
    return json::decode<WebhookList>(body, 1000000, read);
}

Result<CreateWebhook> decode_create_webhook(std::string_view body) {
    return json::decode<CreateWebhook>(body, 260, read);
}

Result<UpdateWebhook> decode_update_webhook(std::string_view body) {
    return json::decode<UpdateWebhook>(body, 259, read);
}

Result<ReplayWebhook> decode_replay_webhook(std::string_view body) {
    return json::decode<ReplayWebhook>(body, 258, read);
}

Result<CreatedWebhook> decode_created_webhook(std::string_view body) {
    return json::decode<CreatedWebhook>(body, 1000000, read);
}

Result<WebhookDelivery> decode_webhook_delivery(std::string_view body) {
    return json::decode<WebhookDelivery>(body, 1000000, read);
}

Result<WebhookDeliveryPage> decode_webhook_delivery_page(std::string_view body) {
    return json::decode<WebhookDeliveryPage>(body, 1000000, read);
}

Result<AuditEntry> decode_audit_entry(std::string_view body) { return json::decode<AuditEntry>(body, 1000000, read); }

Result<AuditPage> decode_audit_page(std::string_view body) { return json::decode<AuditPage>(body, 1000000, read); }

Result<OpenUpload> decode_open_upload(std::string_view body) { return json::decode<OpenUpload>(body, 267, read); }

Result<OpenVersion> decode_open_version(std::string_view body) { return json::decode<OpenVersion>(body, 262, read); }

Result<Version> decode_version(std::string_view body) { return json::decode<Version>(body, 1000000, read); }

Result<VersionPage> decode_version_page(std::string_view body) {
    return json::decode<VersionPage>(body, 1000000, read);
}

Result<RenditionView> decode_rendition_view(std::string_view body) {
    return json::decode<RenditionView>(body, 1000000, read);
}

Result<FrameRange> decode_frame_range(std::string_view body) { return json::decode<FrameRange>(body, 259, read); }

Result<OrderRendition> decode_order_rendition(std::string_view body) {
    return json::decode<OrderRendition>(body, 261, read);
}

Result<RenditionPage> decode_rendition_page(std::string_view body) {
    return json::decode<RenditionPage>(body, 1000000, read);
}

Result<PlayableFile> decode_playable_file(std::string_view body) {
    return json::decode<PlayableFile>(body, 1000000, read);
}

Result<PlaybackView> decode_playback_view(std::string_view body) {
    return json::decode<PlaybackView>(body, 1000000, read);
}

Result<RenditionProgress> decode_rendition_progress(std::string_view body) {
    return json::decode<RenditionProgress>(body, 1000000, read);
}

Result<ProcessingView> decode_processing_view(std::string_view body) {
    return json::decode<ProcessingView>(body, 1000000, read);
}

Result<RelationView> decode_relation_view(std::string_view body) {
    return json::decode<RelationView>(body, 1000000, read);
}

Result<RelationPage> decode_relation_page(std::string_view body) {
    return json::decode<RelationPage>(body, 1000000, read);
}

Result<PartAddress> decode_part_address(std::string_view body) {
    return json::decode<PartAddress>(body, 1000000, read);
}

Result<StoredPart> decode_stored_part(std::string_view body) { return json::decode<StoredPart>(body, 1000000, read); }

Result<OpenedUpload> decode_opened_upload(std::string_view body) {
    return json::decode<OpenedUpload>(body, 1000000, read);
}

Result<UploadProgress> decode_upload_progress(std::string_view body) {
    return json::decode<UploadProgress>(body, 1000000, read);
}

Result<CompletedPart> decode_completed_part(std::string_view body) {
    return json::decode<CompletedPart>(body, 259, read);
}

Result<CompleteUpload> decode_complete_upload(std::string_view body) {
    return json::decode<CompleteUpload>(body, 30259, read);
}

Result<CompletedUpload> decode_completed_upload(std::string_view body) {
    return json::decode<CompletedUpload>(body, 1000000, read);
}

Result<AssetView> decode_asset_view(std::string_view body) { return json::decode<AssetView>(body, 1000000, read); }

Result<EditAsset> decode_edit_asset(std::string_view body) { return json::decode<EditAsset>(body, 33128, read); }

Result<SelectionQuery> decode_selection_query(std::string_view body) {
    return json::decode<SelectionQuery>(body, 271, read);
}

Result<AssetSelection> decode_asset_selection(std::string_view body) {
    return json::decode<AssetSelection>(body, 2274, read);
}

Result<BulkChange> decode_bulk_change(std::string_view body) { return json::decode<BulkChange>(body, 33330, read); }

Result<BulkEdit> decode_bulk_edit(std::string_view body) { return json::decode<BulkEdit>(body, 35349, read); }

Result<CacheOrder> decode_cache_order(std::string_view body) { return json::decode<CacheOrder>(body, 2276, read); }

Result<JobCount> decode_job_count(std::string_view body) { return json::decode<JobCount>(body, 1000000, read); }

Result<JobView> decode_job_view(std::string_view body) { return json::decode<JobView>(body, 1000000, read); }

Result<JobAsset> decode_job_asset(std::string_view body) { return json::decode<JobAsset>(body, 1000000, read); }

Result<JobAssetPage> decode_job_asset_page(std::string_view body) {
    return json::decode<JobAssetPage>(body, 1000000, read);
}

Result<Edit> decode_edit(std::string_view body) { return json::decode<Edit>(body, 1000000, read); }

Result<EditPage> decode_edit_page(std::string_view body) { return json::decode<EditPage>(body, 1000000, read); }

Result<HoldAsset> decode_hold_asset(std::string_view body) { return json::decode<HoldAsset>(body, 258, read); }

Result<FieldLabel> decode_field_label(std::string_view body) { return json::decode<FieldLabel>(body, 259, read); }

Result<FieldChoice> decode_field_choice(std::string_view body) { return json::decode<FieldChoice>(body, 271, read); }

Result<Field> decode_field(std::string_view body) { return json::decode<Field>(body, 1816, read); }

Result<PreviewMetadataSchema> decode_preview_metadata_schema(std::string_view body) {
    return json::decode<PreviewMetadataSchema>(body, 50178, read);
}

Result<PutMetadataSchema> decode_put_metadata_schema(std::string_view body) {
    return json::decode<PutMetadataSchema>(body, 50180, read);
}

Result<MetadataSchema> decode_metadata_schema(std::string_view body) {
    return json::decode<MetadataSchema>(body, 1000000, read);
}

Result<ProblemField> decode_problem_field(std::string_view body) {
    return json::decode<ProblemField>(body, 1000000, read);
}

Result<BreakingAsset> decode_breaking_asset(std::string_view body) {
    return json::decode<BreakingAsset>(body, 1000000, read);
}

Result<SchemaImpact> decode_schema_impact(std::string_view body) {
    return json::decode<SchemaImpact>(body, 1000000, read);
}

Result<ImportFault> decode_import_fault(std::string_view body) {
    return json::decode<ImportFault>(body, 1000000, read);
}

Result<ImportedRow> decode_imported_row(std::string_view body) {
    return json::decode<ImportedRow>(body, 1000000, read);
}

Result<ImportReport> decode_import_report(std::string_view body) {
    return json::decode<ImportReport>(body, 1000000, read);
}

Result<AssetPage> decode_asset_page(std::string_view body) { return json::decode<AssetPage>(body, 1000000, read); }

Result<DownloadAddress> decode_download_address(std::string_view body) {
    return json::decode<DownloadAddress>(body, 1000000, read);
}

Result<Liveness> decode_liveness(std::string_view body) { return json::decode<Liveness>(body, 1000000, read); }

Result<DependencyHealth> decode_dependency_health(std::string_view body) {
    return json::decode<DependencyHealth>(body, 1000000, read);
}

Result<Readiness> decode_readiness(std::string_view body) { return json::decode<Readiness>(body, 1000000, read); }

Result<Problem> decode_problem(std::string_view body) { return json::decode<Problem>(body, 1000000, read); }

}  // namespace acervo::http::api
