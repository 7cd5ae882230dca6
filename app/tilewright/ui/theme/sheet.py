"""The one style sheet. Single widgets have none: they say what they are by properties.

Properties: ``bar`` (menu, tool, strip, foot), ``panel``, ``role`` of a label (caption, label, section …), ``tone`` of a
label (2, 3, accent, error, warning, note, success), ``kind`` of a button (primary, plain, flat, link, danger),
``state`` of a field (error, warning).
"""

from __future__ import annotations

from . import tokens

_SHEET = """
QWidget {{ outline: none; }}
QToolTip {{ background: {tooltip}; color: {on_tooltip}; border: 1px solid {tooltip}; padding: 4px 6px; }}

*[panel="true"] {{ background: {panel}; }}
*[panel="sunken"] {{ background: {sunken}; }}
*[panel="raised"] {{ background: {raised}; border: 1px solid {control_border}; border-radius: 8px; }}
*[bar="menu"] {{ background: {window}; }}
*[bar="tool"] {{ background: {window}; border-bottom: 1px solid {divider}; }}
*[bar="strip"] {{ background: {panel}; border-bottom: 1px solid {divider}; }}
*[bar="foot"] {{ background: {panel}; border-top: 1px solid {divider}; }}
*[bar="rail"] {{ background: {window}; border-left: 1px solid {divider}; }}

QLabel {{ color: {text}; background: transparent; }}
QLabel[tone="2"] {{ color: {text_2}; }}
QLabel[tone="3"] {{ color: {text_3}; }}
QLabel[tone="accent"] {{ color: {accent_text}; }}
QLabel[tone="error"] {{ color: {error}; }}
QLabel[tone="warning"] {{ color: {warning}; }}
QLabel[tone="note"] {{ color: {note}; }}
QLabel[tone="success"] {{ color: {success}; }}
QLabel[tone="frame"] {{ color: {on_frame}; }}
QLabel[tone="frame_2"] {{ color: {on_frame_2}; }}
QLabel[tone="disabled"] {{ color: {text_disabled}; }}

QMenuBar {{ background: {window}; padding: 0 4px; spacing: 0; }}
QMenuBar::item {{ background: transparent; padding: 5px 10px; border-radius: 6px; color: {text}; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {hover}; }}
QMenu {{ background: {raised}; border: 1px solid {control_border}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 10px; min-height: 18px; border-radius: 6px; color: {text}; }}
QMenu::item:selected {{ background: {accent_soft}; color: {text}; }}
QMenu::item:disabled {{ color: {text_disabled}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {divider}; margin: 4px 8px; }}

QLineEdit, QPlainTextEdit, QComboBox {{
  background: {field}; color: {text}; border: 1px solid {control_border}; border-radius: 6px; padding: 0 9px;
  selection-background-color: {accent}; selection-color: {on_accent}; placeholder-text-color: {text_3};
}}
QPlainTextEdit {{ padding: 6px 5px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {focus}; padding: 0 8px; }}
QPlainTextEdit:focus {{ padding: 5px 4px; }}
QPlainTextEdit[flat="true"] {{ background: {panel}; border: none; border-radius: 0; padding: 8px 11px; }}
QPlainTextEdit[flat="true"]:focus {{ border: none; padding: 8px 11px; }}
QLineEdit[state="error"], QComboBox[state="error"] {{ border: 2px solid {error}; padding: 0 8px; }}
QLineEdit[state="warning"], QComboBox[state="warning"] {{ border: 2px solid {warning_mark}; padding: 0 8px; }}
QLineEdit[state="error"]:focus, QLineEdit[state="warning"]:focus {{ border: 2px solid {focus}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{
  background: {disabled_fill}; color: {text_disabled}; border-color: {button_border};
  placeholder-text-color: {text_disabled};
}}
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus {{ background: transparent; border: none; padding: 0; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
QComboBox QAbstractItemView {{
  background: {raised}; color: {text}; border: 1px solid {control_border}; padding: 4px; outline: none;
  selection-background-color: {accent_soft}; selection-color: {text};
}}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 6px; border-radius: 6px; }}

QPushButton {{
  background: {button}; color: {text}; border: 1px solid {button_border}; border-radius: 6px; padding: 0 12px;
}}
QPushButton[room="tight"] {{ padding: 0 2px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:disabled {{ background: {disabled_fill}; color: {text_disabled}; }}
QPushButton:checked {{ background: {accent_soft}; color: {accent_text}; border-color: {accent}; }}
QPushButton[keyboardFocus="true"], QToolButton[keyboardFocus="true"] {{ border: 2px solid {focus}; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {accent_pressed}; }}
QPushButton[kind="primary"][keyboardFocus="true"] {{ border: 2px solid {on_accent}; }}
QPushButton[kind="primary"]:disabled {{
  background: {disabled_fill}; color: {text_disabled}; border-color: {button_border};
}}
QPushButton[kind="danger"] {{ background: {panel}; color: {error}; border-color: {error}; }}
QPushButton[kind="danger"]:hover {{ background: {error_soft}; }}
QPushButton[kind="chip"] {{ background: {panel}; border-radius: 14px; padding: 0 11px; }}
QPushButton[kind="chip"]:hover {{ background: {hover}; }}
QPushButton[kind="chip"]:checked {{ background: {accent_soft}; color: {accent_text}; border-color: {accent_text}; }}
QPushButton[kind="link"] {{
  background: transparent; color: {accent_text}; border: 1px solid transparent; padding: 0 4px;
}}
QPushButton[kind="link"]:hover {{ background: {hover}; }}

QPushButton[kind="onframe"] {{ background: {frame_button}; color: {on_frame}; border-color: {frame_border}; }}
QPushButton[kind="onframe"]:hover {{ background: {frame_hover}; }}

QToolButton {{ background: transparent; color: {text}; border: 1px solid transparent; border-radius: 6px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed {{ background: {pressed}; }}
QToolButton:checked {{ background: {accent_soft}; color: {accent_text}; border-color: {checked_edge}; }}
QToolButton:disabled {{ color: {text_disabled}; }}
QToolButton::menu-indicator {{ image: none; }}

QTabBar {{ background: transparent; }}
QTabBar::tab {{
  background: transparent; color: {text_2}; border: none; border-bottom: 2px solid transparent; padding: 0 2px;
  margin: 0 10px 0 2px; min-height: 33px;
}}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; }}

QListView, QTableView, QTreeView {{ background: {panel}; color: {text}; border: none; gridline-color: {divider}; }}
QListView, QTableView, QTreeView {{ selection-background-color: {accent_soft}; selection-color: {text}; }}
QListView[panel="sunken"] {{ background: {sunken}; }}
QListView[panel="sunken"]::item:selected {{ background: {accent_soft}; color: {text}; }}
QListView[panel="raised"], QTableView[panel="raised"] {{ background: {raised}; border: none; border-radius: 0; }}
QTableView::item, QListView::item {{ border: none; }}
QListView[panel="sunken"]::item {{ padding: 0 8px; }}
QHeaderView {{ background: {panel}; border: none; }}
QHeaderView::section {{
  background: {panel}; color: {text_2}; border: none; border-bottom: 1px solid {divider}; padding: 0 6px; height: 28px;
}}
QScrollArea, QAbstractScrollArea {{ border: none; }}
QScrollBar {{ background: transparent; border: none; }}
QScrollBar:vertical {{ width: {bar_width}px; }}
QScrollBar:horizontal {{ height: {bar_width}px; }}
QScrollBar::handle {{ background: {control_border}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 24px; }}
QScrollBar::handle:horizontal {{ min-width: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}

QMainWindow::separator {{ background: {divider}; width: 1px; height: 1px; }}
QSplitter::handle {{ background: {divider}; }}
QDockWidget {{ color: {text}; border: none; }}
QDialog {{ background: {raised}; }}
QFileDialog QPushButton, QFileDialog QLineEdit, QFileDialog QComboBox {{ min-height: 28px; }}
QFileDialog QComboBox {{ padding-right: 30px; }}
QFileDialog QTreeView, QFileDialog QListView {{ background: {field}; border: 1px solid {divider}; border-radius: 6px; }}
QFileDialog QTreeView::item, QFileDialog QListView::item {{ min-height: 26px; padding: 0 4px; color: {text}; }}
QFileDialog QTreeView::item:selected, QFileDialog QListView::item:selected {{ background: {accent_soft}; }}
QFileDialog QHeaderView::section {{ padding: 5px 16px 0 6px; min-height: 22px; }}
QFileDialog QSplitter::handle {{ background: transparent; }}
QFileDialog QHeaderView::up-arrow, QFileDialog QHeaderView::down-arrow {{
  subcontrol-origin: padding; subcontrol-position: center right; width: 10px; height: 10px;
}}
QCheckBox, QRadioButton {{ color: {text}; spacing: 8px; min-height: 28px; background: transparent; }}
QFrame[line="true"] {{ background: {divider}; border: none; }}
"""


def style_sheet() -> str:
    """The sheet in the colours of the look in force."""
    colours = {name: tokens.colour(name).name() for name in tokens.colour_names()}
    dark = {  # the frame is black in every look
        "on_frame": "text",
        "on_frame_2": "text_2",
        "frame_button": "button",
        "frame_border": "control_border",
        "frame_hover": "hover",
    }
    colours |= {name: tokens.colour(token, "dark").name() for name, token in dark.items()}
    is_contrast = tokens.look() == "contrast"
    edge = colours["accent_text"] if is_contrast else "transparent"
    return _SHEET.format(**colours, bar_width=14 if is_contrast else 10, checked_edge=edge)
