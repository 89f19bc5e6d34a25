// SPDX-License-Identifier: MIT OR Apache-2.0
// What nearly every test includes, parsed once. A test still names what it uses.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QFile>
#include <QFuture>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>
#include <QObject>
#include <QProcess>
#include <QSqlQuery>
#include <QString>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTimer>
#include <QUrl>

#include <catch2/catch.hpp>
#include <tl/expected.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>
