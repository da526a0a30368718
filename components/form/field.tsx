"use client";

import type { ReactNode } from "react";
import { useField } from "./action-form";

export interface FieldProps {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** What stands in the field before anybody types. */
  initial?: string;
  required?: boolean;
  /** What is wrong with it, for a form whose answer is another page. */
  problem?: string | undefined;
}

const box = "w-full rounded-6 border border-edge bg-surface px-3 py-2 text-ink aria-invalid:border-2 aria-invalid:border-leaked";

/** Ids and state that tie label, hint and error to their control. */
function useControl({ name, hint, initial, problem }: Pick<FieldProps, "name" | "hint" | "initial" | "problem">) {
  const { id, errors: found, value } = useField(name);
  const errors = problem === undefined ? found : [problem];
  const described = [hint ? `${id}-hint` : "", errors.length > 0 ? `${id}-error` : ""].filter(Boolean).join(" ");
  return { id, errors, value: value ?? initial, control: { id, name, "aria-describedby": described || undefined, "aria-invalid": errors.length > 0 || undefined } };
}

type Control = ReturnType<typeof useControl>["control"];

/** Label, hint and error above a control, which is made of what ties it to them and of what stands in it. */
function Labelled({ label, children, ...field }: Omit<FieldProps, "required"> & { children: (control: Control, value: string | undefined) => ReactNode }) {
  const { id, errors, value, control } = useControl(field);
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      <Hint id={id} hint={field.hint} />
      <Errors id={id} errors={errors} />
      {children(control, value)}
    </div>
  );
}

function Hint({ id, hint }: { id: string; hint: ReactNode }) {
  return hint ? (
    <div id={`${id}-hint`} className="text-ink-soft">
      {hint}
    </div>
  ) : null;
}

function Errors({ id, errors }: { id: string; errors: string[] }) {
  return errors.length > 0 ? (
    <p id={`${id}-error`} className="font-semibold text-leaked">
      {errors.join(" ")}
    </p>
  ) : null;
}

interface TextFieldProps extends FieldProps {
  type?: "text" | "email" | "tel" | "password" | "search" | "date" | "time" | "datetime-local" | "number" | "url";
  autoComplete?: string;
  inputMode?: "text" | "numeric" | "email" | "tel" | "search";
  maxLength?: number;
  /** Width in characters for short answers; the full column otherwise. */
  width?: 10 | 20;
  spellCheck?: boolean;
  /** The key that leads to it, and what the list of keys says of that. */
  keyed?: { key: string; says: string };
}

/** One line of text. */
export function TextField({ name, label, hint, initial, problem, type = "text", width, keyed, ...rest }: TextFieldProps) {
  return (
    <Labelled {...{ name, label, hint, initial, problem }}>
      {(control, value) => <input {...control} {...rest} data-key={keyed?.key} data-key-says={keyed?.says} type={type} defaultValue={value} className={`${box} ${width === 10 ? "max-w-[12ch]" : width === 20 ? "max-w-[24ch]" : ""}`} />}
    </Labelled>
  );
}

/** A one-time code: digits, large and spaced; pasted spaces and dashes are the server's to drop. What was typed is not given back. */
export function CodeField(field: Pick<FieldProps, "name" | "label" | "hint">) {
  return <Labelled {...field}>{(control) => <input {...control} type="text" inputMode="numeric" autoComplete="one-time-code" maxLength={20} className={`${box} max-w-[16ch] text-22 tabular-nums tracking-[0.2em]`} />}</Labelled>;
}

/** Several lines of text. */
export function TextArea({ rows = 6, minLength, maxLength, required, ...field }: FieldProps & { rows?: number; minLength?: number; maxLength?: number }) {
  return <Labelled {...field}>{(control, value) => <textarea {...control} {...{ rows, minLength, maxLength, required }} defaultValue={value} className={box} />}</Labelled>;
}

/** A file to be sent with the form. */
export function FileField({ accept, ...field }: Pick<FieldProps, "name" | "label" | "hint"> & { accept: string }) {
  return <Labelled {...field}>{(control) => <input {...control} type="file" accept={accept} className={box} />}</Labelled>;
}

export interface Option {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
}

/** One of many, closed until opened. */
export function Select({ options, empty, ...field }: Omit<FieldProps, "required"> & { options: Option[]; empty?: string }) {
  return (
    <Labelled {...field}>
      {(control, value) => (
        // The key makes React take over the given-back value, which a select otherwise ignores after its first render.
        <select {...control} key={value} defaultValue={value ?? ""} className={box}>
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

/** So many choices stand one below the other; more of them scroll in a frame of their own, so that what comes after them stays near. */
const MOST_IN_SIGHT = 12;

/** One of a few, all in sight. With `multiple` any number of them; `inline` sets short ones side by side, without frames; `plain` sets them one below the other without. */
export function Choices({ name, label, hint, initial, required, options, multiple, inline, plain }: FieldProps & { options: Option[]; multiple?: boolean; inline?: boolean; plain?: boolean }) {
  const { id, errors, value, control } = useControl({ name, hint, initial });
  const chosen = (value ?? "").split(",");
  const long = !inline && !plain && options.length > MOST_IN_SIGHT;
  const frame = inline ? "flex flex-wrap gap-x-6 gap-y-1" : plain ? "" : long ? "max-h-96 divide-y divide-line overflow-y-auto rounded-6 border border-edge bg-surface print:max-h-none" : "space-y-2";
  const row = inline || plain ? "gap-2 py-1" : long ? "gap-3 px-3 py-2" : "gap-3 rounded-6 border border-line bg-surface p-3";
  return (
    <fieldset aria-describedby={control["aria-describedby"]} className="space-y-2">
      <legend className="font-semibold">{label}</legend>
      <Hint id={id} hint={hint} />
      <Errors id={id} errors={errors} />
      <div className={frame}>
        {options.map((option, index) => (
          <label key={`${option.value}-${value}`} className={`flex items-start ${row}`}>
            <span className="flex h-lh items-center">
              {/* The error summary leads to the first choice: a fieldset cannot take the focus. */}
              <input id={index === 0 ? id : undefined} type={multiple ? "checkbox" : "radio"} required={required && !multiple} name={name} value={option.value} defaultChecked={chosen.includes(option.value)} className="size-4 accent-(--accent)" />
            </span>
            <span>
              <span className="block">{option.label}</span>
              {option.hint && <span className="block text-ink-soft">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
