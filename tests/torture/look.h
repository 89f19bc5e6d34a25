// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/torture/asker.h"

class QJsonObject;

namespace cairn::test {

/// How much content is read back.
enum class Depth { Sample, Everything };

/// Looks at all that the service says of what is in the model, complains of what is otherwise, and
/// has the model know from then on what was in doubt.
class Look
{
public:
    Look(quint16 port, Model& model, std::mt19937& random, Depth depth);

    void run();
    std::vector<QByteArray>& complaints() { return m_asker.complaints; }

private:
    void lookAtUploads(KnownUser& user);
    void compare(Upload& upload, const QJsonObject& seen);
    void compareParts(Upload& upload, const QJsonObject& seen);
    void lookAtTokens(KnownUser& user);
    void lookAtPins(KnownUser& user);
    void lookAtPin(KnownPin& pin, const QJsonObject& seen);
    void lookAtContent(const KnownUser& user);
    void lookAtCar(const Upload& upload);
    void lookAtBlocks(const std::vector<PlacedBlock>& blocks);
    bool isTaken(std::size_t oneOf);

    Asker m_asker;
    Model& m_model;
    std::mt19937& m_random;
    const Depth m_depth;
    std::set<content::Cid> m_certain; ///< Blocks that must be served.
    std::set<QByteArray> m_pinned; ///< Uploads that are said to be whole.
};

} // namespace cairn::test
