// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/desktop/application.h"
#include "app/tour/script.h"

#include <QNetworkReply>

#include <memory>

class QMimeData;

namespace cairn::tour {

// Roots that other implementations give for the same input (tests/data/unixfs-vectors.json,
// "file-hello-world" and "dir-client-test").
inline constexpr QLatin1StringView
    helloRoot("bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74");
inline constexpr QLatin1StringView
    folderRoot("bafybeiep3t2chy6e3dxk3fktnshm7tpopjrns6wevo4uwpnnz5aq352se4");

/// What a new user does on the first day, as steps of a script. Sees only what is on the screen,
/// on the clipboard and on disk; the CIDs it expects are known from elsewhere.
class Story final : public QObject
{
    Q_OBJECT

public:
    /// @p scratch is a folder that goes with the tour; pictures land in @p pictures.
    Story(desktop::Options options, QString dataFolder, QString scratch, QString pictures);
    ~Story() override;

    void fill(Script& script);

private:
    void firstLook(Script& script);
    void createToken(Script& script);
    void badNames(Script& script);
    void upload(Script& script);
    void secrets(Script& script);
    void badDrops(Script& script);
    void pauses(Script& script);
    void browse(Script& script);
    void download(Script& script);
    void secondAccount(Script& script);
    void waits(Script& script);
    void serviceDown(Script& script);
    void colours(Script& script);
    void restart(Script& script);
    void revoke(Script& script);
    void secretsStayed(Script& script);

    void take(Script& script, const QString& name); ///< A picture, once all has settled.
    void inDark(Script& script, const QString& name); ///< The same picture in dark colours.
    /// Where there is no window manager, nobody gives the window the keys back after a dialog.
    void toFront(Script& script);
    void drop(QMimeData* mime);
    void dropFile(const QString& name, const QByteArray& bytes);
    void askWithToken();
    QString answerIs(int status) const;
    QString fileHolding(const QByteArray& secret) const;
    AccountSession* local() const;

    desktop::Options m_options;
    QString m_dataFolder;
    QString m_scratch;
    QString m_pictures;
    int m_picture = 0;
    QByteArray m_token; ///< As the user copied it: to see it work, and then refused.
    QNetworkAccessManager m_network;
    std::unique_ptr<QNetworkReply> m_answer;
    std::unique_ptr<local::LocalService> m_studio; ///< The service of somebody else.
    QByteArray m_studioLogin;
    std::unique_ptr<desktop::Application> m_app;
};

} // namespace cairn::tour
