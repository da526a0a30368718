const WIDTH = 28;
/** In a log file a bar is noise: one plain line each time another tenth is done. */
const PLAIN_STEP = 0.1;

export interface Progress {
  /** `share` from 0 to 1. */
  show(share: number, text: string): void;
  /** End the bar's line, so that the next thing begins on its own. */
  end(): void;
}

/** Show how far a long act is, on standard error: a bar that is drawn over, or plain lines where no person watches. */
export function startProgress(label: string, out: NodeJS.WriteStream = process.stderr): Progress {
  let shown = -1;
  return {
    show(share, text) {
      const bounded = Math.min(Math.max(share, 0), 1);
      const step = out.isTTY ? 0.002 : PLAIN_STEP;
      if (bounded < 1 && bounded - shown < step) return;
      if (bounded === 1 && shown === 1) return;
      shown = bounded;
      const percent = `${Math.floor(bounded * 100)} %`.padStart(5);
      if (!out.isTTY) {
        out.write(`${label} ${percent}  ${text}\n`);
        return;
      }
      const full = Math.round(bounded * WIDTH);
      out.write(`\r\u001b[2K${label} ${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${percent}  ${text}`);
    },
    end() {
      if (out.isTTY && shown >= 0) out.write("\n");
    },
  };
}
