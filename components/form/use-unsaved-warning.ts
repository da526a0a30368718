"use client";

import { useEffect } from "react";

/**
 * Ask before somebody leaves with unsaved words: by a link, by Back, by another form of the page, or by closing or reloading. `own` selects a field of
 * the form that saves them.
 */
export function useUnsavedWarning(unsaved: boolean, question: string, own: string) {
  useEffect(() => {
    if (!unsaved) return;
    const here = window.location.pathname + window.location.search;
    const entry: unknown = window.history.state;
    const stay = (event: Event): boolean => {
      if (window.confirm(question)) return false;
      event.preventDefault();
      event.stopImmediatePropagation();
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
    // The address has changed by now and the page has not: whoever stays gets the address back.
    const onPopState = (event: PopStateEvent) => {
      if (window.location.pathname + window.location.search !== here && stay(event)) window.history.pushState(entry, "", here);
    };
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Before the framework hears of it: what it has begun cannot be called back.
    window.addEventListener("click", onClick, true);
    window.addEventListener("submit", onSubmit, true);
    window.addEventListener("popstate", onPopState, true);
    window.addEventListener("beforeunload", onUnload);
    return () => {
      window.removeEventListener("click", onClick, true);
      window.removeEventListener("submit", onSubmit, true);
      window.removeEventListener("popstate", onPopState, true);
      window.removeEventListener("beforeunload", onUnload);
    };
  }, [unsaved, question, own]);
}
