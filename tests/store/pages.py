"""What a station's file holds byte for byte, free pages and the write-ahead log included."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from renda_desktop.bootstrap import Office

_SIZE, _RESERVE, _VECTOR, _SALT = 4096, 80, 16, 16  # of SQLCipher 4
_HEAD, _FRAME = 32, 24  # of a write-ahead log, of each page in it


def wal(office: Office) -> Path:
    return Path(f"{office.home.database}-wal")


def plain(office: Office) -> bytes:
    """Return every page, decrypted."""
    found = b""
    for file, head, frame in ((office.home.database, 0, 0), (wal(office), _HEAD, _FRAME)):
        data = file.read_bytes() if file.exists() else b""
        for start in range(head + frame, len(data) - _SIZE + 1, _SIZE + frame):
            page = data[start : start + _SIZE]
            vector = page[_SIZE - _RESERVE :][:_VECTOR]
            box = Cipher(algorithms.AES(office._key), modes.CBC(vector)).decryptor()
            skip = _SALT if start == 0 else 0
            found += box.update(page[skip : _SIZE - _RESERVE])
    return found


def holding(office: Office, *words: str) -> set[str]:
    """Return those words that the file holds, as the log writes them."""
    pages = plain(office)
    return {word for word in words if word.encode() in pages}
