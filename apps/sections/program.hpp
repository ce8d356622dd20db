#pragma once

#include <functional>
#include <string_view>

#include "core/config.hpp"
#include "core/log.hpp"
#include "core/result.hpp"

namespace acervo {

/// A program that reads its configuration and then works until it is told to end.
struct Program {
    /// `acervo-api`
    std::string_view name;
    /// Adds the program's own sections; `log` is added for it.
    std::function<void(config::Document&)> describe;
    std::function<Result<void>()> run;
};

/// All of its `main`: arguments, `--help`, `--print-config-schema`, the log. The exit code: 0, 1, or as sysexits.h has
/// it 78 for a configuration that is wrong and 70 for a mistake of the program.
int run_program(const Program& program, int argc, char** argv);

}  // namespace acervo
