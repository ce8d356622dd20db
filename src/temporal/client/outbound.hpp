#pragma once

#include <memory>
#include <utility>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/calls.hpp"

namespace acervo::temporal {

/// What leaves a client for a workflow. Each function may be a coroutine; the object lives until it has ended.
class ClientOutbound {
public:
    virtual ~ClientOutbound() = default;
    virtual Async<Result<StartedWorkflow>> start(StartWorkflow call) = 0;
    virtual Async<Result<void>> signal(SignalWorkflow call) = 0;
    virtual Async<Result<StartedWorkflow>> signal_with_start(SignalWithStart call) = 0;
    virtual Async<Result<Payload>> query(QueryWorkflow call) = 0;
    virtual Async<Result<UpdateState>> update(UpdateWorkflow call) = 0;
    virtual Async<Result<UpdateState>> poll_update(PollUpdate call) = 0;
    virtual Async<Result<void>> cancel(CancelWorkflow call) = 0;
    virtual Async<Result<void>> terminate(TerminateWorkflow call) = 0;
};

/// Hands everything on: interceptors change the calls that they care for.
class ForwardingOutbound : public ClientOutbound {
public:
    explicit ForwardingOutbound(std::shared_ptr<ClientOutbound> next) : next_{std::move(next)} {}
    Async<Result<StartedWorkflow>> start(StartWorkflow call) override { return next_->start(std::move(call)); }
    Async<Result<void>> signal(SignalWorkflow call) override { return next_->signal(std::move(call)); }
    Async<Result<StartedWorkflow>> signal_with_start(SignalWithStart call) override {
        return next_->signal_with_start(std::move(call));
    }
    Async<Result<Payload>> query(QueryWorkflow call) override { return next_->query(std::move(call)); }
    Async<Result<UpdateState>> update(UpdateWorkflow call) override { return next_->update(std::move(call)); }
    Async<Result<UpdateState>> poll_update(PollUpdate call) override { return next_->poll_update(std::move(call)); }
    Async<Result<void>> cancel(CancelWorkflow call) override { return next_->cancel(std::move(call)); }
    Async<Result<void>> terminate(TerminateWorkflow call) override { return next_->terminate(std::move(call)); }

protected:
    ClientOutbound& next() noexcept { return *next_; }

private:
    std::shared_ptr<ClientOutbound> next_;
};

/// Stands between the caller and the server: adds headers, measures, refuses.
class ClientInterceptor {
public:
    virtual ~ClientInterceptor() = default;
    virtual std::shared_ptr<ClientOutbound> intercept(std::shared_ptr<ClientOutbound> next) const = 0;
};

}  // namespace acervo::temporal
