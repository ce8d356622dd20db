#include "adapters/s3/bucket_calls.hpp"

#include <algorithm>

#include "adapters/s3/bucket_rules.hpp"
#include "adapters/s3/md5.hpp"
#include "adapters/s3/xml.hpp"

namespace acervo::s3 {
namespace {

std::string create_document(const std::string& location) {
    if (location.empty()) return "";
    pugi::xml_document document;
    add_text(document.append_child("CreateBucketConfiguration"), "LocationConstraint", location);
    return to_text(document);
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    return texts;
}

/// `NoSuchLifecycleConfiguration`, `NoSuchCORSConfiguration`
bool says_there_is_none(const Answer& answer) {
    return answer.code.starts_with("NoSuch") && answer.code.ends_with("Configuration");
}

}  // namespace

Async<Result<void>> S3BucketAdministration::ensure_bucket(std::string bucket, BucketRules rules) {
    CO_TRY(co_await create_where_missing(bucket));
    const auto now = CO_TRY(co_await rules_of(bucket));
    if (now.versioning != rules.versioning) {
        CO_TRY(co_await set_document(bucket, "versioning", versioning_document(rules.versioning)));
    }
    if (!same_lifecycle(now, rules)) {
        CO_TRY(co_await set_document(bucket, "lifecycle", lifecycle_document(rules)));
    }
    if (sorted(now.cors_origins) != sorted(rules.cors_origins)) {
        CO_TRY(co_await set_document(bucket, "cors", cors_document(rules.cors_origins)));
    }
    co_return ok();
}

Async<Result<void>> S3BucketAdministration::create_where_missing(std::string bucket) {
    Call look{.operation = "HeadBucket", .method = Method::Head, .object = {bucket, ""}};
    const auto there = co_await client_->call(std::move(look));
    if (there) co_return ok();
    if (there.error().kind() != ErrorKind::NotFound) co_return fail(there.error());

    Call create{.operation = "CreateBucket",
                .method = Method::Put,
                .object = {std::move(bucket), ""},
                .query = {},
                .headers = {},
                .document = create_document(client_->options().location_constraint)};
    const auto what = create.what();
    const auto answer = CO_TRY(co_await client_->ask(std::move(create)));
    // Another bootstrap was faster, or an answer to ours was lost.
    if (answer.accepted() || answer.code == "BucketAlreadyOwnedByYou") co_return ok();
    co_return fail(error_of(answer, what));
}

Async<Result<BucketRules>> S3BucketAdministration::rules_of(std::string bucket) {
    const auto lifecycle = CO_TRY(co_await document_of(bucket, "lifecycle"));
    const auto cors = CO_TRY(co_await document_of(bucket, "cors"));
    const auto versioning = CO_TRY(co_await document_of(bucket, "versioning"));
    BucketRules rules;
    rules.abort_multipart_days = 0;
    if (!lifecycle.empty()) rules = CO_TRY(read_lifecycle(lifecycle));
    if (!cors.empty()) rules.cors_origins = CO_TRY(read_cors(cors));
    rules.versioning = CO_TRY(read_versioning(versioning));
    co_return rules;
}

Async<Result<std::string>> S3BucketAdministration::document_of(std::string bucket, std::string kind) {
    Call call{.operation = "GetBucket:" + kind,
              .method = Method::Get,
              .object = {std::move(bucket), ""},
              .query = {{std::move(kind), ""}}};
    const auto what = call.what();
    auto answer = CO_TRY(co_await client_->ask(std::move(call)));
    if (says_there_is_none(answer)) co_return "";
    if (!answer.accepted()) co_return fail(error_of(answer, what));
    co_return std::move(answer.text);
}

Async<Result<void>> S3BucketAdministration::set_document(std::string bucket, std::string kind, std::string document) {
    Call call{.operation = (document.empty() ? "DeleteBucket:" : "PutBucket:") + kind,
              .method = document.empty() ? Method::Delete : Method::Put,
              .object = {std::move(bucket), ""},
              .query = {{std::move(kind), ""}}};
    if (!document.empty()) {
        call.headers.set("Content-Type", "application/xml");
        call.headers.set("Content-MD5", content_md5(document));
        call.document = std::move(document);
    }
    CO_TRY(co_await client_->call(std::move(call)));
    co_return ok();
}

}  // namespace acervo::s3
