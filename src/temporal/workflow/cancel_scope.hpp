#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace acervo::temporal {

/// Operations that are cancelled together. Scopes form a tree: cancelling one cancels what is below it, in the order in
/// which it was begun, so that a replay gives the same commands.
class CancelScope {
public:
    using Callback = std::function<void()>;

    /// A scope below `parent`, cancelled already when that is; without a parent the root of a tree of its own.
    static std::shared_ptr<CancelScope> make(std::shared_ptr<CancelScope> parent);
    ~CancelScope();
    CancelScope(const CancelScope&) = delete;
    CancelScope& operator=(const CancelScope&) = delete;

    bool cancelled() const noexcept { return cancelled_; }
    const std::string& reason() const noexcept { return reason_; }
    /// The first time only.
    void cancel(std::string reason);

    /// Called once, when the scope is cancelled. The answer is for `forget`.
    std::uint64_t on_cancel(Callback callback);
    void forget(std::uint64_t id) noexcept { callbacks_.erase(id); }
    /// Cancelling `other` cancels this one too.
    bool is_within(const CancelScope& other) const noexcept;

private:
    explicit CancelScope(std::shared_ptr<CancelScope> parent) : parent_{std::move(parent)} {}

    std::shared_ptr<CancelScope> parent_;
    std::uint64_t id_in_parent_ = 0;
    std::uint64_t next_id_ = 1;
    std::map<std::uint64_t, Callback> callbacks_;
    bool cancelled_ = false;
    std::string reason_;
};

}  // namespace acervo::temporal
