// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/testpage.h"

#include "core/types/threadcheck.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace tickstock {

namespace {

QString stageName(TestStage stage)
{
    switch (stage) {
    case TestStage::Name: return TestPage::tr("Name (DNS)");
    case TestStage::Network: return TestPage::tr("Network and TLS");
    case TestStage::WebSocket: return TestPage::tr("WebSocket");
    case TestStage::Key: return TestPage::tr("Key");
    case TestStage::Entitlement: return TestPage::tr("Channels of your plan");
    case TestStage::Data: return TestPage::tr("One event");
    }
    return {};
}

QString remedy(TestStage stage, const QString &words)
{
    if (words.contains(u"maximum number", Qt::CaseInsensitive) || words.contains(u"max_connections"))
        return TestPage::tr("Your account allows no further connection. End the other program that uses this key.");
    switch (stage) {
    case TestStage::Name: return TestPage::tr("Check the address, and whether this machine is online.");
    case TestStage::Network:
        return TestPage::tr("Check firewall and proxy. For a certificate of your own authority set MASSIVE_CA_FILE.");
    case TestStage::WebSocket: return TestPage::tr("Check the address: it ends in the market, like /stocks.");
    case TestStage::Key: return TestPage::tr("Check the key. Plans without WebSocket are refused here, too.");
    case TestStage::Entitlement:
        return TestPage::tr("Your plan does not have all of these channels. Choose fewer, like AM alone.");
    case TestStage::Data: return {};
    }
    return {};
}

} // namespace

TestPage::TestPage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_button(new QPushButton(tr("&Test now"), this))
    , m_verdict(new QLabel(this))
{
    auto *layout = new QVBoxLayout(this);
    auto *hint = new QLabel(tr("The test takes the place of the running connection for a moment, so that never one "
                               "more is open than your plan allows. What it misses meanwhile is fetched."),
                            this);
    hint->setWordWrap(true);
    layout->addWidget(hint);
    auto *grid = new QGridLayout;
    grid->setColumnStretch(3, 1);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const int row = static_cast<int>(i);
        m_rows[i] = {new QLabel(this), new QLabel(this), new QLabel(this)};
        grid->addWidget(m_rows[i].state, row, 0);
        grid->addWidget(new QLabel(stageName(static_cast<TestStage>(i)), this), row, 1);
        m_rows[i].time->setAlignment(Qt::AlignRight | Qt::AlignTop);
        grid->addWidget(m_rows[i].time, row, 2);
        m_rows[i].text->setWordWrap(true);
        m_rows[i].text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(m_rows[i].text, row, 3);
    }
    layout->addLayout(grid);
    m_verdict->setObjectName(QStringLiteral("testVerdict"));
    m_verdict->setWordWrap(true);
    layout->addWidget(m_verdict);
    layout->addWidget(m_button, 0, Qt::AlignLeft);
    layout->addStretch();
    connect(m_button, &QPushButton::clicked, this,
            [this] { m_isRunning ? Q_EMIT cancelRequested() : Q_EMIT testRequested(); });
    clear();
}

void TestPage::clear()
{
    for (const Row &row : m_rows) {
        row.state->setText(QStringLiteral("\u25cb"));
        row.state->setPalette(palette());
        row.time->clear();
        row.text->clear();
    }
    m_verdict->clear();
    m_hasPassed = m_hasFailed = m_isVoid = false;
}

void TestPage::forget()
{
    assertThreadOf(this);
    m_hasPassed = m_hasFailed = false;
    m_isVoid = m_isRunning;
    if (!m_isRunning && !m_verdict->text().isEmpty())
        m_verdict->setText(tr("Tested before the last change."));
}

void TestPage::begin(const QString &what)
{
    assertThreadOf(this);
    clear();
    m_isRunning = true;
    m_verdict->setText(what);
    m_button->setText(tr("Cancel the &test"));
}

void TestPage::show(const ConnectionTestResult &result)
{
    assertThreadOf(this);
    const Row &row = m_rows[static_cast<std::size_t>(result.stage)];
    const auto mark = [&](const QString &symbol, const QColor &colour) {
        row.state->setText(symbol);
        QPalette coloured = palette();
        coloured.setColor(QPalette::WindowText, colour);
        row.state->setPalette(coloured);
    };
    switch (result.outcome) {
    case TestOutcome::Running: mark(QStringLiteral("\u2026"), m_theme.dimText); return;
    case TestOutcome::Passed: mark(QStringLiteral("\u2713"), m_theme.good); break;
    case TestOutcome::Failed: mark(QStringLiteral("\u2715"), m_theme.bad); break;
    case TestOutcome::NoData: mark(QStringLiteral("\u2013"), m_theme.warn); break;
    }
    row.time->setText(tr("%1 ms").arg(result.took.count()));
    QString text = result.detail;
    if (result.outcome == TestOutcome::Failed)
        text += u'\n' + remedy(result.stage, result.detail);
    if (result.outcome == TestOutcome::NoData)
        text = tr("Nothing came. That is usual while the market is closed.");
    row.text->setText(text.trimmed());
    if (!result.isLast)
        return;
    m_isRunning = false;
    m_button->setText(tr("&Test now"));
    m_hasFailed = result.outcome == TestOutcome::Failed;
    m_hasPassed = !m_hasFailed && !m_isVoid;
    m_verdict->setText(m_isVoid      ? tr("Tested before the last change.")
                       : m_hasPassed ? tr("The connection works.")
                                     : tr("The connection does not work yet."));
}

void TestPage::cancel()
{
    assertThreadOf(this);
    if (!m_isRunning)
        return;
    m_isRunning = false;
    clear();
    m_button->setText(tr("&Test now"));
    m_verdict->setText(tr("The test was cancelled."));
}

} // namespace tickstock
