#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "adapters/s3/s3_object_store.hpp"
#include "app/identity/create_user.hpp"
#include "app/uploads/uploads.hpp"
#include "core/id.hpp"
#include "real_store.hpp"
#include "store/identity/identity.hpp"
#include "store/uploads/uploads.hpp"
#include "testkit/environment.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testkit::run;

const std::string kBucket = "acervo-upload-claims";

/// An open upload of one part on the real database and the real store, and callers who complete it and die.
class UploadClaims : public testing::Test {
protected:
    UploadClaims() {
        uploads.rules.archive_bucket = kBucket;
        EXPECT_TRUE(run(context, database.wait_until_up(30s)));
        const auto buckets = make_s3_bucket_administration(context.get_executor(), real_store()).value();
        EXPECT_TRUE(run(context, buckets->ensure_bucket(kBucket, BucketRules{})));
        EXPECT_TRUE(run(context, create_user(database, "paula", Role::Producer, Secret{"right"})));
        caller.principal = run(context, find_user_by_name(database, "paula")).value()->profile.principal;
        OpenUpload request;
        request.filename = "clip.mp4";
        request.size = 5;
        request.mime_type = "video/mp4";
        upload = run(context, open_upload(uploads, caller, std::move(request), std::nullopt)).value().upload;
    }
    ~UploadClaims() override {
        (void)run(context, store->abort_multipart(object(), upload.multipart_id));
        (void)run(context, store->remove(object(), ""));
        run(context, database.close());
    }

    ObjectAddress object() const { return {upload.bucket, upload.storage_key}; }
    std::vector<UploadedPart> send() {
        auto body = std::make_unique<StringSource>("bytes");
        return {run(context, store->upload_part(object(), upload.multipart_id, 1, std::move(body))).value()};
    }
    std::optional<CompletionClaim> claim(std::chrono::seconds lease) {
        return run(context, claim_completion(database, upload.id, lease)).value();
    }
    std::string status() const { return schema.sql("SELECT status FROM uploads"); }
    std::string asset() const { return schema.sql("SELECT status || ' ' || coalesce(failure_reason, '') FROM assets"); }
    /// Nothing for success.
    std::optional<ErrorKind> abort() {
        const auto done = run(context, abort_upload(uploads, caller, upload.asset_id, AbandonedAsset::Keep));
        if (done) return std::nullopt;
        return done.error().kind();
    }

    testkit::TestDatabase schema{testkit::TestDatabase::with_schema()};
    boost::asio::io_context context;
    Database database{context.get_executor(), schema.options()};
    std::unique_ptr<ObjectStore> store{make_s3_object_store(context.get_executor(), real_store()).value()};
    SystemClock clock;
    Uploads uploads{.database = database, .objects = *store, .clock = clock, .rules = {}};
    Caller caller;
    Upload upload{.id = {},
                  .asset_id = {},
                  .bucket = {},
                  .storage_key = {},
                  .multipart_id = {},
                  .mime_type = {},
                  .plan = PartPlan{1, 1},
                  .status = {},
                  .created_by = {},
                  .created_at = {}};
};

TEST_F(UploadClaims, are_had_by_one_caller_until_it_gives_them_back) {
    const auto mine = claim(1min);
    ASSERT_TRUE(mine);
    EXPECT_FALSE(claim(1min));
    ASSERT_TRUE(run(context, release_completion(database, *mine)));
    EXPECT_EQ(status(), "open");
    EXPECT_TRUE(claim(1min));
}

TEST_F(UploadClaims, are_not_given_back_by_a_slow_caller_who_has_lost_them) {
    const auto slow = claim(0s);
    const auto quick = claim(1min);
    ASSERT_TRUE(slow && quick) << "a claim that ran out can be taken over";
    ASSERT_TRUE(run(context, release_completion(database, *slow)));
    EXPECT_EQ(status(), "completing");
    EXPECT_FALSE(claim(1min)) << "a third would talk to the store beside the second";
    EXPECT_EQ(abort(), ErrorKind::Conflict) << "the second is at work";
    ASSERT_TRUE(run(context, release_completion(database, *quick)));
    EXPECT_EQ(status(), "open");
}

TEST_F(UploadClaims, of_a_caller_who_died_are_in_the_way_of_an_abort_no_longer_than_they_last) {
    const auto parts = send();
    ASSERT_TRUE(claim(1min));
    EXPECT_EQ(abort(), ErrorKind::Conflict);
    schema.sql("UPDATE uploads SET claimed_until = now() - interval '1 second'");
    EXPECT_EQ(abort(), std::nullopt);
    EXPECT_EQ(status(), "aborted");
    EXPECT_EQ(asset(), "failed cancelled");
    EXPECT_FALSE(run(context, store->list_parts(object(), upload.multipart_id, 0))) << "the parts are gone";
    EXPECT_EQ(abort(), std::nullopt) << "again";
    EXPECT_FALSE(run(context, complete_upload(uploads, caller, upload.asset_id, Completion{parts, std::nullopt})));
}

TEST_F(UploadClaims, of_a_caller_who_died_after_the_store_had_done_its_work_are_taken_over) {
    const auto parts = send();
    ASSERT_TRUE(claim(0s));
    ASSERT_TRUE(run(context, store->complete_multipart(object(), upload.multipart_id, parts)));
    const auto completed =
        run(context, complete_upload(uploads, caller, upload.asset_id, Completion{parts, std::nullopt}));
    ASSERT_TRUE(completed) << completed.error().message();
    EXPECT_EQ(status(), "completed");
    EXPECT_EQ(abort(), ErrorKind::Conflict);
}

TEST_F(UploadClaims, that_ran_out_let_an_abort_mark_what_the_store_has_put_together_to_be_removed) {
    const auto parts = send();
    ASSERT_TRUE(claim(0s));
    ASSERT_TRUE(run(context, store->complete_multipart(object(), upload.multipart_id, parts)));
    EXPECT_EQ(abort(), std::nullopt);
    EXPECT_EQ(schema.sql("SELECT state FROM storage_objects"), "deleted");
}

}  // namespace
}  // namespace acervo
