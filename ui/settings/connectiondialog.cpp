// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/connectiondialog.h"

#include "core/types/threadcheck.h"
#include "ui/settings/accesspage.h"
#include "ui/settings/routingpage.h"
#include "ui/settings/slotpage.h"
#include "ui/settings/testpage.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>

namespace tickstock {

namespace {

QWidget *scrolling(QWidget *page)
{
    auto *area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(page);
    return area;
}

} // namespace

ConnectionDialog::ConnectionDialog(SettingsDraft draft, ConnectionControl &connections, SymbolLists &lists,
                                   const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_draft(std::move(draft))
    , m_connections(connections)
    , m_lists(lists)
    , m_tabs(new QTabWidget(this))
    , m_slots(new SlotPage(m_draft, this))
    , m_routing(new RoutingPage(m_draft, connections, this))
    , m_access(new AccessPage(m_draft, this))
    , m_test(new TestPage(theme, this))
    , m_problem(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this))
{
    setObjectName(QStringLiteral("connectionDialog"));
    setWindowTitle(tr("Connections"));
    m_tabs->addTab(scrolling(m_slots), tr("&Connections"));
    m_tabs->addTab(scrolling(m_routing), tr("&Routing"));
    m_tabs->addTab(scrolling(m_access), tr("&Key and address"));
    m_tabs->addTab(scrolling(m_test), tr("T&est"));
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    QPalette amber = m_problem->palette();
    amber.setColor(QPalette::WindowText, theme.warn);
    m_problem->setPalette(amber);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_problem);
    layout->addWidget(m_buttons);
    const QSize room = screen()->availableGeometry().size() - QSize(40, 60);
    resize(QSize(760, 620).boundedTo(room));

    connect(m_slots, &SlotPage::edited, this, &ConnectionDialog::handleEdit);
    connect(m_routing, &RoutingPage::edited, this, &ConnectionDialog::handleEdit);
    connect(m_access, &AccessPage::edited, this, &ConnectionDialog::handleEdit);
    connect(m_test, &TestPage::testRequested, this, &ConnectionDialog::runTest);
    connect(m_test, &TestPage::cancelRequested, this, &ConnectionDialog::cancelTest);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ConnectionDialog::save);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&m_connections, &ConnectionControl::connectionTested, this,
            [this](ConnectionId id, const ConnectionTestResult &result) {
                if (id == m_tested && m_test->isRunning())
                    m_test->show(result);
                showProblem();
            });
    connect(&m_lists, &SymbolLists::universesRead, this, [this](const Universes &universes) {
        m_slots->setUniverses(universes);
        m_routing->setUniverses(universes);
    });
    m_lists.readUniverses();
    handleEdit();
}

void ConnectionDialog::openAt(ConnectionId connection, bool test)
{
    assertThreadOf(this);
    m_slots->select(std::max<int>(1, connection.value));
    m_tabs->setCurrentIndex(test ? 3 : 0);
    show();
    raise();
    activateWindow();
    if (test && !m_test->isRunning())
        runTest();
}

void ConnectionDialog::showKeyState(const QString &text)
{
    assertThreadOf(this);
    m_access->showKeyState(text);
}

void ConnectionDialog::handleEdit()
{
    m_test->forget();
    m_routing->refresh();
    showProblem();
}

/// Shows at once what is wrong, or that these settings are not tested yet.
void ConnectionDialog::showProblem()
{
    const auto settings = m_draft.parsed();
    m_buttons->button(QDialogButtonBox::Save)->setEnabled(bool(settings));
    if (!settings)
        m_problem->setText(settings.error().detail);
    else if (m_test->hasFailed())
        m_problem->setText(tr("The last test failed. These settings can be saved, but may not work."));
    else
        m_problem->setText(m_test->hasPassed() ? QString() : tr("Not tested with these settings."));
}

void ConnectionDialog::runTest()
{
    const auto settings = m_draft.parsed();
    if (!settings)
        return;
    ConnectionTestRequest request;
    request.url = settings->webSocketUrl;
    request.key = m_access->keyInUse();
    request.caFile = settings->caFile;
    request.channels = settings->channels;
    m_tested = {static_cast<std::uint8_t>(m_slots->selected())};
    m_test->begin(tr("Testing C%1, in the place of a running connection if there is one.").arg(m_tested.value));
    m_connections.testConnection(m_tested, request);
}

void ConnectionDialog::cancelTest()
{
    if (!m_test->isRunning())
        return;
    m_connections.cancelTest();
    m_test->cancel();
}

/// However the dialog ends, a test that has taken the place of a connection ends with it.
void ConnectionDialog::done(int result)
{
    assertThreadOf(this);
    cancelTest();
    QDialog::done(result);
}

void ConnectionDialog::save()
{
    if (!m_draft.parsed())
        return;
    Q_EMIT saved(m_draft, m_access->typedKey());
    accept();
}

} // namespace tickstock
