#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "temporal/worker/interceptor.hpp"

namespace acervo::temporal {

/// Writes down what workflows ask for while a worker runs them for the first time, run by run.
class LiveCommands : public WorkerInterceptor {
public:
    void after_activation(const Activation& activation, const Completion& completion) const override;
    std::vector<Command> of(const std::string& run_id) const;

private:
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::vector<Command>> by_run_;
};

}  // namespace acervo::temporal
