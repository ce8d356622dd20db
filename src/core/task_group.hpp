#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <memory>
#include <string>

#include "core/async.hpp"

namespace acervo {

/// What happens to the others when a task ends by an exception (which, here, is a broken invariant: expected failures
/// are values that a task deals with itself).
enum class OnFailure {
    /// They are cancelled, and `join` throws the exception: tasks that make one piece of work together.
    CancelOthers,
    /// It is logged (`task.failed`), and they go on: tasks that know nothing of each other, such as connections.
    KeepOthers,
};

/// Owns running tasks until they have ended: the only way to run something beside the caller. Lives on one thread, that
/// of its executor. It must be joined before it is destroyed.
class TaskGroup {
public:
    explicit TaskGroup(boost::asio::any_io_executor executor, OnFailure policy = OnFailure::CancelOthers);
    /// Tasks that still run are a mistake of the owner, and logged (`task_group.abandoned`).
    ~TaskGroup();
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    /// Starts `work` soon, not inside of this call. After `cancel` nothing starts any more, `work` is dropped. A task
    /// that ends by cancellation has not failed. `name` is for the log.
    void spawn(std::string name, Async<void> work);

    /// Asks every task to end at its next wait. May be repeated.
    void cancel();

    /// Waits until no task is left, those spawned meanwhile included. When the waiting itself is cancelled, so are the
    /// tasks; they are awaited all the same, and the caller's next wait ends by cancellation.
    Async<void> join();

    std::size_t size() const noexcept;

private:
    class Tasks;
    std::shared_ptr<Tasks> tasks_;
};

}  // namespace acervo
