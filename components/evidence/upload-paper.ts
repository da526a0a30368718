/** What comes of an upload, seen from the browser. */
export type Outcome = { kind: "arrived" } | { kind: "problem"; problem: string | null } | { kind: "proof-ended" } | { kind: "stopped" };

interface Watching {
  signal: AbortSignal;
  onSent: (bytes: number) => void;
  /** The line is gone, or back. */
  onWaiting: (waiting: boolean) => void;
}

interface Begun {
  id: string;
  received: number;
  pieceBytes: number;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Send a file piece by piece to where papers begin (`to`). The server says how far it is, so a lost line, a lost answer and a page that was closed cost one piece at
 * most: the same file chosen again goes on where it stopped. While there is no line it waits, as long as nobody stops it.
 */
export async function uploadPaper(to: string, file: File, watching: Watching): Promise<Outcome> {
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    try {
      return await send(to, file, watching, () => {
        pause = FIRST_PAUSE_MS;
        watching.onWaiting(false);
      });
    } catch {
      if (watching.signal.aborted) return { kind: "stopped" };
      watching.onWaiting(true);
      await rest(pause, watching.signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
}

async function send(to: string, file: File, { signal, onSent }: Watching, onAnswer: () => void): Promise<Outcome> {
  const started = await ask(to, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: file.name, size: file.size }), signal });
  onAnswer();
  if (started.outcome) return started.outcome;
  const { id, pieceBytes, ...begun } = started.answer as unknown as Begun;
  let { received } = begun;
  while (received < file.size) {
    onSent(received);
    const { outcome, answer } = await ask(`${to}/${id}?at=${received}`, { method: "PUT", body: file.slice(received, received + pieceBytes), signal });
    onAnswer();
    // A piece that is there already says how much there is: then it goes on from there.
    const there = answer.received;
    if (outcome && !(typeof there === "number" && there > received)) return outcome;
    received = Number(there);
  }
  return { kind: "arrived" };
}

/** One request. Only a line that is gone, or a server that is, throws. */
async function ask(url: string, init: RequestInit): Promise<{ outcome: Outcome | null; answer: Record<string, unknown> }> {
  const response = await fetch(url, { ...init, redirect: "manual" });
  // Whoever has no proof any more is led to where one proves.
  if (response.type === "opaqueredirect") return { outcome: { kind: "proof-ended" }, answer: {} };
  if (response.status >= 500 && response.status !== 500) throw new Error("no server");
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok) return { outcome: null, answer };
  return { outcome: { kind: "problem", problem: typeof answer.problem === "string" ? answer.problem : null }, answer };
}

/** Wait, but no longer than until the line is back or nobody waits any more. */
function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
