# Dansk.

## The frame round every screen

shell-skip = Spring til indhold

# Name of the row of tabs, for screen readers.
shell-tabs = Hovedmenu
shell-today = I dag
shell-people = Deltagere
shell-activities = Aktiviteter
shell-more = Mere

# The browser’s title bar. $page is a page, never a person.
shell-page-title = { $page } · Brobygger
shell-page-title-error = Fejl: { $page } · Brobygger
shell-back = Tilbage

# In the header, only while something waits.
shell-unsent = { $count } ikke sendt
shell-all-sent = Alt er sendt til centret
shell-call = Ring
shell-call-name = Ring til { $name }
shell-call-coordinator = Ring til koordinator

# $open is written by the centre: "hverdager 9–15".
shell-coordinator-open = Svarer { $open }
shell-coordinator-nobody = Ingen har vagt på centret. Ring til et nødnummer, hvis det haster.
shell-emergency = Nødhjælp
shell-demo = Demo: alle personer er opdigtede

## Buttons and small words that several screens share

shell-cancel = Annuller
shell-close = Luk
shell-next = Næste
shell-continue = Fortsæt
shell-yes = Ja
shell-no = Nej
shell-undo = Fortryd
shell-undone = Det er fortrudt.
shell-correct = Ret
shell-add-more = Tilføj mere
shell-show-more = Vis mere
shell-try-again = Prøv igen
shell-step = Trin { $number } af { $total }

# $when: "i dag kl. 09.10".
shell-updated = Opdateret { $when }
shell-stale = Opdateret { $when }. Noget kan være ændret siden.
shell-fetching = Vi henter det, du har brug for
shell-fetching-text = Det, du har gemt, er i sikkerhed. Resten kommer, når der er net.

## A new version, a second tab, and when something breaks

shell-update-ready = En ny version er klar
shell-update-now = Opdater
shell-update-later = Senere
shell-update-draft = Skriv færdig først. Opdateringen venter.
shell-not-saved = Det blev ikke gemt
shell-not-saved-text = Din tekst står her stadig. Prøv igen, eller ring til koordinatoren.
shell-not-found = Siden findes ikke
shell-to-today = Gå til I dag

## When something is wrong with the phone itself, on every page

# A newer version in another window has taken over.
trouble-other-tab = Brobygger kører videre i et andet vindue
trouble-other-tab-text = Det, du har gemt, er i sikkerhed. Åbn siden igen for at komme videre.
trouble-lost = Vi kan ikke få fat i det, der ligger på telefonen
trouble-lost-text = Det, der er gemt, er der stadig. Skriv ikke mere nu. Åbn igen.
trouble-reopen = Åbn igen
trouble-full = Telefonen er fuld
trouble-full-text = Det, du har gemt, er i sikkerhed. Slet billeder eller apps, du ikke bruger.
trouble-signed-out = Telefonen er ikke forbundet med centret
trouble-signed-out-text = Du kan skrive videre. Alt bliver gemt her. Bed koordinatoren om en ny kode.
trouble-signed-out-code = Jeg har en ny kode

## The states of a record: always an icon and these words

state-saved = Gemt på telefonen
state-sending = Sendes

# $time: "14.32" or "i går kl. 14.32".
state-received = Sendt til centret { $time }
state-needs-you = Skal ses på
state-undecided = Koordinatoren vælger

## Times, days and lengths of time

time-today = i dag
time-tomorrow = i morgen
time-yesterday = i går
time-now = lige nu

# The same at the beginning of a line.
time-start-today = I dag
time-start-tomorrow = I morgen
time-start-yesterday = I går

# $day: "i dag" or "tirsdag 3. mars"; $time: "14.32".
time-day-at = { $day } kl. { $time }
time-from-to = { $from }–{ $to }
time-minutes-ago = for { $minutes ->
    [one] { $minutes } minut
   *[other] { $minutes } minutter
} siden
time-minutes = { $minutes ->
    [one] { $minutes } minut
   *[other] { $minutes } minutter
}
time-hours = { $hours ->
    [one] { $hours } time
   *[other] { $hours } timer
}
time-hours-minutes = { $hours } t. { $minutes } min.

## Fields and what can be wrong in them

field-problems = { $count ->
    [one] Én ting skal rettes
   *[other] { $count } ting skal rettes
}
field-day = Dag
field-time = Klokkeslæt
field-choose = Vælg et af svarene.
field-write = Skriv noget her.
field-too-long = Teksten er for lang. Fjern { $count } tegn.
field-left = { $count } tegn tilbage
field-no-such-day = Den dato findes ikke.
field-day-past = Vælg i dag eller en senere dag.
field-day-future = Vælg i dag eller en tidligere dag.
field-day-far = Datoen ligger for langt ude i fremtiden. Vælg en dag inden for et år.
field-no-such-time = Skriv klokkeslættet sådan her: 13.30.
field-time-order = I kan ikke være færdige, før I mødtes.

## First time: code, confirm, install, download

enrol-title = Kom i gang
enrol-welcome = Velkommen til Brobygger
enrol-welcome-text = Her ser du, hvem du følges med, hvornår og hvor. Appen virker også uden net.
enrol-code = Kode fra centret
enrol-code-help = Koden står på sedlen eller i den besked, du fik.
enrol-checking = Tjekker koden …
enrol-confirm = Er det dig?
enrol-confirm-name = Navn
enrol-confirm-centre = Center
enrol-confirm-text = Koden kan kun bruges én gang, på denne telefon.
enrol-confirm-yes = Ja, det er mig
enrol-confirm-no = Nej, det er ikke mig
enrol-not-me = Koden er ikke brugt. Bed centret om den rigtige kode.
enrol-already = Telefonen er allerede i brug
enrol-already-text = Er koden din egen, fortsætter du, hvor du slap. Er den til en anden, holdes det, I skriver, adskilt.

# The phone has lost what was on it.
enrol-cleared = Telefonen har slettet det, der lå i Brobygger
enrol-cleared-text = Det sker, når telefonen mangler plads, eller når browseren bliver tømt. Det, der var sendt, er i sikkerhed hos centret. Det, der ikke var sendt, er væk. Bed koordinatoren om en ny kode, så henter vi resten.

# Language and size of text; also under More.
enrol-language = Vælg sprog
enrol-size = Hvor stor skal teksten være?
enrol-size-normal = Almindelig
enrol-size-large = Stor
enrol-size-largest = Størst
enrol-size-sample = Sådan ser teksten ud.

# Installing. The quoted words are the phones' own.
enrol-install = Læg Brobygger på hjemmeskærmen
enrol-install-text = Så åbner du den som andre apps, også uden net.
enrol-install-button = Installer appen
enrol-install-skip = Fortsæt uden at installere
enrol-install-done = Appen er installeret. Åbn den fra ikonet.
enrol-android-1 = Tryk på ⋮ øverst til højre.
enrol-android-2 = Vælg »Installer app« eller »Føj til startskærm«.
enrol-android-3 = Åbn Brobygger fra ikonet.
enrol-ios-1 = Åbn denne side i Safari.
enrol-ios-2 = Tryk på Del-knappen. Den kan ligge bag »…«.
enrol-ios-3 = Vælg »Føj til hjemmeskærm«, og tryk på »Tilføj«.
enrol-ios-web-app = Spørger telefonen, om den skal åbne som app, så lad det være slået til.
enrol-ios-4 = Åbn Brobygger fra ikonet, og skriv koden der.
enrol-ios-code = Gem koden. Du skal skrive den i appen bagefter.
enrol-in-app = Åbn siden i browseren
enrol-in-app-text = Du er inde i en anden app. Her kan Brobygger ikke gemme sikkert.
enrol-in-app-ios = Tryk på »…«, og vælg »Åbn i Safari«.
enrol-in-app-android = Tryk på ⋮, og vælg »Åbn i browser«.

# First download.
enrol-download = Henter det, du har brug for
enrol-download-text = Det tager som regel under et minut. Lad appen være åben.
enrol-download-progress = { $done } af { $total } hentet
enrol-download-broken = Nettet forsvandt. Vi fortsætter, hvor vi slap.
enrol-ready = Klar til brug uden net
enrol-ready-text = Alt, hvad du har brug for, ligger på telefonen.
enrol-ready-button = Gå til I dag
enrol-ready-online = Klar, men kun med net
enrol-ready-online-text = Appen kunne ikke gemmes på telefonen. Åbn den igen senere, eller ring til koordinatoren.

# What can go wrong with the code.
enrol-code-empty = Skriv koden fra centret.
enrol-code-unknown = Vi kan ikke finde koden. Se efter, om alle tegn er rigtige.
enrol-code-used = Koden er brugt før. Bed centret om en ny.
enrol-code-expired = Koden er for gammel. Bed centret om en ny.
enrol-code-tries = For mange forsøg. Vent lidt, og prøv igen.
enrol-no-network = Du har ikke net. Koden er ikke brugt. Prøv igen, når du har net.
enrol-no-answer = Vi fik ikke svar fra centret. Prøv igen. Koden er stadig din.
enrol-login-page = Nettet beder om login
enrol-login-page-text = Åbn browseren, og log på nettet. Kom så tilbage hertil.

# When the phone’s storage cannot be opened. Nothing is saved then, and nothing says so.
enrol-storage = Telefonen lader os ikke gemme
enrol-storage-nothing-saved = Intet er gemt her endnu.
enrol-storage-private = Du bruger måske et privat vindue. Åbn siden i et almindeligt vindue.
enrol-storage-full = Telefonen er fuld. Slet noget, du ikke har brug for, og prøv igen.
enrol-storage-waiting = Vi venter på et andet vindue
enrol-storage-blocked = Brobygger er åben i et andet vindue. Luk det, så fortsætter vi her.
enrol-storage-newer = Luk alle vinduer med Brobygger, og åbn den igen.
enrol-storage-other = Lageret på telefonen kan ikke åbnes. Slet ikke appen. Ring til koordinatoren.

## Today

today-title = I dag

# $place as it was written: "ved inngangen".
today-meet = Mødested: { $place }
today-to-do = Husk
today-coming = De næste dage
today-empty = Ingen aftaler i dag
today-empty-text = Se dine deltagere, eller find noget at tage til.
today-nobody = Du følges ikke med nogen endnu
today-nobody-text = Centret giver dig besked.

# Follow-ups by rule.
today-follow-up = Hør, hvordan det går med { $name }
today-follow-up-week1 = En uge siden første gang, I fulgtes ad
today-follow-up-month1 = En måned siden første gang, I fulgtes ad
today-follow-up-month3 = Tre måneder siden første gang, I fulgtes ad
today-follow-up-month6 = Et halvt år siden første gang, I fulgtes ad
today-follow-up-move = Udskyd en uge
today-follow-up-skip = Spring over

# A call that was agreed, and a participant nobody has talked with yet.
today-call-due = Aftalt opkald { $when }
today-first-talk = Lær { $name } at kende
today-first-talk-text = I har ikke talt sammen endnu

# A visit that nobody closed, and a draft.
today-unclosed = Hvordan gik det med { $name }?
today-unclosed-text = Besøget { $when } er ikke afsluttet.
today-draft = Samtalen med { $name } er ikke færdig
today-draft-button = Skriv færdig
today-unsent-long = Noget har ventet i over et døgn
today-unsent-long-text = Åbn appen et sted, hvor du har net.
today-wrong-clock = Telefonens ur går forkert
today-wrong-clock-text = Indstil det til automatisk. Ellers bliver dage og klokkeslæt forkerte.

## Going together

visit-title = Følges ad
visit-with = Sammen med { $name }

# The one big button, in turn.
visit-met = Vi har mødt hinanden
visit-arrived = Vi er fremme
visit-done = Vi er færdige

# "Met" was forgotten.
visit-when-met = Hvornår mødtes I?
visit-when-met-help = Cirka er godt nok.
visit-when-done = Hvornår var I færdige?

# The two questions.
visit-how = Hvordan gik det?
visit-outcome-there = Vi var der
visit-outcome-turned-back = Vi vendte om
visit-outcome-no-show = Kom ikke
visit-outcome-cancelled = Aflyst
visit-outcome-alone = Tog af sted alene
visit-again = Igen?
visit-again-together = Sammen
visit-again-alone = Alene
visit-again-unsure = Ved ikke
visit-again-no = Nej
visit-cancelled-by = Hvem aflyste?
visit-cancelled-by-me = Mig
visit-cancelled-by-organiser = Arrangøren
visit-no-show-text = Ring til { $name }. Sig det til koordinatoren, hvis du ikke får svar.
visit-save = Gem besøget

# Behind "add more".
visit-host = Blev I taget godt imod?
visit-face = Hvordan var det for { $name }?
visit-face-help = Lad { $name } trykke selv.
visit-face-1 = Meget dårligt
visit-face-2 = Dårligt
visit-face-3 = Midt imellem
visit-face-4 = Godt
visit-face-5 = Meget godt
visit-volunteer-ok = Har du det godt?
visit-volunteer-not-ok = Ring til koordinatoren, så tager I en snak.
visit-note = Andet?
visit-note-help = Kort. { $name } kan læse det.

# Saved.
visit-thanks = Gemt på telefonen. Tak!
visit-undone = Det er fortrudt. Besøget er åbent igen.
visit-same-time = Samme tid i næste uge?
visit-same-time-yes = Ja, aftal det
visit-correct = Ret besøget

# Another time, ill, cancelled.
visit-new-time = Ny tid
visit-new-time-save = Gem ny tid
visit-new-time-saved = Den nye tid er gemt på telefonen. Sig det også til { $name }.
visit-ill = Jeg er syg
visit-ill-text = God bedring. Vi aflyser denne gang. Ring til { $name }, så ingen venter.
visit-ill-confirm = Aflys denne gang
visit-ill-saved = Aflyst. Koordinatoren får besked, når det er sendt.
visit-gone = Aftalen er fjernet.

## Emergency help. The numbers are the centre's.

emergency-title = Nødhjælp
emergency-first = Er der fare for liv? Ring nu.

emergency-ambulance = Ambulance
emergency-ambulance-text = Nogen er alvorligt syg eller kommet til skade.
emergency-police = Politi
emergency-police-text = Nogen er i fare eller bliver truet.
emergency-fire = Brand
emergency-fire-text = Det brænder, eller der lugter af røg eller gas.
emergency-doctor = Læge
emergency-doctor-text = Det haster, men der er ikke fare for liv.
emergency-crisis = Nogen at tale med
emergency-crisis-text = Tankerne er tunge, eller nogen vil ikke leve.
emergency-say = Det skal du sige
emergency-say-who = Hvem du er, og hvilket nummer du ringer fra
emergency-say-where = Hvor I er: adresse, indgang og etage
emergency-say-what = Hvad der er sket, og hvor mange det gælder
emergency-say-stay = Læg ikke på, før de siger det
emergency-after = Ring til koordinatoren bagefter.

## A conversation

talk-title = Samtale
talk-with = Samtale med { $name }

# Step 1.
talk-important = Hvad er vigtigt for { $name } lige nu?
talk-important-help = Skriv kort, med de ord { $name } bruger. Du kan også diktere.
talk-leave-out = Skriv ikke diagnoser, CPR-nummer eller navne på andre.
talk-themes = Vælg gerne billeder
theme-company = Være sammen med andre
theme-movement = Bevæge sig
theme-culture = Musik og kultur
theme-making = Lave noget
theme-nature = Ud i naturen
theme-learning = Lære eller arbejde

# Step 2.
talk-now = Hvad gør vi nu?
talk-now-together = Følges ad
talk-now-call = Ring
talk-now-nothing = Ingenting
talk-when = Hvornår?
talk-when-week = Om en uge
talk-when-day = Vælg dag
talk-when-open = Ikke aftalt

# Step 3.
talk-read-back = Stemmer det, { $name }?
talk-read-important = Vigtigt for dig lige nu
talk-read-now = Det, vi gør nu
talk-read-empty = Intet skrevet
talk-read-yes = Ja, gem
talk-read-no = Nej, ret det
talk-read-alone = Gem uden at læse op
talk-saved = Gemt på telefonen. Tak!
talk-plan-now = Aftal dag og sted

# Drafts.
talk-draft-found = Du har en samtale, der ikke er færdig
talk-draft-discard = Slet kladden
talk-draft-discard-sure = Vil du slette kladden? Den kan ikke hentes tilbage.
talk-draft-kept = Kladden er gemt på telefonen

# Corrections.
talk-correct = Ret samtalen
talk-correct-text = Koordinatoren kan stadig se det, du skrev først.
talk-correct-save = Gem rettelsen
talk-corrected = Rettet { $when }

# Behind "add more", one group at a time. Nothing is compulsory.
talk-day = Hvilken dag talte I sammen?
talk-place = Hvor talte I sammen?
talk-place-home = Hjemme
talk-place-centre = På centret
talk-place-outdoors = Ude
talk-place-cafe = På café
talk-place-phone = Over telefonen
talk-place-other = Et andet sted
talk-present = Hvem var med?
talk-present-participant = Deltageren
talk-present-volunteer = Brobygger
talk-present-coordinator = Koordinator
talk-present-next-of-kin = Pårørende
talk-present-municipal-contact = Nogen fra kommunen
talk-present-interpreter = Tolk
talk-present-guardian = Forælder
talk-interpreter = Er der brug for tolk?
talk-told = Det har jeg fortalt
talk-told-voluntary = Det er frivilligt at være med
talk-told-not-staff = Jeg er frivillig, ikke ansat
talk-told-confidential = Jeg har tavshedspligt
talk-told-limits = Er nogen i fare, må jeg sige det videre
talk-told-right-to-see = Du kan se og rette det, vi skriver
talk-told-right-to-withdraw = Du kan stoppe, når du vil
talk-likes = Det, { $name } kan lide at lave
talk-earlier = Har lavet før
talk-still-liked = Kan stadig lide
talk-disliked = Kan ikke lide
talk-good-at = Er god til
talk-want-to-try = Vil prøve eller lære
talk-fits = Hvad passer bedst?
talk-part-of-day = Hvornår på dagen?
talk-morning = Formiddag
talk-afternoon = Eftermiddag
talk-evening = Aften
talk-weekend = Weekend
talk-company = Alene eller sammen med andre?
talk-company-alone = Alene
talk-company-someone = Sammen med nogen
talk-company-group = I en gruppe
talk-often = Hvor ofte?
talk-often-weekly = Hver uge
talk-often-second-week = Hver anden uge
talk-often-monthly = Hver måned
talk-often-now-and-then = En gang imellem
talk-practical = Praktisk
talk-transport = Hvordan kommer { $name } omkring?
talk-cost = Hvad må det koste?
talk-equipment = Udstyr, der er brug for
talk-aids = Hjælpemidler
talk-contact = Hvordan vil { $name } kontaktes?
talk-contact-call = Telefon
talk-contact-message = Besked
talk-contact-visit = Besøg
talk-contact-next-of-kin = Gennem pårørende

## Participants

people-title = Deltagere
people-search = Søg efter navn
people-found = { $count ->
    [one] { $count } resultat
   *[other] { $count } resultater
}
people-no-hit = Her er ingen, der hedder »{ $query }«
people-empty = Ingen deltagere endnu
people-empty-text = Centret giver dig besked, når nogen vil følges med dig.
people-next = Næste: { $when }
people-no-next = Ingen aftaler

# How far someone has come, in plain words.
people-stage-new = Ny
people-stage-contacted = Har talt med centret
people-stage-exploring = Finder ud af, hvad der passer
people-stage-matched = Har valgt noget
people-stage-accompanied = Følges med dig
people-stage-alone = Tager af sted på egen hånd
people-stage-paused = Holder pause
people-stage-closed = Afsluttet

## One participant

person-title = Deltager
person-message = Send besked
person-no-phone = Telefonnummer mangler
person-born = Født { $year }
person-language = Taler { $language }
person-interpreter = Har brug for tolk
person-reach = Vil helst kontaktes sådan
person-visit-note = Godt at vide før besøget
person-practical = Praktisk
person-transport = Kommer omkring
person-cost = Må koste
person-equipment = Udstyr
person-aids = Hjælpemidler
person-practical-none = Intet særligt at huske.
person-wishes = Ønsker
person-wishes-none = Der er ikke skrevet ønsker ned endnu.
person-wish-reached = Opfyldt
person-wish-dropped = Ikke aktuelt længere
person-wish-open = Stadig et ønske
person-happened = Det er der sket
person-happened-none = Der er ikke skrevet noget ned endnu.
person-next = Det næste
person-next-none = Ingen aftaler.
person-contacts = Andre, du kan ringe til
person-contact-next-of-kin = Pårørende
person-contact-municipal = Kontakt i kommunen
person-contact-guardian = Forælder
person-contact-other = Anden kontakt
person-plan = Aftal at følges ad

# Rows of what has happened.
person-event-talk = Samtale
person-event-together = Fulgtes ad: { $what }
person-event-change = Noget ændrede sig: { $what }
person-gone = Ikke længere på din telefon
person-gone-text = Du følges ikke længere med denne person. Det, du skrev, bliver stadig sendt.

# Something has changed, in one tap.
change-title = Noget har ændret sig
change-what = Hvad drejer det sig om?
change-how-to-reach = Telefon eller adresse
change-how-they-are = Helbred eller humør
change-at-home = Situationen derhjemme
change-wishes = Ønsker
change-away = Kan ikke komme i en periode
change-other = Noget andet
change-note = Vil du sige lidt mere?
change-save = Giv besked
change-saved = Gemt på telefonen. Koordinatoren får besked, når det er sendt.

# Stopping. The participant reads this.
leave-title = Jeg vil ikke være med mere
leave-text = Det er helt i orden. Du behøver ikke at sige hvorfor.
leave-then = Det sker der, når du siger ja
leave-then-plans = Dine aftaler bliver aflyst.
leave-then-phone = Det, vi skrev om dig, forsvinder fra denne telefon.
leave-then-unsent = { $count ->
    [one] Én ting om dig, som ikke er sendt, bliver slettet.
   *[other] { $count } ting om dig, som ikke er sendt, bliver slettet.
}
leave-then-centre = Centret får besked og kontakter dig.
leave-confirm = Ja, jeg vil stoppe
leave-stay = Nej, jeg vil gerne fortsætte
leave-done = Du er ikke med mere
leave-done-text = Gemt på telefonen. Centret får besked, når det er sendt. Tak for tiden sammen.

# I am worried: call first, write after.
concern-title = Jeg er bekymret
concern-call-first = Ring først, skriv bagefter
concern-call-first-text = Er nogen i fare, så ring til nødnummeret nu.
concern-words = Hvad så og hørte du?
concern-words-help = Skriv det, du så, og de ord, du hørte. Undersøg ikke sagen selv.
concern-told = Hvem har du sagt det til?
concern-told-coordinator = Koordinator
concern-told-emergency = Nødnummer
concern-told-doctor = Læge
concern-told-nobody = Ingen endnu
concern-only = Kun koordinatoren kan læse det. Når det er sendt, vises det ikke mere her.
concern-save = Send til koordinator
concern-saved = Gemt på telefonen. Haster det, så ring til koordinatoren.
concern-unsent = Ikke sendt endnu. Ring til koordinatoren nu.
concern-received = Koordinatoren har fået det. Det vises ikke mere her.

## Activities

act-title = Aktiviteter
act-search = Søg efter aktivitet eller sted
act-found = { $count ->
    [one] { $count } aktivitet
   *[other] { $count } aktiviteter
}
act-no-hit = Ingen resultater for »{ $query }«
act-empty = Centret har ikke lagt aktiviteter ind endnu.
act-all = Alle
act-themes = Hvilken slags?
act-show = Vis
act-show-more = Vis flere
act-only-free = Kun gratis
act-only-week = I denne uge
act-nearest = Nærmest først
act-when = Hvornår
act-next = Næste gang { $when }
act-no-next = Der er ikke flere gange på programmet

# $weekday and $month are words from the browser: "tirsdag".
act-weekly = hver { $weekday }
act-second-week = hver anden { $weekday }
act-weeks = { $weekday } hver { $weeks }. uge
act-monthly-1 = første { $weekday } i måneden
act-monthly-2 = anden { $weekday } i måneden
act-monthly-3 = tredje { $weekday } i måneden
act-monthly-4 = fjerde { $weekday } i måneden
act-monthly-last = sidste { $weekday } i måneden
act-and = { $first } og { $last }
act-until = til og med { $day }
act-where = Hvor

# $km: "3,2" as the browser writes it.
act-far = { $km } km fra { $place }
act-map = Vis på kort
act-cost = Pris
act-free = Gratis
act-kroner-each = { $kroner } kr. pr. gang
act-kroner-membership = { $kroner } kr. pr. halvår
act-host = Tager imod jer
act-host-none = Ingen er sat på til at tage imod. Ring gerne først.
act-organiser = Arrangør
act-languages = Sprog
act-access = Tilgængelighed
access-step-free = Ingen trapper
access-hearing-loop = Teleslynge
access-toilet = Handicaptoilet
access-bus-stop = Bus i nærheden
access-parking = Parkering
access-quiet = Roligt sted
act-verified = Tjekket { $when }
act-stale = Ikke tjekket i lang tid. Ring, før I går.
act-plan = Aftal at følges ad hertil
act-calendar = Læg i kalenderen
act-calendar-text = Kalenderen får ingen navne på deltagere.

## Planning to go together

plan-title = Aftal at følges ad
plan-who = Hvem følges du med?
plan-what = Hvad skal I til?
plan-suggestions = Forslag
plan-day = Hvilken dag?
plan-other-day = En anden dag
plan-time = Hvornår mødes I?
plan-length = Hvor længe, cirka?
plan-meet = Hvor mødes I?
plan-meet-home = Hjemme hos { $name }
plan-meet-entrance = Ved indgangen
plan-meet-stop = Ved stoppestedet
plan-transport = Hvordan kommer I derhen?
plan-save = Gem aftalen
plan-saved = Aftalen er gemt på telefonen
plan-saved-text = Sig det også til { $name }.
plan-clash = Du har en anden aftale på det tidspunkt.
plan-no-people = Du har ingen deltagere at lave aftaler med endnu.
plan-missing-who = Vælg, hvem du følges med.
plan-missing-what = Skriv, hvad I skal til.
plan-missing-day = Vælg en dag.

## More

more-title = Mere
more-records = Sendt og ikke sendt
more-waiting = Ikke sendt
more-sent = Sendt
more-sent-none = Intet er sendt fra denne telefon endnu.
more-send-now = Send nu
more-sending = Sender …
more-last-contact = Sidst i kontakt med centret { $when }
more-never-contact = Ikke i kontakt med centret endnu

# What a record is. "Vi har møttes", "Vi er fremme" and "Vi er ferdige" are the visit’s own words.
more-kind-talk = Samtale
more-kind-correction = Rettelse
more-kind-plan = Aftale
more-kind-new-time = Ny tid
more-kind-wish = Ønske
more-kind-change = Noget har ændret sig
more-kind-follow-up = Påmindelse
more-kind-leave = Vil ikke være med mere
more-kind-concern = Bekymring
more-kind-undo = Fortrudt
more-kind-voided = Slettet: deltageren vil ikke være med mere
more-kind-other = Noget, du skrev

# Why nothing is being sent.
more-paused-network = Du har ikke net. Vi sender, når nettet er tilbage.
more-paused-no-answer = Centret svarer ikke. Hvis nettet beder om login, så log ind i browseren.
more-paused-busy = Centret har travlt. Vi prøver igen om lidt.
more-paused-broken = Noget er galt hos centret. Vi prøver igen om lidt.
more-paused-signed-out = Telefonen er ikke længere forbundet med centret. Det, du skrev, er i sikkerhed. Ring til koordinatoren.
more-paused-old = Appen er for gammel til at hente nyt. Opdater den.
more-needs-you-text = Centret kunne ikke bruge det. Intet er gået tabt. Ring til koordinatoren.
more-set-aside = Vi har talt om det
more-unreadable = { $count ->
    [one] Én ting, du skrev, kan ikke læses
   *[other] { $count } ting, du skrev, kan ikke læses
}
more-unreadable-text = Intet er smidt væk. Gem det i en fil, og giv den til koordinatoren.

# Settings.
more-language = Sprog
more-size = Tekststørrelse
more-colours = Farver
more-colours-auto = Som telefonen
more-colours-light = Lyse
more-colours-dark = Mørke

# Help.
more-help = Hjælp
more-help-offline = Virker det uden net?
more-help-offline-text = Ja. Alt gemmes på telefonen og sendes, når du har net.
more-help-wrong = Jeg skrev forkert
more-help-wrong-text = Åbn det på deltagerens side, og tryk på Ret. Gælder det en forkert person, så ring til koordinatoren.
more-help-lost = Jeg har mistet telefonen
more-help-lost-text = Ring til koordinatoren med det samme. Så mister telefonen forbindelsen til centret.
more-export = Gem det, der ikke er sendt, i en fil
more-export-text = Filen indeholder det, du skrev. Giv den kun til koordinatoren.
more-export-done = Filen er gemt.
more-export-nothing = Alt er sendt. Der er intet at gemme.

# About.
more-about = Om appen
more-version = Version { $version }
more-kept = Det ligger på telefonen
more-kept-what = Navne, telefonnumre, aftaler og det, der er skrevet om dine deltagere.
more-kept-not = Aldrig hvor du er, CPR-numre eller diagnoser.
more-kept-key = Alt er krypteret. Nøglen ligger ikke på telefonen, kun dine ord eller telefonens egen lås åbner.
more-places = Stednavne: GeoNames, CC BY 4.0
more-licence = Fri software, AGPL-3.0

## Why something was refused, named as the codes that travel

refusal-not-allowed = Kun koordinatoren kan gøre det.
refusal-unknown-participant = Du følges ikke med denne person mere.
refusal-participant-closed = Personen er ikke med mere.
refusal-unknown-row = Det findes ikke mere.
refusal-id-in-use = Det er allerede gemt.
refusal-day-out-of-range = Datoen ligger for langt tilbage eller for langt fremme.
refusal-time-out-of-range = Klokkeslættet kan ikke være rigtigt.
refusal-met-time-missing = Tidspunktet, hvor I mødtes, mangler.
refusal-already-voided = Det er allerede fortrudt.
refusal-cannot-void = Det kan ikke fortrydes.
refusal-nothing-said = Der er ikke skrevet noget.

# From the centre, where no rule of ours has a name for it.
refusal-no-grant = Da det kom frem, fulgtes du ikke længere med personen.
refusal-conflict = En anden har ændret det samme. Koordinatoren vælger.
refusal-erased = Centret har slettet alt om denne person.
refusal-too-large = Det er for stort til at blive sendt.
refusal-unknown-command = Centret kan ikke tage imod det endnu. Det er gemt.
refusal-unreadable = Centret forstod det ikke. Det er gemt.
refusal-other = Centret kunne ikke bruge det.

## The lock: the app is closed until its owner opens it

lock-title = Brobygger er låst
lock-text = Åbn med de ord, du valgte. Kun du har dem.
lock-words = Dine ord
lock-show = Vis det, jeg skriver
lock-open = Lås op
lock-opening = Åbner …
lock-passkey = Åbn med telefonens egen lås
lock-passkey-failed = Det lykkedes ikke. Prøv igen, eller skriv dine ord.
lock-wrong = Ordene passer ikke. Se efter slåfejl, og prøv igen.
lock-wait = For mange forsøg. Vent { $count } sekunder, og prøv igen. Intet bliver slettet.
lock-failed = Låsen svarer ikke. Luk appen, og åbn den igen.
# A visit whose participant must not be named: $when is "I dag kl. 14.00".
lock-visit = Næste aftale · { $when }
lock-stamped = Noteret. Det bliver sendt, når du har låst op.
lock-forgot = Jeg kan ikke huske ordene
lock-forgot-text = Ring til koordinatoren, og bed om en ny kode. Først sender vi det, du har skrevet. Ingen andre kan læse det undervejs.
lock-forgot-since = I brug siden { $day }
lock-forgot-send = Send det, der venter
lock-forgot-left = { $count } er ikke sendt endnu. Prøv igen, når du har net.
lock-forgot-unknown = Vi ved ikke, om alt er sendt. Spørg koordinatoren, før du begynder forfra.
lock-forgot-sent = Alt er sendt til centret.
lock-forgot-again = Slet det, der ligger her, og begynd forfra
lock-code = Jeg har en kode fra centret
lock-gone = Centret har koblet denne telefon fra
lock-gone-text = Det, du havde skrevet, er afleveret. Intet ligger tilbage her. Ring til koordinatoren, hvis du vil vide hvorfor.
lock-protect = Fra nu af er appen låst. Det, du har skrevet, er her stadig.

## Choosing the words that open the app

words-title = Vælg de ord, der åbner appen
words-text = Skriv dem på et stykke papir, og læg det et sikkert sted derhjemme. Ingen andre kan finde dem for dig.
words-suggested = Et forslag
words-another = Foreslå andre ord
words-label = Skriv ordene her
words-help = Vores forslag eller mindst fire af dine egne ord.
words-before = Har du brugt Brobygger på denne telefon før? Skriv de ord, du har i forvejen.
words-again = Skriv dem én gang til
words-too-short = For kort. Skriv flere ord.
words-weak = For let at gætte. Skriv flere ord.
words-fair = Godt nok.
words-good = Stærkt. Det gætter ingen.
words-differ = Der står ikke det samme begge steder.
words-save = Brug disse ord

## The page about the lock

keys-title = Lås
keys-sub = Lås nu, skift ord, log ud
keys-now = Lås nu
keys-now-text = Appen låser sig selv, når ingen har rørt den i fem minutter.
keys-change = Skift ord
keys-passkey = Åbn med telefonens egen lås
keys-passkey-text = Med fingeraftryk, ansigt eller telefonens kode. Ordene virker stadig.
keys-passkey-add = Slå til
keys-passkey-on = Slået til. Du kan åbne appen med telefonens egen lås.
keys-passkey-failed = Telefonen sagde nej. Ordene virker som før.
keys-first = Vis først, at det er dig
keys-changed = Ordene er skiftet. De gamle virker ikke længere.
keys-leave = Log ud af denne telefon
keys-leave-text = Alt, der ligger her, bliver slettet. Det, der er sendt, er i sikkerhed hos centret.
keys-leave-unsent = { $count } er ikke sendt og går tabt.
keys-leave-yes = Slet alt og log ud

## The lease: a phone that has not been in touch for long

lease-title = Telefonen skal tale med centret
lease-text = Det er { $days } dage siden sidst. Kobl til nettet, så kommer alt tilbage. Det, du har skrevet, er gemt.
