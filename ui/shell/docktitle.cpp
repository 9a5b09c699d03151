// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/docktitle.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace tickstock {

namespace {

QToolButton *button(const QString &text, const QString &tip, QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setText(text);
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    made->setAutoRaise(true);
    return made;
}

} // namespace

DockTitle::DockTitle(QDockWidget *dock)
    : QWidget(dock)
    , m_chip(new LinkChip(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 2, 2, 2);
    layout->setSpacing(4);
    auto *title = new QLabel(dock->windowTitle(), this);
    connect(dock, &QDockWidget::windowTitleChanged, title, &QLabel::setText);
    layout->addWidget(title, 1);
    layout->addWidget(m_chip);
    QToolButton *floating = button(QStringLiteral("\u2197"), tr("Into a window of its own, and back"), this);
    connect(floating, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    layout->addWidget(floating);
    QToolButton *close = button(QStringLiteral("\u2715"), tr("Close"), this);
    connect(close, &QToolButton::clicked, dock, &QDockWidget::close);
    layout->addWidget(close);
    dock->setTitleBarWidget(this);
}

} // namespace tickstock
