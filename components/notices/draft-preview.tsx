"use client";

import { useEffect, useId, useRef, useState } from "react";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import type { NoticeWording } from "@/domain/notices/types";
import { buttonClass } from "../ui/button";
import { frameOf, frameOfPosting, type Look, type LookReader } from "./look";
import { firstChoice, ReaderFields, readerOfChoice, type ReaderChoice, type ReaderWords } from "./look-reader-fields";
import { useLook, type LookState } from "./use-look";

const views = ["desktop", "phone", "dark", "no-images", "text", "sms", "letter", "posting"] as const;
type View = (typeof views)[number];
/** The width of a desktop, made smaller. */
const WIDE = "h-240 w-172 [zoom:0.6]";

/** `size` holds `{size}`, `smsLength` `{parts}`, `{units}` and `{encoding}`, `smsPart` `{number}`, `smsCost` `{cost}`. */
type PreviewWord = "title" | "intro" | "language" | "view" | "frame" | "subject" | "size" | "darkNote" | "noImages" | "smsLength" | "smsPart" | "smsCost" | "noSms" | "letterText" | "postingText" | "letterOpen" | "gsm" | "ucs2";
export type PreviewWords = Record<PreviewWord, string> & { views: Record<View, string>; states: Record<LookState, string>; reader: ReaderWords };

interface DraftPreviewProps {
  versionId: string;
  content: NoticeWording;
  locale: Locale;
  languages: Localized;
  /** Whether text messages are sent at all. */
  sms: boolean;
  /** Whether the kind can be posted. */
  posted: boolean;
  classes: { slug: string; label: string }[];
  words: PreviewWords;
}

/** The message as it would arrive, while it is being written. */
export function DraftPreview({ versionId, content, locale: own, languages, sms, posted, classes, words }: DraftPreviewProps) {
  const [locale, setLocale] = useState(own);
  const [view, setView] = useState<View>("desktop");
  const [choice, setChoice] = useState<ReaderChoice>(firstChoice);
  const id = useId();
  const reader = readerOfChoice(choice, classes);
  const { look, state } = useLook(versionId, content, locale, reader);
  return (
    <section aria-labelledby={`${id}-title`} className="min-w-0 space-y-3">
      <h3 id={`${id}-title`} className="text-16">
        {words.title}
      </h3>
      <p className="text-ink-soft">{words.intro}</p>
      <Radios name={`${id}-language`} label={words.language} options={locales.map((value) => ({ value, label: languages[value] }))} value={locale} onChange={setLocale} />
      <ReaderFields versionId={versionId} classes={classes} choice={choice} onChange={setChoice} words={words.reader} />
      <Radios name={`${id}-view`} label={words.view} options={views.filter((each) => (each !== "sms" || sms) && (each !== "posting" || posted)).map((value) => ({ value, label: words.views[value] }))} value={view} onChange={setView} />
      <p role="status" className={state === "current" || state === "under-way" ? "text-ink-soft" : "text-possible"}>
        {words.states[state]}
      </p>
      {view === "letter" ? <LetterForm draft={{ versionId, content, locale, reader }} words={words} /> : <Shown look={look} view={view} locale={locale} subject={content.subject[locale]} words={words} />}
    </section>
  );
}

function Radios<T extends string>({ name, label, options, value, onChange }: { name: string; label: string; options: { value: T; label: string }[]; value: T; onChange: (value: T) => void }) {
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
      <legend className="text-ink-soft">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="flex items-center gap-1.5">
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} className="size-4 accent-(--accent)" />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

/**
 * A frame has its place before there is anything to show in it, with the subject as it is written and a line for the size: what stands below would otherwise move away under whoever is about
 * to press it.
 */
function Shown({ look, view, locale, subject, words }: { look: Look | null; view: Exclude<View, "letter">; locale: Locale; subject: string; words: PreviewWords }) {
  if (view === "posting") return look && <ShownPosting html={look.posting} words={words} />;
  if (view === "sms") return look && <ShownSms look={look} locale={locale} words={words} />;
  const head = (
    <p>
      <span className="text-ink-soft">{words.subject}</span>{" "}
      <strong lang={locale} className="font-semibold">
        {look?.subject ?? subject}
      </strong>
    </p>
  );
  if (view === "text") {
    return look && (
      <>
        {head}
        <div lang={locale} tabIndex={0} role="group" aria-label={words.views.text} className="max-h-160 overflow-y-auto rounded-6 border border-line bg-paper px-3 py-2 whitespace-pre-wrap wrap-anywhere">
          {look.text}
        </div>
      </>
    );
  }
  const width = view === "phone" ? "h-160 w-90" : WIDE;
  return (
    <>
      {head}
      {view === "dark" && <p className="text-ink-soft">{words.darkNote}</p>}
      {view === "no-images" && look?.html.includes("<img") === false && <p className="text-ink-soft">{words.noImages}</p>}
      {look ? <Frame title={`${words.frame}: ${words.views[view]}`} document={frameOf(look.html, { dark: view === "dark", images: view !== "no-images" })} size={width} /> : <Empty size={width} />}
      <p className="tabular-nums text-ink-soft">{words.size.replace("{size}", look ? (look.bytes / 1000).toFixed(1) : "–")}</p>
    </>
  );
}

/** A posting speaks to everybody, so it is the same whoever was chosen to read. */
function ShownPosting({ html, words }: { html: string | null; words: PreviewWords }) {
  return (
    <>
      <p className="text-ink-soft">{words.postingText}</p>
      {html !== null && <Frame title={words.views.posting} document={frameOfPosting(html)} size={WIDE} />}
    </>
  );
}

/** A document of its own, without scripts. It is posted into its frame, because one that is written into it would be under this page's policy; a new frame for each keeps the way back. */
function Frame(props: { title: string; document: string; size: string }) {
  return <PostedFrame key={props.document} {...props} />;
}

function PostedFrame({ title, document, size }: { title: string; document: string; size: string }) {
  const form = useRef<HTMLFormElement>(null);
  const name = useId();
  useEffect(() => form.current?.submit(), []);
  return (
    <div className="overflow-x-auto">
      <form ref={form} method="post" action="/console/notices/preview/frame" target={name} hidden>
        <input type="hidden" name="html" value={document} />
      </form>
      <iframe name={name} title={title} sandbox="" className={frameClass(size)} />
    </div>
  );
}

function Empty({ size }: { size: string }) {
  return (
    <div aria-hidden className="overflow-x-auto">
      <div className={frameClass(size)} />
    </div>
  );
}

function frameClass(size: string): string {
  return `block rounded-6 border border-edge bg-surface ${size}`;
}

function ShownSms({ look: { sms, cost }, locale, words }: { look: Look; locale: Locale; words: PreviewWords }) {
  if (!sms) return <p>{words.noSms}</p>;
  return (
    <>
      <p className="tabular-nums">
        {words.smsLength.replace("{parts}", String(sms.parts.length)).replace("{units}", String(sms.units)).replace("{encoding}", words[sms.encoding])} {cost !== null && words.smsCost.replace("{cost}", cost)}
      </p>
      <ol className="space-y-2">
        {sms.parts.map((part, i) => (
          <li key={i}>
            <p className="text-ink-soft">{words.smsPart.replace("{number}", String(i + 1))}</p>
            <p lang={locale} className="w-fit max-w-80 rounded-6 border border-line bg-paper px-3 py-2 whitespace-pre-wrap wrap-anywhere">
              {part}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}

/** The letter is a file: it opens in a tab of its own, printed from the words as they stand. */
function LetterForm({ draft, words }: { draft: { versionId: string; content: NoticeWording; locale: Locale; reader: LookReader }; words: PreviewWords }) {
  return (
    <form method="post" action="/console/notices/letter" target="_blank" className="space-y-2">
      <p className="text-ink-soft">{words.letterText}</p>
      <input type="hidden" name="draft" value={JSON.stringify(draft)} />
      <button type="submit" className={buttonClass("secondary")}>
        {words.letterOpen}
      </button>
    </form>
  );
}
