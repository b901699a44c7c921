"""The articles: one is entered and read, and what it tells is decided on, draft by draft, before it is saved."""

from chancery.ui.article_page import show_articles
from chancery.ui.frame import open_page

with open_page("pages/articles.py", title="Articles"):
    show_articles()
