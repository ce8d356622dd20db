#include "wiring.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>

#include "adapters/postgres/database.hpp"
#include "adapters/postgres/migrations.hpp"
#include "adapters/s3/s3_object_store.hpp"
#include "app/identity/create_user.hpp"
#include "domain/rendition/lifetime.hpp"

namespace acervo::admin {
namespace {

/// The outcome of `work`, which is all this program does in one run.
Result<void> run(boost::asio::io_context& context, Async<Result<void>> work) {
    std::optional<Result<void>> outcome;
    boost::asio::co_spawn(context, std::move(work), [&](const std::exception_ptr& thrown, Result<void> result) {
        if (thrown) std::rethrow_exception(thrown);
        outcome = std::move(result);
        // What is left are idle connections, which would wait for their time to end.
        context.stop();
    });
    context.run();
    return outcome ? *std::move(outcome) : Result<void>{fail(ErrorKind::Internal, "the work did not end")};
}

/// Expiry by the bucket's own rules only where it can hit no live object (contracts, "Object keys"): on-demand
/// renditions. The others expire by their rows, which access extends.
Async<Result<void>> ensure_buckets(BucketAdministration& buckets, S3Section section) {
    BucketRules archive;
    archive.versioning = true;
    archive.expire_delete_markers = true;
    archive.cors_origins = section.cors_origins;
    BucketRules proxies;
    proxies.expiries.push_back({.prefix = "ondemand/", .days = kOnDemandDays});
    proxies.cors_origins = section.cors_origins;
    BucketRules delivery;
    delivery.cors_origins = section.cors_origins;
    CO_TRY(co_await buckets.ensure_bucket(section.archive_bucket, archive));
    CO_TRY(co_await buckets.ensure_bucket(section.proxies_bucket, proxies));
    CO_TRY(co_await buckets.ensure_bucket(section.delivery_bucket, delivery));
    const BucketRules backups;
    co_return co_await buckets.ensure_bucket(section.backups_bucket, backups);
}

Async<Result<void>> create(Database& database, std::string username, Secret password) {
    auto created = co_await create_user(database, std::move(username), Role::Admin, std::move(password));
    co_await database.close();
    co_return created;
}

}  // namespace

Result<std::string> migrate_schema(const Settings& settings) {
    const auto applied = migrate(options_of(settings.database), house_migrations());
    if (!applied) return fail(applied.error());
    return applied->empty() ? std::string{"the schema is up to date"}
                            : fmt::format("applied {}", fmt::join(*applied, ", "));
}

Result<std::string> bootstrap_storage(const Settings& settings) {
    boost::asio::io_context context;
    const auto buckets = make_s3_bucket_administration(context.get_executor(), options_of(settings.s3));
    if (!buckets) return fail(buckets.error());
    const auto done = run(context, ensure_buckets(**buckets, settings.s3));
    if (!done) return fail(done.error());
    return std::string{"the buckets are as they should be"};
}

Result<std::string> create_administrator(const Settings& settings, const std::string& username,
                                         const Secret& password) {
    boost::asio::io_context context;
    Database database{context.get_executor(), options_of(settings.database)};
    const auto created = run(context, create(database, username, password));
    if (created) return fmt::format("created the administrator {}", username);
    if (created.error().kind() == ErrorKind::Conflict) return fmt::format("the user {} is there already", username);
    return fail(created.error());
}

}  // namespace acervo::admin
