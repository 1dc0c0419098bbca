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
    "wireless headphones;coffee grinder;standing desk;running shoes;phone case;winter jacket;office chair;blender;"
    "air fryer;mountain bike;yoga mat;gaming mouse;bookshelf;electric kettle;robot vacuum;e-reader;smart watch",
    ";",
)
JOBS = _listed(
    "software engineer;nurse;accountant;project manager;teacher;electrician;sales manager;pharmacist;data analyst;"
    "chef;HR advisor;paralegal;driver;architect;product owner;consultant;receptionist;research assistant",
    ";",
)
CONDITIONS = _listed(
    "hypertension;type 2 diabetes;asthma;migraine;lower back pain;seasonal allergies;a fractured wrist;pneumonia;"
    "acid reflux;anemia;a sprained ankle;insomnia;eczema;chest pain;shortness of breath",
    ";",
)
DRUGS = _listed(
    "metformin lisinopril ibuprofen amoxicillin atorvastatin omeprazole salbutamol sertraline paracetamol",
)
MAIL_HOSTS = _listed(
    "gmail.com yahoo.com hotmail.com outlook.com icloud.com aol.com proton.me protonmail.com gmx.de web.de "
    "orange.fr libero.it btinternet.com live.co.uk mail.ru yandex.com wp.pl comcast.net me.com fastmail.com "
    "example.org ymail.com msn.com gmx.net t-online.de free.fr wanadoo.fr tiscali.it virgilio.it terra.es onet.pl "
    "seznam.cz rediffmail.com qq.com 163.com naver.com bigpond.com sky.com ntlworld.com verizon.net att.net "
    "sbcglobal.net tutanota.com hey.com googlemail.com hotmail.co.uk yahoo.co.in yahoo.fr live.com zoho.com "
    "mail.com inbox.lv rocketmail.com example.com example.net",
)
HANDLE_WORDS = _listed(
    "sunny dragon pixel coffee tiger shadow runner lucky silver moon rocket ninja panda gamer ocean wolf happy "
    "storm blue crazy night music magic baker rider hiker cosmic velvet turbo echo lazy quiet falcon maple cat "
    "dog fox sun star king queen book food travel photo art design tech code data game sport run bike ski surf "
    "fish garden home kitchen green red black gold iron steel glass stone cloud rain snow fire river lake hill "
    "wood leaf rose lily daisy honey sugar spice lemon berry apple mango cherry pepper salt bear eagle hawk owl "
    "bee ant bunny duck otter koala rebel outlaw pirate wizard knight hero geek nerd dude mama papa girl boy guy "
    "lady sir boss chief doc coach fast slow wild free brave bold smart funny sleepy hungry angry salty fuzzy "
    "tiny giant mega super ultra hyper retro market auto health legal finance news daily world city urban local "
    "trade build smart media forum hub zone spot jobs shop store deals club crew squad team lab works craft maker "
    "dance yoga guitar piano drum vinyl movie",
)
COINED = _listed(
    "Nova Blue Summit Vertex Apex Quantum Silver North Stone Bright Clear Pioneer Atlas Orion Cedar Delta Harbor "
    "Evergreen Zenith Copper Lumen Kite Fern Ember Northwind Redwood Polar Tandem Cobalt Meridian Acme Aurora "
    "Beacon Birch Bluebird Bridge Canyon Cascade Crescent Crown Crystal Dynamo Eagle Echo Element Falcon Fjord "
    "Forge Frontier Galaxy Garnet Glacier Golden Granite Halo Horizon Icon Impulse Infinity Iron Ivory Jade "
    "Junction Keystone Lantern Legacy Liberty Lighthouse Lotus Magnolia Maple Matrix Mercury Momentum Monarch "
    "Nebula Nexus Oak Oasis Onyx Origin Pacific Paramount Peak Phoenix Pinnacle Prime Prism Pulse Quest Radiant "
    "Raven River Sage Sapphire Sierra Signal Solar Sparrow Spectrum Spruce Sterling Stratus Sunrise Synergy Terra "
    "Titan Trident Trinity Unity Vantage Velocity Vista Wave Willow Zephyr",
)
TRADES = _listed(
    "Logistics Analytics Consulting Systems Software Bank Insurance Energy Foods Airlines Pharma Robotics Motors "
    "Media Health Partners Capital Labs Solutions Industries Realty Dental Legal Travel Books Telecom Networks "
    "Studio Technologies Ventures Pharmaceuticals Construction Engineering Plumbing Bakery Brewing Coffee Fitness "
    "Clinic Dentistry Veterinary Hotels Restaurants Catering Cleaning Security Staffing Recruiting Marketing "
    "Design Publishing Records Films Games Toys Fashion Jewelers Furniture Electronics Semiconductors Aerospace "
    "Shipping Freight Mining Steel Chemicals Plastics Textiles Farms Vineyards Seeds Water Power Gas Oil "
    "Petroleum Wireless Telecommunications Cable Hosting Cloud Data AI Biotech Diagnostics Wealth Savings Mutual "
    "Trust Mortgage Properties Architects Surveyors Attorneys Solicitors Accountants Auto Tires Cycles Boats "
    "Airways Rail Tours Academy College Institute",
)
KNOWN_ORGANIZATIONS = _listed(
    "Microsoft;Google;Amazon;Deutsche Bank;HSBC;Barclays;Wells Fargo;Siemens;Toyota;Samsung;Vodafone;Netflix;Uber;"
    "Airbnb;Blue Cross;Kaiser Permanente;Red Cross;World Health Organization;Lufthansa;Ryanair;IKEA;Walmart;Tesco;"
    "Carrefour;Accenture;Deloitte;Pfizer;Novartis;Infosys;Tata Motors;Santander;ING;Allianz;AXA;BBC;NASA;"
    "Harvard University;NHS;FBI;IRS;DMV;WHO;UNICEF;UN;European Union;European Commission;"
    "European Court of Human Rights;World Bank;NATO;FDA;CDC;EPA;Home Office;HMRC;Social Security Administration;"
    "Department of Justice;Supreme Court;Congress;Senate;Apple;Meta;Facebook;Twitter;Tesla;IBM;Intel;Oracle;SAP;"
    "Sony;Nintendo;Spotify;PayPal;Visa;Mastercard;American Express;JPMorgan Chase;Bank of America;Citibank;"
    "Goldman Sachs;Morgan Stanley;UBS;Credit Suisse;BNP Paribas;Société Générale;UniCredit;BBVA;Rabobank;Nordea;"
    "Revolut;Monzo;Shell;BP;ExxonMobil;Boeing;Airbus;BMW;Volkswagen;Ford;Fiat;Renault;Nestlé;Unilever;Coca-Cola;"
    "PepsiCo;McDonald's;Starbucks;Burger King;KFC;Subway;Marks & Spencer;Sainsbury's;Aldi;Lidl;Target;Costco;"
    "Best Buy;Home Depot;eBay;Etsy;Zalando;H&M;Zara;Nike;Adidas;AT&T;Verizon;T-Mobile;Comcast;BT;O2;Orange;"
    "Telefónica;FedEx;UPS;DHL;USPS;Royal Mail;Delta Air Lines;British Airways;easyJet;Emirates;Hilton;Marriott;"
    "Oxford University;MIT;Stanford;Yale;University of Cambridge;Sorbonne;Reuters;Associated Press;CNN;"
    "New York Times;The Guardian;Washington Post;Manchester United;Real Madrid;FC Barcelona;Bayern Munich;"
    "New York Yankees;Los Angeles Lakers;Dallas Cowboys;Greenpeace;Amnesty International;Oxfam;Salvation Army;"
    "United Way;Mayo Clinic;Cleveland Clinic;Johns Hopkins;St. Jude;Aetna;Cigna;UnitedHealth;Geico;State Farm;"
    "Allstate;Aviva",
    ";",
)
ENGLISH_STREETS = _listed(
    "Main Oak Maple Cedar Elm Pine Walnut Washington Lincoln Jefferson Park Lake Hill Church Sunset River "
    "Highland Franklin Madison Jackson Mill Spring Ridge Broad Center Union Prospect Chestnut Willow Locust "
    "Victoria Queens Kings Station School Bridge Market Meadow Orchard Grove Birch Forest Valley Windsor Albert "
    "George York Abbey 1st 2nd 3rd 4th 5th 7th 12th 21st 42nd",
)
ENGLISH_STREET_TYPES = _listed(
    "Street St St. Avenue Ave Ave. Road Rd Rd. Lane Ln Drive Dr Boulevard Blvd Court Ct Place Way Terrace Close "
    "Crescent",
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
    "Ghana;South Africa;Egypt;Morocco;Argentina;Chile;Colombia;Peru;Thailand;Malaysia;Singapore;Bangladesh;"
    "Sri Lanka;Croatia;Serbia;Bulgaria;United Arab Emirates;UAE;Taiwan;Scotland;Wales;Northern Ireland;Iceland;"
    "Estonia;Latvia;Lithuania;Slovakia;Slovenia;Albania;Georgia;Armenia;Iran;Iraq;Syria;Lebanon;Jordan;Qatar;"
    "Kuwait;Afghanistan;Nepal;Cambodia;Myanmar;Mongolia;Kazakhstan;Uzbekistan;Cuba;Jamaica;Haiti;"
    "Dominican Republic;Puerto Rico;Costa Rica;Guatemala;Honduras;Panama;Venezuela;Ecuador;Bolivia;Paraguay;"
    "Uruguay;Ethiopia;Uganda;Tanzania;Rwanda;Senegal;Ivory Coast;Cameroon;Algeria;Tunisia;Libya;Sudan;Zimbabwe;"
    "Zambia;Angola;Mozambique;Madagascar;Cyprus;Malta;Luxembourg;Monaco;Fiji;Hong Kong",
    ";",
)
REGIONS = _listed(
    "Europe;Asia;Africa;North America;South America;Middle East;Scandinavia;Balkans;Caribbean;"
    "Bay Area;Midlands;New England;Midwest;Silicon Valley;Southeast Asia;Latin America;West Coast;"
    "East Africa;Lake Tahoe;Lake Geneva;Thames;Rhine;Danube;Alps;Rocky Mountains;"
    "Mount Everest;Pacific;North Sea;Mediterranean;Central Park;Times Square;Heathrow;JFK;Gatwick;"
    "Schiphol;Long Island;Manhattan;Hollywood;Camden;Soho;Wembley;Kreuzberg;Montmartre;Andalusia;Tuscany;Bavaria;"
    "Catalonia;Provence;Cornwall;Siberia;Patagonia;Goa;Bali;Phuket;Okinawa;Cape Cod;Key West;Napa Valley;Yosemite;"
    "Grand Canyon;Lake District",
    ";",
)
MONTHS = _listed(
    "January February March April May June July August September October November December",
)
NICKNAMES = _listed(
    ":;Robert:Bob Rob Bobby;William:Bill Will Billy;James:Jim Jimmy Jamie;John:Jack Johnny;Richard:Rick Dick;"
    "Michael:Mike Mikey;Thomas:Tom Tommy;Charles:Charlie Chuck;Joseph:Joe Joey;David:Dave;Daniel:Dan Danny;"
    "Edward:Ed Eddie Ted;Anthony:Tony;Matthew:Matt;Christopher:Chris Topher;Andrew:Andy Drew;Joshua:Josh;"
    "Benjamin:Ben Benny;Samuel:Sam Sammy;Alexander:Alex Sasha Xander;Nicholas:Nick;Jonathan:Jon Jonny;Kenneth:Ken;"
    "Ronald:Ron;Timothy:Tim;Gregory:Greg;Stephen:Steve;Steven:Steve;Patrick:Pat Paddy;Peter:Pete;"
    "Elizabeth:Liz Beth Lizzie Betty;Katherine:Kate Kathy Katie;Margaret:Maggie Peggy Meg;Patricia:Pat Trish;"
    "Jennifer:Jen Jenny;Jessica:Jess;Susan:Sue Susie;Deborah:Deb Debbie;Rebecca:Becky Becca;Victoria:Vicky Tori;"
    "Samantha:Sam;Christine:Chris Tina;Alexandra:Alex Sandra;Catherine:Cathy Cat;Barbara:Barb;Pamela:Pam;"
    "Kimberly:Kim;Amanda:Mandy;Abigail:Abby;Natalie:Nat;Josephine:Josie;Francisco:Paco Pancho;José:Pepe;"
    "Guadalupe:Lupe;Ignacio:Nacho;Giuseppe:Beppe;Wolfgang:Wolf;Maximilian:Max;Aleksandra:Ola;Philip:Phil",
    ";",
)
