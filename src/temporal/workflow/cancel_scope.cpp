#include "temporal/workflow/cancel_scope.hpp"

#include <utility>

namespace acervo::temporal {

std::shared_ptr<CancelScope> CancelScope::make(std::shared_ptr<CancelScope> parent) {
    std::shared_ptr<CancelScope> scope{new CancelScope{std::move(parent)}};
    auto* above = scope->parent_.get();
    if (above == nullptr) return scope;
    if (above->cancelled_) {
        scope->cancel(above->reason_);
        return scope;
    }
    scope->id_in_parent_ = above->on_cancel([weak = std::weak_ptr{scope}, above] {
        if (const auto alive = weak.lock()) alive->cancel(above->reason_);
    });
    return scope;
}

CancelScope::~CancelScope() {
    if (parent_) parent_->forget(id_in_parent_);
}

void CancelScope::cancel(std::string reason) {
    if (cancelled_) return;
    cancelled_ = true;
    reason_ = std::move(reason);
    // A callback may end other operations, which then forget theirs.
    while (!callbacks_.empty()) {
        const auto callback = std::move(callbacks_.begin()->second);
        callbacks_.erase(callbacks_.begin());
        callback();
    }
}

std::uint64_t CancelScope::on_cancel(Callback callback) {
    callbacks_.emplace(next_id_, std::move(callback));
    return next_id_++;
}

bool CancelScope::is_within(const CancelScope& other) const noexcept {
    for (const auto* scope = this; scope != nullptr; scope = scope->parent_.get()) {
        if (scope == &other) return true;
    }
    return false;
}

}  // namespace acervo::temporal
