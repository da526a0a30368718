import type { Locale } from "@/db/values/locales";
import { mergeWordings, type Clash } from "@/domain/notices/editing/merge-rules";
import type { NoticeWording, SectionCondition } from "@/domain/notices/types";
import { asText, draftOf, withCondition, withSubject, withText, wordingOf, type Draft } from "./draft";
import type { DraftStart, DraftState, OtherSave, SaveAnswer } from "./draft-state";

/** How long nobody has typed before words are saved, how long typing without a pause goes on unsaved, and how soon a save that did not get through is tried again, in milliseconds. */
const PAUSE = 1_500;
const LONGEST = 10_000;
const AGAIN = 5_000;

/** Where the words are: in the database, on their way, or in this tab alone, and why. */
export type SaveStatus = { kind: "saved"; at: string | null } | { kind: "changed" | "saving" | "offline" | "unanswered" | "invalid" | "choosing" } | { kind: "refused"; message: string };

/** A clash at the place where it stands now: sections have their key. */
export type PlacedClash = { id: number; by: string; at: string } & ({ key: number | "subject" | "sms"; locale: Locale; mine: string; theirs: string } | { key: number; condition: { mine: SectionCondition; theirs: SectionCondition } });

export interface DraftSnapshot {
  draft: Draft;
  /** The save that the next one starts from. */
  edit: number;
  status: SaveStatus;
  /** What the server will not store, by the path of its field. */
  fields: Record<string, string[]>;
  clashes: PlacedClash[];
  /** The last save of somebody else that was put together with what is here, until it was taken note of. */
  met: { by: string; at: string; taken: number } | null;
}

/**
 * A draft in the editor and its way to the server: one save at a time, each naming the edit it started from. When somebody else saved in between, the two are put
 * together; what both changed waits for a choice, and nothing is saved meanwhile. Words that did not get through stay here and are tried again.
 */
export class DraftStore {
  private snapshot: DraftSnapshot;
  private base: NoticeWording;
  private saving: Promise<boolean> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private changedSince = 0;
  /** Words that went with the form as a whole, whose answer other saves wait for. */
  private asked: { words: NoticeWording; over: (stored: boolean) => void } | null = null;
  private clashIds = 0;
  private readonly listeners = new Set<() => void>();

  constructor(
    { base, edit, typed, other, fields }: DraftStart,
    private readonly post: (content: NoticeWording, edit: number) => Promise<SaveAnswer>,
    private readonly onSaved: () => void,
  ) {
    this.base = wordingOf(draftOf(base));
    this.snapshot = { draft: draftOf(typed), edit, status: { kind: "saved", at: null }, fields, clashes: [], met: null };
    if (other) this.meet(other);
    if (this.isChanged()) this.snapshot = { ...this.snapshot, status: { kind: this.snapshot.clashes.length > 0 ? "choosing" : "changed" } };
  }

  readonly read = (): DraftSnapshot => this.snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What the next save starts from, for a form that is sent without JavaScript. */
  readonly baseText = (): string => JSON.stringify(this.base);

  /** Take over what was written, and save it once there is a pause. */
  change(change: (draft: Draft) => Draft): void {
    const draft = change(this.snapshot.draft);
    // Problems are told by place, which moves with the sections.
    const fields = draft.rows.length === this.snapshot.draft.rows.length && draft.rows.every(({ key }, i) => key === this.snapshot.draft.rows[i]?.key) ? this.snapshot.fields : {};
    const clashes = this.snapshot.clashes.filter(({ key }) => typeof key !== "number" || draft.rows.some((row) => row.key === key));
    this.show({ draft, fields, clashes });
    if (this.snapshot.clashes.length > 0) return;
    this.changedSince ||= Date.now();
    if (!this.saving) this.show({ status: { kind: "changed" } });
    this.wake(Math.min(PAUSE, Math.max(0, this.changedSince + LONGEST - Date.now())));
  }

  /** Settle a clash. Mine is what stands in the field by now; both is theirs below it. */
  choose(clash: PlacedClash, chosen: "mine" | "theirs" | "both"): void {
    this.show({ clashes: this.snapshot.clashes.filter(({ id }) => id !== clash.id) });
    const { key } = clash;
    this.change((draft) => {
      if (chosen === "mine") return draft;
      if ("condition" in clash) return withCondition(draft, clash.key, clash.condition.theirs);
      const { locale, theirs } = clash;
      const settled = (text: string) => (chosen === "both" ? `${text.trim()}\n\n${theirs}` : theirs);
      if (key === "subject") return withSubject(draft, locale, settled(draft.subject[locale]));
      if (key === "sms") return { ...draft, sms: { ...draft.sms, text: { ...draft.sms.text, [locale]: settled(draft.sms.text[locale]) } } };
      const row = draft.rows.find((each) => each.key === key);
      return row ? withText(draft, row.key, locale, settled(row.text[locale])) : draft;
    });
  }

  readonly takeNote = (): void => this.show({ met: null });

  /** Save what is not saved. True when everything that stood here at the call is stored. */
  readonly save = async (): Promise<boolean> => {
    clearTimeout(this.timer);
    while (this.saving) await this.saving;
    if (this.snapshot.clashes.length > 0) return false;
    if (!this.isChanged()) {
      this.changedSince = 0;
      if (this.snapshot.status.kind !== "saved") this.show({ status: { kind: "saved", at: null } });
      return true;
    }
    this.saving = this.send().finally(() => {
      this.saving = null;
    });
    return this.saving;
  };

  /** The form goes as a whole: until it is {@link answered} nothing else is saved, which would meet it as somebody else's. */
  ask(): void {
    const words = wordingOf(this.snapshot.draft);
    this.saving = new Promise((over) => {
      this.asked = { words, over };
    });
  }

  /** Take over what the form's answer says of its words. */
  answered({ saved, other }: DraftState): void {
    const asked = this.asked;
    this.asked = null;
    if (saved && saved.edit > this.snapshot.edit) {
      if (asked) this.base = asked.words;
      this.show({ edit: saved.edit, status: this.isChanged() ? { kind: "changed" } : { kind: "saved", at: saved.at } });
    }
    if (other) this.meet(other);
    if (!asked) return;
    this.saving = null;
    asked.over(saved !== undefined);
  }

  /** Put the save of somebody else together with what is here. */
  meet({ edit, at, by, content }: OtherSave): void {
    if (edit <= this.snapshot.edit) return;
    const { draft } = this.snapshot;
    const theirs = wordingOf(draftOf(content));
    const merged = mergeWordings(this.base, wordingOf(draft), theirs);
    let fresh = Math.max(...draft.rows.map(({ key }) => key), merged.from.length) + 1;
    const rows = draftOf(merged.wording).rows.map((row, i) => ({ ...row, key: draft.rows[merged.from[i] ?? -1]?.key ?? fresh++ }));
    const placed = (clash: Clash): PlacedClash => {
      const whose = { id: this.clashIds++, by, at };
      if ("condition" in clash) return { ...whose, key: rows[clash.place]?.key ?? 0, condition: clash.condition };
      return { ...whose, key: typeof clash.place === "number" ? (rows[clash.place]?.key ?? 0) : clash.place, locale: clash.locale, mine: clash.mine, theirs: clash.theirs };
    };
    this.base = theirs;
    const clashes = merged.clashes.map(placed);
    this.show({ draft: { ...draftOf(merged.wording), rows }, edit, fields: {}, clashes, met: { by, at, taken: merged.taken }, status: { kind: clashes.length > 0 ? "choosing" : "changed" } });
  }

  private async send(): Promise<boolean> {
    const words = wordingOf(this.snapshot.draft);
    this.changedSince = 0;
    this.show({ status: { kind: "saving" } });
    let answer: SaveAnswer;
    try {
      answer = await this.post(words, this.snapshot.edit);
    } catch {
      this.show({ status: { kind: navigator.onLine ? "unanswered" : "offline" } });
      this.wake(AGAIN);
      return false;
    }
    switch (answer.kind) {
      case "saved":
        this.base = words;
        this.show({ edit: answer.edit, fields: {}, status: this.isChanged() ? { kind: "changed" } : { kind: "saved", at: answer.at } });
        if (this.isChanged()) this.wake(PAUSE);
        this.onSaved();
        return true;
      case "conflict":
        this.meet(answer);
        if (this.snapshot.clashes.length > 0) return false;
        if (this.isChanged()) return this.send();
        this.show({ status: { kind: "saved", at: answer.at } });
        this.onSaved();
        return true;
      case "invalid":
        this.show({ fields: answer.fields, status: { kind: "invalid" } });
        return false;
      case "refused":
        this.show({ status: { kind: "refused", message: answer.message } });
        return false;
    }
  }

  private isChanged(): boolean {
    return asText(wordingOf(this.snapshot.draft)) !== asText(this.base);
  }

  private wake(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), milliseconds);
  }

  private show(change: Partial<DraftSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}
