# ruff: noqa: E501 - a pattern broken over lines is harder to read than a long one
"""Secrets: keys and tokens by their issuers' prefix and check, passwords beside their keyword."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import zlib
from collections import Counter

from tasks.sensitive.detector import Confidence, Detector

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SURE = Confidence(cue=0.98, bare=0.98, against=0.98)


def crc32_base62(body: str) -> str:
    """Return the six base-62 digits of CRC-32 that GitHub and npm put at the end of their tokens.

    References
    ----------
    GitHub, "Behind GitHub's new authentication token formats", 2021.
    """
    rest, digits = zlib.crc32(body.encode("ascii", "replace")), ""
    while rest:
        rest, digit = divmod(rest, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(6, "0")


def has_token_check(value: str) -> bool:
    """Whether the CRC-32 at the end of a GitHub or npm token is right."""
    body = value.partition("_")[2]
    return crc32_base62(body[:-6]) == body[-6:]


def is_jwt(value: str) -> bool:
    """Whether the first part of `value` is the base64url of a JOSE header (RFC 7519, section 5)."""
    head = value.partition(".")[0]
    try:
        header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (ValueError, binascii.Error):
        return False
    return isinstance(header, dict) and "alg" in header


def entropy_bits(value: str) -> float:
    """Return the Shannon entropy of the characters of `value`, in bits per character (Shannon, 1948)."""
    shares = [count / len(value) for count in Counter(value).values()]
    return -sum(share * math.log2(share) for share in shares)


def looks_random(value: str) -> bool:
    """Whether `value` has two digits, letters and the entropy of a generated string rather than of a word."""
    if _PLACEHOLDER.search(value) or not re.search(r"\d.*\d", value) or not re.search(r"[A-Za-z]", value):
        return False
    is_hex = re.fullmatch(r"[0-9a-fA-F-]+", value)
    return entropy_bits(value) >= (2.7 if is_hex else 3.3)


# What stands after a password keyword when no password does.
_PLACEHOLDER = re.compile(
    r"^[<\[{(%$*#.•_-]|[>\]})]$|^(?:x+|\*+|\.+|-+|_+|none|null|nil|undefined|true|false|yes|no|n/?a|tbd|todo|empty|blank|"
    r"string|str|text|value|example|changeme|change_me|your[\w-]*|my[_-]?\w*password|password\d?|passord\d?|passwd|secret|"
    r"redacted|hidden|masked|required|requires?|reset|resett?ing|expired?s?|expiry|protected|policy|policies|manager|changes?d?|"
    r"forgotten|lost|same|see|sent|is|was|must|should|will|can|may|not|the|a|an|for|to|and|or|in|on|of|by|with|from|at|"
    r"this|that|it|here|below|above|attached|unknown|default|strong|weak|length|min|max|encrypted|hash|hashed|field|"
    r"p[åa]krevd|kreves|glemt|utl[øo]pt|utl[øo]per|endret|endres|se|sendes?|sendt|er|ble|m[åa]|skal|kan|b[øo]r|ikke|samme|som|"
    r"f[åa]s|og|eller|til|fra|med|ved|av|det|den|en|et|ei|vedlagt|under|over|ukjent|beskyttet|os\.\w+|getenv\w*|env\w*|"
    r"input|prompt|config\w*|self\.\w+|args\.\w+|settings\.\w+|request\.\w+|process\.env\S*|vault\S*)[.,;:]?$",
    re.IGNORECASE,
)


def is_password(value: str) -> bool:
    """Whether `value` mixes kinds of characters as a password does, and is no placeholder."""
    kinds = sum(bool(re.search(kind, value)) for kind in (r"[a-zà-ÿ]", r"[A-ZÀ-Þ]", r"\d", r"[^\w\s]"))
    trimmed = value.rstrip(".,;:)")
    return (
        not _PLACEHOLDER.search(value)
        and len(trimmed) >= 4
        and kinds >= 2
        and bool(re.search(r"[\d!@#$%^&*+=?~]", trimmed))
    )


def is_word_password(value: str) -> bool:
    """Whether `value`, alone after a colon or equals sign, is no placeholder (a password may be a word)."""
    return not _PLACEHOLDER.search(value) and len(value) >= 5


_CUE_WORDS = (
    r"(?:pass ?words?|pass-?phrase|passwd|pwd|pass|pw|pin[- ]?(?:code|kode)?|passord(?:et)?|l[\xf6o]senord(?:et)?|adgangskode(?:n)?|"
    r"kodeord(?:et)?|salasana|wachtwoord|passwort|kennwort|mot de passe|contrase[\xf1n]a|clave|senha|has\x01?[l\xff]o|"
    r"innloggingskode|p[\xe5a]loggingskode)"
)
_KEYWORD = (
    r"(?:(?:client|app|shared|consumer|webhook|signing|encryption|master|private|secret|access|api|auth|account|storage|"
    r"subscription|bearer|session|refresh|license|aws)[ _.-]?)*(?:secret|token|key|apikey|n[\xf8o]kkel(?:en)?|hemmelighet(?:en)?|"
    r"credentials?|bearer|authorization)(?:[ _.-]?(?:id|key|value|string))?"
)
_TIE = r"['\"]?[ \t]*(?::=|=>|[:=]|->)[ \t]*"

_B = r"(?:^|[^A-Za-z0-9_])"
_CRC_PREFIXES = (b"ghp_", b"gho_", b"ghs_", b"ghu_", b"ghr_", b"npm_")
_TOKENS = "|".join(
    (
        r"github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}",
        r"glpat-[0-9A-Za-z_-]{20,64}",
        r"xox[abeprs]-[0-9A-Za-z-]{10,250}|xapp-[0-9]-[0-9A-Za-z-]{20,150}",
        r"(?:sk|rk)_(?:live|test)_[0-9A-Za-z]{16,99}|whsec_[0-9A-Za-z]{24,64}",
        r"SG\.[0-9A-Za-z_-]{16,32}\.[0-9A-Za-z_-]{32,64}",
        r"pypi-AgE[0-9A-Za-z_-]{50,250}",
        r"sk-(?:proj-|ant-|svcacct-|or-)?[0-9A-Za-z_-]{20,180}",
        r"hf_[A-Za-z0-9]{30,40}",
        r"do[opr]_v1_[0-9a-f]{64}",
        r"dapi[0-9a-f]{32}",
        r"hv[bs]\.[0-9A-Za-z_-]{24,150}",
        r"dckr_pat_[0-9A-Za-z_-]{27}",
        r"lin_api_[0-9A-Za-z]{40}",
        r"gls?a?_[0-9A-Za-z_]{32,60}",
        r"ATATT3[0-9A-Za-z_=-]{30,250}",
        r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
        r"sq0(?:atp|csp|idp)-[0-9A-Za-z_-]{22,43}",
        r"ya29\.[0-9A-Za-z_-]{20,250}",
        r"key-[0-9a-f]{32}",
        r"NRAK-[A-Z0-9]{27}|NRII-[0-9A-Za-z_-]{32}",
        r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
        r"r8_[0-9A-Za-z]{37}|tfp_[0-9A-Za-z_-]{40,60}|rubygems_[0-9a-f]{48}|figd_[0-9A-Za-z_-]{40}",
        r"[0-9]{8,10}:AA[0-9A-Za-z_-]{33}",
        r"(?:SK|AC)[0-9a-f]{32}",
        r"EAAC[0-9A-Za-z]{30,200}",
        r"https://hooks\.slack\.com/services/T[0-9A-Z]{6,12}/B[0-9A-Z]{6,12}/[0-9A-Za-z]{20,26}",
        r"https://[a-z0-9.-]+\.webhook\.office\.com/webhookb2/[0-9A-Za-z@/-]{60,200}",
    )
)

SECRETS = (
    Detector(
        "SECRET_PRIVATE_KEY",
        r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-[^-]|--[^-])*(?:-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----)?",
        _SURE,
        needs=(b"private key",),
    ),
    Detector(
        "SECRET_PRIVATE_KEY",
        r"PuTTY-User-Key-File-[23]: [^\n]+(?:\n[A-Z][A-Za-z-]*: [^\n]*|\n[0-9A-Za-z+/=]+\r?)*",
        _SURE,
        needs=(b"putty-user-key",),
    ),
    Detector(
        "SECRET_AWS_KEY",
        rf"{_B}((?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{{16}})",
        _SURE,
        needs=(b"akia", b"asia", b"abia", b"acca"),
    ),
    Detector(
        "SECRET_AWS_KEY",
        rf"(?i:aws|amazon|secret[_ ]?access)[^\n]{{0,32}}?{_TIE}['\"]?([0-9A-Za-z/+]{{40}})",
        _SURE,
        looks_random,
        reason="entropy",
        needs=(b"aws", b"amazon", b"secret"),
    ),
    Detector("SECRET_GOOGLE_KEY", rf"{_B}(AIza[0-9A-Za-z_-]{{35}})", _SURE, needs=(b"aiza",)),
    Detector("SECRET_GOOGLE_KEY", rf"{_B}(GOCSPX-[0-9A-Za-z_-]{{28}})", _SURE, needs=(b"gocspx-",)),
    Detector(
        "SECRET_SERVICE_ACCOUNT",
        r"\{[^{}]{0,400}\"type\"\s*:\s*\"service_account\"[^{}]*\}?",
        _SURE,
        needs=(b"service_account",),
    ),
    Detector(
        "SECRET_AZURE_KEY",
        r"(?i:AccountKey|SharedAccessKey|account[_ ]key|storage[_ ]key)(?:['\"]?[ \t]*[:=][ \t]*['\"]?)([0-9A-Za-z+/]{43}=|[0-9A-Za-z+/]{86}==)",
        _SURE,
        needs=(b"key",),
    ),
    Detector("SECRET_AZURE_KEY", r"[?&]sig=([0-9A-Za-z%+/]{30,80}(?:=|%3[dD])?)", _SURE, needs=(b"sig=",)),
    Detector("SECRET_AZURE_KEY", rf"{_B}([0-9A-Za-z_~.-]{{3}}[78]Q~[0-9A-Za-z_~.-]{{31,34}})", _SURE, needs=(b"q~",)),
    Detector(
        "SECRET_TOKEN", rf"{_B}((?:gh[oprsu]|npm)_[0-9A-Za-z]{{36}})", _SURE, has_token_check, needs=_CRC_PREFIXES
    ),
    Detector(
        "SECRET_TOKEN",
        rf"{_B}((?:gh[oprsu]|npm)_[0-9A-Za-z]{{36,250}})",
        Confidence(cue=0.8, bare=0.7, against=0.7),
        looks_random,
        r"tokens?|secrets?|keys?",
        needs=_CRC_PREFIXES,
        reason="entropy",
    ),
    Detector("SECRET_TOKEN", rf"{_B}({_TOKENS})", _SURE, lambda v: entropy_bits(v) > 3.0, reason="entropy"),
    Detector(
        "SECRET_JWT",
        rf"{_B}(eyJ[0-9A-Za-z_-]{{8,}}\.[0-9A-Za-z_-]{{8,}}\.[0-9A-Za-z_-]*)",
        _SURE,
        is_jwt,
        needs=(b"eyj",),
        reason="header",
    ),
    Detector(
        "SECRET_CONNECTION_STRING",
        rf"{_B}(?:[a-z][a-z0-9+.-]{{1,30}})://[^\s:/@<>\"']{{0,64}}:([^\s/@<>\"'{{}}$*]{{2,128}})@[a-z0-9\xff\[.-]+",
        Confidence(cue=0.99, bare=0.99, against=0.99),
        lambda v: not _PLACEHOLDER.search(v) or len(v) > 12,
        folded=True,
        needs=(b"://",),
        reason="parts",
    ),
    Detector(
        "SECRET_CONNECTION_STRING",
        r"(?:server|data source|host|endpoint|addr|address|user id|uid|username|database|initial catalog)[ \t]*=[^;\n]{1,120};(?:[^;\n]{1,120};){0,8}?[ \t]*(?:password|pwd)[ \t]*=[ \t]*([^;\s\"']{3,128})",
        Confidence(cue=0.99, bare=0.99, against=0.99),
        lambda v: not _PLACEHOLDER.search(v),
        folded=True,
        needs=(b"password", b"pwd"),
        reason="parts",
    ),
    Detector(
        "SECRET_PASSWORD",
        r"(?:^|[^a-z])pin[ -]?(?:code|koden?|nummer|number)[ \t]*(?::|=|is|er)[ \t]*([0-9]{4,8})",
        Confidence(cue=0.9, bare=0.9, against=0.9),
        folded=True,
        needs=(b"pin",),
    ),
    Detector(
        "SECRET_PASSWORD",
        rf"(?i:(?:^|[^a-z\xc0-\xff]|_){_CUE_WORDS})(?:[ \t]+(?:for|til|to|of|p\xe5|on)[ \t][^\n:=]{{1,40}}?)?(?:{_TIE}|[ \t]+(?:is|er|[\xe4a]r|on|est|es|ist|lautet|satt til|set to|now|n[\xe5a])[ \t]*:?[ \t]+|[ \t]*\([^()\n]{{1,40}}\)[ \t]*[:=][ \t]*)['\"`]?([^\s'\"`,;|<>]{{4,64}})",
        Confidence(cue=0.93, bare=0.93, against=0.93),
        is_password,
        reason="context words",
    ),
    Detector(
        "SECRET_PASSWORD",
        rf"(?i:(?:^|[^a-z\xc0-\xff]|_){_CUE_WORDS}){_TIE}['\"`]?([a-zA-Z\xc0-\xff-]{{5,32}})['\"`]?[ \t]*(?:[\r\n;,|]|$)",
        Confidence(cue=0.62, bare=0.62, against=0.62),
        is_word_password,
        reason="context words",
    ),
    Detector(
        "SECRET_PASSWORD",
        r"[|\t;][ \t]*([^\s|;]{5,64})",
        Confidence(cue=0.85, bare=0.02),
        is_password,
        _CUE_WORDS,
        r"users?|user ?name|bruker\w*|login|name|navn|url|link|hosts?|system|e-?mail|e-?post",
        needs=(b"pass", b"pwd", b"l\xf6sen", b"kode"),
        reason="context words",
    ),
    Detector(
        "SECRET_HIGH_ENTROPY",
        r"[|\t;][ \t]*([0-9A-Za-z+/=_.~-]{20,256})",
        Confidence(cue=0.8, bare=0.02),
        looks_random,
        _KEYWORD,
        r"sha\w*|md5|hash|digest|sum|users?|brukere?|names?|navn|url|links?|lenke|hosts?|files?|paths?",
        needs=(b"secret", b"token", b"key", b"kkel", b"hemmelig", b"credential"),
        reason="entropy",
    ),
    Detector(
        "SECRET_HIGH_ENTROPY",
        rf"(?i:(?:^|[^a-z0-9]){_KEYWORD})(?:{_TIE}|[ \t]+(?:is|er)?[ \t]*)(?:(?i:bearer|basic)[ \t]+)?['\"`]?([0-9A-Za-z+/=_.~-]{{16,256}})",
        Confidence(cue=0.9, bare=0.9, against=0.9),
        looks_random,
        reason="entropy",
    ),
)
