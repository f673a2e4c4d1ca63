"""The parts that screens are made of."""

from renda_desktop.ui.widgets.button import Button
from renda_desktop.ui.widgets.card import Card, EmptyState, rule
from renda_desktop.ui.widgets.choice import Choice, among
from renda_desktop.ui.widgets.date import Calendar, DateEdit, TimeEdit
from renda_desktop.ui.widgets.edit import LineEdit, TextEdit, composing
from renda_desktop.ui.widgets.field import Field
from renda_desktop.ui.widgets.keys import bind
from renda_desktop.ui.widgets.label import Count, Label, MaskedText, StarRating, star_text
from renda_desktop.ui.widgets.look import restyle
from renda_desktop.ui.widgets.message import MessageBar, Toast, words_for
from renda_desktop.ui.widgets.pill import Pill, PillButton
from renda_desktop.ui.widgets.suggestions import Option
from renda_desktop.ui.widgets.table import Table
from renda_desktop.ui.widgets.timeline import Moment, Timeline

__all__ = [
    "Button",
    "Calendar",
    "Card",
    "Choice",
    "Count",
    "DateEdit",
    "EmptyState",
    "Field",
    "Label",
    "LineEdit",
    "MaskedText",
    "MessageBar",
    "Moment",
    "Option",
    "Pill",
    "PillButton",
    "StarRating",
    "Table",
    "TextEdit",
    "TimeEdit",
    "Timeline",
    "Toast",
    "among",
    "bind",
    "composing",
    "restyle",
    "rule",
    "star_text",
    "words_for",
]
