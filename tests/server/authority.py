"""An organisation's own certificate authority, and what it and others may get wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = timedelta(days=1)


def _fresh() -> EllipticCurvePrivateKey:
    return new_key(SECP256R1())


@dataclass(frozen=True)
class Authority:
    """Issues certificates as the books say, which strict clients take; but for the flaw."""

    name: str = "鄞州区人大 CA"
    flaw: str = ""
    key: EllipticCurvePrivateKey = field(default_factory=_fresh)

    @property
    def text(self) -> str:
        """The certificate that a PC is given."""
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
            key_encipherment=False, data_encipherment=False, key_agreement=False,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        limits = x509.BasicConstraints(ca=self.flaw != "no CA", path_length=None)
        begun = self._begun(self.name, self.key, begins=-DAY, ends=DAY)
        begun = begun.add_extension(limits, critical=self.flaw != "not critical")
        if self.flaw != "no usage":
            begun = begun.add_extension(usage, critical=True)
        return begun.sign(self.key, SHA256()).public_bytes(Encoding.PEM).decode()

    def issue(
        self, folder: Path, *hosts: str, begins: timedelta = -DAY, ends: timedelta = DAY
    ) -> tuple[Path, Path]:
        """Write a certificate for some names and addresses, and its key."""
        key = _fresh()
        names = x509.SubjectAlternativeName([_general(one) for one in hosts])
        made = (
            self._begun("server", key, begins=begins, ends=ends)
            .add_extension(names, critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .sign(self.key, SHA256())
        )
        cert, secret = folder / "cert.pem", folder / "key.pem"
        cert.write_bytes(made.public_bytes(Encoding.PEM))
        secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return cert, secret

    def _begun(
        self, whose: str, key: EllipticCurvePrivateKey, *, begins: timedelta, ends: timedelta
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        begun = (
            x509.CertificateBuilder()
            .subject_name(_named(whose))
            .issuer_name(_named(self.name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + begins)
            .not_valid_after(now + ends)
        )
        if self.flaw != "no own number":
            own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
            begun = begun.add_extension(own, critical=False)
        if self.flaw != "no issuer's number":
            issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
            begun = begun.add_extension(issuer, critical=False)
        return begun


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
