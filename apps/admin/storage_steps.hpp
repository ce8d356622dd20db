#pragma once

#include <string>

#include "app/storage/storage_move.hpp"
#include "move_progress.hpp"
#include "wiring.hpp"

namespace acervo::admin {

/// A step that needs both stores, with words for a person as its answer; the connections to the database are closed at
/// its end. `move.row` names the two stores, the rest of it is found.
Async<Result<std::string>> take_move_step(StorageMove& move, MoveStep step, MoveProgress& progress);

/// `Finish` and `Undo`. `endpoint`: the store that the programs are configured for; Conflict when it is not the one
/// that is used from then on.
Async<Result<std::string>> end_move(Database& database, std::string endpoint, MoveStep step);

}  // namespace acervo::admin
