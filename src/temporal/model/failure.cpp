#include "temporal/model/failure.hpp"

#include <utility>

namespace acervo::temporal {

bool operator==(const Failure& left, const Failure& right) {
    const bool same_causes = left.cause && right.cause ? *left.cause == *right.cause : !left.cause && !right.cause;
    return same_causes && left.message == right.message && left.source == right.source &&
           left.stack_trace == right.stack_trace && left.encoded_attributes == right.encoded_attributes &&
           left.info == right.info;
}

Failure caused_by(Failure failure, Failure cause) {
    failure.cause = std::make_shared<const Failure>(std::move(cause));
    return failure;
}

std::string describe(const Failure& failure) {
    std::string text = failure.message;
    if (const auto* application = std::get_if<Failure::ApplicationInfo>(&failure.info)) {
        text += " (" + application->type + ")";
    } else if (const auto* activity = std::get_if<Failure::ActivityInfo>(&failure.info)) {
        text = "activity \"" + activity->activity_type + "\": " + text;
    } else if (const auto* child = std::get_if<Failure::ChildWorkflowInfo>(&failure.info)) {
        text = "child workflow \"" + child->workflow_type + "\": " + text;
    }
    return failure.cause ? text + " <- " + describe(*failure.cause) : text;
}

}  // namespace acervo::temporal
