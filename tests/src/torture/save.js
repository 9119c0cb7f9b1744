// One record through the app's own screens, as fast as they are drawn. Ends when the screen says that it is saved.
const [person, kind, words] = args;
const there = (find) => new Promise((found) => {
    const look = () => {
        const it = find();
        if (it) found(it);
        else setTimeout(look, 4);
    };
    look();
});
const one = (selector) => there(() => document.querySelector(selector));
const drawn = () => new Promise((done) => setTimeout(done));
if (location.pathname !== person) (await one(`a[href="${person}"]`)).click();
await there(() => location.pathname === person);
(await one(`a[href="${person}/${kind}"]`)).click();
const field = await one(kind === 'change' ? '#note' : '#words');
field.value = words;
field.dispatchEvent(new Event('input', { bubbles: true }));
await drawn();
if (kind === 'change') {
    (await one('#about-0')).click();
    await drawn();
}
(await one('.dock button[type=submit]')).click();
if (kind === 'change') {
    await there(() => location.pathname === person
        && document.querySelector('.timeline')?.innerText.includes(words)
        && document.body.innerText.includes('Lagret på telefonen'));
} else {
    await there(() => document.querySelector('.banner .state, .banner[data-kind=good]'));
}
