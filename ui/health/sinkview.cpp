// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/sinkview.h"

#include "core/types/threadcheck.h"
#include "ui/common/emptytableview.h"
#include "ui/health/sinkmodel.h"
#include "ui/health/sinktext.h"

#include <QHeaderView>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace tickstock {

namespace {

/// Less than the docks beside it need, so that this one never makes the chart smaller.
constexpr int LeastLines = 3;

} // namespace

SinkView::SinkView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_model(new SinkModel(this))
    , m_table(new EmptyTableView(this))
    , m_trouble(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("sinkView"));
    m_model->setTheme(theme);
    m_table->setObjectName(QStringLiteral("sinks"));
    m_table->setAccessibleName(tr("Sinks"));
    m_table->setModel(m_model);
    // Columns of equal width, so that growing figures move nothing.
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setEmptyText(tr("No sink: ticks, bars and events are neither stored nor passed on."));
    m_trouble->setObjectName(QStringLiteral("sinkTrouble"));
    m_trouble->setAccessibleName(tr("What is wrong with the sinks"));
    m_trouble->setReadOnly(true);
    m_trouble->setTabChangesFocus(true);
    m_trouble->setFrameShape(QFrame::NoFrame);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_trouble->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (QWidget *part : {static_cast<QWidget *>(m_table), static_cast<QWidget *>(m_trouble)}) {
        part->setMinimumHeight(fontMetrics().height() * LeastLines);
        layout->addWidget(part, 1);
    }
    setFocusProxy(m_table);
}

void SinkView::setTheme(const Theme &theme)
{
    assertThreadOf(this);
    m_model->setTheme(theme);
    m_table->viewport()->update();
}

void SinkView::setSinks(const std::vector<SinkHealth> &sinks)
{
    assertThreadOf(this);
    m_model->setSinks(sinks);
    QStringList texts;
    for (const SinkHealth &sink : sinks) {
        const QString trouble = sinkTrouble(sink);
        if (!trouble.isEmpty())
            texts.append(tr("%1 (%2): %3").arg(sinkName(sink.name), sinkWord(sink.state), trouble));
    }
    const QString text = texts.join(u'\n');
    // Setting the same text would reset selection and scroll position every second.
    if (text != m_trouble->toPlainText())
        m_trouble->setPlainText(text);
    m_trouble->setVisible(!text.isEmpty());
}

} // namespace tickstock
