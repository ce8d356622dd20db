#include "temporal/workflow/combine.hpp"

#include <stdexcept>

namespace acervo::temporal {

namespace {

/// Counts down a group and tells its future who decided.
struct Group {
    std::shared_ptr<FutureState<std::size_t>> end;
    Until until;
    std::size_t size;
    std::size_t open;
};

void member_done(Group& group, std::size_t index, bool failed) {
    --group.open;
    const bool last = group.open == 0;
    switch (group.until) {
        case Until::AllSucceed:
            if (failed) {
                group.end->succeed(index);
            } else if (last) {
                group.end->succeed(group.size);
            }
            break;
        case Until::OneEnds:
            group.end->succeed(index);
            break;
        case Until::OneSucceeds:
            if (!failed || last) group.end->succeed(index);
            break;
    }
}

}  // namespace

Future<std::size_t> group_end(const States& states, Until until) {
    auto& scheduler = states.front()->scheduler();
    const auto& fiber = *scheduler.fiber();
    bool lets_go = false;
    for (const auto& state : states) lets_go = lets_go || state->lets_go(fiber);
    // In the scope of this fiber the group ends with its members; a scope of its own lets the fiber go.
    auto scope = lets_go ? CancelScope::make(nullptr) : fiber.scope;
    auto end = std::make_shared<FutureState<std::size_t>>(scheduler, std::move(scope));
    auto group = std::make_shared<Group>(Group{end, until, states.size(), states.size()});
    for (std::size_t i = 0; i < states.size(); ++i) {
        states[i]->when_done([group, i, member = std::weak_ptr{states[i]}] {
            const auto done = member.lock();
            member_done(*group, i, done && done->failed());
        });
    }
    return Future<std::size_t>{std::move(end)};
}

Task<void> dismiss(States states) {
    for (const auto& state : states) {
        if (!state->done()) state->cancel();
    }
    for (const auto& state : states) {
        if (!state->is_task() || state->done()) continue;
        // Waits in the tasks' favour even when this fiber is cancelled meanwhile: they are cancelled too and will end.
        auto ended = std::make_shared<FutureState<void>>(state->scheduler(), state->scope());
        ended->shield();
        state->when_done([ended] { ended->succeed({}); });
        const Future<void> end{ended};
        co_await end;
    }
}

Task<std::size_t> decide(States states, Until until) {
    if (states.empty()) {
        if (until == Until::AllSucceed) co_return 0;
        throw std::logic_error{"a race of nobody never ends"};
    }
    const auto end = group_end(states, until);
    const auto decided = co_await end.settled();
    co_await dismiss(states);
    if (!decided) std::rethrow_exception(to_exception(decided.failure()));
    const auto index = *decided;
    if (index < states.size() && states[index]->failed()) std::rethrow_exception(states[index]->error());
    co_return index;
}

}  // namespace acervo::temporal
