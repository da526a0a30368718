import type { ReactNode } from "react";
import { causes, grounds, harms, leakStates } from "@/content/rules/types";
import { questions, recordedAnchors } from "@/domain/rules/input";
import { ActionForm } from "../form/action-form";
import { Choices, Select, TextField } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import type { RulesSay } from "./reason-words";

interface SituationFormProps {
  action: FormAction;
  hidden: Record<string, string>;
  initial: Record<string, string>;
  places: { place: string; name: string }[];
  say: RulesSay;
}

const hinted = new Set(["identified-persons", "contained"]);

/** The circumstances of an incident as questions. Every one can stay open: "not known" is an answer, and the first. */
export function SituationForm({ action, hidden, initial, places, say }: SituationFormProps) {
  const field = (name: string) => ({ name, label: say(`situation.field.${name}`), initial: initial[name] ?? "" });
  const open = { value: "", label: say("situation.unknown") };
  const named = (list: "state" | "cause" | "harm" | "ground", values: readonly string[]) => values.map((value) => ({ value, label: capital(say(`situation.${list}.${value}`)) }));
  const yesNo = [{ value: "yes", label: say("situation.yes") }, { value: "no", label: say("situation.no") }, open];
  return (
    // The empty value stands for "none chosen": a form leaves out what nobody ticked, and what was saved before would come back.
    <ActionForm action={action} hidden={{ ...hidden, grounds: "" }} className="space-y-8">
      <Part title={say("situation.part.leak")}>
        <Choices inline {...field("state")} options={[...named("state", leakStates), open]} />
        <Select {...field("cause")} empty={say("situation.unknown")} options={named("cause", causes)} />
        <Choices inline {...field("harm")} hint={say("situation.hint.harm")} options={[...named("harm", harms), open]} />
        {questions.map((name) => (
          <Choices key={name} inline {...field(name)} options={yesNo} />
        ))}
      </Part>
      <Part title={say("situation.part.times")}>
        {recordedAnchors.map((anchor) => (
          <TextField key={anchor} type="datetime-local" width={20} {...field(`anchors.${anchor}`)} hint={hinted.has(anchor) ? say(`situation.hint.${anchor}`) : undefined} />
        ))}
      </Part>
      <Part title={say("situation.part.postponing")}>
        <div className="lg:col-span-2">
          <Choices multiple inline {...field("grounds")} hint={say("situation.hint.grounds")} options={named("ground", grounds)} />
        </div>
        <TextField type="datetime-local" width={20} {...field("lawEnforcementFrom")} />
        <TextField type="datetime-local" width={20} {...field("lawEnforcementTo")} hint={say("situation.hint.lawEnforcementTo")} />
        <TextField type="datetime-local" width={20} {...field("forceMajeureEnded")} hint={say("situation.hint.forceMajeureEnded")} />
      </Part>
      <Part title={say("situation.part.people")} text={say("situation.hint.people")}>
        {places.map(({ place, name }) => (
          <TextField key={place} name={`counted.${place}`} label={name} initial={initial[`counted.${place}`]} inputMode="numeric" width={20} />
        ))}
      </Part>
      <SubmitButton>{say("situation.save")}</SubmitButton>
    </ActionForm>
  );
}

function Part({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={title}>
      <h3 className="mb-2 border-b border-line pb-1 text-16">{title}</h3>
      {text && <p className="mb-3 text-ink-soft">{text}</p>}
      <div className="grid gap-5 lg:grid-cols-2">{children}</div>
    </div>
  );
}

/** A name that stands by itself; in a sentence it begins small. */
function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
