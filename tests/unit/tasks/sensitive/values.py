# ruff: noqa: E501 - one line of text a line of the table
"""Made-up values of every type, right and wrong, drawn with a seed; none belongs to anybody."""

from __future__ import annotations

import base64
import json
import random
import string
from collections.abc import Callable
from datetime import date, timedelta

from stdnum import iban, luhn
from stdnum.dk import cpr
from stdnum.fi import hetu
from stdnum.nl import bsn
from stdnum.no import fodselsnummer, kontonr
from stdnum.se import personnummer

from tasks.sensitive.secrets import crc32_base62

Draw = Callable[[random.Random], str]


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices(string.digits, k=count))


def until(rng: random.Random, draw: Draw, accept: Callable[[str], bool]) -> str:
    """Draw until a value is accepted: the validators of python-stdnum make the numbers, not our arithmetic."""
    while not accept(value := draw(rng)):
        pass
    return value


def birthday(rng: random.Random) -> date:
    return date(1945, 1, 1) + timedelta(days=rng.randrange(365 * 55))


def card(rng: random.Random) -> str:
    prefix, length = rng.choice([("4", 16), ("52", 16), ("2231", 16), ("37", 15), ("6011", 16), ("3530", 16)])
    body = prefix + digits(rng, length - len(prefix) - 1)
    return body + luhn.calc_check_digit(body)


def bank_account(rng: random.Random) -> str:
    return until(rng, lambda r: str(r.randint(1000, 9999)) + digits(r, 7), kontonr.is_valid)


def iban_code(rng: random.Random) -> str:
    if rng.random() < 0.5:
        body, country = bank_account(rng), "NO"
    else:
        body, country = "".join(rng.choices(string.ascii_uppercase, k=4)) + digits(rng, 14), "GB"
    return country + iban.calc_check_digits(country + "00" + body) + body


def birth_number(rng: random.Random) -> str:
    def draw(r: random.Random) -> str:
        day = birthday(r)
        first = day.day + (40 if r.random() < 0.3 else 0)
        return f"{first:02d}{day:%m%y}{digits(r, 5)}"

    return until(rng, draw, fodselsnummer.is_valid)


def danish(rng: random.Random) -> str:
    return until(
        rng, lambda r: f"{birthday(r):%d%m%y}{digits(r, 4)}", lambda v: cpr.is_valid(v) and cpr.checksum(v) == 0
    )


def swedish(rng: random.Random) -> str:
    return until(rng, lambda r: f"{birthday(r):%y%m%d}-{digits(r, 4)}", personnummer.is_valid)


def finnish(rng: random.Random) -> str:
    alphabet = "0123456789ABCDEFHJKLMNPRSTUVWXY"
    return until(rng, lambda r: f"{birthday(r):%d%m%y}-{r.randint(2, 899):03d}{r.choice(alphabet)}", hetu.is_valid)


def dutch(rng: random.Random) -> str:
    return until(rng, lambda r: str(r.randint(1, 9)) + digits(r, 8), bsn.is_valid)


def british(rng: random.Random) -> str:
    pair = rng.choice("ABCEGHJKLMNOPRSTWXYZ") + rng.choice("ABCEGHJKLMPRSTWXYZ")
    if pair in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}:
        pair = "AB"
    return pair + digits(rng, 6) + rng.choice("ABCD")


def american(rng: random.Random) -> str:
    area = rng.choice([*range(1, 666), *range(667, 900)])
    return f"{area:03d}-{rng.randint(1, 99):02d}-{rng.randint(1, 9999):04d}"


def norwegian_phone(rng: random.Random) -> str:
    number = rng.choice(["4", "9"]) + str(rng.randint(0, 9)) + digits(rng, 6)
    if rng.random() < 0.5:
        number = "22" + str(rng.randint(1, 9)) + digits(rng, 5)
        return f"{number[:2]} {number[2:4]} {number[4:6]} {number[6:]}"
    return f"{number[:3]} {number[3:5]} {number[5:]}"


def email(rng: random.Random) -> str:
    name = "".join(rng.choices(string.ascii_lowercase, k=rng.randint(3, 9)))
    host = "".join(rng.choices(string.ascii_lowercase, k=rng.randint(3, 9)))
    return (
        f"{name}{rng.choice(['', '.ab', '_c', '+tag', '7'])}@{host}.{rng.choice(['no', 'com', 'co.uk', 'example.org'])}"
    )


def ip_address(rng: random.Random) -> str:
    return f"{rng.choice([10, 172, 192, 81, 129, 203])}.{rng.randint(33, 254)}.{rng.randint(0, 254)}.{rng.randint(40, 254)}"


def mac_address(rng: random.Random) -> str:
    pairs = [f"{rng.randint(0, 255):02x}" for _ in range(5)] + [f"{rng.randint(10, 15):x}{rng.choice('abcdef')}"]
    value = rng.choice([":", "-"]).join(pairs)
    return value.upper() if rng.random() < 0.5 else value


def address(rng: random.Random) -> str:
    street = rng.choice(
        ["Storgata", "Kirkeveien", "Strandgaten", "Fjellvegen", "Havnegata", "Bjørkealleen", "Øvre Torggate"]
    )
    town = rng.choice(["Oslo", "Bergen", "Stavanger", "Tromsø", "Mo i Rana", "Ålesund"])
    return rng.choice(
        [
            f"{street} {rng.randint(1, 180)}, {rng.randint(150, 9990):04d} {town}",
            f"{street} {rng.randint(1, 80)}{rng.choice('ABC')}, {rng.randint(1000, 9990)} {town}",
            f"Postboks {rng.randint(1, 900)}, {rng.randint(150, 9990):04d} {town}",
            f"{rng.randint(1, 200)} {rng.choice(['High Street', 'Station Road', 'Union Street', 'Mill Lane'])}, Aberdeen AB{rng.randint(10, 25)} {rng.randint(1, 9)}QT",
        ]
    )


def date_text(rng: random.Random) -> str:
    day = birthday(rng)
    return rng.choice([f"{day:%d.%m.%Y}", f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day.day} {day:%B} {day.year}"])


def token_body(rng: random.Random, count: int, letters: str = string.ascii_letters + string.digits) -> str:
    body = "".join(rng.choices(letters, k=count - 4))
    return body + rng.choice("ghjkm") + rng.choice("2345") + rng.choice("QRST") + rng.choice("6789")


def private_key(rng: random.Random) -> str:
    kind = rng.choice(["RSA ", "EC ", "OPENSSH ", ""])
    lines = "\n".join(token_body(rng, 64) for _ in range(4))
    return f"-----BEGIN {kind}PRIVATE KEY-----\n{lines}\n-----END {kind}PRIVATE KEY-----"


def github_token(rng: random.Random) -> str:
    body = token_body(rng, 30)
    return rng.choice(["ghp_", "gho_", "ghs_"]) + body + crc32_base62(body)


def service_token(rng: random.Random) -> str:
    return rng.choice(
        [
            "glpat-" + token_body(rng, 20),
            "xoxb-" + digits(rng, 12) + "-" + token_body(rng, 24),
            "sk_live_" + token_body(rng, 24),
            "SG." + token_body(rng, 22) + "." + token_body(rng, 43),
            "hf_" + token_body(rng, 34),
            "dop_v1_" + "".join(rng.choices("0123456789abcdef", k=64)),
        ]
    )


def aws_key(rng: random.Random) -> str:
    return "AKIA" + "".join(rng.choices(string.ascii_uppercase + "234567", k=16))


def google_key(rng: random.Random) -> str:
    return "AIza" + token_body(rng, 35)


def azure_key(rng: random.Random) -> str:
    return base64.b64encode(rng.randbytes(64)).decode()


def jwt(rng: random.Random) -> str:
    def part(content: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

    return f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part({'sub': digits(rng, 8)})}.{token_body(rng, 43)}"


def password(rng: random.Random) -> str:
    word = "".join(rng.choices(string.ascii_lowercase, k=rng.randint(4, 8)))
    return word.capitalize() + digits(rng, 2) + rng.choice("!#%&?")


def random_string(rng: random.Random) -> str:
    return token_body(rng, rng.choice([24, 32, 40]))


def connection_password(rng: random.Random) -> tuple[str, str]:
    """Return a connection string, and the password in it."""
    secret = password(rng).rstrip("!#%&?") + token_body(rng, 6)
    user, host = "".join(rng.choices(string.ascii_lowercase, k=5)), "".join(rng.choices(string.ascii_lowercase, k=6))
    line = rng.choice(
        [
            f"postgresql://{user}:{secret}@{host}.local:5432/wells",
            f"mongodb+srv://{user}:{secret}@{host}.example.org/db",
            f"https://{user}:{secret}@{host}.example.com/api",
            f"Server={host};Database=wells;User Id={user};Password={secret};",
        ]
    )
    return line, secret


def service_account(rng: random.Random) -> str:
    fields = {"type": "service_account", "project_id": "wells", "private_key_id": token_body(rng, 40)}
    return json.dumps({**fields, "client_email": email(rng)}, indent=rng.choice([None, 2]))


def url(rng: random.Random) -> str:
    host = "".join(rng.choices(string.ascii_lowercase, k=rng.randint(3, 12)))
    path = rng.choice(["", "/", "/a/b.html", f"/page?id={digits(rng, 3)}"])
    return (
        f"{rng.choice(['http', 'https'])}://{rng.choice(['', 'www.'])}{host}.{rng.choice(['no', 'com', 'co.uk'])}{path}"
    )


def wrong_digit(value: str, rng: random.Random) -> str:
    """Change the last digit, so that the check fails."""
    place = max(i for i, c in enumerate(value) if c.isdigit())
    return value[:place] + str((int(value[place]) + rng.randint(1, 8)) % 10) + value[place + 1 :]
