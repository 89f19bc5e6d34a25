// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/torture/eio.h"
#include "tests/torture/model.h"

#include <QFile>
#include <QTemporaryDir>

#include <memory>
#include <random>

namespace cairn::test {

// What happens to a data folder from outside.

/// A small file system of its own, gone with its object or with the process.
class SmallDisk
{
public:
    /// None where this process may not mount.
    static std::unique_ptr<SmallDisk> make(int mebibytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    QString path() const { return m_folder.path(); }
    void fill(qint64 left); ///< All but @p left bytes.
    void free();
    void setReadOnly(bool isReadOnly); ///< While no file on it is open for writing.

private:
    SmallDisk() = default;
    qint64 available() const;

    QTemporaryDir m_folder;
};

/// Tells the preloaded library which calls fail.
class BadDisk
{
public:
    BadDisk();
    QMap<QString, QString> variables() const; ///< For the environment of cairnd.
    void breakDown(const DiskErrors& errors);
    void mend() { breakDown({}); }

private:
    QTemporaryDir m_folder;
    QFile m_file;
    DiskErrors* m_errors = nullptr;
};

/// Faults of a folder that nobody serves.
class FolderFaults
{
public:
    FolderFaults(QString folder, Model& model, std::mt19937& random, std::vector<QByteArray>& log);

    void loseCatalog();
    void keepCatalog(); ///< A copy, for
    bool bringOlderCatalog(); ///< False if there is no copy.
    void cutCatalog();
    void emptyLog();
    void tearRecords(); ///< As a write that did not come to its end.
    void loseKey();

    // What the model remembers; false if there is no CAR.
    bool flipCar();
    bool cutCar();
    bool removeCar();

    void takeCarsAway(bool leaveEmptyFolder);
    void bringCarsBack();

private:
    QString catalog(const QString& suffix = {}) const;
    QString carFile(const QByteArray& car) const;
    CarPointer anyCar(); ///< A sound one of an upload.
    void note(const QByteArray& what) { m_log.push_back("FAULT " + what); }

    const QString m_folder;
    QTemporaryDir m_kept;
    bool m_hasKept = false;
    Model& m_model;
    std::mt19937& m_random;
    std::vector<QByteArray>& m_log;
};

} // namespace cairn::test
