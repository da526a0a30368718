"use client";

import { useEffect, useId, useRef, useState, type SubmitEvent } from "react";
import { buttonClass } from "../ui/button";

interface UploadFormProps {
  /** Where the form posts to; the answer is a redirect to the next page, or back here with the problem. */
  to: string;
  maxMegabytes: number;
  /** What the last answer said, already in words. */
  problem: string | undefined;
  /** `progress` holds {done} and {total}. */
  words: Record<"label" | "hint" | "submit" | "cancel" | "storing" | "progress" | "broken" | "tooLarge" | "required" | "refused", string>;
}

const MEGABYTE = 1_000_000;

/** A file and how much of it has been sent. Without JavaScript it is a plain form, which the browser shows the progress of as far as it does. */
export function UploadForm({ to, maxMegabytes, problem: told, words }: UploadFormProps) {
  const id = useId();
  const [problem, setProblem] = useState(told);
  const [sent, setSent] = useState<{ done: number; total: number } | null>(null);
  const request = useRef<XMLHttpRequest | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) box.current?.focus();
  }, [problem]);
  useEffect(() => () => request.current?.abort(), []);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const file = form.get("file");
    const wrong = !(file instanceof File) || file.name === "" ? words.required : file.size > maxMegabytes * MEGABYTE ? words.tooLarge : undefined;
    setProblem(wrong);
    if (wrong !== undefined || !(file instanceof File)) return;
    const sending = new XMLHttpRequest();
    request.current = sending;
    const end = (failed: string | undefined) => {
      request.current = null;
      setSent(null);
      setProblem(failed);
    };
    sending.upload.onprogress = ({ loaded, total }) => setSent({ done: loaded, total });
    // The redirect has been followed: what answered is the page to go to.
    sending.onload = () => (sending.status < 400 ? window.location.assign(sending.responseURL) : end(words.broken));
    sending.onerror = () => end(words.broken);
    sending.onabort = () => end(undefined);
    sending.open("POST", to);
    setSent({ done: 0, total: file.size });
    sending.send(form);
  };
  return (
    <form action={to} method="post" encType="multipart/form-data" onSubmit={submit} className="space-y-4" noValidate>
      {problem && (
        <div ref={box} role="alert" tabIndex={-1} className="rounded-6 border-2 border-leaked bg-surface p-4">
          <h2 className="text-18 font-bold">{words.refused}</h2>
          <p className="mt-2">{problem}</p>
        </div>
      )}
      <div className="space-y-1">
        <label htmlFor={id} className="block font-semibold">
          {words.label}
        </label>
        <div id={`${id}-hint`} className="text-ink-soft">
          {words.hint}
        </div>
        <input id={id} name="file" type="file" accept=".csv,.txt,.tsv,text/csv" aria-describedby={`${id}-hint`} aria-invalid={problem !== undefined || undefined} className="w-full rounded-6 border border-edge bg-surface px-3 py-2 text-ink aria-invalid:border-2 aria-invalid:border-leaked" />
      </div>
      {sent ? <Progress {...sent} words={words} onCancel={() => request.current?.abort()} /> : <button className={buttonClass("primary")}>{words.submit}</button>}
    </form>
  );
}

function Progress({ done, total, words, onCancel }: { done: number; total: number; words: UploadFormProps["words"]; onCancel: () => void }) {
  const inMegabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(1);
  const text = words.progress.replace("{done}", inMegabytes(done)).replace("{total}", inMegabytes(total));
  return (
    <div className="space-y-2">
      <progress aria-label={text} value={done} max={total} className="block h-3 w-full accent-(--accent)" />
      <p role="status" className="tabular-nums">
        {done >= total ? words.storing : text}
      </p>
      <button type="button" onClick={onCancel} className={buttonClass("secondary")}>
        {words.cancel}
      </button>
    </div>
  );
}
