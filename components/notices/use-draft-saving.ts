"use client";

import { useEffect, useSyncExternalStore } from "react";
import { useUnsavedWarning } from "../form/use-unsaved-warning";
import type { DraftState } from "./draft-state";
import type { DraftStore } from "./draft-store";

/**
 * Save when the page is hidden, left or connected again, and take over the form's own answers. Whoever leaves is asked only where words would be lost: on a step within the
 * console a save that is under way goes on.
 */
export function useDraftSaving(store: DraftStore, state: DraftState, question: string): void {
  useOtherForms(store);
  const { kind } = useSyncExternalStore(store.subscribe, () => store.read().status, () => store.read().status);
  const underWay = kind === "changed" || kind === "saving";
  useUnsavedWarning(kind !== "saved" && !underWay, question, "[name='subject.ko']");
  useEffect(() => store.answered(state), [store, state]);
  useEffect(() => {
    const save = () => void store.save();
    window.addEventListener("online", save);
    document.addEventListener("visibilitychange", save);
    return () => {
      window.removeEventListener("online", save);
      document.removeEventListener("visibilitychange", save);
      save();
    };
  }, [store]);
  useEffect(() => {
    if (!underWay) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", onUnload);
    return () => window.removeEventListener("beforeunload", onUnload);
  }, [underWay]);
}

/** Another form of the page about this draft, as that of who signs, is sent once what is written here is saved, and from that save on: otherwise one's own words would be met as somebody else's. */
function useOtherForms(store: DraftStore): void {
  useEffect(() => {
    const onSubmit = (event: SubmitEvent) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.querySelector("[name='subject.ko']")) return;
      const edit = form.querySelector<HTMLInputElement>("input[type=hidden][name=edit]");
      if (!edit) return;
      const { kind } = store.read().status;
      if (kind === "changed" || kind === "saving") {
        event.preventDefault();
        event.stopPropagation();
        void store.save().then(() => form.requestSubmit(event.submitter));
      } else edit.value = String(store.read().edit);
    };
    window.addEventListener("submit", onSubmit, true);
    return () => window.removeEventListener("submit", onSubmit, true);
  }, [store]);
}
