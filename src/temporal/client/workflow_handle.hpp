#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "temporal/client/typed_payloads.hpp"
#include "temporal/client/untyped_handle.hpp"
#include "temporal/client/update_handle.hpp"
#include "temporal/workflow/declarations.hpp"

namespace acervo::temporal {

/// A workflow whose result is an `R`. The calls answer what `UntypedHandle` says; InvalidInput where a payload is not
/// of the declared type.
template <class R>
class WorkflowHandle : public UntypedHandle {
public:
    using UntypedHandle::UntypedHandle;

    /// Waits for the end, also of the runs that follow. A workflow that failed, was cancelled, terminated or ran out of
    /// time is an error, of which `call_failure_of` tells the chain of causes. Timeout at the deadline; the workflow
    /// runs on.
    Async<Result<R>> result(Deadline deadline, FollowRuns follow = FollowRuns::Yes) const {
        return decoded<R>(wait(deadline, follow), "result of workflow " + workflow_id());
    }

    template <class... P>
    Async<Result<void>> signal(const Signal<P...>& signal, std::type_identity_t<P>... arguments) const {
        return send_signal(signal.name(), encode_all(arguments...));
    }

    template <class A, class... P>
    Async<Result<A>> query(const Query<A(P...)>& query, std::type_identity_t<P>... arguments) const {
        return query_unless(QueryReject::None, query, std::move(arguments)...);
    }
    /// PreconditionFailed when the workflow is in the state that `reject` names.
    template <class A, class... P>
    Async<Result<A>> query_unless(QueryReject reject, const Query<A(P...)>& query,
                                  std::type_identity_t<P>... arguments) const {
        return decoded<A>(ask_query(query.name(), encode_all(arguments...), reject),
                          "answer to query \"" + query.name() + "\"");
    }

    /// Sends the update and waits for its answer, within the client's time limit. An update that was rejected, or
    /// failed, is an error with its failure.
    template <class A, class... P>
    Async<Result<A>> update(const Update<A(P...)>& update, std::type_identity_t<P>... arguments) const {
        return answer_of<A>(send_update(update.name(), encode_all(arguments...), {}, UpdateStage::Completed),
                            "update \"" + update.name() + "\"");
    }
    /// Sends the update and comes back when the workflow has accepted it. One that was rejected is an error.
    template <class A, class... P>
    Async<Result<UpdateHandle<A>>> start_update(const Update<A(P...)>& update, std::type_identity_t<P>... arguments,
                                                UpdateOptions options) const {
        auto sent = send_update(update.name(), encode_all(arguments...), std::move(options), UpdateStage::Accepted);
        return accepted<A>(*this, std::move(sent), "update \"" + update.name() + "\"");
    }
    /// An update that was sent before.
    template <class A, class... P>
    UpdateHandle<A> update_handle(const Update<A(P...)>& /*type*/, std::string update_id) const {
        return UpdateHandle<A>{*this, std::move(update_id)};
    }
};

}  // namespace acervo::temporal
