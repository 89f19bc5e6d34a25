// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/statement.h"
#include "core/transfer/store/transfer.h"

namespace cairn::transfer {

// How a transfer is stored in a row. Members that are searched or counted have a column; the others
// are JSON.

QString requestText(const UploadRequest& request);
UploadRequest requestFrom(const QString& text);
QString downloadText(const DownloadRequest& request);
DownloadRequest downloadFrom(const QString& text);

QString errorJson(const Error& error);
Error errorFrom(const QString& text);

/// The columns readRow reads, in its order.
QString rowColumns();
Transfer readRow(const Statement& row);

/// Binds everything but the id: in the order of rowColumns() without its first.
void bindRow(Statement& statement, const Transfer& transfer, const QString& owner);
/// "a = ?, b = ?" of the same.
QString rowAssignments();

} // namespace cairn::transfer
