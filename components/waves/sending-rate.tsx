"use client";

import { useState } from "react";
import type { Locale } from "@/db/values/locales";
import { formatCount } from "../ui/text";

/** Over how long the pace is taken. */
const WINDOW_MS = 20_000;

interface SendingRateProps {
  /** Messages that are through, and still to go, when the page was made. */
  sent: number;
  left: number;
  /** That moment by the server's clock, in milliseconds. */
  at: number;
  locale: Locale;
  /** With `{rate}` and `{minutes}`. */
  words: { rate: string; left: string };
}

/** Messages a second, told from one refresh of the page to the next; nothing before the second. */
export function SendingRate({ sent, left, at, locale, words }: SendingRateProps) {
  const [samples, setSamples] = useState([{ sent, at }]);
  if (samples.at(-1)?.at !== at) setSamples([...samples.filter((sample) => at - sample.at <= WINDOW_MS), { sent, at }]);
  const [first] = samples;
  const rate = first && at > first.at ? ((sent - first.sent) / (at - first.at)) * 1000 : 0;
  if (rate <= 0) return null;
  const minutes = Math.ceil(left / rate / 60);
  return (
    <span className="tabular-nums">
      {words.rate.replace("{rate}", formatCount(Math.max(1, Math.round(rate)), locale))}
      {left > 0 && ` · ${words.left.replace("{minutes}", formatCount(minutes, locale))}`}
    </span>
  );
}
