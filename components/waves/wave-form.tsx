"use client";

import Link from "next/link";
import { useActionState, type ReactNode } from "react";
import { ActionFormWithState } from "../form/action-form";
import { Choices, Select, type Option } from "../form/field";
import { idle, type FormState } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { buttonClass } from "../ui/button";
import { DataTable } from "../ui/lists";
import { Masked } from "../ui/text";
import { AudienceCount, type CountState } from "./audience-count";
import { CheckTable } from "./check-table";

/** One of the people looked at, ready to be shown. */
export type SampledRow = Record<"number" | "kind" | "language" | "country" | "email" | "phone" | "classes", string>;

export interface WaveFormState extends FormState {
  count?: CountState;
  sample?: SampledRow[];
}

export interface WaveFormProps {
  action: (state: WaveFormState, form: FormData) => Promise<WaveFormState>;
  countAction: (state: CountState, form: FormData) => Promise<CountState>;
  hidden: Record<string, string>;
  /** What stands in each field before anybody touches it. */
  initial: Record<string, string>;
  initialCount: CountState;
  choices: Record<"wordings" | "classes" | "levels" | "kinds" | "languages" | "countries" | "versions" | "waves" | "wrongWordings" | "lists", { value: string; label: string }[]>;
  say: Record<string, string>;
  /** Further fields, between who and how many. */
  children?: ReactNode;
}

/** A wave as a form: what it says, who gets it and who does not, how many these are, and a look at a few of them. */
export function WaveForm({ action, countAction, hidden, initial, initialCount, choices, say, children }: WaveFormProps) {
  const [state, submit] = useActionState<WaveFormState, FormData>(action, idle);
  const parts = { initial, choices, say: (key: string) => say[key] ?? key };
  return (
    <ActionFormWithState state={state} submit={submit} hidden={hidden} className="space-y-6">
      {/* What Enter in a field presses: the first button of a form, and that must not be a look at people. */}
      <button type="submit" name="act" value="save" tabIndex={-1} aria-hidden className="sr-only">
        {say["form.save"]}
      </button>
      <Part title={say["form.wording"]}>
        <Select name="templateVersionId" label={say["form.wording-label"]} initial={initial.templateVersionId} options={choices.wordings} />
      </Part>
      <Part title={say["form.who"]} text={say["form.who-text"]}>
        <Who {...parts} />
        <Before {...parts} />
      </Part>
      {choices.waves.length + choices.lists.length > 0 && (
        <Part title={say["form.not-who"]} text={say["form.not-who-text"]}>
          <NotWho {...parts} />
        </Part>
      )}
      {children}
      <Part title={say["form.look"]}>
        <AudienceCount key={state.count?.message} action={countAction} initial={state.count ?? initialCount} />
        <noscript>
          <button type="submit" name="act" value="count" className={buttonClass("secondary")}>
            {say["form.count"]}
          </button>
        </noscript>
        <p className="text-ink-soft">{say["form.sample-text"]}</p>
        <SubmitButton kind="secondary" name="act" value="sample">
          {say["form.sample"]}
        </SubmitButton>
        {state.sample && <Sample rows={state.sample} say={parts.say} />}
      </Part>
      <SubmitButton name="act" value="save">
        {say["form.save"]}
      </SubmitButton>
    </ActionFormWithState>
  );
}

function Part({ title, text, children }: { title: ReactNode; text?: ReactNode; children: ReactNode }) {
  return (
    <section className="min-w-0 space-y-5 rounded-6 border border-line bg-surface p-4">
      <div>
        <h2 className="text-16">{title}</h2>
        {text && <p className="text-ink-soft">{text}</p>}
      </div>
      {children}
    </section>
  );
}

interface Parts extends Pick<WaveFormProps, "initial" | "choices"> {
  say: (key: string) => string;
}

function Who({ initial, choices, say }: Parts) {
  const wide = (one: string, name: string, options: Option[]) => options.length > 1 && <Choices name={name} multiple inline label={say(`form.${one}`)} initial={initial[name]} options={options} />;
  return (
    <>
      <CheckTable label={say("form.classes")} head={say("form.class")} rows={choices.classes} columns={choices.levels.map(({ value, label }) => ({ name: value, label, initial: initial[value] }))} />
      <Choices name="match" inline label={say("form.match")} initial={initial.match ?? "any"} options={[{ value: "any", label: say("form.match-any") }, { value: "all", label: say("form.match-all") }]} />
      {wide("kinds", "kinds", choices.kinds)}
      {wide("languages", "locales", choices.languages)}
      {wide("countries", "countries", choices.countries)}
    </>
  );
}

/** What was before: other versions of the dataset, earlier waves, lists. */
function Before({ initial, choices, say }: Parts) {
  const { versions, classes, waves, wrongWordings, lists } = choices;
  return (
    <>
      {versions.length > 1 && (
        <Group label={say("form.difference")} hint={say("form.difference-hint")}>
          <Select name="change" label={say("form.change")} initial={initial.change} empty={say("form.change-none")} options={(["gained", "lost", "changed"] as const).map((value) => ({ value, label: say(`form.change-${value}`) }))} />
          <Select name="changeClass" label={say("form.change-class")} initial={initial.changeClass} empty={say("form.change-any")} options={classes} />
          <Select name="changeFrom" label={say("form.from")} initial={initial.changeFrom ?? versions.at(-2)?.value} options={versions} />
          <Select name="changeTo" label={say("form.to")} initial={initial.changeTo ?? versions.at(-1)?.value} options={versions} />
        </Group>
      )}
      {waves.length > 0 && (
        <Group label={say("form.told")} hint={say("form.told-hint")}>
          <Select name="toldWave" label={say("form.told-wave")} initial={initial.toldWave} empty={say("form.told-none")} options={waves} />
          <Select name="toldNamed" label={say("form.told-named")} initial={initial.toldNamed ?? "yes"} options={[{ value: "yes", label: say("form.told-yes") }, { value: "no", label: say("form.told-no") }]} />
          <Select name="toldClass" label={say("form.told-class")} initial={initial.toldClass} options={classes} />
        </Group>
      )}
      {waves.length > 0 && (
        <CheckTable
          label={say("form.owed")}
          head={say("form.class")}
          rows={classes}
          columns={(["left-out", "told-wrongly"] as const).map((what) => ({ name: `owed.${what}`, label: say(`form.owed-${what}`), initial: initial[`owed.${what}`] }))}
        />
      )}
      {wrongWordings.length > 0 && <Choices name="misinformedBy" multiple label={say("form.misinformed")} initial={initial.misinformedBy} options={wrongWordings} />}
      {waves.length > 0 && <Choices name="unreached" multiple inline label={say("form.unreached")} initial={initial.unreached} options={[{ value: "any", label: say("form.unreached-any") }]} />}
      {lists.length > 0 && <Select name="onList" label={say("form.on-list")} initial={initial.onList} empty={say("form.no-list")} options={lists} />}
      <p className="text-14 text-ink-soft">
        <Link href="/console/waves/lists" prefetch={false}>{say("form.to-lists")}</Link> {say("form.to-lists-hint")}
      </p>
    </>
  );
}

function NotWho({ initial, choices, say }: Parts) {
  const columns = [
    { name: "excludeAll", label: say("form.excluded-all"), initial: initial.excludeAll },
    { name: "excludeReached", label: say("form.excluded-reached"), initial: initial.excludeReached },
  ];
  return (
    <>
      {choices.waves.length > 0 && <CheckTable label={say("form.excluded")} head={say("form.wave")} rows={choices.waves} columns={columns} />}
      {choices.lists.length > 0 && <Select name="offList" label={say("form.off-list")} initial={initial.offList} empty={say("form.no-off-list")} options={choices.lists} />}
    </>
  );
}

function Group({ label, hint, children }: { label: string; hint: string; children: ReactNode }) {
  return (
    <fieldset className="space-y-3">
      <legend className="font-semibold">{label}</legend>
      <p className="text-ink-soft">{hint}</p>
      <div className="grid gap-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

const sampleColumns = ["number", "kind", "language", "country", "email", "phone", "classes"] as const;

function Sample({ rows, say }: { rows: SampledRow[]; say: Parts["say"] }) {
  return (
    <div role="status">
      <h3 className="mb-1">{say("form.sample-title")}</h3>
      <DataTable caption={say("form.sample-title")} rows={rows} rowKey={(row) => row.number} empty={<p>{say("form.sample-none")}</p>} columns={sampleColumns.map((name) => ({ head: say(`sample.${name}`), cell: (row: SampledRow) => (name === "email" || name === "phone" ? <Masked>{row[name]}</Masked> : row[name]) }))} />
    </div>
  );
}
