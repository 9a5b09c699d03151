// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/test.h"

#include <QDir>
#include <QThreadPool>

#include <algorithm>
#include <iterator>
#include <mutex>

namespace tickstock::test {

namespace {

/// How warnings begin that say nothing about the code under test. Each with its reason.
constexpr const char *KnownWarnings[] = {
    // The off-screen platform cannot do what every other platform does.
    "This plugin does not support ",
    // Qt's PostgreSQL driver wants to free the statements of a server that is gone.
    "Unable to free statement: ",
    // Qt HTTP Server looks once more into a connection that has been refused.
    "QIODevice::peek (QTcpSocket): device not open",
};

QtMessageHandler s_handlerOfQTest = nullptr;
std::recursive_mutex s_mutex; // protects QTest's list of what fails a test, which it changes without a lock

/// What our own categories warn of is the program's answer to what a test does to it.
bool isOurs(const QMessageLogContext &context)
{
    return context.category && QByteArrayView(context.category).startsWith("tickstock.");
}

bool isKnown(const QString &message)
{
    return std::any_of(std::begin(KnownWarnings), std::end(KnownWarnings),
                       [&](const char *known) { return message.startsWith(QLatin1StringView(known)); });
}

/// QTest forgets after each test function what should fail it, so it is told when a warning comes.
void failOnWarning(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const std::scoped_lock lock(s_mutex);
    if (type == QtWarningMsg && !isOurs(context) && !isKnown(message))
        QTest::failOnWarning(qPrintable(message));
    s_handlerOfQTest(type, context, message);
}

/// As the kernel counts them: those in their last steps too.
qsizetype runningThreads()
{
    return QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
}

} // namespace

Test::Test()
    : m_threadsBefore(runningThreads())
{
}

Test::~Test()
{
    constexpr int Patience = 500; // milliseconds; Qt keeps some threads (of name lookups) for longer than a test
    QThreadPool::globalInstance()->waitForDone();
    [[maybe_unused]] const bool gone =
        QTest::qWaitFor([this] { return runningThreads() <= m_threadsBefore; }, Patience);
}

void Test::initTestCase_data()
{
    s_handlerOfQTest = qInstallMessageHandler(failOnWarning);
}

} // namespace tickstock::test
