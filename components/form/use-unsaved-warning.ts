"use client";

import { useEffect } from "react";

/**
 * Ask before somebody leaves with unsaved words: by a link, by Back, by another form of the page, or by closing or reloading. `own` selects a field of
 * the form that saves them.
 */
export function useUnsavedWarning(unsaved: boolean, question: string, own: string) {
  useEffect(() => {
    if (!unsaved) return;
    const stay = (event: Event): boolean => {
      if (window.confirm(question)) return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    };
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      const opensHere = link && link.target !== "_blank" && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
      if (opensHere && !link.getAttribute("href")?.startsWith("#")) stay(event);
    };
    const onSubmit = (event: SubmitEvent) => {
      if (!(event.target instanceof HTMLFormElement) || event.target.querySelector(own)) return;
      // A choice that posts itself, as that of the incident, would go on showing what was not done.
      if (stay(event)) event.target.reset();
    };
    // Back and Forward are known in time only here: the framework follows popstate before anybody else hears of it. A browser lets nobody be held
    // who presses Back again at once, and then this cannot be cancelled. A page of another document is asked for by beforeunload.
    const onNavigate = (event: NavigateEvent) => {
      if (event.navigationType === "traverse" && event.cancelable && event.destination.sameDocument && !event.hashChange) stay(event);
    };
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Before the framework hears of it: what it has begun cannot be called back.
    window.addEventListener("click", onClick, true);
    window.addEventListener("submit", onSubmit, true);
    const { navigation } = window as { navigation?: Navigation };
    navigation?.addEventListener("navigate", onNavigate);
    window.addEventListener("beforeunload", onUnload);
    return () => {
      window.removeEventListener("click", onClick, true);
      window.removeEventListener("submit", onSubmit, true);
      navigation?.removeEventListener("navigate", onNavigate);
      window.removeEventListener("beforeunload", onUnload);
    };
  }, [unsaved, question, own]);
}
