// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/error.h"
#include "core/upload/packedupload.h"
#include "core/upload/uploadrequest.h"

#include <QObject>

class QThreadPool;

namespace cairn {

class ApiClient;
class PackJob;

/// What an upload would be, found out before anything is sent: reads and hashes the source on a
/// worker, then asks the service whether it lists the root already. Owned by AccountSession; main
/// thread. A change that concerns the root begins anew, and only the newest run counts.
class UploadPreview final : public QObject
{
    Q_OBJECT

public:
    enum class State { Reading, Ready, Failed };

    /// Whether the account lists the root. Unknown is not No: error says why.
    struct Listing
    {
        enum class Answer { NotAsked, Asking, No, Yes, Unknown };
        Answer answer = Answer::NotAsked;
        std::optional<Upload> upload{}; ///< If Yes.
        std::optional<Error> error{}; ///< If Unknown.
    };

    UploadPreview(UploadRequest request, ApiClient& api, QThreadPool& pool,
                  QObject* parent = nullptr);
    ~UploadPreview() override;

    const UploadRequest& request() const { return m_request; }
    /// Another name, profile, wrapping, … for the same source.
    void change(const UploadRequest& request);
    void cancel(); ///< Ends the reading early; no changed() follows.
    void begin(); ///< Reads the source, again if it was read before.

    State state() const { return m_state; }
    int files() const { return m_files; } ///< Found so far, then all.
    qint64 bytes() const { return m_bytes; } ///< Of these files, read so far.
    /// Once Ready. Unreadable files are left out and named among its problems; so are likely
    /// secrets.
    const std::shared_ptr<const PackedUpload>& packedUpload() const { return m_packed; }
    const Listing& listing() const { return m_listing; }
    const std::optional<Error>& error() const { return m_error; } ///< If Failed: PackJob's.

    /// The request whose upload is what this preview shows.
    UploadRequest toSend() const;

signals:
    void changed();

private:
    void packFinished(const Result<PackedUpload>& packed);
    void askListing();

    UploadRequest m_request;
    ApiClient& m_api;
    QThreadPool& m_pool;
    PackJob* m_packJob = nullptr; ///< Of the newest run.
    quint64 m_run = 0; ///< Answers to earlier runs are dropped.
    State m_state = State::Reading;
    int m_files = 0;
    qint64 m_bytes = 0;
    std::shared_ptr<const PackedUpload> m_packed;
    Listing m_listing;
    std::optional<Error> m_error;
};

} // namespace cairn
