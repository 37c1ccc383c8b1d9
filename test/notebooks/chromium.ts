import {spawn} from "node:child_process";
import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Readable, Writable} from "node:stream";
import {setTimeout as sleep} from "node:timers/promises";

/** What a page did wrong, and a few counts of what is on it. */
export interface Visit {
  /** Console errors, uncaught exceptions and failed requests. */
  problems: string[];
  /** Requests to any host but this machine. */
  foreign: string[];
  title: string;
  /** Size in pixels of each drawing. */
  drawings: {width: number; height: number}[];
  /** Text of each cell that shows an error. */
  errors: string[];
  /** Width of the content less that of the window, in pixels. */
  overflow: number;
}

export interface Look {
  width?: number;
  dark?: boolean;
  /** Waits for a drawing, on a page that has one. */
  drawn?: boolean;
  /** Takes a picture of the whole page. */
  picture?: boolean;
}

export interface Browser {
  visit(url: string, look?: Look): Promise<Visit & {picture: Buffer | undefined}>;
  close(): Promise<void>;
}

/** Debian's Chromium and its like, where this machine has one. */
export function findChromium(): string | undefined {
  const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return places.find((path) => existsSync(path));
}

/** Starts a headless Chromium that can reach no host but this machine, and speaks its protocol over two pipes. */
export function openChromium(path: string): Browser {
  const profile = mkdtempSync(join(tmpdir(), "vvs-chromium-"));
  const child = spawn(
    path,
    [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--remote-debugging-pipe",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
      `--user-data-dir=${profile}`
    ],
    {stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"]}
  );
  const [, , , input, output] = child.stdio;
  const wire = connect(input as Writable, output as Readable);
  return {
    visit: (url, look = {}) => visit(wire, url, look),
    async close() {
      const ended = new Promise((resolve) => child.on("close", resolve));
      await wire.send("Browser.close").catch(() => {});
      await ended;
      rmSync(profile, {recursive: true, force: true, maxRetries: 5});
    }
  };
}

interface Message {
  id?: number;
  method?: string;
  sessionId?: string;
  // The protocol's own shapes; each use names the fields that it reads.
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: {message: string};
}

interface Wire {
  send(method: string, params?: object, sessionId?: string): Promise<Record<string, unknown>>;
  listen(listener: (message: Message) => void): () => void;
}

function connect(input: Writable, output: Readable): Wire {
  const waiting = new Map<number, (message: Message) => void>();
  const listeners = new Set<(message: Message) => void>();
  let last = 0;
  let rest = "";
  output.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\0");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const message: Message = JSON.parse(part);
      if (message.id === undefined) for (const listener of listeners) listener(message);
      else waiting.get(message.id)?.(message);
    }
  });
  return {
    send(method, params = {}, sessionId) {
      const id = ++last;
      input.write(`${JSON.stringify({id, method, params, ...(sessionId && {sessionId})})}\0`);
      return new Promise((resolve, reject) => {
        waiting.set(id, ({result, error}) => {
          waiting.delete(id);
          if (error) reject(new Error(`${method}: ${error.message}`));
          else resolve(result ?? {});
        });
      });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }
  };
}

/** Cells that still run, and everything that a visit reports, as the page sees it. */
const REPORT = `({
  running: document.querySelectorAll(".observablehq--running").length,
  ready: document.readyState === "complete",
  title: document.title,
  drawings: [...document.querySelectorAll("main svg[viewBox]")].map((svg) => {
    const {width, height} = svg.getBoundingClientRect();
    return {width, height};
  }),
  errors: [...document.querySelectorAll(".observablehq--error")].map((cell) => cell.textContent),
  overflow: document.documentElement.scrollWidth - innerWidth,
  height: document.documentElement.scrollHeight,
  content: document.querySelector("main").textContent.length
})`;

async function visit(wire: Wire, url: string, {width = 1280, dark = false, drawn = false, picture = false}: Look) {
  const {targetId} = await wire.send("Target.createTarget", {url: "about:blank"});
  const {sessionId} = await wire.send("Target.attachToTarget", {targetId, flatten: true});
  const send = (method: string, params = {}) => wire.send(method, params, String(sessionId));
  const found = {problems: [] as string[], foreign: [] as string[]};
  const underWay = new Set<unknown>();
  const stop = wire.listen(({method, params = {}, sessionId: from}) => {
    if (from !== sessionId) return;
    const text = JSON.stringify(params);
    if (method === "Runtime.exceptionThrown") found.problems.push(text);
    if (method === "Runtime.consoleAPICalled" && params.type === "error") found.problems.push(text);
    if (method === "Log.entryAdded" && /"level":"error"/.test(text)) found.problems.push(text);
    if (method === "Network.loadingFailed") found.problems.push(text);
    if (method === "Network.responseReceived" && /"status":[45]\d\d/.test(text)) found.problems.push(text);
    if (method === "Network.requestWillBeSent") {
      underWay.add(params.requestId);
      const asked = /"request":\{"url":"([^"]*)"/.exec(text)?.[1] ?? "";
      if (!/^(http:\/\/(localhost|127\.0\.0\.1)[:/]|data:|blob:|about:)/.test(asked)) found.foreign.push(asked);
    }
    if (method === "Network.loadingFinished" || method === "Network.loadingFailed") underWay.delete(params.requestId);
  });
  for (const domain of ["Network", "Runtime", "Log", "Page"]) await send(`${domain}.enable`);
  await send("Network.setCacheDisabled", {cacheDisabled: true});
  await send("Emulation.setDeviceMetricsOverride", {width, height: 900, deviceScaleFactor: 1, mobile: width < 600});
  await send("Emulation.setEmulatedMedia", {
    features: [{name: "prefers-color-scheme", value: dark ? "dark" : "light"}]
  });
  await send("Page.navigate", {url});
  let report = await evaluate(send);
  for (let calm = 0, tries = 0; calm < 4 && tries < 1200; tries++) {
    await sleep(50);
    const next = await evaluate(send);
    const same = next.content === report.content && next.height === report.height;
    const there = !drawn || next.drawings.length > 0 || next.errors.length > 0;
    calm = next.ready && next.running === 0 && underWay.size === 0 && same && there && next.content > 0 ? calm + 1 : 0;
    report = next;
  }
  // A window as tall as the page: what scrolls on its own is drawn only where the window shows it.
  const whole = {width, height: report.height, deviceScaleFactor: 1, mobile: width < 600};
  if (picture) await send("Emulation.setDeviceMetricsOverride", whole);
  const image = picture
    ? await send("Page.captureScreenshot", {
        captureBeyondViewport: true,
        clip: {x: 0, y: 0, width, height: report.height, scale: 1}
      })
    : {};
  stop();
  await wire.send("Target.closeTarget", {targetId});
  const {title, drawings, errors, overflow} = report;
  return {
    ...found,
    title,
    drawings,
    errors,
    overflow,
    picture: typeof image.data === "string" ? Buffer.from(image.data, "base64") : undefined
  };
}

interface Report extends Pick<Visit, "title" | "drawings" | "errors" | "overflow"> {
  running: number;
  ready: boolean;
  height: number;
  content: number;
}

const EMPTY: Report = {
  running: 0,
  ready: false,
  title: "",
  drawings: [],
  errors: [],
  overflow: 0,
  height: 0,
  content: 0
};

async function evaluate(send: (method: string, params?: object) => Promise<Record<string, unknown>>): Promise<Report> {
  const {result} = (await send("Runtime.evaluate", {expression: REPORT, returnByValue: true})) as {
    result?: {value?: Report};
  };
  return result?.value ?? EMPTY;
}
