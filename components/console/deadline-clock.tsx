"use client";

import { useEffect, useState } from "react";
import { readClock } from "@/domain/incidents/rules";

interface DeadlineClockProps {
  /** ISO 8601. */
  due: string;
  /** The moment the page was made; the clock goes on from there, so a wrong clock of the reader's machine does not matter. */
  now: string;
  words: { label: string; left: string; over: string; overDays: string; at: string };
}

/** The 72 hours for telling people (Personal Information Protection Act, art. 34), counted down to the minute. */
export function DeadlineClock({ due, now, words }: DeadlineClockProps) {
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(() => setElapsed(performance.now() - began), 15_000);
    return () => clearInterval(timer);
  }, []);
  const { hours, minutes, overdue } = readClock(new Date(due), new Date(Date.parse(now) + elapsed));
  const days = Math.floor(hours / 24);
  const text = (overdue ? (days > 3 ? words.overDays : words.over) : words.left).replace("{days}", String(days)).replace("{hours}", String(hours)).replace("{minutes}", String(minutes));
  return (
    <p className={`tabular-nums ${overdue || hours < 12 ? "text-leaked" : "text-ink-soft"}`}>
      {words.label} <strong>{text}</strong> <span className="text-ink-soft">(<time dateTime={due}>{words.at}</time>)</span>
    </p>
  );
}
