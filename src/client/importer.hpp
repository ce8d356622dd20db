#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/commands.hpp"
#include "client/connection.hpp"
#include "client/import_log.hpp"
#include "client/upload_source.hpp"

namespace acervo::client {

/// A side-car that is longer is refused.
inline constexpr std::size_t kLargestSidecar = std::size_t{1} << 20;

/// One master that may be imported, wherever it lies.
class ImportItem {
public:
    virtual ~ImportItem() = default;
    /// As people are told of it.
    virtual const std::string& name() const noexcept = 0;
    /// What the asset's file is called.
    virtual std::string filename() const = 0;
    virtual Async<Result<std::shared_ptr<const UploadSource>>> open() const = 0;
    /// The text beside it that says what it is; nothing when there is none.
    virtual Async<Result<std::optional<std::string>>> sidecar() const = 0;
};

/// Takes masters into the catalogue, one after the other: what the log has is passed over, an upload that was cut is
/// gone on with, one that fails is told, and noted for the report.
class Importer {
public:
    Importer(Connection& connection, Settings settings, ImportLog log, int parallel_parts)
        : connection_{connection},
          settings_{std::move(settings)},
          log_{std::move(log)},
          parallel_parts_{parallel_parts} {}

    bool is_done(const std::string& identity) const { return log_.has(identity); }
    /// False when it failed.
    Async<bool> take(std::unique_ptr<const ImportItem> item);
    /// Prints the report; an error when something failed.
    Result<void> finish() const;

private:
    Async<Result<void>> try_to_take(const ImportItem* item);

    Connection& connection_;
    Settings settings_;
    ImportLog log_;
    int parallel_parts_;
    int made_{0};
    int existing_{0};
    int before_{0};
    std::vector<std::pair<std::string, std::string>> failed_;
};

}  // namespace acervo::client
