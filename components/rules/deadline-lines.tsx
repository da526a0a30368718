import { readClock } from "@/domain/incidents/rules";
import type { Locale } from "@/db/values/locales";
import type { RuleVerdict } from "@/domain/rules/types";
import { Badge, formatTime, Time } from "../ui/text";
import type { RulesSay } from "./reason-words";

interface DeadlineLinesProps {
  verdict: RuleVerdict;
  locale: Locale;
  timeZone: string;
  now: Date;
  say: RulesSay;
  /** How far away a moment is. */
  away: (key: "left" | "over" | "over-days", values: Record<string, number>) => string;
}

/** A rule's last moment, what it counts from, and what moved it. */
export function DeadlineLines({ verdict: { rule, deadline, answer }, locale, timeZone, now, say, away }: DeadlineLinesProps) {
  const { clock } = rule;
  if (!clock || !deadline) return null;
  const { due, base, from, postponed } = deadline;
  const moment = (at: Date) => formatTime(at, locale, timeZone);
  const reading = due && readClock(due, now);
  const days = reading ? Math.floor(reading.hours / 24) : 0;
  const grounds = (names: readonly string[]) => new Intl.ListFormat(locale, { type: "disjunction" }).format(names.map((ground) => say(`situation.ground.${ground}`)));
  const waits = postponed.some(({ until }) => until === null);
  const values = { anchor: say(`situation.field.anchors.${deadline.anchor}`), from: from ? moment(from) : "", hours: clock.hours ?? 0, days: clock.days ?? 0 };
  const unit = clock.hours ? "hours" : clock.days ? "days" : null;
  const lines = [
    from ? say(`deadline.${unit ?? "since"}`, values) : say(`deadline.no-anchor${unit ? `-${unit}` : ""}`, values),
    ...(postponed.length > 0 ? [say(`deadline.${!waits ? "postponed" : base ? "postponed-open" : "postponed-open-unknown"}`, { grounds: grounds(postponed.map(({ ground }) => ground)), base: base ? moment(base) : "" })] : []),
    ...(postponed.length === 0 && clock.postpone.length > 0 ? [say("deadline.may-postpone", { grounds: grounds(clock.postpone) })] : []),
    ...(clock.aimDays ? [say("deadline.aim", { days: clock.aimDays })] : []),
    ...(clock.longer ? [say("deadline.longer", { days: clock.longer.days })] : []),
    ...(clock.lateNeedsReasons ? [say("deadline.late")] : []),
  ];
  return (
    <>
      {answer === "undecided" && <span className="text-ink-soft">{say("deadline.if")}: </span>}
      {clock.soft && <strong>{clock.soft[locale]}</strong>}
      {clock.hours === 0 && <strong>{say("deadline.at-once")}</strong>}
      {due && clock.hours !== 0 && reading && (
        <>
          <strong>
            <Time at={due} locale={locale} timeZone={timeZone} />
          </strong>{" "}
          <Badge tone={reading.overdue ? "leaked" : "possible"}>{away(!reading.overdue ? "left" : days > 3 ? "over-days" : "over", { days, hours: reading.hours, minutes: reading.minutes })}</Badge>
        </>
      )}
      <ul className="text-ink-soft">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
