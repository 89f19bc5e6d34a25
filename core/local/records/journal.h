// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/records/recordlog.h"
#include "core/storage/database.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <vector>

namespace cairn::local {

/// What one change of the catalog says of itself before it is committed.
class ChangeNotes
{
public:
    /// Kept in the records before the change is in the catalog for good.
    void add(Record record) { m_records.push_back(std::move(record)); }
    /// A name in @p folder was given within the change: it has to be durable before the record is.
    void syncFolder(const QString& folder) { m_folders.insert(folder); }
    /// Runs if nothing of the change takes effect. Not where a disk failed so that nobody knows
    /// before the next start.
    void whenUndone(std::function<void()> undo) { m_undo.push_back(std::move(undo)); }

    const std::vector<Record>& records() const { return m_records; }

private:
    friend class Journal;
    std::vector<Record> m_records;
    std::set<QString> m_folders;
    std::vector<std::function<void()>> m_undo;
};

/// The one way to change the catalog: each change and its records take effect together, the records
/// first, so that a catalog that is lost can be made anew. Changes that wait at the same time share
/// the flushes to the disk. Other processes that change the catalog are waited for. Any thread;
/// owned by Store. Errors: DiskFull, Storage, and those of the change.
class Journal
{
public:
    Journal(Database& catalog, RecordLog& records);

    /// Runs in a write transaction, on any thread that is in commit() just then; may run statements
    /// on the catalog, and must not begin a transaction.
    using Change = std::function<Done(ChangeNotes&)>;
    /// When this returns without an error, all of @p change is durable; otherwise nothing of it
    /// takes effect, unless a disk failed so that only the next start can tell.
    [[nodiscard]] Done commit(const Change& change);

    /// Within a transaction of the caller's: up to which record the catalog has them all.
    [[nodiscard]] static Result<RecordPosition> position(Database& catalog);
    [[nodiscard]] static Done setPosition(Database& catalog, const RecordPosition& position);

private:
    struct Job
    {
        const Change& change;
        ChangeNotes notes{};
        Done outcome{};
        bool isDone = false;
    };
    void run(const std::vector<Job*>& jobs);
    [[nodiscard]] Done runChange(Job& job);
    [[nodiscard]] Done makeDurable(const std::vector<Job*>& jobs, const RecordPosition& at);

    Database& m_catalog;
    RecordLog& m_records;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Job*> m_waiting;
    bool m_isRunning = false;
};

} // namespace cairn::local
