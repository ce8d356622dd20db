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

ApplicationFailure ended_handler(const std::string& query) {
    return ApplicationFailure{FailureType{"HandlerEnded"},
                              "the workflow has ended, and the handler of query \"" + query +
                                  "\" with it: it refers to locals. Let it work on an object of ctx.make and capture "
                                  "nothing"};
}

bool is_continuation(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const ContinueAsNewRequest&) {
        return true;
    } catch (...) {
        return false;
    }
}

}  // namespace

void Run::listen(const std::string& name, SignalHandler handler) {
    const auto kept = std::make_shared<SignalHandler>(std::move(handler));
    handlers_.signals.insert_or_assign(name, kept);
    auto early = std::exchange(handlers_.early_signals, {});
    for (auto& signal : early) {
        if (signal.signal_name == name) {
            kept->call(signal.input);
        } else {
            handlers_.early_signals.push_back(std::move(signal));
        }
    }
}

void Run::listen_to_others(OtherSignals handler) {
    const auto kept = std::make_shared<OtherSignals>(std::move(handler));
    handlers_.other_signals = kept;
    for (const auto& signal : std::exchange(handlers_.early_signals, {})) (*kept)(signal.signal_name, signal.input);
}

void Run::listen(const std::string& name, QueryHandler handler) {
    handlers_.queries.insert_or_assign(name, std::make_shared<QueryHandler>(std::move(handler)));
}

void Run::listen(const std::string& name, UpdateHandler handler) {
    const auto kept = std::make_shared<UpdateHandler>(std::move(handler));
    handlers_.updates.insert_or_assign(name, kept);
    auto early = std::exchange(handlers_.early_updates, {});
    for (auto& update : early) {
        if (update.name == name) {
            start_update(update, kept);
        } else {
            handlers_.early_updates.push_back(std::move(update));
        }
    }
}

void Run::watch_handler(const std::shared_ptr<FutureStateBase>& task) {
    ++open_handlers_;
    task->when_done([this, weak = std::weak_ptr{task}] {
        --open_handlers_;
        const auto done = weak.lock();
        if (done && done->failed()) fail_by_handler(done->error());
    });
}

void Run::apply(const job::SignalWorkflow& job) {
    const auto found = handlers_.signals.find(job.signal_name);
    if (main_ended_) return;
    // Held while it runs: a handler may put another one in its own place.
    if (found != handlers_.signals.end()) {
        const auto handler = found->second;
        handler->call(job.input);
    } else if (const auto others = handlers_.other_signals) {
        (*others)(job.signal_name, job.input);
    } else {
        handlers_.early_signals.push_back(job);
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

void Run::start_update(const job::DoUpdate& job, std::shared_ptr<UpdateHandler> handler) {
    if (job.run_validator && handler->validate) {
        forbid_commands(true);
        try {
            handler->validate(job.input);
            forbid_commands(false);
        } catch (...) {
            forbid_commands(false);
            emit(command::UpdateResponse{job.protocol_instance_id, to_failure(std::current_exception())});
            return;
        }
    }
    emit(command::UpdateResponse{job.protocol_instance_id, command::UpdateResponse::Accepted{}});
    auto answer = handler->call(job.input);
    ++open_handlers_;
    answer.state()->when_done([this, id = job.protocol_instance_id, weak = std::weak_ptr{answer.state()}] {
        --open_handlers_;
        if (const auto done = weak.lock()) answer_update(id, done);
    });
}

void Run::answer_update(const std::string& instance_id, const std::shared_ptr<FutureState<Payload>>& answer) {
    command::UpdateResponse response;
    response.protocol_instance_id = instance_id;
    if (answer->failed() && is_continuation(answer->error())) {
        fail_by_handler(answer->error());
        return;
    }
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
    const auto found = handlers_.queries.find(job.query_type);
    if (const auto others = handlers_.other_queries; others && found == handlers_.queries.end()) {
        if (main_ended_ && others->life == HandlerLife::UntilMainEnds) throw ended_handler(job.query_type);
        return others->call(job.query_type, job.arguments);
    }
    if (found == handlers_.queries.end()) {
        throw ApplicationFailure{unknown_handler("query \"" + job.query_type + "\"", known_names(handlers_.queries))};
    }
    if (main_ended_ && found->second->life == HandlerLife::UntilMainEnds) {
        throw ended_handler(job.query_type);
    }
    const auto handler = found->second;
    return handler->call(job.arguments);
}

}  // namespace acervo::temporal
