"use client";

import { useActionState, useEffect, useRef } from "react";
import { Panel } from "../console/page-head";
import { ActionFormWithState } from "../form/action-form";
import { Choices, Select, TextField, type Option } from "../form/field";
import { idle, type FormState } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { DataTable } from "../ui/lists";
import { Callout, Masked } from "../ui/text";

/** What a dry run found, ready to be shown. */
export interface DryRunView {
  title: string;
  summary: string;
  heads: { reason: string; rows: string; fix: string; examples: string; line: string; column: string; preview: string };
  defects: { code: string; reason: string; rows: string; fix: string }[];
  examples: { key: string; line: number; column: string; reason: string; preview: string }[];
}

export type ImportFormState = FormState & { dryRun?: DryRunView };

interface ImportFormProps {
  action: (state: ImportFormState, form: FormData) => Promise<ImportFormState>;
  uploadId: string;
  columns: { header: string; proposed: string | null }[];
  fields: Option[];
  modes: Option[];
  words: Record<"columns" | "columnsHint" | "undecided" | "choose" | "meaning" | "mode" | "asOf" | "asOfHint" | "dryRun" | "dryRunPending" | "load" | "loadPending" | "loadHint", string>;
}

/** What a file's columns mean and what the file is; it can be tried before it is loaded. */
export function ImportForm({ action, uploadId, columns, fields, modes, words }: ImportFormProps) {
  const [state, submit] = useActionState<ImportFormState, FormData>(action, idle);
  return (
    <ActionFormWithState state={state} submit={submit} hidden={{ uploadId }} className="max-w-240">
      <Panel title={words.columns}>
        <div className="mb-4 space-y-3">
          <p className="text-ink-soft">{words.columnsHint}</p>
          {words.undecided && <Callout kind="possible">{words.undecided}</Callout>}
        </div>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {columns.map(({ header, proposed }, i) => (
            <Select key={i} name={`column-${i}`} label={header || `(${i + 1})`} initial={proposed ?? ""} options={fields} empty={words.choose} />
          ))}
        </div>
      </Panel>
      <Panel title={words.meaning}>
        <div className="space-y-4">
          <Choices name="mode" label={words.mode} options={modes} />
          <TextField name="asOf" type="datetime-local" label={words.asOf} hint={words.asOfHint} width={20} />
        </div>
      </Panel>
      {state.dryRun && <DryRunResult found={state.dryRun} />}
      <p className="mb-3 text-ink-soft">{words.loadHint}</p>
      <div className="flex flex-wrap gap-3">
        <SubmitButton kind="secondary" name="do" value="dry-run" pending={words.dryRunPending}>
          {words.dryRun}
        </SubmitButton>
        <SubmitButton name="do" value="load" pending={words.loadPending}>
          {words.load}
        </SubmitButton>
      </div>
    </ActionFormWithState>
  );
}

function DryRunResult({ found }: { found: DryRunView }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [found]);
  const { heads } = found;
  return (
    <div ref={box} role="status" tabIndex={-1} className="mb-6 space-y-4 rounded-6 border-2 border-accent bg-surface p-4">
      <h2 className="text-16">{found.title}</h2>
      <p>{found.summary}</p>
      {found.defects.length > 0 && (
        <DataTable
          caption={found.title}
          rows={found.defects}
          rowKey={(row) => row.code}
          empty={null}
          columns={[
            { head: heads.rows, cell: (row) => row.rows, align: "right" },
            { head: heads.reason, cell: (row) => <span className="block min-w-40">{row.reason}</span> },
            { head: heads.fix, cell: (row) => <span className="block min-w-40">{row.fix}</span> },
          ]}
        />
      )}
      {found.examples.length > 0 && (
        <details>
          <summary className="text-accent">{heads.examples}</summary>
          <DataTable
            caption={heads.examples}
            rows={found.examples}
            rowKey={(row) => row.key}
            empty={null}
            columns={[
              { head: heads.line, cell: (row) => row.line, align: "right" },
              { head: heads.column, cell: (row) => <Masked>{row.column}</Masked> },
              { head: heads.reason, cell: (row) => <span className="block min-w-40">{row.reason}</span> },
              { head: heads.preview, cell: (row) => <Masked>{row.preview}</Masked> },
            ]}
          />
        </details>
      )}
    </div>
  );
}
