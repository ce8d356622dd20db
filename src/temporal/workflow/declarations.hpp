#pragma once

#include <string>
#include <utility>

#include "temporal/workflow/options.hpp"

/// Names and types of what workflows call and are called with. They are values, declared once and shared by both sides:
///
///   inline const Activity<Probe(AssetId)> probe_master{"probe_master", {.start_to_close_timeout = 10min}};
///   inline const Workflow<Summary(IngestInput)> ingest{"ingest"};
///   inline const Signal<Approval> approve{"approve"};
///   inline const Query<Stage()> stage{"stage"};
///   inline const Update<int(std::string)> rename{"rename"};
namespace acervo::temporal {

template <class Signature>
class Activity;
/// An activity, and the options of calls that give none.
template <class R, class... P>
class Activity<R(P...)> {
public:
    explicit Activity(std::string name, ActivityOptions options = {})
        : name_{std::move(name)}, options_{std::move(options)} {}
    const std::string& name() const noexcept { return name_; }
    const ActivityOptions& options() const noexcept { return options_; }

private:
    std::string name_;
    ActivityOptions options_;
};

template <class Signature>
class Workflow;
template <class R, class... P>
class Workflow<R(P...)> {
public:
    explicit Workflow(std::string name, ChildOptions options = {})
        : name_{std::move(name)}, options_{std::move(options)} {}
    const std::string& name() const noexcept { return name_; }
    const ChildOptions& options() const noexcept { return options_; }

private:
    std::string name_;
    ChildOptions options_;
};

/// A message to a workflow, without an answer.
template <class... P>
class Signal {
public:
    explicit Signal(std::string name) : name_{std::move(name)} {}
    const std::string& name() const noexcept { return name_; }

private:
    std::string name_;
};

template <class Signature>
class Query;
/// A question that changes nothing.
template <class R, class... P>
class Query<R(P...)> {
public:
    explicit Query(std::string name) : name_{std::move(name)} {}
    const std::string& name() const noexcept { return name_; }

private:
    std::string name_;
};

template <class Signature>
class Update;
/// A change with an answer.
template <class R, class... P>
class Update<R(P...)> {
public:
    explicit Update(std::string name) : name_{std::move(name)} {}
    const std::string& name() const noexcept { return name_; }

private:
    std::string name_;
};

}  // namespace acervo::temporal
