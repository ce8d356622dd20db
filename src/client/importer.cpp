#include "client/importer.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "client/progress.hpp"
#include "client/upload_file.hpp"

namespace acervo::client {
namespace {

namespace json = boost::json;

Result<void> read_sidecar(const std::string& text, UploadOrder& order) {
    const auto wrong = [&order](std::string_view why) {
        return fail(ErrorKind::InvalidInput, fmt::format("{}.json: {}", order.name, why));
    };
    boost::system::error_code not_json;
    const auto value = json::parse(text, not_json);
    if (not_json || !value.is_object()) return wrong("is not a JSON object");
    for (const auto& [name, member] : value.get_object()) {
        if (!member.is_string()) return wrong(fmt::format("{} must be a text", std::string_view{name}));
        const std::string content{member.get_string()};
        if (name == "title") {
            order.title = content;
        } else if (name == "description") {
            order.description = content;
        } else if (name == "external_id") {
            order.external_id = content;
        } else {
            return wrong(
                fmt::format("{} is not known; title, description and external_id are", std::string_view{name}));
        }
    }
    return ok();
}

}  // namespace

Async<bool> Importer::take(std::unique_ptr<const ImportItem> item) {
    auto done = co_await try_to_take(item.get());
    if (done) co_return true;
    fmt::print(stderr, "{}: {}\n", item->name(), done.error().message());
    failed_.emplace_back(item->name(), done.error().message());
    co_return false;
}

Result<void> Importer::finish() const {
    if (settings_.json) {
        json::array failures;
        for (const auto& [file, reason] : failed_) failures.push_back({{"file", file}, {"reason", reason}});
        const json::object line{
            {"made", made_}, {"existing", existing_}, {"done_before", before_}, {"failed", failures}};
        print_line(json::serialize(line));
    } else {
        print_line(fmt::format("{} made, {} there already, {} done before, {} failed", made_, existing_, before_,
                               failed_.size()));
    }
    if (failed_.empty()) return ok();
    return fail(ErrorKind::InvalidInput, fmt::format("{} files failed", failed_.size()));
}

Async<Result<void>> Importer::try_to_take(const ImportItem* item) {
    UploadOrder order;
    order.source = CO_TRY(co_await item->open());
    const auto identity = order.source->identity();
    if (log_.has(identity)) {
        ++before_;
        co_return ok();
    }
    order.name = item->filename();
    order.parallel_parts = parallel_parts_;
    order.journal = settings_.credentials.file().parent_path() / "uploads";
    const auto sidecar = CO_TRY(co_await item->sidecar());
    if (sidecar) CO_TRY(read_sidecar(*sidecar, order));
    Progress progress{order.name, settings_.live_progress};
    const auto show = [&progress](std::uint64_t done, std::uint64_t total) { progress.show(done, total); };
    const auto uploaded = CO_TRY(co_await upload_file(connection_.api(), std::move(order), show));
    progress.finish();
    const auto now = CO_TRY(co_await item->open());
    if (now->identity() != identity) {
        co_return fail(ErrorKind::Conflict,
                       fmt::format("it changed while it was sent: {} is what it was before", uploaded.asset_id));
    }
    CO_TRY(log_.add(identity, uploaded.asset_id));
    ++(uploaded.existing ? existing_ : made_);
    if (!settings_.json) {
        print_line(
            fmt::format("{}  {}{}", uploaded.asset_id, item->name(), uploaded.existing ? "  there already" : ""));
    }
    co_return ok();
}

}  // namespace acervo::client
