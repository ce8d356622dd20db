#pragma once

#include <filesystem>

namespace acervo {

/// An empty folder of one child, so that none finds what another one left; gone with this.
class OwnFolder {
public:
    explicit OwnFolder(const std::filesystem::path& above);
    OwnFolder(const OwnFolder&) = delete;
    OwnFolder& operator=(const OwnFolder&) = delete;
    ~OwnFolder();
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace acervo
