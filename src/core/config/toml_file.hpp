#pragma once

#include <expected>
#include <string>
#include <vector>

#include "core/config/value.hpp"

/// The configuration file as flat entries. Seen by core/config*.cpp only.
namespace acervo::config {

struct FileEntry {
    std::string section;
    std::string key;
    Raw value;
    /// `acervo.toml:12`
    std::string origin;
};

struct FileSection {
    std::string name;
    std::string origin;
};

struct FileContent {
    /// Also those that are empty.
    std::vector<FileSection> sections;
    std::vector<FileEntry> entries;
};

/// Reads a TOML file made of one level of tables, or says, with file and line, why it cannot. Values that stand outside
/// of a table come with an empty section.
std::expected<FileContent, std::string> read_toml_file(const std::string& path);

/// The text of a small file (at most 1 MiB), or why it cannot be read, with its path.
std::expected<std::string, std::string> read_small_file(const std::string& path);

}  // namespace acervo::config
