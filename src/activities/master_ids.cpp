#include "activities/master_ids.hpp"

#include "activities/failures.hpp"

namespace acervo::activities {

MasterIds ids_of(const MasterRef& ref) {
    return {need(dependency::kDatabase, AssetId::parse(ref.asset_id)),
            need(dependency::kDatabase, UploadId::parse(ref.upload_id))};
}

void require_current(const IngestMaster& master) {
    using temporal::ApplicationFailure;
    using temporal::FailureType;
    if (!master.is_current) {
        throw ApplicationFailure{FailureType{kSuperseded}, "the asset has a newer master, or another ingest"}
            .not_retryable();
    }
    if (master.is_trashed) {
        throw ApplicationFailure{FailureType{kTrashed}, "it was put into the trash"}.not_retryable();
    }
}

}  // namespace acervo::activities
