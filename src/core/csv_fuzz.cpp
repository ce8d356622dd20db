#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/csv.hpp"

// Whatever comes, records lie one behind the other, and what was read is read again as it was after it was written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{reinterpret_cast<const char*>(data), size};  // NOLINT
    acervo::CsvReader reader{text};
    std::size_t end = 0;
    for (;;) {
        const auto record = reader.next();
        if (!record || !*record) return 0;
        if ((*record)->begin < end || (*record)->end <= (*record)->begin || (*record)->end > size) std::abort();
        end = (*record)->end;
        std::string row;
        for (const auto& cell : (*record)->cells) {
            if (acervo::plain_cell(acervo::neutral_cell(cell)) != cell) std::abort();
            acervo::append_csv_cell(row, cell);
        }
        // A comma comes first where there are several cells; one that is alone has no separator that could be another.
        acervo::CsvReader again{row};
        const auto same = again.next();
        const bool is_marked =
            row.starts_with("\xEF\xBB\xBF") || row.starts_with("\xFF\xFE") || row.starts_with("\xFE\xFF");
        if (!is_marked && (!same || !*same || (*same)->cells != (*record)->cells)) std::abort();
    }
}
