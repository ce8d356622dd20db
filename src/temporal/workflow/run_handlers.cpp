#include <algorithm>
#include <stdexcept>

#include "temporal/payload/convert.hpp"
#include "temporal/workflow/run.hpp"

namespace acervo::temporal {

namespace {

template <class Map>
std::string known_names(const Map& handlers) {
    std::string names;
    for (const auto& [name, handler] : handlers) names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? "none" : names;
}

Failure unknown_handler(const std::string& what, const std::string& known) {
    return ApplicationFailure{FailureType{"UnknownHandler"}, what + " is not handled; known: " + known}
        .not_retryable()
        .failure();
}

}  // namespace

void Run::listen(const std::string& name, SignalHandler handler) {
    const auto& kept = handlers_.signals.insert_or_assign(name, std::move(handler)).first->second;
    auto early = std::exchange(handlers_.early_signals, {});
    for (auto& signal : early) {
        if (signal.signal_name == name) {
            kept.call(signal.input);
        } else {
            handlers_.early_signals.push_back(std::move(signal));
        }
    }
}

void Run::listen(const std::string& name, QueryHandler handler) {
    handlers_.queries.insert_or_assign(name, std::move(handler));
}

void Run::listen(const std::string& name, UpdateHandler handler) {
    handlers_.updates.insert_or_assign(name, std::move(handler));
    auto early = std::exchange(handlers_.early_updates, {});
    for (auto& update : early) {
        if (update.name == name) {
            start_update(update, handlers_.updates.at(name));
        } else {
            handlers_.early_updates.push_back(std::move(update));
        }
    }
}

void Run::watch_handler(const std::shared_ptr<FutureStateBase>& task) {
    task->when_done([this, weak = std::weak_ptr{task}] {
        const auto done = weak.lock();
        if (done && done->failed()) fail_by_handler(done->error());
    });
}

void Run::apply(const job::SignalWorkflow& job) {
    const auto handler = handlers_.signals.find(job.signal_name);
    if (main_ended_) return;
    if (handler == handlers_.signals.end()) {
        handlers_.early_signals.push_back(job);
    } else {
        handler->second.call(job.input);
    }
}

void Run::apply(const job::DoUpdate& job) {
    const auto handler = handlers_.updates.find(job.name);
    if (handler == handlers_.updates.end()) {
        handlers_.early_updates.push_back(job);
    } else {
        start_update(job, handler->second);
    }
}

void Run::reject_unknown_updates() {
    for (const auto& update : std::exchange(handlers_.early_updates, {})) {
        emit(command::UpdateResponse{update.protocol_instance_id, unknown_handler("update \"" + update.name + "\"",
                                                                                  known_names(handlers_.updates))});
    }
}

void Run::start_update(const job::DoUpdate& job, const UpdateHandler& handler) {
    if (job.run_validator && handler.validate) {
        forbid_commands(true);
        try {
            handler.validate(job.input);
            forbid_commands(false);
        } catch (...) {
            forbid_commands(false);
            emit(command::UpdateResponse{job.protocol_instance_id, to_failure(std::current_exception())});
            return;
        }
    }
    emit(command::UpdateResponse{job.protocol_instance_id, command::UpdateResponse::Accepted{}});
    auto answer = handler.call(job.input);
    answer.state()->when_done([this, id = job.protocol_instance_id, weak = std::weak_ptr{answer.state()}] {
        if (const auto done = weak.lock()) answer_update(id, done);
    });
}

void Run::answer_update(const std::string& instance_id, const std::shared_ptr<FutureState<Payload>>& answer) {
    command::UpdateResponse response;
    response.protocol_instance_id = instance_id;
    if (answer->failed()) {
        response.response = to_failure(answer->error());
    } else {
        response.response = answer->value();
    }
    emit(std::move(response));
}

void Run::apply(const job::QueryWorkflow& job) {
    command::QueryResult result;
    result.query_id = job.query_id;
    forbid_commands(true);
    try {
        result.answer = answer_query(job);
    } catch (...) {
        result.answer = to_failure(std::current_exception());
    }
    forbid_commands(false);
    emit(std::move(result));
}

Payload Run::answer_query(const job::QueryWorkflow& job) {
    if (job.query_type == "__stack_trace") return text_payload(open_operations());
    const auto handler = handlers_.queries.find(job.query_type);
    if (handler == handlers_.queries.end()) {
        throw ApplicationFailure{unknown_handler("query \"" + job.query_type + "\"", known_names(handlers_.queries))};
    }
    if (main_ended_ && handler->second.life == HandlerLife::UntilMainEnds) {
        throw ApplicationFailure{
            FailureType{"HandlerEnded"},
            "the workflow has ended, and the handler of query \"" + job.query_type +
                "\" with it: it refers to locals. Let it work on an object of ctx.make and capture nothing"};
    }
    return handler->second.call(job.arguments);
}

}  // namespace acervo::temporal
