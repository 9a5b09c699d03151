// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/lists/symbolsearch.h"

#include <algorithm>

namespace tickstock {

namespace {

/// More is never typed, and the letters of a question are bits of a number.
constexpr std::size_t MostLetters = 60;
/// One letter is in everything.
constexpr std::size_t FewestLetters = 2;

/// Small letters and digits; words are parted by one space. Accents and apostrophes are left out: "Moody's" is one
/// word, "T-Mobile" are two.
std::u16string folded(const QString &text)
{
    std::u16string words;
    const QString plain = text.normalized(QString::NormalizationForm_KD).toCaseFolded();
    for (const QChar c : plain) {
        if (c.isLetterOrNumber() || c.isSurrogate())
            words += c.unicode();
        else if (!c.isMark() && c != u'\'' && c != QChar(0x2019) && !words.empty() && words.back() != u' ')
            words += u' ';
    }
    while (!words.empty() && words.back() == u' ')
        words.pop_back();
    return words;
}

std::u16string joined(std::u16string words)
{
    std::erase(words, u' ');
    return words;
}

std::uint64_t bitOf(char16_t letter)
{
    const unsigned place = letter >= u'a' && letter <= u'z'   ? letter - u'a'
                           : letter >= u'0' && letter <= u'9' ? 26U + (letter - u'0')
                                                              : 36U + letter % 28U;
    return std::uint64_t(1) << place;
}

std::uint64_t lettersIn(std::u16string_view text)
{
    std::uint64_t letters = 0;
    for (const char16_t letter : text)
        letters |= letter == u' ' ? 0 : bitOf(letter);
    return letters;
}

/// Calls @p take with each word until it says that this is enough; whether it did.
template<class Take>
bool anyWord(std::u16string_view words, Take take)
{
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(u' '), words.size());
        if (take(words.substr(0, end)))
            return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

/// Smaller is better: how it fits first, then the detail, then the length.
std::uint64_t rankOf(SymbolMatch match, unsigned detail, std::size_t length)
{
    return (static_cast<std::uint64_t>(match) << 40U) | (static_cast<std::uint64_t>(detail) << 32U) | length;
}

SymbolMatch matchOf(std::uint64_t rank)
{
    return static_cast<SymbolMatch>(rank >> 40U);
}

} // namespace

struct SymbolSearch::Question
{
    explicit Question(const QString &text)
        : typed(text.trimmed())
        , words(folded(typed))
        , together(joined(words))
        , letters(lettersIn(together))
    {
        const bool isWhole = together.size() >= FewestLetters && together.size() <= MostLetters;
        for (std::size_t i = 0; isWhole && i < together.size(); ++i) {
            if (together[i] < places.size())
                places[together[i]] |= std::uint64_t(1) << i;
        }
        finished = isWhole ? std::uint64_t(1) << together.size() : 0;
    }

    /// Each letter in turn, the first one at the beginning of a word, another one later in the same word or at the
    /// beginning of a later one. Bit n of a state: the first n letters have been found.
    bool comesInOrderIn(std::u16string_view text) const
    {
        if (finished == 0)
            return false;
        std::uint64_t before = 1, inWord = 0;
        bool isBeginning = true;
        for (const char16_t letter : text) {
            if (letter == u' ') {
                before |= inWord;
                inWord = 0;
                isBeginning = true;
                continue;
            }
            const std::uint64_t here = letter < places.size() ? places[letter] : placesOf(letter);
            inWord |= ((isBeginning ? before : inWord) & here) << 1U;
            isBeginning = false;
        }
        return ((before | inWord) & finished) != 0;
    }

    const QString typed;
    const std::u16string words;    // as typed
    const std::u16string together; // without spaces
    const std::uint64_t letters;
    std::array<std::uint64_t, 128> places{}; // where a letter stands in it, a bit each
    std::uint64_t finished = 0;              // 0: it is not looked for by its letters

private:
    std::uint64_t placesOf(char16_t letter) const
    {
        std::uint64_t found = 0;
        for (std::size_t i = 0; i < together.size(); ++i)
            found |= together[i] == letter ? std::uint64_t(1) << i : 0;
        return found;
    }
};

SymbolSearch::SymbolSearch(std::shared_ptr<const SymbolListing> listing)
    : m_listing(std::move(listing))
{
    m_entries.reserve(m_listing->symbols.size());
    const auto here = [this] { return static_cast<std::uint32_t>(m_text.size()); };
    for (const ListedSymbol &listed : m_listing->symbols) {
        Entry entry;
        entry.begin = here();
        m_text += joined(folded(listed.symbol));
        entry.name = here();
        m_text += folded(listed.name);
        entry.end = here();
        entry.letters = lettersIn(part(entry.begin, entry.end));
        m_entries.push_back(entry);
    }
}

std::optional<std::uint64_t> SymbolSearch::rank(std::size_t index, const Question &question) const
{
    const Entry &entry = m_entries[index];
    if ((question.letters & ~entry.letters) != 0)
        return std::nullopt;
    const std::u16string_view ticker = tickerOf(entry), name = nameOf(entry);
    if (ticker == question.together) {
        const QString &symbol = m_listing->symbols[index].symbol;
        const bool isSame = symbol == question.typed;
        const unsigned detail = isSame ? 0 : symbol.compare(question.typed, Qt::CaseInsensitive) == 0 ? 1 : 2;
        return rankOf(SymbolMatch::Ticker, detail, 0);
    }
    if (ticker.starts_with(question.together))
        return rankOf(SymbolMatch::TickerPrefix, 0, ticker.size());
    const auto isMissing = [&](std::u16string_view word) {
        return !ticker.starts_with(word) &&
               !anyWord(name, [word](std::u16string_view other) { return other.starts_with(word); });
    };
    if (!anyWord(question.words, isMissing))
        return rankOf(SymbolMatch::NameWords, name.starts_with(question.words) ? 0 : 1, name.size());
    if (question.comesInOrderIn(ticker))
        return rankOf(SymbolMatch::Letters, 0, ticker.size());
    if (question.comesInOrderIn(name))
        return rankOf(SymbolMatch::Letters, 1, name.size());
    return std::nullopt;
}

std::vector<SymbolHit> SymbolSearch::find(const QString &text, std::size_t most) const
{
    const Question question(text);
    std::vector<SymbolHit> hits;
    if (question.together.empty())
        return hits;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> found;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (const auto each = rank(i, question))
            found.emplace_back(*each, static_cast<std::uint32_t>(i));
    }
    const std::size_t count = std::min(most, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end());
    hits.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        hits.push_back({found[i].second, matchOf(found[i].first)});
    return hits;
}

std::optional<std::size_t> SymbolSearch::exactly(const QString &symbol) const
{
    std::optional<std::size_t> similar;
    const auto &symbols = m_listing->symbols;
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        if (symbols[i].symbol == symbol)
            return i;
        if (!similar && symbols[i].symbol.compare(symbol, Qt::CaseInsensitive) == 0)
            similar = i;
    }
    return similar;
}

} // namespace tickstock
