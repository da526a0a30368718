"use client";

import { useEffect } from "react";

/** Ask before somebody leaves with unsaved words: by a link, by another form of the page, or by closing or reloading. `own` is the form that saves them. */
export function useUnsavedWarning(unsaved: boolean, question: string, own: string) {
  useEffect(() => {
    if (!unsaved) return;
    const stay = (event: Event) => {
      if (window.confirm(question)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      const opensHere = link && link.target !== "_blank" && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
      if (opensHere && !link.getAttribute("href")?.startsWith("#")) stay(event);
    };
    const onSubmit = (event: SubmitEvent) => {
      if (event.target instanceof Element && !event.target.querySelector(own)) stay(event);
    };
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Before the framework hears of the click: what it has begun cannot be called back.
    window.addEventListener("click", onClick, true);
    window.addEventListener("submit", onSubmit, true);
    window.addEventListener("beforeunload", onUnload);
    return () => {
      window.removeEventListener("click", onClick, true);
      window.removeEventListener("submit", onSubmit, true);
      window.removeEventListener("beforeunload", onUnload);
    };
  }, [unsaved, question, own]);
}
