"""English words that texts write with a capital letter although they name nobody: terms, headings, languages, products.

Not complete: a text is refused for a capitalized word that is missing here, so a missing word costs a text.
"""

from __future__ import annotations

from functools import cache

from faker.providers.lorem.en_US import Provider as Lorem
from spacy.lang.en.stop_words import STOP_WORDS

_LANGUAGES = """
    african afrikaans albanian american amharic arabic armenian asian australian austrian basque belgian bengali
    brazilian british bulgarian canadian cantonese catalan chinese croatian czech danish dutch english estonian
    european farsi filipino finnish french german greek gujarati hebrew hindi hungarian icelandic indian indonesian
    irish italian japanese korean latin latvian lithuanian malay mandarin marathi mexican nepali nigerian norwegian
    pakistani pashto persian polish portuguese punjabi romanian russian scottish serbian sinhala slovak slovenian
    somali spanish swahili swedish swiss tagalog tamil telugu thai turkish ukrainian urdu vietnamese welsh yoruba
"""
LANGUAGES = frozenset(_LANGUAGES.split())
"""Languages, and the adjectives of countries: no label is theirs."""

_PRODUCTS = """
    acrobat airflow android ansible apache backspace bash bluetooth braille caps celsius chrome chromium cron css csv
    ctrl debian django docker elasticsearch escape ethernet excel exchange expo fahrenheit fedora firefox flask git
    github gitlab gradle grafana graphql hadoop helm html http https internet intranet ios ipad iphone java javascript
    jenkins jira json kafka kelvin kotlin kubernetes latex linux lua macbook macos markdown maven mongo mysql nginx
    node npm numpy oauth outlook pandas pdf perl photoshop php postgres postgresql powerpoint powershell prometheus
    python pytorch rabbitmq react redis ruby rust scala sharepoint shift slack spark splunk sql sqlite ssh swift
    tailwind teams terraform thunderbird tls tomcat typescript ubuntu unicode unix url usb vim wifi wikipedia windows
    word wordpress xml yaml zoom
"""

_TERMS = """
    abdomen abdominal abstract academic academy accept acceptance access accessories accident account accountant
    accounting accounts acid acknowledge acknowledgement acute adapter addendum addiction address adjuster admin
    administrator admission admissions adult advance advisor advisory advocate affidavit agency agenda agent agreement
    ah aha aid alarm alas alert alerts allergies allergy allowance am ambulance amen amended amendment analyst anatomy
    annex annual answer antibiotic api apologies app apparel appeal appeals appendix applicant application applied
    appointment appraisal apprentice approval approved approx apps appt apr aquarium arbitration arbitrator architect
    archive area array arrears arrival arrow article articles aspirin assault assembly assess assessment asset assets
    assignee assignor assistant associate associates assurance asthma asylum attachment attempt attendee attendees
    attending attn attorney auction audio audit auditor auth authority auto autumn award backend backlog backup badge
    bail bailiff balance bank banking barrister basement batch battery bay bench beneficiary benefits bidder biopsy
    blog blood board body bonus book booking bookings borrower bot bracket branch bravo breach bread bridge brief
    briefing broker browser budget bug building bulletin bureau burger bus button buyer bylaws cabin cabinet cable cafe
    cafeteria calendar call caller camera campaign campus cancel canteen capt captain carbon card cardiac cardiology
    care career caregiver cargo carrier cart case caseworker cash catalog category caution cc cell center centre ceo
    certificate certified chair chairman chairperson chairwoman chamber change channel chapel chapter charge charity
    chart charter chat check checklist checkout cheers chef chest chief child children cholesterol chronic church
    circuit citizen city civic civil claim claimant claims class clause cleaner clerk client clients clinic clinical
    clinician close closing club coach coast code coffee colleague college columns command comment commission
    commissioner commit committee commons communications community company compile complainant complaint complaints
    compliance component compulsory computer concern concierge conclusion condition conditional conditions conduct
    conference confidential config congratulations congress consent console constable constitution construction
    consultant contact content contents contract contractor contractors contracts contributor control controller
    convention cook cooperative coordinator copy copyright corporal corporate correspondence cost council counsel
    counseling counselor counter country county courier course court courtesy courthouse covenant coverage craft credit
    crew crime criminal critical crown culture currency current curriculum customer customers cyber daily damage
    dashboard data database dataset date deacon dean dear debit debt debtor decision declarant declined deed default
    defence defendant defendants defense delete delivery demand dental dentist deny department deploy deployment
    deposit depot dept deputy design desk detective developer device devices diabetes diagnosis diagnostic digital
    dinner direct directive director directors directory disability discharge disclaimer dispatch dispatcher display
    dispute district division dob docket doctor document documents domain donor door dose dr draft drive driver duties
    duty dynamic eastern echo economic editor editorial education effective elder elderly electric electronic
    elementary email emergency employee employees employer enc encrypted end engineer engineering enroll enrolled
    enrollment enterprise entry envelope episode error errors escrow esq est estate ethics euro evening event events
    evidence exam examiner exchange executive executor exhibit exit exp expense expenses expert expiry explorer export
    express ext extend extended extension exterior external eye facilities facility factory faculty failed failure
    faithfully family faq farewell fatal father fax federal federation fee feedback fees fellow field fields fig figure
    file files filing final finance financial findings fire firewall firm first fiscal fitness fix flag flat fleet
    flight floor folder follow food footer foreman form forms forum foster foundation founder framework fraud freight
    frontend fund funding funds further fw fwd gallery garage garden gas gastroenterology gate gateway gender general
    generator geriatric gift glucose god good goods governance government governor gp grade graduate grammar grant
    grantee grantor grants greetings gross ground group guarantee guarantor guard guardian guest guide guidelines
    gymnasium haha hall handbook handler handover head header health hearing heart heating hello help helpdesk
    hematology heritage hey hi high highway history hmm hold holder holdings home honor honorable honour hopefully
    hospice hospital host hostel hotel hotline house household housing hr hub huh human husband iban id identity image
    imaging immigration immunization import impression incident income incoming independent index individual industrial
    industry infection info informant information infrastructure initial innovation inpatient input inspector
    installment institute insurance insured insurer intake integration intensive interest interim interior internal
    interview interviewee interviewer introduction inventory investigator investment investor invoice invoices island
    issue issues item items janitor journal jr judge judicial judiciary junction junior jurisdiction jury justice
    kernel key keyboard kind kindergarten kindly kitchen lab labor laboratory labour landlady landlord lane laptop late
    latency launch laundry law lawyer lead leader leadership leads league learning lease leave lecture ledger legal
    legislature lender lessee lessor letter letters level liability liaison librarian library licence license licensee
    licensor lieutenant life limited line link list listing litigation liver loan lobby local location lock log login
    logistics logs lol loop lounge lt lunch lung madam mail mailbox mailing maintenance major manager managers manual
    manufacturer map market marketing marriage master maternity math matter mayor md media mediation mediator medical
    medication medications medicine meeting member members memo memorandum memorial mental menu merchant mercury
    message messages method metro microbiology middle midwife military minimum minister ministry minutes mister mobile
    model moderator modified module monitor monthly mortgage mother motion motor mr mrs ms museum music mutual nah name
    narrative national nephrology network neurology newsletter next night node nominee nope northern notary note
    notebook notes notice notification notifications nurse nursing nutrition obituary object objection observation
    occupancy occupant occupational offence offender offense offer office officer officers oh ok okay oncology online
    oops open operations operator ophthalmology option options oral order orders ordinance organization orientation
    original orthopedic orthopedics other outcome outpatient output outreach outstanding overdue overview owner package
    packaging page pager pain panel paragraph paralegal paramedic parcel parent parents parish park parking parliament
    parole parser partial participant parties partner partners partnership parts party password past path pathology
    patient patients payable payee payer payment payments payroll peace pediatric pediatrics pending pension people
    performance period permanent permit personal personnel petition petitioner pharmacist pharmacy phase phd phone
    photo physical physician physics physiotherapy pilot pipeline pizza plaintiff plan planner planning plant plasma
    platform platinum play plaza please pledge pls plumber pm podcast point police policies policy policyholder
    polyclinic pool port portal portfolio position post postal postmortem power practice practitioner preface
    preliminary premises premium prescription presentation president press preview previous price primary prime
    principal printer printing prior priority prison privacy private privilege pro probate probation problem procedure
    proceedings process procurement producer product products prof professor profile program programme progress project
    promissory prompt property proposal prosecutor protection protocol provider province provisional proxy psychiatry
    psychology pt public publisher pull pulmonary pulmonology purchase purchaser purpose push pythagorean qa qty
    quality quarter quarterly query question questions queue quick quote radiology rail railway ransomware rate re
    receipt receivable received reception receptionist recipient recital recitals recommendation recommendations record
    records recovery recruiter recruiting recruitment ref referee reference referral referring refund regards region
    regional register registered registrar registry regretfully regular regulation rehab rehabilitation release
    releases remediation reminder remote renewal rent rental repair repairs reply report reporter reporting reports
    representative republic request requests research reservation reserve resident residential resolution resource
    resources respectfully respiratory respondent response restaurant restricted result results retail retirement
    return returns rev revenue review reviewer revised revision right rights risk river rn road role roof room root
    round route router royal rule rules runbook safety salary sales sample scan schedule scheduling scheme scholar
    scholarship school science scientist scope score screen script sea search season seat second secondary secretary
    section secure security select seller seminar senate senior sergeant serial server servers service services session
    setting settings settlement setup severity sex sgt share shared shareholder shelter sheriff shift shipment shipping
    shop signature signed sincerely sir siri site skin sleep social society socket software solicitor solution son
    sorry source southern special specialist species spending spokesperson sponsor sport sports spring square sr ssn st
    staff stage staging stakeholder stakeholders standard standing start state statement station status statute stay
    steering step steward stock storage store story strategy street stress string student students studio study subject
    subscriber subscription subtotal suite summary summer super superintendent supervisor supplement supplier supplies
    support supreme surgeon surgery surgical survey suspect sync system systems tab table tablet tag talent target task
    tax taxes taxpayer teacher team technical technician technology tel telephone template temporary tenancy tenant
    tenants term terminal termination terms test testimony testing tests text thanks theater theatre therapist therapy
    third thread threat thx ticket tickets tier timeline tip title today token toll topic total tour tower town trace
    track trade trademark trading traffic train trainee trainer training transaction transactions transfer transit
    transport transportation trauma travel traveler treasurer treasury treatment triage trial tribunal troubleshooting
    trust trustee trustees tuition tutor twin type ugh uh uhm ui uid ultrasound um uncle underscore underwriter
    unfortunately uniform union unit units universal university update updates upgrade urban urgent url urology usage
    user users ux vacation valley valve variable vat vehicle vendor venue verdict verification verified version veteran
    veterans veterinary vice victim video view village virtual visa visitor visitors visual vital vitals vol volume
    volunteer volunteers voucher wage wages waiter waitress waiver ward warden warehouse warning warrant warranties
    warranty watch water web webhook website week weekly welcome welfare wellness western whereas wing winter witness
    witnesses word work worker workers workflow workplace workshop worldwide wow writer yard yeah year yep yoga yours
    youth zip zone zoo
"""

# Words that our pools hold as names too.
_NAMESAKES = """
    amber angel apple art autumn back baker ball ban banks bare bass beer bell best bill bins bird bishop bite black
    block bond booth bore bridges bright brown burger butcher cant car cares carpenter carry cases char chase cherry
    christian clear coke colon constant convey cork cousin cousins cross cruise crystal curry dale dare dash dawn day
    dean deep delta dreamer drew dyer each eagle early fair faith fall farm farmer ferry fish flood flowers fly font
    foot ford forest forget fox frank freely fresh frost gardener gates gene gentle glasses gold golden grace grand
    gray green grey guy hand hare hawk hay heath held hell hill hood hook hope hunter hurt independence intel iron joy
    junk just kidney king kiss lamb lamp lance lang leave less lie light little long love low loyal mad made mall mamba
    man marble mark marks marry mate max may merry meta miles mill mirror mission moon more most mountain must nail
    nice noble none noone north oak om opportunity oracle orange org page pages palm peak pearl peer penny plain pole
    pop pope porter powers priest proud put rails rain ranger ray read reader reading real renders repo rice rich
    richer ring rise rivers rob robin rock roman rooms roots rose rush rust said sailor salt same sand sane sang sans
    scales seven sharp shell shepherd shine short silver singer singleton sky small smart snow solar soon south speed
    spicy split stack star steel stone storm straw strong sue suits swan sweet swift tailor tall tank tell timber toner
    too trees victory visa vote walk wall walls war warmer waters watts way weeks were west wheat white whole wild will
    wind wine wise wolf wood woods wool worth young
"""


@cache
def ordinary_words() -> frozenset[str]:
    """In lower case, without their inflected forms."""
    own = f"{_PRODUCTS} {_TERMS} {_NAMESAKES}".split()
    return LANGUAGES | STOP_WORDS | frozenset((*own, *(word.lower() for word in Lorem.word_list)))
