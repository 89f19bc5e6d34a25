// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/torture/asker.h"

#include <functional>

namespace cairn::test {

/// Works for one user: does one thing after the other, chosen by its seed, and keeps what it knows
/// of the user up to date. What a seed chooses is the same each time; how the requests of several
/// threads lie in each other is not.
class Worker
{
public:
    Worker(quint16 port, KnownUser& user, const Model& model, Conditions conditions, unsigned seed);

    /// Ends early when the service is gone.
    void run(int actions);
    const std::vector<QByteArray>& complaints() const { return m_asker.complaints; }
    const std::vector<QByteArray>& log() const { return m_asker.log; }

private:
    // Uploads.
    void uploadWhole();
    void uploadParts();
    void completeParts();
    void uploadFile();
    void sendCommon();
    void sendAgain();
    void sendDeletedAgain();
    void sendWrong();
    void healDamaged();
    void remove();
    void rename();
    void readBack();
    void look();
    // Tokens and pins.
    void makeToken();
    void revokeToken();
    void useToken();
    void pin();
    void unpin();

    void step();
    std::size_t below(std::size_t end) { return end ? m_random() % end : 0; }
    content::Block leaf();
    Upload& newUpload(const content::Block& root, const std::vector<content::Block>& children,
                      std::size_t parts);
    QByteArray credential();
    QString uploadName();
    void post(Upload& upload, const CarPointer& car, const QByteArray& path = "/car");
    void postTogether(Upload& upload, const std::vector<CarPointer>& cars);
    void took(Upload& upload, const CarPointer& car, const QString& name, Outcome outcome,
              const QByteArray& receipt);
    Upload* anyUpload(const std::function<bool(const Upload&)>& fits);

    Asker m_asker;
    KnownUser& m_user;
    const Model& m_model;
    std::mt19937 m_random;
    const quint16 m_port;
    bool m_isGone = false; ///< The service.
};

} // namespace cairn::test
