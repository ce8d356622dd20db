#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/metadata/field.hpp"

namespace acervo {

/// Fields as the database keeps them, and back.
std::string to_json(const std::vector<Field>& fields);
/// Internal when the text was not written by `to_json`.
Result<std::vector<Field>> fields_from_json(std::string_view text);

/// Everything in `metadata`, a JSON object, that is not as `fields` say; each with its place,
/// `/editorial_metadata/season`.
std::vector<FieldError> faults_of(std::string_view metadata, const std::vector<Field>& fields);

}  // namespace acervo
