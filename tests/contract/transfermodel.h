// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/store/sqlitetransferstore.h"
#include "tests/contract/accountmodel.h"

#include <QDir>
#include <QFile>

#include <set>

namespace cairn::test {

/// An account with transfers: what may be shown of each.
class TransferModel final : public AccountModel
{
public:
    /// By its id without a limit of requests, whose window would wait for the clock.
    explicit TransferModel(unsigned seed)
        : AccountModel(seed, localAccount)
    { }

    void step() override
    {
        switch (pick(20)) {
        case 0:
        case 1:
            return addUpload();
        case 2:
            return addDownload();
        case 3:
        case 4:
        case 5:
            return actOnOne();
        case 6:
            return actOnAll();
        case 7:
            return askNow();
        case 8:
        case 9:
            return interrupt();
        case 10:
        case 11:
            return timePasses();
        default:
            return AccountModel::step();
        }
    }

    /// The service is well for good, and the credential a good one: everything comes to its end.
    void finish() override
    {
        become(moods().front());
        std::vector<TransferId> open;
        for (const Transfer& transfer : queue().unfinished()) {
            if (transfer.state != TransferState::Paused)
                open.push_back(transfer.id);
        }
        if (!account().waitsUntil()) // Nothing that passes by itself.
            note("person: a good credential",
                 [this] { m_session.replace(m_session.record(), m_credentials); });
        if (!queue().isPaused()) {
            letTimePass();
            for (const TransferId id : open)
                checkDone(id);
        }
        m_paused.clear();
        m_asked.clear();
        note("person: everything on", [this] {
            queue().resumeAll();
            for (const Transfer& transfer : queue().unfinished())
                queue().resume(transfer.id);
            queue().retryFailed();
        });
        letTimePass();
        for (const Transfer& transfer : queue().all())
            checkDone(transfer.id);
    }

    /// And how each transfer stands.
    QString story() override
    {
        QStringList lines{AccountModel::story()};
        for (const Transfer& transfer : queue().all()) {
            lines << u"  %1 (%2) is in state %3: %4"_s.arg(transfer.name)
                         .arg(transfer.id)
                         .arg(int(transfer.state))
                         .arg(transfer.error ? transfer.error->detail : QString());
        }
        const auto hold = queue().accountSuspension();
        lines << u"  all: %1 %2"_s.arg(hold ? int(*hold) : -1).arg(queue().isPaused());
        return lines.join(u"\n"_s);
    }

private:
    using TransferState = transfer::State;

    TransferQueue& queue() { return m_session.transfers(); }

    void addUpload()
    {
        if (queue().unfinishedCount() > 4)
            return;
        const int number = ++m_added;
        UploadRequest request{.paths = {}, .name = u"upload-%1."_s.arg(number)};
        const int files = pick(3) == 0 ? 3 : 1;
        for (int file = 0; file < files; ++file)
            request.paths << written(u"%1-%2"_s.arg(number).arg(file));
        request.partTarget = 2000;
        note("person: upload", [&] { CHECK(queue().add(request)); });
    }

    void addDownload()
    {
        if (queue().unfinishedCount() > 4)
            return;
        const QByteArray bytes = "wanted " + QByteArray::number(++m_added).repeated(2000);
        const auto cid = content::Cid::v1(content::Codec::Raw, content::sha256(bytes));
        m_server.blocks.insert(cid.toString(), bytes);
        const QString target = m_folder.filePath(u"download-%1"_s.arg(m_added));
        note("person: download", [&] {
            CHECK(queue().add(DownloadRequest{content::CidString(cid), {}, target, {}}));
        });
    }

    QString written(const QString& name)
    {
        QFile file(m_folder.filePath(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(name.toLatin1().repeated(500));
        return file.fileName();
    }

    std::optional<Transfer> any()
    {
        const auto all = queue().all();
        return all.empty() ? std::nullopt : std::optional(all[pick(all.size())]);
    }

    void actOnOne()
    {
        const auto one = any();
        if (!one)
            return;
        const QByteArray name = one->name.toUtf8() + ", transfer " + QByteArray::number(one->id);
        if (one->state == TransferState::Paused)
            return note("person: resume " + name, [&] {
                m_paused.erase(one->id);
                queue().resume(one->id);
            });
        if (transfer::isOver(one->state)) {
            if (pick(4) == 0)
                return note("person: remove " + name, [&] { queue().remove(one->id); });
            return one->state == TransferState::Stored || one->state == TransferState::Saved
                ? void()
                : retryTransfer(*one, name);
        }
        if (pick(3) == 0)
            return note("person: cancel " + name, [&] { queue().cancel(one->id); });
        note("person: pause " + name, [&] {
            m_paused.insert(one->id);
            queue().pause(one->id);
        });
    }

    /// A person's retry always sends, unless they paused everything.
    void retryTransfer(const Transfer& one, const QByteArray& name)
    {
        if (waiting() >= 3) // It waits for its turn.
            return;
        const int before = m_server.asked;
        const bool isSent = !queue().isPaused();
        m_asked.remove(one.id);
        note("person: retry " + name, [&] { queue().retry(one.id); });
        INFO(story().toStdString());
        if (isSent)
            CHECK(m_server.asked > before);
    }

    void actOnAll()
    {
        switch (pick(4)) {
        case 0:
            return note("person: pause all", [this] { queue().pauseAll(); });
        case 1:
        case 2:
            return note("person: resume all", [this] { queue().resumeAll(); });
        default:
            if (waiting() >= 3)
                return;
            m_asked.clear();
            return note("person: retry what failed", [this] { queue().retryFailed(); });
        }
    }

    /// Of what is held a person can have it asked at once.
    void askNow()
    {
        if (!queue().accountSuspension() || queue().isPaused())
            return;
        const int before = m_server.asked;
        m_hasPersonAsked = true;
        note("person: ask now", [this] { queue().askAgain(); });
        INFO(story().toStdString());
        CHECK(m_server.asked > before);
    }

    /// Something is under way and not answered yet when the next thing happens.
    void interrupt()
    {
        m_server.isHolding = true;
        m_done << u"while nothing is answered:"_s;
        queue().tick();
        account().refresh();
        until([this] { return m_server.isKeeping(); }, std::chrono::milliseconds(60));
        m_hasPersonAsked = true;
        note("the answers come", [this] {
            const auto one = any();
            switch (pick(6)) {
            case 0:
                m_done << u"person: other credential"_s;
                m_session.replace(m_session.record(), m_credentials);
                break;
            case 1:
                m_done << u"person: account, retry"_s;
                account().retry();
                break;
            case 2:
                m_done << u"person: pause all, resume all"_s;
                queue().pauseAll();
                queue().resumeAll();
                break;
            case 3:
                if (one && !m_paused.contains(one->id)) {
                    m_done << u"person: pause, resume"_s;
                    queue().pause(one->id);
                    queue().resume(one->id);
                }
                break;
            case 4:
                if (one) {
                    m_done << u"person: cancel, retry"_s;
                    m_paused.erase(one->id);
                    m_asked.remove(one->id);
                    queue().cancel(one->id);
                    queue().retry(one->id);
                }
                break;
            default:
                break;
            }
            Mood next = moods()[pick(moods().size())];
            if (!next.isSilent() && !m_server.mood.isSilent())
                become(next);
            until([] { return false; }, std::chrono::milliseconds(5));
            m_server.answerKept();
        });
    }

    void timePasses() override
    {
        if (pick(2) == 0)
            return AccountModel::timePasses();
        pass(std::chrono::seconds(1 + pick(40)));
    }

    void pass(std::chrono::seconds time)
    {
        note("time: passes", [&] {
            m_clock.advance(time);
            const auto due = account().waitsUntil();
            if (due && *due <= m_clock.now())
                account().refresh(); // As its timer does.
            queue().tick();
        });
    }

    void letTimePass()
    {
        const auto rests = [this] {
            return std::ranges::all_of(queue().unfinished(), [](const Transfer& transfer) {
                return transfer.state == TransferState::Paused;
            });
        };
        for (int round = 0; round < 30 && !rests(); ++round)
            pass(std::chrono::seconds(30));
    }

    qint64 waiting()
    {
        return std::ranges::count(queue().unfinished(), TransferState::Waiting, &Transfer::state);
    }

    /// A download that was stopped waits for its worker, which hears of it a moment later.
    bool waitsForItsTurn(const Transfer& transfer)
    {
        return queue().isPaused() || waiting() >= 3
            || (!transfer.isDownload() && queue().accountSuspension());
    }

    bool isAtWork() override
    {
        const auto moves = [this](const Transfer& transfer) {
            const bool isRunning
                = transfer::isRunning(transfer.state) && transfer.state != TransferState::Waiting;
            const bool isNext
                = transfer.state == TransferState::Queued && !waitsForItsTurn(transfer);
            return isRunning || isNext || transfer.partsInFlight > 0;
        };
        return AccountModel::isAtWork() || std::ranges::any_of(queue().unfinished(), moves);
    }

    void settle() override
    {
        AccountModel::settle();
        queue().tick(); // As its timer does.
        AccountModel::settle();
    }

    void note(const QByteArray& what, const std::function<void()>& act) override
    {
        const auto before = account().state();
        const auto due = account().waitsUntil();
        const int uploading = m_server.askedByUploads();
        const int downloading = m_server.askedByDownloads();
        m_hasPersonAsked = m_hasPersonAsked || what.contains("retry") || what.contains("credential")
            || what.contains("reload");
        AccountModel::note(what, act);
        INFO("after " << what.toStdString() << "\n" << story().toStdString());
        if (std::exchange(m_hasPersonAsked, false))
            return;
        // Nobody asks who knows the answer.
        if (before == State::Refused && account().state() == State::Refused)
            CHECK(m_server.askedByUploads() == uploading);
        const bool isWaiting = before == State::AskedToWait
            && account().state() == State::AskedToWait && due && *due > m_clock.now();
        if (isWaiting) {
            CHECK(m_server.askedByUploads() == uploading);
            CHECK(m_server.askedByDownloads() == downloading);
        }
    }

    void check(const char* after) override
    {
        AccountModel::check(after);
        for (const Transfer& transfer : queue().all()) {
            INFO("after " << after << ", service: " << m_server.mood.what << "\n"
                          << story().toStdString() << "\nof " << transfer.name.toStdString());
            checkOne(transfer);
        }
        const auto hold = queue().accountSuspension();
        INFO(story().toStdString());
        if (hold == transfer::SuspensionReason::LoginExpired)
            CHECK(account().state() != State::SignedIn);
    }

    void checkOne(const Transfer& transfer)
    {
        CHECK((transfer.state == TransferState::Paused) == m_paused.contains(transfer.id));
        CHECK(transfer.partsInFlight == 0);
        const bool isRefused = account().state() == State::Refused && !transfer.isDownload();
        switch (transfer.state) {
        case TransferState::Queued:
            CHECK(waitsForItsTurn(transfer));
            if (isRefused)
                CHECK((queue().accountSuspension() || queue().isPaused()));
            break;
        case TransferState::Waiting:
            CHECK(transfer.error);
            REQUIRE(transfer.nextAttempt);
            CHECK(*transfer.nextAttempt <= m_clock.now() + longestPause);
            CHECK_FALSE(isRefused);
            break;
        case TransferState::Suspended:
            checkSuspended(transfer);
            break;
        case TransferState::Failed:
        case TransferState::Incomplete:
            CHECK(transfer.error);
            checkLeft(transfer);
            break;
        default:
            break;
        }
    }

    void checkSuspended(const Transfer& transfer)
    {
        using Reason = transfer::SuspensionReason;
        CHECK(transfer.error);
        REQUIRE(transfer.suspension);
        if (transfer.suspension == Reason::LoginExpired)
            CHECK(account().state() != State::SignedIn);
        if (transfer.suspension == Reason::SourceOffline) {
            REQUIRE(transfer.resumeAt);
            CHECK(*transfer.resumeAt <= m_clock.now() + longestPause);
        } else if (transfer::concernsAll(*transfer.suspension)) {
            CHECK(queue().accountSuspension());
        }
    }

    /// What has failed is not asked again.
    void checkLeft(const Transfer& transfer)
    {
        const QByteArray mark = transfer.isDownload() ? transfer.download->cid.text().toLatin1()
                                                      : transfer.name.toUtf8();
        const int asked = m_server.count(mark);
        const auto before = m_asked.find(transfer.id);
        if (before != m_asked.end())
            CHECK(*before == asked);
        m_asked.insert(transfer.id, asked);
    }

    void checkDone(TransferId id)
    {
        const auto transfer = queue().find(id);
        if (!transfer)
            return;
        INFO(story().toStdString() << "\nof " << transfer->name.toStdString());
        CHECK((transfer->state == TransferState::Stored || transfer->state == TransferState::Saved
               || transfer->state == TransferState::Cancelled));
    }

    int m_added = 0;
    bool m_hasPersonAsked = false;
    std::set<TransferId> m_paused;
    QHash<TransferId, int> m_asked; ///< Of what has failed: how often it was asked for by then.
};

} // namespace cairn::test
