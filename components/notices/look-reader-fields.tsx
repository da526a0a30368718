"use client";

import { useId, useState, type ReactNode } from "react";
import { subjectKinds, type SubjectKind } from "@/db/values/audience";
import { buttonClass } from "../ui/button";
import type { LookReader, SampledReader } from "./look";

export type ReaderWords = Record<"asWhom" | "asAll" | "asPossible" | "asHand" | "takePeople" | "takePeopleText" | "noPeople" | "kind" | "anyKind" | "none" | "confirmed" | "possible" | SubjectKind, string>;

/** Whose message is looked at: the choice, and what is set by hand. */
export interface ReaderChoice {
  as: string;
  hand: Record<string, "confirmed" | "possible">;
  kind: SubjectKind | "";
  people: SampledReader[];
}

export const firstChoice: ReaderChoice = { as: "all", hand: {}, kind: "", people: [] };

interface ReaderFieldsProps {
  versionId: string;
  /** The incident's classes, in its order. */
  classes: { slug: string; label: string }[];
  choice: ReaderChoice;
  onChange: (choice: ReaderChoice) => void;
  words: ReaderWords;
}

/** The reader that was chosen. */
export function readerOfChoice({ as, hand, kind, people }: ReaderChoice, classes: ReaderFieldsProps["classes"]): LookReader {
  const slugs = classes.map(({ slug }) => slug);
  if (as === "all") return { confirmed: slugs, possible: [], kinds: [...subjectKinds] };
  if (as === "possible") return { confirmed: [], possible: slugs, kinds: [...subjectKinds] };
  const person = people.find(({ id }) => id === as);
  if (person) return person.reader;
  return { confirmed: slugs.filter((slug) => hand[slug] === "confirmed"), possible: slugs.filter((slug) => hand[slug] === "possible"), kinds: kind === "" ? [...subjectKinds] : [kind] };
}

/** Choose as whom a message is read: somebody made up, one of a few people of the data, masked, or any mixture of classes. */
export function ReaderFields({ versionId, classes, choice, onChange, words }: ReaderFieldsProps) {
  return (
    <div className="space-y-2">
      <Menu label={words.asWhom} value={choice.as} onChange={(as) => onChange({ ...choice, as })}>
        <option value="all">{words.asAll}</option>
        <option value="possible">{words.asPossible}</option>
        {choice.people.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
        <option value="hand">{words.asHand}</option>
      </Menu>
      {choice.as === "hand" && <HandFields classes={classes} choice={choice} onChange={onChange} words={words} />}
      {choice.people.length === 0 && <TakePeople versionId={versionId} onTaken={(people) => onChange({ ...choice, people, as: people[0]?.id ?? choice.as })} words={words} />}
    </div>
  );
}

function HandFields({ classes, choice, onChange, words }: Omit<ReaderFieldsProps, "versionId">) {
  const set = (slug: string, level: string) => {
    const hand = Object.fromEntries(Object.entries(choice.hand).filter(([other]) => other !== slug));
    onChange({ ...choice, hand: level === "confirmed" || level === "possible" ? { ...hand, [slug]: level } : hand });
  };
  return (
    <div className="grid gap-2 rounded-6 border border-line p-3 sm:grid-cols-2">
      {classes.map(({ slug, label }) => (
        <Menu key={slug} label={label} value={choice.hand[slug] ?? ""} onChange={(level) => set(slug, level)}>
          <option value="">{words.none}</option>
          <option value="confirmed">{words.confirmed}</option>
          <option value="possible">{words.possible}</option>
        </Menu>
      ))}
      <Menu label={words.kind} value={choice.kind} onChange={(chosen) => onChange({ ...choice, kind: subjectKinds.find((kind) => kind === chosen) ?? "" })}>
        <option value="">{words.anyKind}</option>
        {subjectKinds.map((kind) => (
          <option key={kind} value={kind}>
            {words[kind]}
          </option>
        ))}
      </Menu>
    </div>
  );
}

function Menu({ label, value, onChange, children }: { label: string; value: string; onChange: (value: string) => void; children: ReactNode }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-ink-soft">
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)} className="w-full rounded-6 border border-edge bg-surface px-2 py-1.5 text-ink">
        {children}
      </select>
    </div>
  );
}

function TakePeople({ versionId, onTaken, words }: { versionId: string; onTaken: (people: SampledReader[]) => void; words: ReaderWords }) {
  const [said, setSaid] = useState("");
  const take = async () => {
    try {
      const answer = await fetch("/console/notices/people", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ versionId }) });
      const got = (await answer.json()) as { kind: "people"; people: SampledReader[] } | { kind: "refused"; message: string };
      if (got.kind === "refused") setSaid(got.message);
      else if (got.people.length === 0) setSaid(words.noPeople);
      else onTaken(got.people);
    } catch {
      setSaid(words.noPeople);
    }
  };
  return (
    <p className="text-ink-soft">
      <button type="button" onClick={() => void take()} className={buttonClass("secondary", "small")}>
        {words.takePeople}
      </button>{" "}
      {words.takePeopleText} <span role="status">{said}</span>
    </p>
  );
}
