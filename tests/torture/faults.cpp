// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/faults.h"

#include <QDir>
#include <QFileInfo>

namespace cairn::test {
using namespace Qt::StringLiterals;

FolderFaults::FolderFaults(QString folder, Model& model, std::mt19937& random,
                           std::vector<QByteArray>& log)
    : m_folder(std::move(folder))
    , m_model(model)
    , m_random(random)
    , m_log(log)
{ }

QString FolderFaults::catalog(const QString& suffix) const
{
    return m_folder + u"/catalog.sqlite"_s + suffix;
}

QString FolderFaults::carFile(const QByteArray& car) const
{
    return m_folder + u"/cars/"_s + QString::fromLatin1(car) + u".car"_s;
}

void FolderFaults::loseCatalog()
{
    for (const QString& suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::remove(catalog(suffix));
    note("the catalog is lost");
}

void FolderFaults::keepCatalog()
{
    for (const QString& suffix : {QString(), u"-wal"_s}) {
        const QString copy = m_kept.filePath(u"catalog"_s + suffix);
        QFile::remove(copy);
        QFile::copy(catalog(suffix), copy);
    }
    m_hasKept = true;
    note("the catalog is copied");
}

bool FolderFaults::bringOlderCatalog()
{
    if (!m_hasKept)
        return false;
    loseCatalog();
    for (const QString& suffix : {QString(), u"-wal"_s})
        QFile::copy(m_kept.filePath(u"catalog"_s + suffix), catalog(suffix));
    note("the catalog is the one that was copied");
    return true;
}

void FolderFaults::cutCatalog()
{
    const qint64 size = QFileInfo(catalog()).size();
    const qint64 left = size ? qint64(m_random()) % size : 0;
    QFile::resize(catalog(), left);
    const bool withLog = m_random() % 2 == 0;
    if (withLog)
        QFile::remove(catalog(u"-wal"_s));
    QFile::remove(catalog(u"-shm"_s));
    note("the catalog has " + QByteArray::number(left) + " bytes of " + QByteArray::number(size)
         + (withLog ? " and no log" : ""));
}

void FolderFaults::emptyLog()
{
    const QString file = catalog(u"-wal"_s);
    note("the log of " + QByteArray::number(QFileInfo(file).size()) + " bytes is emptied");
    if (QFile::exists(file))
        QFile::resize(file, 0);
    QFile::remove(catalog(u"-shm"_s));
}

void FolderFaults::tearRecords()
{
    const QDir records(m_folder + u"/records"_s);
    const QStringList segments = records.entryList({u"*.jsonl"_s}, QDir::Files, QDir::Name);
    if (segments.isEmpty())
        return;
    QFile file(records.filePath(segments.last()));
    const QByteArray line = R"({"r":"upload","id":"77","user":"1","cid":"bafy)";
    if (file.open(QIODevice::WriteOnly | QIODevice::Append))
        file.write(line.first(1 + qsizetype(m_random()) % (line.size() - 1)));
    note("the records end within a line");
}

void FolderFaults::loseKey()
{
    QFile::remove(m_folder + u"/signing.key"_s);
    note("the signing key is lost");
}

CarPointer FolderFaults::anyCar()
{
    std::vector<CarPointer> sound;
    for (const auto& [cid, car] : m_model.certainCars()) {
        if (!m_model.damaged.contains(cid))
            sound.push_back(car);
    }
    // Of many damaged ones not much would be left to be looked at.
    return sound.size() < 4 || m_model.damaged.size() > 2 ? nullptr
                                                          : sound[m_random() % sound.size()];
}

bool FolderFaults::flipCar()
{
    const CarPointer car = anyCar();
    if (!car)
        return false;
    Damage damage;
    qint64 at = 0;
    if (m_random() % 6 == 0) { // Anywhere, the frames too.
        at = qint64(m_random()) % car->bytes.size();
        damage.isUnclear = true;
    } else {
        const PlacedBlock& block = car->blocks[m_random() % car->blocks.size()];
        at = block.offset + qint64(m_random()) % block.size;
        damage.lost.insert(block.cid.toV1());
    }
    QFile file(carFile(car->cid));
    if (!file.open(QIODevice::ReadWrite) || !file.seek(at))
        return false;
    const char byte = char(car->bytes[at] ^ char(1 << (m_random() % 8)));
    file.write(&byte, 1);
    m_model.damaged[car->cid] = damage;
    note("byte " + QByteArray::number(at) + " is flipped in " + car->cid);
    return true;
}

bool FolderFaults::cutCar()
{
    const CarPointer car = anyCar();
    if (!car)
        return false;
    const qint64 left = qint64(m_random()) % car->bytes.size();
    Damage damage;
    for (const PlacedBlock& block : car->blocks) {
        if (block.offset + block.size > left)
            damage.lost.insert(block.cid.toV1());
    }
    QFile::resize(carFile(car->cid), left);
    m_model.damaged[car->cid] = damage;
    note("only " + QByteArray::number(left) + " bytes are left of " + car->cid);
    return true;
}

bool FolderFaults::removeCar()
{
    const CarPointer car = anyCar();
    if (!car)
        return false;
    QFile::remove(carFile(car->cid));
    Damage& damage = m_model.damaged[car->cid];
    damage.isUnclear = true;
    damage.isRemoved = true;
    note("removed: " + car->cid);
    return true;
}

void FolderFaults::takeCarsAway(bool leaveEmptyFolder)
{
    QDir folder(m_folder);
    folder.rename(u"cars"_s, u"cars.away"_s);
    if (leaveEmptyFolder)
        folder.mkdir(u"cars"_s);
    note("the folder of CARs is away");
}

void FolderFaults::bringCarsBack()
{
    QDir folder(m_folder);
    // Only what is empty goes: what came into it meanwhile would be a fault of its own.
    folder.rmdir(u"cars"_s);
    folder.rename(u"cars.away"_s, u"cars"_s);
    note(folder.exists(u"cars.away"_s) ? "the folder of CARs cannot come back"
                                       : "the folder of CARs is back");
}

} // namespace cairn::test
