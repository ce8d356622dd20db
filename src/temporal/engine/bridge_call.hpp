#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"

// Of the bridge's C interface, which only sources include.
struct AtbAnswer;

/// One question to the bridge and the coroutine that waits for the answer. What is below is for the sources of this
/// folder; nobody else needs it.
namespace acervo::temporal::bridge {

/// The callback that every question passes on, with the context that it was given.
extern "C" void acervo_temporal_answer(void* context, const AtbAnswer* answer) noexcept;

/// Gives an object of the bridge back.
using Free = void (*)(void*);
/// An object of the bridge that nobody may have taken yet.
using Handle = std::unique_ptr<void, Free>;

/// An answer, copied out of the callback.
class Answer {
public:
    /// `free` is for the handle, where the answer brings one.
    Answer(const AtbAnswer& answer, Free free);

    bool is_ok() const noexcept;
    bool is_shutdown() const noexcept;
    bool is_cancelled() const noexcept;
    std::string take_data() { return std::move(data_); }
    Handle take_handle() { return std::move(handle_); }
    /// The failure that this answer tells of, with `what` in front.
    Error error(std::string_view what) const;

private:
    int kind_;
    int grpc_code_;
    std::string data_;
    std::string message_;
    std::string details_;
    Handle handle_;
};

/// Begins a call of the bridge that ends by `acervo_temporal_answer(context, …)`.
using Begin = std::move_only_function<void(void* context)>;
/// Asks the bridge to end the call early; runs on the waiter's thread.
using Cancel = std::function<void()>;

/// Waits for the answer on the caller's executor. An empty `cancel`: the wait cannot be cut short. When the caller's
/// event loop goes away before the answer comes, the coroutine is destroyed with it, and the late answer is dropped. A
/// call that ended because it was cancelled leaves as every wait of the house does, by operation_aborted.
Async<Answer> ask(Begin begin, Free free = nullptr, Cancel cancel = {});

/// For calls that are answered before they return.
Answer ask_now(Begin begin, Free free = nullptr);

}  // namespace acervo::temporal::bridge
