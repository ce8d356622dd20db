# Compiler, warnings, caches and third-party libraries, in one place.

# g++ 12 miscompiles coroutines (docs/adr/0001): refuse to build with it rather than ship double frees.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "Acervo is built with clang 19 or newer; use a preset (cmake --preset dev) or `./acervo up`")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# ccache sees the same text from any clone: paths below the source folder are relative, and no folder is hashed.
find_program(ACERVO_CCACHE ccache)
if(ACERVO_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
      "CCACHE_SLOPPINESS=time_macros" CCACHE_MAXSIZE=10G "${ACERVO_CCACHE}")
endif()
add_compile_options(
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Wunused
  -Woverloaded-virtual -Wno-gnu-statement-expression
  "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")
add_link_options(-fuse-ld=lld)

# Headers of Boost 1.88 come from a package that the tool-chain script keeps in the user's cache folder.
if(NOT ACERVO_BOOST_INCLUDE_DIR)
  execute_process(COMMAND python3 -m stack.toolchain boost-include-dir
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" OUTPUT_VARIABLE boost_dir OUTPUT_STRIP_TRAILING_WHITESPACE
    RESULT_VARIABLE boost_result)
  if(NOT boost_result EQUAL 0 OR NOT EXISTS "${boost_dir}/boost/version.hpp")
    message(FATAL_ERROR "Boost headers are missing: `python3 -m stack.toolchain boost-include-dir` said '${boost_dir}'")
  endif()
  set(ACERVO_BOOST_INCLUDE_DIR "${boost_dir}" CACHE PATH "Boost 1.88 headers")
endif()
add_library(acervo_boost INTERFACE)
target_include_directories(acervo_boost SYSTEM INTERFACE "${ACERVO_BOOST_INCLUDE_DIR}")
# Asio, Beast and JSON are compiled once, in src/vendor.
target_compile_definitions(acervo_boost INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_USE_STD_STRING_VIEW)

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED)
find_package(GTest REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(CURL 7.85 REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
