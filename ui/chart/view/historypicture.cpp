// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/historypicture.h"

#include <QPaintEngine>
#include <QPainter>

namespace tickstock {

void HistoryPicture::paint(QPainter &painter, const ChartScene &scene, const QString &watermark, bool isWhole)
{
    const bool isRead = painter.paintEngine()->type() == QPaintEngine::User; // paintedTexts() finds none in a picture
    if (isRead || (m_state == State::Outdated && isWhole)) {
        m_painter.paintHistory(painter, scene, watermark);
        if (!isRead)
            m_state = State::Painted;
        return;
    }
    if (m_state != State::Kept || m_pixmap.size() != pixels(scene))
        keep(scene, watermark);
    painter.drawPixmap(0, 0, m_pixmap); // the painter's clip takes only what is to be repainted
}

void HistoryPicture::keep(const ChartScene &scene, const QString &watermark)
{
    if (m_pixmap.size() != pixels(scene)) {
        m_pixmap = QPixmap(pixels(scene));
        m_pixmap.setDevicePixelRatio(scene.grid().ratio());
    }
    QPainter painter(&m_pixmap);
    m_painter.paintHistory(painter, scene, watermark);
    m_state = State::Kept;
}

QSize HistoryPicture::pixels(const ChartScene &scene) const
{
    return scene.size().toSize() * scene.grid().ratio();
}

} // namespace tickstock
