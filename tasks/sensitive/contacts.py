"""Ways to reach a person: e-mail, telephone, address, and the addresses of machines."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberType

from tasks.sensitive.detector import Confidence, Detector
from tasks.sensitive.finding import Candidate
from tasks.sensitive.view import View

# The regions whose national forms are read when no country code is given, the documents' own first.
REGIONS = ("NO", "GB", "US", "DK", "SE", "NL", "FI", "DE", "FR")
# Numbers of services, not of persons: freephone, shared cost, premium rate (ITU-T E.164.1, E.169).
_SERVICE = frozenset({PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.UAN})


def is_email(value: str) -> bool:
    """Whether `value` has the parts of an address that can be delivered (RFC 5321: local part, dotted domain)."""
    local, _, domain = value.rpartition("@")
    labels = domain.split(".")
    return 0 < len(local) <= 64 and ".." not in value and all(0 < len(label) <= 63 for label in labels) and not labels[-1].isdigit()


def is_ip_address(value: str) -> bool:
    """Whether `value` is an IPv4 or IPv6 address that can name one host (RFC 791, RFC 4291)."""
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return not (address.is_unspecified or address.is_multicast)


def is_plain_ipv4(value: str) -> bool:
    """Whether an IPv4 address looks like no section or version number: two parts or more above 31."""
    return is_ip_address(value) and sum(int(part) > 31 for part in value.split(".")) >= 2


def is_mac_address(value: str) -> bool:
    """Whether `value` is no run of decimal pairs, such as times, nor all one digit."""
    return len(set(re.sub(r"[^0-9a-f]", "", value.lower()))) > 2


def is_international(value: str) -> bool:
    """Whether `value` is a number with country code that its country's plan allows (libphonenumber's metadata)."""
    plus = re.sub(r"^00", "+", value.strip())
    return _is_dialable(plus, None)


def is_national(value: str) -> bool:
    """Whether `value` is a valid number of one of `REGIONS`, and of no service."""
    return any(_is_dialable(value, region) for region in REGIONS)


def _is_dialable(value: str, region: str | None) -> bool:
    try:
        number = phonenumbers.parse(value.replace("\n", " "), region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) not in _SERVICE


_FREE = re.compile(r"\D*0?(?:800|808|845|844|843|870|871|872|900|815)\b|\D*815\d\d|\D*1[-. ]8(?:00|88|77|66|55)\b")


def is_dialled(value: str) -> bool:
    """Whether `value` can be dialled: 7 to 15 digits (ITU-T E.164), no date, no service number."""
    digits = re.sub(r"\D", "", value.partition("x")[0])
    is_date = re.fullmatch(r"(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?|\d\d?[-./ ]\d\d?[-./ ](?:19|20)\d\d", value)
    is_years = re.fullmatch(r"(?:19|20)\d\d ?- ?(?:19|20)\d\d", value)
    return 7 <= len(digits) <= 15 and not is_date and not is_years and len(set(digits)) > 1 and not _FREE.match(value)


_PHONE_CUES = (
    r"(?:tele|mobil|smart|cell)?(?:ph|f)on(?:e|es|ed|s)?(?:s)?(?: (?:no|number|nr))?|ph|tel|tlf|telefonnr|telefonnummer|"
    r"mob(?:ile?)?(?:nr|nummer)?|mobiltelefon|mobilnr|cell|gsm|fax|faks|telefaks|telefax|call(?: me| us| him| her)?(?: on| at)?|called|"
    r"ring(?: meg| oss)?(?: p[åa])?|sms|text me|whatsapp|signal|desk|office|direct(?: line)?|switchboard|sentralbord|"
    r"answering(?: at)?|messages? to|registered|contact(?: me)?(?: on| at)?|kontakt\w*|reach (?:me|us|him|her)(?: on| at)?|"
    r"hotline|vakt(?:telefon|mobil)?|beredskapstelefon|kontor|nummeret (?:mitt|hans|hennes)|puhelin|puh|matkapuhelin|"
    r"telefoon|mobiel|rufnummer|handy|t[ée]l[ée]phone|nummer til"
)
_PHONE_AGAINST = r"fnr|personnr|kontonr|konto|account|card|kort|ssn|cpr|bsn|date|dato|rate|lpm|rpm|spm|ppg|ppf|iban"
_IP_CUES = r"ip(?:v4|v6)?(?:[- ]?(?:address|adresse|addr))?|client_ip|hosts?|server|tjener|address|adresse|gateway|dns|ping|subnet|nett\w*|network|router|login from|logged in from|vpn|proxy|firewall|brannmur"
_MAC_CUES = r"mac(?:[- ]?(?:address|adresse|addr))?|hwaddr|ethernet|ether|bssid|wlan|wi-?fi|nic|nettverkskort|bluetooth|physical address|fysisk adresse"

_STREET_NO = r"(?:[A-Z\xc0-\xde][\w\xc0-\xff.'-]*(?: [A-Z\xc0-\xde][\w\xc0-\xff.'-]*)? ?)?[\w\xc0-\xff]*(?:gat[ae]n?|veg(?:en)?|vei(?:en)?|v\.|gt\.|all[e\xe9]en?|plass(?:en)?|torg(?:et)?|bakken|stien|kaien?|brygg[ae]n?|svingen|terrasse|krok(?:en)?|tunet|lia|haugen|v[\xe4\xe6]gen|vej(?:en)?|g\xe5rden)"
_TOWN = r"[A-Z\xc0-\xde][\w\xc0-\xff]+(?:[ -][A-Z\xc0-\xdei][\w\xc0-\xff]*){0,2}"
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
    ),
    Detector(
        "URL",
        r"(?:https?|ftp)://(?:[a-z0-9\xc0-\xff-]+\.)+[a-z\xc0-\xff]{2,24}(?::[0-9]{2,5})?(?:/[^\s<>\"'|\\^`{}]*)?",
        Confidence(cue=0.95, bare=0.95, against=0.95),
        folded=True,
    ),
    Detector(
        "URL",
        r"www\.(?:[a-z0-9\xc0-\xff-]+\.)+[a-z\xc0-\xff]{2,24}(?:/[^\s<>\"'|\\^`{}]*)?",
        Confidence(cue=0.55, bare=0.55, against=0.55),
        folded=True,
        glue=b"/.@",
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
        "PHONE_NUMBER",
        r"\+[0-9]{1,3}[ .-]?(?:\(0\))?(?:[ .\n-]?\(?[0-9]{1,5}\)?){2,6}(?: ?(?:x|ext\.? ?)[0-9]{1,5})?",
        Confidence(cue=0.98, bare=0.9, against=0.4),
        is_international,
        _PHONE_CUES,
        _PHONE_AGAINST,
        glue=b"/",
        reason="numbering plan",
    ),
    Detector(
        "PHONE_NUMBER",
        r"(?:00[0-9]{1,3}[ .-]|\()?[0-9]{1,5}\)?(?:[ .\n-]?\(?[0-9]{1,8}\)?){0,6}(?: ?(?:x|ext\.? ?)[0-9]{1,5})?",
        Confidence(cue=0.97, bare=0.25),
        is_national,
        _PHONE_CUES,
        _PHONE_AGAINST,
        glue=b"/.,:",
        reason="numbering plan",
    ),
    Detector(
        "PHONE_NUMBER",
        r"[+(]?(?:[0-9]{1,5}\)?)(?:[ .-]{0,2}\(?[0-9]{1,8}\)?){0,6}(?: ?(?:x|ext\.? ?)[0-9]{1,5})?",
        Confidence(cue=0.9, bare=0.1),
        is_dialled,
        _PHONE_CUES,
        _PHONE_AGAINST,
        glue=b"/,:",
        reason="parts",
    ),
    Detector(
        "LOCATION",
        rf"{_STREET_NO} ?[0-9]{{1,4}} ?[A-Za-z]?(?:,? ?\n? ?[0-9]{{4}} {_TOWN})",
        Confidence(cue=0.97, bare=0.93, against=0.93),
        cues=_ADDRESS_CUES,
    ),
    Detector("LOCATION", rf"{_STREET_NO} [0-9]{{1,4}} ?[A-Za-z]?", Confidence(cue=0.9, bare=0.55, against=0.4), cues=_ADDRESS_CUES),
    Detector(
        "LOCATION",
        rf"(?:Flat [0-9A-Z]+,? )?[0-9]{{1,5}}[A-Za-z]? {_STREET_EN}(?:,? ?\n? ?(?:Apt|Suite|Unit|Flat)\.? ?[0-9A-Z]+)?(?:,? ?\n? ?{_TOWN}){{0,2}},? ?\n? ?(?:{_UK_POSTCODE}|{_US_ZIP})",
        Confidence(cue=0.97, bare=0.93, against=0.93),
        cues=_ADDRESS_CUES,
    ),
    Detector("LOCATION", rf"[0-9]{{1,5}}[A-Za-z]? {_STREET_EN}", Confidence(cue=0.9, bare=0.4, against=0.3), cues=_ADDRESS_CUES),
    Detector(
        "LOCATION",
        rf"(?:Postboks|Pb\.?|Boks|P\.? ?O\.? Box|Box|Postbox|POB) [0-9]{{1,6}}(?: [A-Z\xc0-\xde][\w\xc0-\xff]+)?(?:,? ?\n? ?(?:N[O]?-)?[0-9]{{4,5}} {_TOWN}|,? ?\n? ?(?:{_TOWN},? )?(?:{_UK_POSTCODE}|{_US_ZIP}))",
        Confidence(cue=0.97, bare=0.93, against=0.9),
        cues=_ADDRESS_CUES,
    ),
    Detector(
        "LOCATION",
        r"(?:Postboks|P\.? ?O\.? Box|Postbox|POB|PSC|Unit) [0-9]{1,6}(?:,? Box [0-9]{1,5})?",
        Confidence(cue=0.9, bare=0.5, against=0.3),
        cues=_ADDRESS_CUES,
    ),
)


def trim_url(view: View, candidates: Iterator[Candidate]) -> Iterator[Candidate]:
    """Leave out the full stop or bracket that ends the sentence around an address (RFC 3986, appendix C)."""
    for found in candidates:
        end = found.end
        while view.raw[end - 1 : end] in (b".", b",", b";", b":", b")", b"]", b"!", b"?"):
            end -= 1
        yield found._replace(end=end)
