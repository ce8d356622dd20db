#include "limits_section.hpp"

namespace acervo::api_program {

void describe(config::Section<LimitsSection>& section) {
    constexpr std::int64_t kMost = 1'000'000'000;
    section.doc("How many calls of the API are answered; more get 429");
    const auto limit = [&section](const char* name, std::int64_t LimitsSection::* member, const char* what) {
        section.key(name, member, what).range(std::int64_t{1}, kMost);
    };
    limit("person_per_minute", &LimitsSection::person_per_minute, "Of one person, other than those of uploads");
    limit("person_per_hour", &LimitsSection::person_per_hour, "The same");
    limit("uploads_per_minute", &LimitsSection::uploads_per_minute, "Of one person's uploads");
    limit("uploads_per_hour", &LimitsSection::uploads_per_hour, "The same");
    limit("key_per_minute", &LimitsSection::key_per_minute, "Of one key of a service");
    limit("key_per_hour", &LimitsSection::key_per_hour, "The same");
    limit("stranger_per_minute", &LimitsSection::stranger_per_minute, "From one network, without a good token");
    limit("stranger_per_hour", &LimitsSection::stranger_per_hour, "The same");
}

Budgets budgets_of(const LimitsSection& section) {
    return {.person = {section.person_per_minute, section.person_per_hour},
            .person_uploads = {section.uploads_per_minute, section.uploads_per_hour},
            .key = {section.key_per_minute, section.key_per_hour},
            .stranger = {section.stranger_per_minute, section.stranger_per_hour}};
}

}  // namespace acervo::api_program
