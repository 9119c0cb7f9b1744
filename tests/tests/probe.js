// What a page might try that was made to do somebody else's work. Run where everything is allowed, and where nothing is.
(() => {
  /** Every attempt comes to an end: by itself, or by an error. */
  const settled = (element, ...events) =>
    new Promise((done) => {
      for (const event of events) element.addEventListener(event, () => done(event), { once: true });
    });
  /** What came of it: "done", or the name of the error. */
  const attempt = async (work) => {
    try {
      return (await work()) ?? "done";
    } catch (error) {
      return error?.name ?? "error";
    }
  };
  const put = (name, attributes) => {
    const element = document.createElement(name);
    const over = settled(element, "load", "error");
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    document.body.append(element);
    return over;
  };

  /** What can be done within the page. True: it was. */
  window.tryWithin = async () => {
    // While a driver's own script runs, Chromium lets it evaluate what it likes. The next task is the page's own.
    await new Promise((next) => setTimeout(next));
    const found = {};
    const script = document.createElement("script");
    await attempt(() => {
      script.append("window.inlineScript = true");
      document.body.append(script);
    });
    found.inlineScript = window.inlineScript === true;

    const button = document.createElement("button");
    await attempt(() => button.setAttribute("onclick", "window.inlineHandler = true"));
    button.click();
    found.inlineHandler = window.inlineHandler === true;

    found.evaluated = (await attempt(() => window.eval("1 + 1"))) === 2;
    found.function = (await attempt(() => new window.Function("return 2")())) === 2;

    const style = document.createElement("style");
    style.append("body { padding-left: 7px }");
    document.body.append(style);
    found.inlineStyle = getComputedStyle(document.body).paddingLeft === "7px";

    const base = document.createElement("base");
    base.href = "/elsewhere/";
    document.head.append(base);
    found.base = document.baseURI.includes("/elsewhere/");
    base.remove();

    const worker = async () => {
      const blob = new Blob(["postMessage('here')"], { type: "text/javascript" });
      const worker = new Worker(URL.createObjectURL(blob));
      return settled(worker, "message", "error");
    };
    found.worker = (await attempt(worker)) === "message";

    const html = document.createElement("div");
    await attempt(() => void (html.innerHTML = "<b>bold</b>"));
    found.html = html.childElementCount > 0;
    return found;
  };

  /** What asks somebody else for something. Whoever is asked knows what came through. */
  window.tryElsewhere = async (elsewhere) => {
    const at = (what) => `${elsewhere}/${what}`;
    await attempt(() => put("img", { src: at("image") }));
    await attempt(() => put("script", { src: at("script") }));
    await attempt(() => put("link", { rel: "stylesheet", href: at("style") }));
    await attempt(() => fetch(at("fetch"), { mode: "no-cors" }));
    await attempt(() => {
      const request = new XMLHttpRequest();
      request.open("GET", at("request"));
      const over = settled(request, "loadend");
      request.send();
      return over;
    });
    await attempt(() => settled(new EventSource(at("events")), "error"));
    await attempt(() => settled(new WebSocket(at("socket").replace("http", "ws")), "error", "close"));
    await attempt(() => {
      const video = document.createElement("video");
      const over = settled(video, "error");
      video.src = at("video");
      return over;
    });
    await attempt(() => new FontFace("elsewhere", `url("${at("font")}")`).load());
  };

  /** A frame may say neither that it loaded nor that it was refused, and a beacon never does. */
  window.tryAndGo = (elsewhere) => {
    attempt(() => put("iframe", { src: `${elsewhere}/frame` }));
    attempt(() => put("object", { data: `${elsewhere}/object` }));
    attempt(() => navigator.sendBeacon(`${elsewhere}/beacon`, "told"));
  };

  window.tryForm = (elsewhere) => {
    const form = document.createElement("form");
    form.action = `${elsewhere}/form`;
    document.body.append(form);
    attempt(() => form.submit());
  };

  /** What of the phone a page may ask for; in Chromium, which alone hears the header. */
  window.askable = () => ["geolocation", "camera", "microphone"].filter((what) => document.featurePolicy.allowsFeature(what));
})();
