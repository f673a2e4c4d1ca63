"""Opening the window."""

import os

from renda_desktop.cli import opening
from renda_desktop.cli.arguments import Options


def open_window(options: Options) -> int:
    """Open the window on the home folder and return its exit code."""
    if options.offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from renda_desktop.ui.startup import prepare

    prepare()
    home = opening.home(options)
    title = {}
    if opening.demo_asked(options):
        from renda_desktop.cli.demonstration import ensure

        ensure(home)
        title = {"title": "人大代表联络站(演示)"}
    from renda_desktop.opener import HomeOpener
    from renda_desktop.ui import running

    return running.run(HomeOpener(home.path, passphrase=opening.published(home)), **title)
