# ruff: noqa: E501 - a pattern broken over lines is harder to read than a long one
"""Ways to reach a person: e-mail and address, and the addresses of machines."""

from __future__ import annotations

import ipaddress
import re

from tasks.sensitive.detector import Confidence, Detector


def is_email(value: str) -> bool:
    """Whether `value` has the parts of an address that can be delivered (RFC 5321: local part, dotted domain)."""
    local, _, domain = value.rpartition("@")
    labels = domain.split(".")
    return (
        0 < len(local) <= 64
        and ".." not in value
        and all(0 < len(label) <= 63 for label in labels)
        and not labels[-1].isdigit()
    )


def is_ip_address(value: str) -> bool:
    """Whether `value` is an IPv4 or IPv6 address that can name one host (RFC 791, RFC 4291)."""
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return not (address.is_unspecified or address.is_multicast)


def is_plain_ipv4(value: str) -> bool:
    """Whether an IPv4 address looks like no section or version number: a first part of two digits, two parts above 31."""
    return is_ip_address(value) and value[1] != "." and sum(int(part) > 31 for part in value.split(".")) >= 2


def is_mac_address(value: str) -> bool:
    """Whether `value` is no run of decimal pairs, such as times, nor all one digit."""
    return len(set(re.sub(r"[^0-9a-f]", "", value.lower()))) > 2


_IP_CUES = r"ip(?:v4|v6)?(?:[- ]?(?:address|adresse|addr))?|client_ip|hosts?|server|tjener|address|adresse|gateway|dns|ping|subnet|nett\w*|network|router|login from|logged in from|vpn|proxy|firewall|brannmur"
_MAC_CUES = r"mac(?:[- ]?(?:address|adresse|addr))?|hwaddr|ethernet|ether|bssid|wlan|wi-?fi|nic|nettverkskort|bluetooth|physical address|fysisk adresse"

_STREET_NO = r"(?:[A-Z\xc0-\xde][\w\xc0-\xff.'-]*(?: [A-Z\xc0-\xde][\w\xc0-\xff.'-]*)? ?)?[\w\xc0-\xff]*(?:gat[ae]n?|veg(?:en)?|vei(?:en)?|v\.|gt\.|all[e\xe9]en?|plass(?:en)?|torg(?:et)?|bakken|stien|kaien?|brygg[ae]n?|svingen|terrasse|krok(?:en)?|tunet|lia|haugen|v[\xe4\xe6]gen|vej(?:en)?|g\xe5rden)"
_TOWN = r"[A-Z\xc0-\xde][\w\xc0-\xff]+(?:(?: i)?[ -][A-Z\xc0-\xde][\w\xc0-\xff]*){0,2}"
_STREET_EN = r"(?:[A-Z][\w\xc0-\xff.'-]+ ){1,3}(?:Street|Road|Avenue|Lane|Drive|Close|Crescent|Terrace|Boulevard|Court|Way|Square|Gardens|Place|Grove|Hill|St|Rd|Ave|Ln|Dr|Blvd)\b\.?"
_UK_POSTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}"
_US_ZIP = r"[A-Z]{2} [0-9]{5}(?:-[0-9]{4})?"
_ADDRESS_CUES = r"(?:home |private |postal |post|besøks|bosteds|privat|hjemme|street |mailing |billing |visiting )?(?:addresse?s?|adress[ea]?n?)|lives (?:at|in|on)|living at|resid(?:es|ing) (?:at|in)|bor i|bor p[åa]|bosatt|hjemsted|send to|sent to|ship to|deliver to|bopel|adr"

CONTACTS = (
    Detector(
        "EMAIL_ADDRESS",
        r"[a-z0-9\xc0-\xff][a-z0-9\xc0-\xff._%+'-]{0,63}@(?:[a-z0-9\xc0-\xff](?:[a-z0-9\xc0-\xff-]{0,62})\.)+[a-z\xc0-\xff]{2,24}",
        Confidence(cue=0.98, bare=0.98, against=0.98),
        is_email,
        folded=True,
        reason="parts",
        glue=b"@",
        needs=(b"@",),
    ),
    Detector(
        "URL",
        r"(?:https?|ftp)://(?:[a-z0-9\xc0-\xff-]+\.)+[a-z\xc0-\xff]{2,24}(?::[0-9]{2,5})?(?:/(?:[^\s<>\"'|\\^`{}\x01]*[^\s<>\"'|\\^`{}\x01.,;:)\]!?])?)?",
        Confidence(cue=0.95, bare=0.95, against=0.95),
        folded=True,
        needs=(b"://",),
    ),
    Detector(
        "URL",
        r"www\.(?:[a-z0-9\xc0-\xff-]+\.)+[a-z\xc0-\xff]{2,24}(?:/(?:[^\s<>\"'|\\^`{}\x01]*[^\s<>\"'|\\^`{}\x01.,;:)\]!?])?)?",
        Confidence(cue=0.9, bare=0.45, against=0.45),
        cues=r"web ?(?:site|page)?|home ?page|url|link|lenke|hjemmeside|nettside|nettsted|visit|www",
        folded=True,
        glue=b"/.@",
        needs=(b"www.",),
    ),
    Detector(
        "IP_ADDRESS",
        r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}",
        Confidence(cue=0.95, bare=0.25, against=0.05),
        is_ip_address,
        _IP_CUES,
        glue=b".-",
        reason="parts",
    ),
    Detector(
        "IP_ADDRESS",
        r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}",
        Confidence(cue=0.95, bare=0.85, against=0.05),
        is_plain_ipv4,
        _IP_CUES,
        glue=b".-",
        reason="parts",
    ),
    Detector(
        "IP_ADDRESS",
        r"(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}",
        Confidence(cue=0.95, bare=0.85, against=0.85),
        is_ip_address,
        _IP_CUES,
        glue=b":.",
        folded=True,
        reason="parts",
    ),
    Detector(
        "MAC_ADDRESS",
        r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|(?:[0-9a-f]{2}-){5}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}",
        Confidence(cue=0.97, bare=0.85, against=0.3),
        lambda value: is_mac_address(value) and any(c.isalpha() for c in value),
        _MAC_CUES,
        glue=b":-.",
        folded=True,
        reason="parts",
    ),
    Detector(
        "MAC_ADDRESS",
        r"(?:[0-9]{2}:){5}[0-9]{2}|(?:[0-9]{2}-){5}[0-9]{2}",
        Confidence(cue=0.9, bare=0.1, against=0.1),
        is_mac_address,
        _MAC_CUES,
        glue=b":-.",
        reason="parts",
    ),
    Detector(
        "LOCATION",
        rf"{_STREET_NO} ?[0-9]{{1,4}} ?[A-Za-z]?(?:,? ?\n? ?(?:NO?-)?[0-9]{{4}} {_TOWN})",
        Confidence(cue=0.98, bare=0.98, against=0.98),
        cues=_ADDRESS_CUES,
    ),
    Detector(
        "LOCATION",
        rf"{_STREET_NO} [0-9]{{1,4}} ?[A-Za-z]?",
        Confidence(cue=0.9, bare=0.45, against=0.4),
        cues=_ADDRESS_CUES,
    ),
    Detector(
        "LOCATION",
        rf"(?:Flat [0-9A-Z]+,? )?[0-9]{{1,5}}[A-Za-z]? {_STREET_EN}(?:,? ?\n? ?(?:Apt|Suite|Unit|Flat)\.? ?[0-9A-Z]+)?(?:,? ?\n? ?{_TOWN}){{0,2}},? ?\n? ?(?:{_UK_POSTCODE}|{_US_ZIP})",
        Confidence(cue=0.98, bare=0.98, against=0.98),
        cues=_ADDRESS_CUES,
    ),
    Detector(
        "LOCATION",
        rf"[0-9]{{1,5}}[A-Za-z]? {_STREET_EN}",
        Confidence(cue=0.9, bare=0.4, against=0.3),
        cues=_ADDRESS_CUES,
    ),
    Detector(
        "LOCATION",
        rf"(?:Postboks|Pb\.?|Boks|P\.? ?O\.? Box|Box|Postbox|POB) [0-9]{{1,6}}(?: [A-Z\xc0-\xde][\w\xc0-\xff]+)?(?:,? ?\n? ?(?:N[O]?-)?[0-9]{{4,5}} {_TOWN}|,? ?\n? ?(?:{_TOWN},? )?(?:{_UK_POSTCODE}|{_US_ZIP}))",
        Confidence(cue=0.97, bare=0.93, against=0.9),
        cues=_ADDRESS_CUES,
    ),
    Detector(
        "LOCATION",
        r"(?:Postboks|P\.? ?O\.? Box|Postbox|POB|PSC|Unit) [0-9]{1,6}(?:,? Box [0-9]{1,5})?",
        Confidence(cue=0.9, bare=0.45, against=0.3),
        cues=_ADDRESS_CUES,
    ),
)
