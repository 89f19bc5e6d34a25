// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountsession.h"

#include <QDialog>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace cairn {

class Label;

class CopyField;
class MessageBar;
class Picture;
class ProblemList;

/// What an upload would be, before anything is sent: shows a preview, changes it, starts it. Esc
/// gives it up. Owned by whoever opens it; the preview is the service's, and gone once started or
/// given up.
class PreviewDialog final : public QDialog
{
    Q_OBJECT

public:
    PreviewDialog(AccountSession& session, UploadPreview& preview, bool startsAtOnce,
                  QWidget* parent = nullptr);

    bool startsAtOnce() const; ///< As ticked, for the uploads after this one.
    TransferId started() const { return m_started; } ///< Once accepted.

    void reject() override;

private:
    void makeTitle(QBoxLayout& layout);
    void makeCid(QBoxLayout& layout);
    void makeChoices(QBoxLayout& layout);
    void makeNotes(QBoxLayout& layout);
    void makeButtons(QBoxLayout& layout);
    QWidget* makeSendAs();
    void chooseProfile();
    void change();
    UploadRequest chosen() const;
    void update();
    void updateTicks();
    void grow();
    bool mayStart() const;
    void start();

    AccountSession& m_session;
    UploadPreview& m_preview;
    QString m_source; ///< The one file or folder; empty for several.
    TransferId m_started = 0;
    MessageBar* m_message;
    Label* m_numbers = nullptr;
    CopyField* m_cid = nullptr;
    QComboBox* m_sendAs = nullptr; ///< Only for a CAR.
    QLineEdit* m_name = nullptr;
    QComboBox* m_profile = nullptr;
    Label* m_meaning = nullptr;
    QCheckBox* m_wrap = nullptr;
    QCheckBox* m_hidden = nullptr;
    Label* m_linksCaption = nullptr;
    QComboBox* m_links = nullptr; ///< Only once a link was met that leads out of the folder.
    Picture* m_listedPicture = nullptr;
    Label* m_listed = nullptr;
    ProblemList* m_problems = nullptr;
    QCheckBox* m_public = nullptr;
    QCheckBox* m_without = nullptr;
    QCheckBox* m_atOnce = nullptr;
    QPushButton* m_start = nullptr;
};

} // namespace cairn
