import type { ReactNode } from "react";
import type { Answer, RuleVerdict } from "@/domain/rules/types";
import { KeyValues } from "../ui/lists";
import { Badge } from "../ui/text";
import { dayWords, reasonWords, type ReasonContext } from "./reason-words";

const tones: Record<Answer, "accent" | "possible" | "plain"> = { applies: "accent", undecided: "possible", "does-not-apply": "plain" };
const shapes: Record<Answer, string> = { applies: "●", undecided: "◐", "does-not-apply": "○" };

interface RuleCardProps extends Omit<ReasonContext, "rule"> {
  verdict: RuleVerdict;
  /** The rule's last moment; null where it has none. */
  deadline: ReactNode;
  kindName: (notice: string) => string;
  /** Where what is missing can be recorded, for those who may. */
  recordAt: string | null;
}

/** One rule: what it says, whether it applies and why, until when, what it asks, where it comes from and how sure that is. */
export function RuleCard({ verdict, deadline, kindName, recordAt, ...context }: RuleCardProps) {
  const { rule, answer, reasons, items } = verdict;
  const { locale, say, placeName } = context;
  const firstData = reasons.find(({ about }) => about === "data");
  const sentences = [...new Set(reasons.map((reason) => reasonWords(reason, { rule, ...context }, reason === firstData)))];
  const why = answer === "does-not-apply" && firstData && rule.notTriggered ? [rule.notTriggered[locale], ...sentences] : sentences;
  const list = (lines: ReactNode[], columns = "") => <ul className={`space-y-1 ${columns}`}>{lines.map((line, index) => <li key={index}>{line}</li>)}</ul>;
  const when = (name: string, value: ReactNode, show: boolean) => (show ? [{ name: say(`card.${name}`), value }] : []);
  return (
    <article aria-labelledby={rule.id} className="mb-4 min-w-0 rounded-6 border border-line bg-surface p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={rule.id} className="text-16">
          {placeName(rule.jurisdiction)} · {say(`kind.${rule.kind}`)} <span className="whitespace-nowrap font-normal text-ink-soft">{rule.id}</span>
        </h2>
        <Badge tone={tones[answer]}>
          <span aria-hidden="true">{shapes[answer]}</span> {say(`answer.${answer}`)}
        </Badge>
      </div>
      <p className="text-ink-soft">{rule.instrument[locale]}</p>
      <p className="my-3 max-w-200">{rule.text[locale]}</p>
      <KeyValues
        rows={[
          { name: say(`card.why.${answer}`), value: list(why), action: answer === "undecided" && recordAt && <a href={recordAt}>{say("card.record")}<span className="sr-only"> · {rule.id}</span></a> },
          ...when("deadline", deadline, deadline !== null),
          ...when("recipients", rule.recipients.map((recipient) => recipient[locale]).join(" · "), rule.recipients.length > 0 && answer !== "does-not-apply"),
          ...when("items", list(items.map(({ item, certain }) => (certain || answer === "undecided" ? item.name[locale] : say("card.perhaps", { item: item.name[locale] }))), "gap-6 lg:columns-2"), items.length > 0),
        ]}
      />
      <More verdict={verdict} kindName={kindName} {...context} />
      <p className="mt-3 text-ink-soft">
        {say("card.source")}: {rule.source[locale]} <Badge tone={rule.confidence === "high" ? "plain" : "possible"}>{say(`card.confidence.${rule.confidence}`)}</Badge>
      </p>
    </article>
  );
}

/** The rest of a rule, closed until somebody wants it. */
function More({ verdict: { rule, answer }, kindName, locale, say }: Omit<RuleCardProps, "deadline" | "recordAt">) {
  const { form, substitute, follows, effective, note } = rule;
  const list = (lines: string[]) => <ul className="space-y-1">{lines.map((line) => <li key={line}>{line}</li>)}</ul>;
  const force = effective.from ? (effective.to ? "from-to" : "from") : "to";
  const day = (date?: string) => (date ? dayWords(date, locale) : "");
  const rows: [string, ReactNode, boolean][] = [
    ["force", say(`card.${force}`, { from: day(effective.from), to: day(effective.to) }), Boolean(effective.from ?? effective.to)],
    ["orders", list(rule.orders.map(({ text }) => text[locale])), rule.orders.length > 0],
    ["notices", rule.notices.map(kindName).join(" · "), rule.notices.length > 0],
    [
      "form",
      list([...(form?.title ? [say("card.form-title", { title: form.title })] : []), ...(form?.headings.length ? [say("card.form-headings", { headings: form.headings.join(" · ") })] : []), ...(form?.minPointSize ? [say("card.form-size", { points: form.minPointSize })] : []), ...(form?.demands.map((demand) => say(`card.demand.${demand}`)) ?? [])]),
      Boolean(form),
    ],
    ["channels", rule.channels.map((channel) => say(`card.channel.${channel}`)).join(" · "), rule.channels.length > 0],
    ["substitute", substitute && say("card.substitute-text", { when: substitute.when[locale], channel: substitute.channel[locale], days: substitute.minDays }), Boolean(substitute)],
    ["exemptions", list(rule.exemptions.map(({ text }) => text[locale])), rule.exemptions.length > 0],
    ["follows", follows && say("card.follows-text", { rule: follows.rule, when: follows.when[locale] }), Boolean(follows)],
    ["note", note?.[locale], Boolean(note)],
  ];
  const shown = rows.filter(([, , show]) => show).map(([name, value]) => ({ name: say(`card.${name}`), value }));
  if (shown.length === 0) return null;
  return (
    <details className="mt-3" open={rule.kind === "wording" && answer === "applies"}>
      <summary className="font-semibold text-accent">
        {say("card.more")} <span className="sr-only">{rule.id}</span>
      </summary>
      <div className="mt-2">
        <KeyValues rows={shown} />
      </div>
    </details>
  );
}
