#include "adapters/s3/s3_metrics.hpp"

#include <map>
#include <string>

namespace acervo {
namespace {

constexpr int kFirstRefusal = 400;
constexpr int kFirstFailure = 500;

std::string_view outcome_of(const S3Attempt& attempt) {
    if (attempt.failure) return name_of(*attempt.failure);
    if (attempt.status >= kFirstFailure) return "failed";
    return attempt.status >= kFirstRefusal ? "refused" : "ok";
}

class Series {
public:
    explicit Series(Metrics& metrics) : metrics_{&metrics} {}

    void note(const S3Attempt& attempt) {
        auto& operation = of(attempt.operation);
        operation.latency.observe(attempt.took);
        if (attempt.attempt > 1) operation.retries.add();
        const auto outcome = outcome_of(attempt);
        auto known = operation.outcomes.find(outcome);
        if (known == operation.outcomes.end()) {
            auto counter =
                metrics_->counter("acervo_s3_requests_total", "Requests to the object store",
                                  {{"operation", std::string{attempt.operation}}, {"outcome", std::string{outcome}}});
            known = operation.outcomes.emplace(outcome, counter).first;
        }
        known->second.add();
    }

private:
    struct Operation {
        std::map<std::string, Counter, std::less<>> outcomes;
        Counter retries;
        Histogram latency;
    };

    Operation& of(std::string_view name) {
        if (const auto known = operations_.find(name); known != operations_.end()) return known->second;
        const Labels labels{{"operation", std::string{name}}};
        Operation made{.outcomes = {},
                       .retries = metrics_->counter("acervo_s3_retries_total",
                                                    "Requests to the object store that repeat one that failed", labels),
                       .latency = metrics_->histogram("acervo_s3_request_seconds",
                                                      "From a request to the header of the store's answer",
                                                      latency_buckets(), labels)};
        return operations_.emplace(name, std::move(made)).first->second;
    }

    Metrics* metrics_;
    std::map<std::string, Operation, std::less<>> operations_;
};

}  // namespace

std::function<void(const S3Attempt&)> s3_observer(Metrics& metrics) {
    return [series = Series{metrics}](const S3Attempt& attempt) mutable { series.note(attempt); };
}

}  // namespace acervo
