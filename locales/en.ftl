# English.

## The frame round every screen

shell-skip = Skip to the content

# Name of the row of tabs, for screen readers.
shell-tabs = Main menu
shell-today = Today
shell-people = Participants
shell-activities = Activities
shell-more = More

# The browser’s title bar. $page is a page, never a person.
shell-page-title = { $page } · Brobygger
shell-page-title-error = Error: { $page } · Brobygger
shell-back = Back

# In the header, only while something waits.
shell-unsent = { $count } not sent
shell-all-sent = The centre has received everything
shell-call = Call
shell-call-name = Call { $name }
shell-call-coordinator = Call the coordinator

# $open is written by the centre: "hverdager 9–15".
shell-coordinator-open = Answers { $open }
shell-coordinator-nobody = Nobody is on duty at the centre. Call an emergency number if it is urgent.
shell-emergency = Emergency help
shell-demo = Demo: every person is made up

## Buttons and small words that several screens share

shell-cancel = Cancel
shell-close = Close
shell-next = Next
shell-continue = Continue
shell-yes = Yes
shell-no = No
shell-undo = Undo
shell-undone = That is undone.
shell-correct = Correct
shell-add-more = Add more
shell-show-more = Show more
shell-try-again = Try again
shell-step = Step { $number } of { $total }

# $when: "i dag kl. 09.10".
shell-updated = Updated { $when }
shell-stale = Updated { $when }. Things may have changed since then.
shell-fetching = We are fetching what you need
shell-fetching-text = What you saved is safe. The rest comes when there is a network.

## A new version, a second tab, and when something breaks

shell-update-ready = A new version is ready
shell-update-now = Update
shell-update-later = Later
shell-update-draft = Finish writing first. The update will wait.
shell-not-saved = It was not saved
shell-not-saved-text = Your text is still here. Try again, or call the coordinator.
shell-not-found = There is no such page
shell-to-today = Go to Today

## When something is wrong with the phone itself, on every page

# A newer version in another window has taken over.
trouble-other-tab = Brobygger goes on in another window
trouble-other-tab-text = What you saved is safe. Open the page again to go on.
trouble-lost = We cannot reach what is on the phone
trouble-lost-text = What was saved is still there. Do not write more now. Open it again.
trouble-reopen = Open again
trouble-full = The phone is full
trouble-full-text = What you saved is safe. Delete pictures or apps that you do not need.
trouble-signed-out = The phone is not connected to the centre
trouble-signed-out-text = You can go on writing. All of it is kept. Ask the coordinator for a new code.
trouble-signed-out-code = I have a new code

## The states of a record: always an icon and these words

state-saved = Saved on the phone
state-sending = Sending

# $time: "14.32" or "i går kl. 14.32".
state-received = Received by the centre { $time }
state-needs-you = Needs you
state-undecided = The coordinator will choose

## Times, days and lengths of time

time-today = today
time-tomorrow = tomorrow
time-yesterday = yesterday
time-now = just now

# The same at the beginning of a line.
time-start-today = Today
time-start-tomorrow = Tomorrow
time-start-yesterday = Yesterday

# $day: "i dag" or "tirsdag 3. mars"; $time: "14.32".
time-day-at = { $day } at { $time }
time-from-to = { $from }–{ $to }
time-minutes-ago = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} ago
time-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
time-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
time-hours-minutes = { $hours } h { $minutes } min

## Fields and what can be wrong in them

field-problems = { $count ->
    [one] One thing to put right
   *[other] { $count } things to put right
}
field-day = Day
field-time = Time
field-choose = Choose one of the answers.
field-write = Write something here.
field-too-long = The text is too long. Take away { $count ->
    [one] { $count } character
   *[other] { $count } characters
}.
field-left = { $count ->
    [one] { $count } character left
   *[other] { $count } characters left
}
field-no-such-day = There is no such date.
field-day-past = Choose today or a later day.
field-day-future = Choose today or an earlier day.
field-day-far = The date is too far ahead. Choose a day within a year.
field-no-such-time = Write the time like this: 13:30.
field-time-order = You cannot be done before you met.

## First time: code, confirm, install, download

enrol-title = Get started
enrol-welcome = Welcome to Brobygger
enrol-welcome-text = See who you go with, when and where. The app also works without internet.
enrol-code = Code from the centre
enrol-code-help = The code is on the note or in the message you were given.
enrol-checking = Checking the code …
enrol-confirm = Is this you?
enrol-confirm-name = Name
enrol-confirm-centre = Centre
enrol-confirm-text = The code can be used only once, on this phone.
enrol-confirm-yes = Yes, that is me
enrol-confirm-no = No, that is not me
enrol-not-me = The code has not been used. Ask the centre for the right code.
enrol-already = This phone is already in use
enrol-already-text = If the code is your own, you go on where you left off. If it is someone else’s, what each of you writes is kept apart.

# The phone has lost what was on it.
enrol-cleared = The phone has deleted what was in Brobygger
enrol-cleared-text = This happens when the phone runs out of space, or the browser is cleared. What was sent is safe at the centre. What was not sent is lost. Ask the coordinator for a new code, and we fetch the rest.

# Language and size of text; also under More.
enrol-language = Choose a language
enrol-size = How large should the text be?
enrol-size-normal = Normal
enrol-size-large = Large
enrol-size-largest = Largest
enrol-size-sample = The text looks like this.

# Installing. The quoted words are the phones' own.
enrol-install = Put Brobygger on the home screen
enrol-install-text = Then you open it like any other app, even without internet.
enrol-install-button = Install the app
enrol-install-skip = Continue without installing
enrol-install-done = The app is installed. Open it from its icon.
enrol-android-1 = Tap ⋮ at the top right.
enrol-android-2 = Choose “Install app” or “Add to Home screen”.
enrol-android-3 = Open Brobygger from its icon.
enrol-ios-1 = Open this page in Safari.
enrol-ios-2 = Tap the Share button. It may be behind “…”.
enrol-ios-3 = Choose “Add to Home Screen”, and tap “Add”.
enrol-ios-web-app = If the phone offers to open it as an app, leave that on.
enrol-ios-4 = Open Brobygger from its icon, and type the code there.
enrol-ios-code = Keep the code. You will type it in the app afterwards.
enrol-in-app = Open this page in the browser
enrol-in-app-text = You are inside another app. Brobygger cannot save safely here.
enrol-in-app-ios = Tap “…”, and choose “Open in Safari”.
enrol-in-app-android = Tap ⋮, and choose “Open in browser”.

# First download.
enrol-download = Fetching what you need
enrol-download-text = It usually takes less than a minute. Keep the app open.
enrol-download-progress = { $done } of { $total } fetched
enrol-download-broken = The connection was lost. We will go on from where we stopped.
enrol-ready = Ready to use without internet
enrol-ready-text = Everything you need is on the phone.
enrol-ready-button = Go to Today
enrol-ready-online = Ready, but only online
enrol-ready-online-text = The app could not be kept on the phone. Open it again later, or call the coordinator.

# What can go wrong with the code.
enrol-code-empty = Type the code from the centre.
enrol-code-unknown = We cannot find this code. Check that every character is right.
enrol-code-used = The code has been used before. Ask the centre for a new one.
enrol-code-expired = The code is too old. Ask the centre for a new one.
enrol-code-tries = Too many attempts. Wait a while, and try again.
enrol-no-network = You are offline. The code has not been used. Try again when you are online.
enrol-no-answer = The centre did not answer. Try again. The code is still yours.
enrol-login-page = The network asks you to log in
enrol-login-page-text = Open the browser and log in to the network. Then come back here.

# When the phone’s storage cannot be opened. Nothing is saved then, and nothing says so.
enrol-storage = The phone does not let us save
enrol-storage-nothing-saved = Nothing has been saved here yet.
enrol-storage-private = You may be in a private window. Open the page in a normal window.
enrol-storage-full = The phone is full. Delete something you do not need, and try again.
enrol-storage-waiting = We are waiting for another window
enrol-storage-blocked = Brobygger is open in another window. Close it, and we go on here.
enrol-storage-newer = Close all windows with Brobygger, and open it again.
enrol-storage-other = The storage on the phone cannot be opened. Do not delete the app. Call the coordinator.

## Today

today-title = Today

# $place as it was written: "ved inngangen".
today-meet = Meeting place: { $place }
today-to-do = To do
today-coming = The next days
today-empty = Nothing planned for today
today-empty-text = See your participants, or find something to go to.
today-nobody = You are not going with anyone yet
today-nobody-text = The centre will let you know.

# Follow-ups by rule.
today-follow-up = Ask how things are with { $name }
today-follow-up-week1 = One week since you first went together
today-follow-up-month1 = One month since you first went together
today-follow-up-month3 = Three months since you first went together
today-follow-up-month6 = Half a year since you first went together
today-follow-up-move = Put off for a week
today-follow-up-skip = Skip

# A call that was agreed, and a participant nobody has talked with yet.
today-call-due = Call agreed for { $when }
today-first-talk = Get to know { $name }
today-first-talk-text = You have not talked yet

# A visit that nobody closed, and a draft.
today-unclosed = How did it go with { $name }?
today-unclosed-text = The visit { $when } was never finished.
today-draft = The conversation with { $name } is not finished
today-draft-button = Finish writing
today-unsent-long = Something has waited for more than a day
today-unsent-long-text = Open the app where you have a connection.
today-wrong-clock = The clock on this phone is wrong
today-wrong-clock-text = Set it to automatic. Otherwise days and times will be wrong.

## Going together

visit-title = Going together
visit-with = Together with { $name }

# The one big button, in turn.
visit-met = We have met
visit-arrived = We are there
visit-done = We are done

# "Met" was forgotten.
visit-when-met = When did you meet?
visit-when-met-help = Roughly is good enough.
visit-when-done = When were you done?

# The two questions.
visit-how = How did it go?
visit-outcome-there = We were there
visit-outcome-turned-back = We turned back
visit-outcome-no-show = Did not come
visit-outcome-cancelled = Cancelled
visit-outcome-alone = Went alone
visit-again = Again?
visit-again-together = Together
visit-again-alone = Alone
visit-again-unsure = Not sure
visit-again-no = No
visit-cancelled-by = Who cancelled?
visit-cancelled-by-me = I did
visit-cancelled-by-organiser = The organiser
visit-no-show-text = Call { $name }. Tell the coordinator if there is no answer.
visit-save = Save the visit

# Behind "add more".
visit-host = Were you made welcome?
visit-face = How was it for { $name }?
visit-face-help = Let { $name } tap.
visit-face-1 = Very bad
visit-face-2 = Bad
visit-face-3 = In between
visit-face-4 = Good
visit-face-5 = Very good
visit-volunteer-ok = Are you all right?
visit-volunteer-not-ok = Call the coordinator and have a talk.
visit-note = Anything more?
visit-note-help = Keep it short. { $name } can read it.

# Saved.
visit-thanks = Saved on the phone. Thank you!
visit-undone = That is undone. The visit is open again.
visit-same-time = Same time next week?
visit-same-time-yes = Yes, plan it
visit-correct = Correct the visit

# Another time, ill, cancelled.
visit-new-time = New time
visit-new-time-save = Save the new time
visit-new-time-saved = The new time is saved on the phone. Tell { $name } too.
visit-ill = I am ill
visit-ill-text = Get well soon. We cancel this time. Call { $name }, so that nobody waits.
visit-ill-confirm = Cancel this time
visit-ill-saved = Cancelled. The coordinator will know when it is sent.
visit-gone = This plan has been taken away.

## Emergency help. The numbers are the centre's.

emergency-title = Emergency help
emergency-first = Is a life in danger? Call now.

emergency-ambulance = Ambulance
emergency-ambulance-text = Someone is seriously ill or hurt.
emergency-police = Police
emergency-police-text = Someone is in danger or threatened.
emergency-fire = Fire
emergency-fire-text = There is a fire, or a smell of smoke or gas.
emergency-doctor = Doctor
emergency-doctor-text = It is urgent, but no life is in danger.
emergency-crisis = Someone to talk to
emergency-crisis-text = Thoughts are dark, or someone does not want to live.
emergency-say = What to say
emergency-say-who = Who you are, and the number you call from
emergency-say-where = Where you are: address, entrance and floor
emergency-say-what = What has happened, and to how many
emergency-say-stay = Do not hang up until they say so
emergency-after = Call the coordinator afterwards.

## A conversation

talk-title = Conversation
talk-with = Conversation with { $name }

# Step 1.
talk-important = What matters to { $name } now?
talk-important-help = Keep it short, in the words { $name } uses. You can also dictate.
talk-leave-out = Leave out diagnoses, identity numbers and other people’s names.
talk-themes = Choose pictures if you like
theme-company = Being with people
theme-movement = Moving
theme-culture = Music and culture
theme-making = Making things
theme-nature = Out in nature
theme-learning = Learning or working

# Step 2.
talk-now = What do we do now?
talk-now-together = Go together
talk-now-call = Call
talk-now-nothing = Nothing
talk-when = When?
talk-when-week = In a week
talk-when-day = Choose a day
talk-when-open = Not settled

# Step 3.
talk-read-back = Is this right, { $name }?
talk-read-important = Matters to you now
talk-read-now = What we do now
talk-read-empty = Nothing written
talk-read-yes = Yes, save
talk-read-no = No, correct it
talk-read-alone = Save without reading it back
talk-saved = Saved on the phone. Thank you!
talk-plan-now = Plan the day and place

# Drafts.
talk-draft-found = You have a conversation that is not finished
talk-draft-discard = Delete the draft
talk-draft-discard-sure = Delete the draft? It cannot be brought back.
talk-draft-kept = The draft is saved on the phone

# Corrections.
talk-correct = Correct the conversation
talk-correct-text = The coordinator can still see what you wrote first.
talk-correct-save = Save the correction
talk-corrected = Corrected { $when }

# Behind "add more", one group at a time. Nothing is compulsory.
talk-day = Which day did you talk?
talk-place = Where did you talk?
talk-place-home = At home
talk-place-centre = At the centre
talk-place-outdoors = Outdoors
talk-place-cafe = At a café
talk-place-phone = By phone
talk-place-other = Somewhere else
talk-present = Who was there?
talk-present-participant = The participant
talk-present-volunteer = Volunteer
talk-present-coordinator = Coordinator
talk-present-next-of-kin = Next of kin
talk-present-municipal-contact = Someone from the municipality
talk-present-interpreter = Interpreter
talk-present-guardian = Guardian
talk-interpreter = Is an interpreter needed?
talk-told = This I have told
talk-told-voluntary = Taking part is voluntary
talk-told-not-staff = I am a volunteer, not staff
talk-told-confidential = I keep to myself what you tell me
talk-told-limits = If someone is in danger, I must tell
talk-told-right-to-see = You may see and correct what we write
talk-told-right-to-withdraw = You may stop whenever you like
talk-likes = What { $name } likes to do
talk-earlier = Has done before
talk-still-liked = Still likes
talk-disliked = Does not like
talk-good-at = Is good at
talk-want-to-try = Would like to try or learn
talk-fits = What suits best?
talk-part-of-day = Which part of the day?
talk-morning = Morning
talk-afternoon = Afternoon
talk-evening = Evening
talk-weekend = Weekend
talk-company = Alone or with others?
talk-company-alone = Alone
talk-company-someone = With someone
talk-company-group = In a group
talk-often = How often?
talk-often-weekly = Every week
talk-often-second-week = Every other week
talk-often-monthly = Every month
talk-often-now-and-then = Now and then
talk-practical = Practical things
talk-transport = How does { $name } get about?
talk-cost = What may it cost?
talk-equipment = Equipment needed
talk-aids = Aids
talk-contact = How would { $name } like to be reached?
talk-contact-call = By phone
talk-contact-message = By message
talk-contact-visit = By a visit
talk-contact-next-of-kin = Through next of kin

## Participants

people-title = Participants
people-search = Search by name
people-found = { $count ->
    [one] { $count } found
   *[other] { $count } found
}
people-no-hit = Nobody here is called “{ $query }”
people-empty = No participants yet
people-empty-text = The centre will tell you when someone wants to go with you.
people-next = Next: { $when }
people-no-next = Nothing planned

# How far someone has come, in plain words.
people-stage-new = New
people-stage-contacted = Has talked with the centre
people-stage-exploring = Finding out what suits
people-stage-matched = Has chosen something
people-stage-accompanied = Goes together with you
people-stage-alone = Goes alone now
people-stage-paused = Taking a break
people-stage-closed = Finished

## One participant

person-title = Participant
person-message = Send a message
person-no-phone = No phone number
person-born = Born { $year }
person-language = Speaks { $language }
person-interpreter = Needs an interpreter
person-reach = Would like to be reached
person-visit-note = Good to know before the visit
person-practical = Practical things
person-transport = Gets about
person-cost = May cost
person-equipment = Equipment
person-aids = Aids
person-practical-none = Nothing to keep in mind.
person-wishes = Wishes
person-wishes-none = No wishes have been written down yet.
person-wish-reached = Fulfilled
person-wish-dropped = No longer wanted
person-wish-open = Still a wish
person-happened = What has happened
person-happened-none = Nothing has been written down yet.
person-next = What is next
person-next-none = Nothing planned.
person-contacts = Others you can call
person-contact-next-of-kin = Next of kin
person-contact-municipal = Contact in the municipality
person-contact-guardian = Guardian
person-contact-other = Other contact
person-plan = Plan to go together

# Rows of what has happened.
person-event-talk = Conversation
person-event-together = Went together: { $what }
person-event-change = Something changed: { $what }
person-gone = No longer on your phone
person-gone-text = You no longer go with this person. What you wrote will still be sent.

# Something has changed, in one tap.
change-title = Something has changed
change-what = What is it about?
change-how-to-reach = Phone or address
change-how-they-are = Health or mood
change-at-home = The situation at home
change-wishes = Wishes
change-away = Cannot come for a while
change-other = Something else
change-note = Would you like to say more?
change-save = Let the centre know
change-saved = Saved on the phone. The coordinator will know when it is sent.

# Stopping. The participant reads this.
leave-title = I do not want to take part any more
leave-text = That is quite all right. You need not say why.
leave-then = This happens when you say yes
leave-then-plans = Your plans are cancelled.
leave-then-phone = What we wrote about you disappears from this phone.
leave-then-unsent = { $count ->
    [one] One thing about you that is not sent is deleted.
   *[other] { $count } things about you that are not sent are deleted.
}
leave-then-centre = The centre is told, and contacts you.
leave-confirm = Yes, I want to stop
leave-stay = No, I will stay
leave-done = You no longer take part
leave-done-text = Saved on the phone. The centre will know when it is sent. Thank you for your time together.

# I am worried: call first, write after.
concern-title = I am worried
concern-call-first = Call first, write after
concern-call-first-text = If someone is in danger, call the emergency number now.
concern-words = What did you see and hear?
concern-words-help = Write what you saw and the words you heard. Do not look into it yourself.
concern-told = Whom have you told?
concern-told-coordinator = The coordinator
concern-told-emergency = An emergency number
concern-told-doctor = A doctor
concern-told-nobody = Nobody yet
concern-only = Only the coordinator can read this. Once sent, it is no longer shown here.
concern-save = Send to the coordinator
concern-saved = Saved on the phone. If it is urgent, call the coordinator.
concern-unsent = Not sent yet. Call the coordinator now.
concern-received = The coordinator has this now. It is no longer shown here.

## Activities

act-title = Activities
act-search = Search for an activity or a place
act-found = { $count ->
    [one] { $count } activity
   *[other] { $count } activities
}
act-no-hit = Found nothing for “{ $query }”
act-empty = The centre has not added activities yet.
act-all = All
act-themes = What kind?
act-show = Show
act-show-more = Show more
act-only-free = Only free
act-only-week = This week
act-nearest = Nearest first
act-when = When
act-next = Next time { $when }
act-no-next = No more dates are set

# $weekday and $month are words from the browser: "tirsdag".
act-weekly = every { $weekday }
act-second-week = every other { $weekday }
act-weeks = { $weekday } every { $weeks } weeks
act-monthly-1 = the first { $weekday } of the month
act-monthly-2 = the second { $weekday } of the month
act-monthly-3 = the third { $weekday } of the month
act-monthly-4 = the fourth { $weekday } of the month
act-monthly-last = the last { $weekday } of the month
act-and = { $first } and { $last }
act-until = until { $day }
act-where = Where

# $km: "3,2" as the browser writes it.
act-far = { $km } km from { $place }
act-map = Show on a map
act-cost = Price
act-free = Free
act-kroner-each = { $kroner } kr each time
act-kroner-membership = { $kroner } kr per half-year
act-host = Welcomes you
act-host-none = Nobody is named to welcome you. You may want to call first.
act-organiser = Organiser
act-languages = Languages
act-access = Access
access-step-free = No steps
access-hearing-loop = Hearing loop
access-toilet = Accessible toilet
access-bus-stop = Bus stop nearby
access-parking = Parking
access-quiet = Quiet place
act-verified = Checked { $when }
act-stale = Not checked for a long time. Call before you go.
act-plan = Plan to go here together
act-calendar = Add to the calendar
act-calendar-text = No participant’s name goes into the calendar.

## Planning to go together

plan-title = Plan to go together
plan-who = Who are you going with?
plan-what = What are you going to?
plan-suggestions = Suggestions
plan-day = Which day?
plan-other-day = Another day
plan-time = When do you meet?
plan-length = For how long, roughly?
plan-meet = Where do you meet?
plan-meet-home = At the home of { $name }
plan-meet-entrance = At the entrance
plan-meet-stop = At the bus stop
plan-transport = How do you get there?
plan-save = Save the plan
plan-saved = The plan is saved on the phone
plan-saved-text = Tell { $name } too.
plan-clash = You have another plan at that time.
plan-no-people = You have no participants to plan with yet.
plan-missing-who = Choose who you are going with.
plan-missing-what = Write what you are going to.
plan-missing-day = Choose a day.

## More

more-title = More
more-records = Sent and not sent
more-waiting = Not sent
more-sent = Received
more-sent-none = Nothing has been sent from this phone yet.
more-send-now = Send now
more-sending = Sending …
more-last-contact = Last in touch with the centre { $when }
more-never-contact = Not in touch with the centre yet

# What a record is. "Vi har møttes", "Vi er fremme" and "Vi er ferdige" are the visit’s own words.
more-kind-talk = Conversation
more-kind-correction = Correction
more-kind-plan = Plan
more-kind-new-time = New time
more-kind-wish = Wish
more-kind-change = Something has changed
more-kind-follow-up = Reminder
more-kind-leave = Does not want to take part any more
more-kind-concern = Worry
more-kind-undo = Undone
more-kind-voided = Deleted: the participant does not want to take part any more
more-kind-other = Something you wrote

# Why nothing is being sent.
more-paused-network = You are offline. We will send when the connection is back.
more-paused-no-answer = The centre does not answer. If the network asks you to sign in, do so in the browser.
more-paused-busy = The centre is busy. We will try again shortly.
more-paused-broken = Something is wrong at the centre. We will try again shortly.
more-paused-signed-out = The phone is no longer connected to the centre. What you wrote is safe. Call the coordinator.
more-paused-old = The app is too old to fetch news. Update it.
more-needs-you-text = The centre could not use this. Nothing is lost. Call the coordinator.
more-set-aside = We have talked about it
more-unreadable = { $count ->
    [one] One thing you wrote cannot be read
   *[other] { $count } things you wrote cannot be read
}
more-unreadable-text = Nothing was thrown away. Save it to a file, and give it to the coordinator.

# Settings.
more-language = Language
more-size = Text size
more-colours = Colours
more-colours-auto = Like the phone
more-colours-light = Light
more-colours-dark = Dark

# Help.
more-help = Help
more-help-offline = Does it work without internet?
more-help-offline-text = Yes. Everything is saved on the phone, and sent when you are online.
more-help-wrong = I wrote something wrong
more-help-wrong-text = Open it on the participant’s page, and tap Correct. If it is the wrong person, call the coordinator.
more-help-lost = I have lost the phone
more-help-lost-text = Call the coordinator at once. The phone is then disconnected from the centre.
more-export = Save what is not sent to a file
more-export-text = The file holds what you wrote. Give it to the coordinator only.
more-export-done = The file is saved.
more-export-nothing = Everything is sent. There is nothing to save.

# About.
more-about = About the app
more-version = Version { $version }
more-kept = What the phone keeps
more-kept-what = Names, phone numbers, plans and what is written about your participants.
more-kept-not = Never where you are, identity numbers or diagnoses.
more-kept-key = Everything is encrypted. The key is not on the phone: only your words or the phone’s own lock open it.
more-places = Place names: GeoNames, CC BY 4.0
more-licence = Free software, AGPL-3.0

## Why something was refused, named as the codes that travel

refusal-not-allowed = Only the coordinator can do this.
refusal-unknown-participant = You no longer go with this person.
refusal-participant-closed = This person no longer takes part.
refusal-unknown-row = This no longer exists.
refusal-id-in-use = This has been saved before.
refusal-day-out-of-range = The date is too far back or too far ahead.
refusal-time-out-of-range = The time cannot be right.
refusal-met-time-missing = The time when you met is missing.
refusal-already-voided = This has been undone before.
refusal-cannot-void = This cannot be undone.
refusal-nothing-said = Nothing is written.

# From the centre, where no rule of ours has a name for it.
refusal-no-grant = When this arrived, you no longer went with the person.
refusal-conflict = Someone else changed the same thing. The coordinator will choose.
refusal-erased = The centre has erased everything about this person.
refusal-too-large = This is too large to send.
refusal-unknown-command = The centre cannot take this yet. It has been kept.
refusal-unreadable = The centre did not understand this. It has been kept.
refusal-other = The centre could not use this.

## The lock: the app is closed until its owner opens it

lock-title = Brobygger is locked
lock-text = Open with the words you chose. Only you have them.
lock-words = Your words
lock-show = Show what I type
lock-open = Unlock
lock-opening = Opening …
lock-passkey = Open with the phone’s own lock
lock-passkey-failed = That did not work. Try again, or type your words.
lock-wrong = The words do not fit. Look for typing mistakes and try again.
lock-wait = Too many tries. Wait { $count } seconds and try again. Nothing is deleted.
lock-failed = The lock does not answer. Close the app and open it again.
# A visit whose participant must not be named: $when is "I dag kl. 14.00".
lock-visit = Next visit · { $when }
lock-stamped = Noted. It is sent when you have unlocked.
lock-forgot = I do not remember the words
lock-forgot-text = Call the coordinator and ask for a new code. First we send what you have written. Nobody else can read it on the way.
lock-forgot-since = In use since { $day }
lock-forgot-send = Send what waits
lock-forgot-left = { $count } not sent yet. Try again when you have a connection.
lock-forgot-unknown = We do not know whether everything is sent. Ask the coordinator before you start again.
lock-forgot-sent = Everything is sent to the centre.
lock-forgot-again = Delete what is kept here and start again
lock-code = I have a code from the centre
lock-gone = The centre has disconnected this phone
lock-gone-text = What you had written is delivered. Nothing is left here. Call the coordinator if you wonder why.
lock-protect = From now on the app is locked. What you have written is still here.

## Choosing the words that open the app

words-title = Choose the words that open the app
words-text = Write them on paper and keep it in a safe place at home. Nobody else can find them for you.
words-suggested = A suggestion
words-another = Suggest other words
words-label = Type the words here
words-help = Our suggestion, or at least four words of your own.
words-before = Have you used Brobygger on this phone before? Type the words you have.
words-again = Type them once more
words-too-short = Too short. Type more words.
words-weak = Too easy to guess. Type more words.
words-fair = Good enough.
words-good = Strong. Nobody guesses this.
words-differ = The two are not the same.
words-save = Use these words

## The page about the lock

keys-title = Lock
keys-sub = Lock now, change words, sign out
keys-now = Lock now
keys-now-text = The app locks itself when nobody has touched it for five minutes.
keys-change = Change words
keys-passkey = Open with the phone’s own lock
keys-passkey-text = With fingerprint, face or the phone’s code. The words still work.
keys-passkey-add = Turn on
keys-passkey-on = Turned on. You can open the app with the phone’s own lock.
keys-passkey-failed = The phone said no. The words work as before.
keys-first = First show that it is you
keys-changed = The words are changed. The old ones no longer work.
keys-leave = Sign out of this phone
keys-leave-text = Everything kept here is deleted. What was sent is safe at the centre.
keys-leave-unsent = { $count } not sent, and will be lost.
keys-leave-yes = Delete everything and sign out

## The lease: a phone that has not been in touch for long

lease-title = The phone needs to talk to the centre
lease-text = It has been { $days } days. Connect to a network, and everything comes back. What you have written is kept.
