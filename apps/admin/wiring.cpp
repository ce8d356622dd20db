#include "wiring.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <optional>

#include "adapters/postgres/database.hpp"
#include "adapters/postgres/migrations.hpp"
#include "adapters/s3/s3_object_store.hpp"
#include "app/audit/audit.hpp"
#include "app/identity/create_user.hpp"
#include "app/reconcile/reconcile.hpp"
#include "app/storage/bucket_plan.hpp"
#include "app/storage/storage_move.hpp"
#include "core/json_text.hpp"
#include "move_progress.hpp"
#include "storage_steps.hpp"

namespace acervo::admin {
namespace {

/// The outcome of `work`, which is all this program does in one run.
template <class T>
Result<T> run(boost::asio::io_context& context, Async<Result<T>> work) {
    std::optional<Result<T>> outcome;
    boost::asio::co_spawn(context, std::move(work), [&](const std::exception_ptr& thrown, Result<T> result) {
        if (thrown) std::rethrow_exception(thrown);
        outcome = std::move(result);
        // What is left are idle connections, which would wait for their time to end.
        context.stop();
    });
    context.run();
    return outcome ? *std::move(outcome) : Result<T>{fail(ErrorKind::Internal, "the work did not end")};
}

BucketSettings settings_of(const S3Section& section) {
    return BucketSettings{.archive = section.archive_bucket,
                          .proxies = section.proxies_bucket,
                          .delivery = section.delivery_bucket,
                          .backups = section.backups_bucket,
                          .cors_origins = section.cors_origins,
                          .unfinished_days = section.unfinished_uploads_days,
                          .days = days_of(section),
                          .plain_expiry = section.plain_bucket_expiry};
}

Async<Result<void>> ensure_buckets(BucketAdministration& buckets, std::vector<BucketPlan> plans) {
    for (const auto& plan : plans) CO_TRY(co_await buckets.ensure_bucket(plan.bucket, plan.rules));
    co_return ok();
}

Async<Result<void>> create(Database& database, std::string username, Secret password) {
    auto created = co_await create_user(database, std::move(username), Role::Admin, std::move(password));
    co_await database.close();
    co_return created;
}

Async<Result<AuditVerdict>> verify(Database& database, std::optional<std::string> expected_head) {
    auto verdict = co_await verify_audit(database, std::move(expected_head));
    co_await database.close();
    co_return verdict;
}

Async<Result<Reconciliation>> walk(Reconciler& reconciler) {
    auto seen = co_await reconcile(reconciler);
    co_await reconciler.database.close();
    co_return seen;
}

void print_finding(const Finding& finding) {
    fmt::print("{:16} {:9} {:>14} {}/{} ({})\n", name_of(finding.kind), finding.mended ? "mended" : "left",
               finding.bytes, finding.object.bucket, finding.object.key, finding.detail);
}

/// The document of `--json`, written while the walk goes on: there may be more findings than memory.
class JsonFindings {
public:
    JsonFindings() { fmt::print("{{\"findings\":["); }
    void operator()(const Finding& finding) {
        std::string line = is_first_ ? "\n" : ",\n";
        is_first_ = false;
        const auto add = [&line](std::string_view name, std::string_view value) {
            line += fmt::format("\"{}\":", name);
            append_json_text(line, value);
            line += ',';
        };
        line += '{';
        add("kind", name_of(finding.kind));
        add("bucket", finding.object.bucket);
        add("key", finding.object.key);
        add("detail", finding.detail);
        fmt::print("{}\"bytes\":{},\"mended\":{}}}", line, finding.bytes, finding.mended);
    }
    static void end(const Reconciliation& seen) {
        fmt::print("],\n\"keys_seen\":{},\"left\":{},\"leaked_bytes\":{}}}\n", seen.objects_seen, seen.open_findings(),
                   seen.leaked_bytes);
    }

private:
    bool is_first_{true};
};

std::function<void(const Finding&)> teller(bool json) {
    if (json) return JsonFindings{};
    return print_finding;
}

void print_copy(const ObjectAddress& object, const std::string& what) {
    fmt::print("{}/{}: {}\n", object.bucket, object.key, what);
    std::fflush(stdout);
}

std::vector<std::string> buckets_of(const S3Section& s3) {
    return {s3.archive_bucket, s3.proxies_bucket, s3.delivery_bucket, s3.backups_bucket};
}

/// Statements over all objects at once take longer than those of the API.
DatabaseOptions patient_options_of(const DatabaseSection& section) {
    auto options = options_of(section);
    options.statement_timeout = std::chrono::seconds{10};
    options.transaction_statement_timeout = std::chrono::minutes{30};
    options.leased_connections = 2;
    options.lease_timeout = std::chrono::minutes{5};
    return options;
}

}  // namespace

Result<std::string> migrate_schema(const Settings& settings) {
    const auto applied = migrate(options_of(settings.database), house_migrations());
    if (!applied) return fail(applied.error());
    return applied->empty() ? std::string{"the schema is up to date"}
                            : fmt::format("applied {}", fmt::join(*applied, ", "));
}

Result<std::string> bootstrap_storage(const Settings& settings) {
    auto plans = plan_buckets(settings_of(settings.s3));
    if (!plans) return fail(plans.error());
    boost::asio::io_context context;
    const auto buckets = make_s3_bucket_administration(context.get_executor(), options_of(settings.s3));
    if (!buckets) return fail(buckets.error());
    const auto done = run(context, ensure_buckets(**buckets, *std::move(plans)));
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

Result<std::string> verify_audit_log(const Settings& settings, const std::string& expected_head) {
    boost::asio::io_context context;
    Database database{context.get_executor(), options_of(settings.database)};
    std::optional<std::string> expected;
    if (!expected_head.empty()) expected = expected_head;
    const auto verdict = run(context, verify(database, expected));
    if (!verdict) return fail(verdict.error());
    if (verdict->fault) {
        return fail(ErrorKind::Conflict, fmt::format("after {} good links: {}", verdict->sealed, *verdict->fault));
    }
    return fmt::format("{} rows are as they were written, {} wait to be sealed; head {}", verdict->sealed,
                       verdict->unsealed, verdict->head);
}

Result<std::string> reconcile_storage(const Settings& settings, const ReconcileOrder& order) {
    boost::asio::io_context context;
    Database database{context.get_executor(), options_of(settings.database)};
    const auto objects = make_s3_object_store(context.get_executor(), options_of(settings.s3));
    if (!objects) return fail(objects.error());
    const SystemClock clock;
    const auto& s3 = settings.s3;
    Reconciler reconciler{.database = database,
                          .objects = **objects,
                          .remover = **objects,
                          .clock = clock,
                          .rules = {.buckets = {s3.archive_bucket, s3.proxies_bucket, s3.delivery_bucket},
                                    .grace = order.grace,
                                    .repair = order.repair,
                                    .remove_unknown = order.remove_unknown},
                          .tell = teller(order.json)};
    const auto seen = run(context, walk(reconciler));
    if (!seen) return fail(seen.error());
    if (order.json) JsonFindings::end(*seen);
    const auto summary = fmt::format("{} keys seen, {} differences left, {} leaked bytes", seen->objects_seen,
                                     seen->open_findings(), seen->leaked_bytes);
    if (seen->open_findings() > 0) return fail(ErrorKind::Conflict, summary);
    return order.json ? std::string{} : summary;
}

Result<std::string> migrate_storage(const Settings& settings, const MoveOrder& order) {
    boost::asio::io_context context;
    Database database{context.get_executor(), patient_options_of(settings.database)};
    if (order.step == MoveStep::Finish || order.step == MoveStep::Undo) {
        return run(context, end_move(database, settings.s3.endpoint, order.step));
    }
    if (!order.target) return fail(ErrorKind::InvalidInput, "storage migrate: --to FILE is missing");
    if (buckets_of(*order.target) != buckets_of(settings.s3)) {
        return fail(ErrorKind::InvalidInput, "the buckets of both stores must have the same names");
    }
    const auto source = make_s3_object_store(context.get_executor(), options_of(settings.s3));
    if (!source) return fail(source.error());
    const auto target = make_s3_object_store(context.get_executor(), options_of(*order.target));
    if (!target) return fail(target.error());
    const SystemClock clock;
    Pace pace{order.mebibytes_per_second << 20};
    MoveProgress progress;
    StorageMove move{.executor = context.get_executor(),
                     .database = database,
                     .source = **source,
                     .target = **target,
                     .clock = clock,
                     .rules = {.buckets = buckets_of(settings.s3),
                               .parallel = order.parallel,
                               .drain = order.drain,
                               .end_uploads = order.end_uploads},
                     .row = {.id = 0, .source = settings.s3.endpoint, .target = order.target->endpoint, .phase = {}},
                     .pace = pace,
                     .count = [&](std::size_t bytes) { progress.count(bytes); },
                     .tell = print_copy};
    return run(context, take_move_step(move, order.step, progress));
}

}  // namespace acervo::admin
