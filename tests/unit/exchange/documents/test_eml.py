"""E-mail messages: text, subject, sender and date; attachments are left out and said to be."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from chancery.errors import InvalidFile
from chancery.exchange.documents.eml import read_eml

TEXT = "Baku, 21 April. The ambassador came to Şuşa.\n\nHe left on Friday.\n"
PAGE = (
    "<html><body><article>"
    + "<p>The ambassador came to Baku, and said that trade had grown.</p>" * 5
    + "</article></body></html>"
)


def write_message() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Görüş: envoy speaks"
    message["From"] = "AZERTAC <news@azertac.example>"
    message["Date"] = "Mon, 21 Apr 2025 23:30:00 +0400"
    return message


def test_a_plain_message_is_read_with_its_headers() -> None:
    message = write_message()
    message.set_content(TEXT)
    found = read_eml(message.as_bytes())
    assert found.text == TEXT.strip()
    assert (found.title, found.publisher, found.published) == ("Görüş: envoy speaks", "AZERTAC", "2025-04-21")
    assert found.notes == ("The date is that of the message.",)


@pytest.mark.parametrize("charset", ["cp1251", "iso8859-5", "koi8-r"])
def test_the_charset_of_the_message_counts(charset: str) -> None:
    message = write_message()
    message.set_content("Посол посетил город Шуша и вернулся в Баку.", charset=charset, cte="base64")
    assert read_eml(message.as_bytes()).text == "Посол посетил город Шуша и вернулся в Баку."


def test_plain_text_counts_before_html() -> None:
    message = write_message()
    message.set_content(TEXT)
    message.add_alternative(PAGE, subtype="html")
    assert read_eml(message.as_bytes()).text == TEXT.strip()


def test_a_message_of_html_alone_is_read_as_a_page() -> None:
    message = write_message()
    message.set_content(PAGE, subtype="html")
    assert "<p>" not in read_eml(message.as_bytes()).text


def test_attachments_are_named_and_left_out() -> None:
    message = write_message()
    message.set_content(TEXT)
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="../../x.pdf")
    found = read_eml(message.as_bytes())
    assert "Not read, since attached" in found.notes[0]
    assert "PDF-" not in found.text


@pytest.mark.parametrize(
    "data",
    [
        b"no headers at all",
        b"Subject: only a subject\n\n",
        b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/png\n\nxx\n--x--",
        b"From: a@b\nContent-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64\n\n!!!!",
    ],
)
def test_what_has_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidFile):
        read_eml(data)


def test_parts_within_parts_within_parts_end_in_a_sentence() -> None:
    body = b"From: a@b\nContent-Type: message/rfc822\n\n" * 3_000 + b"text"
    with pytest.raises(InvalidFile):
        read_eml(body)
