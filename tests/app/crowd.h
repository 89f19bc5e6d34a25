// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace cairn::test {

/// One call of cairnctl, before and after it ran.
struct Call
{
    QStringList words;
    int code = -1; ///< -1 for one that was killed.
    QByteArray out{};
    QByteArray err{};
};

/// Calls of cairnctl on one fresh folder, several at a time, and what they may run beside.
class Crowd
{
public:
    Crowd();
    ~Crowd(); ///< Ends what still runs.

    /// Runs all of them, @p atOnce at a time. After each that ended @p after is called.
    void run(std::vector<Call>& calls, int atOnce, const std::function<void()>& after = {});
    Call run(const QStringList& words);
    /// Runs all of them at once, and does something as soon as @p is true.
    void whileRunning(std::vector<Call>& calls, const std::function<bool()>& is,
                      const std::function<void()>& act);

    /// Starts another program on the folder.
    QProcess& start(const QString& program, const QStringList& words);

    /// Whoever hosts the service just now, if it is one of the calls: killed. Whether one was.
    bool killHost();
    /// Ends when @p program hosts the service, or fails.
    void awaitHost(const QProcess& program);

    QString path(const QString& name) const { return m_folder.filePath(name); }
    /// Of random bytes, at most @p maxSize.
    QString file(const QString& name, int maxSize);
    QString makeFolder(const QString& name, int files);
    QString largeFile(const QString& name, int mebibytes); ///< No mebibyte of it comes twice.
    std::mt19937& random() { return m_random; }
    QProcessEnvironment& environment() { return m_environment; }

private:
    void startCall(Call& call);

    QTemporaryDir m_folder;
    std::mt19937 m_random;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
    std::vector<std::unique_ptr<QProcess>> m_programs;
    std::vector<std::unique_ptr<QProcess>> m_running; ///< Calls.
};

/// Whether files, or folders with files, are the same.
bool isSame(const QString& one, const QString& other);

} // namespace cairn::test
