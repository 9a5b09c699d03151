// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <utility>
#include <variant>

namespace tickstock {

/// The kind of a failure. The window makes the user's sentence from it; the detail is for logs and command lines.
enum class ErrorCode {
    BadInput,    ///< a file, message or setting that cannot be used
    NotFound,    ///< what was asked for does not exist
    Refused,     ///< another program, the schema or the server refused it
    Unreachable, ///< the network or the server did not answer
    Denied,      ///< the server does not accept the user, the password or the rights
    RateLimited, ///< the vendor's request limit
    Io,          ///< disk or database failure
    Busy         ///< in use by another program
};

/// An expected failure, never thrown. A value.
struct Error
{
    ErrorCode code = ErrorCode::BadInput;
    QString detail; ///< in English: what failed, where, and what to do
};

/// Either a value or the error that took its place (std::expected is C++23). A value.
template<class T>
class [[nodiscard]] Expected
{
public:
    Expected(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Expected(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    explicit operator bool() const { return m_state.index() == 0; }
    const T &operator*() const & { return std::get<0>(m_state); }
    T &operator*() & { return std::get<0>(m_state); }
    T &&operator*() && { return std::get<0>(std::move(m_state)); }
    const T *operator->() const { return &std::get<0>(m_state); }
    T *operator->() { return &std::get<0>(m_state); }
    const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// The result of something that gives no value.
using Outcome = Expected<std::monostate>;
inline Outcome success()
{
    return std::monostate{};
}

} // namespace tickstock
