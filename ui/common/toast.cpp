// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/toast.h"

#include "core/types/threadcheck.h"

#include <QAccessible>
#include <QEvent>

namespace tickstock {

namespace {

constexpr int ShownMs = 6'000;
constexpr int Margin = 12;

} // namespace

Toast::Toast(QWidget *over)
    : QLabel(over)
{
    setObjectName(QStringLiteral("toast"));
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setStyleSheet(QStringLiteral("background: #3d4859; color: white; border-radius: 4px; padding: 6px 10px;"));
    m_end.setSingleShot(true);
    m_end.setInterval(ShownMs);
    connect(&m_end, &QTimer::timeout, this, &QWidget::hide);
    over->installEventFilter(this);
    hide();
}

void Toast::show(const QString &text)
{
    assertThreadOf(this);
    setText(text);
    place();
    QLabel::show();
    raise();
    m_end.start();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void Toast::place()
{
    const QRect room = parentWidget()->rect().adjusted(Margin, Margin, -Margin, -Margin);
    const int width = std::min(sizeHint().width() + 2 * Margin, room.width());
    const int height = heightForWidth(width);
    setGeometry(room.left(), room.bottom() - height, width, height);
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QLabel::eventFilter(watched, event);
}

} // namespace tickstock
