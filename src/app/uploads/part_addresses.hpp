#pragma once

#include "app/uploads/uploads.hpp"

namespace acervo {

/// A fresh presigned address for one part of an open upload.
PartAddress address_of_part(const Uploads& uploads, const Upload& upload, int part_number);

}  // namespace acervo
