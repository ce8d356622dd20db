#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace acervo::temporal {

/// `void` as a value, so that tuples and variants can hold the results of anything.
template <class T>
using Stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

template <class T>
class Task;

/// What promises of all result types share: who waits, and what was thrown.
class TaskPromiseBase {
public:
    /// Goes on with who waits, without growing the stack (symmetric transfer).
    struct Final {
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) const noexcept {
            const auto waiting = done.promise().waiting_;
            return waiting ? waiting : std::noop_coroutine();
        }
        void await_resume() const noexcept {}
    };

    std::suspend_always initial_suspend() const noexcept { return {}; }
    Final final_suspend() const noexcept { return {}; }
    void unhandled_exception() noexcept { thrown_ = std::current_exception(); }
    void resume_when_done(std::coroutine_handle<> waiting) noexcept { waiting_ = waiting; }

protected:
    void rethrow() const {
        if (thrown_) std::rethrow_exception(thrown_);
    }

private:
    std::coroutine_handle<> waiting_;
    std::exception_ptr thrown_;
};

template <class T>
class TaskPromise final : public TaskPromiseBase {
public:
    Task<T> get_return_object() noexcept;
    template <class U = T>
        requires std::convertible_to<U, T>
    void return_value(U&& value) {
        value_.emplace(std::forward<U>(value));
    }
    T take() {
        rethrow();
        return std::move(*value_);
    }

private:
    std::optional<T> value_;
};

template <>
class TaskPromise<void> final : public TaskPromiseBase {
public:
    Task<void> get_return_object() noexcept;
    void return_void() const noexcept {}
    void take() const { rethrow(); }
};

/// A coroutine of workflow code. It begins when it is awaited (`co_await probe_all(ctx, input)`) or handed to
/// `ctx.spawn`, runs on the thread of its workflow, and owns its frame: a task that is dropped, finished or not, takes
/// its locals with it.
template <class T = void>
class [[nodiscard]] Task {
public:
    using promise_type = TaskPromise<T>;
    using Handle = std::coroutine_handle<promise_type>;

    explicit Task(Handle frame) noexcept : frame_{frame} {}
    Task(Task&& other) noexcept : frame_{std::exchange(other.frame_, nullptr)} {}
    Task& operator=(Task&& other) noexcept {
        if (this != &other) {
            destroy();
            frame_ = std::exchange(other.frame_, nullptr);
        }
        return *this;
    }
    ~Task() { destroy(); }

    struct Awaiter {
        Handle frame;
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) const noexcept {
            frame.promise().resume_when_done(waiting);
            return frame;
        }
        T await_resume() const { return frame.promise().take(); }
    };
    /// Once only: `co_await std::move(task)`.
    Awaiter operator co_await() && noexcept { return Awaiter{frame_}; }

    Handle handle() const noexcept { return frame_; }
    bool done() const noexcept { return frame_.done(); }
    /// The result of a task that is `done`; throws what it threw.
    T take() { return frame_.promise().take(); }

private:
    void destroy() noexcept {
        if (frame_) std::exchange(frame_, nullptr).destroy();
    }
    Handle frame_;
};

template <class T>
Task<T> TaskPromise<T>::get_return_object() noexcept {
    return Task<T>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}
inline Task<void> TaskPromise<void>::get_return_object() noexcept {
    return Task<void>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}

}  // namespace acervo::temporal
