"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useId, useRef, useState, type ChangeEvent, type DragEvent } from "react";
import type { Locale } from "@/db/values/locales";
import { useLive } from "../form/use-live";
import { useUnsavedWarning } from "../form/use-unsaved-warning";
import { buttonClass } from "../ui/button";
import { formatPercent } from "../ui/text";
import { useUploads, type Upload } from "./use-uploads";

const ACCEPT = "application/pdf,image/jpeg,image/png,image/heic,image/heif,.heic,.heif";

interface PaperUploadProps {
  /** Where papers begin. Without JavaScript the form posts its files there. */
  to: string;
  /** Where one proves one's address anew. */
  proof: string;
  mostBytes: number;
  locale: Locale;
  /** `sending` holds {name} and {percent}; `waiting`, `queued` and `arrived` hold {name}. */
  words: Record<"choose" | "hint" | "drop" | "camera" | "send" | "sending" | "waiting" | "queued" | "arrived" | "cancel" | "leave" | "proofEnded" | "broken" | "prove" | "tooLarge" | "empty", string>;
}

const named = (words: string, name: string, percent = "") => words.replace("{name}", () => name).replace("{percent}", percent);

/** Hand in papers: chosen, dropped, pasted or photographed, with the progress of each. Without JavaScript it is a plain form. */
export function PaperUpload({ to, proof, mostBytes, locale, words }: PaperUploadProps) {
  const id = useId();
  const live = useLive();
  const router = useRouter();
  const [arrived, setArrived] = useState("");
  const [over, setOver] = useState(false);
  const onArrived = useCallback(
    (name: string) => {
      setArrived(name);
      router.refresh();
    },
    [router],
  );
  const { uploads, add, stop } = useUploads(to, onArrived);
  // No form of the page ends what is on its way: they post without leaving it.
  useUnsavedWarning(uploads.some(({ state }) => state === "sending" || state === "waiting" || state === "queued"), words.leave, "*");
  const take = useCallback((files: Iterable<File>) => add(files, ({ size }) => (size > mostBytes ? words.tooLarge : size === 0 ? words.empty : null)), [add, mostBytes, words]);
  usePaste(take);
  // Chosen while the page was still loading.
  const chosen = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const input = chosen.current;
    if (!live || !input?.files?.length) return;
    take(Array.from(input.files));
    input.value = "";
  }, [live, take]);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    if (!live) return;
    take(Array.from(event.currentTarget.files ?? []));
    event.currentTarget.value = "";
  };
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === "dragover");
    if (event.type === "drop") take(Array.from(event.dataTransfer.files));
  };
  return (
    <div className="space-y-4">
      <form action={to} method="post" encType="multipart/form-data" className={`space-y-3 rounded-6 border-2 border-dashed p-4 ${over ? "border-accent bg-surface" : "border-edge"}`} onDragOver={drag} onDragLeave={drag} onDrop={drag}>
        <label htmlFor={id} className="block font-semibold">
          {words.choose}
        </label>
        <p id={`${id}-hint`} className="text-ink-soft">
          {words.hint} {live && words.drop}
        </p>
        <input ref={chosen} id={id} name="files" type="file" multiple accept={ACCEPT} onChange={choose} aria-describedby={`${id}-hint`} className="w-full rounded-6 border border-edge bg-surface px-3 py-2 text-ink" />
        {live ? <Camera label={words.camera} onChange={choose} /> : <button className={buttonClass("primary")}>{words.send}</button>}
      </form>
      <ul className="space-y-4 empty:hidden">
        {uploads.map((upload) => (
          <UploadLine key={upload.key} upload={upload} words={words} locale={locale} proof={proof} onStop={() => stop(upload.key)} />
        ))}
      </ul>
      <p role="status" className="empty:hidden">
        {arrived === "" ? "" : named(words.arrived, arrived)}
      </p>
    </div>
  );
}

/** A picture that is pasted anywhere on the page is handed in; pasted words stay where they belong. */
function usePaste(take: (files: File[]) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = Array.from(event.clipboardData?.files ?? []);
      if (files.length === 0) return;
      event.preventDefault();
      take(files);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [take]);
}

/** The camera of a telephone; what has a mouse has none worth the name. */
function Camera({ label, onChange }: { label: string; onChange: (event: ChangeEvent<HTMLInputElement>) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="hidden pointer-coarse:block">
      <input ref={input} type="file" accept="image/*" capture="environment" onChange={onChange} hidden />
      <button type="button" onClick={() => input.current?.click()} className={buttonClass("secondary")}>
        {label}
      </button>
    </div>
  );
}

function UploadLine({ upload, words, locale, proof, onStop }: { upload: Upload; onStop: () => void } & Pick<PaperUploadProps, "words" | "locale" | "proof">) {
  const { file, state, sent, problem } = upload;
  if (state === "problem" || state === "proof-ended") {
    return (
      <li>
        <div role="alert" className="border-l-4 border-leaked bg-surface px-4 py-3">
          <strong className="wrap-anywhere">{file.name}</strong>
          <p>{state === "proof-ended" ? words.proofEnded : (problem ?? words.broken)}</p>
          {state === "proof-ended" && <a href={proof}>{words.prove}</a>}
        </div>
      </li>
    );
  }
  const text = named(state === "waiting" ? words.waiting : state === "queued" ? words.queued : words.sending, file.name, formatPercent(sent / file.size, locale, 0));
  return (
    <li className="space-y-2">
      <p className="wrap-anywhere tabular-nums">{text}</p>
      <progress aria-label={text} value={sent} max={file.size} className="block h-3 w-full appearance-none overflow-hidden rounded-6 bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent" />
      <button type="button" onClick={onStop} className={buttonClass("secondary")}>
        {words.cancel}
      </button>
    </li>
  );
}
