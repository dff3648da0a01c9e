"""Makes signatures.json from nothing but what docs/dns.md says, with python3-cryptography.

    python3 signatures.py > signatures.json

Keys and signatures are other ones each time, so run it only when the format changes.
"""

import base64
import datetime
import hashlib
import ipaddress
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = 1796083200  # 2026-12-01T00:00:00Z
DAY = 86400
HOST = "dl.example.org"
OTHER = "www.example.org"


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    if isinstance(value, list):
        return b"l" + b"".join(map(bencode, value)) + b"e"
    items = sorted((key.encode(), item) for key, item in value.items())
    return b"d" + b"".join(bencode(key) + bencode(item) for key, item in items) + b"e"


def b64(data):
    return base64.b64encode(data).decode()


def strings(text):
    return [text[at : at + 255] for at in range(0, len(text), 255)]


def path_hash(path):
    return hashlib.sha1(path.encode()).hexdigest()


# Certificates


def name(common):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def date(year):
    return datetime.datetime(year, 1, 1, tzinfo=datetime.timezone.utc)


def certificate(subject, key, issuer, issuer_key, hosts=(), ca=False, years=(2026, 2126), usage=None):
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(date(years[0]))
        .not_valid_after(date(years[1]))
        .add_extension(x509.BasicConstraints(ca, None), True)
        .add_extension(
            x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False), True
        )
    )
    if not ca:
        usages = [usage or ExtendedKeyUsageOID.SERVER_AUTH]
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), False)
    if hosts:
        names = [
            x509.IPAddress(ipaddress.ip_address(host))
            if host[0].isdigit()
            else x509.DNSName(host)
            for host in hosts
        ]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), False)
    return builder.sign(issuer_key, hashes.SHA256())


def der(cert):
    return cert.public_bytes(serialization.Encoding.DER)


root_key = ec.generate_private_key(ec.SECP256R1())
root = certificate("Root of the vectors", root_key, "Root of the vectors", root_key, ca=True)
middle_key = ec.generate_private_key(ec.SECP256R1())
middle = certificate("Authority of the vectors", middle_key, "Root of the vectors", root_key, ca=True)
stranger_key = ec.generate_private_key(ec.SECP256R1())
stranger = certificate("Authority of the vectors", stranger_key, "Somebody", stranger_key, ca=True)

KEYS = {
    "ec": ec.generate_private_key(ec.SECP256R1()),
    "ec384": ec.generate_private_key(ec.SECP384R1()),
    "ec521": ec.generate_private_key(ec.SECP521R1()),
    "rsa": rsa.generate_private_key(65537, 2048),
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
}
ALL = (HOST, OTHER, "*.s3.example.org", "192.0.2.1")
CHAINS = {}


def chain(*certificates):
    document = bencode({"certificates": [der(cert) for cert in certificates]})
    identity = hashlib.sha256(document).hexdigest()[:40]
    CHAINS[identity] = b64(document)
    return identity


def served(key, **more):
    more.setdefault("hosts", ALL)
    return certificate("server", KEYS[key], "Authority of the vectors", middle_key, **more)


RIGHT = {key: chain(served(key), middle) for key in KEYS}
EXPIRED = chain(served("ec", years=(2024, 2025)), middle)
ELSEWHERE = chain(served("ec", hosts=("elsewhere.example",)), middle)
NAMELESS = chain(served("ec", hosts=()), middle)
CLIENT = chain(served("ec", usage=ExtendedKeyUsageOID.CLIENT_AUTH), middle)
UNTRUSTED = chain(
    certificate("server", KEYS["ec"], "Authority of the vectors", stranger_key, hosts=ALL), stranger
)
SELF_SIGNED = chain(certificate(HOST, KEYS["ec"], HOST, KEYS["ec"], hosts=ALL))

# Torrents


def torrent(file="file.iso", seed="https://dl.example.org/seed/file.iso", pieces=b"\1" * 40):
    info = {"length": 32768, "name": file, "piece length": 16384, "pieces": pieces}
    return {"announce": "https://dl.example.org/announce", "info": info, "url-list": [seed]}


MAGNET = "magnet:?xt=urn:btih:" + "ab" * 20 + "&dn=file.iso&tr=https%3A%2F%2Fdl.example.org%2Fannounce"

ALGORITHMS = {
    "rsa_pkcs1_sha256": lambda key, data: key.sign(data, padding.PKCS1v15(), hashes.SHA256()),
    "rsa_pss_rsae_sha256": lambda key, data: key.sign(
        data, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256()
    ),
    "ecdsa_secp256r1_sha256": lambda key, data: key.sign(data, ec.ECDSA(hashes.SHA256())),
    "ecdsa_secp384r1_sha384": lambda key, data: key.sign(data, ec.ECDSA(hashes.SHA384())),
    "ecdsa_secp521r1_sha512": lambda key, data: key.sign(data, ec.ECDSA(hashes.SHA512())),
    "ed25519": lambda key, data: key.sign(data),
}


def signature(
    content,
    key="ec",
    algorithm="ecdsa_secp256r1_sha256",
    chain=None,
    date=NOW - DAY,
    path="/pub/file.iso",
    hosts=(HOST,),
    said=None,
):
    """The strings of the record; said replaces what it says after it was signed."""
    chain = chain or RIGHT[key]
    is_link = isinstance(content, str)
    data = content.encode() if is_link else bencode(content)
    statement = {
        "algorithm": algorithm,
        "chain": bytes.fromhex(chain),
        "content": hashlib.sha256(data).digest(),
        "date": date,
        "hosts": list(hosts),
        "target": bytes.fromhex(path_hash(path)),
    }
    message = (b"" if is_link else bencode(content["info"])) + bencode(statement)
    signed = ALGORITHMS.get(algorithm, ALGORITHMS["ecdsa_secp256r1_sha256"])(KEYS[key], message)
    fields = [
        ("a", algorithm),
        ("c", chain),
        ("d", str(date)),
        ("t", path_hash(path)),
        ("o", ",".join(hosts)),
        ("g", b64(signed)),
    ]
    fields = [(field, (said or {}).get(field, value)) for field, value in fields]
    return strings("v=bt1;" + ";".join(f"{field}={value}" for field, value in fields))


def record(content):
    return strings("v=bt1;m=" + content if isinstance(content, str) else b64(bencode(content)))


CASES = []


def case(title, verdict, *signatures, content=None, host=HOST, path="/pub/file.iso", **more):
    records = [record(content or torrent()), *signatures]
    CASES.append(
        {"name": title, "host": host, "path": path, "records": records, "verdict": verdict, **more}
    )


t = torrent()
case("right", "valid", signature(t), date=NOW - DAY)
case("right, P-384", "valid", signature(t, "ec384", "ecdsa_secp384r1_sha384"))
case("right, P-521", "valid", signature(t, "ec521", "ecdsa_secp521r1_sha512"))
case("right, RSA", "valid", signature(t, "rsa", "rsa_pkcs1_sha256"))
case("right, RSA-PSS", "valid", signature(t, "rsa", "rsa_pss_rsae_sha256"))
case("right, Ed25519", "valid", signature(t, "ed25519", "ed25519"))
case("right, one of two hosts", "valid", signature(t, hosts=(OTHER, HOST)))
case(
    "right, below a wildcard",
    "valid",
    signature(t, hosts=("*.s3.example.org",)),
    host="photos.s3.example.org",
)
case("right, an address", "valid", signature(t, hosts=("192.0.2.1",)), host="192.0.2.1")
case("right, a magnet link", "valid", signature(MAGNET), content=MAGNET)
case("right, by a clock that is 50 minutes ahead", "valid", signature(t, date=NOW + 3000))
case("right, 42 days old", "valid", signature(t, date=NOW - 42 * DAY))
case(
    "the newer of two",
    "valid",
    signature(t, date=NOW - 9 * DAY),
    signature(t, date=NOW - 2 * DAY),
    date=NOW - 2 * DAY,
)
case("one of two is right", "valid", signature(t, path="/other"), signature(t, "rsa", "rsa_pkcs1_sha256"))
case("no signature", "none")
case("a broken record", "malformed", signature(t, said={"d": "yesterday"}))
case("other path", "path", signature(t, path="/pub/other.iso"))
case("other host", "host", signature(t, hosts=(OTHER,)))
case("host two labels below a wildcard", "host", signature(t, hosts=("*.s3.example.org",)), host="a.b.s3.example.org")
case("certificate of another host", "certificate-host", signature(t, chain=ELSEWHERE))
case("certificate that names no host", "certificate-host", signature(t, chain=NAMELESS))
case("expired", "expired", signature(t, date=NOW - 43 * DAY))
case("from the future", "future", signature(t, date=NOW + 7200))
case("expired certificate", "certificate-expired", signature(t, chain=EXPIRED))
case("certificate for clients", "certificate", signature(t, chain=CLIENT))
case("untrusted root", "untrusted", signature(t, chain=UNTRUSTED))
case("certificate that vouches for itself", "untrusted", signature(t, chain=SELF_SIGNED))
case("altered info", "altered", signature(t), content=torrent(pieces=b"\2" * 40))
case("altered url-list", "altered", signature(t), content=torrent(seed="https://evil.example/file.iso"))
case("altered link", "altered", signature(MAGNET), content=MAGNET + "&tr=udp%3A%2F%2Fevil.example%3A1")
case("altered date", "altered", signature(t, date=NOW - 50 * DAY, said={"d": str(NOW - DAY)}))
case("altered path", "altered", signature(t, path="/other", said={"t": path_hash("/pub/file.iso")}))
case("altered host", "altered", signature(t, hosts=(OTHER,), said={"o": HOST}))
case("another signature", "altered", signature(t, said={"g": b64(bytes.fromhex("3006020101020101"))}))
case("unknown algorithm", "algorithm", signature(t, algorithm="rot13_sha1"))
case("algorithm for another key", "key", signature(t, said={"c": RIGHT["rsa"]}))
case("certificates are not there", "chain", signature(t, said={"c": "00" * 20}))

print(
    json.dumps(
        {
            "now": NOW,
            "roots": [b64(der(root))],
            "keys": {
                key: b64(
                    value.private_bytes(
                        serialization.Encoding.DER,
                        serialization.PrivateFormat.PKCS8,
                        serialization.NoEncryption(),
                    )
                )
                for key, value in KEYS.items()
            },
            "served": RIGHT,
            "chains": CHAINS,
            "cases": CASES,
        },
        indent=1,
    )
)
