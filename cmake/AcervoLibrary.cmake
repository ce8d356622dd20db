include(GoogleTest)

# acervo_library(NAME [TSAN | TSAN_UNIT] [FUZZED] SOURCES … [DEPS …] [PRIVATE_DEPS …] [TEST_DEPS …] [TESTS …] [ITESTS …] [FUZZ …])
#   One module: a static library `acervo_NAME`, a unit-test program from TESTS (`_test.cpp`, ctest label `unit`),
#   one from ITESTS (`_itest.cpp`, real servers, label `integration`) and a libFuzzer program per FUZZ file
#   (`_fuzz.cpp`, with stored inputs in tests/corpus/<stem>; <build>/fuzz_targets.txt lists them all).
#   FUZZED: fuzz programs of other modules shall see into this one.
#   TSAN: threads share what is in here, so `./acervo test tsan` runs its tests under ThreadSanitizer too.
#   TSAN_UNIT: its unit tests only, because the others are mostly code that ThreadSanitizer does not see into (Rust).
#   TEST_DEPS: what only the tests link, for example the adapters that integration tests put together.
#   DEPS that name modules are written without the `acervo_` prefix's folder: acervo_core, acervo_net …
function(acervo_library name)
  cmake_parse_arguments(arg "TSAN;TSAN_UNIT;FUZZED" "" "SOURCES;DEPS;PRIVATE_DEPS;TEST_DEPS;TESTS;ITESTS;FUZZ" ${ARGN})
  set(target "acervo_${name}")
  if(arg_SOURCES)
    add_library(${target} STATIC ${arg_SOURCES})
    target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}/src")
    target_link_libraries(${target} PUBLIC ${arg_DEPS} PRIVATE ${arg_PRIVATE_DEPS})
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE "${CMAKE_SOURCE_DIR}/src")
    target_link_libraries(${target} INTERFACE ${arg_DEPS})
  endif()

  set(test_libraries ${target} acervo_testkit ${arg_PRIVATE_DEPS} ${arg_TEST_DEPS})
  acervo_test_program(${target}_test unit "${test_libraries}" "${arg_TESTS}")
  acervo_test_program(${target}_itest integration "${test_libraries}" "${arg_ITESTS}")
  foreach(program ${target}_test ${target}_itest)
    if(TARGET ${program} AND (arg_TSAN OR (arg_TSAN_UNIT AND program STREQUAL "${target}_test")))
      set_property(TEST ${program} APPEND PROPERTY LABELS tsan)
    endif()
  endforeach()
  if(ACERVO_FUZZ)
    # The parser itself must tell libFuzzer which branches an input reached, not only the small file that calls it.
    if(arg_SOURCES AND (arg_FUZZ OR arg_FUZZED))
      target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
    endif()
    foreach(source ${arg_FUZZ})
      get_filename_component(stem ${source} NAME_WE)
      add_executable(${stem} ${source})
      target_link_libraries(${stem} PRIVATE ${target} ${arg_PRIVATE_DEPS})
      target_compile_options(${stem} PRIVATE -fsanitize=fuzzer)
      target_link_options(${stem} PRIVATE -fsanitize=fuzzer)
      set_property(GLOBAL APPEND PROPERTY ACERVO_FUZZ_TARGETS ${stem})
    endforeach()
  endif()
endfunction()

# acervo_test_program(NAME LABEL LIBRARIES SOURCES): one GoogleTest program and ctest entry. ACERVO_TEST_LABELS, where a
#   folder sets it, are more labels of all its tests.
function(acervo_test_program name label libraries sources)
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE ${libraries} GTest::gmock GTest::gtest_main)
  # Not an entry per test: starting a sanitised program for each of many small tests costs more than they do.
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES LABELS "${label}" TIMEOUT 900)
  if(ACERVO_TEST_LABELS)
    set_property(TEST ${name} APPEND PROPERTY LABELS ${ACERVO_TEST_LABELS})
  endif()
endfunction()

# acervo_executable(NAME SOURCES … DEPS …): a program `acervo-NAME` in <build>/bin; the target `programs` builds all of them.
function(acervo_executable name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(acervo-${name} ${arg_SOURCES})
  target_link_libraries(acervo-${name} PRIVATE ${arg_DEPS})
  if(NOT TARGET programs)
    add_custom_target(programs)
  endif()
  add_dependencies(programs acervo-${name})
endfunction()

# acervo_list_fuzz_targets(): writes <build>/fuzz_targets.txt, one program a line, for the test suite. Call it last.
function(acervo_list_fuzz_targets)
  get_property(targets GLOBAL PROPERTY ACERVO_FUZZ_TARGETS)
  list(JOIN targets "\n" lines)
  file(WRITE "${CMAKE_BINARY_DIR}/fuzz_targets.txt" "${lines}\n")
endfunction()
