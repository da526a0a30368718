"use client";

import { useEffect, useState } from "react";
import type { Locale } from "@/db/values/locales";
import type { NoticeWording } from "@/domain/notices/types";
import type { Look, LookReader } from "./look";

/** How long nobody has typed before the message is shown anew, in milliseconds. */
const PAUSE = 500;

/** Where the look is: of these words, on its way, or not to be had. `none` while nobody has written who sends notices. */
export type LookState = "current" | "under-way" | "unanswered" | "refused" | "none";

/** Have words rendered by the server as they are typed. What was shown last stays until the next is there. */
export function useLook(versionId: string, content: NoticeWording, locale: Locale, reader: LookReader): { look: Look | null; state: LookState } {
  const [shown, setShown] = useState<{ asked: string; look: Look | null; state: LookState }>({ asked: "", look: null, state: "under-way" });
  const asked = JSON.stringify({ versionId, content, locale, reader });
  useEffect(() => {
    const ending = new AbortController();
    const ask = async () => {
      try {
        const answer = await fetch("/console/notices/preview", { method: "POST", headers: { "content-type": "application/json" }, body: asked, signal: ending.signal });
        if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`);
        const got = (await answer.json()) as Look | { kind: "refused" } | null;
        setShown((before) => (got?.kind === "look" ? { asked, look: got, state: "current" } : { asked, look: before.look, state: got === null ? "none" : "refused" }));
      } catch {
        if (!ending.signal.aborted) setShown((before) => ({ ...before, asked, state: "unanswered" }));
      }
    };
    const timer = setTimeout(() => void ask(), PAUSE);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [asked]);
  return { look: shown.look, state: shown.asked === asked ? shown.state : "under-way" };
}
