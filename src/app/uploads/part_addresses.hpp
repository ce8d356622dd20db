#pragma once

#include "app/uploads/uploads.hpp"

namespace acervo {

/// The store's id of the multipart upload, which is opened there when that has not been done. Callers at the same time
/// all get the same one: parts that were sent to another would be missing.
Async<Result<std::string>> multipart_at_store(Uploads& uploads, Upload upload);

/// A fresh presigned address for one part of an open upload.
PartAddress address_of_part(const Uploads& uploads, const Upload& upload, int part_number);

/// Opens it at the store, with the first addresses.
Async<Result<OpenedUpload>> open_at_store(Uploads& uploads, Upload upload);

}  // namespace acervo
