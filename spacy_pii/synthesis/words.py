"""Word lists that values are drawn from."""

from __future__ import annotations


def _listed(text: str, separator: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(separator))


PASSWORD_WORDS = _listed(
    "summer winter dragon monkey password welcome letmein football sunshine shadow master princess hunter",
)
SITES = _listed(
    "linkedin.com facebook.com github.com twitter.com instagram.com dropbox.com medium.com flickr.com",
)
PRODUCTS = _listed(
    "wireless headphones;coffee grinder;standing desk;running shoes;phone case;winter jacket;"
    "office chair;blender;air fryer;mountain bike;yoga mat;gaming mouse;bookshelf;electric kettle;"
    "robot vacuum;e-reader;smart watch",
    ";",
)
JOBS = _listed(
    "software engineer;nurse;accountant;project manager;teacher;electrician;sales manager;pharmacist;"
    "data analyst;chef;HR advisor;paralegal;driver;architect;product owner;consultant;receptionist;"
    "research assistant",
    ";",
)
CONDITIONS = _listed(
    "hypertension;type 2 diabetes;asthma;migraine;lower back pain;seasonal allergies;a fractured wrist;"
    "pneumonia;acid reflux;anemia;a sprained ankle;insomnia;eczema;chest pain;shortness of breath",
    ";",
)
DRUGS = _listed(
    "metformin lisinopril ibuprofen amoxicillin atorvastatin omeprazole salbutamol sertraline paracetamol",
)
MAIL_HOSTS = _listed(
    "gmail.com yahoo.com hotmail.com outlook.com icloud.com aol.com proton.me protonmail.com gmx.de web.de "
    "orange.fr libero.it btinternet.com live.co.uk mail.ru yandex.com wp.pl comcast.net me.com fastmail.com "
    "example.org",
)
HANDLE_WORDS = _listed(
    "sunny dragon pixel coffee tiger shadow runner lucky silver moon rocket ninja panda gamer ocean wolf happy "
    "storm blue crazy night music magic baker rider hiker cosmic velvet turbo echo lazy quiet falcon maple",
)
COINED = _listed(
    "Nova Blue Summit Vertex Apex Quantum Silver North Stone Bright Clear Pioneer Atlas Orion Cedar Delta "
    "Harbor Evergreen Zenith Copper Lumen Kite Fern Ember Northwind Redwood Polar Tandem Cobalt Meridian",
)
TRADES = _listed(
    "Logistics Analytics Consulting Systems Software Bank Insurance Energy Foods Airlines Pharma Robotics "
    "Motors Media Health Partners Capital Labs Solutions Industries Realty Dental Legal Travel Books Telecom "
    "Networks Studio",
)
KNOWN_ORGANIZATIONS = _listed(
    "Microsoft;Google;Amazon;Deutsche Bank;HSBC;Barclays;Wells Fargo;Siemens;Toyota;Samsung;"
    "Vodafone;Netflix;Uber;Airbnb;Blue Cross;Kaiser Permanente;Red Cross;World Health Organization;"
    "Lufthansa;Ryanair;IKEA;Walmart;Tesco;Carrefour;Accenture;Deloitte;Pfizer;Novartis;Infosys;"
    "Tata Motors;Santander;ING;Allianz;AXA;BBC;NASA;Harvard University",
    ";",
)
ENGLISH_STREETS = _listed(
    "Main Oak Maple Cedar Elm Pine Walnut Washington Lincoln Jefferson Park Lake Hill Church Sunset River "
    "Highland Franklin Madison Jackson Mill Spring Ridge Broad Center Union Prospect Chestnut Willow Locust "
    "Victoria Queens Kings Station School Bridge Market Meadow Orchard Grove Birch Forest Valley Windsor "
    "Albert George York Abbey 1st 2nd 3rd 4th 5th 7th 12th 21st 42nd",
)
ENGLISH_STREET_TYPES = _listed(
    "Street St St. Avenue Ave Ave. Road Rd Rd. Lane Ln Drive Dr Boulevard Blvd Court Ct Place Way Terrace "
    "Close Crescent",
)
ORDINALS = _listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
    "twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first",
)
NUMBERS_BELOW_20 = _listed(
    "oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
)
OTHER_COUNTRIES = _listed(
    "Ireland;Portugal;Belgium;Switzerland;Austria;Norway;Denmark;Finland;Nigeria;Kenya;Ghana;"
    "South Africa;Egypt;Morocco;Argentina;Chile;Colombia;Peru;Philippines;Thailand;Malaysia;"
    "Singapore;Pakistan;Bangladesh;Sri Lanka;New Zealand;Ukraine;Hungary;Croatia;Serbia;Bulgaria;"
    "Israel;Saudi Arabia;United Arab Emirates;South Korea;Taiwan",
    ";",
)
MONTHS = _listed(
    "January February March April May June July August September October November December",
)
