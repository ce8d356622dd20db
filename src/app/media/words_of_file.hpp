#pragma once

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/edit.hpp"
#include "domain/media/embedded_metadata.hpp"
#include "domain/metadata/field.hpp"
#include "store/database.hpp"

namespace acervo {

/// The words of an asset with those of its file where people have said nothing: the headline, or else the title, as
/// title; the caption as description; the keywords as tags; and what fits into a field of the site's schema that bears
/// the name of a member of EmbeddedMetadata (api/openapi.yaml). What the file does not say stays as it is.
AssetWords with_words_of_file(AssetWords words, const SaidByPeople& said, const EmbeddedMetadata& file,
                              const MetadataSchema& schema);

/// Says so about the asset, in the name of nobody, with audit and event; nothing happens where that changes nothing or
/// the asset lies in the trash.
Async<Result<void>> take_words_of_file(Transaction& tx, AssetId id, EmbeddedMetadata file);

}  // namespace acervo
