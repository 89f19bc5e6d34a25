// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/desktop/application.h"
#include "tests/tour/steps.h"

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

/// What a new user does on the first day, as steps. Sees only what is on the screen,
/// on the clipboard and on disk; the CIDs it expects are known from elsewhere.
class Scenario final : public QObject
{
    Q_OBJECT

public:
    /// @p scratch is a folder that goes with the tour; pictures land in @p pictures.
    Scenario(desktop::Options options, QString dataFolder, QString scratch, QString pictures);
    ~Scenario() override;

    void fill(Steps& steps);

private:
    void firstLook(Steps& steps);
    void createToken(Steps& steps);
    void badNames(Steps& steps);
    void upload(Steps& steps);
    void secrets(Steps& steps);
    void badDrops(Steps& steps);
    void pauses(Steps& steps);
    void browse(Steps& steps);
    void download(Steps& steps);
    void secondAccount(Steps& steps);
    void waits(Steps& steps);
    void serviceDown(Steps& steps);
    void colours(Steps& steps);
    void restart(Steps& steps);
    void revoke(Steps& steps);
    void secretsStayed(Steps& steps);

    void take(Steps& steps, const QString& name); ///< A picture, once all has settled.
    void inDark(Steps& steps, const QString& name); ///< The same picture in dark colours.
    /// Where there is no window manager, nobody gives the window the keys back after a dialog.
    void toFront(Steps& steps);
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
