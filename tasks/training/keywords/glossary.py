"""What an engineer would file a well report under: weak gold keys for the drilling reports, which have none."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

# Terms of the trade, as drilling engineers use them; inflected forms meet by their stems.
_TERMS = """
abandonment; acid stimulation; annular preventer; annulus; annulus pressure; back pressure valve; ballooning; barite;
bentonite; BHA; bit balling; bit change; bit run; blind shear ram; blowout preventer; BOP; BOP test; bottom hole
assembly; bottoms up; bridge plug; bull nose; bumper sub; caliper log; cased hole; casing; casing cutter; casing hanger;
casing pressure test; casing running tool; casing shoe; cavings; cement; cement bond log; cement head; cement job;
cement plug; cement retainer; cement slurry; cement stinger; cementing; centralizer; choke line; choke manifold;
Christmas tree; coiled tubing; completion; completion string; conductor; core barrel; core recovery; coring; cuttings;
cuttings injection; diesel; directional drilling; displacement; diverter; downhole motor; drag; drill bit; drill collar;
drill floor; drill pipe; drill stem test; drill string; drilling fluid; drilling mud; drilling riser; DST; DST string;
dynamic positioning; ECD; electric logging; equivalent circulating density; ESP; explosive; fill; filter cake; fish;
fishing; fishing string; fishing tool; FIT; float collar; float equipment; flow check; flow rate; formation damage;
formation evaluation; formation integrity test; formation pressure; formation water; fracture gradient; gamma ray;
gas detector; gas kick; gas lift; gas peak; gauge ring; guide shoe; gyro; gyro survey; hanger; hard formation; heave
compensator; high viscosity pill; hole cleaning; hole opener; hole section; horizontal section; hydrate; inclination;
inflow test; injection test; jar; jetting; junk basket; kelly cock; kick; kick off point; kick tolerance; kill line;
kill mud; lead slurry; leak off test; liner; liner hanger; liner lap; liner running tool; liner top packer; logging run;
logging tool; LOT; lost circulation; lost circulation material; lost returns; LWD; marine riser; MDT; measurement while
drilling; milling; mini frac; mud; mud engineer; mud gas separator; mud logging; mud loss; mud losses; mud motor;
mud pit; mud pulse; mud pump; mud weight; MWD; observation well; oil based mud; OBM; open hole; open hole packer;
overpull; P&A; pack off; packer; perforating gun; perforation; permanent plug; pipe ram; plug and abandonment; pore
pressure; pressure build-up; pressure drop; pressure test; production casing; production liner; production log;
production packer; production test; production tubing; pump pressure; pump stroke; reaming; reservoir; reservoir
pressure; reservoir section; riser; riser joint; ROP; ROV; rig floor; rig maintenance; rig move; rig up; rotary
steerable; roller cone bit; running tool; ROV survey; safety valve; sand screen; sandstone; scale; scraper; screen;
seal assembly; section milling; shale; shaker; shear ram; shoe track; side track; sidetrack; slickline; slip joint;
slow circulation rate; slurry; spacer; spotting fluid; spud; squeeze job; stab-in; stabilizer; standpipe pressure;
stimulation; stinger; stuck pipe; subsea tree; subsea wellhead; surface casing; surface equipment; survey; swab;
swellable packer; tail slurry; tension; tight hole; tight spot; TLC; top drive; top of cement; torque; tractor;
tubing; tubing hanger; twist-off; underreamer; USIT; VSP; viscous pill; wash out; wash pipe; washout; water based mud;
water injection; water injector; wear bushing; weather; wellbore stability; wellhead; wellhead equipment; well control;
well path; well test; whipstock; wiper trip; wireline; wireline logging; WOB; waiting on weather; weight on bit;
well barrier; x-over; geothermal well; heat exchanger; doublet; injector; producer; production rate; productivity index;
skin factor; water analysis; gas analysis; gas water ratio; salinity; porosity; permeability; aquifer; injectivity
"""
_SIZED = re.compile(  # a diameter in inches and what has it: 9 5/8" casing, 12 1/4" hole section
    r"\d{1,2}(?:[ -]\d{1,2}/\d{1,2}|\.\d+)?(?:\"|'') (?:casing|liner|hole|section|tubing|drill pipe|DP|csg|conductor"
    r"|screen|packer|bit)(?: (?:section|shoe|hanger|lap))?",
    re.IGNORECASE,
)
_WELL = re.compile(r"\d{1,4}/\d{1,2}-[A-Z]-\d{1,2}(?: ?[A-Z]{1,2}\d?)?")
_FEWEST_KEYS = 3
_MOST_TERMS = 10

TERMS = tuple(" ".join(term.split()) for term in _TERMS.split(";"))


def reports_with_keys(reports: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give reports ``keywords``: the glossary's terms that tell them apart (tf-idf), sized goods and well names.

    Parameters
    ----------
    reports : sequence of dict
        With ``text``.

    Returns
    -------
    list of dict
        With ``text`` and ``keywords``; reports that hold fewer than three are left out.
    """
    any_term = re.compile(
        r"\b(?:" + "|".join(sorted(map(_pattern, TERMS), key=len, reverse=True)) + r")\b", re.IGNORECASE
    )
    counts = [Counter(_plain(match.group()) for match in any_term.finditer(str(report["text"]))) for report in reports]
    held = Counter(term for count in counts for term in count)
    found = []
    for report, count in zip(reports, counts, strict=True):
        weight = {term: times * math.log(len(reports) / held[term] + 1) for term, times in count.items()}
        keys = sorted(count, key=lambda term: (-weight[term], term))[:_MOST_TERMS]
        keys += sorted({match.group() for named in (_SIZED, _WELL) for match in named.finditer(str(report["text"]))})
        if len(keys) >= _FEWEST_KEYS:
            found.append({"text": report["text"], "keywords": keys})
    return found


def _plain(term: str) -> str:
    return " ".join(term.lower().split())


def _pattern(term: str) -> str:
    return r"\s".join(re.escape(word) for word in term.split()) + "s?"
