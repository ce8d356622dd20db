#include "activities/master_ids.hpp"

#include "activities/failures.hpp"

namespace acervo::activities {

MasterIds ids_of(const MasterRef& ref) {
    return {need(dependency::kDatabase, AssetId::parse(ref.asset_id)),
            need(dependency::kDatabase, UploadId::parse(ref.upload_id))};
}

void require_current(const IngestMaster& master) {
    if (master.is_current) return;
    throw temporal::ApplicationFailure{temporal::FailureType{kSuperseded}, "the asset has a newer master"}
        .not_retryable();
}

}  // namespace acervo::activities
