"use client";

import { useRouter } from "next/navigation";
import { startTransition, useActionState, useDeferredValue, useMemo, useState, useSyncExternalStore, type ComponentProps } from "react";
import type { Locale, Localized } from "@/db/values/locales";
import { personalPlaceholders, sharedPlaceholders } from "@/db/values/placeholders";
import { wordingProblems } from "@/domain/notices/rules";
import type { NoticeWording } from "@/domain/notices/types";
import { ActionFormWithState } from "../form/action-form";
import { idle } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { useLive } from "../form/use-live";
import type { Conditions } from "./condition-in-words";
import { wordingOf, type Draft } from "./draft";
import { startOf, type DraftAction, type SaveAnswer } from "./draft-state";
import { DraftPreview, type PreviewWords } from "./draft-preview";
import { DraftStore } from "./draft-store";
import { EditorFields, type EditorWords } from "./editor-fields";
import type { MenuGroup } from "./insert-menu";
import { SaveStatusLine } from "./save-status";
import { useDraftSaving } from "./use-draft-saving";

interface WordingEditorProps {
  action: DraftAction;
  ids: { versionId: string; templateId: string };
  content: NoticeWording;
  /** The save that `content` is. */
  edit: number;
  /** Names of the facts that may stand in the words. */
  facts: readonly string[];
  /** What keeps words from being approved, by its key. */
  problemWords: Record<string, string>;
  locale: Locale;
  languages: Localized;
  /** Whether a text message is written too. */
  sms: boolean;
  /** Whether the kind can be posted. */
  posted: boolean;
  /** What a section may depend on, in words. */
  conditions: Conditions;
  /** What can be put in. */
  groups: MenuGroup[];
  /** The incident's classes, in its order. */
  classes: { slug: string; label: string }[];
  words: EditorWords & { preview: PreviewWords };
}

/** Write a draft. It is saved as one writes, and put together with what somebody else saves meanwhile; without JavaScript by the button. */
export function WordingEditor({ action, ids, content, edit, facts, problemWords, locale, languages, sms, posted, conditions, groups, classes, words }: WordingEditorProps) {
  const [state, submit, pending] = useActionState(action, idle);
  const router = useRouter();
  const [store] = useState(() => new DraftStore(startOf(state, content, edit), (typed, from) => postDraft(ids.versionId, typed, from, words.signedOut), () => router.refresh()));
  const now = useSyncExternalStore(store.subscribe, store.read, store.read);
  const live = useLive();
  const [active, setActive] = useState(`sections.0.text.${locale}`);
  useDraftSaving(store, state, words.leave);
  const written = useDeferredValue(now.draft);
  const known = useMemo(() => [...sharedPlaceholders, ...personalPlaceholders, ...facts.map((name) => `fact:${name}`)], [facts]);
  const problems = useMemo(() => problemsOf(written, facts, problemWords), [written, facts, problemWords]);
  const shown = useMemo(() => {
    // That it is saved stands beside the button. What was refused is told as far as it still holds.
    if (state.status === "done") return idle;
    if (state.status !== "invalid") return { ...state, fields: now.fields };
    const fields = { ...problems, ...now.fields };
    return Object.keys(fields).length > 0 ? { ...state, fields } : idle;
  }, [state, problems, now.fields]);
  const send: NonNullable<ComponentProps<"form">["onSubmit"]> = (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const button = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null;
    void store.save().then((stored) => {
      if (!stored || pending || button?.getAttribute("value") !== "submit") return;
      const whole = new FormData(form);
      whole.set("then", "submit");
      whole.set("edit", String(store.read().edit));
      store.ask();
      startTransition(() => submit(whole));
    });
  };
  const open = Object.keys(problems).length;
  return (
    <div className="@container">
      <div className="gap-6 @[70rem]:grid @[70rem]:grid-cols-[minmax(0,1fr)_27rem]">
        <div className="min-w-0">
          {open > 0 && <p className="mb-3 text-possible">{words.openPoints.replace("{count}", String(open))}</p>}
          <ActionFormWithState state={shown} answer={state} submit={submit} hidden={{ ...ids, edit: String(now.edit), base: store.baseText() }} onSubmit={send} className="space-y-4">
            <EditorFields
              {...{ now, store, problems, languages, sms, conditions, words }}
              tools={{ active: live ? active : null, onActive: setActive, onLeave: () => void store.save(), groups, known, words: { before: words.beforeApproval, insert: words.insert, showPlace: words.showPlace } }}
            />
            <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line bg-surface py-3">
              <SubmitButton>{words.save}</SubmitButton>
              <SubmitButton kind="secondary" name="then" value="submit">
                {words.submit}
              </SubmitButton>
              <SaveStatusLine status={now.status} met={now.met} clashes={now.clashes.length} onChoose={showClash} onTakeNote={store.takeNote} words={words.status} />
            </div>
          </ActionFormWithState>
        </div>
        {live && (
          <div className="mt-4 min-w-0 border-t border-line pt-4 @[70rem]:sticky @[70rem]:top-4 @[70rem]:mt-0 @[70rem]:max-h-[calc(100dvh-2rem)] @[70rem]:self-start @[70rem]:overflow-y-auto @[70rem]:border-t-0 @[70rem]:border-l @[70rem]:pt-0 @[70rem]:pl-4">
            <DraftPreview versionId={ids.versionId} content={wordingOf(now.draft)} locale={locale} languages={languages} sms={sms} posted={posted} classes={classes} words={words.preview} />
          </div>
        )}
      </div>
    </div>
  );
}

function problemsOf(draft: Draft, facts: readonly string[], inWords: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(wordingProblems(wordingOf(draft), facts)).map(([path, keys]) => [path, keys.map((key) => inWords[key] ?? key)]));
}

async function postDraft(versionId: string, content: NoticeWording, edit: number, signedOut: string): Promise<SaveAnswer> {
  const answer = await fetch("/console/notices/draft", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ versionId, edit, content }) });
  // Whoever is not signed in any more is led to another page.
  if (answer.redirected || answer.status === 403) return { kind: "refused", message: signedOut };
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as SaveAnswer;
}

function showClash(): void {
  const clash = document.querySelector<HTMLElement>("[data-clash]");
  clash?.scrollIntoView({ block: "center" });
  clash?.focus();
}
