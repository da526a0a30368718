"use client";

import { useActionState, type ReactNode } from "react";
import { accountKinds, benefitKinds, type BenefitKind } from "@/db/values/benefits";
import { locales, type Locale } from "@/db/values/locales";
import { formatBytes } from "@/content/formats";
import { DOCUMENT_BYTES, MOST_DOCUMENTS } from "@/db/values/programme-documents";
import { countTermsRows } from "@/domain/programmes/rules";
import type { TermsForm } from "@/domain/programmes/types";
import { ActionFormWithState } from "../form/action-form";
import { Choices, Select, TextArea, TextField, type Option } from "../form/field";
import type { FormAction, FormState } from "../form/form-state";
import { LimitedFile } from "../form/limited-file";
import { RowButton } from "../form/row-button";
import { SubmitButton } from "../form/submit-button";

/** Words of the editor: labels by the last part of a field's name, parts, rows and buttons. */
export interface ProgrammeEditorWords {
  field: Record<string, string>;
  hint: Record<string, string>;
  part: Record<string, string>;
  kind: Record<BenefitKind, string>;
  account: Record<string, string>;
  choice: Record<string, string>;
  language: Record<Locale, string>;
  add: Record<string, string>;
  one: Record<string, string>;
  attach: string;
  attaching: string;
  tooLarge: string;
  up: string;
  remove: string;
  save: string;
  check: string;
}

interface Shared {
  locale: Locale;
  form: TermsForm;
  words: ProgrammeEditorWords;
  classes: Option[];
}

/** All of a draft's terms in one form. Rows are added, moved and removed by posting it, so it works without JavaScript too, and nothing typed is lost. */
export function ProgrammeEditor({ action, form, words, classes, locale }: Shared & { action: FormAction }) {
  const begun: FormState = { status: "idle", values: form };
  const [state, submit] = useActionState(action, begun);
  const values = state.values ?? form;
  const shared = { form: values, words, classes, locale };
  const hidden = Object.fromEntries(["programmeId", "slug", "number", "edit"].map((name) => [name, values[name] ?? ""]));
  return (
    <ActionFormWithState state={state} submit={submit} hidden={hidden} className="space-y-4" autoComplete="off">
      {/* Pressing Enter in a field saves; the first button of a form is the one that Enter presses. */}
      <button type="submit" className="sr-only" tabIndex={-1} aria-hidden="true" />
      <Part title={words.part.texts}>
        {["name", "signedBy"].map((name) => (
          <Languages key={name} name={`texts.${name}`} words={words} />
        ))}
        {["summary", "terms", "noRightsWaived"].map((name) => (
          <Languages key={name} name={`texts.${name}`} words={words} rows={name === "terms" ? 8 : 3} />
        ))}
      </Part>
      <Part title={words.part.dates}>
        <Grid>
          <Line name="opensAt" words={words} type="datetime-local" />
          <Line name="closesAt" words={words} type="datetime-local" />
          <Line name="cureDays" words={words} />
          <Line name="appealDays" words={words} />
        </Grid>
      </Part>
      <Part title={words.part.rules}>
        <Pick name="onePer" options={["account", "contact"]} words={words} />
        <Pick name="eligibleBy" options={["filing", "now"]} words={words} />
        <Choices name="accounts" multiple inline label={words.field.accounts} options={accountKinds.map((kind) => ({ value: kind, label: words.account[kind] }))} />
        <Grid>
          <Line name="currency" words={words} />
          <Line name="poolMinor" words={words} />
          <Line name="secondPersonAboveMinor" words={words} />
        </Grid>
        <Switch name="proRata" words={words} />
      </Part>
      <Part title={words.part.benefits}>
        <Rows path="benefits" {...shared} adds={benefitKinds.map((kind) => ({ act: `benefits.add.${kind}`, text: words.kind[kind] }))}>
          {(path) => <BenefitFields path={path} {...shared} />}
        </Rows>
      </Part>
      <Part title={words.part.together}>
        <Rows path="exclusive" {...shared}>{(path) => <Line name={path} as="exclusive" words={words} />}</Rows>
        <Rows path="jointCaps" {...shared}>
          {(path) => (
            <Grid>
              <Line name={`${path}.benefits`} words={words} />
              <Line name={`${path}.capMinor`} words={words} />
            </Grid>
          )}
        </Rows>
      </Part>
      <Part title={words.part.faq}>
        <Rows path="faq" {...shared}>
          {(path) => (
            <>
              <Languages name={`${path}.question`} words={words} />
              <Languages name={`${path}.answer`} words={words} rows={3} />
            </>
          )}
        </Rows>
      </Part>
      <Documents {...shared} />
      <div className="sticky bottom-0 flex flex-wrap gap-3 border-t border-line bg-paper py-3">
        <SubmitButton>{words.save}</SubmitButton>
        <SubmitButton kind="secondary" name="then" value="check">
          {words.check}
        </SubmitButton>
      </div>
    </ActionFormWithState>
  );
}

/** The fields of one benefit: what all have, then what its kind has. */
function BenefitFields({ path, ...shared }: Shared & { path: string }) {
  const { form, words, classes } = shared;
  const kind = form[`${path}.kind`] as BenefitKind | undefined;
  const amounts: Partial<Record<BenefitKind, string[]>> = {
    "flat-cash": ["amountMinor"],
    "documented-loss": ["capMinor"],
    "lost-time": ["rateMinor", "stepMinutes", "minimumMinutes", "capMinutes"],
    monitoring: ["months", "costMinor"],
  };
  return (
    <>
      <input type="hidden" name={`${path}.kind`} value={kind ?? ""} />
      <p className="font-semibold">{kind && words.kind[kind]}</p>
      <Grid>
        <Line name={`${path}.slug`} words={words} />
        {(kind && amounts[kind])?.map((name) => <Line key={name} name={`${path}.${name}`} words={words} />)}
      </Grid>
      <Languages name={`${path}.name`} words={words} />
      <Languages name={`${path}.explanation`} words={words} rows={2} />
      {kind === "monitoring" && <Languages name={`${path}.provider`} words={words} />}
      <Pick name={`${path}.eligibility.evidence`} options={["confirmed", "possible"]} words={words} />
      <Choices name={`${path}.eligibility.kinds`} multiple inline label={words.field.kinds} options={["account-holder", "third-party"].map((value) => ({ value, label: words.choice[value] }))} />
      <details>
        <summary className="text-accent">{words.field.classes}</summary>
        <Choices name={`${path}.eligibility.classes`} multiple label={words.hint.classes} options={classes} />
      </details>
      {kind === "vouchers" && (
        <>
          <Switch name={`${path}.membersOnly`} words={words} />
          <Rows path={`${path}.parts`} {...shared}>
            {(part) => (
              <>
                <Grid>
                  {["valueMinor", "validDays", "minimumSpendMinor"].map((name) => (
                    <Line key={name} name={`${part}.${name}`} words={words} />
                  ))}
                </Grid>
                <Switch name={`${part}.keepsBalance`} words={words} />
                <Languages name={`${part}.notFor`} words={words} />
              </>
            )}
          </Rows>
        </>
      )}
      {kind === "documented-loss" && (
        <Rows path={`${path}.losses`} {...shared}>
          {(loss) => (
            <>
              <Line name={`${loss}.slug`} words={words} />
              <Languages name={`${loss}.name`} words={words} />
            </>
          )}
        </Rows>
      )}
    </>
  );
}

/** What goes with the terms. A file is sent alone, to be judged at once; what it is called is typed afterwards. */
function Documents(shared: Shared) {
  const { form, words } = shared;
  return (
    <Part title={words.part.documents}>
      <Rows path="documents" {...shared} adds={[]}>
        {(path, named) => <DocumentFields path={path} named={named} {...shared} />}
      </Rows>
      {countTermsRows(form, "documents") < MOST_DOCUMENTS && (
        <div className="space-y-3">
          <LimitedFile name="file" accept="application/pdf,.pdf" label={words.field.file ?? "PDF"} hint={words.hint.file ?? ""} most={DOCUMENT_BYTES} tooLarge={words.tooLarge} />
          <SubmitButton kind="secondary" small name="rows" value="documents.attach" pending={words.attaching}>
            {words.attach}
          </SubmitButton>
        </div>
      )}
    </Part>
  );
}

/** What a document that was attached is called, and in which language it is. The file itself is one to look at. */
function DocumentFields({ path, named, form, words, locale }: Shared & { path: string; named: string }) {
  const [sha256 = "", size = ""] = [form[`${path}.sha256`], form[`${path}.size`]];
  return (
    <>
      <input type="hidden" name={`${path}.sha256`} value={sha256} />
      <input type="hidden" name={`${path}.size`} value={size} />
      <p>
        <a href={`/console/programmes/${form.slug}/documents/${sha256}`}>
          PDF · {formatBytes(Number(size), locale)}
          <span className="sr-only"> · {named}</span>
        </a>
      </p>
      <Languages name={`${path}.title`} words={words} />
      <Choices name={`${path}.languages`} multiple inline label={words.field.languages} options={locales.map((value) => ({ value, label: words.language[value] }))} />
    </>
  );
}

function lastOf(name: string): string {
  return name.split(".").findLast((step) => !/^\d+$/.test(step)) ?? name;
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="space-y-4 rounded-6 border border-line bg-surface p-4">
      <h2 className="text-16">{title}</h2>
      {children}
    </section>
  );
}

function Grid({ children }: { children: ReactNode }) {
  return <div className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-3">{children}</div>;
}

function Line({ name, as = lastOf(name), words, type = "text" }: { name: string; as?: string; words: ProgrammeEditorWords; type?: "text" | "datetime-local" }) {
  return <TextField name={name} type={type} label={words.field[as] ?? as} hint={words.hint[as]} maxLength={200} spellCheck={false} autoComplete="off" />;
}

function Languages({ name, words, rows }: { name: string; words: ProgrammeEditorWords; rows?: number }) {
  const label = words.field[lastOf(name)] ?? lastOf(name);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {locales.map((locale) => {
        const field = { name: `${name}.${locale}`, label: `${label} · ${words.language[locale]}`, maxLength: 8000 };
        return rows ? <TextArea key={locale} {...field} rows={rows} /> : <TextField key={locale} {...field} />;
      })}
    </div>
  );
}

function Pick({ name, options, words }: { name: string; options: string[]; words: ProgrammeEditorWords }) {
  return <Select name={name} label={words.field[lastOf(name)] ?? lastOf(name)} options={options.map((value) => ({ value, label: words.choice[value] ?? value }))} />;
}

function Switch({ name, words }: { name: string; words: ProgrammeEditorWords }) {
  const label = words.field[lastOf(name)] ?? lastOf(name);
  return <Choices name={name} multiple inline label={<span className="sr-only">{label}</span>} options={[{ value: "1", label }]} />;
}

/** Rows of a repeated part, each with its buttons; `adds` are the kinds of row that can be added. */
function Rows({ path, form, words, adds, children }: Shared & { path: string; adds?: { act: string; text: string }[]; children: (path: string, named: string) => ReactNode }) {
  const name = lastOf(path);
  const count = countTermsRows(form, path);
  const one = words.one[name] ?? name;
  return (
    <div className="space-y-4">
      <ol className="space-y-4">
        {Array.from({ length: count }, (_, index) => (
          <li key={index}>
            <fieldset className="min-w-0 space-y-4 rounded-6 border border-line p-3">
              <legend className="px-1 font-semibold">
                {one} {index + 1}
              </legend>
              {children(`${path}.${index}`, `${one} ${index + 1}`)}
              <div className="flex gap-2">
                {index > 0 && <RowButton act={`${path}.${index}.up`} text={words.up} of={`${one} ${index + 1}`} />}
                <RowButton act={`${path}.${index}.remove`} text={words.remove} of={`${one} ${index + 1}`} />
              </div>
            </fieldset>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        {(adds ?? [{ act: `${path}.add`, text: "" }]).map(({ act, text }) => (
          <RowButton key={act} act={act} text={text === "" ? (words.add[name] ?? name) : `${words.add[name] ?? name}: ${text}`} />
        ))}
      </div>
    </div>
  );
}
