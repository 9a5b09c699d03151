// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/noticebar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace tickstock {

namespace {

constexpr qsizetype ShownAtOnce = 3;

} // namespace

NoticeBar::NoticeBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_close(new QToolButton(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 3, 4, 3);
    m_label->setObjectName(QStringLiteral("notice"));
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::PlainText);
    setTheme(theme);
    m_close->setText(QStringLiteral("\u2715"));
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Close the notices"));
    connect(m_close, &QToolButton::clicked, this, [this] {
        m_failures.clear();
        m_warnings.clear();
        m_answer.clear();
        refresh();
    });
    layout->addWidget(m_label, 1);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    hide();
}

void NoticeBar::setTheme(const Theme &theme)
{
    // A style sheet of the application's would win over a palette.
    m_label->setStyleSheet(QStringLiteral("color: %1").arg(theme.warn.name()));
}

void NoticeBar::add(const QString &text, bool isFailure)
{
    QStringList &list = isFailure ? m_failures : m_warnings;
    if (!list.contains(text))
        list.append(text);
    refresh();
}

void NoticeBar::answer(const QString &text)
{
    m_answer = text;
    refresh();
}

void NoticeBar::refresh()
{
    QStringList lines = m_failures + m_warnings;
    if (!m_answer.isEmpty())
        lines.prepend(m_answer);
    const qsizetype hidden = lines.size() - ShownAtOnce;
    m_label->setToolTip(lines.join(u'\n'));
    if (hidden > 0)
        lines = lines.mid(0, ShownAtOnce) + QStringList{tr("+%1 more").arg(hidden)};
    m_label->setText(lines.join(u'\n'));
    setVisible(!lines.isEmpty());
}

} // namespace tickstock
