// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/records/journal.h"

#include "core/base/logging.h"
#include "core/base/posix/folder.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

#include <QFile>

#include <algorithm>
#include <ranges>

namespace cairn::local {
using namespace Qt::StringLiterals;

Journal::Journal(Database& catalog, RecordLog& records)
    : m_catalog(catalog)
    , m_records(records)
{ }

Done Journal::commit(const Change& change)
{
    Job job{change};
    std::unique_lock lock(m_mutex);
    m_waiting.push_back(&job);
    while (!job.isDone) {
        if (m_isRunning) {
            m_changed.wait(lock);
            continue;
        }
        // This thread works for all that wait; what comes meanwhile is the next one's.
        m_isRunning = true;
        const std::vector<Job*> jobs = std::exchange(m_waiting, {});
        lock.unlock();
        run(jobs);
        lock.lock();
        m_isRunning = false;
        for (Job* each : jobs)
            each->isDone = true;
        m_changed.notify_all();
    }
    return job.outcome;
}

void Journal::run(const std::vector<Job*>& jobs)
{
    std::vector<Job*> changed;
    bool isUndone = true; // Or it may show after the next start.
    const Done done = [&]() -> Done {
        auto transaction = Transaction::begin(m_catalog);
        if (!transaction)
            return fail(transaction.error());
        for (Job* job : jobs) {
            job->outcome = runChange(*job);
            if (job->outcome)
                changed.push_back(job);
        }
        if (changed.empty())
            return {};
        const auto before = position(m_catalog);
        if (!before)
            return fail(before.error());
        Done committed = makeDurable(changed, *before);
        if (committed) {
            committed = transaction->commit();
            isUndone = committed || transaction->isUndone();
        }
        // Where the catalog refuses what the records have, they must not say it either.
        if (!committed && before->segment > 0) {
            if (const Done cut = m_records.cutTo(*before); !cut) {
                isUndone = false;
                qCCritical(lcLocal)
                    << "records that were not answered for stay:" << cut.error().detail;
            }
        }
        return committed;
    }();
    if (done)
        return;
    for (Job* job : changed.empty() ? jobs : changed) {
        if (job->outcome)
            job->outcome = done;
    }
    if (!isUndone)
        return; // What the change may turn out to need stays.
    for (Job* job : changed) {
        for (const auto& undo : job->notes.m_undo | std::views::reverse)
            undo();
    }
}

/// One change must not take others along when it fails.
Done Journal::runChange(Job& job)
{
    if (const Done begun = Statement(m_catalog, u"SAVEPOINT change"_s).run(); !begun)
        return begun;
    const Done done = job.change(job.notes);
    if (!done) {
        std::ignore = Statement(m_catalog, u"ROLLBACK TO change"_s).run();
        for (const auto& undo : job.notes.m_undo | std::views::reverse)
            undo();
        job.notes = {};
    }
    const Done released = Statement(m_catalog, u"RELEASE change"_s).run();
    return done ? released : done;
}

Done Journal::makeDurable(const std::vector<Job*>& jobs, const RecordPosition& at)
{
    std::set<QString> folders;
    QByteArray lines;
    for (const Job* job : jobs) {
        folders.insert(job->notes.m_folders.begin(), job->notes.m_folders.end());
        for (const Record& record : job->notes.m_records)
            lines += recordLine(record);
    }
    for (const QString& folder : folders) {
        if (const auto synced = posix::syncFolder(QFile::encodeName(folder)); !synced)
            return posix::failure(synced.error(), folder);
    }
    if (lines.isEmpty())
        return {};
    const auto end = m_records.append(at, lines);
    if (!end)
        return fail(end.error());
    return setPosition(m_catalog, *end);
}

Result<RecordPosition> Journal::position(Database& catalog)
{
    const auto text = Statement(catalog, u"SELECT value FROM setting WHERE name = 'records'"_s)
                          .first([](Statement& row) { return row.read<QString>(0); });
    if (!text)
        return fail(text.error());
    return RecordPosition::from(text->value_or(QString())).value_or(RecordPosition());
}

Done Journal::setPosition(Database& catalog, const RecordPosition& position)
{
    return Statement(catalog,
                     u"INSERT OR REPLACE INTO setting (name, value) VALUES ('records', ?)"_s)
        .bind(position.text())
        .run();
}

} // namespace cairn::local
