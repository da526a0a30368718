"use client";

import { useCallback, useEffect, useReducer, useRef } from "react";
import { uploadPaper, type Outcome } from "./upload-paper";

export interface Upload {
  key: number;
  file: File;
  state: "queued" | "sending" | "waiting" | Outcome["kind"];
  sent: number;
  problem: string | null;
}

type Change = { add: Upload[] } | { key: number; to: Partial<Upload> } | { drop: number };

function reduce(uploads: Upload[], change: Change): Upload[] {
  if ("add" in change) return [...uploads, ...change.add];
  if ("drop" in change) return uploads.filter(({ key }) => key !== change.drop);
  return uploads.map((upload) => (upload.key === change.key ? { ...upload, ...change.to } : upload));
}

/** Files on their way, one after the other: a phone's line carries one best. `onArrived` is told of each that is there whole. */
export function useUploads(to: string, onArrived: (name: string) => void): { uploads: Upload[]; add: (files: Iterable<File>, refuse: (file: File) => string | null) => void; stop: (key: number) => void } {
  const [uploads, change] = useReducer(reduce, []);
  const keys = useRef(0);
  const running = useRef(new Map<number, AbortController>());
  useEffect(() => {
    const controllers = running.current;
    return () => controllers.forEach((controller) => controller.abort());
  }, []);
  const next = uploads.some(({ state }) => state === "sending" || state === "waiting") ? undefined : uploads.find(({ state }) => state === "queued");
  useEffect(() => {
    if (!next || running.current.has(next.key)) return;
    const { key, file } = next;
    const controller = new AbortController();
    running.current.set(key, controller);
    change({ key, to: { state: "sending" } });
    void uploadPaper(to, file, {
      signal: controller.signal,
      onSent: (sent) => change({ key, to: { sent } }),
      onWaiting: (waiting) => change({ key, to: { state: waiting ? "waiting" : "sending" } }),
    }).then((outcome) => {
      running.current.delete(key);
      if (outcome.kind === "arrived") onArrived(file.name);
      if (outcome.kind === "arrived" || outcome.kind === "stopped") change({ drop: key });
      else change({ key, to: { state: outcome.kind, problem: outcome.kind === "problem" ? outcome.problem : null } });
    });
  }, [next, to, onArrived]);
  const add = useCallback((files: Iterable<File>, refuse: (file: File) => string | null) => {
    change({
      add: Array.from(files, (file) => {
        const problem = refuse(file);
        return { key: (keys.current += 1), file, state: problem === null ? "queued" : "problem", sent: 0, problem } as const;
      }),
    });
  }, []);
  const stop = useCallback((key: number) => {
    running.current.get(key)?.abort();
    change({ drop: key });
  }, []);
  return { uploads, add, stop };
}
