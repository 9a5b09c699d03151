// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/universes/universeeditor.h"

#include "core/types/threadcheck.h"
#include "ui/universes/universeimport.h"
#include "ui/universes/universetext.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace tickstock {

void colour(QLabel *label, const QColor &colour)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, colour);
    label->setPalette(palette);
}

UniverseEditor::UniverseEditor(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new QLabel(this))
    , m_symbols(new QPlainTextEdit(this))
    , m_count(new QLabel(this))
{
    for (QLabel *label : {m_title, m_count}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_symbols->setObjectName(QStringLiteral("universeSymbols"));
    m_symbols->setAccessibleName(tr("Symbols of the list"));
    m_symbols->setPlaceholderText(tr("AAPL, MSFT, BRK.B \u2013 separated by commas, spaces or lines"));
    m_symbols->setTabChangesFocus(true);
    m_count->setObjectName(QStringLiteral("universeCount"));
    connect(m_symbols, &QPlainTextEdit::textChanged, this, &UniverseEditor::handleEdit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_title);
    layout->addWidget(m_symbols, 1);
    layout->addWidget(m_count);
}

void UniverseEditor::showList(const QString &key, const QString &text)
{
    assertThreadOf(this);
    m_title->setText(key);
    m_symbols->setEnabled(true);
    setText(text);
    showCount();
}

void UniverseEditor::showNothing(const QString &explanation)
{
    assertThreadOf(this);
    m_title->setText(tr("No list"));
    m_symbols->setEnabled(false);
    setText({});
    m_count->setText(explanation);
    colour(m_count, m_theme.dimText);
}

QString UniverseEditor::text() const
{
    assertThreadOf(this);
    return m_symbols->toPlainText();
}

void UniverseEditor::focusText()
{
    assertThreadOf(this);
    m_symbols->setFocus();
}

/// Leaves the text alone if it is the same, and with it the cursor.
void UniverseEditor::setText(const QString &text)
{
    if (m_symbols->toPlainText() == text)
        return;
    m_isShowing = true;
    m_symbols->setPlainText(text);
    m_isShowing = false;
}

void UniverseEditor::handleEdit()
{
    if (m_isShowing)
        return;
    showCount();
    Q_EMIT edited();
}

void UniverseEditor::showCount()
{
    const TypedSymbols typed = typedSymbols(m_symbols->toPlainText());
    QStringList lines{tr("%n symbol(s).", nullptr, static_cast<int>(typed.symbols.size()))};
    if (typed.repeated > 0)
        lines.append(tr("%n repetition(s) left out.", nullptr, typed.repeated));
    if (!typed.invalid.isEmpty())
        lines.append(tr("Not symbols: %1").arg(named(typed.invalid)));
    m_count->setText(lines.join(u'\n'));
    colour(m_count, typed.invalid.isEmpty() ? m_theme.dimText : m_theme.warn);
}

} // namespace tickstock
