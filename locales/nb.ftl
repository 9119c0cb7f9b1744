# Bokmål: the reference. What may stand in these files: crates/words/src/lib.rs.

## The frame round every screen

shell-skip = Hopp til innholdet

# Name of the row of tabs, for screen readers.
shell-tabs = Hovedmeny
shell-today = I dag
shell-people = Deltakere
shell-activities = Aktiviteter
shell-more = Mer

# The browser’s title bar. $page is a page, never a person.
shell-page-title = { $page } · Brobygger
shell-page-title-error = Feil: { $page } · Brobygger
shell-back = Tilbake

# In the header, only while something waits.
shell-unsent = { $count } ikke sendt
shell-all-sent = Alt er sendt til sentralen
shell-call = Ring
shell-call-name = Ring { $name }
shell-call-coordinator = Ring koordinator

# $open is written by the centre: "hverdager 9–15".
shell-coordinator-open = Svarer { $open }
shell-coordinator-nobody = Ingen har vakt på sentralen. Ring nødnummer hvis det haster.
shell-emergency = Nødhjelp
shell-demo = Demo: alle personer er oppdiktet

## Buttons and small words that several screens share

shell-cancel = Avbryt
shell-close = Lukk
shell-next = Neste
shell-continue = Fortsett
shell-yes = Ja
shell-no = Nei
shell-undo = Angre
shell-undone = Det er angret.
shell-correct = Rett
shell-add-more = Legg til mer
shell-show-more = Vis mer
shell-try-again = Prøv igjen
shell-step = Steg { $number } av { $total }

# $when: "i dag kl. 09.10".
shell-updated = Oppdatert { $when }
shell-stale = Oppdatert { $when }. Noe kan være endret siden da.
shell-fetching = Vi henter det du trenger
shell-fetching-text = Det du har lagret, er trygt. Resten kommer når det er nett.

## A new version, a second tab, and when something breaks

shell-update-ready = Ny versjon er klar
shell-update-now = Oppdater
shell-update-later = Senere
shell-update-draft = Skriv ferdig først. Oppdateringen venter.
shell-not-saved = Det ble ikke lagret
shell-not-saved-text = Teksten din står her fremdeles. Prøv igjen, eller ring koordinatoren.
shell-not-found = Denne siden finnes ikke
shell-to-today = Gå til I dag

## When something is wrong with the phone itself, on every page

# A newer version in another window has taken over.
trouble-other-tab = Brobygger går videre i et annet vindu
trouble-other-tab-text = Det du har lagret, er trygt. Åpne siden på nytt for å gå videre.
trouble-lost = Vi får ikke tak i det som ligger på telefonen
trouble-lost-text = Det som er lagret, er der fortsatt. Skriv ikke mer nå. Åpne på nytt.
trouble-reopen = Åpne på nytt
trouble-full = Telefonen er full
trouble-full-text = Det du har lagret, er trygt. Slett bilder eller apper du ikke trenger.
trouble-signed-out = Telefonen er ikke koblet til sentralen
trouble-signed-out-text = Du kan skrive videre. Alt blir tatt vare på. Be koordinatoren om en ny kode.
trouble-signed-out-code = Jeg har en ny kode

## The states of a record: always an icon and these words

state-saved = Lagret på telefonen
state-sending = Sendes

# $time: "14.32" or "i går kl. 14.32".
state-received = Sendt til sentralen { $time }
state-needs-you = Må sees på
state-undecided = Koordinatoren velger

## Times, days and lengths of time

time-today = i dag
time-tomorrow = i morgen
time-yesterday = i går
time-now = nå nettopp

# The same at the beginning of a line.
time-start-today = I dag
time-start-tomorrow = I morgen
time-start-yesterday = I går

# $day: "i dag" or "tirsdag 3. mars"; $time: "14.32".
time-day-at = { $day } kl. { $time }
time-from-to = { $from }–{ $to }
time-minutes-ago = for { $minutes ->
    [one] { $minutes } minutt
   *[other] { $minutes } minutter
} siden
time-minutes = { $minutes ->
    [one] { $minutes } minutt
   *[other] { $minutes } minutter
}
time-hours = { $hours ->
    [one] { $hours } time
   *[other] { $hours } timer
}
time-hours-minutes = { $hours } t { $minutes } min

## Fields and what can be wrong in them

field-problems = { $count ->
    [one] Én ting må rettes
   *[other] { $count } ting må rettes
}
field-day = Dag
field-time = Klokkeslett
field-choose = Velg ett av svarene.
field-write = Skriv noe her.
field-too-long = Teksten er for lang. Ta bort { $count } tegn.
field-left = { $count } tegn igjen
field-no-such-day = Denne datoen finnes ikke.
field-day-past = Velg i dag eller en senere dag.
field-day-future = Velg i dag eller en tidligere dag.
field-day-far = Datoen er for langt fram. Velg en dag innen et år.
field-no-such-time = Skriv klokkeslettet slik: 13.30.
field-time-order = Dere kan ikke være ferdige før dere møttes.

## First time: code, confirm, install, download

enrol-title = Kom i gang
enrol-welcome = Velkommen til Brobygger
enrol-welcome-text = Her ser du hvem du går sammen med, når og hvor. Appen virker også uten nett.
enrol-code = Kode fra sentralen
enrol-code-help = Koden står på lappen eller i meldingen du fikk.
enrol-checking = Sjekker koden …
enrol-confirm = Er dette deg?
enrol-confirm-name = Navn
enrol-confirm-centre = Sentral
enrol-confirm-text = Koden kan bare brukes én gang, på denne telefonen.
enrol-confirm-yes = Ja, det er meg
enrol-confirm-no = Nei, det er ikke meg
enrol-not-me = Koden er ikke brukt. Be sentralen om riktig kode.
enrol-already = Telefonen er allerede i bruk
enrol-already-text = Er koden din egen, fortsetter du der du slapp. Er den til en annen, holdes det dere skriver, fra hverandre.

# The phone has lost what was on it.
enrol-cleared = Telefonen har slettet det som lå i Brobygger
enrol-cleared-text = Det skjer når telefonen mangler plass, eller når nettleseren blir tømt. Det som var sendt, er trygt hos sentralen. Det som ikke var sendt, er borte. Be koordinatoren om en ny kode, så henter vi resten.

# Language and size of text; also under More.
enrol-language = Velg språk
enrol-size = Hvor stor skal teksten være?
enrol-size-normal = Vanlig
enrol-size-large = Stor
enrol-size-largest = Størst
enrol-size-sample = Slik ser teksten ut.

# Installing. The quoted words are the phones' own.
enrol-install = Legg Brobygger på hjemskjermen
enrol-install-text = Da åpner du den som andre apper, også uten nett.
enrol-install-button = Installer appen
enrol-install-skip = Fortsett uten å installere
enrol-install-done = Appen er installert. Åpne den fra ikonet.
enrol-android-1 = Trykk på ⋮ øverst til høyre.
enrol-android-2 = Velg «Installer app» eller «Legg til på startsiden».
enrol-android-3 = Åpne Brobygger fra ikonet.
enrol-ios-1 = Åpne denne siden i Safari.
enrol-ios-2 = Trykk på Del-knappen. Den kan ligge bak «…».
enrol-ios-3 = Velg «Legg til på Hjem-skjerm», og trykk på «Legg til».
enrol-ios-web-app = Spør telefonen om å åpne som app, så la det stå på.
enrol-ios-4 = Åpne Brobygger fra ikonet, og skriv koden der.
enrol-ios-code = Ta vare på koden. Du skriver den i appen etterpå.
enrol-in-app = Åpne siden i nettleseren
enrol-in-app-text = Du er inne i en annen app. Her kan ikke Brobygger lagre trygt.
enrol-in-app-ios = Trykk på «…», og velg «Åpne i Safari».
enrol-in-app-android = Trykk på ⋮, og velg «Åpne i nettleser».

# First download.
enrol-download = Henter det du trenger
enrol-download-text = Det tar som regel under ett minutt. La appen stå åpen.
enrol-download-progress = { $done } av { $total } hentet
enrol-download-broken = Nettet ble borte. Vi fortsetter der vi slapp.
enrol-ready = Klar til bruk uten nett
enrol-ready-text = Alt du trenger, ligger på telefonen.
enrol-ready-button = Gå til I dag
enrol-ready-online = Klar, men bare med nett
enrol-ready-online-text = Appen lot seg ikke lagre på telefonen. Åpne den igjen senere, eller ring koordinatoren.

# What can go wrong with the code.
enrol-code-empty = Skriv koden fra sentralen.
enrol-code-unknown = Vi finner ikke denne koden. Se etter at alle tegn stemmer.
enrol-code-used = Koden er brukt før. Be sentralen om en ny.
enrol-code-expired = Koden er for gammel. Be sentralen om en ny.
enrol-code-tries = For mange forsøk. Vent litt, og prøv igjen.
enrol-no-network = Du har ikke nett. Koden er ikke brukt. Prøv igjen når du har nett.
enrol-no-answer = Vi fikk ikke svar fra sentralen. Prøv igjen. Koden er fremdeles din.
enrol-login-page = Nettet ber om innlogging
enrol-login-page-text = Åpne nettleseren og logg inn på nettet. Kom så tilbake hit.

# When the phone’s storage cannot be opened. Nothing is saved then, and nothing says so.
enrol-storage = Telefonen lar oss ikke lagre
enrol-storage-nothing-saved = Ingenting er lagret her ennå.
enrol-storage-private = Du bruker kanskje et privat vindu. Åpne siden i et vanlig vindu.
enrol-storage-full = Telefonen er full. Slett noe du ikke trenger, og prøv igjen.
enrol-storage-waiting = Vi venter på et annet vindu
enrol-storage-blocked = Brobygger er åpen i et annet vindu. Lukk det, så går vi videre her.
enrol-storage-newer = Lukk alle vinduer med Brobygger, og åpne den igjen.
enrol-storage-other = Lageret på telefonen kan ikke åpnes. Ikke slett appen. Ring koordinatoren.

## Today

today-title = I dag

# $place as it was written: "ved inngangen".
today-meet = Møtested: { $place }
today-to-do = Husk
today-coming = De neste dagene
today-empty = Ingenting avtalt i dag
today-empty-text = Se deltakerne dine, eller finn noe å gå på.
today-nobody = Du går ikke sammen med noen ennå
today-nobody-text = Sentralen gir deg beskjed.

# Follow-ups by rule.
today-follow-up = Hør hvordan det går med { $name }
today-follow-up-week1 = Én uke siden første gang dere gikk sammen
today-follow-up-month1 = Én måned siden første gang dere gikk sammen
today-follow-up-month3 = Tre måneder siden første gang dere gikk sammen
today-follow-up-month6 = Et halvt år siden første gang dere gikk sammen
today-follow-up-move = Utsett en uke
today-follow-up-skip = Hopp over

# A call that was agreed, and a participant nobody has talked with yet.
today-call-due = Avtalt telefonsamtale { $when }
today-first-talk = Bli kjent med { $name }
today-first-talk-text = Dere har ikke snakket sammen ennå

# A visit that nobody closed, and a draft.
today-unclosed = Hvordan gikk det med { $name }?
today-unclosed-text = Besøket { $when } er ikke avsluttet.
today-draft = Samtalen med { $name } er ikke ferdig
today-draft-button = Skriv ferdig
today-unsent-long = Noe har ventet i over et døgn
today-unsent-long-text = Åpne appen et sted der du har nett.
today-wrong-clock = Klokken på telefonen går feil
today-wrong-clock-text = Still den på automatisk. Ellers blir dager og klokkeslett feil.

## Going together

visit-title = Gå sammen
visit-with = Sammen med { $name }

# The one big button, in turn.
visit-met = Vi har møttes
visit-arrived = Vi er fremme
visit-done = Vi er ferdige

# "Met" was forgotten.
visit-when-met = Når møttes dere?
visit-when-met-help = Omtrent holder.
visit-when-done = Når var dere ferdige?

# The two questions.
visit-how = Hvordan gikk det?
visit-outcome-there = Vi var der
visit-outcome-turned-back = Vi snudde
visit-outcome-no-show = Kom ikke
visit-outcome-cancelled = Avlyst
visit-outcome-alone = Gikk alene
visit-again = Igjen?
visit-again-together = Sammen
visit-again-alone = Alene
visit-again-unsure = Usikker
visit-again-no = Nei
visit-cancelled-by = Hvem avlyste?
visit-cancelled-by-me = Jeg
visit-cancelled-by-organiser = Arrangøren
visit-no-show-text = Ring { $name }. Si fra til koordinatoren hvis du ikke får svar.
visit-save = Lagre besøket

# Behind "add more".
visit-host = Ble dere tatt godt imot?
visit-face = Hvordan var det for { $name }?
visit-face-help = La { $name } trykke selv.
visit-face-1 = Veldig dårlig
visit-face-2 = Dårlig
visit-face-3 = Midt imellom
visit-face-4 = Bra
visit-face-5 = Veldig bra
visit-volunteer-ok = Har du det bra?
visit-volunteer-not-ok = Ring koordinatoren, så tar dere en prat.
visit-note = Noe mer?
visit-note-help = Kort. { $name } kan lese det.

# Saved.
visit-thanks = Lagret på telefonen. Takk!
visit-undone = Det er angret. Besøket er åpent igjen.
visit-same-time = Samme tid neste uke?
visit-same-time-yes = Ja, avtal det
visit-correct = Rett besøket

# Another time, ill, cancelled.
visit-new-time = Ny tid
visit-new-time-save = Lagre ny tid
visit-new-time-saved = Ny tid er lagret på telefonen. Si det til { $name } også.
visit-ill = Jeg er syk
visit-ill-text = God bedring. Vi avlyser denne gangen. Ring { $name }, så ingen venter.
visit-ill-confirm = Avlys denne gangen
visit-ill-saved = Avlyst. Koordinatoren får beskjed når det er sendt.
visit-gone = Avtalen er tatt bort.

## Emergency help. The numbers are the centre's.

emergency-title = Nødhjelp
emergency-first = Er det fare for liv? Ring nå.

emergency-ambulance = Ambulanse
emergency-ambulance-text = Noen er alvorlig syk eller skadet.
emergency-police = Politi
emergency-police-text = Noen er i fare eller blir truet.
emergency-fire = Brann
emergency-fire-text = Det brenner, eller det lukter røyk eller gass.
emergency-doctor = Lege
emergency-doctor-text = Det haster, men livet er ikke i fare.
emergency-crisis = Noen å snakke med
emergency-crisis-text = Tankene er tunge, eller noen vil ikke leve.
emergency-say = Dette sier du
emergency-say-who = Hvem du er, og nummeret du ringer fra
emergency-say-where = Hvor dere er: adresse, inngang og etasje
emergency-say-what = Hva som har skjedd, og hvor mange det gjelder
emergency-say-stay = Ikke legg på før de sier det
emergency-after = Ring koordinatoren etterpå.

## A conversation

talk-title = Samtale
talk-with = Samtale med { $name }

# Step 1.
talk-important = Hva er viktig for { $name } nå?
talk-important-help = Skriv kort, med ordene { $name } bruker. Du kan også diktere.
talk-leave-out = Ikke skriv diagnoser, fødselsnummer eller navn på andre.
talk-themes = Velg gjerne bilder
theme-company = Være sammen med folk
theme-movement = Bevege seg
theme-culture = Musikk og kultur
theme-making = Lage noe
theme-nature = Ut i naturen
theme-learning = Lære eller jobbe

# Step 2.
talk-now = Hva gjør vi nå?
talk-now-together = Gå sammen
talk-now-call = Ring
talk-now-nothing = Ingenting
talk-when = Når?
talk-when-week = Om en uke
talk-when-day = Velg dag
talk-when-open = Ikke bestemt

# Step 3.
talk-read-back = Stemmer dette, { $name }?
talk-read-important = Viktig for deg nå
talk-read-now = Det vi gjør nå
talk-read-empty = Ikke noe skrevet
talk-read-yes = Ja, lagre
talk-read-no = Nei, rett det
talk-read-alone = Lagre uten å lese opp
talk-saved = Lagret på telefonen. Takk!
talk-plan-now = Avtal dag og sted

# Drafts.
talk-draft-found = Du har en samtale som ikke er ferdig
talk-draft-discard = Slett utkastet
talk-draft-discard-sure = Vil du slette utkastet? Det kan ikke hentes tilbake.
talk-draft-kept = Utkastet er lagret på telefonen

# Corrections.
talk-correct = Rett samtalen
talk-correct-text = Koordinatoren kan fremdeles se det du skrev først.
talk-correct-save = Lagre rettelsen
talk-corrected = Rettet { $when }

# Behind "add more", one group at a time. Nothing is compulsory.
talk-day = Hvilken dag snakket dere sammen?
talk-place = Hvor snakket dere sammen?
talk-place-home = Hjemme
talk-place-centre = På sentralen
talk-place-outdoors = Ute
talk-place-cafe = På kafé
talk-place-phone = På telefon
talk-place-other = Et annet sted
talk-present = Hvem var med?
talk-present-participant = Deltakeren
talk-present-volunteer = Frivillig
talk-present-coordinator = Koordinator
talk-present-next-of-kin = Pårørende
talk-present-municipal-contact = Noen fra kommunen
talk-present-interpreter = Tolk
talk-present-guardian = Foresatt
talk-interpreter = Trengs det tolk?
talk-told = Dette har jeg fortalt
talk-told-voluntary = Det er frivillig å være med
talk-told-not-staff = Jeg er frivillig, ikke ansatt
talk-told-confidential = Jeg har taushetsplikt
talk-told-limits = Er noen i fare, må jeg si fra
talk-told-right-to-see = Du kan se og rette det vi skriver
talk-told-right-to-withdraw = Du kan slutte når du vil
talk-likes = Det { $name } liker å gjøre
talk-earlier = Har gjort før
talk-still-liked = Liker fortsatt
talk-disliked = Liker ikke
talk-good-at = Er god til
talk-want-to-try = Vil prøve eller lære
talk-fits = Hva passer best?
talk-part-of-day = Når på dagen?
talk-morning = Formiddag
talk-afternoon = Ettermiddag
talk-evening = Kveld
talk-weekend = Helg
talk-company = Alene eller med andre?
talk-company-alone = Alene
talk-company-someone = Sammen med noen
talk-company-group = I gruppe
talk-often = Hvor ofte?
talk-often-weekly = Hver uke
talk-often-second-week = Annenhver uke
talk-often-monthly = Hver måned
talk-often-now-and-then = Av og til
talk-practical = Praktisk
talk-transport = Hvordan kommer { $name } seg fram?
talk-cost = Hva kan det koste?
talk-equipment = Utstyr som trengs
talk-aids = Hjelpemidler
talk-contact = Hvordan vil { $name } bli kontaktet?
talk-contact-call = Telefon
talk-contact-message = Melding
talk-contact-visit = Besøk
talk-contact-next-of-kin = Gjennom pårørende

## Participants

people-title = Deltakere
people-search = Søk etter navn
people-found = { $count } treff
people-no-hit = Ingen heter «{ $query }» her
people-empty = Ingen deltakere ennå
people-empty-text = Sentralen gir deg beskjed når noen vil gå sammen med deg.
people-next = Neste: { $when }
people-no-next = Ingenting avtalt

# How far someone has come, in plain words.
people-stage-new = Ny
people-stage-contacted = Har snakket med sentralen
people-stage-exploring = Finner ut hva som passer
people-stage-matched = Har valgt noe
people-stage-accompanied = Går sammen med deg
people-stage-alone = Går på egen hånd
people-stage-paused = Tar en pause
people-stage-closed = Avsluttet

## One participant

person-title = Deltaker
person-message = Send melding
person-no-phone = Telefonnummer mangler
person-born = Født { $year }
person-language = Snakker { $language }
person-interpreter = Trenger tolk
person-reach = Vil helst kontaktes slik
person-visit-note = Godt å vite før besøket
person-practical = Praktisk
person-transport = Kommer seg fram
person-cost = Kan koste
person-equipment = Utstyr
person-aids = Hjelpemidler
person-practical-none = Ingenting å huske på.
person-wishes = Ønsker
person-wishes-none = Ingen ønsker er skrevet ned ennå.
person-wish-reached = Oppfylt
person-wish-dropped = Ikke aktuelt lenger
person-wish-open = Fortsatt et ønske
person-happened = Dette har skjedd
person-happened-none = Ingenting er skrevet ned ennå.
person-next = Det neste
person-next-none = Ingenting avtalt.
person-contacts = Andre du kan ringe
person-contact-next-of-kin = Pårørende
person-contact-municipal = Kontakt i kommunen
person-contact-guardian = Foresatt
person-contact-other = Annen kontakt
person-plan = Avtal å gå sammen

# Rows of what has happened.
person-event-talk = Samtale
person-event-together = Gikk sammen: { $what }
person-event-change = Noe endret seg: { $what }
person-gone = Ikke på telefonen din lenger
person-gone-text = Du går ikke sammen med denne personen nå. Det du skrev, blir likevel sendt.

# Something has changed, in one tap.
change-title = Noe har endret seg
change-what = Hva gjelder det?
change-how-to-reach = Telefon eller adresse
change-how-they-are = Helse eller humør
change-at-home = Situasjonen hjemme
change-wishes = Ønsker
change-away = Kan ikke komme på en stund
change-other = Noe annet
change-note = Vil du si litt mer?
change-save = Gi beskjed
change-saved = Lagret på telefonen. Koordinatoren får beskjed når det er sendt.

# Stopping. The participant reads this.
leave-title = Jeg vil ikke være med lenger
leave-text = Det er helt greit. Du trenger ikke å si hvorfor.
leave-then = Dette skjer når du sier ja
leave-then-plans = Avtalene dine blir avlyst.
leave-then-phone = Det vi skrev om deg, forsvinner fra denne telefonen.
leave-then-unsent = { $count ->
    [one] Én ting om deg som ikke er sendt, blir slettet.
   *[other] { $count } ting om deg som ikke er sendt, blir slettet.
}
leave-then-centre = Sentralen får beskjed og tar kontakt med deg.
leave-confirm = Ja, jeg vil slutte
leave-stay = Nei, jeg vil fortsette
leave-done = Du er ikke med lenger
leave-done-text = Lagret på telefonen. Sentralen får beskjed når det er sendt. Takk for tiden sammen.

# I am worried: call first, write after.
concern-title = Jeg er urolig
concern-call-first = Ring først, skriv etterpå
concern-call-first-text = Er noen i fare, så ring nødnummeret nå.
concern-words = Hva så og hørte du?
concern-words-help = Skriv det du så, og ordene du hørte. Ikke undersøk saken selv.
concern-told = Hvem har du sagt det til?
concern-told-coordinator = Koordinator
concern-told-emergency = Nødnummer
concern-told-doctor = Lege
concern-told-nobody = Ingen ennå
concern-only = Bare koordinatoren kan lese dette. Når det er sendt, vises det ikke lenger her.
concern-save = Send til koordinator
concern-saved = Lagret på telefonen. Haster det, så ring koordinatoren.
concern-unsent = Ikke sendt ennå. Ring koordinatoren nå.
concern-received = Koordinatoren har fått dette. Det vises ikke lenger her.

## Activities

act-title = Aktiviteter
act-search = Søk etter aktivitet eller sted
act-found = { $count ->
    [one] { $count } aktivitet
   *[other] { $count } aktiviteter
}
act-no-hit = Ingen treff på «{ $query }»
act-empty = Sentralen har ikke lagt inn aktiviteter ennå.
act-all = Alle
act-themes = Hva slags?
act-show = Vis
act-show-more = Vis flere
act-only-free = Bare gratis
act-only-week = Denne uka
act-nearest = Nærmest først
act-when = Når
act-next = Neste gang { $when }
act-no-next = Ingen flere ganger er satt opp

# $weekday and $month are words from the browser: "tirsdag".
act-weekly = hver { $weekday }
act-second-week = annenhver { $weekday }
act-weeks = { $weekday } hver { $weeks }. uke
act-monthly-1 = første { $weekday } i måneden
act-monthly-2 = andre { $weekday } i måneden
act-monthly-3 = tredje { $weekday } i måneden
act-monthly-4 = fjerde { $weekday } i måneden
act-monthly-last = siste { $weekday } i måneden
act-and = { $first } og { $last }
act-until = til og med { $day }
act-where = Hvor

# $km: "3,2" as the browser writes it.
act-far = { $km } km fra { $place }
act-map = Vis på kart
act-cost = Pris
act-free = Gratis
act-kroner-each = { $kroner } kr per gang
act-kroner-membership = { $kroner } kr per halvår
act-host = Tar imot dere
act-host-none = Ingen er satt opp til å ta imot. Ring gjerne først.
act-organiser = Arrangør
act-languages = Språk
act-access = Tilgjengelighet
access-step-free = Ingen trapper
access-hearing-loop = Teleslynge
access-toilet = Toalett for rullestol
access-bus-stop = Buss i nærheten
access-parking = Parkering
access-quiet = Rolig sted
act-verified = Sjekket { $when }
act-stale = Ikke sjekket på lenge. Ring før dere går.
act-plan = Avtal å gå hit sammen
act-calendar = Legg i kalenderen
act-calendar-text = Kalenderen får ingen navn på deltakere.

## Planning to go together

plan-title = Avtal å gå sammen
plan-who = Hvem går du sammen med?
plan-what = Hva skal dere på?
plan-suggestions = Forslag
plan-day = Hvilken dag?
plan-other-day = En annen dag
plan-time = Når møtes dere?
plan-length = Hvor lenge, omtrent?
plan-meet = Hvor møtes dere?
plan-meet-home = Hjemme hos { $name }
plan-meet-entrance = Ved inngangen
plan-meet-stop = På holdeplassen
plan-transport = Hvordan kommer dere dit?
plan-save = Lagre avtalen
plan-saved = Avtalen er lagret på telefonen
plan-saved-text = Si det til { $name } også.
plan-clash = Du har en annen avtale på denne tiden.
plan-no-people = Du har ingen deltakere å avtale med ennå.
plan-missing-who = Velg hvem du går sammen med.
plan-missing-what = Skriv hva dere skal på.
plan-missing-day = Velg en dag.

## More

more-title = Mer
more-records = Sendt og ikke sendt
more-waiting = Ikke sendt
more-sent = Sendt
more-sent-none = Ingenting er sendt fra denne telefonen ennå.
more-send-now = Send nå
more-sending = Sender …
more-last-contact = Sist i kontakt med sentralen { $when }
more-never-contact = Ikke i kontakt med sentralen ennå

# What a record is. "Vi har møttes", "Vi er fremme" and "Vi er ferdige" are the visit’s own words.
more-kind-talk = Samtale
more-kind-correction = Rettelse
more-kind-plan = Avtale
more-kind-new-time = Ny tid
more-kind-wish = Ønske
more-kind-change = Noe har endret seg
more-kind-follow-up = Påminnelse
more-kind-leave = Vil ikke være med lenger
more-kind-concern = Urolig
more-kind-undo = Angret
more-kind-voided = Slettet: deltakeren vil ikke være med lenger
more-kind-other = Noe du skrev

# Why nothing is being sent.
more-paused-network = Du har ikke nett. Vi sender når nettet er tilbake.
more-paused-no-answer = Sentralen svarer ikke. Ber nettet om innlogging, så logg inn i nettleseren.
more-paused-busy = Sentralen har det travelt. Vi prøver igjen om litt.
more-paused-broken = Noe er galt hos sentralen. Vi prøver igjen om litt.
more-paused-signed-out = Telefonen er ikke lenger koblet til sentralen. Det du skrev, er trygt. Ring koordinatoren.
more-paused-old = Appen er for gammel til å hente nytt. Oppdater den.
more-needs-you-text = Sentralen kunne ikke bruke dette. Ingenting er borte. Ring koordinatoren.
more-set-aside = Vi har snakket om det
more-unreadable = { $count ->
    [one] Én ting du skrev, kan ikke leses
   *[other] { $count } ting du skrev, kan ikke leses
}
more-unreadable-text = Ingenting er kastet. Lagre det i en fil, og gi den til koordinatoren.

# Settings.
more-language = Språk
more-size = Tekststørrelse
more-colours = Farger
more-colours-auto = Som telefonen
more-colours-light = Lyse
more-colours-dark = Mørke

# Help.
more-help = Hjelp
more-help-offline = Virker det uten nett?
more-help-offline-text = Ja. Alt lagres på telefonen, og sendes når du har nett.
more-help-wrong = Jeg skrev feil
more-help-wrong-text = Åpne det på deltakerens side, og trykk på Rett. Gjelder det feil person, ring koordinatoren.
more-help-lost = Jeg har mistet telefonen
more-help-lost-text = Ring koordinatoren med en gang. Da kobles telefonen fra sentralen.
more-export = Lagre det som ikke er sendt, i en fil
more-export-text = Filen inneholder det du skrev. Gi den bare til koordinatoren.
more-export-done = Filen er lagret.
more-export-nothing = Alt er sendt. Det er ingenting å lagre.

# About.
more-about = Om appen
more-version = Versjon { $version }
more-kept = Dette ligger på telefonen
more-kept-what = Navn, telefonnumre, avtaler og det som er skrevet om deltakerne dine.
more-kept-not = Aldri hvor du er, fødselsnummer eller diagnoser.
more-kept-key = Alt er kryptert. Nøkkelen finnes ikke på telefonen, bare ordene dine eller telefonens egen lås åpner.
more-places = Stedsnavn: GeoNames, CC BY 4.0
more-licence = Fri programvare, AGPL-3.0

## Why something was refused, named as the codes that travel

refusal-not-allowed = Bare koordinatoren kan gjøre dette.
refusal-unknown-participant = Du går ikke sammen med denne personen lenger.
refusal-participant-closed = Personen er ikke med lenger.
refusal-unknown-row = Dette finnes ikke lenger.
refusal-id-in-use = Dette er lagret fra før.
refusal-day-out-of-range = Datoen er for langt tilbake eller for langt fram.
refusal-time-out-of-range = Klokkeslettet kan ikke stemme.
refusal-met-time-missing = Klokkeslettet dere møttes, mangler.
refusal-already-voided = Dette er angret fra før.
refusal-cannot-void = Dette kan ikke angres.
refusal-nothing-said = Det er ikke skrevet noe.

# From the centre, where no rule of ours has a name for it.
refusal-no-grant = Da dette kom fram, gikk du ikke sammen med personen lenger.
refusal-conflict = En annen endret det samme. Koordinatoren velger.
refusal-erased = Sentralen har slettet alt om denne personen.
refusal-too-large = Dette er for stort til å sendes.
refusal-unknown-command = Sentralen kan ikke ta imot dette ennå. Det er tatt vare på.
refusal-unreadable = Sentralen forstod ikke dette. Det er tatt vare på.
refusal-other = Sentralen kunne ikke bruke dette.

## The lock: the app is closed until its owner opens it

lock-title = Brobygger er låst
lock-text = Åpne med ordene du valgte. Bare du har dem.
lock-words = Ordene dine
lock-show = Vis det jeg skriver
lock-open = Lås opp
lock-opening = Åpner …
lock-passkey = Åpne med telefonens egen lås
lock-passkey-failed = Det gikk ikke. Prøv igjen, eller skriv ordene dine.
lock-wrong = Ordene stemmer ikke. Se etter skrivefeil, og prøv igjen.
lock-wait = For mange forsøk. Vent { $count } sekunder, og prøv igjen. Ingenting blir slettet.
lock-failed = Låsen svarer ikke. Lukk appen, og åpne den igjen.
# A visit whose participant must not be named: $when is "I dag kl. 14.00".
lock-visit = Neste avtale · { $when }
lock-stamped = Notert. Det blir sendt når du har låst opp.
lock-forgot = Jeg husker ikke ordene
lock-forgot-text = Ring koordinatoren, og be om en ny kode. Først sender vi det du har skrevet. Det kan ingen andre lese på veien.
lock-forgot-since = I bruk siden { $day }
lock-forgot-send = Send det som venter
lock-forgot-left = { $count } er ikke sendt ennå. Prøv igjen når du har nett.
lock-forgot-unknown = Vi vet ikke om alt er sendt. Spør koordinatoren før du begynner på nytt.
lock-forgot-sent = Alt er sendt til sentralen.
lock-forgot-again = Slett det som ligger her, og begynn på nytt
lock-code = Jeg har en kode fra sentralen
lock-gone = Sentralen har koblet fra denne telefonen
lock-gone-text = Det du hadde skrevet, er levert. Ingenting ligger igjen her. Ring koordinatoren hvis du lurer på hvorfor.
lock-protect = Fra nå av er appen låst. Det du har skrevet, er her fortsatt.

## Choosing the words that open the app

words-title = Velg ordene som åpner appen
words-text = Skriv dem på et ark, og legg det et trygt sted hjemme. Ingen andre kan finne dem for deg.
words-suggested = Et forslag
words-another = Foreslå andre ord
words-label = Skriv ordene her
words-help = Vårt forslag, eller minst fire egne ord.
words-before = Har du brukt Brobygger på denne telefonen før? Skriv ordene du har fra før.
words-again = Skriv dem én gang til
words-too-short = For kort. Skriv flere ord.
words-weak = For lett å gjette. Skriv flere ord.
words-fair = Bra nok.
words-good = Sterkt. Ingen gjetter dette.
words-differ = Det står ikke det samme begge steder.
words-save = Bruk disse ordene

## The page about the lock

keys-title = Lås
keys-sub = Lås nå, bytt ord, logg ut
keys-now = Lås nå
keys-now-text = Appen låser seg selv når ingen har rørt den på fem minutter.
keys-change = Bytt ord
keys-passkey = Åpne med telefonens egen lås
keys-passkey-text = Med fingeravtrykk, ansikt eller koden til telefonen. Ordene virker fortsatt.
keys-passkey-add = Slå på
keys-passkey-on = Slått på. Du kan åpne appen med telefonens egen lås.
keys-passkey-failed = Telefonen sa nei. Ordene virker som før.
keys-first = Vis først at det er deg
keys-changed = Ordene er byttet. De gamle virker ikke lenger.
keys-leave = Logg ut av denne telefonen
keys-leave-text = Alt som ligger her, blir slettet. Det som er sendt, er trygt hos sentralen.
keys-leave-unsent = { $count } er ikke sendt, og blir borte.
keys-leave-yes = Slett alt og logg ut

## The lease: a phone that has not been in touch for long

lease-title = Telefonen må snakke med sentralen
lease-text = Det er { $days } dager siden sist. Koble til nettet, så kommer alt tilbake. Det du har skrevet, er tatt vare på.
