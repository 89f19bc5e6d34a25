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

/// The columns of a row but for its id.
const QStringList& columnNames();
/// The columns readRow reads, in its order: the id, then columnNames().
QString rowColumns();
Transfer readRow(const Statement& row);

/// Binds all of it in the order of columnNames(), then the id.
void bindRow(Statement& statement, const Transfer& transfer, const QString& owner);
/// A mark for each value that bindRow() binds.
QString rowMarks();

} // namespace cairn::transfer
