"""What layers.toml says, and what the sources and CMake files do."""
