# cmake -DOUTPUT=FILE -DFOLDER=db/migrations -DNAMES=a.sql,b.sql -P EmbedMigrations.cmake
#   Writes the C++ source of `house_migrations()`, so that a program can migrate without the source tree.
string(REPLACE "," ";" NAMES "${NAMES}")
file(WRITE "${OUTPUT}.part" "#include \"adapters/postgres/migrations.hpp\"\n\n"
  "namespace acervo {\n\nstd::vector<Migration> house_migrations() {\n    std::vector<Migration> all;\n")
foreach(name IN LISTS NAMES)
  file(READ "${FOLDER}/${name}" sql)
  string(LENGTH "${sql}" length)
  if(length GREATER 60000)
    message(FATAL_ERROR "${name} is longer than a C++ string literal may be: split it")
  endif()
  file(APPEND "${OUTPUT}.part"
    "    all.push_back(Migration::make(\"${name}\", R\"=migration=(${sql})=migration=\").value());\n")
endforeach()
file(APPEND "${OUTPUT}.part" "    return all;\n}\n\n}  // namespace acervo\n")
file(RENAME "${OUTPUT}.part" "${OUTPUT}")
