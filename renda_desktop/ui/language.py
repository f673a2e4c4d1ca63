"""Qt's own words in Chinese: the menus of a writing field, file and print dialogs."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator


def speak_chinese(app: QCoreApplication) -> None:
    """Translate Qt itself; without its files the words stay English and all else works."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder) or translator.load("qt_zh_CN", folder):
        app.installTranslator(translator)
