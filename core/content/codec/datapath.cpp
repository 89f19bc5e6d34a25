// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/datapath.h"

#include "core/content/codec/cbor.h"
#include "core/content/codec/dagjson.h"

namespace cairn::content {
namespace {

class PathFollower final : public DataVisitor
{
public:
    explicit PathFollower(std::span<const QByteArray> names)
        : m_names(names)
    { }

    void key(QByteArrayView name) override { look(name); }
    void item(quint64 index) override
    {
        if (isLooking())
            look(QByteArray::number(index));
    }
    void begin() override
    {
        if (arrives() && m_step.names == m_names.size())
            settle(DataStep::End::Value);
        ++m_depth;
    }
    void end() override
    {
        --m_depth;
        if (m_depth == m_step.names) // The map or list that was looked through has ended.
            settle(DataStep::End::Nothing);
    }
    void scalar() override
    {
        if (arrives())
            settle(m_step.names == m_names.size() ? DataStep::End::Value : DataStep::End::Nothing);
    }
    void link(const Cid& cid) override
    {
        if (!arrives())
            return;
        m_step.link = cid;
        settle(DataStep::End::Link);
    }

    const DataStep& step() const { return m_step; }

private:
    bool isLooking() const { return !m_isSettled && m_depth == m_step.names + 1; }
    void look(QByteArrayView name)
    {
        m_isNext = isLooking() && m_step.names < m_names.size() && m_names[m_step.names] == name;
    }
    /// Whether the value that comes is the one of the name that was found.
    bool arrives()
    {
        const bool isThis = std::exchange(m_isNext, false);
        m_step.names += isThis ? 1 : 0;
        return isThis;
    }
    void settle(DataStep::End end)
    {
        if (!std::exchange(m_isSettled, true))
            m_step.end = end;
    }

    std::span<const QByteArray> m_names;
    DataStep m_step;
    std::size_t m_depth = 0; ///< Maps and lists around.
    bool m_isNext = false;
    bool m_isSettled = false;
};

} // namespace

bool hasDataPaths(const Cid& cid)
{
    return cid.codec() == Codec::DagCbor || cid.codec() == Codec::DagJson;
}

Result<DataStep> followData(const Cid& cid, QByteArrayView bytes, std::span<const QByteArray> names)
{
    PathFollower follower(names);
    const Done done = cid.codec() == Codec::DagJson ? visitDagJson(bytes, follower)
                                                    : visitDagCbor(bytes, follower);
    if (!done)
        return fail(done.error());
    return follower.step();
}

} // namespace cairn::content
