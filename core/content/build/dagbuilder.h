// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/build/directorybuilder.h"
#include "core/content/build/filebuilder.h"
#include "core/content/build/hashpipeline.h"
#include "core/content/source/packinput.h"

#include <optional>
#include <vector>

namespace cairn::content {

/// One run of packing: sends the events of the walk through the pipeline, takes them out in the
/// same order, makes files and folders of them, and gives the blocks to a sink. Lives on the
/// calling thread's stack.
class DagBuilder
{
public:
    DagBuilder(const PackRequest& request, BlockSink& sink, const OnPackProgress& progress,
               const CancelFlag* cancelled);

    struct Outcome
    {
        BlockLink root;
        PackTotals totals;
        std::vector<Problem> problems;
    };
    [[nodiscard]] Result<Outcome> run();

private:
    struct Folder
    {
        DirectoryBuilder builder;
        QByteArray name;
        QByteArray path;
    };
    // The only entry of a folder, and the sink's mark when the entry was complete.
    struct Sole
    {
        BlockLink link;
        bool isFolder = false;
        BlockSink::Mark mark;
    };

    Done put(PackEvent event);
    Result<PackBatch*> freeBatch();
    Done takeOldest();
    Done take(PackEvent& event);
    Done takeLeaf(PackEvent& event);
    Done takeSymlink(const PackEvent& event);
    Done leaveFolder();
    Done nothing() const;
    Done add(const QByteArray& name, const BlockLink& link, bool isFolder);
    BlockLink chooseRoot(RootRule rule);
    void note(Problem problem);

    const PackRequest& m_request;
    BlockSink& m_sink;
    const OnPackProgress& m_progress;
    const CancelFlag* m_cancelled;
    HashPipeline m_pipeline;
    PackBatch* m_batch = nullptr; ///< being filled
    std::vector<Folder> m_folders; ///< open ones, outermost first
    std::optional<FileBuilder> m_file; ///< open one of several leaves
    QByteArray m_fileName;
    quint64 m_fileTarget = 0;
    Sole m_lastAdded;
    std::vector<Sole> m_chain; ///< folders of one entry around the last, innermost first
    std::optional<BlockLink> m_top; ///< the folder of all inputs, when complete
    PackTotals m_totals;
    std::vector<Problem> m_problems;
};

} // namespace cairn::content
