#pragma once

#include <string>

#include "client/commands.hpp"

/// Tables of what is said about assets, on the command line.
namespace acervo::client {

struct ExportCommand {
    /// Filters, as of `list`.
    ListCommand filter;
    /// Standard output when empty.
    std::string file;
};
/// Written as it comes; a file only once it is whole.
Async<Result<void>> export_assets(Settings settings, ExportCommand command);

struct ImportMetadataCommand {
    std::string file;
    /// Otherwise everything is checked and nothing changed.
    bool apply{false};
};
/// Sends a table of any length in pieces that the server takes, and says of each row that was refused why; Conflict at
/// the end when there was one.
Async<Result<void>> import_metadata(Settings settings, ImportMetadataCommand command);

}  // namespace acervo::client
