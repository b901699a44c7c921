"""E-mail messages as mail programs save them (.eml)."""

from __future__ import annotations

import email
import email.policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from typing import Any

from chancery.errors import InvalidFile
from chancery.exchange.documents.document import Document, clean_line, clean_text, join_lines
from chancery.exchange.documents.text import decode_text

_PASTE = "Open the message and paste the text instead."
_HEADERS = ("from", "date", "subject", "to", "content-type", "received", "mime-version")


def read_eml(data: bytes) -> Document:
    """Return the text of a message; its subject is the title, its sender the publisher, its date that of publication.

    Attachments are left out, and said to be.

    Raises
    ------
    InvalidFile
        If it is no message, or has no text.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if not any(name in message for name in _HEADERS):
            raise InvalidFile("It is not an e-mail message.", remedy=_PASTE)
        body = message.get_body(preferencelist=("plain", "html"))
        found = _read_body(body)
        title, sender, day = clean_line(message["subject"]), _read_sender(message), _read_day(message)
        names = [clean_line(part.get_filename() or "a part without a name") for part in message.iter_attachments()]
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # The standard library's parser raises these on headers and parts that are not what they claim.
        raise InvalidFile("The message is damaged.", remedy=_PASTE) from error
    left_out = (f"Not read, since attached: {', '.join(names)}.",) if names else ()
    dated = ("The date is that of the message.",) if day else ()
    return Document(
        found.text, title=title, publisher=sender, published=day, language=found.language, notes=left_out + dated
    )


def _read_body(body: MIMEPart | None) -> Document:
    if body is None:
        raise InvalidFile("The message has no text.", remedy=_PASTE)
    payload: Any = body.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = str(body.get_content_charset("") or "")
    if body.get_content_subtype() == "html":
        from chancery.exchange.documents.html import read_html  # noqa: PLC0415 - few messages need it

        return read_html(content, charset=charset)
    return Document(clean_text(join_lines(decode_text(content, charset))))


def _read_sender(message: EmailMessage) -> str:
    addresses: tuple[Address, ...] = getattr(message["from"], "addresses", ())
    return clean_line(next((item.display_name or item.domain for item in addresses), ""))


def _read_day(message: EmailMessage) -> str:
    moment = getattr(message["date"], "datetime", None)
    return "" if moment is None else moment.date().isoformat()
