// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <memory>
#include <set>
#include <vector>

namespace cairn::test {

// What a service acknowledged, and what it may or may not have done where no answer came. "In
// doubt" means: both are right, and the next look tells which it is from then on.

struct PlacedBlock
{
    content::Cid cid;
    qint64 offset = 0; ///< Of its bytes in the CAR.
    qint64 size = 0;
};

/// A CAR that was sent, never changed.
struct SentCar
{
    QByteArray cid;
    QByteArray bytes;
    std::vector<PlacedBlock> blocks;

    static std::shared_ptr<const SentCar> of(const QByteArray& bytes);
};
using CarPointer = std::shared_ptr<const SentCar>;

/// How a request ended, as far as its sender can tell.
enum class Outcome { Done, Refused, InDoubt };

/// Whether something is there; both for what is in doubt.
struct Presence
{
    bool maybe = false;
    bool maybeNot = true;

    bool isCertain() const { return maybe && !maybeNot; }
    bool isCertainlyNot() const { return !maybe; }
    void begin(Outcome outcome); ///< After it was asked for,
    void end(Outcome outcome); ///< and after its end was.
    void settle(bool isThere);
};

struct Upload
{
    QByteArray cid;
    std::set<content::Cid> dag; ///< All its blocks.
    bool knowsDag = true; ///< False: it may never become whole.
    std::vector<CarPointer> plan; ///< All CARs that make it whole, sent or not.
    Presence listed;
    std::set<QString> names; ///< One of these; any if there is none.
    QByteArray created; ///< As it was once seen; empty before.
    std::set<QByteArray> parts; ///< CARs that were acknowledged.
    std::set<QByteArray> doubtfulParts; ///< These may be among its parts, too.
    bool isKept = true; ///< Not collected since it was deleted.

    void sent(const CarPointer& car, const QString& name, Outcome outcome);
    void deleted(Outcome outcome);
    void renamed(const QString& name, Outcome outcome);
    void collected();
    CarPointer car(const QByteArray& cid) const;
};

struct KnownToken
{
    QByteArray id;
    QByteArray secret;
    QString name;
    Presence valid;
};

struct KnownPin
{
    QByteArray id;
    QByteArray cid;
    QString name;
    QByteArray created;
    Presence listed;
    bool wasPinned = false; ///< When it was looked at.
};

/// One user. Only one thread at a time works for it.
struct KnownUser
{
    QString name;
    QByteArray login; ///< Empty where there is none that lasts: then it is only looked at.
    QByteArray listKey; ///< A credential to list with.
    bool mayWrite = true;
    bool mayPin = true;
    std::map<QByteArray, Upload> uploads; ///< By CID.
    std::vector<KnownToken> tokens;
    std::vector<KnownPin> pins;
    std::set<QString> doubtfulNames; ///< Of tokens and pins whose making was not answered.
    std::set<QByteArray> sentAgain; ///< CARs acknowledged since damage was looked at,
    std::set<QByteArray> doubtfulAgain; ///< and those that may be.
    int counter = 0; ///< For names that no other thing has.

    QString newName(const QString& what);
};

/// What was done to the file of a CAR.
struct Damage
{
    std::set<content::Cid> lost; ///< These blocks; others of it are still to be served.
    bool isUnclear = false; ///< All of its blocks may be lost.
    bool isRemoved = false;
    bool mayBeHealed = false; ///< It was sent again without an answer.
};

struct Model
{
    std::vector<KnownUser> users;
    std::map<QByteArray, Damage> damaged; ///< By CAR.
    std::vector<CarPointer> common; ///< Whole uploads that any user may send.
    std::map<QByteArray, CarPointer> unassigned; ///< Put into the folder, in no upload.

    /// After the threads of the users are done: CARs that came again are whole again.
    void heal();
    /// Whether all that is certain says so; unhurt is what no damage touches.
    std::set<content::Cid> certainBlocks() const;
    bool isHurt(const Upload& upload) const;
    /// CARs that live uploads, or deleted ones that are kept, certainly have.
    std::map<QByteArray, CarPointer> certainCars() const;
};

} // namespace cairn::test
