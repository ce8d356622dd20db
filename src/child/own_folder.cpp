#include "child/own_folder.hpp"

#include "core/id.hpp"

namespace acervo {

OwnFolder::OwnFolder(const std::filesystem::path& above) : path_{above / Uuid::make().to_string()} {
    std::error_code ignored;
    std::filesystem::create_directory(path_, ignored);
}

OwnFolder::~OwnFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace acervo
