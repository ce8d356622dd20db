#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"

/// libpq's PGresult.
struct pg_result;

namespace acervo {

namespace postgres {
struct ClearResult {
    void operator()(pg_result* result) const noexcept;
};
using ResultHandle = std::unique_ptr<pg_result, ClearResult>;
}  // namespace postgres

/// One row of an answer; valid while the `Rows` it came from lives (also after that was moved). Columns are counted
/// from zero. Asking for a column that is not there, reading one as a type it does not hold, or NULL as anything but
/// `std::optional`, is a programming error and throws std::logic_error.
class Row {
public:
    bool is_null(int column) const;
    /// Any type but NULL, as PostgreSQL writes it.
    std::string_view text(int column) const;

    /// T: std::string, std::string_view, int, std::int64_t, std::uint64_t, double, bool, Timestamp,
    /// std::vector<std::string> (a text[] without NULLs), anything with
    /// `static Result<T> parse(std::string_view)` (Uuid, Id<Tag>, domain types), or std::optional of these.
    template <class T>
    T get(int column) const {
        if constexpr (requires {
                          typename T::value_type;
                          requires std::same_as<T, std::optional<typename T::value_type>>;
                      }) {
            if (is_null(column)) return std::nullopt;
            return get<typename T::value_type>(column);
        } else if constexpr (requires(std::string_view t) {
                                 { T::parse(t) } -> std::same_as<Result<T>>;
                             }) {
            auto parsed = T::parse(text(column));
            if (!parsed) throw_unreadable(column, parsed.error().message());
            return *std::move(parsed);
        } else {
            return convert(column, static_cast<T*>(nullptr));
        }
    }

private:
    friend class Rows;
    Row(pg_result* result, int index) : result_{result}, index_{index} {}
    std::string convert(int column, std::string*) const { return std::string{text(column)}; }
    std::string_view convert(int column, std::string_view*) const { return text(column); }
    std::int64_t convert(int column, std::int64_t*) const;
    std::uint64_t convert(int column, std::uint64_t*) const;
    int convert(int column, int*) const;
    double convert(int column, double*) const;
    bool convert(int column, bool*) const;
    Timestamp convert(int column, Timestamp*) const;
    std::vector<std::string> convert(int column, std::vector<std::string>*) const;
    template <class Number>
    Number number(int column) const;
    [[noreturn]] void throw_unreadable(int column, std::string_view why) const;

    pg_result* result_;
    int index_;
};

/// What a statement answered. Moves, never copies.
class Rows {
public:
    /// Takes ownership of a result of libpq.
    explicit Rows(postgres::ResultHandle result) noexcept : result_{std::move(result)} {}

    int size() const noexcept;
    bool empty() const noexcept { return size() == 0; }
    /// std::logic_error when there is no such row.
    Row operator[](int index) const;
    /// What `read`, a callable that takes a Row, makes of each of them.
    template <class Read>
    auto map(Read read) const -> std::vector<std::invoke_result_t<Read&, const Row&>> {
        std::vector<std::invoke_result_t<Read&, const Row&>> values;
        values.reserve(static_cast<std::size_t>(size()));
        for (int i = 0; i < size(); ++i) values.push_back(read((*this)[i]));
        return values;
    }
    /// Rows inserted, updated, deleted, or returned by a SELECT.
    std::int64_t affected() const noexcept;
    /// What was done, such as `COMMIT` or `UPDATE 1`.
    std::string_view command() const noexcept;

private:
    postgres::ResultHandle result_;
};

}  // namespace acervo
