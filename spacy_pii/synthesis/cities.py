"""Real cities with the state and the zip codes that belong to them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """zip: a pattern of `values.fill`. state: "" where addresses of the country name none."""

    name: str
    state: str
    zip: str


# name,state,zip for every city.
_CITIES = {
    "US": "New York,NY,100##;Brooklyn,NY,112##;Buffalo,NY,142##;Los Angeles,CA,900##;San Diego,CA,921##;"
    "San Francisco,CA,941##;San Jose,CA,951##;Sacramento,CA,958##;Fresno,CA,937##;Oakland,CA,946##;Chicago,IL,606##;"
    "Springfield,IL,627##;Peoria,IL,616##;Houston,TX,770##;Dallas,TX,752##;Austin,TX,787##;San Antonio,TX,782##;"
    "Fort Worth,TX,761##;El Paso,TX,799##;Lubbock,TX,794##;Phoenix,AZ,850##;Tucson,AZ,857##;Philadelphia,PA,191##;"
    "Pittsburgh,PA,152##;Scranton,PA,185##;Columbus,OH,432##;Cleveland,OH,441##;Cincinnati,OH,452##;Toledo,OH,436##;"
    "Charlotte,NC,282##;Raleigh,NC,276##;Durham,NC,277##;Seattle,WA,981##;Spokane,WA,992##;Tacoma,WA,984##;"
    "Denver,CO,802##;Boulder,CO,803##;Colorado Springs,CO,809##;Boston,MA,021##;Worcester,MA,016##;Nashville,TN,372##;"
    "Memphis,TN,381##;Chattanooga,TN,374##;Detroit,MI,482##;Ann Arbor,MI,481##;Grand Rapids,MI,495##;"
    "Portland,OR,972##;Eugene,OR,974##;Las Vegas,NV,891##;Reno,NV,895##;Louisville,KY,402##;Baltimore,MD,212##;"
    "Milwaukee,WI,532##;Madison,WI,537##;Albuquerque,NM,871##;Santa Fe,NM,875##;Kansas City,MO,641##;"
    "St. Louis,MO,631##;Atlanta,GA,303##;Savannah,GA,314##;Omaha,NE,681##;Lincoln,NE,685##;Miami,FL,331##;"
    "Orlando,FL,328##;Tampa,FL,336##;Jacksonville,FL,322##;Tallahassee,FL,323##;Minneapolis,MN,554##;Duluth,MN,558##;"
    "Tulsa,OK,741##;Oklahoma City,OK,731##;New Orleans,LA,701##;Baton Rouge,LA,708##;Honolulu,HI,968##;Boise,ID,837##;"
    "Des Moines,IA,503##;Salt Lake City,UT,841##;Provo,UT,846##;Anchorage,AK,995##;Indianapolis,IN,462##;"
    "Fort Wayne,IN,468##;Washington,DC,200##;Richmond,VA,232##;Charleston,SC,294##;Birmingham,AL,352##;"
    "Montgomery,AL,361##;Jackson,MS,392##;Little Rock,AR,722##;Wichita,KS,672##;Fargo,ND,581##;Sioux Falls,SD,571##;"
    "Billings,MT,591##;Cheyenne,WY,820##;Hartford,CT,061##;Providence,RI,029##;Newark,NJ,071##;Trenton,NJ,086##;"
    "Burlington,VT,054##;Manchester,NH,031##;Bangor,ME,044##;Wilmington,DE,198##;Charleston,WV,253##",
    "GB": "London,,SW%% %??;London,,E% %??;London,,N%% %??;London,,WC2? %??;Manchester,,M%% %??;"
    "Birmingham,West Midlands,B%% %??;Leeds,West Yorkshire,LS% %??;Glasgow,,G%% %??;Liverpool,Merseyside,L%% %??;"
    "Bristol,,BS% %??;Sheffield,South Yorkshire,S%% %??;Edinburgh,,EH% %??;Leicester,Leicestershire,LE% %??;"
    "Cardiff,,CF%% %??;Belfast,,BT% %??;Nottingham,Nottinghamshire,NG% %??;Brighton,East Sussex,BN% %??;"
    "Newcastle upon Tyne,Tyne and Wear,NE% %??;Oxford,Oxfordshire,OX% %??;Cambridge,Cambridgeshire,CB% %??;"
    "York,North Yorkshire,YO%% %??;Bath,Somerset,BA% %??;Exeter,Devon,EX% %??;Norwich,Norfolk,NR% %??;"
    "Milton Keynes,Buckinghamshire,MK% %??;Stoke-on-Trent,Staffordshire,ST% %??;Reading,Berkshire,RG% %??;"
    "Luton,Bedfordshire,LU% %??;Swansea,,SA% %??;Aberdeen,,AB%% %??;Dundee,,DD% %??;Hull,,HU% %??;"
    "Plymouth,Devon,PL% %??;Southampton,Hampshire,SO%% %??;Derby,Derbyshire,DE% %??;Wolverhampton,,WV% %??;"
    "Coventry,,CV% %??;Inverness,,IV% %??;Truro,Cornwall,TR% %??;Guildford,Surrey,GU% %??;Maidstone,Kent,ME%% %??",
    "CA": "Toronto,ON,M%? %?%;Ottawa,ON,K%? %?%;Hamilton,ON,L%? %?%;Montreal,QC,H%? %?%;Quebec City,QC,G%? %?%;"
    "Vancouver,BC,V%? %?%;Victoria,BC,V%? %?%;Calgary,AB,T%? %?%;Edmonton,AB,T%? %?%;Winnipeg,MB,R%? %?%;"
    "Halifax,NS,B%? %?%;Saskatoon,SK,S%? %?%;Regina,SK,S%? %?%;St. John's,NL,A%? %?%;Charlottetown,PE,C%? %?%",
    "AU": "Sydney,NSW,20##;Wollongong,NSW,25##;Melbourne,VIC,30##;Geelong,VIC,32##;Ballarat,VIC,33##;Brisbane,QLD,40##;"
    "Cairns,QLD,48##;Perth,WA,60##;Adelaide,SA,50##;Hobart,TAS,70##;Canberra,ACT,26##;Darwin,NT,08##",
    "NZ": "Auckland,,10##;Wellington,,60##;Christchurch,,80##;Hamilton,,32##;Dunedin,,90##;Tauranga,,31##;Napier,,41##",
    "IE": "Dublin,,D%% ?%?%;Cork,Co. Cork,T12 ?%?%;Galway,Co. Galway,H91 ?%?%;Limerick,Co. Limerick,V94 ?%?%;"
    "Waterford,Co. Waterford,X91 ?%?%;Kilkenny,Co. Kilkenny,R95 ?%?%;Sligo,Co. Sligo,F91 ?%?%",
    "IN": "Mumbai,Maharashtra,4000##;Pune,Maharashtra,4110##;Bengaluru,Karnataka,5600##;Mysuru,Karnataka,5700##;"
    "New Delhi,Delhi,1100##;Hyderabad,Telangana,5000##;Chennai,Tamil Nadu,6000##;Coimbatore,Tamil Nadu,6410##;"
    "Kolkata,West Bengal,7000##;Ahmedabad,Gujarat,3800##;Surat,Gujarat,3950##;Jaipur,Rajasthan,3020##;"
    "Lucknow,Uttar Pradesh,2260##;Kochi,Kerala,6820##;Bhopal,Madhya Pradesh,4620##;Chandigarh,Punjab,1600##;"
    "Guwahati,Assam,7810##;Patna,Bihar,8000##;Noida,Uttar Pradesh,2013##;Gurugram,Haryana,1220##",
    "DE": "Berlin,,10###;München,Bayern,80###;Munich,Bavaria,81###;Hamburg,,20###;Köln,,50###;Frankfurt,Hessen,60###;"
    "Leipzig,Sachsen,04###;Dresden,Sachsen,01###;Bremen,,28###;Hannover,,30###;Nürnberg,Bayern,90###",
    "FR": "Paris,,750##;Lyon,,6900#;Marseille,,130##;Toulouse,,31###;Nice,,06###;Nantes,,44###;Strasbourg,,67###;"
    "Bordeaux,,33###;Lille,,59###;Rennes,,35###;Reims,,51###;Grenoble,,38###;Dijon,,21###;Angers,,49###",
    "IT": "Roma,RM,001##;Milano,MI,201##;Napoli,NA,801##;Torino,TO,101##;Palermo,PA,901##;Bologna,BO,401##;"
    "Firenze,FI,501##;Venezia,VE,301##;Bari,BA,701##;Verona,VR,371##;Trieste,TS,341##;Cagliari,CA,091##",
    "ES": "Madrid,,280##;Barcelona,,080##;Valencia,,460##;Sevilla,,410##;Zaragoza,,500##;Málaga,,290##;Bilbao,,480##;"
    "Palma,Baleares,070##;Gijón,Asturias,332##;A Coruña,Galicia,150##",
    "MX": "Mexico City,CDMX,06###;Guadalajara,Jal.,44###;Monterrey,N.L.,64###;Puebla,Pue.,72###;Tijuana,B.C.,22###;"
    "León,Gto.,37###;Mérida,Yuc.,97###;Querétaro,Qro.,76###;Oaxaca,Oax.,68###;Veracruz,Ver.,91###;Cancún,Q.R.,77###",
    "BR": "São Paulo,SP,01###-###;Rio de Janeiro,RJ,20###-###;Salvador,BA,40###-###;Brasília,DF,70###-###;"
    "Fortaleza,CE,60###-###;Belo Horizonte,MG,30###-###;Curitiba,PR,80###-###;Recife,PE,50###-###;Manaus,AM,69###-###;"
    "Porto Alegre,RS,90###-###;Goiânia,GO,74###-###",
    "TR": "Istanbul,,34###;Ankara,,06###;İzmir,,35###;Bursa,,16###;Antalya,,07###;Konya,,42###;"
    "Gaziantep,,27###;Kayseri,,38###;Eskişehir,,26###;Trabzon,,61###;Diyarbakır,,21###",
    "NL": "Amsterdam,,10## ??;Rotterdam,,30## ??;Den Haag,,25## ??;Utrecht,,35## ??;Eindhoven,,56## ??",
    "BE": "Brussels,,1000;Bruxelles,,10%0;Antwerpen,,20##;Gent,,90##;Liège,,40##;Brugge,,80##;Leuven,,30##;Namur,,50##",
    "CH": "Zürich,ZH,80##;Genève,GE,12##;Basel,BS,40##;Bern,BE,30##;Lausanne,VD,10##;Lugano,TI,69##;Luzern,LU,60##",
    "AT": "Wien,,1%%0;Vienna,,1%%0;Graz,,80##;Linz,,40##;Salzburg,,50##;Innsbruck,,60##;Klagenfurt,,90##",
    "PT": "Lisboa,,1###-###;Porto,,4###-###;Coimbra,,3000-###;Braga,,47##-###;Faro,,8000-###;Évora,,7000-###",
    "PL": "Warszawa,,0#-###;Kraków,,3#-###;Gdańsk,,80-###;Wrocław,,5#-###;Poznań,,6#-###;Łódź,,9#-###;Lublin,,20-###",
    "SE": "Stockholm,,11# ##;Göteborg,,41# ##;Malmö,,21# ##;Uppsala,,75# ##;Lund,,22# ##;Umeå,,90# ##",
    "NO": "Oslo,,0%##;Bergen,,50##;Trondheim,,70##;Stavanger,,40##;Tromsø,,90##;Drammen,,30##",
    "DK": "København,,%%00;Aarhus,,8000;Odense,,5000;Aalborg,,9000;Esbjerg,,6700;Roskilde,,4000",
    "FI": "Helsinki,,00%#0;Espoo,,02%#0;Tampere,,33%#0;Turku,,20%#0;Oulu,,90%#0;Jyväskylä,,40%#0",
    "HU": "Budapest,,1%%#;Debrecen,,40##;Szeged,,67##;Pécs,,76##;Győr,,90##;Miskolc,,35##",
    "JP": "Tokyo,,1##-####;Osaka,,5##-####;Kyoto,,60#-####;Yokohama,,22#-####;Sapporo,,06#-####;東京,,1##-####",
    "CN": "Beijing,,1000##;Shanghai,,2000##;Shenzhen,Guangdong,5180##;Guangzhou,Guangdong,5100##;"
    "北京,,1000##;上海,,2000##;Hangzhou,Zhejiang,3100##",
    "KR": "Seoul,,0%###;Busan,,48###;Incheon,,22###;Daegu,,41###;서울,,0%###;부산,,48###",
    "UA": "Kyiv,,010##;Київ,,010##;Lviv,,790##;Львів,,790##;Odesa,,650##;Одеса,,650##;Kharkiv,,610##",
    "SA": "Riyadh,,11###;Jeddah,,21###;Dammam,,31###;الرياض,,11###;جدة,,21###;مكة,,24###",
    "IL": "Tel Aviv,,6######;Jerusalem,,9######;Haifa,,3######;תל אביב,,6######;ירושלים,,9######;חיפה,,3######",
    "KE": "Nairobi,,00%00;Mombasa,,80100;Kisumu,,40100;Nakuru,,20100;Eldoret,,30100;Thika,,01000",
    "NG": "Lagos,Lagos,1#####;Abuja,FCT,900###;Ibadan,Oyo,2#####;Kano,Kano,7#####;Port Harcourt,Rivers,50####",
    "ZA": "Johannesburg,Gauteng,20##;Cape Town,Western Cape,80##;Durban,KwaZulu-Natal,40##;Pretoria,Gauteng,00##",
    "PH": "Manila,,10##;Quezon City,Metro Manila,11##;Cebu City,Cebu,6000;Davao City,,8000;Makati,Metro Manila,12##",
    "PK": "Karachi,Sindh,7%##0;Lahore,Punjab,54##0;Islamabad,,44000;Peshawar,KP,25000;Multan,Punjab,60000",
    "VN": "Hanoi,,10####;Ho Chi Minh City,,70####;Da Nang,,55####;Hà Nội,,10####;Hải Phòng,,18####",
    "ID": "Jakarta,,1####;Surabaya,,60###;Bandung,,40###;Medan,,20###;Denpasar,Bali,80###;Yogyakarta,,55###",
    "RU": "Москва,,1#####;Moscow,,1#####;Санкт-Петербург,,19####;Казань,,42####;Новосибирск,,63####",
    "GR": "Αθήνα,,1## ##;Athens,,1## ##;Θεσσαλονίκη,,54# ##;Πάτρα,,26# ##;Ηράκλειο,,71# ##",
    "CZ": "Praha,,1## 00;Brno,,60# 00;Ostrava,,70# 00;Plzeň,,30# 00;Olomouc,,77# 00",
    "RO": "București,,01####;Cluj-Napoca,Cluj,40####;Timișoara,Timiș,30####;Iași,Iași,70####;Constanța,,90####",
}

CITIES: dict[str, tuple[City, ...]] = {
    code: tuple(City(*city.split(",")) for city in cities.split(";")) for code, cities in _CITIES.items()
}
_STATES = (
    "AL:Alabama;AK:Alaska;AZ:Arizona;AR:Arkansas;CA:California;CO:Colorado;CT:Connecticut;DE:Delaware;FL:Florida;"
    "GA:Georgia;HI:Hawaii;ID:Idaho;IL:Illinois;IN:Indiana;IA:Iowa;KS:Kansas;KY:Kentucky;LA:Louisiana;ME:Maine;"
    "MD:Maryland;MA:Massachusetts;MI:Michigan;MN:Minnesota;MS:Mississippi;MO:Missouri;MT:Montana;NE:Nebraska;NV:Nevada;"
    "NH:New Hampshire;NJ:New Jersey;NM:New Mexico;NY:New York;NC:North Carolina;ND:North Dakota;OH:Ohio;OK:Oklahoma;"
    "OR:Oregon;PA:Pennsylvania;RI:Rhode Island;SC:South Carolina;SD:South Dakota;TN:Tennessee;TX:Texas;UT:Utah;"
    "VT:Vermont;VA:Virginia;WA:Washington;WV:West Virginia;WI:Wisconsin;WY:Wyoming;DC:District of Columbia"
)
STATES = dict(pair.split(":") for pair in _STATES.split(";"))
