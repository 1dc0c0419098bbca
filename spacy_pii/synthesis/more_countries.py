"""Countries that fewer texts come from."""

from __future__ import annotations

from .country import Country

_NUMBER_FIRST = ("{number} {street}", "{number}, {street}")
_NUMBER_LAST = ("{street} {number}", "{street} {number}{l}")
_CITY_FIRST = "{city} {zip}"

MORE_COUNTRIES = {
    country.code: country
    for country in (
        Country("IE", ("Ireland",), "+353", ("08# ### ####", "01 ### ####", "(0%%) ######"), "?%% ?%?%", _NUMBER_FIRST),
        Country(
            "NZ", ("New Zealand", "NZ"), "+64", ("02# ### ####", "09 ### ####", "0%-### ####"), "%###", _NUMBER_FIRST
        ),
        Country(
            *("BE", ("Belgium", "Belgique", "België"), "+32", ("04## ## ## ##", "02 ### ## ##", "04##/######")),
            *("%###", ("{street} {number}", "{street} {number} bus {n}", "{street} {number}, bte {n}")),
        ),
        Country(
            *("CH", ("Switzerland", "Schweiz", "Suisse"), "+41", ("07# ### ## ##", "044 ### ## ##", "021 ### ## ##")),
            *("%###", _NUMBER_LAST),
        ),
        Country(
            *("AT", ("Austria", "Österreich"), "+43", ("06## #######", "01 ### ####", "0664/######")),
            *("%###", ("{street} {number}", "{street} {number}/{n}", "{street} {number}/{n}/{n}")),
        ),
        Country(
            *("PT", ("Portugal",), "+351", ("9%# ### ###", "21 ### ## ##", "9########")),
            *("%###-###", ("{street} {number}", "{street}, {number}, {n}º Esq.", "{street} nº {number}")),
        ),
        Country("NO", ("Norway", "Norge"), "+47", ("%## ## ###", "%# ## ## ##", "9#######"), "####", _NUMBER_LAST),
        Country(
            *("DK", ("Denmark", "Danmark"), "+45", ("%# ## ## ##", "%### ####", "%#######")),
            *("%###", ("{street} {number}", "{street} {number}, {n}. tv.", "{street} {number}, st. th.")),
        ),
        Country(
            *("FI", ("Finland", "Suomi"), "+358", ("04# ### ####", "050 #######", "09 ### ###")),
            *("%###0", ("{street} {number}", "{street} {number} {l} {n}")),
        ),
        Country(
            *("HU", ("Hungary", "Magyarország"), "+36", ("06 20 ### ####", "06-30-###-####", "(1) ### ####")),
            *("%###", ("{street} {number}.", "{street} {number}. {n}/{n}")),
        ),
        Country(
            *("KR", ("South Korea", "Korea", "대한민국"), "+82", ("010-####-####", "02-###-####", "010########")),
            *("#####", ("{street} {number}", "{number}-{n} {street}"), (), _CITY_FIRST),
        ),
        Country(
            *("UA", ("Ukraine", "Україна"), "+380", ("0%# ### ## ##", "(044) ###-##-##", "0%#######")),
            *("#####", ("{street}, {number}", "{street}, буд. {number}, кв. {n}")),
        ),
        Country(
            *("SA", ("Saudi Arabia", "KSA"), "+966", ("05# ### ####", "05########", "011 ### ####")),
            *("#####", ("{number} {street}", "{street} {number}"), (), _CITY_FIRST),
        ),
        Country(
            *("IL", ("Israel", "ישראל"), "+972", ("05#-###-####", "03-#######", "05########")),
            *("#######", ("{street} {number}", "{number} {street}"), (), _CITY_FIRST),
        ),
        Country(
            *("KE", ("Kenya",), "+254", ("07## ######", "020 #######", "07########")),
            *(
                "#####",
                ("{number} {street}", "{street}", "P.O. Box {number}"),
                ("{n}th Floor", "House {n}"),
                _CITY_FIRST,
            ),
        ),
        Country(
            *("NG", ("Nigeria",), "+234", ("080# ### ####", "0803#######", "01 ### ####")),
            *("######", ("{number}, {street}", "No {number} {street}", "Plot {number} {street}"), ("Flat {n}",)),
            _CITY_FIRST,
        ),
        Country(
            *("PH", ("Philippines", "the Philippines"), "+63", ("09## ### ####", "(02) #### ####", "09#########")),
            *("%###", ("{number} {street}", "Blk {n} Lot {n} {street}"), ("Unit {n}{l}", "Rm {n}0{n}"), _CITY_FIRST),
        ),
        Country(
            *("PK", ("Pakistan",), "+92", ("03## #######", "042-########", "03##-#######")),
            *("#####", ("House {number}, {street}", "{number}-{l} {street}", "H# {number}, {street}"), ("Flat {n}",)),
            "{city} {zip}",
        ),
    )
}
