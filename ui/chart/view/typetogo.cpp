// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/typetogo.h"

#include <QCompleter>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QStringListModel>
#include <QToolTip>

#include <utility>

namespace tickstock {

namespace {

constexpr int Letters = 16; // it has room for

bool meansTimeframe(const QString &text)
{
    return text.startsWith(u',') || (!text.isEmpty() && text[0].isDigit());
}

} // namespace

TypeToGo::TypeToGo(QWidget *over)
    : QLineEdit(over)
    , m_over(over)
    , m_symbols(new QStringListModel(this))
{
    setObjectName(QStringLiteral("typeToGo"));
    setAccessibleName(tr("Symbol or time frame"));
    setToolTip(tr("A symbol, or a time frame in minutes (1, 2, 5, 15, 30) or D; Enter goes there"));
    auto *completer = new QCompleter(m_symbols, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    setCompleter(completer);
    connect(this, &QLineEdit::returnPressed, this, &TypeToGo::apply);
    hide();
}

void TypeToGo::begin(const QString &text, const QStringList &symbols)
{
    m_symbols->setStringList(symbols);
    const QSize size(fontMetrics().horizontalAdvance(u'M') * Letters, sizeHint().height());
    setGeometry(QRect(QPoint(m_over->width() / 2 - size.width() / 2, m_over->height() / 3), size));
    setText(text);
    show();
    raise();
    setFocus(Qt::OtherFocusReason);
    deselect();
    setCursorPosition(static_cast<int>(text.size()));
}

std::optional<Timeframe> TypeToGo::timeframeFrom(const QString &text)
{
    QString word = text.toLower().remove(u',').trimmed();
    if (word == u"d" || word == u"1d" || word == u"day")
        return Timeframe::Daily;
    if (word.endsWith(u'm'))
        word.chop(1);
    for (const Timeframe timeframe : IntradayTimeframes) {
        if (word == QString::number(lengthOf(timeframe) / OneMinute))
            return timeframe;
    }
    return std::nullopt;
}

/// What cannot be understood stays, to be put right.
void TypeToGo::apply()
{
    const QString typed = text().trimmed();
    if (meansTimeframe(typed)) {
        const auto timeframe = timeframeFrom(typed);
        if (!timeframe) {
            selectAll();
            QToolTip::showText(mapToGlobal(QPoint(0, height())), tr("Time frames are 1, 2, 5, 15, 30 minutes and D."),
                               this);
            return;
        }
        m_over->setFocus();
        Q_EMIT timeframeTyped(*timeframe);
    } else if (!typed.isEmpty()) {
        m_over->setFocus();
        Q_EMIT symbolTyped(typed);
    }
    hide();
}

void TypeToGo::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        m_over->setFocus();
        hide();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void TypeToGo::focusOutEvent(QFocusEvent *event)
{
    if (event->reason() != Qt::PopupFocusReason) // its own list of symbols
        hide();
    QLineEdit::focusOutEvent(event);
}

} // namespace tickstock
