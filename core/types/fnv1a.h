// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

namespace tickstock {

inline constexpr std::uint64_t FnvOffset = 14'695'981'039'346'656'037u;

/// The FNV-1a hash, 64 bits: the same number for the same text in every program and run. Pure.
/// http://www.isthe.com/chongo/tech/comp/fnv
/// @param hash where it begins: the hash's own offset, or one mixed with something else that counts
constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = FnvOffset)
{
    for (const char character : text) {
        hash ^= static_cast<unsigned char>(character);
        hash *= 1'099'511'628'211u;
    }
    return hash;
}

} // namespace tickstock
