// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/presencekeys.h"
#include "core/bus/redis/redisquestions.h"
#include "core/bus/redis/streamepochs.h"
#include "core/bus/redis/streamsetup.h"
#include "core/bus/redis/watchedkeys.h"
#include "tests/support/test.h"

#include <QTest>

#include <hiredis/hiredis.h>

#include <deque>

using namespace tickstock;

namespace {

using Command = std::vector<QByteArray>;

/// Stands for the server: keeps what was asked, and answers in that order.
class FakeServer
{
public:
    RedisQuestions questions{[this](const Command &command, quint64 token) { m_asked.push_back({command, token}); }};

    std::size_t size() const { return m_asked.size(); }
    Command next() const { return m_asked.front().first; }
    void answer(const redisReply *reply)
    {
        const quint64 token = m_asked.front().second;
        m_asked.pop_front();
        questions.takeAnswer(token, reply);
    }
    void answerText(QByteArray text, int type = REDIS_REPLY_STRING)
    {
        redisReply reply{};
        reply.type = type;
        reply.str = text.data();
        reply.len = static_cast<std::size_t>(text.size());
        answer(&reply);
    }
    void answerNothing() { answerText({}, REDIS_REPLY_NIL); }
    void answerError(const char *text) { answerText(text, REDIS_REPLY_ERROR); }
    /// As XINFO STREAM does.
    void answerTop(QByteArray id)
    {
        QByteArray name("last-generated-id");
        redisReply parts[2]{};
        redisReply *elements[2];
        for (int i = 0; i < 2; ++i) {
            QByteArray &text = i == 0 ? name : id;
            parts[i].type = REDIS_REPLY_STRING;
            parts[i].str = text.data();
            parts[i].len = static_cast<std::size_t>(text.size());
            elements[i] = &parts[i];
        }
        redisReply reply{};
        reply.type = REDIS_REPLY_ARRAY;
        reply.elements = 2;
        reply.element = elements;
        answer(&reply);
    }

private:
    std::deque<std::pair<Command, quint64>> m_asked;
};

} // namespace

/// What a connection to Redis asks beside its messages.
class RedisQuestionsTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Shards = 2;

private Q_SLOTS:
    void eachAnswerGoesToItsQuestion()
    {
        FakeServer server;
        QStringList answers;
        const auto note = [&](const QString &question) {
            return [&answers, question](const redisReply *reply) {
                answers.append(question +
                               (reply ? QString::fromLatin1(reply->str, qsizetype(reply->len)) : QStringLiteral("-")));
            };
        };
        server.questions.ask({"GET", "a"}, note(QStringLiteral("a")));
        server.questions.ask({"PING"});
        server.questions.ask({"GET", "b"}, note(QStringLiteral("b")));
        QCOMPARE(server.questions.open(), 3u);
        server.answerText("1");
        server.answerText("PONG");
        server.answer(nullptr); // the connection is gone
        QCOMPARE(answers, (QStringList{QStringLiteral("a1"), QStringLiteral("b-")}));
        QCOMPARE(server.questions.open(), 0u);
        QVERIFY(!RedisQuestions::isQuestion(12'345)); // a message's number
    }

    void presenceIsSetUntilItIsTakenBack()
    {
        FakeServer server;
        PresenceKeys keys;
        keys.refresh(server.questions);
        QCOMPARE(server.size(), 0u);
        keys.set("alive", "me");
        keys.set("alive", "still me");
        keys.refresh(server.questions);
        QCOMPARE(server.next(), (Command{"SET", "alive", "still me", "EX", "10"}));
        server.answerText("OK", REDIS_REPLY_STATUS);
        keys.set("alive", {});
        keys.refresh(server.questions);
        QCOMPARE(server.size(), 0u);
    }

    void watchedKeysAreReadAgainAndAgain()
    {
        FakeServer server;
        QList<QByteArray> read;
        WatchedKeys keys([&](const QByteArray &key, const QByteArray &value) { read.append(key + '=' + value); });
        keys.add("a");
        keys.add("b");
        keys.add("a");
        keys.poll(server.questions);
        QCOMPARE(server.size(), 2u);
        QCOMPARE(server.next(), (Command{"GET", "a"}));
        server.answerText("1");
        server.answerNothing();
        keys.poll(server.questions);
        server.answer(nullptr);
        server.answer(nullptr);
        QCOMPARE(read, (QList<QByteArray>{"a=1", "b="})); // nothing is read from a connection that is gone
    }

    void streamsAreReadyWhenAllHaveAnswered()
    {
        FakeServer server;
        StreamEpochs epochs(Shards);
        epochs.begin(nullptr);
        int ready = 0;
        StreamSetup setup(server.questions, epochs, Shards, [&](const Outcome &outcome) { ready += bool(outcome); });
        setup.begin();
        QCOMPARE(server.next(), (Command{"SETNX", "tickstock:stream:shards", "2"}));
        server.answerText({}, REDIS_REPLY_INTEGER);
        QCOMPARE(server.next(), (Command{"GET", "tickstock:stream:shards"}));
        server.answerText("2");
        QCOMPARE(server.next(), (Command{"XINFO", "STREAM", "tickstock:stream:ticks:0"}));
        server.answerTop("0-7");
        QCOMPARE(ready, 0);
        server.answerError("ERR no such key");
        QCOMPARE(ready, 1);
        QCOMPARE(epochs.append(0, {1, 1})->previous, QByteArray("0-7"));
        QCOMPARE(epochs.append(1, {1, 2})->previous, QByteArray("0-0"));
    }

    void whatIsWrongWithTheStreamsIsReported()
    {
        FakeServer server;
        StreamEpochs epochs(Shards);
        epochs.begin(nullptr);
        std::vector<Outcome> reports;
        StreamSetup setup(server.questions, epochs, Shards,
                          [&](const Outcome &outcome) { reports.push_back(outcome); });
        setup.begin();
        server.answerText({}, REDIS_REPLY_INTEGER);
        server.answerText("5"); // another number of streams
        server.answerTop("0-1");
        server.answerTop("0-1");
        QCOMPARE(reports.size(), 1u);
        QCOMPARE(reports[0].error().code, ErrorCode::Refused);
        QVERIFY(reports[0].error().detail.contains(u"REDIS_STREAM_SHARDS"));
        setup.noteShards();
        server.answerError("OOM command not allowed"); // later, too
        QCOMPARE(reports.size(), 2u);
        QCOMPARE(reports[1].error().code, ErrorCode::Unreachable);
    }

    void withoutStreamsNothingIsAsked()
    {
        FakeServer server;
        StreamEpochs epochs(0);
        int ready = 0;
        StreamSetup setup(server.questions, epochs, 0, [&](const Outcome &outcome) { ready += bool(outcome); });
        setup.begin();
        setup.noteShards();
        QCOMPARE(ready, 1);
        QCOMPARE(server.size(), 0u);
    }
};

QTEST_GUILESS_MAIN(RedisQuestionsTest)
#include "tst_redisquestions.moc"
